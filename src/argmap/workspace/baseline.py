"""Baselines: findings that a project lives with for now, so that only new ones count.

A line of the file is ``CODE ELEMENT COUNT FILE``. A finding is known by its code and the element it
is about, never by its line; one that is about no element by its code and file (relative to the
baseline). The file of an element only says when its line is out of date.
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
from argmap.workspace.files import shown

if TYPE_CHECKING:
    from argmap.rules import Selection, StaleBaselineEntry

REASON = "it is in the baseline"
_HEAD = "version 1"
_NO_ELEMENT = "-"
_FIELDS = 4


class BaselineEntry(NamedTuple):
    """A line: so many findings of a rule about an element (or of none) in a file."""

    code: str
    element: str | None
    file: str
    diagnostics: int
    location: Location | None = None


class Baseline:
    """A baseline at ``path``, as it was read, or empty; ``is_updated``: to be written anew."""

    def __init__(
        self, path: Path, source: SourceText | None = None, *, is_updated: bool = False
    ) -> None:
        self.path = path.resolve()
        self._written = Path(shown(self.path)) if path.is_absolute() else path
        self.entries = [] if source is None else list(_parse(source))
        self.is_updated = is_updated
        self._renewed: Callable[[Iterable[BaselineEntry]], str] | None = None

    def known(self, diagnostics: Iterable[Diagnostic]) -> tuple[set[int], list[BaselineEntry]]:
        """Return which of the findings (by number) it lets pass, and the entries that are left.

        A finding in the file of its entry goes before one elsewhere.
        """
        left = {index: entry.diagnostics for index, entry in enumerate(self.entries)}
        exact: dict[object, list[int]] = defaultdict(list)
        by_element: dict[object, list[int]] = defaultdict(list)
        for index, (code, element, file, *_) in enumerate(self.entries):
            exact[code, element, file].append(index)
            if element is not None:
                by_element[code, element].append(index)
        passed: set[int] = set()
        waiting = [
            (number, diagnostic)
            for number, diagnostic in enumerate(diagnostics)
            if _can_pass(diagnostic)
        ]
        for number, diagnostic in waiting:
            key = (diagnostic.code, diagnostic.element, self._file(diagnostic))
            if _take(left, exact.get(key, ())):
                passed.add(number)
        for number, diagnostic in waiting:
            others = by_element.get((diagnostic.code, diagnostic.element), ())
            if number not in passed and _take(left, others):
                passed.add(number)
        return passed, [
            self.entries[index]._replace(diagnostics=count)
            for index, count in left.items()
            if count
        ]

    def stale(
        self, left: Iterable[BaselineEntry], checked: Iterable[str], selection: Selection
    ) -> Iterator[StaleBaselineEntry]:
        """Yield what is out of date: of what is left, all that this check would have found.

        That is what is about files that were checked (or are not there any more), by rules that ran
        and go by the map alone.
        """
        from argmap.rules import StaleBaselineEntry

        files = {self._relative(name) for name in checked}
        for entry in left:
            if _is_judged(entry.code, selection) and self._was_checked(entry, files):
                assert entry.location is not None  # it was read
                yield StaleBaselineEntry(
                    entry.location, entry.code, entry.element, entry.diagnostics
                )

    def renew(
        self, diagnostics: Iterable[Diagnostic], checked: Iterable[str], selection: Selection
    ) -> None:
        """Let all these findings pass, and of the old ones those that were not looked for."""
        files = {self._relative(name) for name in checked}
        found: Counter[tuple[str, str, str]] = Counter()
        for diagnostic in filter(_can_pass, diagnostics):
            file = self._file(diagnostic)
            if file.isprintable():
                found[file, diagnostic.code, diagnostic.element or _NO_ELEMENT] += 1

        def renewed(old: Iterable[BaselineEntry]) -> str:
            counts = found.copy()
            for entry in old:
                if not (_is_judged(entry.code, selection) and self._was_checked(entry, files)):
                    key = (entry.file, entry.code, entry.element or _NO_ELEMENT)
                    counts[key] = max(counts[key], entry.diagnostics)
            lines = (
                f"{code} {element} {number} {file}"
                for (file, code, element), number in sorted(counts.items())
            )
            return "\n".join([_HEAD, *lines]) + "\n"

        self._renewed = renewed
        self.entries = list(_parse(SourceText(shown(self.path), renewed(self.entries))))

    def _was_checked(self, entry: BaselineEntry, files: set[str]) -> bool:
        return entry.file in files or not (self.path.parent / entry.file).exists()

    def write(self) -> None:
        """Write it as it was renewed, with what other processes have written to it meanwhile.

        Raises:
            InputError: when what is there now cannot be read.
            OSError: when it cannot be written; a file that is there is then untouched.
        """
        assert self._renewed is not None  # nothing is written otherwise
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:  # which names the folder
            raise OSError(error.errno, error.strerror, str(self._written)) from error
        with exclusive_access(self.path):
            now = open_baseline(self.path, is_updated=True)
            write_atomically(self._written, self._renewed(now.entries))

    def _file(self, diagnostic: Diagnostic) -> str:
        return self._relative(diagnostic.location.source.name)

    def _relative(self, name: str) -> str:
        return Path(os.path.relpath(Path(name).resolve(), self.path.parent)).as_posix()


class Baselines:
    """The baselines of maps: the one that is ``given``, or else those that their projects set up.

    ``settings`` returns what is set up for maps in a folder. With ``is_updated``, all are to be
    written anew.
    """

    def __init__(
        self,
        given: Baseline | None,
        settings: Callable[[Path], Settings],
        *,
        is_updated: bool = False,
    ) -> None:
        self._given = given
        self._settings = settings
        self._is_renewed = is_updated
        self._opened: dict[Path, Baseline] = {}

    def of(self, folder: Path) -> Baseline | None:
        """Return the baseline of maps in a folder, if they have one.

        Raises:
            InputError: when it is not there, cannot be read, or is not a baseline.
        """
        if self._given is not None:
            return self._given
        settings = self._settings(folder)
        path = settings.baseline
        if path is None:
            return None
        if path not in self._opened:
            try:
                self._opened[path] = open_baseline(path, is_updated=self._is_renewed)
            except InputError as error:
                raise ConfigError(f"{settings.display_key('baseline')}: {error}") from error
        return self._opened[path]


def open_baseline(path: Path, *, is_updated: bool = False) -> Baseline:
    """Read a baseline; one that is to be renewed need not be there.

    Raises:
        InputError: when it is not there, cannot be read, or is none.
    """
    if is_updated and not path.exists():
        return Baseline(path, is_updated=True)
    if not path.is_file():
        raise InputError(f"there is no baseline `{shown(path)}`; write one with --update-baseline")
    try:
        with path.open("rb") as file:
            data = file.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        raise InputError(f"`{path}` cannot be read: {error.strerror}") from error
    if len(data) > MAX_FILE_BYTES:
        raise InputError(f"`{path}` is larger than {MAX_FILE_BYTES >> 20} MB")
    source = decode(shown(path.resolve()), data).source
    return Baseline(path, source, is_updated=is_updated)


def _parse(source: SourceText) -> Iterator[BaselineEntry]:
    if source.line(1).strip() != _HEAD:
        raise InputError(f"`{source.name}` is no baseline: it does not begin with `{_HEAD}`")
    for number in range(2, source.line_count + 1):
        span = source.line_span(number)
        line = source.slice(span)
        if not line.strip():
            continue
        fields = line.split(" ", _FIELDS - 1)
        if len(fields) != _FIELDS or not fields[2].isdecimal():
            raise InputError(
                f"`{source.name}`: line {number} is not of the form CODE ELEMENT COUNT FILE; write "
                "the baseline anew with --update-baseline"
            )
        code, element, count, file = fields
        location = Location(source, Span(span.start, span.end))
        yield BaselineEntry(
            code, None if element == _NO_ELEMENT else element, file, int(count), location
        )


def _is_judged(code: str, selection: Selection) -> bool:
    """Whether a check tells by itself that there is no such finding."""
    from argmap.rules import table

    return all(
        selection.includes(rule) and not rule.depends_on_environment
        for rule in table().matching(code)
    )


def _can_pass(diagnostic: Diagnostic) -> bool:
    """Whether a baseline may hide a finding: not that a map cannot be read as it is meant."""
    from argmap.rules import table

    return not any(rule.is_mandatory for rule in table().matching(diagnostic.code))


def _take(left: dict[int, int], indices: Iterable[int]) -> bool:
    for index in indices:
        if left[index]:
            left[index] -= 1
            return True
    return False
