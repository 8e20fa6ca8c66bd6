"""Checks maps in several processes.

Only data goes to the processes and comes back: paths, the options of the user, and results with the
texts that the diagnostics are about.
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


_MIN_BYTES_PER_PROCESS = {"fork": 200_000, "spawn": 500_000}
"""The size of maps whose check takes about as long as starting a process, by start method."""

_MAX_CHUNK_TASKS = 8
_MIN_CHUNKS_PER_PROCESS = 8


def useful_jobs(sizes: Iterable[int]) -> int:
    """Return the number of processes that check maps of these sizes, in bytes, the fastest."""
    return max(1, min(_core_count(), sum(sizes) // _MIN_BYTES_PER_PROCESS[_start_method()]))


def _core_count() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def map_in_processes(
    tasks: list[CheckTask], config: CheckConfig, jobs: int, method: str | None = None
) -> Iterator[MapResult]:
    """Yield the results of tasks in order.

    Args:
        tasks: The maps to check.
        config: The configuration of the check.
        jobs: The number of processes.
        method: How processes are started, ``fork`` or ``spawn``, or None to choose.

    Raises:
        ArgmapError: The error of the first task that fails.
        WorkerLost: If a process ends unexpectedly.
    """
    from concurrent.futures.process import BrokenProcessPool

    jobs = min(jobs, len(tasks))
    chunk = max(1, min(_MAX_CHUNK_TASKS, len(tasks) // (jobs * _MIN_CHUNKS_PER_PROCESS)))
    with _pool(jobs, config, method) as pool:
        with _interrupts_deferred():
            futures = [
                pool.submit(_check_tasks, tasks[start : start + chunk])
                for start in range(0, len(tasks), chunk)
            ]
        try:
            while futures:  # popped, so that the results of finished chunks are freed
                for result in futures.pop(0).result():
                    if isinstance(result, ArgmapError):
                        raise result
                    yield result
        except BrokenProcessPool as error:
            raise WorkerLost(
                "a worker process ended unexpectedly, perhaps for lack of memory; use --jobs 1"
            ) from error


@contextmanager
def _pool(jobs: int, config: CheckConfig, method: str | None) -> Iterator[Executor]:
    """Provide a pool of processes; terminate them if an error occurs."""
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    method = method or _start_method()
    if method == "fork":
        _preload()
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


def _start_method() -> str:
    """Return ``fork`` if that is safe, else ``spawn``.

    A forked process has all modules and the grammar from the start. Forking is unsafe with several
    threads and with some system libraries of macOS, and does not exist on Windows.
    """
    import threading

    has_one_thread = threading.active_count() == 1
    return "fork" if sys.platform == "linux" and has_one_thread else "spawn"


def _preload() -> None:
    """Load what every process needs before they are forked."""
    import argmap.workspace.checker  # noqa: F401
    from argmap.rules import table
    from argmap.syntax.grammar import parser

    table()
    parser()


@contextmanager
def _interrupts_deferred() -> Iterator[None]:
    """Defer an interrupt until the end; processes that are started meanwhile never get one.

    Ignoring interrupts instead would lose one that arrives meanwhile. Windows cannot block them.
    """
    import threading

    is_main = threading.current_thread() is threading.main_thread()  # others get no interrupts
    if not is_main or not hasattr(signal, "pthread_sigmask"):
        yield
        return
    previous = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, previous)


# ---- In each process ---------------------------------------------------------------------------

_worker: CheckWorker | None = None


def _init_worker(config: CheckConfig) -> None:
    """Initialize a process. The parent process handles interrupts, and terminates this one."""
    global _worker  # noqa: PLW0603 (the only state that tasks of a process share)
    import gc

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.disable()
    from argmap.workspace.checker import CheckWorker

    _worker = CheckWorker(config)


def _check_tasks(tasks: list[CheckTask]) -> list[MapResult | ArgmapError]:
    """Return the results of tasks, up to the first error."""
    assert _worker is not None
    results: list[MapResult | ArgmapError] = []
    try:
        results.extend(map(_worker.check, tasks))
    except ArgmapError as error:
        results.append(error)
    return results
