"""The files and folders that are skipped when a folder is searched for maps.

These are the files that git ignores (by ``.gitignore`` in the folder, in those below, and in those
above up to the root of the repository, and by ``.git/info/exclude``), the files that the project or
the command line excludes, hidden folders, and by default some folders of other programs. Skipped
folders are not searched at all.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from argmap.config import MAP_SUFFIX, Settings, find_root
from argmap.errors import ConfigError, InputError
from argmap.workspace.check_config import SettingsCache
from argmap.workspace.files import MARKDOWN_SUFFIXES, read_bytes
from argmap.workspace.path_patterns import (
    InvalidPattern,
    Patterns,
    parse_ignore_file,
    parse_patterns,
)

DEFAULT_EXCLUDED_NAMES = ("node_modules", "__pycache__", "venv")
"""The names of folders that are excluded unless the project or the command line sets `exclude`."""

_IGNORE_FILE = ".gitignore"
_GIT = ".git"
_SETTINGS_FILES = (_GIT, "argmap.toml", "pyproject.toml")
"""Entries of a folder whose presence can change the settings in it."""

_MAX_BYTES = 1 << 16
"""The part of a file with patterns that is read."""


class ExclusionOptions(NamedTuple):
    """The exclusion options of a command line; None for an option that is not given.

    Attributes:
        exclude: Patterns that replace those of the project, relative to the current folder.
        extend: Patterns that are added to those of the project, relative to the current folder.
        respects_gitignore: Whether files that git ignores are excluded.
        is_forced: Whether exclusions also apply to files that are named explicitly.
        reads_markdown: Whether Markdown files in folders are searched for maps.
    """

    exclude: tuple[str, ...] | None = None
    extend: tuple[str, ...] = ()
    respects_gitignore: bool | None = None
    is_forced: bool | None = None
    reads_markdown: bool | None = None


class Exclusions:
    """Searches folders, skipping excluded files and folders.

    Args:
        options: The exclusion options of the command line.
        settings: Returns the settings of the maps in a folder, if not from the disk.
        is_lenient: Whether a project with an invalid configuration counts as one without.

    Raises:
        InputError: From each method, if a pattern is invalid, or a configuration file cannot be
            read.
    """

    def __init__(
        self,
        options: ExclusionOptions = ExclusionOptions(),  # noqa: B008 (it is immutable)
        settings: Callable[[Path], Settings] | None = None,
        *,
        is_lenient: bool = False,
    ) -> None:
        self._options = options
        self._load_settings = settings or SettingsCache().settings
        self._is_lenient = is_lenient
        self.has_excluded = False
        """Whether anything except hidden files and folders has been excluded so far."""

    def walk(self, folder: Path) -> Iterator[tuple[Path, list[str]]]:
        """Yield a resolved folder and all folders below it, each with the names of its maps.

        The names of Markdown files are included where these are searched for maps. Folders and
        names are sorted. The folder itself is searched even if a pattern matches it.
        """
        rules_of = {folder: self._rules_above(folder)}
        for root, subfolders, names in os.walk(folder):
            here = Path(root)
            entries = (*subfolders, *names)
            rules = self._rules_inside(rules_of.pop(here), here, entries, here == folder)
            kept = sorted(name for name in subfolders if not self._covers(rules, here / name, True))
            subfolders[:] = kept
            rules_of |= {here / name: rules for name in kept}
            suffixes = self._suffixes(rules.settings)
            maps = sorted(name for name in names if name.endswith(suffixes))
            yield here, [name for name in maps if not self._covers(rules, here / name, False)]

    def excludes(self, path: Path) -> bool:
        """Return whether a resolved path that the user names is excluded; only if forced."""
        forced = self._options.is_forced
        if not (self._settings(path.parent).force_exclude if forced is None else forced):
            return False
        top = _top(path.parent)
        rules = self._rules_above(top)
        parts = path.relative_to(top).parts
        for number, name in enumerate(parts, 1):
            folder = top.joinpath(*parts[: number - 1])
            entries = os.listdir(folder)  # noqa: PTH208
            rules = self._rules_inside(rules, folder, entries, folder == top)
            is_folder = number < len(parts) or path.is_dir()
            if self._covers(rules, folder / name, is_folder):
                return True
        return False

    def _covers(self, rules: _Rules, path: Path, is_folder: bool) -> bool:
        if not rules.cover(path, is_folder=is_folder):
            return False
        self.has_excluded |= not path.name.startswith(".")
        return True

    # ---- Rules --------------------------------------------------------------------------------

    def _rules_above(self, folder: Path) -> _Rules:
        """Return the rules that the folders above a folder set for it."""
        rules = self._configured_rules(self._settings(folder), ())
        if not self._respects_gitignore(rules.settings):
            return rules
        top = _top(folder)
        ignored = list(_read_clone_excludes(top))
        for parent in reversed(folder.parents):
            if parent.is_relative_to(top):
                ignored += _read_ignore_file(parent)
        return rules._replace(ignored=tuple(ignored))

    def _rules_inside(
        self, rules: _Rules, folder: Path, entries: Iterable[str], is_first: bool
    ) -> _Rules:
        """Return the rules inside a folder: those above it, and its own."""
        names = set(entries)
        if not is_first and not names.isdisjoint(_SETTINGS_FILES):
            rules = self._configured_rules(self._settings(folder), rules.ignored)
        if not self._respects_gitignore(rules.settings):
            return rules._replace(ignored=())
        ignored = rules.ignored
        if _GIT in names and not is_first:  # a nested repository
            ignored = tuple(_read_clone_excludes(folder))
        if _IGNORE_FILE in names:
            ignored += tuple(_read_ignore_file(folder))
        return rules._replace(ignored=ignored)

    def _settings(self, folder: Path) -> Settings:
        try:
            settings = self._load_settings(folder)
            if self._is_lenient:
                self._configured_rules(settings, ())  # raises if a pattern is invalid
        except ConfigError:
            if not self._is_lenient:
                raise
            return Settings()
        return settings

    def _configured_rules(self, settings: Settings, ignored: tuple[Patterns, ...]) -> _Rules:
        """Return the rules of a project and the command line."""
        options = self._options
        project_exclude = settings.exclude if options.exclude is None else None
        if (
            project_exclude is None
            and not settings.extend_exclude
            and options == ExclusionOptions()
        ):
            return _Rules(settings, ignored, (), frozenset(DEFAULT_EXCLUDED_NAMES))

        excluded: list[Patterns] = []
        if settings.file is not None:
            key = "exclude" if project_exclude else "extend-exclude"
            lines = (*(project_exclude or ()), *settings.extend_exclude)
            try:
                excluded.append(parse_patterns(settings.file.resolve().parent, lines))
            except InvalidPattern as error:
                raise ConfigError(f"{settings.display_key(key)}: {error}") from error
        lines = (*(options.exclude or ()), *options.extend)
        try:
            excluded.append(parse_patterns(Path.cwd().resolve(), lines))
        except InvalidPattern as error:
            raise InputError(f"--exclude: {error}") from error
        is_default = project_exclude is None and options.exclude is None
        names = frozenset(DEFAULT_EXCLUDED_NAMES if is_default else ())
        return _Rules(settings, ignored, tuple(filter(None, excluded)), names)

    def _suffixes(self, settings: Settings) -> tuple[str, ...]:
        option = self._options.reads_markdown
        reads_markdown = settings.markdown if option is None else option
        return (MAP_SUFFIX, *MARKDOWN_SUFFIXES) if reads_markdown else (MAP_SUFFIX,)

    def _respects_gitignore(self, settings: Settings) -> bool:
        option = self._options.respects_gitignore
        return settings.respect_gitignore if option is None else option


class _Rules(NamedTuple):
    """The exclusions in a folder, by their origin.

    Attributes:
        settings: The settings of the folder.
        ignored: The patterns of git; those of the nearest file are last.
        excluded: The patterns of the project and the command line.
        names: The names of excluded folders.
    """

    settings: Settings
    ignored: tuple[Patterns, ...]
    excluded: tuple[Patterns, ...]
    names: frozenset[str]

    def cover(self, path: Path, *, is_folder: bool) -> bool:
        """Return whether a path is excluded."""
        if is_folder and (path.name.startswith(".") or path.name in self.names):
            return True
        if any(patterns.decide(path, is_folder=is_folder) for patterns in self.excluded):
            return True
        decisions = (
            patterns.decide(path, is_folder=is_folder) for patterns in reversed(self.ignored)
        )
        return next((decision for decision in decisions if decision is not None), False)


# ---- Files that git ignores --------------------------------------------------------------------


def _top(folder: Path) -> Path:
    """Return the root of the repository that contains a folder, or else of the project.

    Without either, return the current folder if it contains the folder.
    """
    for parent in (folder, *folder.parents):
        if (parent / _GIT).exists():
            return parent
    root, current = find_root(folder), Path.cwd().resolve()
    return current if root == folder and folder.is_relative_to(current) else root


def _read_ignore_file(folder: Path) -> Iterator[Patterns]:
    """Yield the patterns of the ``.gitignore`` in a folder, if there is one."""
    yield from _read(folder, folder / _IGNORE_FILE)


def _read_clone_excludes(top: Path) -> Iterator[Patterns]:
    """Yield the patterns of ``.git/info/exclude``, if there are any."""
    git = top / _GIT
    with suppress(OSError, ValueError):
        if git.is_file():  # in a worktree or a submodule, it contains the path of the folder
            git = top / read_bytes(git, _MAX_BYTES).decode().removeprefix("gitdir:").strip()
            if (git / "commondir").is_file():
                git /= read_bytes(git / "commondir", _MAX_BYTES).decode().strip()
        yield from _read(top, git / "info/exclude")


def _read(folder: Path, file: Path) -> Iterator[Patterns]:
    """Yield the patterns of a file, relative to a folder; nothing if it cannot be read."""
    try:
        if not file.is_file():
            return
        text = read_bytes(file, _MAX_BYTES).decode("utf-8-sig", "surrogateescape")
    except OSError:
        return
    lines = (line.strip() for line in text.split("\n"))
    if any(line and not line.startswith("#") for line in lines):
        yield parse_ignore_file(folder, text)
