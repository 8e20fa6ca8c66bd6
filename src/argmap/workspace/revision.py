"""Loads and checks maps as they were at a git revision."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack, closing
from pathlib import Path

from argmap.config import Settings, find_root
from argmap.errors import ConfigError, InputError
from argmap.text import MAX_FILE_BYTES
from argmap.text.import_patterns import FolderEntries, is_pattern, list_folder
from argmap.workspace.aggregation import DiagnosticAggregator
from argmap.workspace.check_config import CheckConfig, SettingsCache
from argmap.workspace.discovery import import_targets
from argmap.workspace.files import ABSENT, document_path, read_bytes
from argmap.workspace.git import GitRevision
from argmap.workspace.results import ImportRef, MapResult


def results_at_revision(
    results: Mapping[Path, MapResult],
    since: str,
    config: CheckConfig,
    current_settings: SettingsCache,
) -> DiagnosticAggregator:
    """Return the diagnostics that maps had at a git revision.

    A map whose files, lock, reviews, texts and settings are unchanged is not checked again.

    Args:
        results: The current results of the maps.
        since: The revision.
        config: The configuration of the check.
        current_settings: The current settings of the maps.

    Raises:
        InputError: If git is not installed, or the repository or the revision does not exist.
    """
    aggregator = DiagnosticAggregator()
    with ExitStack() as stack:
        checker: RevisionChecker | None = None
        for path, result in results.items():
            if checker is None or not path.is_relative_to(checker.revision.root):
                revision = stack.enter_context(closing(GitRevision(path.parent, since)))
                checker = RevisionChecker(revision, config, current_settings)
            old = checker.check(path, result)
            if old is not None:
                aggregator.add(old)
    return aggregator


class RevisionChecker:
    """Checks maps with the files and settings of a revision.

    Attributes:
        revision: The revision.
        files: Its files; those outside the repository are read from the disk.
        checker: Checks maps with the source texts and the settings of the revision.
    """

    def __init__(
        self, revision: GitRevision, config: CheckConfig, current_settings: SettingsCache
    ) -> None:
        from argmap.workspace.checker import Checker
        from argmap.workspace.files import FileCache

        self.revision = revision
        self._current_settings = current_settings
        self._config_file = config.overrides.config
        self._settings_cache: SettingsCache | None = None
        self.files = FileCache(self._read_map, self._list_folder)
        overrides = config.overrides._replace(config=None)
        self.checker = Checker(
            config.texts, overrides, read=self._read_text, settings=self._settings
        )

    def check(self, path: Path, current: MapResult) -> MapResult | None:
        """Return the result of a map at the revision, or None if it did not exist."""
        if not self._has_changed(path, current):
            return current
        if not self.revision.has(document_path(path)):
            return None
        if self.files.fingerprint(path) == ABSENT:  # a Markdown file had fewer maps
            return None
        from argmap.workspace.load import load_resolution

        resolution = load_resolution(path, self.files)
        try:
            return self.checker.check_map(resolution)
        except InputError:  # an invalid setting at the revision, which is of no importance now
            return None

    def _has_changed(self, path: Path, current: MapResult) -> bool:
        """Return whether a dependency of a map has changed, or may have."""
        trace = current.trace
        if trace is None:
            return True
        if self._settings(path.parent) != self._current_settings.settings(path.parent):
            return True
        if any(self._matches_differ(path, ref) for ref in trace.imports):
            return True
        paths = (*map(document_path, trace.files), *(text.path.absolute() for text in trace.texts))
        revision = self.revision
        return any(not revision.is_unchanged(path) and revision.covers(path) for path in paths)

    def _matches_differ(self, root: Path, ref: ImportRef) -> bool:
        """Return whether an import by pattern of a map matched other files at the revision."""
        if not is_pattern(ref.written):
            return False
        matches = import_targets(ref.file, ref.written, self._list_folder, find_root(root.parent))
        return matches != ref.targets

    def _list_folder(self, folder: Path) -> FolderEntries:
        if not folder.is_relative_to(self.revision.root):
            return list_folder(folder)
        return self.revision.entries(folder)

    def _settings(self, folder: Path) -> Settings:
        """Return the settings at the revision, or the current ones if those were invalid."""
        try:
            if self._settings_cache is None:
                self._settings_cache = SettingsCache(self._config_file, self._read_settings)
            return self._settings_cache.settings(folder)
        except ConfigError:
            return self._current_settings.settings(folder)

    def _read_settings(self, path: Path) -> bytes | None:
        path = path.resolve()
        if not path.is_relative_to(self.revision.root):
            return path.read_bytes() if path.is_file() else None
        return self.revision.read(path, MAX_FILE_BYTES) if self.revision.has(path) else None

    def _read_map(self, path: Path, limit: int) -> bytes:
        if not path.is_relative_to(self.revision.root):
            return read_bytes(path, limit)
        return self.revision.read(path, limit)

    def _read_text(self, path: Path, limit: int) -> bytes:
        path = path.absolute()
        if not self.revision.covers(path):
            return read_bytes(path, limit)
        return self.revision.read(path, limit)
