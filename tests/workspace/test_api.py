"""The map that init writes."""

from pathlib import Path

import pytest

from argmap.errors import InputError
from argmap.workspace.api import STARTER, write_starter
from argmap.workspace.check import check_all


def test_the_starter_is_clean_and_shows_the_language(here):
    """It holds no finding, and every word that a first map needs."""
    report = check_all([write_starter(here)]).report
    assert report.diagnostics == ()
    for word in ("map", "source", "claim", "evidence", "assumption", "counterpoint", "reason"):
        assert f"{word} " in STARTER


def test_nothing_is_overwritten(here):
    """A file that is there is not touched."""
    path = here / "map.argmap"
    path.write_text("mine", encoding="utf-8")
    for named in (path, here):
        with pytest.raises(InputError, match="already exists"):
            write_starter(named)
    assert path.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    ("named", "written"),
    [(".", "map.argmap"), ("new", "new/map.argmap"), ("new/lane.argmap", "new/lane.argmap")],
)
def test_the_path_written_is_told(here, named, written):
    """A folder gets a map.argmap, a file is that file."""
    assert write_starter(Path(named)) == Path(written)
    assert (here / written).read_text(encoding="utf-8") == STARTER
