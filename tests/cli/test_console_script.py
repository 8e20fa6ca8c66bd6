"""The command that an installation puts on the path."""

import shutil
import sysconfig

import pytest

from argmap import __version__


@pytest.fixture
def script(run):
    """Run the installed ``argmap``."""
    path = shutil.which("argmap", path=sysconfig.get_path("scripts"))
    assert path, "argmap is not installed where the tests run: pip install -e ."
    return lambda *arguments, **others: run([path, *arguments], **others)


def test_the_version_is_told(script):
    """argmap --version names the program and its version."""
    assert script("--version").stdout == f"argmap {__version__}\n"


@pytest.mark.parametrize(("kind", "code"), [("clean", 0), ("doubtful", 1), ("broken", 1)])
def test_the_script_is_the_module(script, argmap, write, request, kind, code):
    """argmap and python -m argmap are the same command."""
    write("map.argmap", request.getfixturevalue(kind))
    outcome = script("check", "map.argmap")
    assert outcome.returncode == code
    assert outcome == argmap("check", "map.argmap")


def test_usage_names_the_program_alike(script, argmap):
    """However it is started, the program calls itself argmap."""
    outcome = script("check", "--nonsense", "map.argmap")
    assert outcome.returncode == 2
    assert outcome.stderr.startswith("Usage: argmap check")
    assert outcome == argmap("check", "--nonsense", "map.argmap")


def test_a_map_is_made_checked_and_drawn(script, tmp_path):
    """The first three commands that anybody types work one after the other."""
    assert script("init").returncode == 0
    assert script("check", "map.argmap").returncode == 0
    assert script("render", "map.argmap").stdout == "output/map.svg\n"
    assert (tmp_path / "output/map.svg").is_file()
