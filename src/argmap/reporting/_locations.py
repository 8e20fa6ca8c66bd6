"""Paths in the repository, and fingerprints that identify a diagnostic across reports.

Code forges name files relative to the root of the repository. The root is the folder named by the
forge's runner (``GITHUB_WORKSPACE``, ``CI_PROJECT_DIR``), if it contains the current folder;
otherwise the nearest parent folder that contains ``.git``; otherwise the current folder.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path, PurePath

from argmap.diagnostics import Diagnostic

_ROOT_VARIABLES = ("GITHUB_WORKSPACE", "CI_PROJECT_DIR")
_PSEUDO_FILE = "<"
"""The first character of a name without a file: ``<stdin>``."""


def repository_path(name: str) -> str:
    """Return the path of a file relative to the root of the repository.

    Args:
        name: The file as messages name it: absolute, or relative to the current folder.

    Returns:
        The path, with forward slashes; ``name`` itself for a file outside of the repository.
    """
    if name.startswith(_PSEUDO_FILE):
        return name
    root, prefix = _root(os.getcwd(), *map(os.environ.get, _ROOT_VARIABLES))  # noqa: PTH109 (the key)
    path = PurePath(name)
    if not path.is_absolute():
        return (prefix / path).as_posix()
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else name


@lru_cache(maxsize=1)
def _root(folder: str, *candidates: str | None) -> tuple[PurePath, PurePath]:
    """Return the root, and the path of the current folder relative to it."""
    current = Path(folder).resolve()
    for candidate in filter(None, candidates):
        root = Path(candidate)
        if root.is_absolute() and current.is_relative_to(root.resolve()):
            return root.resolve(), current.relative_to(root.resolve())
    for root in (current, *current.parents):
        if (root / ".git").exists():
            return root, current.relative_to(root)
    return current, PurePath()


def fingerprints(diagnostics: Iterable[Diagnostic]) -> list[str]:
    """Return a fingerprint per diagnostic: 32 hexadecimal digits, all different.

    A fingerprint does not depend on line numbers. It is computed from the rule's code, the file's
    path in the repository, and the element's id (or the message, if no element is affected); a
    counter distinguishes diagnostics for which all of these are equal.
    """
    from hashlib import sha256

    counts: Counter[str] = Counter()
    digests: list[str] = []
    for diagnostic in diagnostics:
        subject = (
            ["element", diagnostic.element]
            if diagnostic.element
            else ["message", diagnostic.message]
        )
        path = repository_path(diagnostic.location.source.name)
        key = json.dumps([diagnostic.code, path, *subject])
        counts[key] += 1
        digests.append(sha256(f"{key}{counts[key]}".encode()).hexdigest()[:32])
    return digests
