"""Errors and fixes do not depend on the line breaks of a file."""

import pytest
from tests.cases_reader import CASES, MAIN, Case, read_cases
from tests.robustness.fixes import fixes

CASES_WITH_LINE_FEEDS = [
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


@pytest.mark.parametrize("case", CASES_WITH_LINE_FEEDS)
@pytest.mark.parametrize("line_end", ["\r\n", "\r"], ids=["CRLF", "CR"])
def test_errors_and_fixes_do_not_depend_on_line_breaks(case: Case, line_end: str):
    """CRLF and a lone carriage return break lines like a line feed."""
    text = case.files[MAIN]
    result, fixed = fixes(text)
    other_result, other_fixed = fixes(text.replace("\n", line_end))
    assert _codes_and_messages(other_result) == _codes_and_messages(result)
    assert other_fixed.replace("\r\n", "\n").replace("\r", "\n") == fixed


def _codes_and_messages(result):
    diagnostics = result.before.report.diagnostics
    return [(diagnostic.code, diagnostic.message) for diagnostic in diagnostics]


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
def test_text_next_to_an_error_is_not_joined_with_it(text: str):
    """No safe fix joins an error and the text that it touches into one text or one id."""
    from tests.robustness.fixes import harms

    assert harms(text) == []
