"""From a file's bytes to its text."""

import codecs

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from argmap.text import MAX_FILE_BYTES, UTF_16_BOMS, Span, decode, read


@given(st.binary(max_size=60))
@example(b"\xef\xbb\xbf\xff")
@example(b"\xff\xfe\x00")
@example(b"a\xed\xa0\x80b")
@example(b"\xf0\x9f\x98")
def test_any_bytes_are_read(data):
    """Whatever a file holds, there is a text, and bad bytes have a place in it."""
    reading = decode("map.argmap", data)
    text = reading.source.text
    assert "\ufeff" not in text[:1] or data.count(codecs.BOM_UTF8) > 1
    assert (reading.undecodable is None) == (reading.bad_bytes == b"")
    assert reading.oversize is None
    if reading.undecodable is None:
        bom = codecs.BOM_UTF8 if reading.source.has_bom else b""
        assert bom + text.encode() == data
    elif data.startswith(UTF_16_BOMS):
        assert reading.bad_bytes == data[:2]
    else:
        start, end = reading.undecodable
        assert text[start:end] == "\ufffd"
        assert "\ufffd" not in text[:start] or "\ufffd".encode() in data
        assert reading.bad_bytes in data


@given(st.text())
def test_a_text_survives_its_encoding(text):
    """What is written as UTF-8 is read as it was, with its line ends, after a mark or without."""
    data = text.encode()
    assert decode("map.argmap", codecs.BOM_UTF8 + data).source.text == text
    if not data.startswith(codecs.BOM_UTF8):
        assert decode("map.argmap", data).source.text == text


def test_a_byte_order_mark_is_remembered():
    """The mark is no part of the text, so that offsets fit, and is kept in mind."""
    reading = decode("map.argmap", codecs.BOM_UTF8 + b"claim")
    assert reading.source.text == "claim"
    assert reading.source.has_bom
    assert not decode("map.argmap", b"claim").source.has_bom


@pytest.mark.parametrize(
    ("data", "place", "bad_bytes"),
    [
        (b"ab\xffcd", Span(2, 3), b"\xff"),
        ("Tür".encode() + b"\xfc", Span(3, 4), b"\xfc"),
        (codecs.BOM_UTF8 + b"a\xff", Span(1, 2), b"\xff"),
        (b"\xf0\x9f\x98", Span(0, 1), b"\xf0\x9f\x98"),
        (b"\xfe\xfe", Span(0, 1), b"\xfe"),
    ],
    ids=["alone", "behind an umlaut", "behind a mark", "half a character", "twice"],
)
def test_the_first_bad_bytes_are_told(data, place, bad_bytes):
    """The place is counted in code points, and the bytes are those that mean nothing there."""
    reading = decode("map.argmap", data)
    assert (reading.undecodable, reading.bad_bytes) == (place, bad_bytes)


def test_a_text_at_the_limit_is_read():
    """The limit itself is no mistake; one byte more is, and the text is not kept."""
    assert decode("map.argmap", b" " * MAX_FILE_BYTES).oversize is None
    over = decode("map.argmap", b" " * (MAX_FILE_BYTES + 1))
    assert over.oversize == MAX_FILE_BYTES + 1
    assert over.source.text == ""


def test_a_file_is_read_under_the_name_it_is_shown_by(tmp_path):
    """The name is for people and need not be the path."""
    path = tmp_path / "map.argmap"
    path.write_bytes(b"a\r\nb")
    reading = read(path, "shown.argmap")
    assert (reading.source.name, reading.source.text) == ("shown.argmap", "a\r\nb")


def test_the_size_of_a_large_file_is_told(tmp_path):
    """A file over the limit is not read to its end, and its whole size is known."""
    path = tmp_path / "map.argmap"
    with path.open("wb") as file:
        file.truncate(3 * MAX_FILE_BYTES)
    reading = read(path, "map.argmap")
    assert reading.oversize == 3 * MAX_FILE_BYTES
    assert reading.source.text == ""


def test_a_missing_file_raises(tmp_path):
    """What cannot be read at all is the caller's to tell."""
    with pytest.raises(FileNotFoundError):
        read(tmp_path / "nowhere.argmap", "nowhere.argmap")
