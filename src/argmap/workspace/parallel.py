"""Sharing work out among processes.

What goes to them and comes back is data: paths, settings in the user's words, and outcomes with the
texts that findings are about.

Checking maps one by one, and keeping what comes of them: what each process of a check does.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from argmap.errors import ArgmapError, WorkerLost
from argmap.workspace.check_config import CheckConfig
from argmap.workspace.results import CheckTask, MapResult

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from argmap.workspace.checker import CheckWorker


_WORTH_A_PROCESS = {"fork": 200_000, "spawn": 500_000}
"""Bytes of maps. Checking them takes about as long as starting a process in that way does."""
_MOST_AT_ONCE = 8
_ROUNDS = 8
_worker: CheckWorker | None = None
"""The worker of a process that only checks maps."""


def useful_jobs(sizes: Iterable[int]) -> int:
    """Return in how many processes maps of these sizes, in bytes, are checked soonest."""
    return max(1, min(_cores(), sum(sizes) // _WORTH_A_PROCESS[_method()]))


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def map_in_processes(
    tasks: list[CheckTask], config: CheckConfig, jobs: int, method: str | None = None
) -> Iterator[MapResult]:
    """Yield what comes of tasks, in their order; ``method`` is how processes are started.

    Raises:
        ArgmapError: what one of them raises; the first in order.
        WorkerLost: when a process ends before its time.
    """
    from concurrent.futures.process import BrokenProcessPool

    jobs = min(jobs, len(tasks))
    chunk = max(1, min(_MOST_AT_ONCE, len(tasks) // (jobs * _ROUNDS)))
    with _pool(jobs, config, method) as pool:
        with _uninterrupted():  # processes inherit that they are not to be
            futures = [
                pool.submit(_check_all, tasks[start : start + chunk])
                for start in range(0, len(tasks), chunk)
            ]
        try:
            while futures:  # in order, and each is let go when it has been told
                for result in futures.pop(0).result():
                    if isinstance(result, ArgmapError):
                        raise result
                    yield result
        except BrokenProcessPool as error:
            raise WorkerLost(
                "a process that checked maps has ended before its time (perhaps there was too "
                "little memory); --jobs 1 does with one"
            ) from error


@contextmanager
def _pool(jobs: int, config: CheckConfig, method: str | None) -> Iterator[Executor]:
    """Have processes as long as they are needed: when anything goes wrong, they are ended."""
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    method = method or _method()
    if method == "fork":
        _prepare()
    others = multiprocessing.active_children()
    context: Any = multiprocessing.get_context(method)
    pool = ProcessPoolExecutor(jobs, context, _init_worker, (config,))
    try:
        yield pool
    except BaseException:
        for process in multiprocessing.active_children():
            if process not in others:
                process.terminate()
        raise
    finally:
        pool.shutdown()


def _method() -> str:
    """Return how processes are started: as copies of this one where that is safe.

    A copy has all modules and the grammar from the start. macOS has libraries that do not bear it,
    Windows has no such thing.
    """
    import threading

    is_alone = threading.active_count() == 1
    return "fork" if sys.platform == "linux" and is_alone else "spawn"


def _prepare() -> None:
    """Load what every process needs, once for all of them."""
    import argmap.workspace.checker  # noqa: F401
    from argmap.rules import table
    from argmap.syntax.grammar import parser

    table()
    parser()


@contextmanager
def _uninterrupted() -> Iterator[None]:
    import threading

    if threading.current_thread() is not threading.main_thread():  # nothing interrupts others
        yield
        return
    before = signal.getsignal(signal.SIGINT)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


# ---- In each process ---------------------------------------------------------------------------


def _init_worker(config: CheckConfig) -> None:
    """Get a process ready. The one that started it is who is interrupted, and ends it."""
    global _worker  # noqa: PLW0603 (a process has no other place)
    import gc

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.disable()
    from argmap.workspace.checker import CheckWorker

    _worker = CheckWorker(config)


def _check_all(tasks: list[CheckTask]) -> list[MapResult | ArgmapError]:
    """Return what comes of maps, up to the first that ends the check."""
    assert _worker is not None
    found: list[MapResult | ArgmapError] = []
    try:
        found.extend(map(_worker.check, tasks))
    except ArgmapError as error:
        found.append(error)
    return found
