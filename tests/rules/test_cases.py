"""Every rule, by maps that break it and maps that do not (`tests/cases/rules`)."""

import re
from textwrap import dedent

import pytest
from tests.cases_reader import CASES, Case, assert_fixed, assert_found, read_cases

from argmap.rules import Selection, modules

RULES = {module.RULE.name: module for module in modules()}
EVERY = Selection(codes=frozenset(module.RULE.code for module in modules()))
"""Those rules too that only run when they are selected."""
ALL = [
    pytest.param(name, case, id=f"{name}: {case.title}")
    for name in RULES
    for case in read_cases(CASES / "rules" / f"{name}.argmap")
]


@pytest.mark.parametrize(("name", "case"), ALL)
def test_rule_finds_what_the_case_marks(name: str, case: Case):
    """A rule finds exactly what is marked, where it is marked, and its fixes mend it."""
    code = RULES[name].RULE.code
    found = [diagnostic for diagnostic in case.diagnostics(EVERY) if diagnostic.code == code]
    assert_found(case, found)
    assert_fixed(case, found)


@pytest.mark.parametrize("name", RULES)
def test_rule_has_cases_of_both_kinds(name: str):
    """Each rule is shown by at least one map that breaks it and one that does not."""
    cases = read_cases(CASES / "rules" / f"{name}.argmap")
    assert any(case.expected for case in cases)
    assert any(not case.expected for case in cases)


def test_no_cases_without_a_rule():
    """No case file outlives its rule."""
    assert {path.stem for path in (CASES / "rules").glob("*.argmap")} == set(RULES)


@pytest.mark.parametrize("module", modules(), ids=lambda module: module.RULE.name)
def test_example_in_the_manual_breaks_the_rule_and_the_mended_one_does_not(module):
    """What a rule's page shows as an example is one: it is found, and gone when mended."""
    example, instead = _examples(module.__doc__)
    assert module.RULE.code in _codes(example)
    assert module.RULE.code not in _codes(instead)


_BESIDE_THE_EXAMPLES = {
    "energy.argmap": 'claim hub "Türkiye becomes a hub"',
    "baseline.txt": "version 1\nEVI301 strike 1 map.argmap\n",
    "drafts/one.argmap": "",
    "paper.txt": "The paper\n\nTrade passed $34 billion in 2021.\n\nIt fell again.\n",
    "argmap.lock": Case(
        "",
        {
            "map.argmap": 'source diary { text: "diary.txt" } claim fare "" @diary:3 "two francs"',
            "diary.txt": "My diary\n\nIt rained.\n\nThe bus was two francs.\n",
        },
    ).lock(),
}
"""What the pages on imports, citations and baselines need beside them."""


def _codes(text: str) -> set[str]:
    main, *others = re.split(r"^# file: (.+)\n", text, flags=re.MULTILINE)
    files = dict(zip(others[::2], others[1::2], strict=True))
    case = Case("", {"map.argmap": main, **_BESIDE_THE_EXAMPLES, **files})
    return {diagnostic.code for diagnostic in case.diagnostics(EVERY)}


def _examples(page: str) -> tuple[str, str]:
    example, _, rest = page.partition("\nExample\n")[2].partition("\nInstead\n")
    instead = rest.partition("\nHow to silence\n")[0]
    return dedent(example), dedent(instead)
