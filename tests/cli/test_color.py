"""Tests when a report is colored."""

import os
import subprocess
import sys

import click
import pytest

ESCAPE = "\x1b["


@pytest.fixture
def doubtful_map(write, doubtful):
    """The name of a map with a diagnostic."""
    return write("map.argmap", doubtful).name


def test_a_pipe_gets_no_color(argmap, doubtful_map):
    """The output for programs contains no escape sequences."""
    assert ESCAPE not in argmap("check", doubtful_map).stdout


@pytest.mark.parametrize(
    ("choice", "env", "is_colored"),
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
def test_the_option_overrides_the_environment(argmap, doubtful_map, choice, env, is_colored):
    """--color comes first, then NO_COLOR, then FORCE_COLOR; empty variables are ignored."""
    outcome = argmap("check", "--color", choice, doubtful_map, env=env)
    assert outcome.returncode == 1
    assert (ESCAPE in outcome.stdout) == is_colored


def test_color_only_adds_escape_sequences(argmap, doubtful_map):
    """Without them, the colored report equals the plain one."""
    colored = argmap("check", "--color", "always", doubtful_map).stdout
    assert click.unstyle(colored) == argmap("check", doubtful_map).stdout


def test_data_is_never_colored(argmap, doubtful_map):
    """JSON is the same with and without color."""
    colored = argmap("check", "--format", "json", "--color", "always", doubtful_map)
    assert colored == argmap("check", "--format", "json", doubtful_map)


def test_a_file_is_not_colored_by_the_environment(argmap, tmp_path, doubtful_map):
    """FORCE_COLOR applies to terminals, not to report files."""
    argmap("check", "--output-file", "report.txt", doubtful_map, env={"FORCE_COLOR": "1"})
    assert ESCAPE not in (tmp_path / "report.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("command", [["export", "json"], ["render"]])
def test_a_report_on_standard_error_follows_the_same_choice(argmap, write, broken, command):
    """Errors printed next to exported data are colored like a report."""
    write("bad.argmap", broken)
    outcome = argmap(*command, "bad.argmap", "--color", "always")
    assert outcome.returncode == 1
    assert ESCAPE in outcome.stderr
    assert ESCAPE not in outcome.stdout
    assert ESCAPE not in argmap(*command, "bad.argmap").stderr


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")
@pytest.mark.parametrize(
    ("env", "is_colored"),
    [({"TERM": "xterm"}, True), ({"TERM": "dumb"}, False), ({"NO_COLOR": "1"}, False)],
)
def test_a_terminal_gets_color(tmp_path, cache_home, doubtful_map, env, is_colored):
    """Unless the terminal does not support color, or NO_COLOR is set."""
    terminal, child_terminal = os.openpty()
    variables = {
        name: value
        for name, value in os.environ.items()
        if name not in {"NO_COLOR", "FORCE_COLOR", "TERM"}
    }
    with subprocess.Popen(
        [sys.executable, "-m", "argmap", "check", doubtful_map],
        stdout=child_terminal,
        cwd=tmp_path,
        env=variables | {"TERM": "xterm", "XDG_CACHE_HOME": str(cache_home)} | env,
    ) as process:
        os.close(child_terminal)
        output = _read_to_the_end(terminal)
    assert process.returncode == 1
    assert b"EVI301" in output
    assert (ESCAPE.encode() in output) == is_colored


def _read_to_the_end(terminal: int) -> bytes:
    pieces = []
    try:
        while piece := os.read(terminal, 4096):
            pieces.append(piece)
    except OSError:
        pass  # Linux reports this when the other side is closed
    finally:
        os.close(terminal)
    return b"".join(pieces)
