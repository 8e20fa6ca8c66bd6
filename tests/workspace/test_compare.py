"""`argmap compare`: two maps of one text, passage by passage."""

import json
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner

from argmap.cli import cli
from argmap.errors import InputError

SCHEMA = Path(__file__).parents[2] / "docs/compare.schema.json"
FIRST = """map "First" { thesis: build }
source s "Crashes on Hill Street"
claim build "Build the lane" {
  evidence half "Crashes fell by half" @s:2-3
  evidence one "Only one crash was fatal" @s:4
  counterpoint cost "It costs too much" @s:5
}
"""
SECOND = """map "Second" { thesis: wait }
source study "Crashes on Hill Street"
claim wait "Wait with the lane" {
  evidence low "Crashes fell by half in a year" @study:2
  evidence dear "It costs too much" @study:5
  counterpoint fatal "A crash was fatal, and others were near" @study:4
}
evidence extra "The residents were not asked" @study:6
"""


def run(*arguments: str) -> str:
    outcome = CliRunner().invoke(cli, ["compare", *arguments], catch_exceptions=False)
    assert outcome.exit_code == 0
    return outcome.output


def test_each_passage_is_listed_with_both_readings(maps, snapshot):
    """What both say, what differs, and what only one says."""
    maps(first=FIRST, second=SECOND)
    assert run("first.argmap", "second.argmap") == snapshot


def test_only_differences_can_be_listed(maps):
    """A map compared with itself has none."""
    maps(first=FIRST)
    text = run("first.argmap", "first.argmap", "--differences")
    assert "¶" not in text
    assert "4 passages: 4 cited by both maps" in text


def test_json_has_every_statement(maps):
    """Each cited passage, with sides and verdicts, as its schema says."""
    maps(first=FIRST, second=SECOND)
    data = json.loads(run("first.argmap", "second.argmap", "--format", "json"))
    jsonschema.validate(data, json.loads(SCHEMA.read_text(encoding="utf-8")))
    (source,) = data["sources"]
    assert (source["first"], source["second"]) == ("s", "study")
    by_locator = {passage["locator"]: passage for passage in source["passages"]}
    assert {name: passage["cited_by"] for name, passage in by_locator.items()} == {
        "2": "both",
        "3": "first",
        "4": "both",
        "5": "both",
        "6": "second",
    }
    (pair,) = by_locator["5"]["same"]
    assert (pair["first"]["side"], pair["second"]["side"]) == ("against", "for")


def test_sources_are_the_same_by_doi_address_title_or_id(maps):
    """Not by position."""
    maps(
        a='source x "T" { doi: "10.1/x" } evidence a "A" @x:1',
        b='source y "Other" { doi: "10.1/X" } evidence b "A" @y:1',
        c='source z "Another" evidence c "A" @z:1',
    )
    assert "1 passage: 1 cited by both" in run("a.argmap", "b.argmap")
    with pytest.raises(InputError, match="no source in common"):
        run("a.argmap", "c.argmap")
