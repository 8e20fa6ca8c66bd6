"""The server for assistants: tools of the Model Context Protocol (MCP).

A language model that calls the tools may be wrong, or may repeat what an untrusted text says. So
each call runs in a child process with limits (`argmap.mcp.calls`), reads only the folders that the
server was started with, and writes only if that was allowed (`argmap.mcp.folders`). A tool is a
module in `argmap.mcp.tools`.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from argmap.errors import InputError, MissingExtra


def serve(folders: Sequence[Path], write_folder: Path | None = None) -> None:
    """Serve the tools until standard input ends.

    Args:
        folders: The folders whose files the tools may read.
        write_folder: The folder in which the tools may write, and also read; None for none.

    Raises:
        InputError: If a folder does not exist.
        MissingExtra: If the library of the extra `mcp` is not installed.
    """
    if find_spec("mcp") is None:
        raise MissingExtra("mcp", "`argmap mcp`")
    for folder in (*folders, *filter(None, [write_folder])):
        if not folder.is_dir():
            raise InputError(f"`{folder}` is not a folder; name a folder that exists")
    from argmap.mcp.folders import AllowedFolders
    from argmap.mcp.server import run

    readable = tuple(folder.resolve() for folder in (*folders, *filter(None, [write_folder])))
    run(AllowedFolders(readable, write_folder and write_folder.resolve()))
