"""Graphviz inside this process: the one that the pygraphviz wheel carries."""

from __future__ import annotations

import os
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from typing import IO

from argmap.errors import RenderError

_STACK = 64 * 1024 * 1024
"""Bytes of stack for the thread that Graphviz runs in.

Graphviz recurses along chains. With pygraphviz 2.0.4 (Graphviz 14.1.5) on x86-64, a chain of 5,000
nodes fits a stack of 1 MB (what Windows gives) and one of 20,000 ends the process there; 100,000
fit 8 MB. 64 MB so bear at least ten times what `argmap.render.layout.placing.CARDS` lets through.
The memory is only reserved, and used as the recursion goes down.
"""

_lock = threading.Lock()  # Graphviz keeps state in globals


def is_there() -> bool:
    """Whether pygraphviz is installed, and new enough to bring its own Graphviz."""
    return find_spec("pygraphviz") is not None


def draw(graphs: Sequence[str]) -> list[str]:
    """Lay out graphs with ``dot`` and return an SVG for each.

    What Graphviz and its libraries print to the standard error is kept for the message of an error.

    Raises:
        RenderError: when Graphviz cannot read or lay out a graph.
    """
    import pygraphviz  # noqa: F401  (its libraries are found, or not, before anything is silenced)

    outcome: list[str] = []
    failures: list[BaseException] = []

    def work() -> None:
        try:
            outcome.extend(_draw(graph) for graph in graphs)
        except BaseException as error:  # noqa: BLE001  (raised again where the caller is)
            failures.append(error)

    with _lock, _silence() as noise:
        before = threading.stack_size(_STACK)
        try:
            thread = threading.Thread(target=work, name="argmap-graphviz")
            thread.start()
        finally:
            threading.stack_size(before)
        thread.join()
        if failures:
            raise _failure(failures[0], noise)
    return outcome


def _draw(graph: str) -> str:
    from pygraphviz import graphviz as gv

    with tempfile.TemporaryFile() as file:  # agread reads from nothing else
        file.write(graph.encode())
        file.seek(0)
        handle = gv.agread(file, None)
    context = gv.gvContextWithBuiltins()
    try:
        if gv.gvLayout(context, handle, b"dot") != 0:
            raise RenderError("no layout was found")
        status, picture = gv.gvRenderData(context, handle, b"svg")
        gv.gvFreeLayout(context, handle)
        if status != 0:
            raise RenderError("the layout could not be written")
        return str(picture, "utf-8")
    finally:
        gv.agclose(handle)
        gv.gvFreeContext(context)


def _failure(error: BaseException, noise: IO[bytes]) -> BaseException:
    if not isinstance(error, RenderError | ValueError):
        return error
    noise.seek(0)
    said = noise.read().decode(errors="replace").strip()
    return RenderError(f"Graphviz failed: {error}" + (f" ({said})" if said else ""))


@contextmanager
def _silence() -> Iterator[IO[bytes]]:
    """Send what C code writes to the standard error, such as Fontconfig's warnings, to a file."""
    with tempfile.TemporaryFile() as noise:
        try:
            original = os.dup(2)
        except OSError:  # there is no standard error to be noisy on
            yield noise
            return
        os.dup2(noise.fileno(), 2)
        try:
            yield noise
        finally:
            os.dup2(original, 2)
            os.close(original)
