"""Checking maps one by one, and keeping what comes of them: what each process of a check does."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from argmap.resolve import Resolution
from argmap.workspace.caching import Cache
from argmap.workspace.checking import Checker
from argmap.workspace.choices import Choices
from argmap.workspace.discovery import imports
from argmap.workspace.files import Files
from argmap.workspace.library import DiskLibrary
from argmap.workspace.loading import load_resolution
from argmap.workspace.outcome import Outcome
from argmap.workspace.selecting import Policy
from argmap.workspace.tracing import traced


class Task(NamedTuple):
    """A map to check, and what its entry in the cache is to be called (None: it gets none)."""

    path: Path
    key: str | None = None


class Looker:
    """Checks maps of one command; ``cache`` is the folder of entries."""

    def __init__(
        self,
        texts: Mapping[str, Path] | None,
        choices: Choices,
        cache: Path | None,
        files: Files | None = None,
    ) -> None:
        self._files = files or Files()
        self._library = DiskLibrary(self._files.read)
        self._checker = Checker(texts, choices, read=self._files.read)
        self._cache = None if cache is None else Cache(cache, texts, choices)

    def look(self, task: Task) -> Outcome:
        """Check a map.

        Raises:
            InputError: when it cannot be read, or what was named for it is not there.
        """
        resolution = self._resolution(task.path)
        outcome = self._checker.look(resolution)
        outcome = traced(outcome, resolution, self._checker.shelf, self._files)
        if self._cache is not None and task.key is not None:
            self._cache.keep(task.key, task.path, outcome)
        return outcome

    def first(self, path: Path) -> tuple[Resolution, Policy]:
        """Return a map, and what it is checked for."""
        resolution = self._resolution(path)
        return resolution, self._checker.policies.policy(resolution)

    def imports(self, path: Path) -> tuple[Path, ...]:
        """Return what a file imports.

        Raises:
            InputError: when it cannot be read.
        """
        return imports(path, self._library)

    def _resolution(self, path: Path) -> Resolution:
        return load_resolution(path, self._library)
