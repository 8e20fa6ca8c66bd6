"""Serializes the result of a check for the cache, with paths relative to the map.

A location is stored as the number of its source text and two offsets; the source texts themselves
are not stored. An entry may come from another machine, so deserialization checks every value.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from argmap.config import find_root
from argmap.diagnostics import Severity
from argmap.diagnostics.diagnostic import Applicability, Diagnostic, Fix, Label
from argmap.text import MAX_FILE_BYTES, Edit, Location, SourceText, Span, decode
from argmap.workspace.discovery import import_targets, resolve_path
from argmap.workspace.environment import pypdf_version, today
from argmap.workspace.files import FileSystem, display_path
from argmap.workspace.results import ImportRef, MapResult, SourceTextRef, Trace

Data = dict[str, Any]
Packed = list[Any]
"""Lists, strings, numbers, booleans and None, as JSON represents them."""

_MAX_OFFSET = 1 << 31


class StaleEntry(Exception):
    """A dependency has changed since the entry was written."""


def serialize(result: MapResult, root: Path) -> Data | None:
    """Return the entry of the map at ``root``, or None if the result cannot be cached."""
    trace = result.trace
    if trace is None:
        return None
    numbers = {path: number for number, path in enumerate(trace.files)}
    by_name = {display_path(path): number for path, number in numbers.items()}
    diagnostics, sources = pack(result.diagnostics)
    if any(source.name not in by_name for source in sources):
        return None
    try:
        files = [[_relative(path, root), digest] for path, digest in trace.files.items()]
        texts = [_pack_text(text, root) for text in trace.texts]
    except ValueError:  # another drive
        return None
    return {
        "files": files,
        "names": list(by_name),
        "imports": [
            [numbers[ref.file], ref.written, [numbers.get(target) for target in ref.targets]]
            for ref in trace.imports
        ],
        "texts": texts,
        "day": trace.day,
        "pypdf": trace.pypdf,
        "statements": [[list(ids), list(ids.values())] for ids in result.statements.values()],
        "documents": [by_name[name] for name in result.statements],
        "level": None if result.fail_level is None else int(result.fail_level),
        "sources": list(result.sources),
        "about": [by_name[source.name] for source in sources],
        "findings": diagnostics,
    }


def _relative(path: Path, root: Path) -> str:
    return Path(os.path.relpath(path, root.parent)).as_posix()


def _pack_text(text: SourceTextRef, root: Path) -> Packed:
    """Pack a source text; one that a map does not name is found again by its source's id."""
    if text.folder is None:
        return [text.source, text.name, None, None, text.digest]
    folder, path = _relative(text.folder, root), _relative(text.path, root)
    return [text.source, text.name, folder, path, text.digest]


def deserialize(data: Data, root: Path, named: Mapping[str, Path], files: FileSystem) -> MapResult:
    """Return the result in an entry.

    Args:
        data: The entry.
        root: The path of the map.
        named: The texts of sources that the command line or the project names, by source id.
        files: The files to read.

    Raises:
        StaleEntry: If a dependency of the entry has changed.
        LookupError: If a part of the entry is missing.
        TypeError: If a value has a type that `serialize` does not write.
        ValueError: If a value, or the number of values, is not one that `serialize` writes.
    """
    trace = _unpack_trace(data, root, named, files)
    paths = list(trace.files)
    names = data["names"]
    sources = [
        _read_source(paths[number], names[number], files)
        for number in _file_numbers(data["about"], paths)
    ]
    level = data["level"]
    documents = _file_numbers(data["documents"], paths)
    imports: dict[Path, tuple[Path, ...]] = {paths[number]: () for number in documents}
    for ref in trace.imports:
        imports[ref.file] += ref.targets
    return MapResult(
        unpack(data["findings"], sources),
        {
            names[number]: _unpack_ids(offsets, ids)
            for number, (offsets, ids) in zip(documents, data["statements"], strict=True)
        },
        None if level is None else Severity(level),
        tuple(map(expect_text, data["sources"])),
        imports,
        trace,
    )


def _file_numbers(values: Any, paths: list[Path]) -> list[int]:
    """Return values that must be indices of ``paths``."""
    return [expect_number(value, len(paths)) for value in values]


def _unpack_ids(offsets: Any, ids: Any) -> dict[int, str]:
    return {
        expect_number(offset, _MAX_OFFSET): expect_text(id_)
        for offset, id_ in zip(offsets, ids, strict=True)
    }


def _read_source(path: Path, name: str, files: FileSystem) -> SourceText:
    try:
        return decode(name, files.read(path, MAX_FILE_BYTES + 1)).source
    except OSError as error:
        raise StaleEntry from error


def _unpack_trace(data: Data, root: Path, named: Mapping[str, Path], files: FileSystem) -> Trace:
    digests: dict[Path, str] = {}
    for (written, digest), name in zip(data["files"], data["names"], strict=True):
        path = _absolute(expect_text(written), root)
        if files.fingerprint(path) != expect_text(digest) or display_path(path) != expect_text(
            name
        ):
            raise StaleEntry
        digests[path] = digest
    paths = list(digests)
    if len(paths) != len(data["names"]):
        raise StaleEntry
    imports = tuple(_unpack_import(item, paths) for item in data["imports"])
    texts = tuple(_unpack_text(item, root, named, files) for item in data["texts"])
    trace = Trace(digests, imports, texts, expect_text(data["day"]), expect_text(data["pypdf"]))
    boundary = find_root(root.parent)
    if any(
        import_targets(file, written, files.entries, boundary) != targets
        for file, written, targets in imports
    ):
        raise StaleEntry
    if trace.day not in ("", today()) or pypdf_version(texts, files) != trace.pypdf:
        raise StaleEntry
    return trace


def _unpack_import(packed: Packed, paths: list[Path]) -> ImportRef:
    file, written, targets = packed
    path = paths[expect_number(file, len(paths))]
    target_paths = tuple(paths[number] for number in _file_numbers(targets, paths))
    return ImportRef(path, expect_text(written), target_paths)


def _absolute(relative: str, root: Path) -> Path:
    return Path(os.path.normpath(root.parent / relative))


def _unpack_text(
    packed: Packed, root: Path, named: Mapping[str, Path], files: FileSystem
) -> SourceTextRef:
    source, name, relative_folder, target, digest = packed
    source, name, digest = expect_text(source), expect_text(name), expect_text(digest)
    if relative_folder is None:
        folder, path = None, named[source]
        is_same = display_path(path) == name
    else:
        folder = _absolute(expect_text(relative_folder), root)
        path = _absolute(expect_text(target), root)
        is_same = source not in named and resolve_path(folder / root.name, name) == path
    if not is_same or files.fingerprint(path) != digest:
        raise StaleEntry
    return SourceTextRef(source, path, name, folder, digest)


# ---- Diagnostics -------------------------------------------------------------------------------


def pack(diagnostics: Iterable[Diagnostic]) -> tuple[Packed, list[SourceText]]:
    """Return packed diagnostics, and the source texts that their locations refer to."""
    packer = _Packer()
    return [packer.diagnostic(diagnostic) for diagnostic in diagnostics], packer.sources


class _Packer:
    def __init__(self) -> None:
        self.sources: list[SourceText] = []
        self._numbers: dict[int, int] = {}  # by id(): source texts compare by identity

    def diagnostic(self, diagnostic: Diagnostic) -> Packed:
        return [
            diagnostic.code,
            diagnostic.name,
            int(diagnostic.severity),
            diagnostic.message,
            self._location(diagnostic.location),
            diagnostic.label,
            [[self._location(label.location), label.text] for label in diagnostic.labels],
            list(diagnostic.tree),
            diagnostic.help,
            [self._fix(fix) for fix in diagnostic.fixes],
            diagnostic.element,
            diagnostic.suppression_reason,
        ]

    def _location(self, location: Location) -> Packed:
        return [self._number(location.source), *location.span]

    def _fix(self, fix: Fix) -> Packed:
        edits = [[*edit.span, edit.replacement] for edit in fix.edits]
        return [fix.title, self._number(fix.source), edits, fix.applicability.value]

    def _number(self, source: SourceText) -> int:
        number = self._numbers.setdefault(id(source), len(self.sources))
        if number == len(self.sources):
            self.sources.append(source)
        return number


def unpack(packed: Packed, sources: Sequence[SourceText]) -> tuple[Diagnostic, ...]:
    """Return the diagnostics that were packed, with locations in these source texts.

    Raises:
        TypeError: If a value has a type that `pack` does not write.
        ValueError: If a value, or the number of values, is not one that `pack` writes.
    """
    return tuple(_diagnostic(item, sources) for item in packed)


def expect_text(value: object) -> str:
    """Return a value that must be a string.

    Raises:
        TypeError: If it is not a string.
    """
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def expect_number(value: object, end: int) -> int:
    """Return a value that must be an integer in ``range(end)``.

    Raises:
        TypeError: If it is not an integer.
        ValueError: If it is out of range.
    """
    if type(value) is not int:
        raise TypeError(value)
    if not 0 <= value < end:
        raise ValueError(value)
    return value


def _optional_text(value: object) -> str | None:
    return None if value is None else expect_text(value)


def _diagnostic(packed: Packed, sources: Sequence[SourceText]) -> Diagnostic:
    code, name, severity, message, location, label, labels, tree, help_, fixes, *rest = packed
    element, suppressed = rest
    return Diagnostic(
        expect_text(code),
        expect_text(name),
        Severity(severity),
        expect_text(message),
        _location(location, sources),
        expect_text(label),
        tuple(Label(_location(where, sources), expect_text(text)) for where, text in labels),
        tuple(map(expect_text, tree)),
        expect_text(help_),
        tuple(_fix(fix, sources) for fix in fixes),
        _optional_text(element),
        _optional_text(suppressed),
    )


def _location(packed: Packed, sources: Sequence[SourceText]) -> Location:
    number, start, end = packed
    source = sources[expect_number(number, len(sources))]
    return Location(source, _span(start, end, source))


def _span(start: object, end: object, source: SourceText) -> Span:
    last = expect_number(end, len(source.text) + 1)
    return Span(expect_number(start, last + 1), last)


def _fix(packed: Packed, sources: Sequence[SourceText]) -> Fix:
    title, number, edits, applicability = packed
    source = sources[expect_number(number, len(sources))]
    unpacked = tuple(
        Edit(_span(start, end, source), expect_text(replacement))
        for start, end, replacement in edits
    )
    return Fix(expect_text(title), source, unpacked, Applicability(applicability))
