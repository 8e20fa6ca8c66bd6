"""What is left out when maps are looked for in a folder.

That is what git ignores (``.gitignore`` in the folder, in those below, and in those above up to the
repository's root; ``.git/info/exclude``), what the project or the command line excludes, hidden
folders, and by default folders of other programs. What is left out is not looked into.

Patterns of paths in the syntax of ``.gitignore``.

`pathspec` reads them. It is imported with the first pattern: many folders that are checked have
none, and starting is to be quick.
"""

from __future__ import annotations

import os
import re
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from enum import Enum
from pathlib import Path
from typing import NamedTuple

from argmap.config import MAP_SUFFIX, Settings, find_root
from argmap.errors import ConfigError, InputError
from argmap.workspace.check_config import SettingsCache
from argmap.workspace.files import read_bytes

DEFAULT_EXCLUDED_NAMES = ("node_modules", "__pycache__", "venv")
"""The names of folders that are left out unless the project says what is to be."""

_IGNORE_FILE = ".gitignore"
_GIT = ".git"
_SETTINGS_CHANGE = (_GIT, "argmap.toml", "pyproject.toml")
_LIMIT = 1 << 16
"""Bytes of a file with patterns."""


class ExclusionOptions(NamedTuple):
    """What a command line says of it; None where it says nothing.

    ``exclude`` replaces the project's list, and ``extend`` is added to it; both are relative to the
    current folder.
    """

    exclude: tuple[str, ...] | None = None
    extend: tuple[str, ...] = ()
    respects_gitignore: bool | None = None
    is_forced: bool | None = None


class _Rules(NamedTuple):
    """What is left out of a folder, by where the patterns are from."""

    settings: Settings
    ignored: tuple[Patterns, ...]
    """Of git, the nearest file last."""
    excluded: tuple[Patterns, ...]
    names: frozenset[str]

    def cover(self, path: Path, *, is_folder: bool) -> bool:
        if is_folder and (path.name.startswith(".") or path.name in self.names):
            return True
        if any(each.decide(path, is_folder=is_folder) for each in self.excluded):
            return True
        decisions = (each.decide(path, is_folder=is_folder) for each in reversed(self.ignored))
        return next((decision for decision in decisions if decision is not None), False)


class Exclusions:
    """Walks through folders without what is left out.

    ``settings`` returns what is set up for maps in a folder, if not what the files on the disk say.
    With ``is_lenient``, a project that is set up wrongly counts as one that is not set up.

    Raises:
        InputError: from each method, when a pattern is none, or a file that sets up the project
            cannot be read.
    """

    def __init__(
        self,
        options: ExclusionOptions = ExclusionOptions(),  # noqa: B008 (it is immutable)
        settings: Callable[[Path], Settings] | None = None,
        *,
        is_lenient: bool = False,
    ) -> None:
        self._options = options
        self._load = settings or SettingsCache().settings
        self._is_lenient = is_lenient
        self.has_excluded = False
        """Whether anything but hidden folders has been left out so far."""

    def walk(self, folder: Path) -> Iterator[tuple[Path, list[str]]]:
        """Yield a resolved folder and those below it, each with the names of its maps, in order.

        The folder itself is looked into also where a pattern matches it.
        """
        waiting = {folder: self._above(folder)}
        for root, inner, names in os.walk(folder):
            where = Path(root)
            rules = self._inside(waiting.pop(where), where, (*inner, *names), where == folder)
            kept = sorted(name for name in inner if not self._covers(rules, where / name, True))
            inner[:] = kept
            waiting |= {where / name: rules for name in kept}
            maps = sorted(name for name in names if name.endswith(MAP_SUFFIX))
            yield where, [name for name in maps if not self._covers(rules, where / name, False)]

    def excludes(self, path: Path) -> bool:
        """Return whether a resolved path that was named is left out: only where that is forced."""
        settings = self._settings(path.parent)
        if not (
            settings.force_exclude if self._options.is_forced is None else self._options.is_forced
        ):
            return False
        top = _top(path.parent)
        rules = self._above(top)
        parts = path.relative_to(top).parts
        for number, name in enumerate(parts, 1):
            where = top.joinpath(*parts[: number - 1])
            rules = self._inside(rules, where, os.listdir(where), where == top)  # noqa: PTH208
            is_folder = number < len(parts) or path.is_dir()
            if self._covers(rules, where / name, is_folder):
                return True
        return False

    def _covers(self, rules: _Rules, path: Path, is_folder: bool) -> bool:
        if not rules.cover(path, is_folder=is_folder):
            return False
        self.has_excluded |= not path.name.startswith(".")
        return True

    # ---- Rules --------------------------------------------------------------------------------

    def _above(self, folder: Path) -> _Rules:
        """Return what the folders above one leave out."""
        rules = self._set_up(self._settings(folder), ())
        if not self._respects_gitignore(rules.settings):
            return rules
        top = _top(folder)
        levels = list(_excluded_by(top))
        for parent in reversed(folder.parents):
            if parent.is_relative_to(top):
                levels += _ignored_by(parent)
        return rules._replace(ignored=tuple(levels))

    def _inside(
        self, rules: _Rules, folder: Path, entries: Iterable[str], is_first: bool
    ) -> _Rules:
        """Return what is left out in a folder: what it sets up is added to what is above."""
        names = set(entries)
        if not is_first and not names.isdisjoint(_SETTINGS_CHANGE):
            rules = self._set_up(self._settings(folder), rules.ignored)
        if not self._respects_gitignore(rules.settings):
            return rules._replace(ignored=())
        ignored = rules.ignored
        if _GIT in names and not is_first:  # a repository in a repository
            ignored = tuple(_excluded_by(folder))
        if _IGNORE_FILE in names:
            ignored += tuple(_ignored_by(folder))
        return rules._replace(ignored=ignored)

    def _settings(self, folder: Path) -> Settings:
        try:
            settings = self._load(folder)
            if self._is_lenient:
                self._set_up(settings, ())  # it raises where a pattern is none
        except ConfigError:
            if not self._is_lenient:
                raise
            return Settings()
        return settings

    def _set_up(self, settings: Settings, ignored: tuple[Patterns, ...]) -> _Rules:
        options = self._options
        own = settings.exclude if options.exclude is None else None
        if own is None and not settings.extend_exclude and options == ExclusionOptions():
            return _Rules(settings, ignored, (), frozenset(DEFAULT_EXCLUDED_NAMES))

        excluded: list[Patterns] = []
        if settings.file is not None:
            key = "exclude" if own else "extend-exclude"
            try:
                listed = (*(own or ()), *settings.extend_exclude)
                excluded.append(patterns(settings.file.resolve().parent, listed))
            except InvalidPattern as error:
                raise ConfigError(f"{settings.display_key(key)}: {error}") from error
        try:
            excluded.append(
                patterns(Path.cwd().resolve(), (*(options.exclude or ()), *options.extend))
            )
        except InvalidPattern as error:
            raise InputError(f"--exclude: {error}") from error
        is_default = own is None and options.exclude is None
        names = frozenset(DEFAULT_EXCLUDED_NAMES if is_default else ())
        return _Rules(settings, ignored, tuple(filter(None, excluded)), names)

    def _respects_gitignore(self, settings: Settings) -> bool:
        options = self._options.respects_gitignore
        return settings.respect_gitignore if options is None else options


# ---- What git ignores --------------------------------------------------------------------------


def _top(folder: Path) -> Path:
    """Return the root of the repository that a folder is in, or else of its project.

    Without either it is the current folder, if that is above.
    """
    for parent in (folder, *folder.parents):
        if (parent / _GIT).exists():
            return parent
    root, current = find_root(folder), Path.cwd().resolve()
    return current if root == folder and folder.is_relative_to(current) else root


def _ignored_by(folder: Path) -> Iterator[Patterns]:
    """Yield the patterns of the ``.gitignore`` in a folder, if it has any."""
    yield from _read(folder, folder / _IGNORE_FILE)


def _excluded_by(top: Path) -> Iterator[Patterns]:
    """Yield the patterns that a clone has for itself, if it has any."""
    git = top / _GIT
    with suppress(OSError, ValueError):
        if git.is_file():  # of a worktree or a submodule: it says where the folder is
            git = top / read_bytes(git, _LIMIT).decode().removeprefix("gitdir:").strip()
            if (git / "commondir").is_file():
                git /= read_bytes(git / "commondir", _LIMIT).decode().strip()
        yield from _read(top, git / "info/exclude")


def _read(folder: Path, file: Path) -> Iterator[Patterns]:
    """Yield the patterns of a file, relative to a folder; none of one that cannot be read."""
    try:
        if not file.is_file():
            return
        text = read_bytes(file, _LIMIT).decode("utf-8-sig", "surrogateescape")
    except OSError:
        return
    lines = (line.strip() for line in text.split("\n"))
    if any(line and not line.startswith("#") for line in lines):
        yield ignore_file(folder, text)


class InvalidPattern(ValueError):
    """A text that is not a pattern; the message says so."""


class Patterns:
    """Patterns relative to a folder: of those that match a path, the last one decides.

    One that begins with ``!`` takes back what those before it match.
    """

    def __init__(self, folder: Path, patterns: tuple[_Pattern, ...] = ()) -> None:
        self._folder = folder
        self._patterns = patterns

    def __bool__(self) -> bool:
        return bool(self._patterns)

    def decide(self, path: Path, *, is_folder: bool = False) -> bool | None:
        """Return whether a path itself is matched, None where no pattern says anything about it.

        The contents of a matched folder are not checked: the folder is skipped.
        """
        if not self._patterns or path == self._folder or not path.is_relative_to(self._folder):
            return None
        name = path.relative_to(self._folder).as_posix()
        found = (p.is_match for p in reversed(self._patterns) if p.covers(name, is_folder))
        return next(found, None)

    def match(self, file: Path) -> bool:
        """Return whether a file or a folder that it is in is matched."""
        if self.decide(file):
            return True
        return any(self.decide(folder, is_folder=True) for folder in file.parents)


class _Pattern(NamedTuple):
    """A pattern, how the regular expression of `pathspec` is to be matched, and what it means."""

    regex: re.Pattern[str]
    how: _How
    is_match: bool

    def covers(self, name: str, is_folder: bool) -> bool:
        if self.how in (_How.ALL, _How.FOLDERS):
            return is_folder or self.how is _How.ALL
        if self.how is _How.WHOLE:
            return self.regex.fullmatch(name + "/" * is_folder) is not None
        if self.how is _How.FOLDERS_INSIDE and not is_folder:
            return False
        return self.regex.match(name) is not None


class _How(Enum):
    """`pathspec` also matches all that is in a folder that a pattern matches. This does not."""

    ALL = "all names"
    FOLDERS = "the names of all folders"
    INSIDE = "the beginning of what is in a folder"
    FOLDERS_INSIDE = "the same, of folders"
    WHOLE = "the whole name, of a folder with a slash"


_MAX_STARS_PER_NAME = 3
_MAX_STARS = 6
"""Of a pattern. Matching takes time that grows with the power of their number."""

_OF_ALL = {".": _How.ALL, "(?P<ps_d>/)": _How.FOLDERS}
"""Regular expressions that are not anchored."""


def ignore_file(folder: Path, text: str) -> Patterns:
    """Return the patterns of a ``.gitignore`` in a folder; what is no pattern matches nothing."""
    found: list[_Pattern] = []
    for line in text.split("\n"):
        try:
            found += _compile(line.removesuffix("\r"))
        except InvalidPattern:
            continue
    return Patterns(folder, tuple(found))


def patterns(folder: Path, lines: Iterable[str]) -> Patterns:
    """Return patterns that a project sets up or a command line gives; ``./`` may precede them.

    Raises:
        InvalidPattern: when one is none.
    """
    found: list[_Pattern] = []
    for line in lines:
        compiled = list(_compile(line.removeprefix("./")))
        if not compiled:
            raise InvalidPattern(f"`{line}` is not a pattern of paths")
        found += compiled
    return Patterns(folder, tuple(found))


def _compile(line: str) -> Iterable[_Pattern]:
    if not line.strip() or line.startswith("#"):
        return
    stars = [len(re.findall(r"\*+", name)) for name in line.split("/")]
    if max(stars) > _MAX_STARS_PER_NAME or sum(stars) > _MAX_STARS:
        raise InvalidPattern(f"`{line}` has too many `*`")
    from pathspec.patterns.gitignore.spec import GitIgnoreSpecPattern

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of `re`, about the odd sets that `[[]` becomes
            compiled = GitIgnoreSpecPattern(line)
    except (ValueError, re.error) as error:
        raise InvalidPattern(f"`{line}` is not a pattern of paths") from error
    if compiled.include is not None and compiled.regex is not None:
        yield _Pattern(
            compiled.regex, _how(line.rstrip(), compiled.regex.pattern), compiled.include
        )


def _how(line: str, regex: str) -> _How:
    if regex in _OF_ALL:
        return _OF_ALL[regex]
    if line.endswith("/**/"):
        return _How.FOLDERS_INSIDE
    return _How.INSIDE if line.endswith("/**") else _How.WHOLE
