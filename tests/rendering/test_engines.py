"""Graphviz, inside this process and outside."""

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
    """The embedded Graphviz, without which a test is skipped."""
    return pytest.importorskip("pygraphviz", reason="pygraphviz is not there for this platform")


@pytest.fixture
def dot():
    """The program ``dot``: without it a test is skipped, or fails where real parts are required."""
    path = shutil.which("dot")
    if path is None:
        reason = "there is no program `dot` on PATH: https://graphviz.org/download/"
        assert os.environ.get("ARGMAP_REQUIRE_REAL") != "1", reason
        pytest.skip(reason)
    return path


def run(script, **env):
    """Run a script in a process of its own."""
    return subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, **env},
        capture_output=True,
        check=False,
        timeout=300,
    )


@pytest.mark.usefixtures("wheel")
def test_fonts_make_no_difference(tmp_path):
    """With all the machine's fonts, and with none at all, the picture is the same to the byte."""
    config = tmp_path / "fonts.conf"
    config.write_text('<?xml version="1.0"?><fontconfig></fontconfig>')
    with_fonts = run(SCRIPT)
    without = run(SCRIPT, FONTCONFIG_FILE=str(config), HOME=str(tmp_path))
    assert with_fonts.stdout == without.stdout
    assert with_fonts.stdout.startswith(b"<svg")
    assert (with_fonts.stderr, without.stderr) == (b"", b"")


@pytest.mark.usefixtures("wheel")
def test_no_order_is_left_to_chance():
    """The picture does not depend on how Python happens to order sets."""
    pictures = {run(SCRIPT, PYTHONHASHSEED=seed).stdout for seed in ("1", "2", "3")}
    assert len(pictures) == 1


@pytest.mark.usefixtures("dot")
def test_the_program_lays_out_the_same(small, read):
    """The installed Graphviz gives every card a place, and the same texts are drawn."""
    pictures = [to_svg(read(small), RenderOptions(engine=name)) for name in ("system", "auto")]
    assert pictures[0].count("<text") == pictures[1].count("<text")


@pytest.mark.usefixtures("dot")
def test_the_program_draws_several_graphs_at_once():
    """One run of the program gives a picture for each graph, in order."""
    one, two = graphviz.draw_with_dot(["digraph{n1[shape=box]}", "digraph{n2[shape=box]}"])
    assert "n1" in one
    assert "n2" in two


@pytest.mark.parametrize(
    ("engine", "there", "said"),
    [
        ("system", (True, False), "the program `dot` was not found"),
        ("embedded", (False, True), "the embedded Graphviz was not found"),
        ("auto", (False, False), "Graphviz was not found"),
    ],
)
def test_a_missing_engine_is_told(monkeypatch, small, read, engine, there, said):
    """Without the engine asked for, or without any, the error says what to install."""
    monkeypatch.setattr(graphviz, "has_embedded", lambda: there[0])
    monkeypatch.setattr(graphviz, "has_dot", lambda: there[1])
    with pytest.raises(EngineMissing) as error:
        to_svg(read(small), RenderOptions(engine=engine))
    assert str(error.value).startswith(said)
    assert "pygraphviz" in str(error.value)
    assert "https://graphviz.org/download/" in str(error.value)


def test_an_unknown_engine_or_direction_is_refused():
    """Options are checked when they are made."""
    for wrong in ({"engine": "neato"}, {"direction": "up"}):
        with pytest.raises(ValueError, match="must be in"):
            RenderOptions(**wrong)


@pytest.mark.usefixtures("wheel")
def test_a_graph_that_cannot_be_read_is_told(capfd):
    """What Graphviz says of a broken graph is in the error, and not on the standard error."""
    with pytest.raises(RenderError, match=r"(?s)Graphviz failed.*syntax error"):
        graphviz.draw_embedded(["digraph {"])
    assert capfd.readouterr() == ("", "")


@pytest.mark.usefixtures("wheel")
def test_nothing_is_printed(capfd):
    """Warnings of Graphviz and its libraries stay away from the terminal."""
    graphviz.draw_embedded(
        ['digraph{a[label=<<TABLE><TR><TD FIXEDSIZE="TRUE" WIDTH="2">X</TD></TR></TABLE>>]}']
    )
    assert capfd.readouterr() == ("", "")


@pytest.mark.usefixtures("wheel")
def test_it_works_where_there_is_no_standard_error():
    """A program that closed its standard error can draw."""
    outcome = run("import os; os.close(2)\n" + SCRIPT)
    assert outcome.stdout.startswith(b"<svg")


@pytest.mark.usefixtures("wheel")
def test_pictures_can_be_drawn_at_once(small, read):
    """Threads that draw at the same time get what each would alone."""
    alone = to_svg(read(small))
    drawn = []
    threads = [
        threading.Thread(target=lambda: drawn.append(to_svg(read_map(SMALL)))) for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert drawn == [alone] * 6


@pytest.mark.usefixtures("wheel")
def test_a_deep_chain_is_drawn():
    """A chain of 3,000 claims ends in a picture, not in the end of the process."""
    script = """
from argmap.rendering import to_svg
from tests.rendering.conftest import read_map
text = "".join(f'claim c{n} "C" {{' for n in range(3000)) + "}" * 3000
print(to_svg(read_map(text)).count('role="graphics-symbol"'))
"""
    outcome = run(script)
    assert (outcome.returncode, outcome.stdout.strip()) == (0, b"3000")


def test_a_map_too_large_is_refused(monkeypatch):
    """Beyond the bound there is an error that names both numbers, and no picture."""
    monkeypatch.setattr(layout, "MAX_CARDS", 3)
    with pytest.raises(RenderError, match=r"4 cards.*at most 3"):
        to_svg(read_map('claim a "A"\nclaim b "B"\nclaim c "C"\nclaim d "D"'))


def test_a_layout_with_cards_missing_is_refused(read, small, monkeypatch):
    """A Graphviz that answers with something else is told of, not drawn from."""
    monkeypatch.setattr(graphviz, "has_embedded", lambda: True)
    monkeypatch.setattr(graphviz, "draw_embedded", lambda graphs: ["<svg></svg>"] * len(graphs))
    with pytest.raises(RenderError, match="did not place every card"):
        to_svg(read(small), RenderOptions(engine="embedded"))


def test_starting_costs_nothing():
    """Importing the room loads no Graphviz, no XML and no TOML: only drawing does."""
    script = """
import sys, argmap.rendering
heavy = {"pygraphviz", "graphviz", "tomllib", "xml", "tempfile", "subprocess"}
print(sorted(heavy & set(sys.modules)))
"""
    assert run(script).stdout.strip() == b"[]"
