"""Line tables: from offsets to lines and columns."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argmap.text import Location, SourceText, Span

texts = st.text(st.sampled_from("ab\n\r\t\v\f\x1c\x85\u2028ü😀"), max_size=40)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", [""]),
        ("a", ["a"]),
        ("a\n", ["a", ""]),
        ("a\nb", ["a", "b"]),
        ("a\r\nb\r\n", ["a", "b", ""]),
        ("a\rb\r", ["a", "b", ""]),
        ("a\n\rb", ["a", "", "b"]),
        ("\r\n\n\r", ["", "", "", ""]),
        ("a\x0bb\x0cc\x1cd\x85e\u2028f", ["a\x0bb\x0cc\x1cd\x85e\u2028f"]),
    ],
)
def test_lines_end_as_editors_end_them(source, text, lines):
    """LF, CRLF and a lone CR end a line, and nothing else does; the last line may have no end."""
    made = source(text)
    assert made.line_count == len(lines)
    assert [made.line(number + 1) for number in range(made.line_count)] == lines


@given(texts)
def test_lines_are_those_that_splitting_gives(text):
    """The table agrees with the plain way, whatever the text."""
    made = SourceText("map.argmap", text)
    lines = re.split(r"\r\n|\n|\r", text)
    assert [made.line(number + 1) for number in range(made.line_count)] == lines


@given(texts, st.integers(0, 40))
def test_a_position_leads_back_to_its_offset(text, offset):
    """Line and column name one place: the line's beginning and the column give the offset."""
    made = SourceText("map.argmap", text)
    offset = min(offset, len(text))
    line, column = made.position(offset)
    assert 1 <= line <= made.line_count
    assert made.line_span(line).start + column - 1 == offset


@given(texts)
def test_positions_grow_with_offsets(text):
    """A later place never has an earlier position."""
    made = SourceText("map.argmap", text)
    positions = [made.position(offset) for offset in range(len(text) + 1)]
    assert positions == sorted(set(positions))


@pytest.mark.parametrize("offset", [-1, 0, 3, 4, 1000])
def test_a_position_outside_is_the_nearest_inside(source, offset):
    """An offset before the text is its beginning, one behind it its end."""
    made = source("a\nbc")
    assert made.position(offset) == made.position(min(max(offset, 0), 4))
    assert made.position(-1) == (1, 1)
    assert made.position(1000) == (2, 3)


def test_columns_count_code_points(source):
    """An emoji, a tab and a letter with a combining mark's two code points count as they stand."""
    made = source("😀\te\u0301x")
    assert made.position(made.text.index("x")) == (1, 5)


def test_a_position_between_cr_and_lf_is_on_the_line_before(source):
    """The two characters of one line end do not make two lines."""
    assert source("a\r\nb").position(2) == (1, 3)
    assert source("a\r\nb").position(3) == (2, 1)


def test_a_line_that_is_not_there_cannot_be_asked_for(source):
    """Line numbers end with the text."""
    with pytest.raises(IndexError):
        source("a\nb").line(3)


def test_a_location_says_where_it_is(source):
    """A location gives its ends, its text, and itself as file:line:column."""
    location = Location(source("one\ntwo three\n"), Span(8, 13))
    assert location.start == (2, 5)
    assert location.end == (2, 10)
    assert location.text == "three"
    assert str(location) == "map.argmap:2:5"


def test_a_long_text_is_not_shown_whole(source):
    """A source in a traceback or a failing test does not print its text."""
    assert "secret" not in repr(source("secret" * 1000))
