"""The normal form in which texts are compared."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argmap.sources.normalize import normalize


@given(st.text())
def test_normalizing_twice_changes_nothing_more(text: str):
    """This holds for any text."""
    once = normalize(text)
    assert normalize(once) == once


@given(st.text(), st.text())
def test_white_space_becomes_one_space(first: str, second: str):
    """There is no other white space, and none at the ends."""
    text = normalize(f" {first}\r\n\t\u00a0\u2009{second}\n")
    assert text == " ".join(text.split())


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Türkiye’s “case”", 'Türkiye\'s "case"'),
        ("„so“ ‚so‘ «so»", '"so" \'so\' "so"'),
        ("1853-–1856", "1853—1856"),
        ("Russia—for", "Russia--for"),
        ("5′ 6″", "5' 6\""),
        ("oﬃce", "office"),
        ("ＮＡＴＯ", "NATO"),
        ("e\u0301", "\u00e9"),
        ("en\u00adtangle\u200bment", "entanglement"),
        ("150\u202f000", "150 000"),
        ("one\r\ntwo", "one\ntwo"),
        ("wait…", "wait..."),
    ],
)
def test_typographic_differences_are_removed(first: str, second: str):
    """Quotes, dashes, ligatures, widths, accents, invisible characters and spaces are unified."""
    assert normalize(first) == normalize(second)


@pytest.mark.parametrize(
    ("first", "second"),
    [("NATO", "Nato"), ("34 billion", "34billion"), ("'so'", '"so"'), ("a", "á")],
)
def test_other_differences_are_kept(first: str, second: str):
    """Case, words, single and double quotes, and accents remain different."""
    assert normalize(first) != normalize(second)
