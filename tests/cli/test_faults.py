"""Tests that internal errors end in exit code 3 and a message.

The errors are real: the tests copy argmap and break a file of the copy.
"""

import shutil
import sys
from pathlib import Path

import pytest

import argmap as package


@pytest.fixture
def damaged(run, tmp_path, write, clean):
    """Copy argmap without its grammar; returns a function that runs only that copy."""
    installation = tmp_path / "installation"
    shutil.copytree(
        Path(package.__file__).parent,
        installation / "argmap",
        ignore=shutil.ignore_patterns("*.lark", "__pycache__", ".*"),
    )
    write("map.argmap", clean)

    def run_it(*arguments, env=None, grammar=None):
        if grammar is not None:
            (installation / "argmap/syntax/argmap.lark").write_text(grammar, encoding="utf-8")
        variables = {"PYTHONPATH": installation, "PYTHONDONTWRITEBYTECODE": "1", **(env or {})}
        return run([sys.executable, "-m", "argmap", *arguments], env=variables)

    return run_it


@pytest.mark.parametrize("command", [["check"], ["render"], ["export", "json"]])
def test_a_missing_grammar_ends_in_3(damaged, command):
    """One sentence says that the installation has no grammar."""
    outcome = damaged(*command, "map.argmap")
    assert (outcome.returncode, outcome.stdout) == (3, "")
    assert outcome.stderr.startswith("argmap: missing grammar")
    assert "reinstall argmap" in outcome.stderr


def test_a_damaged_grammar_ends_in_3(damaged):
    """An unexpected error is reported as internal, with its type and how to see more."""
    outcome = damaged("check", "map.argmap", grammar="start: %%% [")
    assert (outcome.returncode, outcome.stdout) == (3, "")
    assert "This is our fault, not your map's" in outcome.stderr
    assert "ARGMAP_TRACEBACK=1" in outcome.stderr


def test_a_traceback_is_shown_on_request(damaged):
    """ARGMAP_TRACEBACK=1 shows where the error occurred."""
    with pytest.raises(AssertionError, match="Traceback"):
        damaged("check", "map.argmap", grammar="%%%", env={"ARGMAP_TRACEBACK": "1"})


def test_commands_without_the_grammar_still_work(damaged):
    """The help is available when nothing else works."""
    assert damaged("--help").returncode == 0
    assert damaged("check", "--help").returncode == 0


def test_a_folder_without_maps_is_reported_first(damaged, tmp_path):
    """An internal error does not hide wrong usage."""
    (tmp_path / "empty").mkdir()
    assert damaged("check", "empty").returncode == 2
