"""What all exchange formats have in common."""

import subprocess
import sys

import pytest

from argmap.exchange import FORMATS, get


def test_the_formats_are_the_files_that_are_there():
    """The map's own language, JSON and the outline are found without a list of them."""
    assert set(FORMATS) >= {"argmap", "json", "outline"}


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_writes_even_an_empty_map(name, load):
    """A format has a suffix, a docstring, and a `dump` whose text ends with a line end."""
    module = get(name)
    assert module.SUFFIX.startswith(".")
    assert module.__doc__
    assert module.dump(load("")).endswith("\n")


@pytest.mark.parametrize("name", FORMATS)
def test_depth_is_no_limit(name, ladder):
    """Five thousand levels are written; nothing recurses over a map."""
    assert "Rung 4999" in get(name).dump(ladder)


def test_one_format_is_imported_without_the_others():
    """Asking for the JSON format does not load the outline."""
    code = (
        "import sys, argmap.exchange; argmap.exchange.get('json');"
        "print('argmap.exchange.outline' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"


def test_an_unknown_format_is_told_with_those_there_are():
    """The message of the error lists the formats."""
    with pytest.raises(ValueError, match="argmap, json, outline"):
        get("aif")
