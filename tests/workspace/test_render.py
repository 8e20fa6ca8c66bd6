"""Drawing maps into files."""

from pathlib import Path

import pytest

from argmap.workspace.outputs import Destination
from argmap.workspace.render import RenderJob, render_paths


@pytest.fixture
def draw():
    """Return a function that draws maps into the folder ``output``."""
    return lambda *paths, format_="svg": render_paths(
        [Path(path) for path in paths], RenderJob(destination=Destination((format_,)))
    )


def test_each_picture_is_written_before_its_result_is_yielded(maps, draw, clean):
    """Pictures are drawn one after another, and the first can be used before the last."""
    maps(a=clean, b=clean)
    results = draw(".")
    assert next(results).output == Path("output/a.svg")
    assert Path("output/a.svg").is_file()
    assert not Path("output/b.svg").exists()
    assert [result.output for result in results] == [Path("output/b.svg")]


def test_a_map_with_errors_is_not_drawn(maps, draw, clean):
    """The result contains the errors; a map with warnings is drawn."""
    maps(a=f'{clean}claim c "d" {{ supports: nothing }}\n', b='claim a "b"\n')
    refused, drawn = draw(".")
    assert [diagnostic.code for diagnostic in refused.report.diagnostics] == ["REF101"]
    assert refused.source.name == "a.argmap"
    assert drawn.report is None
    assert [path.name for path in Path("output").iterdir()] == ["b.svg"]


def test_a_dot_in_a_file_name_is_kept(here, draw, clean):
    """Only the suffix of a map is replaced."""
    (here / "v1.2.argmap").write_text(clean, encoding="utf-8")
    assert [result.output for result in draw(".", format_="dot")] == [Path("output/v1.2.dot")]


def test_a_map_that_is_too_large_does_not_prevent_others(maps, draw, clean):
    """The failure of one map is reported, and the other maps are drawn."""
    claims = "".join(f'claim c{number} "x"\n' for number in range(10_001))
    maps(a=claims, b=clean)
    results = list(draw("."))
    assert [result.output.name for result in results] == ["a.svg", "b.svg"]
    assert Path("output/b.svg").is_file()
