"""Quoted texts and their escapes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argmap.syntax import bad_escapes, parse, quote, unquote
from argmap.text import SourceText, Span

texts = st.text(st.characters(exclude_categories=["Cs"]))


@given(texts)
def test_unquote_is_the_inverse_of_quote(text: str):
    """Any text can be quoted on one line and unquoted again."""
    quoted = quote(text)
    assert unquote(quoted) == text
    assert "\n" not in quoted
    assert bad_escapes(quoted, 0) == []


@given(texts)
def test_the_parser_reads_a_quoted_text_as_one_text(text: str):
    """The parser reads the result of `quote` as exactly one text."""
    document = parse(SourceText("x", f"claim {quote(text)}"))
    assert document.errors == ()
    assert unquote(document.items[0].title.raw) == text


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ('"""one\ntwo"""', "one two"),
        ('"""\n  one\n  two\n"""', "one two"),
        ('"""one  \r\n\ttwo"""', "one two"),
        ('"""one\n\ntwo\n \n\nthree"""', "one\n\ntwo\n\nthree"),
        ('"""with "quotes" inside"""', 'with "quotes" inside'),
        (r'"""an \""" escaped"""', 'an """ escaped'),
        (r'"\u{1F600}\t\n\\\""', '\U0001f600\t\n\\"'),
    ],
)
def test_block_strings_are_folded_like_paragraphs(raw: str, value: str):
    """Line breaks become spaces, empty lines end paragraphs, and escapes are replaced last."""
    assert unquote(raw) == value
    assert parse(SourceText("x", f"claim {raw}")).errors == ()


def test_unknown_escapes_are_located():
    r"""`\q`, a code point beyond Unicode and a surrogate are not valid escapes."""
    raw = r'"a \q \u{110000} \u{d800} \n"'
    assert bad_escapes(raw, 10) == [Span(13, 15), Span(16, 26), Span(27, 35)]
