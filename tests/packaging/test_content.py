"""Tests the contents of the distributions."""

import tarfile
from email.parser import BytesParser
from pathlib import PurePosixPath

import pytest

from argmap import __version__

pytestmark = pytest.mark.wheel


@pytest.fixture
def content(distributions):
    """The files of the wheel by path."""
    return distributions.content(distributions.wheel)


def test_the_wheel_contains_the_grammar(content, checkout):
    """The grammar in the wheel is grammar/argmap.lark, byte for byte."""
    assert content["argmap/syntax/argmap.lark"] == (checkout / "grammar/argmap.lark").read_bytes()


def test_the_wheel_contains_every_module_and_its_data(content, checkout):
    """This includes code, themes, font metrics and the marker for type checkers."""
    source = checkout / "src"
    expected = {
        path.relative_to(source).as_posix()
        for path in (source / "argmap").rglob("*")
        if path.is_file() and not any(part.startswith((".", "__py")) for part in path.parts)
    }
    assert "argmap/py.typed" in expected
    assert any(name.endswith(".toml") for name in expected)
    assert expected - set(content) == set()


def test_the_wheel_contains_nothing_else(content):
    """There are no tests, caches or maps; only the package and its metadata."""
    for name in content:
        first, *rest = PurePosixPath(name).parts
        assert first == "argmap" or first.endswith(".dist-info")
        assert not [part for part in rest if part.startswith(".") or part == "__pycache__"]


def test_the_wheel_from_the_sdist_equals_the_wheel_from_the_checkout(distributions):
    """The sdist loses nothing."""
    assert distributions.content(distributions.wheel) == distributions.content(
        distributions.direct_wheel
    )


def test_the_sdist_contains_what_building_and_testing_need(distributions):
    """Packagers find sources, grammar, tests, maps, license and readme."""
    with tarfile.open(distributions.sdist) as archive:
        names = {
            PurePosixPath(name).relative_to(f"argmap-{__version__}").as_posix()
            for name in archive.getnames()
        }
    needed = {
        "pyproject.toml",
        "README.md",
        "LICENSE",
        "grammar/argmap.lark",
        "src/argmap/__init__.py",
        "src/argmap/py.typed",
        "tests/packaging/test_content.py",
        "maps/examples/tweety.argmap",
    }
    assert needed - names == set()
    assert not [name for name in names if "/." in name or "__pycache__" in name]


def test_the_metadata_describes_the_package(content):
    """Name, version, Python and libraries are declared; development tools are not."""
    (name,) = (name for name in content if name.endswith(".dist-info/METADATA"))
    metadata = BytesParser().parsebytes(content[name])
    assert (metadata["Name"], metadata["Version"]) == ("argmap", __version__)
    assert metadata["Requires-Python"] == ">=3.11"
    requirements = [line for line in metadata.get_all("Requires-Dist") if "extra ==" not in line]
    needed = {requirement.split(">")[0] for requirement in requirements}
    assert needed == {"attrs", "click", "graphviz", "lark", "pathspec", "pygraphviz"}
    assert metadata.get_payload().strip()


def test_the_license_is_shipped(content, checkout):
    """The license is part of the installation."""
    (name,) = (name for name in content if name.endswith("/licenses/LICENSE"))
    assert content[name] == (checkout / "LICENSE").read_bytes()
