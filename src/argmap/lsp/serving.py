"""Serving an editor until it is gone."""

from __future__ import annotations

import gc
import logging
import os
import sys

from argmap.lsp.server import ArgmapServer

_YOUNG = 1_000_000
"""New objects after which they are looked through for garbage: a map is many, and keeps them."""


def serve_stdio() -> None:
    """Serve over standard input and output; whatever else is printed goes to standard error."""
    server = _prepared()
    output = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    server.start_io(sys.stdin.buffer, output)


def serve_tcp(host: str, port: int) -> None:
    """Serve the first editor that connects.

    Raises:
        OSError: when nothing can listen there.
    """
    server = _prepared()
    print(f"argmap: listening on {host}:{port}", file=sys.stderr, flush=True)  # noqa: T201
    server.start_tcp(host, port)


def _prepared() -> ArgmapServer:
    logging.basicConfig(stream=sys.stderr, level=logging.ERROR)
    server = ArgmapServer()
    # A command does without the collector of garbage (`argmap.cli`); a server lives too long.
    gc.enable()
    gc.freeze()
    gc.set_threshold(_YOUNG, 20, 50)
    return server
