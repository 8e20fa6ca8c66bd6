"""Which sentences say the same, and which deny each other."""

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


def same(one, other):
    return comparison_key(one) == comparison_key(other)


@given(sentences, st.data())
def test_one_symbol_more_is_another_sentence(words, data):
    """Wherever a symbol of mathematics, a currency or an emoji is put in, it counts."""
    symbol = data.draw(st.sampled_from((*SYMBOLS, "#", "%", "~")))
    sentence = " ".join(words)
    place = data.draw(st.integers(0, len(sentence)))
    assert not same(sentence, sentence[:place] + symbol + sentence[place:])


@given(sentences.filter(lambda words: words[0].isalnum()), st.data())
def test_a_denied_sentence_is_another(words, data):
    """A sign or a word of negation before it, or a minus before its number, counts."""
    sentence = " ".join(words)
    for sign in ("¬", "¬ ", "!", "~", "not ", "no ", "No, ", "nicht ", "it is not the case that "):
        assert not same(sentence, sign + sentence)
    number = data.draw(st.integers(0, 999))
    for sign in "-−–":
        assert not same(f"{sentence} {number}", f"{sentence} {sign}{number}")
        assert same(f"{sentence} {sign}{number}", f"{sentence} −{number}")


@given(st.text())
def test_what_says_the_same_has_the_same_letters(text):
    """Letters alone find the sentences to compare, in any script; and a sentence is like itself."""
    shouted = f"“{text}”"
    if same(text, shouted):
        assert alphanumeric_key(text) == alphanumeric_key(shouted)
    assert same(text, unicodedata.normalize("NFD", text))
    assert alphanumeric_key(text) == alphanumeric_key(unicodedata.normalize("NFD", text))
    assert not is_negation(text, text)


@pytest.mark.parametrize(
    ("one", "other"),
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
def test_negations_are_seen_word_for_word(one, other):
    """In English and German, from either side."""
    assert is_negation(one, other)
    assert is_negation(other, one)
    assert not same(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
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
def test_rivals_are_no_negations(one, other):
    """What differs in more than the negation is something else."""
    assert not is_negation(one, other)
    assert not is_negation(other, one)
