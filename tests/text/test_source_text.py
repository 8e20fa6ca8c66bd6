"""Source texts: lines, columns and locations."""

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
def test_lines_end_as_in_editors(source, text, lines):
    """Only LF, CRLF and a lone CR end a line; the last line may have no end."""
    source_text = source(text)
    assert source_text.line_count == len(lines)
    assert [source_text.line(number + 1) for number in range(source_text.line_count)] == lines


@given(texts)
def test_lines_agree_with_a_regular_expression(text):
    """Splitting at line ends gives the same lines for any text."""
    source_text = SourceText("map.argmap", text)
    lines = re.split(r"\r\n|\n|\r", text)
    assert [source_text.line(number + 1) for number in range(source_text.line_count)] == lines


@given(texts, st.integers(0, 40))
def test_a_position_can_be_converted_back_to_its_offset(text, offset):
    """The start of the line and the column give the offset."""
    source_text = SourceText("map.argmap", text)
    offset = min(offset, len(text))
    line, column = source_text.position(offset)
    assert 1 <= line <= source_text.line_count
    assert source_text.line_span(line).start + column - 1 == offset


@given(texts)
def test_positions_increase_with_offsets(text):
    """No two offsets have the same position."""
    source_text = SourceText("map.argmap", text)
    positions = [source_text.position(offset) for offset in range(len(text) + 1)]
    assert positions == sorted(set(positions))


@pytest.mark.parametrize("offset", [-1, 0, 3, 4, 1000])
def test_offsets_outside_the_text_are_clamped(source, offset):
    """An offset before the text is its start, one after it is its end."""
    source_text = source("a\nbc")
    assert source_text.position(offset) == source_text.position(min(max(offset, 0), 4))
    assert source_text.position(-1) == (1, 1)
    assert source_text.position(1000) == (2, 3)


def test_columns_count_code_points(source):
    """An emoji and a tab count as one, a letter with a combining mark counts as two."""
    source_text = source("😀\te\u0301x")
    assert source_text.position(source_text.text.index("x")) == (1, 5)


def test_an_offset_between_cr_and_lf_is_on_the_line_that_ends(source):
    """CRLF is one line end."""
    assert source("a\r\nb").position(2) == (1, 3)
    assert source("a\r\nb").position(3) == (2, 1)


def test_a_line_number_after_the_last_line_is_an_error(source):
    """An IndexError is raised."""
    with pytest.raises(IndexError):
        source("a\nb").line(3)


def test_a_location_has_positions_and_text(source):
    """As a string, it is file:line:column."""
    location = Location(source("one\ntwo three\n"), Span(8, 13))
    assert location.start == (2, 5)
    assert location.end == (2, 10)
    assert location.text == "three"
    assert str(location) == "map.argmap:2:5"


def test_the_repr_does_not_contain_the_text(source):
    """Tracebacks and failing tests do not print whole files."""
    assert "secret" not in repr(source("secret" * 1000))
