"""The language server: what editors ask of maps that are being written.

One file a feature in `features`, found by being there. What a feature looks at is a `View`
(`argmap.lsp.session`): a file as it is in the editor, and the maps it is a part of. The work is
done by one thread of its own, so that typing never waits for it.
"""

from __future__ import annotations

from importlib.util import find_spec

from argmap.errors import MissingExtra

_NEEDS = ("pygls", "lsprotocol")


def serve(host: str | None = None, port: int = 0) -> None:
    """Serve one editor, over standard input and output, or over TCP where a host is named.

    Returns when the editor is gone.

    Raises:
        MissingExtra: when the library that speaks the protocol is not installed.
        OSError: when nothing can listen there.
    """
    if any(find_spec(name) is None for name in _NEEDS):
        raise MissingExtra("lsp", "the language server")
    from argmap.lsp.server import serve_stdio, serve_tcp

    if host is None:
        serve_stdio()
    else:
        serve_tcp(host, port)
