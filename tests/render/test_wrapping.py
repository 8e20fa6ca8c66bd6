"""Breaking sentences into lines."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from argmap.render.face.metrics import SLACK, measure
from argmap.render.face.wrapping import ELLIPSIS, fit, wrap

ANY_TEXT = st.text(max_size=300) | st.text("ab -/–中、。「e\u0301\n\u200d🎉", max_size=200)
WIDTHS = st.floats(40, 400)


@given(ANY_TEXT, WIDTHS, st.booleans())
def test_no_line_is_wider_than_the_column(text, width, bold):
    """Whatever the text, every line fits, with the slack for other renderers."""
    for line in wrap(text, width, 11, bold=bold):
        assert measure(line, 11, bold=bold) * SLACK <= width + 1e-9


@given(ANY_TEXT, WIDTHS)
def test_nothing_is_lost(text, width):
    """Below the limit the lines hold all that the text does, white space aside, in its order."""
    lines = wrap(text, width, 11, limit=10_000)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(line == line.strip() for line in lines)


@given(ANY_TEXT, st.integers(1, 5))
def test_a_long_text_is_cut(text, limit):
    """There are never more lines than asked for, and an ellipsis says where some are missing."""
    whole, lines = wrap(text, 90, 11, limit=10_000), wrap(text, 90, 11, limit=limit)
    assert len(lines) == min(len(whole), limit)
    if len(whole) > limit:
        assert lines[-1].endswith(ELLIPSIS)
        assert measure(lines[-1], 11) * SLACK <= 90


def test_words_stay_whole():
    """A line ends at a space, or behind a dash or slash inside a word; never elsewhere."""
    text = "The cost-benefit and/or risk analysis of 2021–2022"
    lines = ["The cost-", "benefit", "and/or risk", "analysis of", "2021–", "2022"]
    assert wrap(text, 55, 11) == lines


def test_a_line_feed_begins_a_line():
    """What an author broke stays broken; empty lines are dropped."""
    assert wrap("One\n\nTwo", 200, 11) == ["One", "Two"]


def test_a_word_too_long_is_broken_anywhere():
    """An address without a space fills its lines."""
    lines = wrap("https://example.org/" + "a" * 90, 120, 11)
    assert len(lines) > 4
    assert all(measure(line, 11) > 80 for line in lines[1:-1])


def test_letters_keep_their_marks():
    """Where a word is broken, a combining mark stays with its letter, and a joined emoji whole."""
    lines = wrap("e\u0301" * 60, 60, 11)
    assert len(lines) > 3
    assert all(unicodedata.combining(line[0]) == 0 for line in lines)
    assert all("👩\u200d🌾" * (len(line) // 3) == line for line in wrap("👩\u200d🌾" * 30, 60, 11))


def test_chinese_breaks_between_characters():
    """Scripts without spaces break anywhere, but no line begins with what closes."""
    lines = wrap("日本語の文章は、どこでも改行できる。「しかし」句読点の前ではしない。" * 2, 75, 11)
    assert len(lines) > 5
    assert not any(line[0] in "、。」" for line in lines)
    assert not any(line[-1] == "「" for line in lines)


@given(ANY_TEXT, st.floats(20, 200))
def test_what_is_fitted_fits(text, width):
    """A text made to fit one line does, and is unchanged where it did already."""
    line = fit(text, width, 8)
    assert measure(line, 8) * SLACK <= width + 1e-9
    plain = " ".join(text.split())
    assert line == plain or line.endswith(ELLIPSIS)
    assert fit(line, width, 8) == line
