"""Edits: changes to a text, as data."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argmap.text import Edit, Span, apply_edits

texts = st.text(max_size=30)


@st.composite
def edited(draw):
    """A text and edits to it that do not overlap, in any order."""
    text = draw(texts)
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    cuts = cuts[: len(cuts) // 2 * 2]
    pairs = zip(cuts[::2], cuts[1::2], strict=True)
    spans = {Span(start, end) for start, end in pairs}
    edits = [Edit(span, draw(st.text(max_size=5))) for span in sorted(spans)]
    return text, draw(st.permutations(edits))


@given(edited())
def test_all_edits_at_once_are_those_from_the_end(case):
    """Edits give what replacing one by one gives, from the last to the first, in any order."""
    text, edits = case
    expected = text
    for (start, end), replacement in sorted(edits, reverse=True):
        expected = expected[:start] + replacement + expected[end:]
    assert apply_edits(text, edits) == expected


@given(texts)
def test_no_edit_changes_nothing(text):
    """Without edits a text stays as it is."""
    assert apply_edits(text, []) == text


@given(texts, texts)
def test_a_text_can_be_replaced_whole(text, other):
    """One edit may span everything."""
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
    ids=["insert", "append", "delete", "neighbours", "insert before", "into nothing"],
)
def test_edits_of_every_kind(text, edits, expected):
    """An empty span inserts, an empty replacement deletes; edits may touch."""
    assert apply_edits(text, edits) == expected


def test_insertions_at_one_place_keep_their_order():
    """Two insertions at the same offset come out in the order they were given."""
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
    ids=["crossing", "inside", "twice", "insertion inside"],
)
def test_overlapping_edits_are_refused(one, other):
    """Where no order of two edits is right, none is made, in whatever order they are given."""
    for spans in ((one, other), (other, one)):
        with pytest.raises(ValueError, match="overlapping edits at offset"):
            apply_edits("abc", [Edit(span, "x") for span in spans])
