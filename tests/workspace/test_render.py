"""Drawing maps into files."""

from pathlib import Path

import pytest

from argmap.workspace.outputs import Destination
from argmap.workspace.render import RenderJob, render_paths


@pytest.fixture
def draw():
    """Draw what paths mean into ``output``."""
    return lambda *paths, format_="svg": render_paths(
        [Path(path) for path in paths], RenderJob(destination=Destination((format_,)))
    )


def test_each_picture_is_there_as_soon_as_it_is_told(maps, draw, clean):
    """Pictures are drawn one after the other, so that the first can be looked at."""
    maps(a=clean, b=clean)
    drawing = draw(".")
    assert next(drawing).output == Path("output/a.svg")
    assert Path("output/a.svg").is_file()
    assert not Path("output/b.svg").exists()
    assert [drawn.output for drawn in drawing] == [Path("output/b.svg")]


def test_what_keeps_a_map_from_being_drawn_is_told(maps, draw, clean):
    """Errors in how a map is written come with it; warnings and weak arguments do not."""
    maps(a=f'{clean}claim c "d" {{ supports: nothing }}\n', b='claim a "b"\n')
    refused, drawn = draw(".")
    assert [diagnostic.code for diagnostic in refused.report.diagnostics] == ["REF101"]
    assert refused.source.name == "a.argmap"
    assert drawn.report is None
    assert [path.name for path in Path("output").iterdir()] == ["b.svg"]


def test_a_picture_keeps_the_dots_of_its_map(here, draw, clean):
    """Only the suffix is replaced."""
    (here / "v1.2.argmap").write_text(clean, encoding="utf-8")
    assert [drawn.output for drawn in draw(".", format_="dot")] == [Path("output/v1.2.dot")]


def test_a_map_too_large_for_a_picture_does_not_keep_others_from_being_drawn(maps, draw, clean):
    """One map of a folder that cannot be laid out is told, and the others are drawn."""
    claims = "".join(f'claim c{number} "x"\n' for number in range(10_001))
    maps(a=claims, b=clean)
    told = list(draw("."))
    assert [drawn.output.name for drawn in told] == ["a.svg", "b.svg"]
    assert Path("output/b.svg").is_file()
