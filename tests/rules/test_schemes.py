"""The argumentation schemes, and the page that lists them."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argmap.model.schemes import find_scheme, normalize_scheme_name, schemes

PAGE = Path(__file__).parent.parent.parent / "docs" / "schemes.md"


def test_the_page_lists_every_scheme_as_it_is():
    """`docs/schemes.md` and the data say the same, in the same order."""
    _, *sections = PAGE.read_text(encoding="utf-8").split("\n## ")
    assert [section.rstrip("\n") for section in sections] == list(map(_section, schemes().values()))


def _section(scheme):
    lines = [scheme.name, "", scheme.says]
    if scheme.also:
        lines += ["", f"Also: {', '.join(f'`{name}`' for name in scheme.also)}"]
    numbered = [f"{number}. {question}" for number, question in enumerate(scheme.questions, 1)]
    return "\n".join([*lines, "", *numbered])


def test_there_are_many_and_each_has_questions():
    """At least 25 schemes, with at least two questions each, all of them questions."""
    assert len(schemes()) >= 25
    for scheme in schemes().values():
        assert len(scheme.questions) >= 2
        assert all(question.endswith("?") for question in scheme.questions)


def test_no_name_means_two_schemes():
    """A name and a further name lead to one scheme only, and each is a name in plain form."""
    names = [name for scheme in schemes().values() for name in (scheme.name, *scheme.also)]
    assert len({normalize_scheme_name(name) for name in names}) == len(names)
    assert all(normalize_scheme_name(scheme.name) == scheme.name for scheme in schemes().values())


@pytest.mark.parametrize(
    ("written", "meant"),
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
def test_a_scheme_is_found_however_it_is_written(written, meant):
    """Case, hyphens, blanks, underscores and “argument from” do not count."""
    found = find_scheme(written)
    assert (found and found.name) == meant


@given(st.text())
def test_any_text_may_be_asked_for(text):
    """Whatever a map gives as a scheme is looked up without a fault, and stably."""
    assert normalize_scheme_name(normalize_scheme_name(text)) == normalize_scheme_name(
        normalize_scheme_name(normalize_scheme_name(text))
    )
    found = find_scheme(text)
    assert found is None or found.name in schemes()
