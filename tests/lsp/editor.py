"""An editor for tests: a client that is connected to a server process."""

import asyncio
import os
import sys
from itertools import pairwise
from pathlib import Path

from lsprotocol import types
from pytest_lsp import ClientServerConfig, client_capabilities
from pytest_lsp.client import make_test_lsp_client

CURSOR = "‸"
"""Marks the position of the cursor in a text."""
TIMEOUT_SECONDS = 30
"""How long to wait for a notification; long, because the machine may be busy."""


def position_in(text: str, offset: int, encoding: str = "utf-16") -> types.Position:
    """Return the position of an offset, in the simplest possible way."""
    before = text[:offset].replace("\r\n", "\n").replace("\r", "\n")
    line = before.rpartition("\n")[2]
    units = {"utf-8": 1, "utf-16": 2, "utf-32": 4}[encoding]
    name = encoding if encoding == "utf-8" else f"{encoding}-le"
    return types.Position(before.count("\n"), len(line.encode(name)) // units)


def offset_in(text: str, position: types.Position, encoding: str = "utf-16") -> int:
    """Return the offset of a position, by trying all offsets.

    There is no position between the two characters of a Windows line end.
    """
    offsets = range(len(text) + 1)
    return [n for n in offsets if position_in(text, n, encoding) == position][-1]


def apply(text: str, edits, encoding: str = "utf-16") -> str:
    """Return a text with edits applied; all their ranges refer to the original text."""
    replacements = [
        (
            offset_in(text, e.range.start, encoding),
            offset_in(text, e.range.end, encoding),
            e.new_text,
        )
        for e in edits
    ]
    for (_, end, _), (start, _, _) in pairwise(sorted(replacements)):
        assert end <= start, "edits overlap"
    for start, end, new in sorted(replacements, reverse=True):
        text = text[:start] + new + text[end:]
    return text


class Editor:
    """A folder with files, some of them open, and the client of a server."""

    def __init__(self, client, folder: Path, encoding: str = "utf-16") -> None:
        self.client = client
        self.folder = folder
        self.encoding = encoding
        self.texts: dict[str, str] = {}
        self.versions: dict[str, int] = {}

    def uri(self, name: str) -> str:
        return (self.folder / name).as_uri()

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
        return path

    def open(self, name: str, text: str) -> tuple[str, types.Position]:
        """Open a document; return its URI and the position of the cursor mark."""
        uri = name if ":" in name else self.uri(name)
        offset = max(text.find(CURSOR), 0)
        text = text.replace(CURSOR, "")
        self.texts[uri] = text
        self.versions[uri] = 1
        item = types.TextDocumentItem(uri, "argmap", 1, text)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))
        return uri, position_in(text, offset, self.encoding)

    def at(self, name: str, words: str, inside: int = 0) -> dict:
        """Return the parameters of a request at ``inside`` characters after the start of words."""
        uri = name if ":" in name else self.uri(name)
        offset = self.texts[uri].index(words) + inside
        position = position_in(self.texts[uri], offset, self.encoding)
        return {"text_document": types.TextDocumentIdentifier(uri), "position": position}

    def identifier(self, name: str) -> types.TextDocumentIdentifier:
        return types.TextDocumentIdentifier(self.uri(name))

    def replace(self, name: str, old: str, new: str) -> None:
        """Replace a part of a document, as typing does."""
        uri = self.uri(name)
        text = self.texts[uri]
        start = text.index(old)
        range_ = types.Range(
            position_in(text, start, self.encoding),
            position_in(text, start + len(old), self.encoding),
        )
        self.texts[uri] = text[:start] + new + text[start + len(old) :]
        self._send_change(uri, types.TextDocumentContentChangePartial(range=range_, text=new))

    def set(self, name: str, text: str) -> None:
        """Replace the text of a document."""
        uri = self.uri(name)
        self.texts[uri] = text
        self._send_change(uri, types.TextDocumentContentChangeWholeDocument(text=text))

    def _send_change(self, uri: str, change) -> None:
        self.versions[uri] += 1
        document = types.VersionedTextDocumentIdentifier(self.versions[uri], uri)
        params = types.DidChangeTextDocumentParams(document, [change])
        self.client.text_document_did_change(params)

    def close(self, name: str) -> None:
        uri = name if ":" in name else self.uri(name)
        del self.texts[uri], self.versions[uri]
        document = types.TextDocumentIdentifier(uri)
        self.client.text_document_did_close(types.DidCloseTextDocumentParams(document))

    async def diagnostics(self, name: str) -> list[types.Diagnostic]:
        """Return the diagnostics of the current version of an open document."""
        uri = name if ":" in name else self.uri(name)
        published = await self.published(uri, lambda p: p.version == self.versions[uri])
        return list(published.diagnostics)

    async def codes(self, name: str) -> list[str]:
        return [diagnostic.code for diagnostic in await self.diagnostics(name)]

    async def published(self, uri: str, condition) -> types.PublishDiagnosticsParams:
        """Wait for published diagnostics of a document that meet a condition."""
        async with asyncio.timeout(TIMEOUT_SECONDS):
            while not ((last := self.client.published.get(uri)) and condition(last)):
                await self.client.diagnostics_arrived.wait()
                self.client.diagnostics_arrived.clear()
        return last


def text_in(text: str, range_: types.Range, encoding: str = "utf-16") -> str:
    """Return the text of a range."""
    start, end = offset_in(text, range_.start, encoding), offset_in(text, range_.end, encoding)
    return text[start:end]


def edits_of(edit: types.WorkspaceEdit) -> dict[str, list[types.TextEdit]]:
    """Return the edits of a workspace edit by URI, whichever form it has."""
    if edit.changes is not None:
        return dict(edit.changes)
    return {
        change.text_document.uri: list(change.edits)
        for change in edit.document_changes
        if isinstance(change, types.TextDocumentEdit)
    }


def capabilities(spec: str, encoding: str | None = None) -> types.ClientCapabilities:
    capabilities_ = client_capabilities(spec)
    if encoding is not None:
        capabilities_.general = capabilities_.general or types.GeneralClientCapabilities()
        capabilities_.general.position_encodings = [types.PositionEncodingKind(encoding)]
    return capabilities_


def _make_client():
    client = make_test_lsp_client()
    client.published = {}
    client.history = []
    client.diagnostics_arrived = asyncio.Event()

    def store(params: types.PublishDiagnosticsParams) -> None:
        client.published[params.uri] = params
        client.history.append(params)
        client.diagnostics_arrived.set()

    client.protocol.fm.features[types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS] = store
    client.protocol.fm.features.setdefault(types.CLIENT_REGISTER_CAPABILITY, lambda _: None)
    return client


async def start(folder: Path | None, capabilities_, options=None):
    """Start a server and initialize the session; return the client."""
    command = [sys.executable, "-m", "argmap", "lsp"]
    env = dict(os.environ)
    config = ClientServerConfig(server_command=command, client_factory=_make_client, server_env=env)
    client = await config.start()
    folders = [types.WorkspaceFolder(folder.as_uri(), folder.name)] if folder else None
    client.result = await client.initialize_session(
        types.InitializeParams(
            capabilities=capabilities_,
            workspace_folders=folders,
            initialization_options=options,
        )
    )
    return client


async def stop(client) -> None:
    await client.shutdown_session()
    await client.stop()
