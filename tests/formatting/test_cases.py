"""Examples of the canonical layout (`tests/cases/formatting`)."""

from pathlib import Path

import pytest
from tests.cases_reader import CASES, MAIN, Case, read_cases

from argmap.formatting import format_text

MAPS = sorted((Path(__file__).parents[2] / "maps").rglob("*.argmap"))
ALL = [
    pytest.param(case, id=f"{path.stem}: {case.title}")
    for path in sorted((CASES / "formatting").glob("*.argmap"))
    for case in read_cases(path)
]


@pytest.mark.parametrize("case", ALL)
def test_a_case_is_formatted_as_expected(case: Case):
    """The text of a case becomes the expected text, which does not change any more."""
    text = _strip_blank_lines(case.files[MAIN])
    expected = text if case.fixed is None else _strip_blank_lines(case.fixed)
    assert format_text(text) == expected
    assert format_text(expected) == expected


@pytest.mark.parametrize("path", MAPS, ids=lambda path: path.stem)
def test_the_maps_of_this_repository_are_formatted(path):
    """The example maps have the canonical layout."""
    text = path.read_text(encoding="utf-8")
    assert format_text(text) == text


def _strip_blank_lines(text: str) -> str:
    """Return a text without the blank lines that separate it from the next case."""
    return text.rstrip("\n") + "\n"
