"""Tests the choice of the Graphviz engine."""

import os
import shutil
import xml.etree.ElementTree as ET

import pytest


@pytest.fixture
def dot():
    """The program ``dot``; skips without it, or fails where real parts are required."""
    path = shutil.which("dot")
    if path is None:
        reason = "there is no program `dot` on PATH: https://graphviz.org/download/"
        assert os.environ.get("ARGMAP_REQUIRE_REAL") != "1", reason
        pytest.skip(reason)
    return path


@pytest.fixture
def without_dot(tmp_path):
    """An environment in which no program can be found."""
    (tmp_path / "no programs").mkdir()
    return {"PATH": tmp_path / "no programs"}


def test_the_embedded_engine_needs_no_program(argmap, write, tmp_path, clean, without_dot):
    """A picture is drawn without an installed Graphviz, by choice and by default."""
    pytest.importorskip("pygraphviz", reason="pygraphviz is not available for this platform")
    write("map.argmap", clean)
    for engine in ("embedded", "auto"):
        outcome = argmap("render", "--engine", engine, "map.argmap", "-o", engine, env=without_dot)
        assert (outcome.returncode, outcome.stderr) == (0, "")
    assert (tmp_path / "embedded/map.svg").read_bytes() == (tmp_path / "auto/map.svg").read_bytes()


def test_a_missing_program_is_reported(argmap, write, tmp_path, clean, without_dot):
    """Without dot, --engine system exits with 2 and says what to install."""
    write("map.argmap", clean)
    old = write("output/map.svg", "the old picture")
    outcome = argmap("render", "--engine", "system", "map.argmap", env=without_dot)
    assert (outcome.returncode, outcome.stdout) == (2, "")
    assert "`dot`" in outcome.stderr
    assert "https://graphviz.org/download/" in outcome.stderr
    assert old.read_text(encoding="utf-8") == "the old picture"
    assert [path.name for path in (tmp_path / "output").iterdir()] == ["map.svg"]


@pytest.mark.skipif(os.name == "nt", reason="Windows cannot run scripts as programs")
@pytest.mark.parametrize(
    "script",
    ["exit 1", "exit 0", "echo no picture", "echo '<svg'", "kill -9 $$"],
    ids=["failing", "silent", "wrong", "half", "killed"],
)
def test_a_failing_program_is_reported(argmap, write, tmp_path, clean, script):
    """The message is about Graphviz, and the old picture is kept."""
    program = write("bin/dot", f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    write("map.argmap", clean)
    old = write("output/map.svg", "the old picture")
    path = f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}"
    outcome = argmap("render", "--engine", "system", "map.argmap", env={"PATH": path})
    assert (outcome.returncode, outcome.stdout) == (2, "")
    assert "our fault" not in outcome.stderr
    assert "raphviz" in outcome.stderr or "`dot`" in outcome.stderr
    assert old.read_text(encoding="utf-8") == "the old picture"


def test_the_program_draws_the_same_map(argmap, write, tmp_path, clean, dot):
    """The installed Graphviz draws the same texts as the embedded one."""
    write("map.argmap", clean)
    texts = []
    for engine in ("system", "auto"):
        outcome = argmap("render", "--engine", engine, "map.argmap", "-o", engine)
        assert (outcome.returncode, outcome.stderr) == (0, ""), dot
        picture = ET.parse(tmp_path / engine / "map.svg").getroot()
        texts.append(sorted(text.strip() for text in picture.itertext() if text.strip()))
    assert texts[0] == texts[1]
