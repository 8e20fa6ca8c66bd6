"""Error recovery, by the examples in `tests/cases/syntax`."""

import pytest
from tests.cases_reader import CASES, MAIN, Case, assert_fixed, assert_found, read_cases

from argmap.rules import check

ALL = [
    pytest.param(case, id=f"{path.stem}: {case.title}")
    for path in sorted((CASES / "syntax").glob("*.argmap"))
    for case in read_cases(path)
]
PARSER_CODES = {"SYN001", "SYN002", "SYN005"}


@pytest.mark.parametrize("case", ALL)
def test_each_error_is_reported_once_at_its_location(case: Case):
    """The parser reports exactly the marked errors, and its fixes lead to the expected text."""
    diagnostics = [
        diagnostic for diagnostic in case.diagnostics() if diagnostic.code in PARSER_CODES
    ]
    assert_found(case, diagnostics)
    assert_fixed(case, diagnostics)


@pytest.mark.parametrize("case", [param for param in ALL if param.values[0].fixed is not None])
def test_recovery_agrees_with_the_fixes(case: Case):
    """A text with errors is parsed as if its fixes had been applied: the map is the same."""
    fixed = Case(case.title, {**case.files, MAIN: case.fixed})
    assert case.resolve().map == fixed.resolve().map
    assert PARSER_CODES.isdisjoint(diagnostic.code for diagnostic in check(fixed.resolve()))


@pytest.mark.parametrize(
    "end", ["claim", "claim c", "reason", "tags: x,", "evidence @s", "tags", ""]
)
@pytest.mark.parametrize("before", ["", "}\n"])
def test_items_before_an_incomplete_end_are_kept(before, end):
    """A block that is open at the end of the text is kept, even after unbalanced braces."""
    text = f'claim a "A"\n{before}claim t "T" {{\n  evidence b "B"\n  {end}'
    argument_map = Case("", {MAIN: text}).resolve().map
    named = [id_ for id_, statement in argument_map.statements.items() if statement.is_named]
    assert named[:3] == ["a", "t", "b"]
    assert argument_map.inferences["b->t"].premises == ("b",)
