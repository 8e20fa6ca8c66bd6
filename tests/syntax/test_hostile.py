"""Whatever the bytes: a document with faults, never an exception, and never for long."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.strategies import map_texts

from argmap.syntax import parse, parse_reading
from argmap.syntax.recovery.lexer import MAX_ERRORS
from argmap.text import LIMIT, SourceText, decode

DEEP = 20_000
LONG = 20_000

HOSTILE = {
    "deep and closed": 'claim "a" {' * DEEP + "}" * DEEP,
    "deep and open": 'claim "a" {' * DEEP,
    "only closing braces": "}" * DEEP,
    "only opening braces": "{" * LONG,
    "empty blocks": "{}" * LONG,
    "characters that mean nothing": "; " * LONG,
    "words": "a b " * LONG,
    "words of the language": "claim " * LONG,
    "colons": "a: " * LONG,
    "citations": "@a " * LONG,
    "open quotes": '"\n' * LONG,
    "an open block string": 'claim a """' + 'x "\n' * LONG,
    "an open text on one line": 'claim a "' + " x" * LONG,
    "a line of blanks": 'claim a "' + " " * LONG + "x",
    "NULs": "\0" * LONG,
    "sources in a statement": 'claim "a" {' + ' source k "x" {}' * LONG + "}",
    "quotes that touch words": '"a"b' * LONG,
    "texts that may go on": 'claim a "a" b ' * LONG,
    "inner quotes": 'claim a "the "big" one" ' * LONG,
    "texts in three quotes that touch words": '"""a"""b ' * LONG,
    "apostrophes": "claim it's a 'don't' " * LONG,
    "lone carriage returns": 'claim a "b\r' * LONG,
    "commas": "claim a { supports: " + "," * LONG,
    "a backslash at the end": 'claim a "\\',
    "lone surrogates": 'claim a "\ud800"',
    "right-to-left marks": 'claim \u202e a "\u202e"',
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_ends_in_a_document(text: str):
    """Depth, length and nonsense end in a document with a bounded number of faults."""
    document = parse(SourceText("hostile", text))
    assert len(document.errors) <= MAX_ERRORS + 1
    for error in document.errors:
        assert 0 <= error.span.start <= error.span.end <= len(text)


@given(st.binary(max_size=200))
@settings(max_examples=300)
def test_any_bytes_are_read(data: bytes):
    """No sequence of bytes raises."""
    parse_reading(decode("bytes", data))


@given(st.text(alphabet='clamevidnc{}":,@#>-. \n“”\\_1', max_size=80))
@settings(max_examples=500)
def test_any_text_of_the_language_s_own_characters_is_read(text: str):
    """Text made of pieces of the language, in any order, never raises."""
    parse(SourceText("soup", text))


@st.composite
def mutated_maps(draw: st.DrawFn) -> str:
    """A good map with a few characters or lines deleted, doubled, swapped or put in."""
    text = draw(map_texts())
    chance = draw(st.randoms(use_true_random=False))
    for _ in range(draw(st.integers(1, 4))):
        text = _mutate(text, chance)
    return text


def _mutate(text: str, chance: random.Random) -> str:
    if not text:
        return text
    place = chance.randrange(len(text))
    lines = text.split("\n")
    line, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    kind = chance.randrange(6)
    if kind == 0:
        return text[:place] + text[place + 1 :]
    if kind == 1:
        return text[:place] + text[place] + text[place:]
    if kind == 2:
        return text[:place] + chance.choice('{}":,@#>-;“\0\\') + text[place:]
    if kind == 3:
        del lines[line]
    elif kind == 4:
        lines.insert(line, lines[line])
    else:
        lines[line], lines[other] = lines[other], lines[line]
    return "\n".join(lines)


@given(mutated_maps())
@settings(max_examples=300, deadline=None)
def test_a_damaged_map_ends_in_faults_or_a_map(text: str):
    """Damage is told, or makes another map; spans stay inside of the text."""
    document = parse(SourceText("damaged", text))
    for error in document.errors:
        assert error.message
        assert 0 <= error.span.start <= error.span.end <= len(text)


def test_bytes_that_are_not_utf8_are_told_where_they_begin():
    """A file in another encoding is one fault at its first bad byte, and is read all the same."""
    document = parse_reading(decode("latin1", 'claim a "Grüße, größe"'.encode("latin-1")))
    (error,) = document.errors
    assert "not UTF-8" in error.message
    assert error.span.start == len('claim a "Gr')
    assert len(document.items) == 1


def test_a_byte_order_mark_and_crlf_are_no_mistakes():
    """What Windows editors add changes nothing."""
    document = parse_reading(decode("bom", b'\xef\xbb\xbfclaim a "A" {\r\n  tags: x\r\n}\r\n'))
    assert document.errors == ()
    assert document.items[0].head.start == 0


def test_a_file_too_large_to_be_a_map_is_told_so():
    """Fifty megabytes are refused in one sentence, without being read."""
    document = parse_reading(decode("large", b" " * (LIMIT + 1)))
    (error,) = document.errors
    assert "too large" in error.message


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_a_file_in_utf_16_is_one_mistake(codec):
    """What old editors call Unicode is read as what it is, and told once, by name."""
    data = '\ufeffclaim ö "Ö"\n'.encode(codec)
    reading = decode("map.argmap", data)
    assert reading.source.text == 'claim ö "Ö"\n'
    document = parse_reading(reading)
    assert [error.message for error in document.errors] == [
        "this file is encoded in UTF-16 instead of UTF-8"
    ]
    assert document.items


@pytest.mark.parametrize(
    "mistake",
    ['clam a "A"\n', 'claim ; "A"\n', "claim\n", "source s { year: 20$24 }\n", 'claim "A"\n}\n'],
)
@pytest.mark.parametrize("beyond", [-1, 0, 1])
def test_mistakes_are_reported_up_to_a_limit(mistake, beyond):
    """Each is reported up to the limit; from there on one more says that the file is not read."""
    text = mistake * (MAX_ERRORS + beyond)
    errors = parse(SourceText("map.argmap", text)).errors
    lines = [text.count("\n", 0, error.span.start) for error in errors[: MAX_ERRORS + beyond]]
    per_mistake = mistake.count("\n")
    assert [line // per_mistake for line in lines[:MAX_ERRORS]] == list(
        range(min(MAX_ERRORS + beyond, MAX_ERRORS))
    )
    if beyond < 0:
        assert len(errors) == MAX_ERRORS + beyond
        return
    last = errors[-1]
    assert len(errors) == MAX_ERRORS + 1
    assert f"{MAX_ERRORS} mistakes or more" in last.message
    assert last.span.start == min(errors[-2].span.end, len(text) - 1)
    assert last.span.end == last.span.start + 1


def test_the_limit_of_mistakes_is_at_the_last_one_that_is_reported():
    """What follows it, though it is right, is not read, and the place is in the text."""
    text = 'clam a "A"\n' * MAX_ERRORS + 'claim b "B"\n'
    last = parse(SourceText("map.argmap", text)).errors[-1]
    assert last.span.start == 11 * (MAX_ERRORS - 1) + len("clam")
    text = "$\n" * (MAX_ERRORS - 1) + "$"
    last = parse(SourceText("map.argmap", text)).errors[-1]
    assert (last.span.start, last.span.end) == (len(text) - 1, len(text))
