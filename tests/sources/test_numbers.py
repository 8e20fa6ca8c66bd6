"""Numbers and dates are compared by their meaning."""

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from argmap.sources.number_language import english
from argmap.sources.number_tokens import fraction_values
from argmap.sources.numbers import asserted_numbers, mentioned_numbers


@pytest.mark.parametrize(
    ("numerator", "denominator", "values"),
    [
        (1, 4, {"25", "25.0", "0.25", "0.250"}),
        (
            2,
            3,
            {
                "67",
                "66",
                "66.7",
                "66.6",
                "66.67",
                "66.66",
                "0.67",
                "0.66",
                "0.667",
                "0.666",
                "0.6667",
                "0.6666",
            },
        ),
        (99, 100, {"99", "99.0", "0.99", "0.990"}),
    ],
)
def test_a_fraction_as_a_number_and_in_percent(numerator, denominator, values):
    """Rounded to the nearest, or down, to up to two decimals of the percentage."""
    assert set(fraction_values(Decimal(numerator), denominator)) == set(map(Decimal, values))


def missing(text: str, source: str) -> list[str]:
    """Return the numbers of a text that a source does not contain."""
    mentioned = mentioned_numbers(source, english())
    return [
        written(text, number)
        for number in asserted_numbers(text, english())
        if not mentioned.mentions(number)
    ]


def written(text: str, number) -> str:
    return text[number.span.start : number.span.end]


EQUAL_NUMBERS = [
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
    ("first", "second"),
    [
        (first, second)
        for group in EQUAL_NUMBERS
        for first in group
        for second in group
        if first != second
    ],
)
def test_equal_numbers_are_found_in_any_notation(first: str, second: str):
    """A number is found in any other notation, in both directions."""
    assert asserted_numbers(first, english())
    assert missing(f"It was {first} then", f"And it was {second} in all") == []


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
def test_different_numbers_are_not_found(claimed: str, source: str):
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
def test_a_source_may_use_other_words(text: str, source: str):
    """Ordinals, decades, dozens, ranges and partial dates in the source are understood."""
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
def test_words_that_only_refer_to_a_number_assert_none(text: str):
    """Pronouns, ordinals, and definite numbers such as `the two` assert nothing."""
    assert asserted_numbers(text, english()) == []


@pytest.mark.parametrize(
    ("source", "note", "number"),
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
def test_the_number_of_a_note_is_ignored(source: str, note: str, number: str | None):
    """The number of a note at the end of a sentence is not a number of the text."""
    assert missing(note, source) == [note]
    if number:
        assert missing(number, source) == []


def test_the_span_of_a_number_includes_its_unit():
    """It includes the currency, the unit, and the letters of a name."""
    text = "In 2021 $34 billion, 40 percent and US$5 million went to S-400s"
    found = [written(text, number) for number in asserted_numbers(text, english())]
    assert found == ["2021", "$34 billion", "40 percent", "US$5 million", "S-400s"]


@given(st.integers(0, 10**15))
def test_any_number_is_found_with_and_without_commas(number: int):
    """Digits in groups of three are one number."""
    for sign in ",.'\u00a0 ":
        grouped = f"{number:,}".replace(",", sign)
        assert missing(grouped, f"there were {number} of them") == []
        assert missing(str(number), f"there were {grouped} of them") == []


@given(st.integers(1, 999), st.sampled_from(["thousand", "million", "billion", "trillion"]))
def test_a_scale_multiplies_a_number(number: int, scale: str):
    """The product in digits is the same number."""
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
def test_number_words_are_read(number: int):
    """A number below a million in words is one number, with the right value."""
    words = in_words(number)
    (mention,) = asserted_numbers(words, english())
    assert mention.readings[0] == (Decimal(number),)
    assert missing(str(number), words) == []


@given(st.dates())
def test_a_date_is_found_in_any_notation(date):
    """A date is the same in all notations; the next day is different."""
    name = date.strftime("%B")
    forms = [
        f"{date.day} {name} {date.year:04}",
        f"{name} {date.day}, {date.year:04}",
        f"{date.year:04}-{date.month:02}-{date.day:02}",
        f"{date.day:02}.{date.month:02}.{date.year:04}",
    ]
    for first in forms:
        for second in forms:
            assert missing(first, second) == []
        assert missing(first, f"{name} {date.day % 28 + 1}, {date.year:04}") != []


@given(st.text())
def test_a_text_mentions_the_numbers_that_it_asserts(text: str):
    """This holds for any text."""
    assert missing(text, text) == []


@given(st.text("0123456789 ,.'-/$%thmbilonJauryFeb\n", max_size=60))
def test_a_text_of_digits_mentions_the_numbers_that_it_asserts(text: str):
    """This also holds for texts that consist of fragments of numbers."""
    assert missing(text, text) == []
    for number in asserted_numbers(text, english()):
        assert 0 <= number.span.start < number.span.end <= len(text)
