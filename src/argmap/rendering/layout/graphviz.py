"""The layout engines: Graphviz embedded in this process, or the program ``dot``.

Graphviz may hang or crash. `choose_engine` therefore runs large layouts in a child process, with a
time limit.
"""

from __future__ import annotations

import os
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from typing import IO

from argmap._isolation import Crashed, TimedOut, run_isolated
from argmap.errors import EngineMissing, RenderError
from argmap.rendering.options import Engine, LayoutEngine

INSTALL_HINT = (
    "install the package `pygraphviz` (version 2 or later, which includes Graphviz), or Graphviz "
    "from https://graphviz.org/download/ so that the program `dot` is on PATH"
)

MAX_IN_PROCESS_CHARACTERS = 60_000
"""Size of the graphs, about 600 boxes, up to which they are laid out in this process.

Larger graphs are laid out in a child process, which takes about a fifth of a second to start.
"""

DEFAULT_TIMEOUT_SECONDS = 300.0
"""Time limit for the layout of a large map when none is given."""

_STACK_BYTES = 64 * 1024 * 1024
"""Stack of the thread that Graphviz runs in.

Graphviz recurses along chains. With pygraphviz 2.0.4 (Graphviz 14.1.5) on x86-64, a chain of 5,000
nodes fits a stack of 1 MB (the default on Windows), and one of 20,000 crashes the process there;
100,000 fit 8 MB. So 64 MB hold at least ten times `argmap.rendering.layout.layout.MAX_CARDS`. The
memory is only reserved, and used as the recursion gets deeper.
"""

_SVG_END = "</svg>"

_lock = threading.Lock()  # Graphviz keeps state in globals


def choose_engine(engine: Engine | LayoutEngine, timeout: float | None = None) -> LayoutEngine:
    """Return the engine with a name, with a time limit (see `with_timeout`).

    Args:
        engine: ``embedded``, ``system``, or ``auto``: the embedded engine if pygraphviz is
            installed, or else the program. A function is returned unchanged, without a time limit.
        timeout: Seconds that a layout may take.

    Raises:
        EngineMissing: If the engine is not installed.
    """
    if callable(engine):
        return engine
    if engine == "system" or (engine == "auto" and not has_embedded()):
        if not has_dot():
            missing = "the program `dot`" if engine == "system" else "Graphviz"
            raise EngineMissing(f"{missing} was not found; {INSTALL_HINT}")
        return with_timeout(draw_with_dot, timeout)
    if not has_embedded():
        raise EngineMissing(f"the embedded Graphviz was not found; {INSTALL_HINT}")
    return with_timeout(draw_embedded, timeout)


def with_timeout(engine: LayoutEngine, timeout: float | None = None) -> LayoutEngine:
    """Return an engine that runs ``engine`` in a child process when that is needed.

    It is needed for large maps, and for every map if a ``timeout`` (in seconds) is given, because a
    layout in this process cannot be stopped.
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
                f"Graphviz was stopped after {seconds:g} s without a layout; allow more time with "
                "`--timeout`, or draw a part of the map with `--depth` or `--focus`"
            ) from None
        except Crashed as error:
            raise RenderError(
                f"Graphviz crashed on the map ({error}); try another engine with `--engine`, or "
                "draw a part of the map with `--depth` or `--focus`"
            ) from None
        return pictures

    return draw


def has_embedded() -> bool:
    """Return whether pygraphviz is installed, which includes Graphviz."""
    return find_spec("pygraphviz") is not None


def draw_embedded(graphs: Sequence[str]) -> list[str]:
    """Lay out graphs with the Graphviz of pygraphviz, and return an SVG for each.

    What Graphviz and its libraries print to the standard error becomes part of the error message.

    Raises:
        RenderError: If Graphviz cannot read or lay out a graph.
    """
    import pygraphviz  # noqa: F401  (an ImportError is raised before stderr is captured)

    pictures: list[str] = []
    failures: list[BaseException] = []

    def draw_all() -> None:
        try:
            pictures.extend(_draw_graph(graph) for graph in graphs)
        except BaseException as error:  # noqa: BLE001  (raised again in the calling thread)
            failures.append(error)

    with _lock, _captured_stderr() as stderr:
        previous_stack = threading.stack_size(_STACK_BYTES)
        try:
            thread = threading.Thread(target=draw_all, name="argmap-graphviz")
            thread.start()
        finally:
            threading.stack_size(previous_stack)
        thread.join()
        if failures:
            raise _with_stderr(failures[0], stderr)
    return pictures


def _draw_graph(graph: str) -> str:
    from pygraphviz import graphviz as gv

    with tempfile.TemporaryFile() as file:  # agread accepts only a file
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


def _with_stderr(error: BaseException, stderr: IO[bytes]) -> BaseException:
    """Return a `RenderError` that quotes what Graphviz printed; other errors as they are."""
    if not isinstance(error, RenderError | ValueError):
        return error
    stderr.seek(0)
    output = stderr.read().decode(errors="replace").strip()
    return RenderError(f"Graphviz failed: {error}" + (f" ({output})" if output else ""))


@contextmanager
def _captured_stderr() -> Iterator[IO[bytes]]:
    """Write what C code prints to the standard error, such as Fontconfig's warnings, to a file."""
    with tempfile.TemporaryFile() as file:
        try:
            original = os.dup(2)
        except OSError:  # the standard error is closed
            yield file
            return
        os.dup2(file.fileno(), 2)
        try:
            yield file
        finally:
            os.dup2(original, 2)
            os.close(original)


def has_dot() -> bool:
    """Return whether the program ``dot`` is on PATH."""
    import shutil

    return shutil.which("dot") is not None


def draw_with_dot(graphs: Sequence[str]) -> list[str]:
    """Lay out graphs with one run of the program ``dot``, and return an SVG for each.

    Raises:
        EngineMissing: If there is no program ``dot``.
        RenderError: If it fails.
    """
    import graphviz

    if not graphs:
        return []
    try:
        text = graphviz.pipe_string("dot", "svg", "\n".join(graphs), encoding="utf-8", quiet=True)
    except graphviz.ExecutableNotFound as error:
        raise EngineMissing(f"the program `dot` was not found; {INSTALL_HINT}") from error
    except graphviz.CalledProcessError as error:
        cause = (error.stderr or "").strip() or f"it exited with status {error.returncode}"
        raise RenderError(f"the program `dot` failed: {cause}") from error
    pictures = text.split(_SVG_END)[:-1]
    if len(pictures) != len(graphs):
        raise RenderError(f"the program `dot` drew {len(pictures)} of {len(graphs)} graphs")
    return [picture + _SVG_END for picture in pictures]
