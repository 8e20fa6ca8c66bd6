"""What argmap is itself: two that are the same find the same in the same map."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

from argmap._version import __version__

_PACKAGE = Path(__file__).parents[1]


@cache
def identity() -> str:
    """Return a digest of argmap's code, of Python's version and of the libraries that count.

    An installed wheel is known by the digests that its installer has written down, so that two
    machines with the same wheel agree; any other by its files' sizes and times.
    """
    installed = _record()
    code = [installed] if installed else list(_files(_PACKAGE))
    words = [__version__, sys.version, _lark(), str(find_spec("pysat") is not None), *code]
    return sha256("\n".join(words).encode("utf-8", "surrogateescape")).hexdigest()


def _record() -> str:
    """Return the digests of a wheel's files; nothing where this is no wheel."""
    record = _PACKAGE.parent / f"argmap-{__version__}.dist-info" / "RECORD"
    if not record.is_file():
        return ""
    lines = record.read_text(encoding="utf-8").splitlines()
    ours = (line for line in lines if line.startswith("argmap/") and ",sha256=" in line)
    return "\n".join(sorted(ours))


def _files(folder: Path) -> Iterator[str]:
    waiting = [os.fspath(folder)]
    while waiting:
        for entry in sorted(os.scandir(waiting.pop()), key=lambda entry: entry.name):
            if entry.is_dir() and entry.name != "__pycache__":
                waiting.append(entry.path)
            elif entry.name.endswith((".py", ".lark")):
                stat = entry.stat()
                yield f"{entry.path} {stat.st_size} {stat.st_mtime_ns}"
    yield from _grammar(folder)


def _grammar(package: Path) -> Iterator[str]:
    grammar = package.parents[1] / "grammar" / "argmap.lark"
    if grammar.is_file():
        stat = grammar.stat()
        yield f"{grammar} {stat.st_size} {stat.st_mtime_ns}"


def _lark() -> str:
    """Return the file in which lark says its version: importing it takes longer than a check."""
    spec = find_spec("lark")
    origin = spec.origin if spec else None
    return Path(origin).read_text(encoding="utf-8") if origin else ""
