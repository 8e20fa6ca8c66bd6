"""The live page: maps in a browser that follow their files.

One thread reads, checks and draws (`argmap.serve.worker`); what comes of it hangs in a `Gallery`,
from which pages are made when a browser asks. It is served on this machine only, and nothing that a
browser sends names a file: a map, and a file of it, are numbers and words that the server gave out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path

from argmap.errors import MissingExtra
from argmap.rendering import RenderOptions
from argmap.serve.editors import Editor

PORT = 4784
"""Where the page is, so that its address stays the same; another one where that is taken."""

_NEEDS = ("starlette", "uvicorn", "watchfiles")


def serve(
    paths: Sequence[Path],
    options: RenderOptions,
    editor: Editor | None,
    *,
    port: int = PORT,
    diagnostics: bool = True,
    ready: Callable[[str, int, bool], None],
) -> None:
    """Serve the maps that ``paths`` mean until the process is told to end.

    ``editor`` is what opens a place in a file, or None for what the maps' project has set.
    ``diagnostics`` are shown on the cards too. ``ready`` is told the address, how many maps there
    are, and whether the port is the one that was wanted.

    Raises:
        InputError: when there is nothing to serve.
        RenderError: when the theme is unknown, or there is no Graphviz.
        MissingExtra: when the libraries that serve pages are not installed.
    """
    if any(find_spec(name) is None for name in _NEEDS):
        raise MissingExtra("serve", "`argmap serve`")
    from argmap.serve.server import run

    run(paths, options, editor, port=port, diagnostics=diagnostics, ready=ready)
