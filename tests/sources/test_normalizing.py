"""The form in which texts are compared."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argmap.sources.normalize import normalize


@given(st.text())
def test_a_normal_form_is_its_own_normal_form(text: str):
    """Normalising twice is normalising once, whatever the text."""
    once = normalize(text)
    assert normalize(once) == once


@given(st.text(), st.text())
def test_white_space_is_one_blank_and_none_at_the_ends(one: str, two: str):
    """No two blanks stand side by side, nothing else is white space, and the ends are bare."""
    text = normalize(f" {one}\r\n\t\u00a0\u2009{two}\n")
    assert text == " ".join(text.split())


@pytest.mark.parametrize(
    ("one", "two"),
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
def test_what_a_typesetter_changes_does_not_count(one: str, two: str):
    """Quotes, dashes, ligatures, widths, accents, invisible characters and blanks are unified."""
    assert normalize(one) == normalize(two)


@pytest.mark.parametrize(
    ("one", "two"), [("NATO", "Nato"), ("34 billion", "34billion"), ("'so'", '"so"'), ("a", "á")]
)
def test_what_an_author_changes_does(one: str, two: str):
    """Case, words, single and double quotes, and accents stay apart."""
    assert normalize(one) != normalize(two)
