"""The language server: editor features for maps that are being written.

Each module in `features` implements one feature of the Language Server Protocol and is discovered
by its presence. A feature receives a `DocumentSnapshot` (`argmap.lsp.session`): a file as it is in
the editor, and the maps that include it. One worker thread parses, resolves and checks maps, so
that typing never waits.
"""

from __future__ import annotations

from importlib.util import find_spec

from argmap.errors import MissingExtra

_REQUIRED_PACKAGES = ("pygls", "lsprotocol")


def serve(host: str | None = None, port: int = 0) -> None:
    """Serve one editor until it disconnects.

    Args:
        host: The address to listen on for TCP; None uses standard input and output.
        port: The TCP port.

    Raises:
        MissingExtra: If the libraries that implement the protocol are not installed.
        OSError: If the server cannot listen on the address.
    """
    if any(find_spec(name) is None for name in _REQUIRED_PACKAGES):
        raise MissingExtra("lsp", "the language server")
    from argmap.lsp.server import serve_stdio, serve_tcp

    if host is None:
        serve_stdio()
    else:
        serve_tcp(host, port)
