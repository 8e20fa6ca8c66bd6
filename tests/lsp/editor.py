"""An editor for tests: a real client of a real server, over standard input and output."""

import asyncio
import os
import sys
from itertools import pairwise
from pathlib import Path

from lsprotocol import types
from pytest_lsp import ClientServerConfig, client_capabilities
from pytest_lsp.client import make_test_lsp_client

CURSOR = "‸"
"""Stands in a text where the cursor is."""
PATIENCE = 30
"""Seconds after which an answer is taken not to come: a busy machine is no failure."""


def position_in(text: str, offset: int, encoding: str = "utf-16") -> types.Position:
    """Return the position of an offset, counted as slowly and plainly as can be."""
    before = text[:offset].replace("\r\n", "\n").replace("\r", "\n")
    line = before.rpartition("\n")[2]
    units = {"utf-8": 1, "utf-16": 2, "utf-32": 4}[encoding]
    name = encoding if encoding == "utf-8" else f"{encoding}-le"
    return types.Position(before.count("\n"), len(line.encode(name)) // units)


def offset_in(text: str, position: types.Position, encoding: str = "utf-16") -> int:
    """Return the offset of a position, by looking at all of them.

    Behind the first character of a Windows line end there is none: a line begins behind both.
    """
    found = [n for n in range(len(text) + 1) if position_in(text, n, encoding) == position]
    return found[-1]


def apply(text: str, edits, encoding: str = "utf-16") -> str:
    """Return a text with edits of the protocol made; their places are all in the text as it is."""
    placed = [
        (
            offset_in(text, e.range.start, encoding),
            offset_in(text, e.range.end, encoding),
            e.new_text,
        )
        for e in edits
    ]
    for (_, end, _), (start, _, _) in pairwise(sorted(placed)):
        assert end <= start, "edits overlap"
    for start, end, new in sorted(placed, reverse=True):
        text = text[:start] + new + text[end:]
    return text


class Editor:
    """A folder of files, some of them open, and a server that looks at them."""

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
        """Open a file; return its address and where the cursor stands in it."""
        uri = name if ":" in name else self.uri(name)
        offset = max(text.find(CURSOR), 0)
        text = text.replace(CURSOR, "")
        self.texts[uri] = text
        self.versions[uri] = 1
        item = types.TextDocumentItem(uri, "argmap", 1, text)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))
        return uri, position_in(text, offset, self.encoding)

    def at(self, name: str, words: str, inside: int = 0) -> dict:
        """Return the parameters of a request about a place: where words begin, or inside."""
        uri = name if ":" in name else self.uri(name)
        offset = self.texts[uri].index(words) + inside
        position = position_in(self.texts[uri], offset, self.encoding)
        return {"text_document": types.TextDocumentIdentifier(uri), "position": position}

    def whole(self, name: str) -> types.TextDocumentIdentifier:
        return types.TextDocumentIdentifier(self.uri(name))

    def replace(self, name: str, old: str, new: str) -> None:
        """Type: one change of a part of a file."""
        uri = self.uri(name)
        text = self.texts[uri]
        start = text.index(old)
        range_ = types.Range(
            position_in(text, start, self.encoding),
            position_in(text, start + len(old), self.encoding),
        )
        self.texts[uri] = text[:start] + new + text[start + len(old) :]
        self._changed(uri, types.TextDocumentContentChangePartial(range=range_, text=new))

    def set(self, name: str, text: str) -> None:
        """Replace all of a file."""
        uri = self.uri(name)
        self.texts[uri] = text
        self._changed(uri, types.TextDocumentContentChangeWholeDocument(text=text))

    def _changed(self, uri: str, change) -> None:
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
        """Return what is said of the current version of an open file."""
        uri = name if ":" in name else self.uri(name)
        found = await self.published(uri, lambda p: p.version == self.versions[uri])
        return list(found.diagnostics)

    async def codes(self, name: str) -> list[str]:
        return [each.code for each in await self.diagnostics(name)]

    async def published(self, uri: str, is_wanted) -> types.PublishDiagnosticsParams:
        """Wait for diagnostics of a file that are as is wanted."""
        async with asyncio.timeout(PATIENCE):
            while not ((last := self.client.published.get(uri)) and is_wanted(last)):
                await self.client.news.wait()
                self.client.news.clear()
        return last


def shown(text: str, range_: types.Range, encoding: str = "utf-16") -> str:
    """Return what stands in a range."""
    start, end = offset_in(text, range_.start, encoding), offset_in(text, range_.end, encoding)
    return text[start:end]


def edits_of(edit: types.WorkspaceEdit) -> dict[str, list[types.TextEdit]]:
    """Return the edits of files, by their addresses, in whichever form they came."""
    if edit.changes is not None:
        return dict(edit.changes)
    return {
        each.text_document.uri: list(each.edits)
        for each in edit.document_changes
        if isinstance(each, types.TextDocumentEdit)
    }


def capabilities(spec: str, encoding: str | None = None) -> types.ClientCapabilities:
    found = client_capabilities(spec)
    if encoding is not None:
        found.general = found.general or types.GeneralClientCapabilities()
        found.general.position_encodings = [types.PositionEncodingKind(encoding)]
    return found


def _make_client():
    client = make_test_lsp_client()
    client.published = {}
    client.history = []
    client.news = asyncio.Event()

    def keep(params: types.PublishDiagnosticsParams) -> None:
        client.published[params.uri] = params
        client.history.append(params)
        client.news.set()

    client.protocol.fm.features[types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS] = keep
    registered = client.protocol.fm.features
    registered.setdefault(types.CLIENT_REGISTER_CAPABILITY, lambda _: None)
    return client


async def start(folder: Path | None, its_capabilities, options=None):
    """Start a server and shake hands; return the client."""
    command = [sys.executable, "-m", "argmap", "lsp"]
    env = dict(os.environ)
    config = ClientServerConfig(server_command=command, client_factory=_make_client, server_env=env)
    client = await config.start()
    folders = [types.WorkspaceFolder(folder.as_uri(), folder.name)] if folder else None
    client.result = await client.initialize_session(
        types.InitializeParams(
            capabilities=its_capabilities,
            workspace_folders=folders,
            initialization_options=options,
        )
    )
    return client


async def stop(client) -> None:
    await client.shutdown_session()
    await client.stop()
