"""Patterns of paths in the syntax of ``.gitignore``.

`pathspec` reads them. It is imported with the first pattern: many folders that are checked have
none, and starting is to be quick.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable
from enum import Enum
from pathlib import Path
from typing import NamedTuple


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
