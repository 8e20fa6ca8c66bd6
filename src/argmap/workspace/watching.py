"""Waiting for files to change: the system tells of it at once, and every other second is a look.

A network's disk tells nothing, and a folder that was replaced is not the one that was asked about:
the look makes certain what the telling makes quick.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path
from threading import Event
from typing import NamedTuple

from argmap.config import SUFFIX
from argmap.errors import MissingExtra

_QUIET = 50
"""Milliseconds without a change that end a burst of them: an editor's save is several."""

_LONGEST = 500
"""Milliseconds after which a burst is looked at, though it goes on."""

_LOOK = 2_000
"""Milliseconds from look to look where nothing is told."""


class Watched(NamedTuple):
    """What is looked at: ``files``, and ``open_folders`` in which any map may turn up.

    ``folders`` are all that the system is to tell of.
    """

    files: frozenset[Path]
    open_folders: frozenset[Path]
    folders: tuple[Path, ...]

    def concerns(self, path: Path) -> bool:
        """Whether a change there may be one that counts."""
        if path in self.files:
            return True
        if path.parent not in self.open_folders or path.name.startswith("."):
            return False
        return path.suffix in (SUFFIX, "")  # a folder may have come, or gone


def rounds(watched: Callable[[], Watched], stop: Event, what: str) -> Iterator[None]:
    """Yield when it is time to look: at once, after every change, and now and then anyway.

    ``watched`` is asked after each look; ``what`` names who needs the library if it is missing.
    Ends when ``stop`` is set.

    Raises:
        MissingExtra: when the library that is told of changes is not installed.
    """
    if find_spec("watchfiles") is None:
        raise MissingExtra("serve", what)
    return _rounds(watched, stop)


def _rounds(watched: Callable[[], Watched], stop: Event) -> Iterator[None]:
    yield
    while not stop.is_set():
        try:
            yield from _told(watched, stop)
        except (OSError, RuntimeError):  # folders come and go, and there is a limit to watches
            if not stop.wait(_LOOK / 1000):
                yield


def _told(watched: Callable[[], Watched], stop: Event) -> Iterator[None]:
    """Yield as long as the same folders are to be watched."""
    from watchfiles import Change, watch

    now = watched()
    folders = _identified(now.folders)

    def concerns(_change: Change, path: str) -> bool:
        return now.concerns(Path(path))

    events = watch(
        *now.folders,
        watch_filter=concerns,
        debounce=_LONGEST,
        step=_QUIET,
        stop_event=stop,
        rust_timeout=_LOOK,
        yield_on_timeout=True,
        recursive=False,
    )
    with closing(events):
        for _ in events:
            yield
            now = watched()
            if _identified(now.folders) != folders:
                return


def _identified(folders: tuple[Path, ...]) -> list[tuple[Path, int]]:
    """Return folders with what tells one from another in its place."""
    return [(folder, os.stat(folder).st_ino) for folder in folders]  # noqa: PTH116
