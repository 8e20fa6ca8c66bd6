"""Tests argmap as users have it: installed, without the checkout."""

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from argmap import __version__

pytestmark = pytest.mark.wheel

WHERE_THE_GRAMMAR_IS = "from argmap.syntax.grammar import grammar_path; print(grammar_path())"


@pytest.fixture(params=["wheel", "editable"])
def environment(request):
    """An environment in which argmap is installed, in each supported way."""
    return request.getfixturevalue("installed" if request.param == "wheel" else "editable")


@pytest.fixture
def lane(environment, checkout):
    """A copy of an example among the user's own files; returns its name."""
    text = (checkout / "maps/examples/bicycle-lane.argmap").read_bytes()
    (environment.home / "lane.argmap").write_bytes(text)
    return "lane.argmap"


def test_the_installation_does_not_use_the_checkout(installed, checkout):
    """No import leads to the sources."""
    printed = installed.evaluate("import argmap, sys; print(argmap.__file__, *sys.path, sep='\\n')")
    for path in map(Path, printed.splitlines()):
        assert not path.is_relative_to(checkout)
    assert Path(printed.splitlines()[0]).is_relative_to(installed.scripts.parent)


def test_the_command_is_installed(environment):
    """The command is on the environment's path and prints its version."""
    assert environment.run("argmap", "--version").stdout == f"argmap {__version__}\n"


def test_a_map_is_checked(environment, lane):
    """The grammar is found in every kind of installation, and the example is clean."""
    result = environment.run("argmap", "check", lane)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.endswith("nothing to report.\n")


def test_a_broken_map_is_checked(environment):
    """The modules for broken files are installed too."""
    (environment.home / "bad.argmap").write_text('clam a "b"\n', encoding="utf-8")
    result = environment.run("argmap", "check", "bad.argmap")
    assert (result.returncode, result.stderr) == (1, "")
    assert "did you mean `claim`?" in result.stdout


def test_a_map_is_drawn(environment, lane):
    """The themes, the font metrics and Graphviz are installed."""
    result = environment.run("argmap", "render", lane)
    assert (result.returncode, result.stdout, result.stderr) == (0, "output/lane.svg\n", "")
    picture = ET.parse(environment.home / "output/lane.svg").getroot()
    assert "Cyclists" in "".join(picture.itertext())


def test_a_map_is_created_and_exported(environment):
    """The data for the other commands is installed too."""
    (environment.home / "map.argmap").unlink(missing_ok=True)
    assert environment.run("argmap", "init").returncode == 0
    for format_ in ("json", "outline", "argmap"):
        result = environment.run("argmap", "export", format_, "map.argmap")
        assert (result.returncode, result.stderr) == (0, "")


def test_the_wheel_reads_its_own_grammar(installed):
    """In an installation the grammar is next to its reader."""
    grammar = Path(installed.evaluate(WHERE_THE_GRAMMAR_IS))
    assert grammar.parent.name == "syntax"
    assert grammar.is_relative_to(installed.scripts.parent)


def test_an_editable_installation_reads_the_current_grammar(editable, checkout):
    """A change of grammar/argmap.lark takes effect at once."""
    assert Path(editable.evaluate(WHERE_THE_GRAMMAR_IS)) == checkout / "grammar/argmap.lark"


def test_an_editable_installation_runs_the_checkout(editable, checkout):
    """All code comes from the checkout."""
    files = "print(*{m.__file__ for n, m in sys.modules.items() if n.split('.')[0] == 'argmap'})"
    printed = editable.evaluate(f"import sys, argmap.cli, argmap.rules as r; r.modules(); {files}")
    for path in map(Path, printed.split()):
        assert path.is_relative_to(checkout / "src")


def test_the_package_is_typed(installed):
    """Type checkers find the marker in the package."""
    marker = "import argmap, pathlib; p = pathlib.Path(argmap.__file__).with_name('py.typed')"
    assert installed.evaluate(f"{marker}; print(p.is_file())") == "True"
