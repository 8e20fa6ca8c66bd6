"""Tests the argumentation schemes, and the page that lists them."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argmap.model.schemes import find_scheme, normalize_scheme_name, schemes

PAGE = Path(__file__).parent.parent.parent / "docs" / "schemes.md"


def test_the_page_lists_all_schemes():
    """`docs/schemes.md` and the data have the same content, in the same order."""
    _, *sections = PAGE.read_text(encoding="utf-8").split("\n## ")
    assert [section.rstrip("\n") for section in sections] == list(map(_section, schemes().values()))


def _section(scheme):
    lines = [scheme.name, "", scheme.description]
    if scheme.aliases:
        lines += ["", f"Also: {', '.join(f'`{name}`' for name in scheme.aliases)}"]
    numbered = [f"{number}. {question}" for number, question in enumerate(scheme.questions, 1)]
    return "\n".join([*lines, "", *numbered])


def test_each_scheme_has_critical_questions():
    """There are at least 25 schemes, with at least two questions each."""
    assert len(schemes()) >= 25
    for scheme in schemes().values():
        assert len(scheme.questions) >= 2
        assert all(question.endswith("?") for question in scheme.questions)


def test_names_of_schemes_are_unique():
    """No name or alias belongs to two schemes, and each name is in its plain form."""
    names = [name for scheme in schemes().values() for name in (scheme.name, *scheme.aliases)]
    assert len({normalize_scheme_name(name) for name in names}) == len(names)
    assert all(normalize_scheme_name(scheme.name) == scheme.name for scheme in schemes().values())


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("expert-opinion", "expert-opinion"),
        ("Argument from Expert Opinion", "expert-opinion"),
        ("argument_from_expert_opinion", "expert-opinion"),
        ("argumentFromExpertOpinion", None),
        ("appeal to authority", "expert-opinion"),
        ("Argument by Analogy", "analogy"),
        ("argument from an analogy", "analogy"),
        ("sunk costs", "waste"),
        ("", None),
        ("argument from", None),
    ],
)
def test_a_scheme_is_found_by_any_spelling_of_its_name(written, name):
    """Case, hyphens, spaces, underscores and “argument from” do not count."""
    scheme = find_scheme(written)
    assert (scheme and scheme.name) == name


@given(st.text())
def test_any_text_can_be_looked_up(text):
    """The lookup never fails, and the plain form of a name is stable."""
    assert normalize_scheme_name(normalize_scheme_name(text)) == normalize_scheme_name(
        normalize_scheme_name(normalize_scheme_name(text))
    )
    scheme = find_scheme(text)
    assert scheme is None or scheme.name in schemes()
