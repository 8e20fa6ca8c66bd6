"""The canonical layout, by examples (`tests/cases/formatting`)."""

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
def test_a_text_becomes_what_the_case_shows(case: Case):
    """A case's text becomes what it says, or stays as it is; and then nothing changes any more."""
    text = _trimmed(case.files[MAIN])
    wanted = text if case.fixed is None else _trimmed(case.fixed)
    assert format_text(text) == wanted
    assert format_text(wanted) == wanted


@pytest.mark.parametrize("path", MAPS, ids=lambda path: path.stem)
def test_the_maps_of_this_repository_are_canonical(path):
    """What is shown to authors as an example is laid out as `fmt` would have it."""
    text = path.read_text(encoding="utf-8")
    assert format_text(text) == text


def _trimmed(text: str) -> str:
    """Return a text without the blank lines that set it apart from the next case."""
    return text.rstrip("\n") + "\n"
