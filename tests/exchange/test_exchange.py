"""Tests that apply to all exchange formats."""

import subprocess
import sys

import pytest

import argmap
from argmap.exchange import FORMATS, dump, get, writable_formats


def test_formats_are_discovered():
    """The language, JSON and the outline are found by their files."""
    assert set(FORMATS) >= {"argmap", "json", "outline"}


@pytest.mark.parametrize("name", writable_formats())
def test_each_format_writes_an_empty_map(name, load):
    """A format has a suffix, a docstring, and a `dump` whose text ends with a line end."""
    module = get(name)
    assert module.SUFFIX.startswith(".")
    assert module.__doc__
    assert dump(load(""), name).endswith("\n")


@pytest.mark.parametrize("name", writable_formats())
def test_deep_maps_are_written(name, ladder):
    """A map with 5,000 levels is written, because nothing recurses over a map."""
    output = dump(ladder, name)
    if name in ("bibtex", "csl"):  # which have only the sources of a map
        return
    assert "Rung 4999" in output or "c4999" in output or "p af" in output


def test_only_the_requested_format_is_imported():
    """Getting the JSON format does not import the outline."""
    code = (
        "import sys, argmap.exchange; argmap.exchange.get('json');"
        "print('argmap.exchange.outline' in sys.modules)"
    )
    process = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert process.stdout.strip() == "False"


def test_an_unknown_format_is_an_error():
    """The error message lists the formats."""
    with pytest.raises(ValueError, match=r"argmap,.* json,.* outline"):
        get("nothing")


@pytest.mark.parametrize("attribute", ["tags", "held_by", "x-other", "note", "label"])
@pytest.mark.parametrize("values", [["word " * 60], ["x" * 200], ["word " * 60, "b"]])
def test_long_values_are_formatted(attribute, values):
    """`argmap fmt` changes nothing in an exported file, whichever attribute has a long text."""
    builder = argmap.MapBuilder()
    is_list = attribute not in ("note", "label")
    builder.claim("A", id="a", **{attribute: values if is_list else values[0]})
    argument_map = builder.build()
    text = dump(argument_map, "argmap")
    assert argmap.format_text(text) == text
    assert argmap.loads(text) == argument_map
