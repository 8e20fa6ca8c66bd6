"""The live page: maps in a browser that are updated when their files change.

One thread reads, checks and draws the maps (`argmap.serve.worker`) and publishes their states in a
`MapStore`; request handlers make pages from it. The server listens only on this machine. A request
never contains a path: maps and files have ids and numbers that the server has assigned.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path

from argmap.errors import MissingExtra
from argmap.rendering import RenderOptions
from argmap.serve.editors import Editor

PORT = 4784
"""The default port; another one is used if it is taken."""

_REQUIRED_MODULES = ("starlette", "uvicorn", "watchfiles")


def serve(
    paths: Sequence[Path],
    options: RenderOptions,
    editor: Editor | None,
    *,
    port: int = PORT,
    diagnostics: bool = True,
    ready: Callable[[str, int, bool], None],
) -> None:
    """Serve the maps at ``paths`` until the process is interrupted.

    Args:
        paths: Files, and folders in which maps are searched for.
        options: The appearance of the pictures.
        editor: The editor to open, or None for that of the project.
        port: The preferred port, or 0 for any free one.
        diagnostics: Whether cards show diagnostics.
        ready: Called with the URL, the number of maps, and whether the port is the preferred one.

    Raises:
        InputError: If there is nothing to serve.
        RenderError: If the theme is unknown, or Graphviz is missing.
        MissingExtra: If the libraries of the extra `serve` are not installed.
    """
    if any(find_spec(name) is None for name in _REQUIRED_MODULES):
        raise MissingExtra("serve", "`argmap serve`")
    from argmap.serve.server import run

    run(paths, options, editor, port=port, diagnostics=diagnostics, ready=ready)
