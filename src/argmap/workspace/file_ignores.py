"""The setting ``per-file-ignores``: rules whose diagnostics are ignored in some files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from argmap.config import Settings
from argmap.errors import ConfigError
from argmap.text import MAX_FILE_BYTES, Location, SourceText, Span, decode
from argmap.workspace.discovery import PathContents
from argmap.workspace.files import display_path, document_path, read_bytes
from argmap.workspace.path_patterns import InvalidPattern, Patterns, parse_patterns

if TYPE_CHECKING:
    from argmap.resolve import Resolution
    from argmap.rules import UnmatchedPattern
    from argmap.workspace.rule_selection import RuleSelection

KEY = "per-file-ignores"
_NEGATION = "!"


class FileIgnores:
    """The parsed ``per-file-ignores`` of a project.

    Raises:
        ConfigError: If a pattern is invalid.
    """

    def __init__(self, settings: Settings) -> None:
        assert settings.file is not None  # because it contains the setting
        folder = settings.file.resolve().parent
        self._folder = folder
        self._rules = settings.per_file_ignores
        self._patterns: list[tuple[str, Patterns]] = []
        for text in self._rules:
            try:
                pattern = parse_patterns(folder, [text.removeprefix(_NEGATION)])
            except InvalidPattern as error:
                raise ConfigError(f"{settings.display_key(KEY, text)}: {error}") from error
            self._patterns.append((text, pattern))

    def ignored_rules(self, path: Path) -> list[str]:
        """Return the rules and families whose diagnostics are ignored in a file."""
        return [word for text in self._matching(path) for word in self._rules[text]]

    def unmatched(self, files: Iterable[Path]) -> list[str]:
        """Return the patterns that match none of these files."""
        matched = {text for file in files for text in self._matching(file)}
        return [text for text, _ in self._patterns if text not in matched]

    def _matching(self, path: Path) -> Iterator[str]:
        path = document_path(path)
        # An imported file outside the project is matched by its name only.
        inside = path if path.is_relative_to(self._folder) else self._folder / path.name
        for text, pattern in self._patterns:
            if pattern.match(inside) is not text.startswith(_NEGATION):
                yield text


class UnmatchedPatterns(NamedTuple):
    """Patterns of a configuration file that match no file.

    Attributes:
        file: The configuration file.
        texts: The patterns.
        load: Loads a map of the project.
    """

    file: Path
    texts: tuple[str, ...]
    load: Callable[[], tuple[Resolution, RuleSelection]]

    def locate(self) -> Iterator[UnmatchedPattern]:
        """Yield the patterns with their locations in the configuration file."""
        try:
            data = read_bytes(self.file, MAX_FILE_BYTES)
        except OSError:  # it has been deleted since the settings were read
            data = b""
        return locate_patterns(decode(display_path(self.file.resolve()), data).source, self.texts)


def locate_patterns(source: SourceText, texts: Iterable[str]) -> Iterator[UnmatchedPattern]:
    """Yield patterns with their locations in a configuration file."""
    from argmap.rules import UnmatchedPattern

    for text in texts:
        yield UnmatchedPattern(_location(source, text), text)


def _location(source: SourceText, pattern: str) -> Location:
    """Return the location of a pattern, or the first line if it is written with escapes."""
    table_start = max(source.text.find(KEY), 0)
    for quote in "\"'":
        start = source.text.find(f"{quote}{pattern}{quote}", table_start)
        if start >= 0:
            return Location(source, Span(start, start + len(pattern) + 2))
    return Location(source, source.line_span(1))


def find_unmatched(
    contents: Iterable[PathContents],
    maps: Iterable[Path],
    files: Iterable[Path],
    settings: Callable[[Path], Settings],
    load: Callable[[Path], tuple[Resolution, RuleSelection]],
) -> Iterator[UnmatchedPatterns]:
    """Yield the patterns that match no file, for projects that are checked completely.

    Args:
        contents: The contents of the paths that the user names.
        maps: The maps that were checked.
        files: All files that were checked, imported ones included.
        settings: Returns the settings of the maps in a folder.
        load: Returns a map and the rules selected for it.

    Raises:
        ConfigError: If a pattern is invalid.
    """
    folders = [content.base for content in contents if content.is_folder]
    if not folders:
        return
    projects: dict[Path, tuple[Settings, Path]] = {}
    for path in maps:
        project = settings(path.parent)
        if project.file is not None and project.per_file_ignores:
            projects.setdefault(project.file, (project, path))
    checked = tuple(files) if projects else ()
    for file, (project, path) in projects.items():
        if any(file.resolve().parent.is_relative_to(folder) for folder in folders):
            texts = FileIgnores(project).unmatched(checked)
            if texts:
                yield UnmatchedPatterns(file, tuple(texts), partial(load, path))
