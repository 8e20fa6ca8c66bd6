"""Tests each rule with maps that break it and maps that do not (`tests/cases/rules`)."""

import re
from textwrap import dedent

import pytest
from tests.cases_reader import CASES, Case, assert_fixed, assert_found, read_cases

from argmap.rules import Selection, modules

RULES = {module.RULE.name: module for module in modules()}
ALL_RULES = Selection(codes=frozenset(module.RULE.code for module in modules()))
"""Includes the rules that are off by default."""
ALL_CASES = [
    pytest.param(name, case, id=f"{name}: {case.title}")
    for name in RULES
    for case in read_cases(CASES / "rules" / f"{name}.argmap")
]


@pytest.mark.parametrize(("name", "case"), ALL_CASES)
def test_a_rule_reports_what_its_case_expects(name: str, case: Case):
    """A rule yields exactly the expected diagnostics, and its fixes give the expected text."""
    code = RULES[name].RULE.code
    diagnostics = [
        diagnostic for diagnostic in case.diagnostics(ALL_RULES) if diagnostic.code == code
    ]
    assert_found(case, diagnostics)
    assert_fixed(case, diagnostics)


@pytest.mark.parametrize("name", RULES)
def test_a_rule_has_positive_and_negative_cases(name: str):
    """Each rule has at least one map that breaks it and one that does not."""
    cases = read_cases(CASES / "rules" / f"{name}.argmap")
    assert any(case.expected for case in cases)
    assert any(not case.expected for case in cases)


def test_each_case_file_belongs_to_a_rule():
    """No case file is left over from a rule that was removed or renamed."""
    assert {path.stem for path in (CASES / "rules").glob("*.argmap")} == set(RULES)


@pytest.mark.parametrize("module", modules(), ids=lambda module: module.RULE.name)
def test_the_examples_in_the_manual_are_correct(module):
    """The rule reports the example on its manual page, but not the corrected one."""
    example, instead = _examples(module.__doc__)
    assert module.RULE.code in _codes(example)
    assert module.RULE.code not in _codes(instead)


_FILES_FOR_EXAMPLES = {
    "energy.argmap": 'claim hub "Türkiye becomes a hub"',
    "baseline.txt": "version 1\nEVI301 strike 1 map.argmap\n",
    "drafts/one.argmap": "",
    "paper.txt": "The paper\n\nTrade passed $34 billion in 2021.\n\nIt fell again.\n\n"
    "Trade might fall further next year.\n",
    "argmap.lock": Case(
        "",
        {
            "map.argmap": 'source diary { text: "diary.txt" } claim fare "" @diary:3 "two francs"',
            "diary.txt": "My diary\n\nIt rained.\n\nThe bus was two francs.\n",
        },
    ).lock(),
}
"""Files that the examples about imports, citations and baselines refer to."""

_REVIEWED = {
    "bus": 'claim bus "The bus is fast"',
    "ferry": 'claim ferry "The ferry is slow"',
    "boat": 'claim boat "The boat is safe" { counterpoint storm "There was a storm" }',
    "trip": """
        claim trip "The trip is safe" {
          counterpoint gale "There was a gale" { counterpoint calm "May was calm" }
        }
    """,
    "taxi": 'claim taxi "The taxi is fast"',
    "tram": 'claim tram "The tram is fast"',
    "plane": 'claim plane "The plane is fast" claim train "The train is fast"',
}
"""What was reviewed in the examples about reviews, by their first claims."""


def _codes(text: str) -> set[str]:
    main, *others = re.split(r"^# file: (.+)\n", text, flags=re.MULTILINE)
    files = dict(zip(others[::2], others[1::2], strict=True))
    case = Case("", {"map.argmap": main, **_FILES_FOR_EXAMPLES, **_reviews(main), **files})
    return {diagnostic.code for diagnostic in case.diagnostics(ALL_RULES)}


def _reviews(example: str) -> dict[str, str]:
    """Return the file of reviews that the comment in an example describes."""
    if "argmap.review" not in example:
        return {}
    first_claim = re.search(r"claim (\w+)", example)[1]
    reviewed = Case("", {"map.argmap": _REVIEWED[first_claim]})
    return {"argmap.review": reviewed.review_file("Ann" if "by its author" in example else "")}


def _examples(page: str) -> tuple[str, str]:
    example, _, rest = page.partition("\nExample\n")[2].partition("\nInstead\n")
    instead = rest.partition("\nHow to silence\n")[0]
    return dedent(example), dedent(instead)
