"""Diagnostics: checks while the user types, with the results of `argmap check`.

The first change after a pause is checked immediately. While the user keeps typing, a check starts
only after a short delay without changes. Diagnostics are published for all files of all maps that
contain an open file.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from typing import Any

from lsprotocol import types

from argmap.lsp.diagnostic_converter import DiagnosticConverter
from argmap.lsp.server import ArgmapServer
from argmap.lsp.session import CheckedFiles


def register(server: ArgmapServer) -> None:
    publisher = _DiagnosticPublisher(server)
    server.on_refresh(publisher.check_all)

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def did_open(params: types.DidOpenTextDocumentParams) -> None:
        publisher.document_changed(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def did_change(params: types.DidChangeTextDocumentParams) -> None:
        publisher.document_changed(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    def did_save(params: types.DidSaveTextDocumentParams) -> None:  # noqa: ARG001
        server.refresh()

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def did_close(params: types.DidCloseTextDocumentParams) -> None:
        publisher.document_closed(params.text_document.uri)

    @server.feature(types.SHUTDOWN)
    def shutdown(params: None) -> None:  # noqa: ARG001
        publisher.stop()


class _DiagnosticPublisher:
    """Scheduler of checks, which publishes diagnostics that changed since the last time."""

    def __init__(self, server: ArgmapServer) -> None:
        self._server = server
        self._pending: dict[str, None] = {}
        self._timer: asyncio.TimerHandle | None = None
        self._task: asyncio.Task[None] | None = None
        self._is_idle = True
        self._checked: dict[str, dict[str, list[types.Diagnostic]]] = {}
        """For each open document, the diagnostics of its maps by the URIs of their files."""
        self._published: dict[str, tuple[int | None, list[types.Diagnostic]]] = {}
        self._settings_error = ""

    # ---- Scheduling -----------------------------------------------------------------------------

    def document_changed(self, uri: str) -> None:
        """Schedule a check of a document, and of all open documents: they may share a map."""
        self._pending[uri] = None
        for other in self._server.documents.by_uri:
            self._pending[other] = None
        self._schedule()

    def check_all(self) -> None:
        """Schedule a check of all open documents."""
        for uri in self._server.documents.by_uri:
            self.document_changed(uri)

    def document_closed(self, uri: str) -> None:
        """Remove the diagnostics of a document that is not part of another open document's map."""
        self._pending.pop(uri, None)
        self._checked.pop(uri, None)
        if self._server.documents.by_uri:
            self.check_all()
        else:
            self._publish_all()

    def stop(self) -> None:
        """Cancel scheduled and running checks."""
        for scheduled in (self._timer, self._task):
            if scheduled is not None:
                scheduled.cancel()

    def _schedule(self) -> None:
        delay = 0.0 if self._is_idle else self._server.settings.delay
        self._is_idle = False
        if self._timer is not None:
            self._timer.cancel()
        self._timer = asyncio.get_running_loop().call_later(delay, self._start)

    def _start(self) -> None:
        self._timer = None
        if self._task is not None and not self._task.done():
            self._schedule()  # run one check at a time; the next one includes these changes
            return
        self._task = asyncio.ensure_future(self._check())

    async def _check(self) -> None:
        await self._check_pending()
        asyncio.get_running_loop().call_later(self._server.settings.delay, self._become_idle)

    async def _check_pending(self) -> None:
        """Check the pending documents and publish the diagnostics.

        Stop if a document changes meanwhile: the next check covers all documents, and diagnostics
        must not be published with the version of a later text.
        """
        pending, self._pending = self._pending, {}
        open_documents = dict(self._server.documents.by_uri)
        for uri in [uri for uri in pending if uri in open_documents]:
            checked = await self._server.diagnostics(uri)
            if self._server.documents.by_uri != open_documents:
                return
            if checked is not None:
                self._show_settings_error(checked.settings_error)
                self._checked[uri] = self._diagnostics_by_uri(checked)
        self._publish_all()

    def _become_idle(self) -> None:
        self._is_idle = self._timer is None
        if self._pending and self._timer is None:
            self._schedule()

    # ---- Publishing -----------------------------------------------------------------------------

    def _diagnostics_by_uri(self, checked: CheckedFiles) -> dict[str, list[types.Diagnostic]]:
        converter = DiagnosticConverter(self._server, checked)
        by_uri: dict[str, list[types.Diagnostic]] = {uri: [] for uri in converter.uris}
        for diagnostic in checked.diagnostics:
            uri = converter.uri(diagnostic.location)
            by_uri.setdefault(uri, []).append(converter.diagnostic(diagnostic))
        return by_uri

    def _show_settings_error(self, error: str) -> None:
        """Show an error in the settings of the project, once until it changes."""
        if error and error != self._settings_error:
            message = types.ShowMessageParams(types.MessageType.Warning, f"argmap: {error}")
            self._server.window_show_message(message)
        self._settings_error = error

    def _publish_all(self) -> None:
        """Publish the union of the results of all checks, without duplicates."""
        merged: dict[str, dict[Any, types.Diagnostic]] = defaultdict(dict)
        for by_uri in self._checked.values():
            for uri, diagnostics in by_uri.items():
                unique = merged[uri]
                for diagnostic in diagnostics:
                    start = diagnostic.range.start
                    key = (diagnostic.code, start.line, start.character, diagnostic.message)
                    unique.setdefault(key, diagnostic)
        for uri in self._published.keys() - merged.keys():
            self._publish(uri, [])
        for uri, unique in merged.items():
            self._publish(uri, list(unique.values()))

    def _publish(self, uri: str, diagnostics: list[types.Diagnostic]) -> None:
        version = self._server.version_of(uri)
        if self._published.get(uri, (None, [])) == (version, diagnostics):
            return
        if diagnostics or version is not None:
            self._published[uri] = (version, diagnostics)
        else:
            self._published.pop(uri, None)
        self._server.text_document_publish_diagnostics(
            types.PublishDiagnosticsParams(uri, diagnostics, version)
        )
