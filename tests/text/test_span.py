"""Spans: joining and sorting."""

from hypothesis import given
from hypothesis import strategies as st

from argmap.text import Span

spans = st.tuples(st.integers(0, 1000), st.integers(0, 1000)).map(lambda ends: Span(*sorted(ends)))


@given(spans, spans)
def test_a_join_covers_both_spans(first, second):
    """It starts at the earlier start and ends at the later end."""
    joined = first.join(second)
    assert joined.start in {first.start, second.start}
    assert joined.end in {first.end, second.end}
    for span in (first, second):
        assert joined.start <= span.start <= span.end <= joined.end


@given(spans, spans)
def test_a_join_does_not_depend_on_the_order(first, second):
    """Joining is commutative."""
    assert first.join(second) == second.join(first)


def test_spans_sort_by_start_and_end():
    """Of two spans with the same start, the shorter one comes first."""
    assert sorted([Span(2, 3), Span(0, 9), Span(0, 1)]) == [Span(0, 1), Span(0, 9), Span(2, 3)]
