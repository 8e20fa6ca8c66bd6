"""The language server: protocol messages, open documents, client settings and the worker thread."""

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
from argmap.editing import Refactoring
from argmap.lsp import features
from argmap.lsp.documents import PositionConverter, TextDocuments, path_of, uri_of
from argmap.lsp.session import CheckedFiles, DocumentSnapshot, OpenDocuments, Session
from argmap.syntax import Document
from argmap.text import Location, Span

MAX_DELAY_SECONDS = 10
GC_THRESHOLD = 1_000_000
"""Allocations before a garbage collection: a map consists of many long-lived objects."""

_REQUEST_FAILED = -32803  # LSPErrorCodes.RequestFailed

Result = TypeVar("Result")


@define
class ClientSettings:
    """Settings of the editor.

    Attributes:
        hints: Whether inlay hints show the status of statements that are not accepted.
        strengths: Whether inlay hints show the strength of each statement.
        lenses: Whether code lenses show the number of inferences for and against a statement.
        delay: Seconds without typing before a check starts.
    """

    hints: bool = True
    strengths: bool = False
    lenses: bool = True
    delay: float = 0.15

    def update(self, values: Any) -> None:
        """Adopt the settings that an editor sends, at the top level or under the key ``argmap``.

        Values of the wrong type are ignored.
        """
        if not isinstance(values, Mapping):
            return
        values = values.get("argmap", values)
        if not isinstance(values, Mapping):
            return
        for name in ("hints", "strengths", "lenses"):
            if isinstance(values.get(name), bool):
                setattr(self, name, values[name])
        delay = values.get("delay")
        if isinstance(delay, (int, float)) and not isinstance(delay, bool):
            self.delay = float(delay) if 0 <= delay <= MAX_DELAY_SECONDS else self.delay


class RequestFailed(JsonRpcException):
    """A valid request that cannot be fulfilled; the message tells the author of the map why."""

    CODE = _REQUEST_FAILED
    MESSAGE = "the request failed"

    def __init__(self, message: str) -> None:
        super().__init__(message=message, code=_REQUEST_FAILED)


class _Protocol(LanguageServerProtocol):
    """The protocol, with open documents kept by argmap instead of pygls.

    Incremental parsing needs the offsets of each change, which pygls does not keep.
    """

    _server: ArgmapServer

    @lsp_method(types.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(
        self, params: types.DidOpenTextDocumentParams
    ) -> Generator[Any, Any, None]:
        self._server.documents.open(params.text_document)
        self._server.invalidate_cache()
        yield from self._call_handler(types.TEXT_DOCUMENT_DID_OPEN, params)

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(
        self, params: types.DidChangeTextDocumentParams
    ) -> Generator[Any, Any, None]:
        server = self._server
        server.documents.change(params.text_document, params.content_changes, server.positions)
        yield from self._call_handler(types.TEXT_DOCUMENT_DID_CHANGE, params)

    @lsp_method(types.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(
        self, params: types.DidCloseTextDocumentParams
    ) -> Generator[Any, Any, None]:
        self._server.documents.close(params.text_document.uri)
        self._server.invalidate_cache()
        yield from self._call_handler(types.TEXT_DOCUMENT_DID_CLOSE, params)

    def _call_handler(self, method: str, params: Any) -> Generator[Any, Any, None]:
        handler = self.fm.features.get(method)
        if handler is not None:
            yield handler, (params,), None


class ArgmapServer(LanguageServer):
    """The language server for one editor.

    Features run on the event loop; they await the worker thread for everything that needs a
    `Session`.
    """

    def __init__(self) -> None:
        super().__init__(
            "argmap",
            __version__,
            protocol_cls=_Protocol,
            text_document_sync_kind=types.TextDocumentSyncKind.Incremental,
        )
        self.documents = TextDocuments()
        self.settings = ClientSettings()
        self._refresh_callbacks: list[Callable[[], None]] = []
        self._session = Session()
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="argmap")
        for name in module_names(features.__path__):
            import_module(f"{features.__name__}.{name}").register(self)

    @cached_property
    def positions(self) -> PositionConverter:
        """The converter for the encoding that client and server agreed on."""
        encoding = self.workspace.position_encoding or types.PositionEncodingKind.Utf16
        return PositionConverter(encoding)

    @property
    def folders(self) -> list[Path]:
        """The folders of the workspace."""
        uris = [folder.uri for folder in self.workspace.folders.values()]
        if not uris and self.workspace.root_uri:
            uris = [self.workspace.root_uri]
        return [path for path in map(path_of, uris) if path is not None]

    def has_capability(self, capability: str) -> bool:
        """Return whether the client has a capability, such as ``text_document.hover``."""
        from pygls.capabilities import get_capability

        return bool(get_capability(self.client_capabilities, capability, False))

    def can_change_files(self, operation: types.ResourceOperationKind) -> bool:
        """Return whether the client supports workspace edits that create or delete files."""
        if not self.has_capability("workspace.workspace_edit.document_changes"):
            return False
        workspace_edit = getattr(self.client_capabilities.workspace, "workspace_edit", None)
        operations = getattr(workspace_edit, "resource_operations", None) or ()
        return operation in operations

    # ---- Work on the worker thread --------------------------------------------------------------

    async def document(self, uri: str) -> Document | None:
        """Return the current version of a file; None if it does not exist."""
        return await self.run_in_session(lambda session, opened: session.document(opened, uri))

    async def snapshot(self, uri: str) -> DocumentSnapshot | None:
        """Return the current version of a file and its maps; None if it does not exist."""
        return await self.run_in_session(
            lambda session, opened: session.evaluated_snapshot(opened, uri)
        )

    async def diagnostics(self, uri: str) -> CheckedFiles | None:
        """Return the diagnostics of the maps that contain a file; None if it does not exist."""
        return await self.run_in_session(lambda session, opened: session.diagnostics(opened, uri))

    async def run_in_session(self, job: Callable[[Session, OpenDocuments], Result]) -> Result:
        """Run a job on the worker thread, with the documents that are open now."""
        open_documents = dict(self.documents.by_uri)
        future = asyncio.get_running_loop().run_in_executor(
            self._worker, job, self._session, open_documents
        )
        # If the client cancels its request, other requests may still wait for the same result.
        return await asyncio.shield(future)

    # ---- Changes outside the editor -------------------------------------------------------------

    def on_refresh(self, callback: Callable[[], None]) -> None:
        """Register a callback for changes of files on disk or of settings."""
        self._refresh_callbacks.append(callback)

    def invalidate_cache(self) -> None:
        """Make the next request read the disk again."""
        self._worker.submit(self._session.invalidate)

    def refresh(self) -> None:
        """Read files and settings again, and update what the editor shows."""
        self.invalidate_cache()
        for callback in self._refresh_callbacks:
            callback()

    # ---- Conversion to protocol types -----------------------------------------------------------

    def uri(self, location: Location, snapshot: DocumentSnapshot | None = None) -> str:
        """Return the URI of the file that a location is in.

        An open document has the URI that the editor uses. Otherwise the path is looked up in the
        maps of ``snapshot``.
        """
        for document in self.documents.by_uri.values():
            if document.source is location.source or document.source.name == location.source.name:
                return document.uri
        for analysis in snapshot.analyses if snapshot else ():
            path = analysis.path(location.source)
            if path is not None:
                return uri_of(path)
        return uri_of(Path(location.source.name).resolve())

    def location(
        self, location: Location, snapshot: DocumentSnapshot | None = None
    ) -> types.Location:
        """Return a location as the protocol represents it."""
        return types.Location(self.uri(location, snapshot), self.positions.location_range(location))

    def version_of(self, uri: str) -> int | None:
        """Return the version of an open document; None for other files."""
        document = self.documents.by_uri.get(uri)
        return document.version if document else None

    def workspace_edit(self, changes: dict[str, list[types.TextEdit]]) -> types.WorkspaceEdit:
        """Return edits of files, by URI, in the form that the client supports."""
        if not self.has_capability("workspace.workspace_edit.document_changes"):
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

    def refactoring_edit(
        self, refactoring: Refactoring, snapshot: DocumentSnapshot | None = None
    ) -> types.WorkspaceEdit:
        """Return a refactoring, with the files that it creates and deletes.

        The client must support the creation and deletion of files if there are any.
        """
        changes = {
            self.uri(Location(file.document.source, Span(0, 0)), snapshot): (
                self.positions.text_edits(file.document.source, file.edits)
            )
            for file in refactoring.files
        }
        edit = self.workspace_edit(changes)
        if not (refactoring.new_files or refactoring.deleted_files):
            return edit
        start = types.Position(0, 0)
        operations: list[Any] = []
        for new in refactoring.new_files:
            uri = uri_of(new.path)
            identifier = types.OptionalVersionedTextDocumentIdentifier(uri, None)
            insertion = types.TextEdit(types.Range(start, start), new.text)
            operations += (
                types.CreateFile(uri=uri),
                types.TextDocumentEdit(identifier, [insertion]),
            )
        operations += edit.document_changes or ()
        operations += (types.DeleteFile(uri=uri_of(path)) for path in refactoring.deleted_files)
        return types.WorkspaceEdit(document_changes=operations)

    def shutdown(self) -> None:
        """Stop the server; jobs that have not started are dropped."""
        self._worker.shutdown(wait=False, cancel_futures=True)
        super().shutdown()  # type: ignore[no-untyped-call]


def serve_stdio() -> None:
    """Serve over standard input and output; other output of the process goes to standard error."""
    server = _create_server()
    output = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    server.start_io(sys.stdin.buffer, output)


def serve_tcp(host: str, port: int) -> None:
    """Serve the first editor that connects.

    Raises:
        OSError: If the server cannot listen on the address.
    """
    server = _create_server()
    print(f"argmap: listening on {host}:{port}", file=sys.stderr, flush=True)  # noqa: T201
    server.start_tcp(host, port)


def _create_server() -> ArgmapServer:
    logging.basicConfig(stream=sys.stderr, level=logging.ERROR)
    server = ArgmapServer()
    # Commands run with the garbage collector disabled (`argmap.cli`); a server lives too long.
    gc.enable()
    gc.freeze()
    gc.set_threshold(GC_THRESHOLD, 20, 50)
    return server
