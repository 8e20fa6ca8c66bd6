"""When a report is coloured."""

import os
import subprocess
import sys

import click
import pytest

ESCAPE = "\x1b["


@pytest.fixture
def doubtful_map(write, doubtful):
    """The name of a map with a finding to colour."""
    return write("map.argmap", doubtful).name


def test_a_pipe_gets_no_colour(argmap, doubtful_map):
    """What a program reads has no escape sequences in it."""
    assert ESCAPE not in argmap("check", doubtful_map).stdout


@pytest.mark.parametrize(
    ("choice", "env", "is_coloured"),
    [
        ("auto", {"FORCE_COLOR": "1"}, True),
        ("auto", {"FORCE_COLOR": ""}, False),
        ("auto", {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        ("auto", {"FORCE_COLOR": "1", "NO_COLOR": ""}, True),
        ("always", {}, True),
        ("always", {"NO_COLOR": "1"}, True),
        ("never", {"FORCE_COLOR": "1"}, False),
    ],
)
def test_the_choice_outweighs_the_environment(argmap, doubtful_map, choice, env, is_coloured):
    """--color decides; else NO_COLOR outweighs FORCE_COLOR, and an empty one counts for nothing."""
    outcome = argmap("check", "--color", choice, doubtful_map, env=env)
    assert outcome.returncode == 1
    assert (ESCAPE in outcome.stdout) == is_coloured


def test_colour_changes_nothing_but_the_colour(argmap, doubtful_map):
    """Without its escape sequences the coloured report is the plain one."""
    coloured = argmap("check", "--color", "always", doubtful_map).stdout
    assert click.unstyle(coloured) == argmap("check", doubtful_map).stdout


def test_data_is_never_coloured(argmap, doubtful_map):
    """JSON is the same with colour and without."""
    coloured = argmap("check", "--format", "json", "--color", "always", doubtful_map)
    assert coloured == argmap("check", "--format", "json", doubtful_map)


def test_a_file_is_not_coloured_by_the_environment(argmap, tmp_path, doubtful_map):
    """FORCE_COLOR is about the terminal, and a report in a file is none."""
    argmap("check", "--output-file", "report.txt", doubtful_map, env={"FORCE_COLOR": "1"})
    assert ESCAPE not in (tmp_path / "report.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("command", [["export", "json"], ["render"]])
def test_a_report_on_standard_error_is_coloured_alike(argmap, write, broken, command):
    """Errors that stand beside the data keep to the same choice."""
    write("bad.argmap", broken)
    outcome = argmap(*command, "bad.argmap", "--color", "always")
    assert outcome.returncode == 1
    assert ESCAPE in outcome.stderr
    assert ESCAPE not in outcome.stdout
    assert ESCAPE not in argmap(*command, "bad.argmap").stderr


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")
@pytest.mark.parametrize(
    ("env", "is_coloured"),
    [({"TERM": "xterm"}, True), ({"TERM": "dumb"}, False), ({"NO_COLOR": "1"}, False)],
)
def test_a_terminal_gets_colour(tmp_path, cache_home, doubtful_map, env, is_coloured):
    """A terminal is coloured unless it cannot be, or its owner does not want it."""
    ours, its = os.openpty()
    variables = {
        name: value
        for name, value in os.environ.items()
        if name not in {"NO_COLOR", "FORCE_COLOR", "TERM"}
    }
    with subprocess.Popen(
        [sys.executable, "-m", "argmap", "check", doubtful_map],
        stdout=its,
        cwd=tmp_path,
        env=variables | {"TERM": "xterm", "XDG_CACHE_HOME": str(cache_home)} | env,
    ) as process:
        os.close(its)
        written = _read_to_the_end(ours)
    assert process.returncode == 1
    assert b"EVI301" in written
    assert (ESCAPE.encode() in written) == is_coloured


def _read_to_the_end(terminal: int) -> bytes:
    pieces = []
    try:
        while piece := os.read(terminal, 4096):
            pieces.append(piece)
    except OSError:
        pass  # Linux says so when the other side is closed
    finally:
        os.close(terminal)
    return b"".join(pieces)
