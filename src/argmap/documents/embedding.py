"""Draws the maps in a Markdown file, and shows the pictures after the blocks.

Each picture is in a block between two comments, which a later run replaces::

    <!-- argmap:begin -->

    ![Bus lane](page-bus-lane.svg)

    <details>
    <summary>The map as text</summary>
    …
    </details>

    <!-- argmap:end -->
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from attrs import frozen

from argmap.config import find_root
from argmap.documents.document_maps import DocumentMap, maps_in_document
from argmap.errors import InputError
from argmap.rendering import RenderOptions
from argmap.rendering.digest import digest_in, digest_of
from argmap.reporting import Report
from argmap.text import Span, write_atomically
from argmap.text.fences import (
    MAX_MAPS_PER_DOCUMENT,
    MAX_MARKDOWN_BYTES,
    Fence,
    find_fences,
    map_fences,
)
from argmap.text.safe import escape_markdown
from argmap.workspace.files import MARKDOWN_SUFFIXES, display_path, read_bytes

_BEGIN = "<!-- argmap:begin -->"
_END = "<!-- argmap:end -->"
_MARKER = re.compile(rf"^[ \t>]*(?P<marker>{_BEGIN}|{_END})[ \t]*$\n?", re.MULTILINE)
_BLANK_LINE_BEFORE = re.compile(r"^[ \t>]*\n\Z", re.MULTILINE)

_NOT_IN_SLUG = re.compile(r"[\W_]+")
_MAX_SLUG_LENGTH = 60
_MAX_PICTURE_BYTES = 64 << 20
_TITLE = re.compile(r"\A# .*\n\n?")
_HEADING = re.compile(r"^(#{1,3})(?= )", re.MULTILINE)
_ESCAPED_HTML = re.compile(r"\\([<>&])")
_ENTITIES = {"<": "&lt;", ">": "&gt;", "&": "&amp;"}


@frozen
class EmbeddedDocument:
    """A Markdown file with the pictures of its maps.

    Attributes:
        path: The path of the file.
        errors: The errors in its maps; with errors, nothing is out of date.
        content: The new content if the file is out of date, else None.
        pictures: The maps whose pictures are missing or out of date, by path.
        boundary: The folder of the project, outside of which nothing is written.
    """

    path: Path
    errors: Report
    content: bytes | None
    pictures: dict[Path, DocumentMap]
    boundary: Path

    @property
    def stale(self) -> list[Path]:
        """The files that are missing or out of date."""
        return [*self.pictures, *([self.path] if self.content is not None else [])]

    def write(self) -> None:
        """Write the files that are out of date, each in one step.

        Raises:
            OSError: If a file cannot be written.
            RenderError: If a map cannot be drawn; then, nothing is written.
            EngineMissing: If Graphviz is not installed.
        """
        drawn = {path: map_.picture() for path, map_ in self.pictures.items()}
        for path, picture in drawn.items():
            write_atomically(path, picture, within=self.boundary)
        if self.content is not None:
            write_atomically(self.path, self.content, within=self.boundary)


def embed_pictures(path: Path, folder: Path | None = None) -> EmbeddedDocument:
    """Return a Markdown file with the current pictures of its maps; nothing is written.

    Args:
        path: The file.
        folder: The folder for the pictures; by default that of the file.

    Raises:
        InputError: If the file cannot be read or is not Markdown, if a comment of a block is
            missing, or if a picture would be outside the project or replace another file.
    """
    data = _read(path)
    has_bom = data.startswith(b"\xef\xbb\xbf")
    try:
        old = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"`{display_path(path)}` is not UTF-8") from error
    parent = path.parent.resolve()  # a link may lead out of the project
    boundary = find_root(parent)
    pictures_folder = parent if folder is None else folder.resolve()
    if not pictures_folder.is_relative_to(boundary):
        raise InputError(
            f"`{folder}` is outside the project `{display_path(boundary)}`; name a folder inside it"
        )
    line_end = "\r\n" if "\r\n" in old else "\n"
    text = _without_pictures(old.replace("\r\n", "\n"), display_path(path))
    _refuse_fences(text, display_path(path))
    maps = list(maps_in_document(text, path))
    errors = Report(
        tuple(error for map_ in maps for error in map_.load_errors.diagnostics),
        files=1,
        statements=sum(len(map_.map.statements) for map_ in maps),
    )
    if errors.diagnostics:
        return EmbeddedDocument(path, errors, None, {}, boundary)
    names = list(_picture_names(path, maps))
    targets = [pictures_folder / name for name in names]
    new = _with_pictures(text, maps, targets, parent)
    content = ("\ufeff" * has_bom + new.replace("\n", line_end)).encode()
    stale = {
        target: map_
        for target, map_ in zip(targets, maps, strict=True)
        if not _is_up_to_date(target, map_)
    }
    return EmbeddedDocument(path, errors, None if content == data else content, stale, boundary)


def _read(path: Path) -> bytes:
    if path.suffix not in MARKDOWN_SUFFIXES:
        raise InputError(f"`{path}` is not a Markdown file; name a .md file")
    try:
        data = read_bytes(path, MAX_MARKDOWN_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not a valid name"
        raise InputError(f"`{path}` cannot be read: {reason}") from error
    if len(data) > MAX_MARKDOWN_BYTES:
        raise InputError(f"`{path}` is larger than {MAX_MARKDOWN_BYTES >> 20} MB")
    return data


def _refuse_fences(text: str, name: str) -> None:
    fences = map_fences(text)
    if len(fences) > MAX_MAPS_PER_DOCUMENT:
        raise InputError(f"`{name}` contains more than {MAX_MAPS_PER_DOCUMENT} maps")
    for fence in fences:
        if not fence.is_closed:
            title = fence.isolate(text).strip().split("\n")[0]
            raise InputError(f"`{name}`: the block that begins with `{title}` has no closing fence")


# ---- Blocks --------------------------------------------------------------------------------------


def _without_pictures(text: str, name: str) -> str:
    """Return a text without the blocks between comments, and the blank lines before them.

    Raises:
        InputError: If one of two comments is missing.
    """
    parts: list[str] = []
    end = 0
    begin: Span | None = None
    for marker, span in _markers(text):
        if (marker == _BEGIN) is (begin is not None):
            line = text.count("\n", 0, span.start) + 1
            missing = _END if begin is not None else _BEGIN
            raise InputError(f"`{name}:{line}`: `{missing}` is missing before this line")
        if begin is None:
            parts.append(_BLANK_LINE_BEFORE.sub("", text[end : span.start]))
            begin = span
        else:
            begin, end = None, span.end
    if begin is not None:
        line = text.count("\n", 0, begin.start) + 1
        raise InputError(f"`{name}:{line}`: `{_END}` is missing after this line")
    return "".join([*parts, text[end:]])


def _markers(text: str) -> Iterator[tuple[str, Span]]:
    """Yield the comments that are not inside code."""
    code = iter(find_fences(text))
    block = next(code, None)
    for match in _MARKER.finditer(text):
        while block is not None and block.block.end <= match.start():
            block = next(code, None)
        if block is None or match.start() < block.block.start:
            yield match["marker"], Span(*match.span())


def _with_pictures(text: str, maps: list[DocumentMap], targets: list[Path], folder: Path) -> str:
    """Return a text with a block after each map; links are relative to ``folder``."""
    parts: list[str] = []
    end = 0
    for map_, target in zip(maps, targets, strict=True):
        fence = map_.fence
        assert fence is not None  # because the map is in a document
        before = text[end : fence.block.end]
        parts.append(before if before.endswith("\n") else f"{before}\n")
        link = quote(Path(os.path.relpath(target, folder)).as_posix())
        parts.append(_block(map_, fence, link))
        end = fence.block.end
    return "".join([*parts, text[end:]])


def _block(map_: DocumentMap, fence: Fence, link: str) -> str:
    lines = (
        *("", _BEGIN, "", f"![{_escape(map_.map.title or 'Argument map')}]({link})", ""),
        *("<details>", "<summary>The map as text</summary>", ""),
        *(*_outline(map_).rstrip("\n").split("\n"), "", "</details>", "", _END),
    )
    return "".join(f"{f'{fence.prefix}{line}'.rstrip()}\n" for line in lines)


def _outline(map_: DocumentMap) -> str:
    """Return the outline of a map without its title, and with headings of a low level."""
    outline = _TITLE.sub("", map_.picture("outline"))
    return _entities(_HEADING.sub(r"###\1", outline))


def _escape(title: str) -> str:
    return _entities(escape_markdown(" ".join(title.split())))


def _entities(markdown: str) -> str:
    """Write escaped characters of HTML as entities: not all programs know the other escapes."""
    return _ESCAPED_HTML.sub(lambda match: _ENTITIES[match[1]], markdown)


# ---- Pictures ------------------------------------------------------------------------------------


def _picture_names(path: Path, maps: list[DocumentMap]) -> Iterator[str]:
    """Yield the names of the pictures: the name of the document, and the title or the number."""
    used: set[str] = set()
    for number, map_ in enumerate(maps, start=1):
        words = _NOT_IN_SLUG.sub("-", map_.map.title.casefold())
        slug = words[:_MAX_SLUG_LENGTH].strip("-") or str(number)
        name = f"{path.stem}-{slug}"
        if name in used:
            name = f"{name}-{number}"
        used.add(name)
        yield f"{name}.svg"


def _is_up_to_date(target: Path, map_: DocumentMap) -> bool:
    """Return whether a picture shows a map.

    Raises:
        InputError: If there is another file with this name.
    """
    try:
        data = read_bytes(target, _MAX_PICTURE_BYTES)
    except FileNotFoundError:
        return False
    except OSError as error:
        raise InputError(f"`{display_path(target)}` cannot be read: {error.strerror}") from error
    digest = digest_in(data)
    if digest is None:
        raise InputError(
            f"`{display_path(target)}` is not a picture of a map and would be overwritten; rename "
            "it, or name another folder with --pictures"
        )
    return digest == digest_of(map_.map, RenderOptions())
