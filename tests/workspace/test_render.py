"""Drawing maps into files."""

from pathlib import Path

import pytest

from argmap.reporting import Report
from argmap.workspace.diagnostic_badges import diagnostic_badges
from argmap.workspace.files import FileCache
from argmap.workspace.load import load_resolution
from argmap.workspace.outputs import STDOUT, Destination
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


def test_a_comparison_finds_missing_and_changed_pictures(maps, draw, clean):
    """Nothing is drawn; a picture that would be the same is up to date."""
    maps(a=clean, b=clean)
    job = RenderJob(destination=Destination(("svg",)), check_only=True)
    list(draw("a.argmap"))
    states = {r.output.name: r.is_stale for r in render_paths([Path()], job)}
    assert states == {"a.svg": False, "b.svg": True}
    assert not Path("output/b.svg").exists()
    maps(a=clean.replace("claim", "assumption", 1))
    assert [r.is_stale for r in render_paths([Path("a.argmap")], job)] == [True]


def test_a_picture_for_standard_output_is_in_the_result(maps, clean):
    """It is not written to a file."""
    maps(a=clean)
    job = RenderJob(destination=Destination(("svg",), file=STDOUT))
    (result,) = render_paths([Path("a.argmap")], job)
    assert result.content.startswith(b"<svg ")
    assert [path.name for path in Path().iterdir()] == ["a.argmap"]


def test_a_link_in_the_default_folder_is_not_followed(maps, clean, tmp_path_factory):
    """A checkout may contain one that leads out of the project."""
    Path("sub").mkdir()
    Path("sub/a.argmap").write_text(clean, encoding="utf-8")
    outside = tmp_path_factory.mktemp("outside")
    Path("output").mkdir()
    Path("output/sub").symlink_to(outside)
    job = RenderJob(destination=Destination(("svg",), is_default_folder=True))
    (result,) = render_paths([Path()], job)
    assert "cannot be written" in result.failure
    assert list(outside.iterdir()) == []


def test_diagnostics_that_are_known_are_not_computed_again(maps):
    """Badges are made from a given report, and from a check only without one."""
    maps(a='claim a "A" @nothing\n')
    resolution = load_resolution(Path("a.argmap"), FileCache())
    assert diagnostic_badges(resolution)["a"].codes
    assert diagnostic_badges(resolution, Report((), 1, 1)) == {}
