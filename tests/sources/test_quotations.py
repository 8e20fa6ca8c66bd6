"""Finding snippets: where they stand, where else, and what may have been meant."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from argmap.model import Locator, Unit
from argmap.sources.loader import Passages
from argmap.sources.normalize import normalized
from argmap.sources.quotations import (
    QuotationPosition,
    elsewhere,
    find_quotation,
    missing_part,
    similar,
)

TEXT = """The paper

Trade passed $34 billion in 2021, and Türkiye’s “gentle realignment” began.

The two signed a treaty. Trade fell again."""


def at(first: int, last: int | None = None) -> Locator:
    return Locator(Unit.PARAGRAPH, first, last or first)


def test_a_snippet_has_a_position(passages):
    """It begins in a passage, from 1, at an offset into its normal form, from 0."""
    text = passages(TEXT)
    assert find_quotation("Trade", text, at(2)) == QuotationPosition(2, 0)
    assert find_quotation("$34 billion", text, at(2)) == QuotationPosition(2, 13)
    assert find_quotation("Trade", text, at(3)) == QuotationPosition(3, 25)
    assert find_quotation("treaty", text, None) == QuotationPosition(3, 17)
    assert str(QuotationPosition(3, 17)) == "3+17"


@pytest.mark.parametrize("quotation", ["", " ", "\u00ad", "\u200b\ufeff", "\n \u2060"])
def test_a_snippet_that_says_nothing_is_at_the_beginning(passages, quotation):
    """Nothing is left of it in normal form, so that there is nothing to look for."""
    text = passages(TEXT)
    assert find_quotation(quotation, text, at(2)) == QuotationPosition(2, 0)
    assert find_quotation(quotation, text, None) == QuotationPosition(1, 0)
    assert find_quotation(quotation, passages(""), None) is None
    assert elsewhere(quotation, text) == (1, 2, 3)


def test_a_snippet_over_two_passages_begins_in_the_first(passages):
    """What runs over the end of a passage is found where both are cited."""
    text = passages(TEXT)
    assert find_quotation("began. The two", text, at(2, 3)) == QuotationPosition(2, 69)
    assert find_quotation("began. The two", text, at(2)) is None


def test_where_else_it_stands_is_told_in_order(passages):
    """All passages that hold it, a few at most."""
    text = passages(TEXT)
    assert elsewhere("Trade", text) == (2, 3)
    assert elsewhere("trade", text) == ()
    assert elsewhere("a", passages("a\n\n" * 20)) == (1, 2, 3, 4, 5)


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
def test_words_that_were_probably_meant_are_told(passages, quotation: str, meant: str | None):
    """Another case, a part of a word or a slip leads to the words that stand there."""
    assert similar(quotation, passages(TEXT), at(2)) == meant


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
def test_a_divided_word_moves_nothing_that_is_found_without_joining_it(
    passages, text, quotation, offset
):
    """Words are joined over line ends only where the snippet is not found otherwise."""
    assert find_quotation(quotation, passages(text), at(1)) == QuotationPosition(1, offset)


@pytest.mark.parametrize(
    ("before", "meant"),
    [(1_997, "gentle realignment"), (1_998, "gentle realignment"), (1_999, None)],
)
def test_similar_words_are_looked_for_among_the_first_two_thousand(passages, before, meant):
    """The last words that count are the 1,999th and the 2,000th."""
    text = passages("x " * before + "gentle realignment " + "y " * 10)
    assert similar("gentle realignement", text, at(1)) == meant


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
def test_similar_words_may_be_one_more_or_one_fewer_and_at_the_end(passages, quotation, meant):
    """Each row of words of a text is compared, the last one too."""
    assert similar(quotation, passages("the gentle realignment began"), at(1)) == meant


@pytest.mark.parametrize(("length", "is_meant"), [(200, True), (201, False)])
def test_nothing_similar_is_looked_for_to_a_long_snippet(passages, length, is_meant):
    """A snippet of two hundred characters is compared, one of more is not."""
    wanted = "word " * 39 + "x" * (length - 195)
    text = f"{wanted[:-1]}y"
    assert len(wanted) == length
    assert (similar(wanted, passages(text), at(1)) is not None) == is_meant


@given(st.data())
def test_every_row_of_words_of_a_passage_is_found_in_it(data):
    """Whatever words are cut out of a text, they stand there."""
    words = TEXT.split()
    start = data.draw(st.integers(0, len(words) - 1))
    end = data.draw(st.integers(start + 1, len(words)))
    text = Passages("paper", Unit.PARAGRAPH, (" ".join(words),))
    assert find_quotation(" ".join(words[start:end]), text, at(1)) is not None


@given(st.text(), st.text(min_size=1), st.text())
def test_what_is_found_is_there(before: str, quotation: str, after: str):
    """A position is where the snippet's normal form stands in the passage's."""
    assume(normalized(quotation))
    text = Passages("paper", Unit.PARAGRAPH, (before + quotation + after,))
    position = find_quotation(quotation, text, at(1))
    if position is not None and "- " not in text.normal[0]:
        assert text.normal[0].startswith(normalized(quotation), position.offset)


quoted_words = st.lists(
    st.sampled_from(("trade", "The", "rose", "34", "billion", "Ankara", "it", "and", "fell")),
    min_size=4,
    max_size=12,
)


@given(quoted_words, st.data())
def test_what_is_left_out_of_a_quotation_is_not_missed(words, data):
    """Any words in the middle may be left out, by any sign for it, and more than once."""
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
def test_any_signs_may_stand_in_a_quotation(quotation, text):
    """Brackets without a partner, dots without words: no fault, and what is there is found."""
    assume(normalized(quotation))
    passages = Passages("t", Unit.PARAGRAPH, (text, f"so {quotation} so"))
    find_quotation(quotation, passages, at(1))
    assert (
        find_quotation(quotation, passages, at(2)) is not None
        or quotation.strip()[:1].isalpha() is False
    )
    missing_part(quotation, passages, at(1))


def test_a_long_quotation_and_a_long_text_take_no_time():
    """Many parts that each occur very often are looked for once."""
    text = Passages("t", Unit.PARAGRAPH, ("ab " * 200_000,))
    assert find_quotation(" … ".join(["ab"] * 30), text, at(1)) is not None
    assert find_quotation(" … ".join([*["ab"] * 30, "b"]), text, at(1)) == find_quotation(
        "ab … ab", text, at(1)
    )
    assert find_quotation("[x]b … " + "ab … " * 5 + "no", text, at(1)) is None
    assert find_quotation("[xy]b", Passages("t", Unit.PARAGRAPH, ("a" * 300_000,)), at(1)) is None
