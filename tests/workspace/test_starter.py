"""The map that `argmap init` writes."""

from pathlib import Path

import pytest

from argmap.errors import InputError
from argmap.workspace.check import check_all
from argmap.workspace.starter import STARTER, write_starter


def test_the_starter_has_no_diagnostics_and_shows_the_language(here):
    """The starter map contains every keyword that a first map needs."""
    report = check_all([write_starter(here)]).report
    assert report.diagnostics == ()
    for word in ("map", "source", "claim", "evidence", "assumption", "counterpoint", "reason"):
        assert f"{word} " in STARTER


def test_an_existing_file_is_not_overwritten(here):
    """An existing file is unchanged."""
    path = here / "map.argmap"
    path.write_text("mine", encoding="utf-8")
    for argument in (path, here):
        with pytest.raises(InputError, match="already exists"):
            write_starter(argument)
    assert path.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    ("argument", "written"),
    [(".", "map.argmap"), ("new", "new/map.argmap"), ("new/lane.argmap", "new/lane.argmap")],
)
def test_the_path_of_the_file_is_returned(here, argument, written):
    """In a folder, the file is map.argmap."""
    assert write_starter(Path(argument)) == Path(written)
    assert (here / written).read_text(encoding="utf-8") == STARTER
