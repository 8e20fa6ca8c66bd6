"""Spans: half-open ranges of code points."""

from hypothesis import given
from hypothesis import strategies as st

from argmap.text import Span

spans = st.tuples(st.integers(0, 1000), st.integers(0, 1000)).map(lambda ends: Span(*sorted(ends)))


@given(spans, spans)
def test_a_join_covers_both_and_nothing_that_neither_bounds(one, other):
    """The join of two spans begins where the first begins and ends where the last ends."""
    joined = one.join(other)
    assert joined.start in {one.start, other.start}
    assert joined.end in {one.end, other.end}
    for span in (one, other):
        assert joined.start <= span.start <= span.end <= joined.end


@given(spans, spans)
def test_a_join_does_not_depend_on_the_order(one, other):
    """It does not matter which span is joined to which."""
    assert one.join(other) == other.join(one)


def test_spans_stand_in_the_order_of_the_text():
    """Sorted spans read from the beginning; of two that begin together the shorter comes first."""
    assert sorted([Span(2, 3), Span(0, 9), Span(0, 1)]) == [Span(0, 1), Span(0, 9), Span(2, 3)]
