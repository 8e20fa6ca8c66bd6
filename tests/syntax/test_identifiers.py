"""The characters of ids, in the grammar and in the model, and the normal form of ids."""

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


def test_ids_are_compared_in_nfc():
    """Ids of all scripts; those in ASCII are not changed."""
    assert normalize_id("cafe\u0301.e\u0301") == "caf\u00e9.\u00e9"
    assert normalize_id("cafe") == "cafe"


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
    (id_terminal,) = (terminal for terminal in parser().terminals if terminal.name == "ID")
    return re.compile(id_terminal.pattern.to_regexp())


def _may_continue_id(character: str) -> bool:
    """Whether an id may continue with a character, according to its Unicode category."""
    if _FULL_WIDTH.match(character) or _INVISIBLE.match(character):
        return False
    is_mark = unicodedata.category(character) in {"Mn", "Mc"}
    return is_mark or character.isalnum() or character in "_-·\u0387・"


def test_an_id_continues_with_letters_digits_and_marks():
    """Each assigned character may continue an id exactly if its Unicode category allows it."""
    wrong = [c for c in ASSIGNED if is_id(f"a{c}") != _may_continue_id(c)]
    assert [f"U+{ord(c):04X} {unicodedata.name(c, '')}" for c in wrong] == []


def test_ids_allow_the_characters_of_python_identifiers():
    """Ids allow what `str.isidentifier` allows, except full-width and invisible characters."""
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


def test_an_id_cannot_begin_with_a_mark_a_digit_or_a_hyphen():
    """Marks, digits and hyphens may continue an id, but not begin one."""
    assert not any(is_id(c) for c in ASSIGNED if unicodedata.category(c)[0] == "M" or c.isdecimal())
    assert not is_id("-a")
    assert not is_id("")


@given(st.text(characters, max_size=8))
@example("a->b")
@example("क\u200dष")
def test_the_grammar_and_the_model_agree_on_ids(text):
    """The grammar's terminal and the two expressions in the model match the same characters."""
    grammar_match = _grammar_id().match(text)
    model_match = re.match(ID, text)
    assert (grammar_match and grammar_match.group()) == (model_match and model_match.group())
    if not may_have_marks(text):
        lean_match = re.match(MARKLESS_ID, text)
        assert (lean_match and lean_match.group()) == (model_match and model_match.group())


def test_the_lean_expression_is_only_used_for_texts_that_it_matches():
    """A text with a character that only the full expression matches may have marks."""
    unmarked = [c for c in ASSIGNED if not may_have_marks(c) and re.fullmatch(ID, f"a{c}")]
    assert all(re.fullmatch(MARKLESS_ID, f"a{c}") for c in unmarked)


def test_the_rough_expression_matches_every_id():
    """The rough expression matches all characters of ids, and none that end a word."""
    rough = re.compile(LENIENT_ID)
    assert [c for c in ASSIGNED if is_id(f"a{c}b") and not rough.fullmatch(f"a{c}b")] == []
    assert not any(rough.fullmatch(f"a{c}") for c in " \n\t.,:;!?@#\"'`“”„«»()[]{}<>|、。「」：｛")


@given(scripted_ids)
def test_an_id_of_any_script_can_be_declared_and_referenced(id_):
    """Ids of letters, marks and joiners of any script are parsed without errors."""
    text = f'source {id_}s "S"\nclaim {id_} "A" @{id_}s:3 {{ supports: b, {id_}.x }}'
    document = parse(SourceText("x", text))
    assert document.errors == ()
    source, claim = document.items
    assert (source.id.text, claim.id.text) == (f"{id_}s", id_)
    assert claim.citations[0].reference.text == f"@{id_}s:3"
    assert [value.text for value in claim.block.items[0].values] == ["b", f"{id_}.x"]


@given(scripted_ids)
def test_words_of_an_id_keep_their_marks(id_):
    """`id_words` does not split a word at marks."""
    assert id_words(id_) == [normalize_id(part) for part in id_.split("-") if part]


@pytest.mark.parametrize("word", ["mo\u200bve", "ab\u200d", "a\u200cb", "ｍove", "a０", "a\u00adb"])
def test_invisible_and_full_width_characters_are_not_part_of_an_id(word):
    """Invisible characters, unneeded joiners and full-width letters are not allowed in ids."""
    assert not is_id(word)
