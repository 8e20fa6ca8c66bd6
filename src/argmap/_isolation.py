"""Work in a process of its own, which may hang or crash without harm."""

from __future__ import annotations

import os
import sys
from typing import IO, Any

_SERVE = "from argmap._isolation import serve; serve()"


_running: set[Any] = set()
"""Processes that work right now, for whoever has to end them all."""


class TimedOut(Exception):
    """The work was not done in time, and has been ended."""


class Crashed(Exception):
    """The process has ended without an answer; the message says how."""


def run_apart(function: str, argument: Any, seconds: float) -> Any:
    """Return what a function, ``module:name``, makes of an argument, in a process of its own.

    Argument and answer are pickled, and so is an exception, which is raised here. Ours on both
    sides, neither is a stranger's: strangers' text is in them as text only.

    Raises:
        TimedOut: when it takes longer than so many seconds.
        Crashed: when the process ends before it answers.
    """
    import pickle
    import subprocess

    places = os.pathsep.join(os.path.abspath(place) for place in sys.path)  # noqa: PTH100 (text)
    process = subprocess.Popen(  # noqa: S603 (ourselves)
        [sys.executable, "-P", "-c", _SERVE],  # -P: no module of the folder it is in
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": places},
        start_new_session=True,  # so that what it starts in turn is ended with it
    )
    _running.add(process)
    try:
        answer, _ = process.communicate(pickle.dumps((function, argument)), timeout=seconds)
    except subprocess.TimeoutExpired:
        raise TimedOut from None
    finally:
        _running.discard(process)
        _end(process)
    try:
        is_made, outcome = pickle.loads(answer)  # noqa: S301 (ours)
    except (EOFError, pickle.UnpicklingError):
        raise Crashed(_how(process.returncode)) from None
    if not is_made:
        raise outcome
    return outcome


def end_all() -> None:
    """End all work that other threads wait for; to them it has crashed."""
    for process in list(_running):
        _kill(process)


def _end(process: Any) -> None:
    """End a process that still runs, with all that it has started."""
    if process.poll() is None:
        _kill(process)
        process.communicate()


def _kill(process: Any) -> None:
    if not hasattr(os, "killpg"):
        process.kill()
        return
    import signal
    from contextlib import suppress

    with suppress(ProcessLookupError):  # it has just ended by itself
        os.killpg(process.pid, signal.SIGKILL)


def _how(code: int) -> str:
    if code >= 0:
        return f"its process ended with status {code}"
    import signal

    try:
        return f"its process was ended by {signal.Signals(-code).name}"
    except ValueError:
        return f"its process was ended by signal {-code}"


def serve() -> None:
    """Answer one request; what others print goes to the standard error."""
    import pickle
    from importlib import import_module

    request: IO[bytes] = sys.stdin.buffer
    with os.fdopen(os.dup(1), "wb") as answer:
        os.dup2(2, 1)
        function, argument = pickle.load(request)  # noqa: S301 (ours)
        module, _, name = function.partition(":")
        try:
            outcome = (True, getattr(import_module(module), name)(argument))
        except Exception as error:  # noqa: BLE001 (raised again where the caller is)
            outcome = (False, error)
        pickle.dump(outcome, answer)
