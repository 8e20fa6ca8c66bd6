"""The server: the protocol's messages, the files that are open, and the thread that works.

Serving an editor until it is gone.

What can be set in the editor.
"""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import sys
from collections.abc import Callable, Generator, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import Any, TypeVar

from attrs import define
from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol
from pygls.protocol.language_server import lsp_method

from argmap._plugins import module_names
from argmap._version import __version__
from argmap.lsp import features
from argmap.lsp.documents import Positions, TextDocuments, path_of, uri_of
from argmap.lsp.session import CheckedFiles, DocumentSnapshot, OpenDocuments, Session
from argmap.syntax import Document
from argmap.text import Location


@define
class ClientSettings:
    """What is shown, and how long a check waits.

    ``hints`` are verdicts behind statements that are not accepted, ``strengths`` how strong each
    is, ``lenses`` the numbers of reasons above them. ``delay`` is how many seconds a check waits
    for more to be typed.
    """

    hints: bool = True
    strengths: bool = False
    lenses: bool = True
    delay: float = 0.15

    def take(self, given: Any) -> None:
        """Take over what the editor sends, by itself or under ``argmap``; what is odd is left."""
        if not isinstance(given, Mapping):
            return
        given = given.get("argmap", given)
        if not isinstance(given, Mapping):
            return
        for name in ("hints", "strengths", "lenses"):
            if isinstance(given.get(name), bool):
                setattr(self, name, given[name])
        delay = given.get("delay")
        if isinstance(delay, (int, float)) and not isinstance(delay, bool) and 0 <= delay <= 10:  # noqa: PLR2004
            self.delay = float(delay)


Result = TypeVar("Result")
_REQUEST_FAILED = -32803  # LSPErrorCodes.RequestFailed: the request was fine, and cannot be done


class RequestFailed(JsonRpcException):
    """What was asked for cannot be done; the message says why, to the author of the map."""

    CODE = _REQUEST_FAILED
    MESSAGE = "it cannot be done"

    def __init__(self, message: str) -> None:
        super().__init__(message=message, code=_REQUEST_FAILED)


class _Protocol(LanguageServerProtocol):
    """Keeps the texts of open files by itself: offsets of a change are what reading is quick by."""

    _server: ArgmapServer

    @lsp_method(types.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(
        self, params: types.DidOpenTextDocumentParams
    ) -> Generator[Any, Any, None]:
        self._server.buffers.open(params.text_document)
        self._server.look_around()
        yield from self._told(types.TEXT_DOCUMENT_DID_OPEN, params)

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(
        self, params: types.DidChangeTextDocumentParams
    ) -> Generator[Any, Any, None]:
        server = self._server
        server.buffers.change(params.text_document, params.content_changes, server.positions)
        yield from self._told(types.TEXT_DOCUMENT_DID_CHANGE, params)

    @lsp_method(types.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(
        self, params: types.DidCloseTextDocumentParams
    ) -> Generator[Any, Any, None]:
        self._server.buffers.close(params.text_document.uri)
        self._server.look_around()
        yield from self._told(types.TEXT_DOCUMENT_DID_CLOSE, params)

    def _told(self, method: str, params: Any) -> Generator[Any, Any, None]:
        handler = self.fm.features.get(method)
        if handler is not None:
            yield handler, (params,), None


class ArgmapServer(LanguageServer):
    """One editor's server. Features ask it for files and maps; it asks the thread that works."""

    def __init__(self) -> None:
        super().__init__(
            "argmap",
            __version__,
            protocol_cls=_Protocol,
            text_document_sync_kind=types.TextDocumentSyncKind.Incremental,
        )
        self.buffers = TextDocuments()
        self.settings = ClientSettings()
        self.when_refreshed: list[Callable[[], None]] = []
        """What is to be done when files on the disk, or settings, have changed."""
        self._session = Session()
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="argmap")
        for name in module_names(features.__path__):
            import_module(f"{features.__name__}.{name}").register(self)

    @cached_property
    def positions(self) -> Positions:
        """Places as the editor counts them."""
        return Positions(self.workspace.position_encoding or types.PositionEncodingKind.Utf16)

    def can(self, capability: str) -> bool:
        """Whether the editor says that it can do something (``text_document.hover…``)."""
        from pygls.capabilities import get_capability

        return bool(get_capability(self.client_capabilities, capability, False))

    # ---- What features ask for ------------------------------------------------------------------

    async def document(self, uri: str) -> Document | None:
        """Return a file, read, as it is now; None where there is none."""
        opened = self._opened()
        return await self._work(lambda session: session.document(opened, uri))

    async def view(self, uri: str) -> DocumentSnapshot | None:
        """Return a file with the maps it is a part of, as they are now."""
        opened = self._opened()
        return await self._work(lambda session: session.prepared(opened, uri))

    async def diagnostics(self, uri: str) -> CheckedFiles | None:
        """Return what a check finds in the maps that a file is a part of, as they are now."""
        opened = self._opened()
        return await self._work(lambda session: session.diagnostics(opened, uri))

    async def at_desk(self, job: Callable[[Session, OpenDocuments], Result]) -> Result:
        """Have some other work on files and maps done, as they are now."""
        opened = self._opened()
        return await self._work(lambda session: job(session, opened))

    @property
    def folders(self) -> list[Path]:
        """The folders that the editor works in."""
        uris = [folder.uri for folder in self.workspace.folders.values()]
        if not uris and self.workspace.root_uri:
            uris = [self.workspace.root_uri]
        return [path for path in map(path_of, uris) if path is not None]

    def look_around(self) -> None:
        """Look at the disk anew with the next request."""
        self._worker.submit(self._session.forget)

    def refresh(self) -> None:
        """Look at the disk and the settings anew, and say again what has changed by that."""
        self.look_around()
        for action in self.when_refreshed:
            action()

    def uri(self, location: Location, view: DocumentSnapshot | None = None) -> str:
        """Return the address of the file that a location is in, as the editor knows it."""
        for revision in self.buffers.revisions.values():
            if revision.source is location.source or revision.source.name == location.source.name:
                return revision.uri
        path = None
        for analysis in view.analyses if view else ():
            path = path or analysis.path(location.source)
        if path is None:
            path = Path(location.source.name).resolve()
        return uri_of(path)

    def place(self, location: Location, view: DocumentSnapshot | None = None) -> types.Location:
        """Return a location as the protocol has it."""
        return types.Location(self.uri(location, view), self.positions.of(location))

    def version_of(self, uri: str) -> int | None:
        """Return the version of an open file; None of another."""
        revision = self.buffers.revisions.get(uri)
        return revision.version if revision else None

    def edit(self, changes: dict[str, list[types.TextEdit]]) -> types.WorkspaceEdit:
        """Return changes to files in the form that the editor can take."""
        if not self.can("workspace.workspace_edit.document_changes"):
            return types.WorkspaceEdit(changes=changes)
        return types.WorkspaceEdit(
            document_changes=[
                types.TextDocumentEdit(
                    types.OptionalVersionedTextDocumentIdentifier(uri, self.version_of(uri)),
                    list(edits),
                )
                for uri, edits in changes.items()
            ]
        )

    def _opened(self) -> OpenDocuments:
        return dict(self.buffers.revisions)

    async def _work(self, job: Callable[[Session], Result]) -> Result:
        loop = asyncio.get_running_loop()
        # An editor that wants the answer no more must not take it from others who wait for it.
        return await asyncio.shield(loop.run_in_executor(self._worker, job, self._session))

    def shutdown(self) -> None:
        """Stop working; what is still waiting is dropped."""
        self._worker.shutdown(wait=False, cancel_futures=True)
        super().shutdown()  # type: ignore[no-untyped-call]


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
