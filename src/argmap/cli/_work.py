"""``--jobs``, ``--no-cache``, ``--quiet`` and ``--since``: how a check runs."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import wraps
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from argmap.config import findings_folder
from argmap.workspace.running import Ways

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar

_PATIENCE = 1.0
"""Seconds after which the progress bar appears."""

_OPTIONS = (
    click.option(
        "--jobs",
        type=click.IntRange(min=1),
        metavar="N",
        help="Number of worker processes.  [default: up to the number of cores]",
    ),
    click.option("--no-cache", is_flag=True, help="Do not read or write the cache."),
    click.option("-q", "--quiet", is_flag=True, help="Do not show the progress bar."),
    click.option(
        "--since",
        metavar="REV",
        help="Report only findings that are new since this git revision.",
    ),
)


class Work(NamedTuple):
    """How a check runs, and the git revision since which findings are reported (None: all)."""

    jobs: int | None = None
    is_cached: bool = True
    is_quiet: bool = False
    since: str | None = None

    @contextmanager
    def ways(self) -> Iterator[Ways]:
        """Yield the settings of a check; in a terminal, show a progress bar inside the block."""
        cache = findings_folder() if self.is_cached else None
        if self.is_quiet or not _is_watched():
            yield Ways(self.jobs, cache)
            return
        bar = _Bar()
        try:
            yield Ways(self.jobs, cache, bar)
        finally:
            bar.close()


def _is_watched() -> bool:
    """Return whether standard error is a terminal that supports a progress bar; not in CI."""
    if sys.stderr is None or os.environ.get("CI") or os.environ.get("TERM") == "dumb":
        return False
    return sys.stderr.isatty()


class _Bar:
    """A progress bar that appears only if the check takes longer than ``_PATIENCE``."""

    def __init__(self) -> None:
        self._begin = time.monotonic()
        self._bar: ProgressBar[int] | None = None

    def __call__(self, done: int, of: int) -> None:
        if self._bar is None:
            if time.monotonic() - self._begin < _PATIENCE:
                return
            self._bar = click.progressbar(length=of, label="checking", file=sys.stderr)
            self._bar.__enter__()
        self._bar.update(done - self._bar.pos)

    def close(self) -> None:
        if self._bar is not None:
            self._bar.__exit__(None, None, None)


def work_options(function: Any) -> Any:
    """Add the options to a command, which receives them as one argument, ``work``."""

    @wraps(function)
    def with_work(
        *args: Any, jobs: int | None, no_cache: bool, quiet: bool, since: str | None, **others: Any
    ) -> Any:
        return function(*args, work=Work(jobs, not no_cache, quiet, since), **others)

    for option in reversed(_OPTIONS):
        with_work = option(with_work)
    return with_work
