"""Our own faults end in exit code 3 and a sentence.

The faults are real ones: argmap is copied, and a file of the copy broken.
"""

import shutil
import sys
from pathlib import Path

import pytest

import argmap as package


@pytest.fixture
def damaged(run, tmp_path, write, clean):
    """A copy of argmap without its grammar; runs the command from there, and sees no other."""
    home = tmp_path / "installation"
    shutil.copytree(
        Path(package.__file__).parent,
        home / "argmap",
        ignore=shutil.ignore_patterns("*.lark", "__pycache__", ".*"),
    )
    write("map.argmap", clean)

    def run_it(*arguments, env=None, grammar=None):
        if grammar is not None:
            (home / "argmap/syntax/argmap.lark").write_text(grammar, encoding="utf-8")
        variables = {"PYTHONPATH": home, "PYTHONDONTWRITEBYTECODE": "1", **(env or {})}
        return run([sys.executable, "-m", "argmap", *arguments], env=variables)

    return run_it


@pytest.mark.parametrize("command", [["check"], ["render"], ["export", "json"]])
def test_a_missing_grammar_ends_in_3(damaged, command):
    """An installation without its grammar is told as that, by one sentence."""
    outcome = damaged(*command, "map.argmap")
    assert (outcome.returncode, outcome.stdout) == (3, "")
    assert outcome.stderr.startswith("argmap: missing grammar")
    assert "reinstall argmap" in outcome.stderr


def test_a_damaged_grammar_ends_in_3(damaged):
    """A fault that nobody thought of is called ours, with its kind and how to see more."""
    outcome = damaged("check", "map.argmap", grammar="start: %%% [")
    assert (outcome.returncode, outcome.stdout) == (3, "")
    assert "This is our fault, not your map's" in outcome.stderr
    assert "ARGMAP_TRACEBACK=1" in outcome.stderr


def test_a_traceback_is_there_for_who_asks(damaged):
    """ARGMAP_TRACEBACK=1 shows where the fault is."""
    with pytest.raises(AssertionError, match="Traceback"):
        damaged("check", "map.argmap", grammar="%%%", env={"ARGMAP_TRACEBACK": "1"})


def test_what_needs_no_grammar_works_without_it(damaged):
    """The help can be read where nothing else works."""
    assert damaged("--help").returncode == 0
    assert damaged("check", "--help").returncode == 0


def test_a_folder_without_maps_is_told_first(damaged, tmp_path):
    """The caller's own mistake is not hidden by ours."""
    (tmp_path / "empty").mkdir()
    assert damaged("check", "empty").returncode == 2
