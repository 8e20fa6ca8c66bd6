"""Full-width characters, as input methods type them."""

import re

from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import map_texts

from argmap.syntax import parse
from argmap.syntax.literals import comments_and_texts
from argmap.syntax.recovery.characters import to_half_width
from argmap.text import SourceText, apply_edits

TO_FULL = {chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)} | {" ": "\u3000"}


def _errors(text):
    return parse(SourceText("x", text)).errors


def _fixed(text):
    """Apply the safe fixes of what the reader finds until there are none."""
    for _ in range(5):
        edits = [edit for error in _errors(text) if error.is_safe for edit in error.edits]
        if not edits:
            break
        text = apply_edits(text, edits)
    return text


@st.composite
def full_width_maps(draw):
    """A correct map, and the same with some or all characters outside of texts full-width."""
    text = draw(map_texts(max_statements=6))
    is_all = draw(st.booleans())
    inside = [False] * len(text)
    for start, end in comments_and_texts(text):
        length = 3 if text.startswith('"""', start) else 1
        inside[start + length : end - length] = [True] * max(end - start - 2 * length, 0)
    wanted = draw(st.sets(st.sampled_from(sorted(set(text) & TO_FULL.keys()) or ["{"])))
    typed = "".join(
        TO_FULL.get(character, character)
        if not is_inside and (is_all or character in wanted)
        else character
        for character, is_inside in zip(text, inside, strict=True)
    )
    return text, typed


@given(full_width_maps())
def test_a_map_typed_full_width_becomes_the_map_that_was_meant(maps):
    """The safe fixes give back the map, and there is no other report."""
    meant, typed = maps
    if _APART.search(meant):
        return  # an inner full-width quote may end either text
    errors = _errors(typed)
    assert all("outside of a text" in f.message or "U+3000" in f.message for f in errors)
    assert _fixed(typed) == meant


_APART = re.compile('[＂“”„«»「」『』]|\\\\"|""')


@given(map_texts(max_statements=6))
def test_half_width_leaves_a_correct_map_alone(text):
    """There is nothing full-width outside of texts and comments in a correct map."""
    assert to_half_width(text)[0] == text or "＂" in text


def test_no_keyword_is_guessed_where_a_full_width_colon_follows():
    """`thesis：` is an attribute typed with an input method, not a claim."""
    (error,) = _errors('map "M" { thesis： a }')
    assert (error.fix, [edit.replacement for edit in error.edits]) == ("write `:`", [":"])


def test_many_full_width_characters_are_read_in_time():
    """Twenty thousand of them outside of a text end in the limit of reports, not in a wait."""
    assert len(_errors("｛ " * 20_000)) >= 1000
    assert len(_errors("｛" * 20_000)) >= 1
