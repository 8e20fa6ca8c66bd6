"""A map says the same, and is fixed the same, whichever line ends it has."""

import pytest
from tests.cases_reader import CASES, MAIN, Case, read_cases
from tests.robustness.fixes import fixes

CASES_OF_LINES = [
    pytest.param(case, id=f"{path.stem}: {case.title}")
    for name in ("blocks", "order", "relations", "quotes", "notations")
    for path in (CASES / "syntax" / f"{name}.argmap",)
    for case in read_cases(path)[::3]
    if "\r" not in case.files.get(MAIN, "\r")
] + [
    pytest.param(case, id=f"{name}: {case.title}")
    for name in ("duplicate-edge", "misleading-indentation", "unused-suppression")
    for case in read_cases(CASES / "rules" / f"{name}.argmap")
    if "\r" not in case.files.get(MAIN, "\r")
]


@pytest.mark.parametrize("case", CASES_OF_LINES)
@pytest.mark.parametrize("line_end", ["\r\n", "\r"], ids=["CRLF", "CR"])
def test_reports_and_fixes_do_not_depend_on_the_line_ends(case: Case, line_end: str):
    """Windows' line ends, and a lone carriage return, end a line as a line feed does."""
    text = case.files[MAIN]
    found, fixed = fixes(text)
    other, other_fixed = fixes(text.replace("\n", line_end))
    assert _said(other) == _said(found)
    assert other_fixed.replace("\r\n", "\n").replace("\r", "\n") == fixed


def _said(found):
    return [(each.code, each.message) for each in found.before.report.diagnostics]


@pytest.mark.parametrize(
    "text",
    [
        'claim a https://x.org/y"The bus is late" { assumption b "B" }\n',
        'claim a "The bus is late"” { assumption b "B" }\n',
        'claim a "The bus is late\\ {\n  assumption b "B"\n}\n',
        'claim a "A" { tags: a1,{b2 assumption b "B" }\n',
        'claim a "A" { supports: b{c }\nclaim b "B"\n',
        'source smith "S"\nclaim "The bus is late" @\\mith { assumption b "B" }\n',
        'cla;im b "B"\n',
        'source s "S"\nassumption a ：Größe zählt" { supports: b }\nclaim b "B"\n',
        'source s "S"\nclaim a "A" @s:31：-33 "B" { assumption b "B" }\n',
    ],
)
def test_what_is_next_to_a_mistake_is_not_taken_for_a_part_of_it(text: str):
    """No safe fix joins a mistake and what it touches into one text or one id."""
    from tests.robustness.fixes import harms

    assert harms(text) == []
