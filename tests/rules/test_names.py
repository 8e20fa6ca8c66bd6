"""Names that argmap makes up are for itself: no message and no output shows them."""

import json

import pytest
from tests.cases_reader import MAIN, Case

from argmap.evaluation import evaluate
from argmap.evaluation.explanation import deciding_chain
from argmap.exchange import get
from argmap.rendering import RenderOptions, to_svg
from argmap.rules import Selection, modules
from argmap.workspace import explanation_report

EVERY = Selection(codes=frozenset(module.RULE.code for module in modules()))
BROKEN = {
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
    "ids that are given twice": """
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
SOUND = {
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


@pytest.mark.parametrize("title", [*BROKEN, *SOUND])
def test_no_made_up_name_is_shown(title):
    """Neither messages, trees and helps, nor outlines, pictures, tables and explanations do."""
    case = Case("", {MAIN: (BROKEN | SOUND)[title]})
    argument_map = case.resolve().map
    generated = [
        id_
        for kind in ("statements", "inferences", "sources", "sections")
        for id_ in getattr(argument_map, kind)
        if "~" in id_
    ]
    assert generated
    told = []
    for diagnostic in case.diagnostics(EVERY):
        told += [
            diagnostic.message,
            diagnostic.label or "",
            diagnostic.help or "",
            *diagnostic.tree,
        ]
        told += [label.text for label in diagnostic.labels]
        told += [fix.title for fix in diagnostic.fixes]
        told += [edit.replacement for fix in diagnostic.fixes for edit in fix.edits]
    evaluation = evaluate(argument_map)
    for id_ in argument_map.statements:
        told += [*deciding_chain(evaluation, id_), explanation_report.as_text(evaluation, id_)]
    told.append(get("outline").dump(argument_map).replace("\\~", "~"))
    told.append(_visible(to_svg(argument_map, RenderOptions())))
    for text in told:
        assert "~" not in text
        for repaired in ("_2nd", "_3rd", "_4th", "_5a", "_6r", "_7b", "_9x"):
            assert repaired not in text


def _visible(svg):
    """Return the texts of a picture: what it shows and announces, without names for anchors."""
    import re

    shown = re.findall(r"(?:>|aria-label=\")([^<>\"]*)", svg)
    return "\n".join(shown)


@pytest.mark.parametrize("title", BROKEN)
def test_no_name_of_a_repair_is_exported(title):
    """What JSON and the language hold of a broken map has no id that only a repair gave."""
    argument_map = Case("", {MAIN: BROKEN[title]}).resolve().map
    data = json.loads(get("json").dump(argument_map))
    ids = [part["id"] for kind in ("statements", "inferences", "sources") for part in data[kind]]
    assert not [id_ for id_ in ids if id_.startswith("_")]


def test_what_a_repair_names_is_found_by_what_refers_to_it():
    """`supports: 2nd` means `claim 2nd`, though both are mistakes."""
    text = 'claim t "T" claim 2nd "Two" { supports: t } claim c "C" { supports: 2nd }'
    argument_map = Case("", {MAIN: text}).resolve().map
    (second,) = (s for s in argument_map.statements.values() if s.text == "Two")
    assert not second.is_named
    assert [inference.conclusion for inference in argument_map.inferences.values()] == [
        "t",
        second.id,
    ]
