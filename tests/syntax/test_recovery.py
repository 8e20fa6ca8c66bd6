"""Reading on after a mistake, by examples (`tests/cases/syntax`)."""

import pytest
from tests.cases_reader import CASES, MAIN, Case, assert_fixed, assert_found, read_cases

from argmap.rules import check

ALL = [
    pytest.param(case, id=f"{path.stem}: {case.title}")
    for path in sorted((CASES / "syntax").glob("*.argmap"))
    for case in read_cases(path)
]
READER = {"SYN001", "SYN002", "SYN005"}


@pytest.mark.parametrize("case", ALL)
def test_each_mistake_is_told_once_where_it_is(case: Case):
    """The reader tells exactly the marked mistakes, and its fixes make the text what was meant."""
    found = [diagnostic for diagnostic in case.diagnostics() if diagnostic.code in READER]
    assert_found(case, found)
    assert_fixed(case, found)


@pytest.mark.parametrize("case", [param for param in ALL if param.values[0].fixed is not None])
def test_what_was_guessed_is_what_the_fix_writes(case: Case):
    """A broken text is read as if its fixes had been made: the map is the same."""
    mended = Case(case.title, {**case.files, MAIN: case.fixed})
    assert case.resolve().map == mended.resolve().map
    assert READER.isdisjoint(diagnostic.code for diagnostic in check(mended.resolve()))


@pytest.mark.parametrize(
    "end", ["claim", "claim c", "reason", "tags: x,", "evidence @s", "tags", ""]
)
@pytest.mark.parametrize("before", ["", "}\n"])
def test_what_is_before_a_half_written_end_is_kept(before, end):
    """A block that is open at the end of the text is read, also where braces are wrong before."""
    text = f'claim a "A"\n{before}claim t "T" {{\n  evidence b "B"\n  {end}'
    argument_map = Case("", {MAIN: text}).resolve().map
    assert [id_ for id_, each in argument_map.statements.items() if each.is_named][:3] == [
        "a",
        "t",
        "b",
    ]
    assert argument_map.inferences["b->t"].premises == ("b",)
