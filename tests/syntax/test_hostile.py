"""Any input leads to a document with a limited number of errors, without exceptions, in time."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.strategies import map_texts

from argmap.syntax import parse, parse_reading
from argmap.syntax.recovery.lexer import MAX_ERRORS
from argmap.text import MAX_FILE_BYTES, SourceText, decode

DEEP = 20_000
LONG = 20_000

HOSTILE = {
    "deep and closed": 'claim "a" {' * DEEP + "}" * DEEP,
    "deep and open": 'claim "a" {' * DEEP,
    "only closing braces": "}" * DEEP,
    "only opening braces": "{" * LONG,
    "empty blocks": "{}" * LONG,
    "unknown characters": "; " * LONG,
    "words": "a b " * LONG,
    "keywords": "claim " * LONG,
    "colons": "a: " * LONG,
    "citations": "@a " * LONG,
    "open quotes": '"\n' * LONG,
    "an open block string": 'claim a """' + 'x "\n' * LONG,
    "an open text on one line": 'claim a "' + " x" * LONG,
    "a line of spaces": 'claim a "' + " " * LONG + "x",
    "NULs": "\0" * LONG,
    "sources in a statement": 'claim "a" {' + ' source k "x" {}' * LONG + "}",
    "quotes that touch words": '"a"b' * LONG,
    "texts that may continue": 'claim a "a" b ' * LONG,
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
def test_hostile_text_is_parsed(text: str):
    """Deep, long and meaningless texts lead to a document with a limited number of errors."""
    document = parse(SourceText("hostile", text))
    assert len(document.errors) <= MAX_ERRORS + 1
    for error in document.errors:
        assert 0 <= error.span.start <= error.span.end <= len(text)


@given(st.binary(max_size=200))
@settings(max_examples=300)
def test_any_bytes_are_parsed(data: bytes):
    """No sequence of bytes raises an exception."""
    parse_reading(decode("bytes", data))


@given(st.text(alphabet='clamevidnc{}":,@#>-. \n“”\\_1', max_size=80))
@settings(max_examples=500)
def test_any_text_of_the_language_s_characters_is_parsed(text: str):
    """A random text of characters of the language does not raise an exception."""
    parse(SourceText("random", text))


@st.composite
def mutated_maps(draw: st.DrawFn) -> str:
    """Return a valid map with a few characters or lines changed."""
    text = draw(map_texts())
    rng = draw(st.randoms(use_true_random=False))
    for _ in range(draw(st.integers(1, 4))):
        text = _mutate(text, rng)
    return text


def _mutate(text: str, rng: random.Random) -> str:
    if not text:
        return text
    offset = rng.randrange(len(text))
    lines = text.split("\n")
    line, other_line = rng.randrange(len(lines)), rng.randrange(len(lines))
    kind = rng.randrange(6)
    if kind == 0:
        return text[:offset] + text[offset + 1 :]
    if kind == 1:
        return text[:offset] + text[offset] + text[offset:]
    if kind == 2:
        return text[:offset] + rng.choice('{}":,@#>-;“\0\\') + text[offset:]
    if kind == 3:
        del lines[line]
    elif kind == 4:
        lines.insert(line, lines[line])
    else:
        lines[line], lines[other_line] = lines[other_line], lines[line]
    return "\n".join(lines)


@given(mutated_maps())
@settings(max_examples=300, deadline=None)
def test_spans_of_errors_in_a_mutated_map_are_inside_the_text(text: str):
    """Each error of a mutated map has a message, and a span inside the text."""
    document = parse(SourceText("damaged", text))
    for error in document.errors:
        assert error.message
        assert 0 <= error.span.start <= error.span.end <= len(text)


def test_bytes_that_are_not_utf_8_are_reported_at_the_first_one():
    """A file in another encoding has one error at its first invalid byte, and is parsed."""
    document = parse_reading(decode("latin1", 'claim a "Grüße, größe"'.encode("latin-1")))
    (error,) = document.errors
    assert "not UTF-8" in error.message
    assert error.span.start == len('claim a "Gr')
    assert len(document.items) == 1


def test_a_byte_order_mark_and_crlf_are_accepted():
    """A byte order mark and CRLF, which Windows editors add, are not errors."""
    document = parse_reading(decode("bom", b'\xef\xbb\xbfclaim a "A" {\r\n  tags: x\r\n}\r\n'))
    assert document.errors == ()
    assert document.items[0].head.start == 0


def test_a_file_that_is_too_large_is_reported():
    """A file beyond the limit has one error, and is not parsed."""
    document = parse_reading(decode("large", b" " * (MAX_FILE_BYTES + 1)))
    (error,) = document.errors
    assert "too large" in error.message


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_a_file_in_utf_16_is_one_error(codec):
    """A file in UTF-16 is decoded, and reported once with the name of its encoding."""
    data = '\ufeffclaim ö "Ö"\n'.encode(codec)
    reading = decode("map.argmap", data)
    assert reading.source.text == 'claim ö "Ö"\n'
    document = parse_reading(reading)
    assert [error.message for error in document.errors] == [
        "this file is encoded in UTF-16 instead of UTF-8"
    ]
    assert document.items


@pytest.mark.parametrize(
    "broken_lines",
    ['clam a "A"\n', 'claim ; "A"\n', "claim\n", "source s { year: 20$24 }\n", 'claim "A"\n}\n'],
)
@pytest.mark.parametrize("excess", [-1, 0, 1])
def test_errors_are_reported_up_to_a_limit(broken_lines, excess):
    """Errors are reported up to the limit; another one says that the rest is not read."""
    text = broken_lines * (MAX_ERRORS + excess)
    errors = parse(SourceText("map.argmap", text)).errors
    lines = [text.count("\n", 0, error.span.start) for error in errors[: MAX_ERRORS + excess]]
    lines_per_error = broken_lines.count("\n")
    assert [line // lines_per_error for line in lines[:MAX_ERRORS]] == list(
        range(min(MAX_ERRORS + excess, MAX_ERRORS))
    )
    if excess < 0:
        assert len(errors) == MAX_ERRORS + excess
        return
    last = errors[-1]
    assert len(errors) == MAX_ERRORS + 1
    assert f"{MAX_ERRORS} mistakes or more" in last.message
    assert last.span.start == min(errors[-2].span.end, len(text) - 1)
    assert last.span.end == last.span.start + 1


def test_the_error_about_the_limit_follows_the_last_reported_error():
    """Its span begins after the last reported error, and is inside the text."""
    text = 'clam a "A"\n' * MAX_ERRORS + 'claim b "B"\n'
    last = parse(SourceText("map.argmap", text)).errors[-1]
    assert last.span.start == 11 * (MAX_ERRORS - 1) + len("clam")
    text = "$\n" * (MAX_ERRORS - 1) + "$"
    last = parse(SourceText("map.argmap", text)).errors[-1]
    assert (last.span.start, last.span.end) == (len(text) - 1, len(text))
