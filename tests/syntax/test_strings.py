"""Quoted texts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argmap.syntax import bad_escapes, parse, quote, unquote
from argmap.text import SourceText, Span

texts = st.text(st.characters(exclude_categories=["Cs"]))


@given(texts)
def test_quoting_and_unquoting_gives_the_text_back(text: str):
    """Any text can be written on one line and read back."""
    quoted = quote(text)
    assert unquote(quoted) == text
    assert "\n" not in quoted
    assert bad_escapes(quoted, 0) == []


@given(texts)
def test_what_is_quoted_is_one_text_to_the_reader(text: str):
    """The reader takes a quoted text for exactly one text."""
    document = parse(SourceText("x", f"claim {quote(text)}"))
    assert document.errors == ()
    assert unquote(document.items[0].title.raw) == text


@pytest.mark.parametrize(
    ("raw", "said"),
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
def test_block_strings_fold_as_paragraphs(raw: str, said: str):
    """A line break is a space, an empty line ends a paragraph, escapes are read after folding."""
    assert unquote(raw) == said
    assert parse(SourceText("x", f"claim {raw}")).errors == ()


def test_escapes_that_are_none_are_found_where_they_stand():
    r"""`\q`, a code point past Unicode's end and a surrogate are no escapes."""
    raw = r'"a \q \u{110000} \u{d800} \n"'
    assert bad_escapes(raw, 10) == [Span(13, 15), Span(16, 26), Span(27, 35)]
