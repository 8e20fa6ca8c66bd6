"""The layout engines: Graphviz embedded in this process, and the program `dot`."""

import os
import shutil
import subprocess
import sys
import threading

import pytest
from tests.rendering.conftest import SMALL, read_map

from argmap.errors import EngineMissing, RenderError
from argmap.rendering import RenderOptions, to_svg
from argmap.rendering.layout import graphviz, layout

SCRIPT = """
import sys
from argmap.rendering import RenderOptions, to_svg
from tests.rendering.conftest import SMALL, read_map
sys.stdout.buffer.write(to_svg(read_map(SMALL), RenderOptions(direction="right")).encode())
"""


@pytest.fixture
def wheel():
    """Skip a test if the embedded Graphviz is not installed."""
    return pytest.importorskip("pygraphviz", reason="pygraphviz has no wheel for this platform")


@pytest.fixture
def dot():
    """Skip a test without the program ``dot``, or fail it if real programs are required."""
    path = shutil.which("dot")
    if path is None:
        reason = "the program `dot` was not found on PATH: https://graphviz.org/download/"
        assert os.environ.get("ARGMAP_REQUIRE_REAL") != "1", reason
        pytest.skip(reason)
    return path


def run(script, **env):
    """Run a script in a child process."""
    return subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, **env},
        capture_output=True,
        check=False,
        timeout=300,
    )


@pytest.mark.usefixtures("wheel")
def test_a_picture_does_not_depend_on_fonts(tmp_path):
    """A picture is the same, byte for byte, with all fonts of the machine and without any."""
    config = tmp_path / "fonts.conf"
    config.write_text('<?xml version="1.0"?><fontconfig></fontconfig>')
    with_fonts = run(SCRIPT)
    without = run(SCRIPT, FONTCONFIG_FILE=str(config), HOME=str(tmp_path))
    assert with_fonts.stdout == without.stdout
    assert with_fonts.stdout.startswith(b"<svg")
    assert (with_fonts.stderr, without.stderr) == (b"", b"")


@pytest.mark.usefixtures("wheel")
def test_a_picture_does_not_depend_on_hash_seeds():
    """A picture does not depend on the order in which Python iterates over sets."""
    pictures = {run(SCRIPT, PYTHONHASHSEED=seed).stdout for seed in ("1", "2", "3")}
    assert len(pictures) == 1


@pytest.mark.usefixtures("dot")
def test_the_program_lays_out_the_same_map(small, read):
    """A picture has the same number of texts with the program `dot`."""
    pictures = [to_svg(read(small), RenderOptions(engine=name)) for name in ("system", "auto")]
    assert pictures[0].count("<text") == pictures[1].count("<text")


@pytest.mark.usefixtures("dot")
def test_the_program_draws_several_graphs_at_once():
    """One run of the program returns a picture for each graph, in order."""
    first, second = graphviz.draw_with_dot(["digraph{n1[shape=box]}", "digraph{n2[shape=box]}"])
    assert "n1" in first
    assert "n2" in second


@pytest.mark.parametrize(
    ("engine", "has_embedded", "has_dot", "message"),
    [
        ("system", True, False, "the program `dot` was not found"),
        ("embedded", False, True, "the embedded Graphviz was not found"),
        ("auto", False, False, "Graphviz was not found"),
    ],
)
def test_a_missing_engine_is_reported(
    monkeypatch, small, read, engine, has_embedded, has_dot, message
):
    """The error says what to install if the engine is missing."""
    monkeypatch.setattr(graphviz, "has_embedded", lambda: has_embedded)
    monkeypatch.setattr(graphviz, "has_dot", lambda: has_dot)
    with pytest.raises(EngineMissing) as error:
        to_svg(read(small), RenderOptions(engine=engine))
    assert str(error.value).startswith(message)
    assert "pygraphviz" in str(error.value)
    assert "https://graphviz.org/download/" in str(error.value)


def test_options_reject_an_unknown_engine_or_direction():
    """Options are validated when they are created."""
    for invalid in ({"engine": "neato"}, {"direction": "up"}):
        with pytest.raises(ValueError, match="must be in"):
            RenderOptions(**invalid)


@pytest.mark.usefixtures("wheel")
def test_an_invalid_graph_is_reported(capfd):
    """The message of Graphviz is part of the error, and not printed to the standard error."""
    with pytest.raises(RenderError, match=r"(?s)Graphviz failed.*syntax error"):
        graphviz.draw_embedded(["digraph {"])
    assert capfd.readouterr() == ("", "")


@pytest.mark.usefixtures("wheel")
def test_nothing_is_printed(capfd):
    """Warnings of Graphviz and its libraries do not reach the terminal."""
    graphviz.draw_embedded(
        ['digraph{a[label=<<TABLE><TR><TD FIXEDSIZE="TRUE" WIDTH="2">X</TD></TR></TABLE>>]}']
    )
    assert capfd.readouterr() == ("", "")


@pytest.mark.usefixtures("wheel")
def test_drawing_works_without_a_standard_error():
    """A program that has closed its standard error can draw."""
    outcome = run("import os; os.close(2)\n" + SCRIPT)
    assert outcome.stdout.startswith(b"<svg")


@pytest.mark.usefixtures("wheel")
def test_pictures_can_be_drawn_in_parallel(small, read):
    """Threads that draw at the same time get the same picture as one alone."""
    expected = to_svg(read(small))
    pictures = []
    threads = [
        threading.Thread(target=lambda: pictures.append(to_svg(read_map(SMALL)))) for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert pictures == [expected] * 6


@pytest.mark.usefixtures("wheel")
def test_a_deep_chain_is_drawn():
    """A chain of 3,000 claims can be drawn without a crash of the process."""
    script = """
from argmap.rendering import to_svg
from tests.rendering.conftest import read_map
text = "".join(f'claim c{n} "C" {{' for n in range(3000)) + "}" * 3000
print(to_svg(read_map(text)).count('role="graphics-symbol"'))
"""
    outcome = run(script)
    assert (outcome.returncode, outcome.stdout.strip()) == (0, b"3000")


def test_a_map_that_is_too_large_is_reported(monkeypatch):
    """The error contains the number of cards and the limit."""
    monkeypatch.setattr(layout, "MAX_CARDS", 3)
    with pytest.raises(RenderError, match=r"4 cards.*at most 3"):
        to_svg(read_map('claim a "A"\nclaim b "B"\nclaim c "C"\nclaim d "D"'))


def test_a_layout_with_missing_cards_is_reported(read, small, monkeypatch):
    """A layout that does not contain every card is an error, and is not drawn."""
    monkeypatch.setattr(graphviz, "has_embedded", lambda: True)
    monkeypatch.setattr(graphviz, "draw_embedded", lambda graphs: ["<svg></svg>"] * len(graphs))
    with pytest.raises(RenderError, match="did not place every card"):
        to_svg(read(small), RenderOptions(engine="embedded"))


def test_the_package_is_imported_fast():
    """Importing the package does not import Graphviz, XML or TOML; only drawing does."""
    script = """
import sys, argmap.rendering
heavy = {"pygraphviz", "graphviz", "tomllib", "xml", "tempfile", "subprocess"}
print(sorted(heavy & set(sys.modules)))
"""
    assert run(script).stdout.strip() == b"[]"


@pytest.mark.usefixtures("wheel")
def test_a_function_can_lay_out_graphs(small, read):
    """A program with another Graphviz passes it as a function, and the picture is the same."""
    graphs = []

    def lay_out(given):
        graphs.extend(given)
        return graphviz.draw_embedded(given)

    picture = to_svg(read(small), RenderOptions(engine=lay_out, direction="down", timeout=0.001))
    assert picture == to_svg(read(small), RenderOptions(engine="embedded", direction="down"))
    assert graphs
    assert all(graph.startswith("digraph") for graph in graphs)
