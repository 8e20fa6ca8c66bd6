"""Path patterns in the syntax of ``.gitignore``.

`pathspec` parses them. It is imported with the first pattern: many projects have none, and a fast
start is a feature.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable
from enum import Enum
from pathlib import Path
from typing import NamedTuple

_MAX_STARS_PER_NAME = 3
_MAX_STARS = 6
"""The time to match a pattern grows exponentially with the number of its ``*``."""


class InvalidPattern(ValueError):
    """A text is not a valid pattern; the message says why."""


class Patterns:
    """Patterns relative to a folder; the last one that matches a path decides.

    A pattern that begins with ``!`` negates the ones before it.
    """

    def __init__(self, folder: Path, patterns: tuple[_Pattern, ...] = ()) -> None:
        self._folder = folder
        self._patterns = patterns

    def __bool__(self) -> bool:
        return bool(self._patterns)

    def decide(self, path: Path, *, is_folder: bool = False) -> bool | None:
        """Return whether a path itself is matched, or None if no pattern applies to it.

        The folders that contain the path are not checked: a matched folder is skipped anyway.
        """
        if not self._patterns or path == self._folder or not path.is_relative_to(self._folder):
            return None
        name = path.relative_to(self._folder).as_posix()
        decisions = (
            pattern.is_match
            for pattern in reversed(self._patterns)
            if pattern.applies_to(name, is_folder)
        )
        return next(decisions, None)

    def match(self, file: Path) -> bool:
        """Return whether a file, or a folder that contains it, is matched."""
        if self.decide(file):
            return True
        return any(self.decide(folder, is_folder=True) for folder in file.parents)


def parse_ignore_file(folder: Path, text: str) -> Patterns:
    """Return the patterns of a ``.gitignore`` file in a folder; invalid lines are ignored."""
    patterns: list[_Pattern] = []
    for line in text.split("\n"):
        try:
            patterns += _compile(line.removesuffix("\r"))
        except InvalidPattern:
            continue
    return Patterns(folder, tuple(patterns))


def parse_patterns(folder: Path, lines: Iterable[str]) -> Patterns:
    """Return the patterns of a configuration or a command line; a leading ``./`` is ignored.

    Raises:
        InvalidPattern: If a line is not a valid pattern.
    """
    patterns: list[_Pattern] = []
    for line in lines:
        compiled = list(_compile(line.removeprefix("./")))
        if not compiled:
            raise InvalidPattern(f"`{line}` is not a valid path pattern")
        patterns += compiled
    return Patterns(folder, tuple(patterns))


class _MatchMode(Enum):
    """How the regular expression of a pattern is matched against a path.

    The expressions of `pathspec` also match everything inside a matched folder. Here, they match
    only the folder itself, so that a later pattern can decide otherwise about its contents.
    """

    ALL = "every path matches"
    FOLDERS = "every folder matches"
    INSIDE = "the beginning of the path matches"
    FOLDERS_INSIDE = "the path is a folder, and its beginning matches"
    WHOLE = "the whole path matches; a folder ends with a slash"


_UNANCHORED_MODES = {".": _MatchMode.ALL, "(?P<ps_d>/)": _MatchMode.FOLDERS}
"""Modes by the regular expressions that are not anchored."""


class _Pattern(NamedTuple):
    """A compiled pattern; ``is_match`` is False for a negated one."""

    regex: re.Pattern[str]
    mode: _MatchMode
    is_match: bool

    def applies_to(self, name: str, is_folder: bool) -> bool:
        if self.mode in (_MatchMode.ALL, _MatchMode.FOLDERS):
            return is_folder or self.mode is _MatchMode.ALL
        if self.mode is _MatchMode.WHOLE:
            return self.regex.fullmatch(name + "/" * is_folder) is not None
        if self.mode is _MatchMode.FOLDERS_INSIDE and not is_folder:
            return False
        return self.regex.match(name) is not None


def _compile(line: str) -> Iterable[_Pattern]:
    """Yield the pattern in a line, or nothing for a comment or an empty line."""
    if not line.strip() or line.startswith("#"):
        return
    stars = [len(re.findall(r"\*+", name)) for name in line.split("/")]
    if max(stars) > _MAX_STARS_PER_NAME or sum(stars) > _MAX_STARS:
        raise InvalidPattern(f"`{line}` has too many `*`")
    from pathspec.patterns.gitignore.spec import GitIgnoreSpecPattern

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # `re` warns about sets such as `[[]`
            compiled = GitIgnoreSpecPattern(line)
    except (ValueError, re.error) as error:
        raise InvalidPattern(f"`{line}` is not a valid path pattern") from error
    if compiled.include is not None and compiled.regex is not None:
        mode = _match_mode(line.rstrip(), compiled.regex.pattern)
        yield _Pattern(compiled.regex, mode, compiled.include)


def _match_mode(line: str, regex: str) -> _MatchMode:
    if regex in _UNANCHORED_MODES:
        return _UNANCHORED_MODES[regex]
    if line.endswith("/**/"):
        return _MatchMode.FOLDERS_INSIDE
    return _MatchMode.INSIDE if line.endswith("/**") else _MatchMode.WHOLE
