"""An outcome as JSON holds it, paths as seen from the map: written, and held to what is now.

Findings as plain lists, for caching: `unpack` returns what `pack` was given.

A location is the number of its source text and two offsets. The texts are listed separately and
are not packed. Packed data may come from another machine, so `unpack` checks every value.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from argmap.diagnostics import Severity
from argmap.diagnostics.diagnostic import Applicability, Diagnostic, Fix, Label
from argmap.text import MAX_FILE_BYTES, Edit, Location, SourceText, Span, decode
from argmap.workspace.discovery import resolve_import
from argmap.workspace.environment import pypdf_version, today
from argmap.workspace.files import FileSystem, shown
from argmap.workspace.results import ImportRef, MapResult, SourceTextRef, Trace

Packed = list[Any]
"""What JSON can hold."""


def pack(diagnostics: Iterable[Diagnostic]) -> tuple[Packed, list[SourceText]]:
    """Return findings as lists of texts and numbers, and the texts that they are about."""
    packer = _Packer()
    return [packer.diagnostic(diagnostic) for diagnostic in diagnostics], packer.sources


class _Packer:
    def __init__(self) -> None:
        self.sources: list[SourceText] = []
        self._numbers: dict[int, int] = {}  # by identity: a text is compared by nothing else

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
    """Return the findings again, about these texts.

    Raises:
        TypeError: when a value has a type that `pack` does not write.
        ValueError: when a value, or the number of values, is not one that `pack` writes.
    """
    return tuple(_diagnostic(each, sources) for each in packed)


def expect_text(value: object) -> str:
    """Return a value that must be a text.

    Raises:
        TypeError: when it is something else.
    """
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def expect_number(value: object, end: int) -> int:
    """Return a value that must be a whole number, at least 0 and below ``end``.

    Raises:
        TypeError: when it is no whole number.
        ValueError: when it is out of range.
    """
    if type(value) is not int:
        raise TypeError(value)
    if not 0 <= value < end:
        raise ValueError(value)
    return value


def _optional_text(value: object) -> str | None:
    return None if value is None else expect_text(value)


def _diagnostic(packed: Packed, sources: Sequence[SourceText]) -> Diagnostic:
    code, name, severity, message, place, label, labels, tree, help_, fixes, *about = packed
    element, suppressed = about
    return Diagnostic(
        expect_text(code),
        expect_text(name),
        Severity(severity),
        expect_text(message),
        _location(place, sources),
        expect_text(label),
        tuple(Label(_location(place, sources), expect_text(text)) for place, text in labels),
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
    made = tuple(
        Edit(_span(start, end, source), expect_text(replacement))
        for start, end, replacement in edits
    )
    return Fix(expect_text(title), source, made, Applicability(applicability))


Data = dict[str, Any]

_OFFSET_END = 1 << 31


class StaleEntry(Exception):
    """Something is not as it was when the entry was written."""


def serialize(outcome: MapResult, root: Path) -> Data | None:
    """Return the entry of the map at ``root``; None where there can be none."""
    trace = outcome.trace
    if trace is None:
        return None
    numbers = {path: number for number, path in enumerate(trace.files)}
    by_name = {shown(path): number for path, number in numbers.items()}
    diagnostics, sources = pack(outcome.diagnostics)
    if any(source.name not in by_name for source in sources):
        return None
    try:
        files = [[_relative(path, root), digest] for path, digest in trace.files.items()]
        texts = [_text(text, root) for text in trace.texts]
    except ValueError:  # another drive
        return None
    return {
        "files": files,
        "names": list(by_name),
        "imports": [
            [numbers[each.file], each.written, each.target and numbers.get(each.target)]
            for each in trace.imports
        ],
        "texts": texts,
        "day": trace.day,
        "pypdf": trace.pypdf,
        "statements": [
            [list(places), list(places.values())] for places in outcome.statements.values()
        ],
        "documents": [by_name[name] for name in outcome.statements],
        "level": None if outcome.fail_level is None else int(outcome.fail_level),
        "sources": list(outcome.sources),
        "about": [by_name[source.name] for source in sources],
        "findings": diagnostics,
    }


def _relative(path: Path, root: Path) -> str:
    return Path(os.path.relpath(path, root.parent)).as_posix()


def _text(text: SourceTextRef, root: Path) -> list[Any]:
    """Return a text; one that the user or the project names is found by its source's id."""
    if text.folder is None:
        return [text.source, text.name, None, None, text.digest]
    folder, path = _relative(text.folder, root), _relative(text.path, root)
    return [text.source, text.name, folder, path, text.digest]


def deserialize(data: Data, root: Path, named: Mapping[str, Path], files: FileSystem) -> MapResult:
    """Return the outcome of an entry for the map at ``root``.

    ``named`` are the texts of sources that the user or the project names. An entry may come from
    another machine, so every value of it is checked.

    Raises:
        Mismatch: when something that the entry depends on has changed.
        LookupError: when a part of the entry is missing.
        TypeError: when a value has a type that `serialize` does not write.
        ValueError: when a value, or the number of values, is not one that `serialize` writes.
    """
    trace = _trace(data, root, named, files)
    paths = list(trace.files)
    names = data["names"]
    sources = [
        _source(paths[number], names[number], files) for number in _numbers(data["about"], paths)
    ]
    level = data["level"]
    documents = _numbers(data["documents"], paths)
    imports: dict[Path, tuple[Path, ...]] = {paths[number]: () for number in documents}
    for each in trace.imports:
        if each.target is not None:
            imports[each.file] += (each.target,)
    return MapResult(
        unpack(data["findings"], sources),
        {
            names[number]: _statements(places, ids)
            for number, (places, ids) in zip(documents, data["statements"], strict=True)
        },
        None if level is None else Severity(level),
        tuple(map(expect_text, data["sources"])),
        imports,
        trace,
    )


def _numbers(values: Any, paths: list[Path]) -> list[int]:
    """Return numbers of files, each of which there is."""
    return [expect_number(value, len(paths)) for value in values]


def _statements(places: Any, ids: Any) -> dict[int, str]:
    return {
        expect_number(place, _OFFSET_END): expect_text(id_)
        for place, id_ in zip(places, ids, strict=True)
    }


def _source(path: Path, name: str, files: FileSystem) -> SourceText:
    try:
        return decode(name, files.read(path, MAX_FILE_BYTES + 1)).source
    except OSError as error:
        raise StaleEntry from error


def _trace(data: Data, root: Path, named: Mapping[str, Path], files: FileSystem) -> Trace:
    known: dict[Path, str] = {}
    for (written, digest), name in zip(data["files"], data["names"], strict=True):
        path = _absolute(expect_text(written), root)
        if files.fingerprint(path) != expect_text(digest) or shown(path) != expect_text(name):
            raise StaleEntry
        known[path] = digest
    paths = list(known)
    if len(paths) != len(data["names"]):
        raise StaleEntry
    imports = tuple(_import(each, paths) for each in data["imports"])
    texts = tuple(_known_text(each, root, named, files) for each in data["texts"])
    trace = Trace(known, imports, texts, expect_text(data["day"]), expect_text(data["pypdf"]))
    if any(resolve_import(file, written) != target for file, written, target in imports):
        raise StaleEntry
    if trace.day not in ("", today()) or pypdf_version(texts, files) != trace.pypdf:
        raise StaleEntry
    return trace


def _import(data: Any, paths: list[Path]) -> ImportRef:
    file, written, target = data
    (number,) = _numbers([file], paths)
    led_to = None if target is None else paths[expect_number(target, len(paths))]
    return ImportRef(paths[number], expect_text(written), led_to)


def _absolute(relative: str, root: Path) -> Path:
    return Path(os.path.normpath(root.parent / relative))


def _known_text(
    data: list[Any], root: Path, named: Mapping[str, Path], files: FileSystem
) -> SourceTextRef:
    source, name, written_in, target, digest = data
    source, name, digest = expect_text(source), expect_text(name), expect_text(digest)
    if written_in is None:
        folder, path = None, named[source]
        is_same = shown(path) == name
    else:
        folder = _absolute(expect_text(written_in), root)
        path = _absolute(expect_text(target), root)
        is_same = source not in named and resolve_import(folder / root.name, name) == path
    if not is_same or files.fingerprint(path) != digest:
        raise StaleEntry
    return SourceTextRef(source, path, name, folder, digest)
