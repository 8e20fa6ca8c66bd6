"""Starts ``argmap`` quickly, by forking a process that has already imported everything.

Each command runs in a process with its own streams, folder and environment, as if it had been
started normally; only the start-up of Python itself is shared. A command whose environment changes
that start-up cannot be forked; see `starts_alike`.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import struct
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from threading import Lock

CAN_FORK = hasattr(os, "fork") and hasattr(socket, "send_fds") and sys.platform == "linux"
_STARTUP_PREFIXES = ("PYTHON", "LC_", "LANG", "MALLOC")
"""Prefixes of the variables that affect the start of Python."""

_SIZE = struct.Struct("!I")
_RESULT = struct.Struct("!i")


def starts_alike(env: Mapping[str, str]) -> bool:
    """Return whether Python would start in ``env`` as it did for this process."""

    def startup_variables(variables: Mapping[str, str]) -> dict[str, str]:
        return {k: v for k, v in variables.items() if k.startswith(_STARTUP_PREFIXES)}

    return startup_variables(env) == startup_variables(os.environ)


class Launcher:
    """A process that forks once for each command.

    It runs one command at a time; acquire ``free`` before using it.
    """

    def __init__(self) -> None:
        self.free = Lock()
        self._socket, child_socket = socket.socketpair()
        self._process = subprocess.Popen(
            [sys.executable, __file__, str(child_socket.fileno())],
            pass_fds=[child_socket.fileno()],
            stdin=subprocess.DEVNULL,
        )
        child_socket.close()

    def run(
        self,
        arguments: Sequence[str],
        *,
        cwd: Path,
        env: Mapping[str, str],
        streams: Sequence[int],
        timeout: float,
    ) -> int:
        """Run ``argmap`` with three ``streams`` (file descriptors) and return its exit code.

        Raises:
            TimeoutError: when the command takes longer than ``timeout`` seconds.
        """
        request = {"arguments": list(arguments), "cwd": os.fspath(cwd), "env": dict(env)}
        data = json.dumps(request).encode("ascii")  # ASCII keeps the surrogates in file names
        self._socket.settimeout(timeout)
        socket.send_fds(self._socket, [_SIZE.pack(len(data))], list(streams))
        self._socket.sendall(data)
        try:
            (status,) = _RESULT.unpack(_receive(self._socket, _RESULT.size))
        except TimeoutError:
            self.close()
            raise
        return os.waitstatus_to_exitcode(status)

    def close(self) -> None:
        """Stop the process, and any command that is still running."""
        self._socket.close()
        with suppress(ProcessLookupError):
            self._process.terminate()
        self._process.wait()


def _receive(stream: socket.socket, size: int) -> bytes:
    data = b""
    while len(data) < size:
        more = stream.recv(size - len(data))
        if not more:
            raise ConnectionError
        data += more
    return data


# ---- The forking process -----------------------------------------------------------------------


def _serve(stream: socket.socket) -> None:
    _import_all()
    while True:
        head, streams, _, _ = socket.recv_fds(stream, _SIZE.size, 3)
        if not head:
            return
        request = json.loads(_receive(stream, *_SIZE.unpack(head)))
        child = os.fork()
        if child == 0:
            stream.close()
            _become(request, streams)
        for handle in streams:
            os.close(handle)
        _, status = os.waitpid(child, 0)
        stream.sendall(_RESULT.pack(status))


_NOT_IMPORTED = ("argmap.__main__", "argmap.lsp", "argmap.serve")


def _import_all() -> None:
    """Import what commands import, and build the parser."""
    import argmap
    from argmap.rules import modules
    from argmap.syntax.grammar import parser

    for module in walk_packages(argmap.__path__, "argmap."):
        if not module.name.startswith(_NOT_IMPORTED):
            with suppress(ImportError):  # an extra is not installed
                import_module(module.name)
    modules()
    parser()


def _become(request: dict, streams: Sequence[int]) -> None:
    """Run the command in this forked process; never returns."""
    code = 70
    try:
        for number, handle in enumerate(streams):
            os.dup2(handle, number)
        for handle in streams:
            if handle > 2:
                os.close(handle)
        os.chdir(request["cwd"])
        os.environ.clear()
        os.environ.update(request["env"])
        sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - for good
        sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
        sys.stderr = open(  # noqa: SIM115
            2, "w", encoding="utf-8", errors="backslashreplace", closefd=False
        )
        sys.argv = ["argmap", *request["arguments"]]
        from argmap.cli import main

        main()
    except SystemExit as stopped:
        code = stopped.code if isinstance(stopped.code, int) else int(stopped.code is not None)
    except BaseException:  # noqa: BLE001 - it is the end of a process
        import traceback

        traceback.print_exc()
        code = 1
    finally:
        for stream in (sys.stdout, sys.stderr):
            try:
                stream.flush()
            except OSError:
                code = code or 120  # the exit code that Python uses here
        os._exit(code)


if __name__ == "__main__":
    sys.path.pop(0)  # this folder contains names that shadow other modules
    signal.signal(signal.SIGINT, signal.default_int_handler)
    _serve(socket.socket(fileno=int(sys.argv[1])))
