"""The two ways to reach Graphviz: inside this process, or as the program ``dot``.

Graphviz inside this process: the one that the pygraphviz wheel carries.

Graphviz as a program: ``dot``, driven through the ``graphviz`` package.

Graphviz kept in bounds: it may hang, or end its process, and only one layout is lost by it.
"""

from __future__ import annotations

import os
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from typing import IO

from argmap._isolation import Crashed, TimedOut, run_isolated
from argmap.errors import EngineMissing, RenderError

Engine = Callable[[Sequence[str]], list[str]]
"""Takes graphs in DOT, gives back what ``dot -Tsvg`` makes of each."""

INSTALL_HINT = (
    "install the package `pygraphviz` (version 2 or later, which brings Graphviz with it), or "
    "Graphviz itself from https://graphviz.org/download/ so that the program `dot` can be found"
)


def choose_engine(name: str, timeout: float | None = None) -> Engine:
    """Return the engine of that name; ``auto`` is the embedded one wherever it can be imported.

    It is guarded as `argmap.rendering.layout.graphviz` says.

    Raises:
        EngineMissing: when it is not there.
    """
    if name == "system" or (name == "auto" and not has_embedded()):
        if not has_dot():
            missing = "the program `dot`" if name == "system" else "Graphviz"
            raise EngineMissing(f"{missing} is not there: {INSTALL_HINT}")
        return with_timeout(draw_with_dot, timeout)
    if not has_embedded():
        raise EngineMissing(f"the embedded Graphviz is not there: {INSTALL_HINT}")
    return with_timeout(draw_embedded, timeout)


_STACK = 64 * 1024 * 1024
"""Bytes of stack for the thread that Graphviz runs in.

Graphviz recurses along chains. With pygraphviz 2.0.4 (Graphviz 14.1.5) on x86-64, a chain of 5,000
nodes fits a stack of 1 MB (what Windows gives) and one of 20,000 ends the process there; 100,000
fit 8 MB. So 64 MB hold at least ten times `argmap.rendering.layout.layout.MAX_CARDS`.
The memory is only reserved, and used as the recursion goes down.
"""

_lock = threading.Lock()  # Graphviz keeps state in globals


def has_embedded() -> bool:
    """Whether pygraphviz is installed, and new enough to bring its own Graphviz."""
    return find_spec("pygraphviz") is not None


def draw_embedded(graphs: Sequence[str]) -> list[str]:
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
            outcome.extend(_draw_graph(graph) for graph in graphs)
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


def _draw_graph(graph: str) -> str:
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


_END = "</svg>"


def has_dot() -> bool:
    """Whether the program can be found."""
    import shutil

    return shutil.which("dot") is not None


def draw_with_dot(graphs: Sequence[str]) -> list[str]:
    """Lay out graphs with ``dot``, all in one run of the program, and return an SVG for each.

    Raises:
        EngineMissing: when there is no program ``dot``.
        RenderError: when it fails.
    """
    import graphviz

    if not graphs:
        return []
    try:
        text = graphviz.pipe_string("dot", "svg", "\n".join(graphs), encoding="utf-8", quiet=True)
    except graphviz.ExecutableNotFound as error:
        raise EngineMissing(f"the program `dot` is not there: {INSTALL_HINT}") from error
    except graphviz.CalledProcessError as error:
        said = (error.stderr or "").strip() or f"it ended with status {error.returncode}"
        raise RenderError(f"the program `dot` failed: {said}") from error
    pictures = text.split(_END)[:-1]
    if len(pictures) != len(graphs):
        raise RenderError(f"the program `dot` drew {len(pictures)} of {len(graphs)} graphs")
    return [picture + _END for picture in pictures]


MAX_IN_PROCESS_CHARACTERS = 60_000
"""Characters of graphs that are laid out here, some 600 boxes; what is larger gets a process of its
own, which takes about a fifth of a second to start."""

DEFAULT_TIMEOUT_SECONDS = 300.0
"""Seconds that the layout of a large map may take where nobody says otherwise."""


def with_timeout(engine: Engine, timeout: float | None = None) -> Engine:
    """Return what draws with an engine, in a process of its own where that is worth its while.

    That is for large maps, and for all of them where a ``timeout`` (in seconds) is given: a layout
    in this process cannot be ended.
    """

    def draw(graphs: Sequence[str]) -> list[str]:
        if timeout is None and sum(map(len, graphs)) <= MAX_IN_PROCESS_CHARACTERS:
            return engine(graphs)
        seconds = DEFAULT_TIMEOUT_SECONDS if timeout is None else timeout
        try:
            pictures: list[str] = run_isolated(
                f"{engine.__module__}:{engine.__name__}", list(graphs), seconds
            )
        except TimedOut:
            raise RenderError(
                f"Graphviz was stopped: it had not laid the map out after {seconds:g} s; give it "
                "more with `--timeout`, or draw a part of the map with `--depth` or `--focus`"
            ) from None
        except Crashed as error:
            raise RenderError(
                f"Graphviz has crashed on the map ({error}); try the other one with `--engine`, or "
                "draw a part of the map with `--depth` or `--focus`"
            ) from None
        return pictures

    return draw
