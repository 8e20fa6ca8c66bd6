"""ZIP archives from untrusted documents: bounded, in memory, and without DTDs in their XML."""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from argmap.sources.formats import Unreadable

_MAX_MEMBERS = 20_000
_MAX_TOTAL_BYTES = 512 << 20
_MAX_MEMBER_BYTES = 64 << 20
_MAX_XML_DEPTH = 400
_DTD = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_ENCRYPTED = 1  # the bit in the flags of a member
_ERRORS = (zipfile.BadZipFile, zlib.error, NotImplementedError, OSError, EOFError, ValueError)


class Archive:
    """The members of an archive, which are read only into memory.

    Raises:
        Unreadable: If the data is not an archive, is encrypted, or is larger than the limits.
    """

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _ERRORS:
            raise Unreadable("is damaged: it is not a ZIP archive") from None
        members = self._zip.infolist()
        if len(members) > _MAX_MEMBERS:
            raise Unreadable(f"contains more than {_MAX_MEMBERS:,} files")
        if sum(member.file_size for member in members) > _MAX_TOTAL_BYTES:
            raise Unreadable(f"unpacks to more than {_MAX_TOTAL_BYTES >> 20} MB")
        if any(member.flag_bits & _ENCRYPTED for member in members):
            raise Unreadable("is encrypted")
        self.names = tuple(dict.fromkeys(member.filename for member in members))

    def read(self, name: str) -> bytes:
        """Return the content of a member.

        Raises:
            Unreadable: If there is no such member, or it is damaged or too large.
        """
        try:
            with self._zip.open(name) as member:
                data = member.read(_MAX_MEMBER_BYTES + 1)
        except KeyError:
            raise Unreadable(f"is damaged: it contains no `{name}`") from None
        except (RuntimeError, *_ERRORS):
            raise Unreadable(f"is damaged: its part `{name}` cannot be unpacked") from None
        if len(data) > _MAX_MEMBER_BYTES:
            raise Unreadable(f"has a part of more than {_MAX_MEMBER_BYTES >> 20} MB")
        return data

    def read_xml(self, name: str) -> bytes:
        """Return the content of an XML member, which declares no entities and is not too deep.

        Raises:
            Unreadable: As for `read`, or if it has a document type, or is nested too deeply.
        """
        data = self.read(name)
        check_xml(data)
        return data


def check_xml(data: bytes) -> None:
    """Check that an XML document has no document type, and is not nested too deeply.

    Raises:
        Unreadable: If it has one, or is nested too deeply.
    """
    text = data.decode("utf-16", "replace").encode() if data.startswith(_UTF_16_MARKS) else data
    if _DTD.search(text):
        raise Unreadable("declares XML entities, which are not allowed")
    from xml.parsers.expat import ExpatError, ParserCreate

    depth = 0

    def start(_name: str, _attributes: object) -> None:
        nonlocal depth
        depth += 1
        if depth > _MAX_XML_DEPTH:
            raise Unreadable("is nested too deeply")

    def end(_name: str) -> None:
        nonlocal depth
        depth -= 1

    parser = ParserCreate()
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    try:
        parser.Parse(data, True)
    except ExpatError:
        raise Unreadable("is damaged: a part of it is not valid XML") from None
