"""The search for quotations, and suggestions for those that are missing."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from argmap.model import Locator, Unit
from argmap.sources.loader import Passages
from argmap.sources.normalize import normalize
from argmap.sources.quotations import (
    QuotationPosition,
    find_quotation,
    missing_part,
    passages_with_quotation,
    similar_words,
)

TEXT = """The paper

Trade passed $34 billion in 2021, and Türkiye’s “gentle realignment” began.

The two signed a treaty. Trade fell again."""


def at(first: int, last: int | None = None) -> Locator:
    return Locator(Unit.PARAGRAPH, first, last or first)


def test_a_quotation_has_a_position(passages):
    """The position is a passage, from 1, and an offset into its normal form, from 0."""
    text = passages(TEXT)
    assert find_quotation("Trade", text, at(2)) == QuotationPosition(2, 0)
    assert find_quotation("$34 billion", text, at(2)) == QuotationPosition(2, 13)
    assert find_quotation("Trade", text, at(3)) == QuotationPosition(3, 25)
    assert find_quotation("treaty", text, None) == QuotationPosition(3, 17)
    assert str(QuotationPosition(3, 17)) == "3+17"


@pytest.mark.parametrize("quotation", ["", " ", "\u00ad", "\u200b\ufeff", "\n \u2060"])
def test_an_empty_quotation_is_at_the_beginning(passages, quotation):
    """Its normal form is empty, so there is nothing to search."""
    text = passages(TEXT)
    assert find_quotation(quotation, text, at(2)) == QuotationPosition(2, 0)
    assert find_quotation(quotation, text, None) == QuotationPosition(1, 0)
    assert find_quotation(quotation, passages(""), None) is None
    assert passages_with_quotation(quotation, text) == (1, 2, 3)


def test_a_quotation_may_continue_in_the_next_passage(passages):
    """It is found if both passages are cited."""
    text = passages(TEXT)
    assert find_quotation("began. The two", text, at(2, 3)) == QuotationPosition(2, 69)
    assert find_quotation("began. The two", text, at(2)) is None


def test_passages_with_a_quotation_are_listed_in_order(passages):
    """At most five are listed."""
    text = passages(TEXT)
    assert passages_with_quotation("Trade", text) == (2, 3)
    assert passages_with_quotation("trade", text) == ()
    assert passages_with_quotation("a", passages("a\n\n" * 20)) == (1, 2, 3, 4, 5)


@pytest.mark.parametrize(
    ("quotation", "meant"),
    [
        ("gentle Realignment", "gentle realignment"),
        ("gentle realignement", "gentle realignment"),
        ("realign", "realignment"),
        ("43 billion", "$34 billion"),
        ("nothing like it", None),
        ("x" * 5000, None),
    ],
)
def test_similar_words_are_suggested(passages, quotation: str, meant: str | None):
    """Words in another case, longer words and misspelled words are similar."""
    assert similar_words(quotation, passages(TEXT), at(2)) == meant


@pytest.mark.parametrize(
    ("text", "quotation", "offset"),
    [
        ("a bro- ken end", "end", 11),
        ("a bro- ken end", "bro-", 2),
        ("a bro- ken end", "broken", 2),
        ("a bro- ken end", "broken end", 2),
        ("a bro- ken and mend- ed end", "and mended", 9),
        ("a well- known end", "well-known", 2),
        ("a well- known end", "known end", 8),
    ],
)
def test_hyphenated_words_are_joined_only_if_necessary(passages, text, quotation, offset):
    """A quotation that is found without joining words has its original offset."""
    assert find_quotation(quotation, passages(text), at(1)) == QuotationPosition(1, offset)


@pytest.mark.parametrize(
    ("before", "meant"),
    [(1_997, "gentle realignment"), (1_998, "gentle realignment"), (1_999, None)],
)
def test_similar_words_are_searched_among_the_first_two_thousand(passages, before, meant):
    """The last words that are compared are the 1,999th and the 2,000th."""
    text = passages("x " * before + "gentle realignment " + "y " * 10)
    assert similar_words("gentle realignement", text, at(1)) == meant


@pytest.mark.parametrize(
    ("quotation", "meant"),
    [
        ("teh gentle", "the gentle"),
        ("realignmet began", "realignment began"),
        ("gentlerealignment began", "gentle realignment began"),
        ("gentle realign ment began", "gentle realignment began"),
        ("be g an", None),
    ],
)
def test_similar_words_may_be_one_more_or_one_fewer(passages, quotation, meant):
    """All sequences of words are compared, including the last one."""
    assert similar_words(quotation, passages("the gentle realignment began"), at(1)) == meant


@pytest.mark.parametrize(("length", "is_meant"), [(200, True), (201, False)])
def test_long_quotations_have_no_similar_words(passages, length, is_meant):
    """The limit is two hundred characters."""
    quotation = "word " * 39 + "x" * (length - 195)
    text = f"{quotation[:-1]}y"
    assert len(quotation) == length
    assert (similar_words(quotation, passages(text), at(1)) is not None) == is_meant


@given(st.data())
def test_any_sequence_of_words_of_a_passage_is_found(data):
    """This holds for all sequences of whole words."""
    words = TEXT.split()
    start = data.draw(st.integers(0, len(words) - 1))
    end = data.draw(st.integers(start + 1, len(words)))
    text = Passages("paper", Unit.PARAGRAPH, (" ".join(words),))
    assert find_quotation(" ".join(words[start:end]), text, at(1)) is not None


@given(st.text(), st.text(min_size=1), st.text())
def test_a_position_is_that_of_the_normal_form(before: str, quotation: str, after: str):
    """The normal form of the passage has the normal form of the quotation there."""
    assume(normalize(quotation))
    text = Passages("paper", Unit.PARAGRAPH, (before + quotation + after,))
    position = find_quotation(quotation, text, at(1))
    if position is not None and "- " not in text.normalized[0]:
        assert text.normalized[0].startswith(normalize(quotation), position.offset)


quoted_words = st.lists(
    st.sampled_from(("trade", "The", "rose", "34", "billion", "Ankara", "it", "and", "fell")),
    min_size=4,
    max_size=12,
)


@given(quoted_words, st.data())
def test_omitted_words_are_not_missing(words, data):
    """Words may be omitted several times, with any sign of omission."""
    text = Passages("t", Unit.PARAGRAPH, ("Before. " + " ".join(words) + " after.",))
    first = data.draw(st.integers(1, len(words) - 2))
    last = data.draw(st.integers(first, len(words) - 1))
    gap = data.draw(st.sampled_from(("…", "...", "[…]", "[...]", "(…)", ". . .", "[so to say]")))
    quotation = " ".join([*words[:first], gap, *words[last:]])
    assert find_quotation(quotation, text, at(1)) is not None
    assert missing_part(f"{quotation} {gap} absent", text, at(1)) == "absent"
    assert find_quotation(f"{quotation} {gap} absent", text, at(1)) is None
    assert find_quotation(f"absent {gap} {quotation}", text, at(1)) is None


@given(st.text(alphabet="ab []….()x", max_size=40), st.text(alphabet="ab []….()", max_size=200))
def test_brackets_and_dots_in_a_quotation_never_raise(quotation, text):
    """Unbalanced brackets, and dots without words, are searched like words."""
    assume(normalize(quotation))
    passages = Passages("t", Unit.PARAGRAPH, (text, f"so {quotation} so"))
    find_quotation(quotation, passages, at(1))
    assert (
        find_quotation(quotation, passages, at(2)) is not None
        or quotation.strip()[:1].isalpha() is False
    )
    missing_part(quotation, passages, at(1))


def test_searching_a_long_text_is_fast():
    """Many parts that occur often are searched only once."""
    text = Passages("t", Unit.PARAGRAPH, ("ab " * 200_000,))
    assert find_quotation(" … ".join(["ab"] * 30), text, at(1)) is not None
    assert find_quotation(" … ".join([*["ab"] * 30, "b"]), text, at(1)) == find_quotation(
        "ab … ab", text, at(1)
    )
    assert find_quotation("[x]b … " + "ab … " * 5 + "no", text, at(1)) is None
    assert find_quotation("[xy]b", Passages("t", Unit.PARAGRAPH, ("a" * 300_000,)), at(1)) is None
