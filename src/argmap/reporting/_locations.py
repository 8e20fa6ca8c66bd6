"""Paths as a forge names files: relative to the root of the repository.

The root is the folder that a forge's runner names (``GITHUB_WORKSPACE``, ``CI_PROJECT_DIR``) if it
contains the current folder; otherwise the nearest folder upwards that holds ``.git``; otherwise the
current folder.

What makes a finding the same one in the next report, wherever its lines have moved.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path, PurePath

from argmap.diagnostics import Diagnostic

_WORKSPACES = ("GITHUB_WORKSPACE", "CI_PROJECT_DIR")
_NO_FILE = "<"
"""The first character of the name of what is in no file: ``<stdin>``."""


def repository_path(name: str) -> str:
    """Return the path of a file relative to the root of the repository.

    Args:
        name: the file as messages name it, relative to the current folder or absolute.

    Returns:
        The path with forward slashes; ``name`` itself when the file is not in the repository.
    """
    if name.startswith(_NO_FILE):
        return name
    root, prefix = _root(os.getcwd(), *map(os.environ.get, _WORKSPACES))  # noqa: PTH109 (the key)
    path = PurePath(name)
    if not path.is_absolute():
        return (prefix / path).as_posix()
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else name


@lru_cache(maxsize=1)
def _root(folder: str, *workspaces: str | None) -> tuple[PurePath, PurePath]:
    """Return the root, and the path of the current folder relative to it."""
    current = Path(folder).resolve()
    for workspace in filter(None, workspaces):
        root = Path(workspace)
        if root.is_absolute() and current.is_relative_to(root.resolve()):
            return root.resolve(), current.relative_to(root.resolve())
    for root in (current, *current.parents):
        if (root / ".git").exists():
            return root, current.relative_to(root)
    return current, PurePath()


def fingerprints(diagnostics: Iterable[Diagnostic]) -> list[str]:
    """Return for each finding 32 hexadecimal digits, all different.

    They are made of the rule's code, the file's path in the repository and the element's id; of the
    message where no element is concerned; and of a number where all that is the same for several
    findings.
    """
    from hashlib import sha256

    times: Counter[str] = Counter()
    made: list[str] = []
    for diagnostic in diagnostics:
        what = (
            ["element", diagnostic.element]
            if diagnostic.element
            else ["message", diagnostic.message]
        )
        key = json.dumps([diagnostic.code, repository_path(diagnostic.location.source.name), *what])
        times[key] += 1
        made.append(sha256(f"{key}{times[key]}".encode()).hexdigest()[:32])
    return made
