"""Numbers and dates are compared in and across the supported languages.

`figures/<language>.txt` has pairs of a statement and the text of a source in that language, one for
each line. A statement in another language begins with its tag: `en> 1,234.5 tons`.
"""

from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argmap.sources.number_language import number_language
from argmap.sources.numbers import asserted_numbers, mentioned_numbers

FOLDER = Path(__file__).parent / "figures"
LANGUAGES = ("de", "en", "es", "fr", "it", "nl", "pt", "tr")


class Pair(NamedTuple):
    """A statement and the text of its source, with their languages."""

    language: str
    statement: str
    source_language: str
    source: str


def pairs(heading: str) -> list[Pair]:
    """Return the pairs below a heading of all files."""
    found = []
    for path in sorted(FOLDER.glob("*.txt")):
        _, section = path.read_text("utf-8").split(f"# {heading}\n")
        for line in section.split("\n# ")[0].splitlines():
            statement, source = line.split(" | ")
            tag, separator, rest = statement.partition("> ")
            pair = (tag, rest) if separator else (path.stem, statement)
            found.append(Pair(*pair, path.stem, source))
    return found


def missing(pair: Pair) -> list[str]:
    """Return the numbers of a statement that its source does not contain."""
    language, source_language = map(number_language, (pair.language, pair.source_language))
    assert language
    assert source_language
    mentioned = mentioned_numbers(pair.source, source_language)
    return [
        pair.statement[number.span.start : number.span.end]
        for number in asserted_numbers(pair.statement, language)
        if not mentioned.mentions(number)
    ]


@pytest.mark.parametrize("pair", pairs("agree"), ids=str)
def test_a_figure_agrees_with_another_spelling_of_it(pair: Pair):
    """Nothing is reported."""
    assert missing(pair) == []


@pytest.mark.parametrize("pair", pairs("reported"), ids=str)
def test_a_wrong_figure_is_reported(pair: Pair):
    """Exactly one number of the statement is missing."""
    assert len(missing(pair)) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_enough_pairs(language: str):
    """Each language has at least 25 pairs that agree, and 10 that are reported."""
    agreeing = [pair for pair in pairs("agree") if pair.source_language == language]
    reported = [pair for pair in pairs("reported") if pair.source_language == language]
    assert len(agreeing) >= 25
    assert len(reported) >= 10
    assert any(pair.language != language for pair in agreeing)


WORDS = {
    language: sorted(
        {
            word
            for pair in pairs("agree")
            if pair.language == pair.source_language == language
            for word in (*pair.statement.split(), *pair.source.split())
        }
    )
    for language in LANGUAGES
}


@given(st.data())
def test_a_text_mentions_the_numbers_that_it_asserts(data: st.DataObject):
    """This holds in each language, for any sequence of its words."""
    language = data.draw(st.sampled_from(LANGUAGES))
    words = data.draw(st.lists(st.sampled_from(WORDS[language]), max_size=12))
    text = data.draw(st.sampled_from((" ", ", ", "-", ""))).join(words)
    assert missing(Pair(language, text, language, text)) == []


@given(st.integers(1, 999_999), st.integers(0, 99))
def test_a_number_is_found_between_languages(number: int, hundredths: int):
    """Whatever separators a language uses, the value is the same."""
    english = f"{number:,}.{hundredths:02}"
    german = english.translate(str.maketrans(",.", ".,"))
    for language in LANGUAGES:
        written = english if language == "en" else german
        assert missing(Pair("en", f"{english} tons", language, f"{written} t")) == []
        assert missing(Pair(language, f"{written} t", "en", f"{english} tons")) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_the_whole_table(language: str):
    """A table names twelve months, the tens, and the scales from thousand to a million million."""
    table = number_language(language)
    assert table
    assert set(table.months.values()) == set(range(1, 13))
    assert set(range(20, 100, 10)) <= {int(value) for _, value in table.values("numbers")}
    assert {10**3, 10**6, 10**9, 10**12} <= set(table.factors.values())
    assert table.lowercase_words["function_words"]


@pytest.mark.parametrize("tag", ["de", "de-CH", "DE_AT", "deu", "ger", "German"])
def test_a_language_is_found_by_its_tag(tag: str):
    """The region does not matter, nor the case."""
    assert number_language(tag) is number_language("de")


@pytest.mark.parametrize("tag", ["sv", "zh-Hant", "", "../de", "x"])
def test_other_languages_are_not_supported(tag: str):
    """There is no table for them."""
    assert number_language(tag) is None
