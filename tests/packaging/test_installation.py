"""argmap as users have it: installed, and the checkout out of reach."""

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from argmap import __version__

pytestmark = pytest.mark.wheel

WHERE_THE_GRAMMAR_IS = "from argmap.syntax.grammar import grammar_path; print(grammar_path())"


@pytest.fixture(params=["wheel", "editable"])
def environment(request):
    """An environment with argmap installed in one of the ways there are."""
    return request.getfixturevalue("installed" if request.param == "wheel" else "editable")


@pytest.fixture
def lane(environment, checkout):
    """A copy of an example among the user's own files; returns its name."""
    text = (checkout / "maps/examples/bicycle-lane.argmap").read_bytes()
    (environment.home / "lane.argmap").write_bytes(text)
    return "lane.argmap"


def test_the_checkout_is_out_of_reach(installed, checkout):
    """What is tested here is the installation, and nothing of it leads to the sources."""
    told = installed.tell("import argmap, sys; print(argmap.__file__, *sys.path, sep='\\n')")
    for path in map(Path, told.splitlines()):
        assert not path.is_relative_to(checkout)
    assert Path(told.splitlines()[0]).is_relative_to(installed.scripts.parent)


def test_the_command_is_there(environment):
    """The command is on the environment's path and tells its version."""
    assert environment.run("argmap", "--version").stdout == f"argmap {__version__}\n"


def test_a_map_is_checked(environment, lane):
    """The grammar is found wherever it lies, and the example is clean."""
    done = environment.run("argmap", "check", lane)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("nothing to report.\n")


def test_a_broken_map_is_checked(environment):
    """What only broken files need is installed too."""
    (environment.home / "bad.argmap").write_text('clam a "b"\n', encoding="utf-8")
    done = environment.run("argmap", "check", "bad.argmap")
    assert (done.returncode, done.stderr) == (1, "")
    assert "did you mean `claim`?" in done.stdout


def test_a_map_is_drawn(environment, lane):
    """The themes, the widths of letters and Graphviz came along."""
    done = environment.run("argmap", "render", lane)
    assert (done.returncode, done.stdout, done.stderr) == (0, "output/lane.svg\n", "")
    picture = ET.parse(environment.home / "output/lane.svg").getroot()
    assert "Cyclists" in "".join(picture.itertext())


def test_a_map_is_made_and_exported(environment):
    """So did everything that the other commands need."""
    (environment.home / "map.argmap").unlink(missing_ok=True)
    assert environment.run("argmap", "init").returncode == 0
    for format_ in ("json", "outline", "argmap"):
        done = environment.run("argmap", "export", format_, "map.argmap")
        assert (done.returncode, done.stderr) == (0, "")


def test_the_wheel_reads_its_own_grammar(installed):
    """In an installation the grammar lies beside its reader."""
    found = Path(installed.tell(WHERE_THE_GRAMMAR_IS))
    assert found.parent.name == "syntax"
    assert found.is_relative_to(installed.scripts.parent)


def test_an_editable_installation_reads_the_live_grammar(editable, checkout):
    """Who edits grammar/argmap.lark in a checkout sees the change at once."""
    assert Path(editable.tell(WHERE_THE_GRAMMAR_IS)) == checkout / "grammar/argmap.lark"


def test_an_editable_installation_runs_the_checkout(editable, checkout):
    """The code that runs is the checkout's, and so is all of it."""
    files = "print(*{m.__file__ for n, m in sys.modules.items() if n.split('.')[0] == 'argmap'})"
    told = editable.tell(f"import sys, argmap.cli, argmap.rules as r; r.modules(); {files}")
    for path in map(Path, told.split()):
        assert path.is_relative_to(checkout / "src")


def test_the_package_is_typed(installed):
    """Type checkers find the marker where the package is."""
    marker = "import argmap, pathlib; p = pathlib.Path(argmap.__file__).with_name('py.typed')"
    assert installed.tell(f"{marker}; print(p.is_file())") == "True"
