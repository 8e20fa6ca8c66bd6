"""What a check finds, as it is typed.

The first change after a pause is looked at at once; while typing goes on, a check waits until
nothing has been typed for a moment. What is found is what `argmap check` of the project finds, for
all files of the maps that an open file is a part of.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from typing import Any

from lsprotocol import types

from argmap.lsp.diagnostic_converter import DiagnosticConverter
from argmap.lsp.documents import uri_of
from argmap.lsp.server import ArgmapServer
from argmap.lsp.session import CheckedFiles


def register(server: ArgmapServer) -> None:
    publisher = _Publisher(server)
    server.when_refreshed.append(publisher.check_all)

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def did_open(params: types.DidOpenTextDocumentParams) -> None:
        publisher.changed(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def did_change(params: types.DidChangeTextDocumentParams) -> None:
        publisher.changed(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    def did_save(params: types.DidSaveTextDocumentParams) -> None:  # noqa: ARG001
        server.refresh()

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def did_close(params: types.DidCloseTextDocumentParams) -> None:
        publisher.closed(params.text_document.uri)

    @server.feature(types.SHUTDOWN)
    def shutdown(params: None) -> None:  # noqa: ARG001
        publisher.stop()


class _Publisher:
    """Knows which files wait for a check, and what was said of each."""

    def __init__(self, server: ArgmapServer) -> None:
        self._server = server
        self._waiting: dict[str, None] = {}
        self._timer: asyncio.TimerHandle | None = None
        self._task: asyncio.Task[None] | None = None
        self._is_quiet = True
        self._said: dict[str, dict[str, list[types.Diagnostic]]] = {}
        """By the open file that was checked: what was found, by the files it is in."""
        self._shown: dict[str, tuple[int | None, list[types.Diagnostic]]] = {}
        self._problem = ""

    # ---- When -----------------------------------------------------------------------------------

    def changed(self, uri: str) -> None:
        """Check a file soon, and the other open files with it: they may be of one map."""
        self._waiting[uri] = None
        for other in self._server.buffers.revisions:
            self._waiting[other] = None
        self._wait()

    def check_all(self) -> None:
        for uri in self._server.buffers.revisions:
            self.changed(uri)

    def closed(self, uri: str) -> None:
        self._waiting.pop(uri, None)
        self._said.pop(uri, None)
        if self._server.buffers.revisions:
            self.check_all()
        else:
            self._show_all()

    def stop(self) -> None:
        for each in (self._timer, self._task):
            if each is not None:
                each.cancel()

    def _wait(self) -> None:
        delay = 0.0 if self._is_quiet else self._server.settings.delay
        self._is_quiet = False
        if self._timer is not None:
            self._timer.cancel()
        self._timer = asyncio.get_running_loop().call_later(delay, self._start)

    def _start(self) -> None:
        self._timer = None
        if self._task is not None and not self._task.done():
            self._wait()  # one check at a time: what was typed meanwhile is in the next
            return
        self._task = asyncio.ensure_future(self._check())

    async def _check(self) -> None:
        await self._check_waiting()
        asyncio.get_running_loop().call_later(self._server.settings.delay, self._rest)

    async def _check_waiting(self) -> None:
        """Check the waiting files and publish the findings, unless a file changes meanwhile.

        Then all files wait for the next check: findings never get the version of a later text.
        """
        waiting, self._waiting = self._waiting, {}
        opened = dict(self._server.buffers.revisions)
        for uri in [uri for uri in waiting if uri in opened]:
            found = await self._server.diagnostics(uri)
            if self._server.buffers.revisions != opened:
                return
            if found is not None:
                self._said[uri] = self._presented(found)
        self._show_all()

    def _rest(self) -> None:
        self._is_quiet = self._timer is None
        if self._waiting and self._timer is None:
            self._wait()

    # ---- What -----------------------------------------------------------------------------------

    def _presented(self, found: CheckedFiles) -> dict[str, list[types.Diagnostic]]:
        self._tell(found.problem)
        server = self._server
        opened = {each.path: each.uri for each in server.buffers.revisions.values() if each.path}
        uris = {
            id(source): (opened.get(path) or uri_of(path)) if path else source.name
            for path, source in found.files
        }
        converter = DiagnosticConverter(server, uris)
        said: dict[str, list[types.Diagnostic]] = {uri: [] for uri in uris.values()}
        for diagnostic in found.diagnostics:
            uri = converter.uri(diagnostic.location)
            said.setdefault(uri, []).append(converter.diagnostic(diagnostic))
        return said

    def _tell(self, problem: str) -> None:
        """Say once what is wrong with how the project is set up."""
        if problem and problem != self._problem:
            message = types.ShowMessageParams(types.MessageType.Warning, f"argmap: {problem}")
            self._server.window_show_message(message)
        self._problem = problem

    def _show_all(self) -> None:
        """Send what is new: of every file, what all checks together found in it."""
        together: dict[str, dict[Any, types.Diagnostic]] = defaultdict(dict)
        for said in self._said.values():
            for uri, diagnostics in said.items():
                for each in diagnostics:
                    start = each.range.start
                    key = (each.code, start.line, start.character, each.message)
                    together[uri].setdefault(key, each)
                together[uri] = together[uri]
        for uri in self._shown.keys() - together.keys():
            self._send(uri, [])
        for uri, by_key in together.items():
            self._send(uri, list(by_key.values()))

    def _send(self, uri: str, diagnostics: list[types.Diagnostic]) -> None:
        version = self._server.version_of(uri)
        if self._shown.get(uri, (None, [])) == (version, diagnostics):
            return
        if diagnostics or version is not None:
            self._shown[uri] = (version, diagnostics)
        else:
            self._shown.pop(uri, None)
        self._server.text_document_publish_diagnostics(
            types.PublishDiagnosticsParams(uri, diagnostics, version)
        )
