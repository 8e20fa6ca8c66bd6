"""Ids: which words are ids, in the grammar and in the code, and which ids are the same."""

import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.strategies import scripted_ids

from argmap.model.identifiers import (
    ID,
    INVISIBLE,
    LENIENT_ID,
    MARKLESS_ID,
    id_words,
    is_id,
    may_have_marks,
    normalize_id,
)
from argmap.syntax import parse
from argmap.syntax.grammar import parser
from argmap.text import SourceText

ASSIGNED = [
    chr(code)
    for code in range(0x110000)
    if unicodedata.category(chr(code)) not in {"Cn", "Cs", "Co"}
]
_INVISIBLE = re.compile(f"[{INVISIBLE}]")
_FULL_WIDTH = re.compile("[\uff01-\uff5e]")

characters = st.one_of(
    st.sampled_from("ab_-.>1:"),
    st.sampled_from("é\u0301\u0915\u093e\u200d\u200c\u0e01\u0e48・·ａ０　½²"),
    st.sampled_from(ASSIGNED),
)


def _grammar_id() -> re.Pattern[str]:
    (terminal,) = (each for each in parser().terminals if each.name == "ID")
    return re.compile(terminal.pattern.to_regexp())


def _belongs(character: str) -> bool:
    """Whether Unicode says that an id may go on with a character."""
    if _FULL_WIDTH.match(character) or _INVISIBLE.match(character):
        return False
    is_mark = unicodedata.category(character) in {"Mn", "Mc"}
    return is_mark or character.isalnum() or character in "_-·\u0387・"


def test_an_id_goes_on_with_letters_digits_and_marks_of_this_unicode_and_nothing_else():
    """Every character that Python's Unicode knows is in an id, or is not, as its category says."""
    wrong = [c for c in ASSIGNED if is_id(f"a{c}") != _belongs(c)]
    assert [f"U+{ord(c):04X} {unicodedata.name(c, '')}" for c in wrong] == []


def test_whatever_python_takes_in_a_name_is_taken_in_an_id():
    """`str.isidentifier` allows nothing else, except full-width and invisible characters."""
    wrong = [
        c
        for c in ASSIGNED
        if f"a{c}".isidentifier()
        and not is_id(f"a{c}")
        and not _FULL_WIDTH.match(c)
        and not _INVISIBLE.match(c)
        and unicodedata.category(c) not in {"Pc", "Sm", "So"}  # ‿ ℘ ℮
    ]
    assert [f"U+{ord(c):04X} {unicodedata.name(c, '')}" for c in wrong] == []


def test_no_id_begins_with_a_mark_a_digit_or_a_hyphen():
    """What goes on in an id does not always begin one."""
    assert not any(is_id(c) for c in ASSIGNED if unicodedata.category(c)[0] == "M" or c.isdecimal())
    assert not is_id("-a")
    assert not is_id("")


@given(st.text(characters, max_size=8))
@example("a->b")
@example("क\u200dष")
def test_the_grammar_and_the_code_mean_the_same_by_an_id(text):
    """The grammar's terminal, and the two expressions in the code, match the same characters."""
    found = _grammar_id().match(text)
    own = re.match(ID, text)
    assert (found and found.group()) == (own and own.group())
    if not may_have_marks(text):
        lean = re.match(MARKLESS_ID, text)
        assert (lean and lean.group()) == (own and own.group())


def test_no_mark_is_missed_where_the_lean_form_is_taken():
    """A character that only the full form takes makes a text one that may have marks."""
    missed = [c for c in ASSIGNED if not may_have_marks(c) and re.fullmatch(ID, f"a{c}")]
    assert all(re.fullmatch(MARKLESS_ID, f"a{c}") for c in missed)


def test_what_is_looked_for_among_mistakes_includes_every_id():
    """No character that an id may have ends the rough form early; what ends a word does."""
    rough = re.compile(LENIENT_ID)
    assert [c for c in ASSIGNED if is_id(f"a{c}b") and not rough.fullmatch(f"a{c}b")] == []
    assert not any(rough.fullmatch(f"a{c}") for c in " \n\t.,:;!?@#\"'`“”„«»()[]{}<>|、。「」：｛")


@given(scripted_ids)
def test_an_id_of_any_script_is_declared_and_referred_to(id_):
    """Letters, marks and joiners of every script make ids that are read without a fault."""
    text = f'source {id_}s "S"\nclaim {id_} "A" @{id_}s:3 {{ supports: b, {id_}.x }}'
    document = parse(SourceText("x", text))
    assert document.errors == ()
    source, claim = document.items
    assert (source.id.text, claim.id.text) == (f"{id_}s", id_)
    assert claim.citations[0].reference.text == f"@{id_}s:3"
    assert [value.text for value in claim.block.items[0].values] == ["b", f"{id_}.x"]


@given(scripted_ids)
def test_words_of_a_text_keep_their_marks(id_):
    """What an id is made from is not taken apart at marks."""
    assert id_words(id_) == [normalize_id(part) for part in id_.split("-") if part]


@pytest.mark.parametrize("word", ["mo\u200bve", "ab\u200d", "a\u200cb", "ｍove", "a０", "a\u00adb"])
def test_what_cannot_be_seen_and_what_is_full_width_is_no_part_of_an_id(word):
    """Invisible characters, joiners where none are needed, and full-width letters are no ids."""
    assert not is_id(word)
