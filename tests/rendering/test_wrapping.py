"""Line breaking and truncation."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argmap.rendering.cards.font_metrics import SAFETY_FACTOR, measure
from argmap.rendering.cards.text_layout import ELLIPSIS, fit, is_right_to_left, wrap
from argmap.rendering.cards.unicode import graphemes, on_one_line

ANY_TEXT = st.text(max_size=300) | st.text(
    "ab -/–中、。「e\u0301\n\u200d🎉\xa0เก\u200b\xad", max_size=200
)
WIDTHS = st.floats(40, 400)


@given(ANY_TEXT, WIDTHS, st.booleans())
def test_no_line_is_wider_than_the_column(text, width, bold):
    """Every line of any text fits, including the safety factor for other renderers."""
    for line in wrap(text, width, 11, bold=bold):
        assert measure(line, 11, bold=bold) * SAFETY_FACTOR <= width + 1e-9


@given(ANY_TEXT, WIDTHS)
def test_no_text_is_lost(text, width):
    """Below the limit, the lines contain the whole text.

    Exceptions are white space, hints for line breaks, and more than three combining marks on a
    letter.
    """
    lines = wrap(text, width, 11, limit=10_000)
    kept = "".join(re.sub(r"(\u0301{3})\u0301+", r"\1", text).split())
    shown = "".join("".join(lines).split())
    if "\xad" not in text:
        assert shown == kept.replace("\u200b", "")
    assert all(line == line.strip(" \t\n") for line in lines)


@given(ANY_TEXT, st.integers(1, 5))
def test_a_long_text_is_truncated(text, limit):
    """There are never more lines than the limit, and an ellipsis replaces the rest."""
    whole, lines = wrap(text, 90, 11, limit=10_000), wrap(text, 90, 11, limit=limit)
    assert len(lines) == min(len(whole), limit)
    if len(whole) > limit:
        assert lines[-1].endswith(ELLIPSIS)
        assert measure(lines[-1], 11) * SAFETY_FACTOR <= 90


def test_words_are_not_split():
    """A line ends at a space, or after a dash or a slash inside a word."""
    text = "The cost-benefit and/or risk analysis of 2021–2022"
    lines = ["The cost-", "benefit", "and/or risk", "analysis of", "2021–", "2022"]
    assert wrap(text, 55, 11) == lines


def test_a_line_feed_begins_a_line():
    """The author's line breaks are kept; empty lines are removed."""
    assert wrap("One\n\nTwo", 200, 11) == ["One", "Two"]


def test_a_word_that_is_too_long_is_split_anywhere():
    """A URL fills its lines."""
    lines = wrap("https://example.org/" + "a" * 90, 120, 11)
    assert len(lines) > 4
    assert all(measure(line, 11) > 80 for line in lines[1:-1])


def test_letters_keep_their_marks():
    """If a word is split, a combining mark stays with its letter, and a joined emoji is kept."""
    lines = wrap("e\u0301" * 60, 60, 11)
    assert len(lines) > 3
    assert all(unicodedata.combining(line[0]) == 0 for line in lines)
    assert all("👩\u200d🌾" * (len(line) // 3) == line for line in wrap("👩\u200d🌾" * 30, 60, 11))


@pytest.mark.parametrize(
    "letters",
    [
        *("é à ộ", "👩‍🌾 👍🏽 ❤️ 1️⃣ 🏳️‍🌈", "🇹🇷 🇷🇺 🇨🇭", "🏴󠁧󠁢󠁥󠁮󠁧󠁿 🎉"),
        *("क्ष त्र ज्ञ कि", "กำ เ ก ที่", "한 국 각", "שׁ בְּ", "ج ب\u064e ا"),
    ],
)
def test_grapheme_clusters(letters):
    """Marks, joined consonants and emoji, flags, and Korean syllables are single graphemes."""
    clusters = letters.split()
    assert graphemes("".join(clusters)) == clusters


@given(ANY_TEXT | st.text("🇹🇷e\u0301\u200dक\u094d\u1100\u1161한", max_size=40))
def test_graphemes_make_the_text(text):
    """All graphemes together are the text, and none is empty."""
    assert "".join(graphemes(text)) == text
    assert all(graphemes(text))


def test_chinese_breaks_between_characters():
    """A line never begins with closing punctuation."""
    lines = wrap("日本語の文章は、どこでも改行できる。「しかし」句読点の前ではしない。" * 2, 75, 11)
    assert len(lines) > 5
    assert not any(line[0] in "、。」" for line in lines)
    assert not any(line[-1] == "「" for line in lines)


def test_brackets_among_chinese_stay_with_their_words():
    """Latin brackets, quotes, dashes and commas are not at the wrong end of a line."""
    for width in range(40, 120, 3):
        lines = wrap("这条路(见图)“太危险了”——他说……真的吗?是的,2023年。" * 2, width, 11)
        assert not any(line[0] in ")”,。?…—" for line in lines)
        assert not any(line[-1] in "(“" for line in lines)


def test_korean_keeps_its_words():
    """Korean breaks at spaces, and inside a word only if the word is longer than a line."""
    text = "시의회는 자전거 도로를 건설해야 한다"
    assert wrap(text, 80, 11) == ["시의회는", "자전거 도로를", "건설해야 한다"]
    assert len(wrap(text.replace(" ", ""), 80, 11)) == 3


def test_thai_breaks_before_a_leading_vowel():
    """Without a dictionary, a line of Thai begins where a syllable certainly begins."""
    lines = wrap("และทุกคนเห็นด้วยว่าเส้นทางแห่งนี้เปลี่ยนแปลงไปแล้วใช่ไหม", 110, 11)
    assert len(lines) > 2
    assert all(line[0] in "เแโใไ" for line in lines[1:])


def test_a_soft_hyphen_shows_at_the_end_of_a_line():
    """It is not shown elsewhere."""
    assert wrap("Donau\xaddampf\xadschiff", 50, 11) == ["Donau-", "dampf-", "schiff"]
    assert wrap("Donau\xaddampf\xadschiff", 200, 11) == ["Donaudampfschiff"]


def test_a_zero_width_space_allows_a_break():
    """It is never shown."""
    assert wrap("one\u200btwo\u200bthree", 42, 11) == ["onetwo", "three"]
    assert fit("one\u200btwo", 100, 11) == "onetwo"


def test_a_no_break_space_forbids_a_break():
    """A number and its unit stay on one line."""
    text = "it costs 34 billion\xa0euros"
    assert wrap(text, 82, 11) == ["it costs 34", "billion\xa0euros"]


def test_marks_after_the_third_are_removed():
    """More marks on a letter would cover the lines above and below."""
    assert wrap("Z" + "\u0301" * 40, 100, 11) == ["Z" + "\u0301" * 3]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *(("שלום", True), ("مرحبا (NATO)", True), ("42 شارع", True), ("The word شارع", False)),
        *(("", False), ("42", False), ("¶3 \u2068“نص”\u2069", False), ("é 中", False)),
    ],
)
def test_the_direction_of_a_text(text, expected):
    """The first letter decides, not numbers, punctuation or isolates."""
    assert is_right_to_left(text) is expected


@given(ANY_TEXT, st.floats(20, 200))
def test_fitted_text_fits(text, width):
    """A text that fits already is not changed."""
    line = fit(text, width, 8)
    assert measure(line, 8) * SAFETY_FACTOR <= width + 1e-9
    assert line == on_one_line(text) or line.endswith(ELLIPSIS)
    assert fit(line, width, 8) == line
