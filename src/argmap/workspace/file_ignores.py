"""``per-file-ignores``: rules whose findings are dropped in some files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from argmap.config import Settings
from argmap.errors import ConfigError
from argmap.text import MAX_FILE_BYTES, Location, SourceText, Span, decode
from argmap.workspace.discovery import PathContents
from argmap.workspace.exclusions import InvalidPattern, Patterns, patterns
from argmap.workspace.files import read_bytes, shown

if TYPE_CHECKING:
    from argmap.resolve import Resolution
    from argmap.rules import UnmatchedPattern
    from argmap.workspace.rule_selection import RuleSelection

KEY = "per-file-ignores"
_ALL_OTHERS = "!"


class FileIgnores:
    """What a project sets up, read.

    Raises:
        ConfigError: when a pattern is none.
    """

    def __init__(self, settings: Settings) -> None:
        assert settings.file is not None  # it set something
        folder = settings.file.resolve().parent
        self._folder = folder
        self._patterns: list[tuple[str, Patterns]] = []
        self._words = settings.per_file_ignores
        for pattern in self._words:
            try:
                read = patterns(folder, [pattern.removeprefix(_ALL_OTHERS)])
            except InvalidPattern as error:
                raise ConfigError(f"{settings.display_key(KEY, pattern)}: {error}") from error
            self._patterns.append((pattern, read))

    def words(self, path: Path) -> list[str]:
        """Return the words for rules whose findings are dropped in a file."""
        return [word for pattern in self._matching(path) for word in self._words[pattern]]

    def unmatched(self, files: Iterable[Path]) -> list[str]:
        """Return the patterns that match none of these files."""
        matched = {pattern for file in files for pattern in self._matching(file)}
        return [pattern for pattern, _ in self._patterns if pattern not in matched]

    def _matching(self, path: Path) -> Iterator[str]:
        # A file elsewhere, which a map imports, is only known by its name.
        inside = path if path.is_relative_to(self._folder) else self._folder / path.name
        for pattern, read in self._patterns:
            if read.match(inside) is not pattern.startswith(_ALL_OTHERS):
                yield pattern


class UnmatchedPatterns(NamedTuple):
    """Patterns of a configuration that match no file; ``load`` returns a map of its project."""

    file: Path
    texts: tuple[str, ...]
    load: Callable[[], tuple[Resolution, RuleSelection]]

    def patterns(self) -> Iterator[UnmatchedPattern]:
        """Yield them with their places in the configuration."""
        try:
            data = read_bytes(self.file, MAX_FILE_BYTES)
        except OSError:  # it was there when it was read
            data = b""
        return locate_patterns(decode(shown(self.file.resolve()), data).source, self.texts)


def locate_patterns(source: SourceText, texts: Iterable[str]) -> Iterator[UnmatchedPattern]:
    """Yield patterns with their places in a configuration."""
    from argmap.rules import UnmatchedPattern

    for text in texts:
        yield UnmatchedPattern(_place(source, text), text)


def _place(source: SourceText, pattern: str) -> Location:
    """Return where a pattern is in a configuration; its first line where it has escapes."""
    begin = max(source.text.find(KEY), 0)
    for quote in "\"'":
        start = source.text.find(f"{quote}{pattern}{quote}", begin)
        if start >= 0:
            return Location(source, Span(start, start + len(pattern) + 2))
    return Location(source, source.line_span(1))


def find_unmatched(
    meant: Iterable[PathContents],
    maps: Iterable[Path],
    files: Iterable[Path],
    settings: Callable[[Path], Settings],
    load: Callable[[Path], tuple[Resolution, RuleSelection]],
) -> Iterator[UnmatchedPatterns]:
    """Yield patterns that match none of the checked ``files``, of projects that are checked whole.

    Args:
        meant: What the command line names.
        maps: The maps that were checked.
        files: All files that were checked, parts of maps among them.
        settings: Returns what is set up for maps in a folder.
        load: Returns a map and what it is checked for.

    Raises:
        ConfigError: when a pattern is none.
    """
    bases = [each.base for each in meant if each.is_folder]
    if not bases:
        return
    projects: dict[Path, tuple[Settings, Path]] = {}
    for path in maps:
        each = settings(path.parent)
        if each.file is not None and each.per_file_ignores:
            projects.setdefault(each.file, (each, path))
    known = tuple(files) if projects else ()
    for file, (each, path) in projects.items():
        if any(file.resolve().parent.is_relative_to(base) for base in bases):
            texts = FileIgnores(each).unmatched(known)
            if texts:
                yield UnmatchedPatterns(file, tuple(texts), lambda path=path: load(path))  # type: ignore[misc]
