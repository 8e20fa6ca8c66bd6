"""What a check found at an earlier revision, so that only what is new counts."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack, closing
from pathlib import Path

from argmap.config import Settings
from argmap.errors import ConfigError, InputError
from argmap.text import LIMIT
from argmap.workspace.choices import Choices, Configured
from argmap.workspace.files import read_bytes
from argmap.workspace.gathering import Gathered
from argmap.workspace.git import Revision
from argmap.workspace.outcome import Outcome


def before(
    outcomes: Mapping[Path, Outcome],
    since: str,
    texts: Mapping[str, Path],
    choices: Choices,
    now: Configured,
) -> Gathered:
    """Return what the maps, given with what is found in them ``now``, had at a revision of git.

    A map whose files, lock, texts and settings are what they were is not read again.

    Raises:
        InputError: when there is no git, no repository, or no such revision.
    """
    gathered = Gathered()
    with ExitStack() as opened:
        past: _Past | None = None
        for path, outcome in outcomes.items():
            if past is None or not path.is_relative_to(past.revision.root):
                revision = opened.enter_context(closing(Revision(path.parent, since)))
                past = _Past(revision, texts, choices, now)
            found = past.outcome(path, outcome)
            if found is not None:
                gathered.add(found)
    return gathered


class _Past:
    """The files and settings at a revision."""

    def __init__(
        self, revision: Revision, texts: Mapping[str, Path], choices: Choices, now: Configured
    ) -> None:
        from argmap.workspace.checking import Checker
        from argmap.workspace.library import DiskLibrary

        self.revision = revision
        self._now = now
        self._file = choices.config
        self._configured: Configured | None = None
        self._library = DiskLibrary(self._read_map)
        checker_choices = choices._replace(config=None)
        self._checker = Checker(
            texts, checker_choices, read=self._read_text, settings=self._settings
        )

    def outcome(self, path: Path, now: Outcome) -> Outcome | None:
        """Return what was found in a map; nothing where it was not there."""
        if not self._is_concerned(path, now):
            return now
        if not self.revision.has(path):
            return None
        from argmap.workspace.loading import load_resolution

        resolution = load_resolution(path, self._library)
        try:
            return self._checker.look(resolution)
        except InputError:  # what was wrong then stands in the way of nobody now
            return None

    def _is_concerned(self, path: Path, now: Outcome) -> bool:
        if now.trace is None or self._settings(path.parent) != self._now.settings(path.parent):
            return True
        paths = (*now.trace.files, *(text.path.absolute() for text in now.trace.texts))
        return not all(self._is_as_now(each) for each in paths)

    def _is_as_now(self, path: Path) -> bool:
        return self.revision.is_as_now(path) or not self.revision.covers(path)

    def _settings(self, folder: Path) -> Settings:
        """Return what was set; what is set now, where that was not fit to be used."""
        try:
            if self._configured is None:
                self._configured = Configured(self._file, self._read_settings)
            return self._configured.settings(folder)
        except ConfigError:
            return self._now.settings(folder)

    def _read_settings(self, path: Path) -> bytes | None:
        path = path.resolve()
        if not path.is_relative_to(self.revision.root):
            return path.read_bytes() if path.is_file() else None
        return self.revision.read(path, LIMIT) if self.revision.has(path) else None

    def _read_map(self, path: Path, limit: int) -> bytes:
        if not path.is_relative_to(self.revision.root):
            return read_bytes(path, limit)
        return self.revision.read(path, limit)

    def _read_text(self, path: Path, limit: int) -> bytes:
        path = path.absolute()
        if not self.revision.covers(path):
            return read_bytes(path, limit)
        return self.revision.read(path, limit)
