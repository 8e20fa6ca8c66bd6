"""Applying edits to a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argmap.text import Edit, Span, apply_edits

texts = st.text(max_size=30)


@st.composite
def texts_with_edits(draw):
    """Draw a text and edits to it that do not overlap, in any order."""
    text = draw(texts)
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    cuts = cuts[: len(cuts) // 2 * 2]
    pairs = zip(cuts[::2], cuts[1::2], strict=True)
    spans = {Span(start, end) for start, end in pairs}
    edits = [Edit(span, draw(st.text(max_size=5))) for span in sorted(spans)]
    return text, draw(st.permutations(edits))


@given(texts_with_edits())
def test_edits_can_be_applied_in_any_order(case):
    """The result is that of applying them one by one, from the last to the first."""
    text, edits = case
    expected = text
    for (start, end), replacement in sorted(edits, reverse=True):
        expected = expected[:start] + replacement + expected[end:]
    assert apply_edits(text, edits) == expected


@given(texts)
def test_without_edits_a_text_is_unchanged(text):
    """An empty list of edits is valid."""
    assert apply_edits(text, []) == text


@given(texts, texts)
def test_an_edit_can_replace_the_whole_text(text, other):
    """The span of an edit may be the whole text."""
    assert apply_edits(text, [Edit(Span(0, len(text)), other)]) == other


@pytest.mark.parametrize(
    ("text", "edits", "expected"),
    [
        ("abc", [Edit(Span(1, 1), "-")], "a-bc"),
        ("abc", [Edit(Span(3, 3), "!")], "abc!"),
        ("abc", [Edit(Span(1, 2), "")], "ac"),
        ("abc", [Edit(Span(0, 1), "x"), Edit(Span(1, 2), "y")], "xyc"),
        ("abc", [Edit(Span(1, 1), "-"), Edit(Span(1, 2), "B")], "a-Bc"),
        ("", [Edit(Span(0, 0), "new")], "new"),
    ],
    ids=["insert", "append", "delete", "adjacent", "insert before", "into empty text"],
)
def test_edits_insert_delete_and_replace(text, edits, expected):
    """An empty span inserts, an empty replacement deletes; edits may be adjacent."""
    assert apply_edits(text, edits) == expected


def test_insertions_at_the_same_offset_keep_their_order():
    """The first insertion in the list comes first in the text."""
    edits = [Edit(Span(1, 1), "b"), Edit(Span(1, 1), "a")]
    assert apply_edits("x.", edits) == "xba."


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Span(0, 2), Span(1, 3)),
        (Span(0, 3), Span(1, 2)),
        (Span(0, 2), Span(0, 2)),
        (Span(0, 2), Span(1, 1)),
    ],
    ids=["overlapping", "inside", "same span", "insertion inside"],
)
def test_overlapping_edits_are_an_error(one, other):
    """They are rejected in any order, because the result would be ambiguous."""
    for spans in ((one, other), (other, one)):
        with pytest.raises(ValueError, match="overlapping edits at offset"):
            apply_edits("abc", [Edit(span, "x") for span in spans])
