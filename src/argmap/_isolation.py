"""Runs functions in child processes, so that a hang, a crash or high memory use does no harm."""

from __future__ import annotations

import os
import sys
from types import TracebackType
from typing import IO, Any, Self

_SERVE = "from argmap._isolation import serve; serve()"

_running: set[Any] = set()
"""The running processes."""


class TimedOut(Exception):
    """The function took too long and was terminated."""


class Crashed(Exception):
    """The process ended without a result; the message says why."""


def run_isolated(function: str, argument: Any, seconds: float) -> Any:
    """Run a function, given as ``module:name``, in a child process and return its result.

    The argument and the result are pickled, and an exception of the function is raised here. Both
    processes run argmap; the pickles contain untrusted input only as text or bytes.

    Raises:
        TimedOut: If the function takes longer than ``seconds``.
        Crashed: If the process ends without a result.
    """
    with IsolatedCall(function, argument) as call:
        return call.result(seconds)


class IsolatedCall:
    """A function call in a child process, which is terminated at the end of the ``with`` block."""

    def __init__(self, function: str, argument: Any) -> None:
        import pickle
        import subprocess

        self._request = pickle.dumps((function, argument))
        paths = os.pathsep.join(os.path.abspath(path) for path in sys.path)  # noqa: PTH100 (text)
        self._process = subprocess.Popen(  # noqa: S603 (ourselves)
            [sys.executable, "-P", "-c", _SERVE],  # -P: import nothing from the current folder
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": paths},
            start_new_session=True,  # so that its own child processes end with it
        )
        _running.add(self._process)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.end()

    def result(self, seconds: float) -> Any:
        """Wait for the result; see `run_isolated`."""
        import pickle
        import subprocess

        try:
            answer, _ = self._process.communicate(self._request, timeout=seconds)
        except subprocess.TimeoutExpired:
            raise TimedOut from None
        try:
            has_returned, result = pickle.loads(answer)  # noqa: S301 (ours)
        except (EOFError, pickle.UnpicklingError):
            raise Crashed(_exit_description(self._process.returncode)) from None
        if not has_returned:
            raise result
        return result

    def kill(self) -> None:
        """Terminate the process from another thread than the one that waits for the result."""
        if self._process.poll() is None:
            _kill(self._process)

    def end(self) -> None:
        """Terminate the process and its child processes."""
        _running.discard(self._process)
        if self._process.poll() is None:
            _kill(self._process)
            self._process.communicate()


def end_all() -> None:
    """Terminate all running processes; `IsolatedCall.result` raises `Crashed` in other threads."""
    for process in list(_running):
        _kill(process)


def _kill(process: Any) -> None:
    if not hasattr(os, "killpg"):
        process.kill()
        return
    import signal
    from contextlib import suppress

    with suppress(ProcessLookupError):  # it has already ended
        os.killpg(process.pid, signal.SIGKILL)


def _exit_description(code: int) -> str:
    if code >= 0:
        return f"its process ended with status {code}"
    import signal

    try:
        return f"its process was ended by {signal.Signals(-code).name}"
    except ValueError:
        return f"its process was ended by signal {-code}"


def serve() -> None:
    """Serve one request from standard input; redirect other output to standard error."""
    import pickle
    from importlib import import_module

    request: IO[bytes] = sys.stdin.buffer
    with os.fdopen(os.dup(1), "wb") as answer:
        os.dup2(2, 1)
        function, argument = pickle.load(request)  # noqa: S301 (ours)
        module, _, name = function.partition(":")
        try:
            outcome = (True, getattr(import_module(module), name)(argument))
        except Exception as error:  # noqa: BLE001 (raised again in the parent process)
            outcome = (False, error)
        pickle.dump(outcome, answer)


def limit_memory(size: int) -> None:
    """Limit the memory of this process to a number of bytes, if the system supports it."""
    from contextlib import suppress

    with suppress(ImportError, ValueError, OSError):
        import resource  # not on Windows

        resource.setrlimit(resource.RLIMIT_AS, (size, size))


def limit_processor_time(seconds: int) -> None:
    """Limit the processor time of this process, and of each child process that it starts later."""
    from contextlib import suppress

    with suppress(ImportError, ValueError, OSError):
        import resource  # not on Windows

        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
