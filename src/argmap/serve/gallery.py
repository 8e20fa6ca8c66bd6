"""What is shown: every map with its last good picture, and what is wrong with it now.

The studio hangs up and takes down; pages look. Whatever hangs here is never changed, only replaced,
so that both can go on at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from attrs import evolve, field, frozen

from argmap.rendering.html.page import Page

_NOT_IN_ID = re.compile(r"[^A-Za-z0-9_-]+")


class Place(NamedTuple):
    """A place in a file: the file's number, how it is named, and line and column from 1."""

    file: int
    name: str
    line: int
    column: int


class Trouble(NamedTuple):
    """What is wrong with a map, where, and how many more mistakes there are.

    ``is_shown``: its picture is that of the map as it is, and only its check has failed.
    """

    what: str
    place: Place | None = None
    more: int = 0
    is_shown: bool = False


class Finding(NamedTuple):
    """A finding, with the statement it is about if there is one."""

    severity: str
    code: str
    name: str
    message: str
    help: str
    place: Place
    statement: str | None


@frozen
class Exhibit:
    """One map as it is shown. ``drawn`` counts its pictures, ``revision`` all that changes."""

    id: str
    name: str
    title: str
    page: Page | None = None
    places: dict[str, Place] = field(factory=dict)
    findings: tuple[Finding, ...] = ()
    trouble: Trouble | None = None
    drawn: int = 0
    revision: int = 0

    @property
    def state(self) -> str:
        """Return ``broken``, ``waiting`` for its first picture, the worst severity, or ``fine``."""
        if self.trouble is not None:
            return "broken"
        if self.page is None:
            return "waiting"
        for severity in ("error", "warning", "info"):
            if any(finding.severity == severity for finding in self.findings):
                return severity
        return "fine"


class Gallery:
    """All exhibits, by the ids that stand in addresses, and the numbers of their files.

    ``tell`` is called after every change. ``due`` are maps of which a new picture is on its way.
    """

    def __init__(self, tell: Callable[[], None]) -> None:
        self._tell = tell
        self._ids: dict[Path, str] = {}
        self._files: list[Path] = []
        self._numbers: dict[Path, int] = {}
        self._gone: dict[str, Exhibit] = {}
        self.exhibits: dict[str, Exhibit] = {}
        self.due: frozenset[str] = frozenset()

    def last(self, id_: str) -> Exhibit | None:
        """Return how a map was shown last, also one that is not shown any more."""
        return self.exhibits.get(id_) or self._gone.get(id_)

    def id_of(self, path: Path, name: str) -> str:
        """Return what the map at a path is called in addresses, always the same."""
        if path not in self._ids:
            base = _NOT_IN_ID.sub("-", name).strip("-") or "map"
            taken = set(self._ids.values())
            made, number = base, 1
            while made in taken:
                number += 1
                made = f"{base}-{number}"
            self._ids[path] = made
        return self._ids[path]

    def number_of(self, path: Path) -> int:
        """Return the number of a file; only what has one can be opened in an editor."""
        if path not in self._numbers:
            self._numbers[path] = len(self._files)
            self._files.append(path)
        return self._numbers[path]

    def file(self, number: int) -> Path | None:
        """Return the file of that number, if there is one."""
        return self._files[number] if 0 <= number < len(self._files) else None

    def put(self, exhibit: Exhibit) -> None:
        """Show a map in place of how it was shown; nothing is told where it is the same."""
        old = self.last(exhibit.id)
        revision = 1 if old is None else old.revision
        is_shown = exhibit.id in self.exhibits
        if is_shown and evolve(exhibit, revision=revision) == old:
            return
        new = evolve(exhibit, revision=revision + (old is not None))
        self.exhibits = {**self.exhibits, exhibit.id: new}
        self._tell()

    def expect(self, ids: Iterable[str]) -> None:
        """Note of which maps a new picture is on its way."""
        due = frozenset(ids)
        if due != self.due:
            self.due = due
            self._tell()

    def keep(self, ids: Iterable[str]) -> None:
        """Show these maps and no others, in this order."""
        kept = {id_: self.exhibits[id_] for id_ in ids if id_ in self.exhibits}
        self._gone |= {id_: each for id_, each in self.exhibits.items() if id_ not in kept}
        if list(kept) != list(self.exhibits):
            self.exhibits = kept
            self._tell()
