"""Files in other formats: their text, their data, and files beside them."""

import pytest

from argmap.exchange.foreign import ForeignFile, InvalidFile, file

INSIDE = {"part.txt": b"Part", "a/b.txt": b"Deep", "..": b"", "": b"", "/etc/x": b"", "c:x": b""}


@pytest.mark.parametrize("path", ["part.txt", "a/b.txt"])
def test_a_file_in_the_folder_is_read(path):
    """Or in a folder below."""
    beside = ForeignFile("map.x", b"", INSIDE.get).read_beside(path)
    assert (beside.name, beside.data) == (path, INSIDE[path])


@pytest.mark.parametrize("path", ["", "..", "../part.txt", "/etc/x", "c:x", "missing.txt"])
def test_other_files_are_not_read(path):
    """The reader is not even asked for a path that leaves the folder."""
    assert "not in the folder" in ForeignFile("map.x", b"", INSIDE.get).read_beside(path)


def test_a_file_has_no_neighbors_by_default():
    """As standard input."""
    assert "not in the folder" in ForeignFile("map.x", b"").read_beside("part.txt")


def test_the_size_of_a_file_beside_is_limited():
    """To a number of bytes."""
    one = ForeignFile("map.x", b"", INSIDE.get)
    assert isinstance(one.read_beside("part.txt", 4), ForeignFile)
    assert one.read_beside("part.txt", 3) == "its file is too large"


def test_the_size_of_a_file_is_limited(monkeypatch):
    """The message says in which unit."""
    monkeypatch.setattr(file, "MAX_BYTES", 3 << 20)
    assert len(ForeignFile("map.x", b" " * (3 << 20)).text) == 3 << 20
    with pytest.raises(InvalidFile, match=r"^`map.x` is larger than 3 MB$"):
        _ = ForeignFile("map.x", b" " * ((3 << 20) + 1)).text


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"a\r\nb\rc\n", "a\nb\nc\n"),
        ("\ufeffé".encode(), "é"),
        ("é".encode("utf-16"), "é"),
        ("\ufeffé".encode("utf-16-be"), "é"),
    ],
)
def test_the_text_of_a_file(data, text):
    """UTF-8, or UTF-16 with a byte-order mark, with line feeds as line ends."""
    assert ForeignFile("map.x", data).text == text


@pytest.mark.parametrize(("data", "line"), [(b"\xff", 1), (b"a\nb\xff\n\n", 2)])
def test_another_encoding_is_refused(data, line):
    """The message says where the first character is that cannot be read."""
    with pytest.raises(InvalidFile) as error:
        _ = ForeignFile("map.x", data).text
    assert str(error.value) == f"`map.x` is not a UTF-8 text (line {line}); save it as UTF-8"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"{", "expecting property name enclosed in double quotes (line 1, column 2)"),
        (b"[1,\n2", "expecting ',' delimiter (line 2, column 2)"),
        (b"[" * 100_000, "is nested too deeply"),
        (b"9" * 5_000, "is not valid JSON: "),
    ],
)
def test_invalid_json_is_refused(data, message):
    """The message says where and why."""
    with pytest.raises(InvalidFile) as error:
        _ = ForeignFile("map.x", data).json
    assert message in str(error.value)


@pytest.mark.parametrize(
    ("data", "json", "tag"),
    [
        (b' \n{"a": 1}', {"a": 1}, ""),
        (b"\xef\xbb\xbf[1]", [1], ""),
        (b"1", None, ""),
        (b"{", None, ""),
        (b"", None, ""),
    ],
)
def test_data_is_recognized_by_its_first_character(data, json, tag):
    """A number is valid JSON, but no data."""
    one = ForeignFile("map.x", data)
    assert (one.as_json(), one.root_tag()) == (json, tag)


def test_the_root_of_xml():
    """Its name has no namespace; invalid XML has none."""
    pytest.importorskip("defusedxml")
    for data, tag in (
        (b"<a/>", "a"),
        (b'\n<a xmlns="urn:x"><b/></a>', "a"),
        (b"<a>", ""),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', ""),
    ):
        assert ForeignFile("map.x", data).root_tag() == tag
