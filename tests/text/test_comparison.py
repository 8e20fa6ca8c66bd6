"""Comparison of sentences: equality and negation."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argmap.text.comparison import alphanumeric_key, comparison_key, is_negation

SYMBOLS = [
    chr(code)
    for code in (*range(0x20, 0x3000), *range(0x1F300, 0x1FAFF))
    if unicodedata.category(chr(code)) in {"Sm", "So", "Sc"}
]
WORDS = ("the", "bus", "P", "x", "5", "3.5", "is", "late", "(", ")", ",", "a-b", "not", "É", "日本")
sentences = st.lists(st.sampled_from(WORDS), min_size=1, max_size=8)


def are_equal(first, second):
    return comparison_key(first) == comparison_key(second)


@given(sentences, st.data())
def test_an_added_symbol_makes_a_different_sentence(words, data):
    """This applies to mathematical symbols, currencies and emoji at any position."""
    symbol = data.draw(st.sampled_from((*SYMBOLS, "#", "%", "~")))
    sentence = " ".join(words)
    index = data.draw(st.integers(0, len(sentence)))
    assert not are_equal(sentence, sentence[:index] + symbol + sentence[index:])


@given(sentences.filter(lambda words: words[0].isalnum()), st.data())
def test_an_added_negation_makes_a_different_sentence(words, data):
    """This applies to negation symbols and words, and to a minus before a number."""
    sentence = " ".join(words)
    for sign in ("¬", "¬ ", "!", "~", "not ", "no ", "No, ", "nicht ", "it is not the case that "):
        assert not are_equal(sentence, sign + sentence)
    number = data.draw(st.integers(0, 999))
    for sign in "-−–":
        assert not are_equal(f"{sentence} {number}", f"{sentence} {sign}{number}")
        assert are_equal(f"{sentence} {sign}{number}", f"{sentence} −{number}")


@given(st.text())
def test_equal_sentences_have_the_same_alphanumeric_key(text):
    """This holds in any script and normalization form, so the key can be used as an index."""
    quoted = f"“{text}”"
    if are_equal(text, quoted):
        assert alphanumeric_key(text) == alphanumeric_key(quoted)
    assert are_equal(text, unicodedata.normalize("NFD", text))
    assert alphanumeric_key(text) == alphanumeric_key(unicodedata.normalize("NFD", text))
    assert not is_negation(text, text)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("P", "¬P"),
        ("P", "not P"),
        ("The bus is late", "The bus is not late."),
        ("The bus is late", "The bus isn't late"),
        ("The bus is late", "It is not the case that the bus is late"),
        ("The price rises", "The price does not rise"),
        ("Prices rise", "Prices don’t rise"),
        ("It can work", "It cannot work"),
        ("There is a bus", "There is no bus"),
        ("Der Bus kommt", "Der Bus kommt nicht"),
        ("Es gibt Steuern", "Es gibt keine Steuern"),
        ("Es regnet", "Es ist nicht der Fall, dass es regnet"),
    ],
)
def test_literal_negations_are_recognized(first, second):
    """Recognition works in English and German, and in both directions."""
    assert is_negation(first, second)
    assert is_negation(second, first)
    assert not are_equal(first, second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("P", "P"),
        ("P", "¬¬P"),
        ("P", "¬Q"),
        ("The bus is late", "The train is not late"),
        ("The pipe leaks", "Rain comes in"),
        ("", "not"),
        ("no", "not"),
    ],
)
def test_other_differences_are_not_negations(first, second):
    """Sentences that differ in more than a negation are not negations of each other."""
    assert not is_negation(first, second)
    assert not is_negation(second, first)
