"""Tests the installed `argmap` command."""

import shutil
import sysconfig

import pytest

from argmap import __version__


@pytest.fixture
def script(run):
    """Run the installed ``argmap``."""
    path = shutil.which("argmap", path=sysconfig.get_path("scripts"))
    assert path, "argmap is not installed where the tests run: pip install -e ."
    return lambda *arguments, **options: run([path, *arguments], **options)


def test_the_version_is_printed(script):
    """argmap --version prints the program's name and version."""
    assert script("--version").stdout == f"argmap {__version__}\n"


@pytest.mark.parametrize(("kind", "code"), [("clean", 0), ("doubtful", 1), ("broken", 1)])
def test_the_script_equals_the_module(script, argmap, write, request, kind, code):
    """argmap and python -m argmap are the same command."""
    write("map.argmap", request.getfixturevalue(kind))
    outcome = script("check", "map.argmap")
    assert outcome.returncode == code
    assert outcome == argmap("check", "map.argmap")


def test_usage_names_the_program_argmap(script, argmap):
    """The name does not depend on how the program is started."""
    outcome = script("check", "--nonsense", "map.argmap")
    assert outcome.returncode == 2
    assert outcome.stderr.startswith("Usage: argmap check")
    assert outcome == argmap("check", "--nonsense", "map.argmap")


def test_the_first_three_commands_work(script, tmp_path):
    """A new user can create, check and draw a map."""
    assert script("init").returncode == 0
    assert script("check", "map.argmap").returncode == 0
    assert script("render", "map.argmap").stdout == "output/map.svg\n"
    assert (tmp_path / "output/map.svg").is_file()
