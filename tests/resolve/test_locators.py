"""Locators: how they are written, read and shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argmap.model import Locator, Unit
from argmap.model.locator import guess_locator, parse_locator

NAMED_UNITS = (Unit.HEADING, Unit.OTHER)

numbers = st.integers(1, 999_999)
ranges = st.lists(numbers, min_size=2, max_size=2).map(sorted)
counted = st.builds(
    lambda unit, range_: Locator(unit, *range_),
    st.sampled_from([unit for unit in Unit if unit not in NAMED_UNITS]),
    st.one_of(numbers.map(lambda number: [number, number]), ranges),
)
names = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Zs", "Zl", "Zp")), min_size=1
).filter(lambda name: '"' not in name and not name.startswith("#") and name.split() == [name])
named = st.builds(
    lambda unit, words: Locator(unit, text=" ".join(words)),
    st.sampled_from(NAMED_UNITS),
    st.lists(names, min_size=1, max_size=4),
)


@given(st.one_of(counted, named))
def test_a_written_locator_is_read_back(locator):
    """The syntax of the language is unambiguous for all kinds of locators."""
    assert parse_locator(str(locator)) == locator


@pytest.mark.parametrize(
    ("written", "label"),
    [
        ("31", "¶31"),
        ("31-33", "¶31–33"),
        ("p12", "p. 12"),
        ("p12-14", "p. 12–14"),
        ("ch4", "ch. 4"),
        ("ch4-6", "chs. 4–6"),
        ("§12", "§ 12"),
        ("§12-14", "§§ 12–14"),
        ("fn3", "fn. 3"),
        ("fig2", "fig. 2"),
        ("tab1", "table 1"),
        ("l120", "l. 120"),
        ("l120-128", "ll. 120–128"),
        ("12m30s", "12:30"),
        ("12m", "12:00"),
        ("45s", "0:45"),
        ("1h02m", "1:02:00"),
        ("1h2m3s", "1:02:03"),
        ("62m", "1:02:00"),
        ("12m30s-13m5s", "12:30–13:05"),
        ('"art. 6(1)(f)"', "art. 6(1)(f)"),
        ('"  Gen   3:16 "', "Gen 3:16"),
        ('"#scope"', "#scope"),
        ('"# The scope"', "#The scope"),
        ('"31"', "31"),
    ],
)
def test_a_locator_has_a_readable_label(written, label):
    """Cards, pages and messages show the label."""
    locator = parse_locator(written)
    assert locator is not None
    assert locator.label == label


@pytest.mark.parametrize(
    "written",
    [
        *(
            "0",
            "9-3",
            "-3",
            "3-",
            "p",
            "p12-p14",
            "below",
            "433a",
            "art6",
            "§",
            "ch",
            "ch0",
            "1234567",
        ),
        *("12m30", "30s12m", "1h-", "13m-12m", "m", "h", "", "-", '""', '" "', '"#"', '"# "'),
    ],
)
def test_other_locators_are_not_valid(written):
    """What is neither counted nor in quotes is reported."""
    assert parse_locator(written) is None


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("pp12-14", "p12-14"),
        ("p12-p14", "p12-14"),
        ("sec3", "§3"),
        ("Chapter4", "ch4"),
        ("lines3-5", "l3-5"),
        ("footnote7", "fn7"),
        ("433a", None),
        ("p0", None),
        ("ch5-3", None),
    ],
)
def test_other_abbreviations_are_understood(written, meant):
    """The message suggests the locator that was meant."""
    locator = guess_locator(written)
    assert (locator and str(locator)) == meant
