"""Numbers and dates are compared by what they mean."""

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from argmap.sources.numbers import asserted_numbers, mentioned_numbers


def missing(text: str, source: str) -> list[str]:
    """Return the figures of a text that a source does not hold."""
    held = mentioned_numbers(source)
    return [written(text, figure) for figure in asserted_numbers(text) if not held.mentions(figure)]


def written(text: str, figure) -> str:
    return text[figure.span.start : figure.span.end]


ALIKE = [
    ("150,000", "150 000", "150.000", "150'000", "150000", "150 thousand", "150\u202f000"),
    ("$34 billion", "34,000,000,000", "USD 34bn", "€34 billion", "34 billions", "34000 million"),
    ("40 percent", "40%", "40 %", "40 per cent", "forty percent", "40-percent", "40.0 percent"),
    ("19.3 million", "19,300,000", "19,3 million", "19.3mn", "19.3-million"),
    ("three", "3", "Three", "THREE"),
    ("thirty-five", "35", "thirty five"),
    ("a hundred and fifty thousand", "150,000", "one hundred fifty thousand"),
    ("two million", "2,000,000", "2 m"),
    ("a million", "1,000,000", "one million"),
    ("twenty-one", "21"),
    ("nineteen", "19", "19th"),
    ("24 February 2022", "February 24, 2022", "24 Feb. 2022", "2022-02-24", "24.02.2022"),
    ("24 February 2022", "24th of February 2022", "Feb 24 2022", "24/02/2022", "02/24/2022"),
    ("February 2022", "Feb 2022", "2022-02", "February, 2022"),
    ("1960s", "1960's"),
    ("F-16", "F-16s", "F‑16"),
    ("31.5 bcm", "31.5 billion"),
    ("٤٠", "40"),
]


@pytest.mark.parametrize(
    ("one", "two"),
    [(one, two) for group in ALIKE for one in group for two in group if one != two],
)
def test_figures_that_say_the_same_are_found(one: str, two: str):
    """However a figure is written, it is found where it is written otherwise, both ways round."""
    assert asserted_numbers(one)
    assert missing(f"It was {one} then", f"And it was {two} in all") == []


@pytest.mark.parametrize(
    ("claimed", "source"),
    [
        ("43 billion", "34 billion"),
        ("34 billion", "34 million"),
        ("34", "34 billion"),
        ("20.5 billion", "20 billion"),
        ("150", "150,000"),
        ("5 percent", "2.5 percent"),
        ("three", "four"),
        ("2022", "2021"),
        ("24 February 2022", "24 March 2022"),
        ("24 February 2022", "23 February 2022"),
        ("February 2022", "February 2021"),
        ("1960s", "1970s"),
        ("S-400", "S-300"),
        ("1215", "12-15"),
        ("202016", "2020-2016"),
    ],
)
def test_figures_that_do_not_are_not(claimed: str, source: str):
    """A wrong digit, scale, day or decade is a mismatch."""
    assert len(missing(claimed, source)) == 1


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("the 1960s", "in 1963"),
        ("fifteenth or 15th", "the fifteenth century"),
        ("two", "both"),
        ("twenty years", "two decades"),
        ("70 years", "seven decades"),
        ("12", "a dozen"),
        ("50 percent", "half of it"),
        ("five to 8 billion", "5-8 billion"),
        ("5 billion", "between 5 and 8 billion"),
        ("2014 and 2015", "2014-15"),
        ("February 2022", "on 24 February 2022"),
        ("2022", "on 24 February 2022"),
        ("24 February 2022", "in 2022, on 24 February"),
        ("24 February", "24 February 2022"),
        ("1853 and 1856", "the 1853-–1856 war"),
        ("11.3 million tons, against 5.2 before", "from 5.2 million to 11.3 million"),
    ],
)
def test_a_source_may_say_it_in_its_own_way(text: str, source: str):
    """Ordinals, decades, dozens, ranges and dates in parts are understood in the source."""
    assert missing(text, source) == []


@pytest.mark.parametrize(
    "text",
    [
        "no one",
        "one of them",
        "zero-sum",
        "the two agree",
        "its three parts",
        "both sides",
        "first and second",
        "twice",
        "half",
        "a decade ago",
        "hundreds",
        "per thousand",
        "weight and height",
        "often",
    ],
)
def test_words_that_only_point_at_a_number_assert_none(text: str):
    """A pronoun, an ordinal, and a number that counts what is known already claim no figure."""
    assert asserted_numbers(text) == []


@pytest.mark.parametrize(
    ("source", "note", "figure"),
    [
        ("invaded in 2022.14", "14", "2022"),
        ("invaded in 2022.14 The next", "14", "2022"),
        ("refineries in the 1960s.5", "5", "1960s"),
        ("the “hostility” emerged.10 It", "10", None),
        ("it ended.”7", "7", None),
        ("it was 40 percent.20", "20", "40 percent"),
        ("in 2022¹⁴ and", "14", "2022"),
    ],
)
def test_the_number_of_a_note_is_no_figure(source: str, note: str, figure: str | None):
    """A note's number at a sentence's end is neither a figure nor a part of the one before it."""
    assert missing(note, source) == [note]
    if figure:
        assert missing(figure, source) == []


def test_figures_are_underlined_with_what_belongs_to_them():
    """A figure's place covers its currency, its unit and the letters of a name."""
    text = "In 2021 $34 billion, 40 percent and US$5 million went to S-400s"
    found = [written(text, figure) for figure in asserted_numbers(text)]
    assert found == ["2021", "$34 billion", "40 percent", "US$5 million", "S-400s"]


@given(st.integers(0, 10**15))
def test_any_number_is_found_with_and_without_commas(number: int):
    """Digits in groups of three are the number they group."""
    for sign in ",.'\u00a0 ":
        grouped = f"{number:,}".replace(",", sign)
        assert missing(grouped, f"there were {number} of them") == []
        assert missing(str(number), f"there were {grouped} of them") == []


@given(st.integers(1, 999), st.sampled_from(["thousand", "million", "billion", "trillion"]))
def test_any_number_with_a_scale_is_its_product(number: int, scale: str):
    """A scale multiplies: digits in full say the same."""
    factor = 10 ** (3 * (["thousand", "million", "billion", "trillion"].index(scale) + 1))
    assert missing(f"{number} {scale}", f"it was {number * factor:,}") == []
    assert missing(f"{number * factor:,}", f"it was {number} {scale}") == []


_ONES = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen"),
    *("eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


def in_words(number: int) -> str:
    """Spell a number below a million."""
    if number >= 1000:
        rest = f" {in_words(number % 1000)}" if number % 1000 else ""
        return f"{in_words(number // 1000)} thousand{rest}"
    if number >= 100:
        rest = f" and {in_words(number % 100)}" if number % 100 else ""
        return f"{_ONES[number // 100]} hundred{rest}"
    if number < 20:
        return _ONES[number]
    rest = f"-{_ONES[number % 10]}" if number % 10 else ""
    return _TENS[number // 10 - 2] + rest


@given(st.integers(2, 999_999))
@example(1001)
@example(100_000)
def test_any_number_in_words_is_the_number(number: int):
    """Numbers below a million, spelled out, are what they spell, and one figure each."""
    words = in_words(number)
    (figure,) = asserted_numbers(words)
    assert figure.readings[0] == (Decimal(number),)
    assert missing(str(number), words) == []


@given(st.dates())
def test_any_date_is_found_in_any_of_its_forms(date):
    """A day is one day in every form it is written in; the next day is another."""
    name = date.strftime("%B")
    forms = [
        f"{date.day} {name} {date.year:04}",
        f"{name} {date.day}, {date.year:04}",
        f"{date.year:04}-{date.month:02}-{date.day:02}",
        f"{date.day:02}.{date.month:02}.{date.year:04}",
    ]
    for one in forms:
        for two in forms:
            assert missing(one, two) == []
        assert missing(one, f"{name} {date.day % 28 + 1}, {date.year:04}") != []


@given(st.text())
def test_whatever_a_text_asserts_it_mentions(text: str):
    """A text agrees with itself, and no text is too strange to read."""
    assert missing(text, text) == []


@given(st.text("0123456789 ,.'-/$%thmbilonJauryFeb\n", max_size=60))
def test_what_looks_like_figures_agrees_with_itself(text: str):
    """So does a text of nothing but pieces of figures, and each has its place in it."""
    assert missing(text, text) == []
    for figure in asserted_numbers(text):
        assert 0 <= figure.span.start < figure.span.end <= len(text)
