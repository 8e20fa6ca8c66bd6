"""Decoding the bytes of a file."""

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
def test_any_bytes_can_be_decoded(data):
    """Decoding never fails, and invalid bytes have a location in the text."""
    decoded = decode("map.argmap", data)
    text = decoded.source.text
    assert "\ufeff" not in text[:1] or data.count(codecs.BOM_UTF8) > 1
    assert (decoded.undecodable is None) == (decoded.bad_bytes == b"")
    assert decoded.oversize is None
    if decoded.undecodable is None:
        bom = codecs.BOM_UTF8 if decoded.source.has_bom else b""
        assert bom + text.encode() == data
    elif data.startswith(UTF_16_BOMS):
        assert decoded.bad_bytes == data[:2]
    else:
        start, end = decoded.undecodable
        assert text[start:end] == "\ufffd"
        assert "\ufffd" not in text[:start] or "\ufffd".encode() in data
        assert decoded.bad_bytes in data


@given(st.text())
def test_utf_8_is_decoded_unchanged(text):
    """Line ends are kept, with or without a byte-order mark."""
    data = text.encode()
    assert decode("map.argmap", codecs.BOM_UTF8 + data).source.text == text
    if not data.startswith(codecs.BOM_UTF8):
        assert decode("map.argmap", data).source.text == text


def test_a_byte_order_mark_is_recorded():
    """The mark is not part of the text, so offsets do not count it."""
    decoded = decode("map.argmap", codecs.BOM_UTF8 + b"claim")
    assert decoded.source.text == "claim"
    assert decoded.source.has_bom
    assert not decode("map.argmap", b"claim").source.has_bom


@pytest.mark.parametrize(
    ("data", "span", "bad_bytes"),
    [
        (b"ab\xffcd", Span(2, 3), b"\xff"),
        ("Tür".encode() + b"\xfc", Span(3, 4), b"\xfc"),
        (codecs.BOM_UTF8 + b"a\xff", Span(1, 2), b"\xff"),
        (b"\xf0\x9f\x98", Span(0, 1), b"\xf0\x9f\x98"),
        (b"\xfe\xfe", Span(0, 1), b"\xfe"),
    ],
    ids=["alone", "after an umlaut", "after a byte-order mark", "incomplete", "twice"],
)
def test_the_first_invalid_bytes_are_reported(data, span, bad_bytes):
    """Their span counts code points."""
    decoded = decode("map.argmap", data)
    assert (decoded.undecodable, decoded.bad_bytes) == (span, bad_bytes)


def test_a_file_is_oversize_above_the_limit():
    """A file of exactly the maximum size is decoded; with one byte more, the text is empty."""
    assert decode("map.argmap", b" " * MAX_FILE_BYTES).oversize is None
    oversize_file = decode("map.argmap", b" " * (MAX_FILE_BYTES + 1))
    assert oversize_file.oversize == MAX_FILE_BYTES + 1
    assert oversize_file.source.text == ""


def test_a_file_can_be_read_under_another_name(tmp_path):
    """The name is for messages and can differ from the path."""
    path = tmp_path / "map.argmap"
    path.write_bytes(b"a\r\nb")
    decoded = read(path, "shown.argmap")
    assert (decoded.source.name, decoded.source.text) == ("shown.argmap", "a\r\nb")


def test_the_size_of_an_oversize_file_is_reported(tmp_path):
    """The file is not read completely, but its full size is reported."""
    path = tmp_path / "map.argmap"
    with path.open("wb") as file:
        file.truncate(3 * MAX_FILE_BYTES)
    decoded = read(path, "map.argmap")
    assert decoded.oversize == 3 * MAX_FILE_BYTES
    assert decoded.source.text == ""


def test_a_missing_file_is_an_error(tmp_path):
    """The error of the operating system is raised."""
    with pytest.raises(FileNotFoundError):
        read(tmp_path / "missing.argmap", "missing.argmap")
