"""Baselines: diagnostics that a project accepts for now, so that only new ones count.

A line of the file is ``CODE ELEMENT COUNT FILE``. A diagnostic is identified by its code and its
element, never by its line number; one without an element, by its code and its file (relative to the
baseline). The file of an entry with an element only decides when the entry is stale.
"""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from argmap.config import Settings
from argmap.diagnostics import Diagnostic
from argmap.errors import ConfigError, InputError
from argmap.text import (
    MAX_FILE_BYTES,
    Location,
    SourceText,
    Span,
    decode,
    exclusive_access,
    write_atomically,
)
from argmap.workspace.files import display_path

if TYPE_CHECKING:
    from argmap.rules import Selection, StaleBaselineEntry

REASON = "it is in the baseline"
_HEADER = "version 1"
_NO_ELEMENT = "-"
_FIELD_COUNT = 4


class BaselineEntry(NamedTuple):
    """A line of a baseline: the diagnostics of a rule for an element or a file.

    ``element`` is None for diagnostics without an element; ``allowed`` is the number of diagnostics
    that are accepted.
    """

    code: str
    element: str | None
    file: str
    allowed: int
    location: Location | None = None


class Baseline:
    """A baseline file.

    Args:
        path: The path of the file.
        source: The text of the file, or None for an empty baseline.
        is_updated: Whether the file is to be updated with the diagnostics of this check.
        boundary: The folder that a link must not lead out of when the file is written; None if the
            user names the file.

    Raises:
        InputError: If ``source`` is not a baseline.
    """

    def __init__(
        self,
        path: Path,
        source: SourceText | None = None,
        *,
        is_updated: bool = False,
        boundary: Path | None = None,
    ) -> None:
        self.path = path.resolve()
        self._shown_path = Path(display_path(path)) if path.is_absolute() else path
        self.entries = [] if source is None else list(_parse(source))
        self.is_updated = is_updated
        self._boundary = boundary
        self._updated_text: Callable[[Iterable[BaselineEntry]], str] | None = None

    def match(self, diagnostics: Iterable[Diagnostic]) -> tuple[set[int], list[BaselineEntry]]:
        """Return the indices of the accepted diagnostics, and the entries with unused counts.

        An entry matches the diagnostics in its own file before those in other files.
        """
        left = {index: entry.allowed for index, entry in enumerate(self.entries)}
        by_file: dict[object, list[int]] = defaultdict(list)
        by_element: dict[object, list[int]] = defaultdict(list)
        for index, (code, element, file, *_) in enumerate(self.entries):
            by_file[code, element, file].append(index)
            if element is not None:
                by_element[code, element].append(index)
        accepted: set[int] = set()
        acceptable = [
            (index, diagnostic)
            for index, diagnostic in enumerate(diagnostics)
            if _is_acceptable(diagnostic)
        ]
        for index, diagnostic in acceptable:
            key = (diagnostic.code, diagnostic.element, self._file(diagnostic))
            if _use_one(left, by_file.get(key, ())):
                accepted.add(index)
        for index, diagnostic in acceptable:
            entries = by_element.get((diagnostic.code, diagnostic.element), ())
            if index not in accepted and _use_one(left, entries):
                accepted.add(index)
        unused = [
            self.entries[index]._replace(allowed=count) for index, count in left.items() if count
        ]
        return accepted, unused

    def stale_entries(
        self, unused: Iterable[BaselineEntry], checked: Iterable[str], selection: Selection
    ) -> Iterator[StaleBaselineEntry]:
        """Yield the unused entries whose diagnostics this check would have found.

        These are the entries of checked or deleted files, by rules that ran and that depend only on
        the map.
        """
        from argmap.rules import StaleBaselineEntry

        files = {self._relative(name) for name in checked}
        for entry in unused:
            if _is_reliable(entry.code, selection) and self._was_checked(entry, files):
                assert entry.location is not None  # because the entry was read from a file
                yield StaleBaselineEntry(entry.location, entry.code, entry.element, entry.allowed)

    def update(
        self, diagnostics: Iterable[Diagnostic], checked: Iterable[str], selection: Selection
    ) -> None:
        """Accept these diagnostics, and keep the entries that this check could not find again."""
        files = {self._relative(name) for name in checked}
        current: Counter[tuple[str, str, str]] = Counter()
        for diagnostic in filter(_is_acceptable, diagnostics):
            file = self._file(diagnostic)
            if file.isprintable():
                current[file, diagnostic.code, diagnostic.element or _NO_ELEMENT] += 1

        def updated_text(old: Iterable[BaselineEntry]) -> str:
            counts = current.copy()
            for entry in old:
                if not (_is_reliable(entry.code, selection) and self._was_checked(entry, files)):
                    key = (entry.file, entry.code, entry.element or _NO_ELEMENT)
                    counts[key] = max(counts[key], entry.allowed)
            lines = (
                f"{code} {element} {count} {file}"
                for (file, code, element), count in sorted(counts.items())
            )
            return "\n".join([_HEADER, *lines]) + "\n"

        self._updated_text = updated_text
        self.entries = list(_parse(SourceText(display_path(self.path), updated_text(self.entries))))

    def write(self) -> None:
        """Write the updated baseline, merged with what other processes have written meanwhile.

        Raises:
            InputError: If the current file cannot be read.
            OSError: If the file cannot be written; an existing file is then unchanged.
        """
        assert self._updated_text is not None  # only updated baselines are written
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:  # it names the folder
            raise OSError(error.errno, error.strerror, str(self._shown_path)) from error
        with exclusive_access(self.path):
            current = open_baseline(self.path, is_updated=True)
            text = self._updated_text(current.entries)
            write_atomically(self._shown_path, text, within=self._boundary)

    def _was_checked(self, entry: BaselineEntry, files: set[str]) -> bool:
        return entry.file in files or not (self.path.parent / entry.file).exists()

    def _file(self, diagnostic: Diagnostic) -> str:
        return self._relative(diagnostic.location.source.name)

    def _relative(self, name: str) -> str:
        return Path(os.path.relpath(Path(name).resolve(), self.path.parent)).as_posix()


class Baselines:
    """The baselines of maps.

    Args:
        override: The baseline to use instead of those of the projects.
        settings: Returns the settings of the maps in a folder.
        is_updated: Whether the baselines of the projects are to be updated.
    """

    def __init__(
        self,
        override: Baseline | None,
        settings: Callable[[Path], Settings],
        *,
        is_updated: bool = False,
    ) -> None:
        self._override = override
        self._settings = settings
        self._is_updated = is_updated
        self._opened: dict[Path, Baseline] = {}

    def for_folder(self, folder: Path) -> Baseline | None:
        """Return the baseline of the maps in a folder, or None if they have none.

        Raises:
            InputError: If the baseline does not exist, cannot be read, or is invalid.
        """
        if self._override is not None:
            return self._override
        settings = self._settings(folder)
        path = settings.baseline
        if path is None:
            return None
        if path not in self._opened:
            try:
                self._opened[path] = open_baseline(
                    path, is_updated=self._is_updated, boundary=path.parent
                )
            except InputError as error:
                raise ConfigError(f"{settings.display_key('baseline')}: {error}") from error
        return self._opened[path]


def open_baseline(
    path: Path, *, is_updated: bool = False, boundary: Path | None = None
) -> Baseline:
    """Read a baseline; the file need not exist if it is going to be updated.

    Raises:
        InputError: If the file does not exist, cannot be read, or is not a baseline.
    """
    if is_updated and not path.exists():
        return Baseline(path, is_updated=True, boundary=boundary)
    if not path.is_file():
        raise InputError(
            f"the baseline `{display_path(path)}` does not exist; write it with --update-baseline"
        )
    try:
        with path.open("rb") as file:
            data = file.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        raise InputError(f"`{path}` cannot be read: {error.strerror}") from error
    if len(data) > MAX_FILE_BYTES:
        raise InputError(f"`{path}` is larger than {MAX_FILE_BYTES >> 20} MB")
    source = decode(display_path(path.resolve()), data).source
    return Baseline(path, source, is_updated=is_updated, boundary=boundary)


def _parse(source: SourceText) -> Iterator[BaselineEntry]:
    if source.line(1).strip() != _HEADER:
        raise InputError(f"`{source.name}` is not a baseline: its first line is not `{_HEADER}`")
    for number in range(2, source.line_count + 1):
        span = source.line_span(number)
        line = source.slice(span)
        if not line.strip():
            continue
        fields = line.split(" ", _FIELD_COUNT - 1)
        if len(fields) != _FIELD_COUNT or not fields[2].isdecimal():
            raise InputError(
                f"`{source.name}`: line {number} is not of the form CODE ELEMENT COUNT FILE; "
                "rewrite the baseline with --update-baseline"
            )
        code, element, count, file = fields
        location = Location(source, Span(span.start, span.end))
        yield BaselineEntry(
            code, None if element == _NO_ELEMENT else element, file, int(count), location
        )


def _is_reliable(code: str, selection: Selection) -> bool:
    """Return whether the check would find every diagnostic with this code.

    The rule must run, and must depend only on the map.
    """
    from argmap.rules import table

    return all(
        selection.includes(rule) and not rule.depends_on_environment
        for rule in table().matching(code)
    )


def _is_acceptable(diagnostic: Diagnostic) -> bool:
    """Return whether a baseline may accept a diagnostic; mandatory rules always count."""
    from argmap.rules import table

    return not any(rule.is_mandatory for rule in table().matching(diagnostic.code))


def _use_one(left: dict[int, int], indices: Iterable[int]) -> bool:
    """Decrement the first nonzero count; return False if there is none."""
    for index in indices:
        if left[index]:
            left[index] -= 1
            return True
    return False
