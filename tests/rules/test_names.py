"""Tests that generated names appear in no message and no output."""

import json
import re

import pytest
from tests.cases_reader import MAIN, Case

from argmap.evaluation import evaluate
from argmap.evaluation.chains import deciding_chain
from argmap.exchange import dump
from argmap.rendering import RenderOptions, to_svg
from argmap.rules import Selection, modules
from argmap.workspace import explanation_report

ALL_RULES = Selection(codes=frozenset(module.RULE.code for module in modules()))
WITH_ERRORS = {
    "ids that begin with digits": """
        map "M" { thesis: t }
        claim t "Thesis" {
          evidence 2nd "Second" @s
          claim 3rd-way "Third" { supports: 4th counterpoint 5a "Fifth" }
          reason 6r { assumption "One" assumption "Two" counterpoint "Three" }
          reason 6r { assumption 7b "Six" assumption "Seven" { undercuts: 6r } }
        }
        claim 4th "Fourth" { contradicts: 2nd }
        claim 4th "Fourth again"
        source s "S"
    """,
    "sources without an id": """
        map "M" { thesis: t }
        source "Smith 2020" { text: "smith.txt" valid-until: 1999 url: "https://example.org" }
        source "Smith 2021"
        source 9x "Nine" { text: "gone.txt" }
        claim t "Thesis" { evidence e "Five of nine" @9x:3 "words" evidence f "F" @9x }
    """,
    "duplicate ids": """
        map "M" { thesis: t }
        source s "S"
        source s "Other"
        claim t "Thesis" { claim a "A" claim a "Again" { counterpoint a "Third" } }
        section a "Part" { claim late "Late" }
        reason a { assumption "X" }
    """,
    "an implied thesis without an id": """
        claim "Everything flows" { counterpoint "It does not" }
        claim a "A" { contradicts: b } claim b "B" { contradicts: a }
    """,
}
WITHOUT_ERRORS = {
    "nothing has an id": """
        source s "S"
        section "Part" {
          claim "Everything flows" {
            reason { claim "One" assumption "Two" { scheme: sign } counterpoint "Three" }
            objection { claim "Four" evidence "Five of nine" @s }
            counterpoint "Six" { counterpoint "Seven" { expect: rejected } }
          }
        }
        section "" { claim "Eight" }
    """,
}


@pytest.mark.parametrize("title", [*WITH_ERRORS, *WITHOUT_ERRORS])
def test_no_output_contains_a_generated_name(title):
    """Diagnostics, outlines, pictures and explanations are checked."""
    case = Case("", {MAIN: (WITH_ERRORS | WITHOUT_ERRORS)[title]})
    argument_map = case.resolve().map
    generated = [
        id_
        for kind in ("statements", "inferences", "sources", "sections")
        for id_ in getattr(argument_map, kind)
        if "~" in id_
    ]
    assert generated
    texts = []
    for diagnostic in case.diagnostics(ALL_RULES):
        texts += [
            diagnostic.message,
            diagnostic.label or "",
            diagnostic.help or "",
            *diagnostic.tree,
        ]
        texts += [label.text for label in diagnostic.labels]
        texts += [fix.title for fix in diagnostic.fixes]
        texts += [edit.replacement for fix in diagnostic.fixes for edit in fix.edits]
    evaluation = evaluate(argument_map)
    for id_ in argument_map.statements:
        texts += [*deciding_chain(evaluation, id_), explanation_report.as_text(evaluation, id_)]
    texts.append(dump(argument_map, "outline").replace("\\~", "~"))
    texts.append(_visible(to_svg(argument_map, RenderOptions())))
    for text in texts:
        assert "~" not in text
        for id_ in ("_2nd", "_3rd", "_4th", "_5a", "_6r", "_7b", "_9x"):
            assert id_ not in text


def _visible(svg):
    """Return the texts that a picture shows or that a screen reader reads."""
    return "\n".join(re.findall(r"(?:>|aria-label=\")([^<>\"]*)", svg))


@pytest.mark.parametrize("title", WITH_ERRORS)
def test_no_export_contains_the_id_of_a_repair(title):
    """The JSON of a broken map contains no id that error recovery changed."""
    argument_map = Case("", {MAIN: WITH_ERRORS[title]}).resolve().map
    data = json.loads(dump(argument_map, "json"))
    ids = [part["id"] for kind in ("statements", "inferences", "sources") for part in data[kind]]
    assert not [id_ for id_ in ids if id_.startswith("_")]


def test_references_to_an_invalid_id_are_resolved():
    """`supports: 2nd` refers to `claim 2nd`, although both ids are invalid."""
    text = 'claim t "T" claim 2nd "Two" { supports: t } claim c "C" { supports: 2nd }'
    argument_map = Case("", {MAIN: text}).resolve().map
    (second,) = (s for s in argument_map.statements.values() if s.text == "Two")
    assert not second.is_named
    assert [inference.conclusion for inference in argument_map.inferences.values()] == [
        "t",
        second.id,
    ]
