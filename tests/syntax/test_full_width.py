"""Full-width characters typed with an input method."""

import re

from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import map_texts

from argmap.syntax import parse
from argmap.syntax.literals import comments_and_texts
from argmap.syntax.recovery.characters import to_half_width
from argmap.text import SourceText, apply_edits

TO_FULL_WIDTH = {chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)} | {" ": "\u3000"}
AMBIGUOUS_QUOTES = re.compile('[＂“”„«»「」『』]|\\\\"|""')


def _errors(text):
    return parse(SourceText("x", text)).errors


def _fixed(text):
    """Apply the parser's safe fixes until there are none."""
    for _ in range(5):
        edits = [edit for error in _errors(text) if error.is_safe for edit in error.edits]
        if not edits:
            break
        text = apply_edits(text, edits)
    return text


@st.composite
def full_width_maps(draw):
    """Return a valid map, and the same with full-width characters outside of texts."""
    text = draw(map_texts(max_statements=6))
    is_all = draw(st.booleans())
    is_inside_text = [False] * len(text)
    for start, end in comments_and_texts(text):
        first = (
            start if text[start] == "#" else text.index('"', start)
        )  # a locator begins before it
        length = 3 if text.startswith('"""', first) else 1
        is_inside_text[first + length : end - length] = [True] * max(end - first - 2 * length, 0)
    converted = draw(st.sets(st.sampled_from(sorted(set(text) & TO_FULL_WIDTH.keys()) or ["{"])))
    full_width = "".join(
        TO_FULL_WIDTH.get(character, character)
        if not is_inside and (is_all or character in converted)
        else character
        for character, is_inside in zip(text, is_inside_text, strict=True)
    )
    return text, full_width


@given(full_width_maps())
def test_fixes_restore_a_map_with_full_width_characters(maps):
    """The safe fixes restore the map, and there are no other errors."""
    text, full_width = maps
    if AMBIGUOUS_QUOTES.search(text):
        return  # an inner full-width quote may end the text
    errors = _errors(full_width)
    assert all("outside of a text" in f.message or "U+3000" in f.message for f in errors)
    assert _fixed(full_width) == text


@given(map_texts(max_statements=6))
def test_a_valid_map_has_no_full_width_characters_outside_of_texts(text):
    """`to_half_width` returns a valid map unchanged."""
    assert to_half_width(text)[0] == text or "＂" in text


def test_a_word_before_a_full_width_colon_is_an_attribute():
    """`thesis：` is an attribute typed with an input method, and not a synonym of `claim`."""
    (error,) = _errors('map "M" { thesis： a }')
    assert (error.fix, [edit.replacement for edit in error.edits]) == ("write `:`", [":"])


def test_many_full_width_characters_are_parsed_in_time():
    """Twenty thousand full-width characters lead to the maximum number of errors in short time."""
    assert len(_errors("｛ " * 20_000)) >= 1000
    assert len(_errors("｛" * 20_000)) >= 1
