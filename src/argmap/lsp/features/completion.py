"""Completion of keywords, attributes, values, ids, paths and rule codes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lsprotocol import types
from lsprotocol.types import CompletionItemKind as Kind

from argmap.config import find_root
from argmap.lsp import markup
from argmap.lsp.completion_context import (
    CompletionContext,
    ExpectedKind,
    read_completion_context,
)
from argmap.lsp.server import ArgmapServer
from argmap.lsp.session import DocumentSnapshot
from argmap.lsp.value_completion import citation_items, value_items
from argmap.model.attributes import (
    ATTRIBUTES,
    CITING_KEYWORDS,
    INFERENCE_KEYWORDS,
    STATEMENT_KEYWORDS,
)
from argmap.resolve import MAP_SUFFIX
from argmap.rules import table
from argmap.syntax.tree import MapDecl

_SNIPPET_SUPPORT = "text_document.completion.completion_item.snippet_support"

_MAX_ITEMS = 1_000
_MAX_FILES = 500

_CHILD_KEYWORDS = {
    "": ("source", "import", "section", *CITING_KEYWORDS),
    "section": ("section", *CITING_KEYWORDS),
    "question": ("claim", "context"),
    **dict.fromkeys(STATEMENT_KEYWORDS, (*STATEMENT_KEYWORDS, "context", *INFERENCE_KEYWORDS)),
    **dict.fromkeys(INFERENCE_KEYWORDS, (*STATEMENT_KEYWORDS, "context")),
}
"""The keywords that may begin a declaration in a block, by its keyword; empty at the top level."""
_SNIPPETS = {
    "map": 'map "${1:title}" {\n  thesis: ${0:id}\n}',
    "source": 'source ${1:id} "${2:title}" {\n  $0\n}',
    "import": 'import "$0"',
    "section": 'section ${1:id} "${2:title}" {\n  $0\n}',
    "question": 'question ${1:id} "${2:text}" {\n  claim ${3:id} "$0"\n}',
    "context": 'context "$0"',
    "reason": "reason {\n  $0\n}",
    "objection": "objection {\n  $0\n}",
    **{word: f'{word} ${{1:id}} "$0"' for word in STATEMENT_KEYWORDS},
}


def register(server: ArgmapServer) -> None:
    options = types.CompletionOptions(trigger_characters=["@", ":", ".", '"', "#", "/", "["])

    @server.feature(types.TEXT_DOCUMENT_COMPLETION, options)
    async def completion(params: types.CompletionParams) -> types.CompletionList | None:
        snapshot = await server.snapshot(params.text_document.uri)
        if snapshot is None:
            return None
        offset = server.positions.offset(snapshot.source, params.position)
        context = read_completion_context(snapshot.document, offset)
        range_ = server.positions.range(snapshot.source, context.span)
        items: list[types.CompletionItem] = []
        for item in _items(server, snapshot, context):
            if not _matches(context.word, item.label):
                continue
            if len(items) == _MAX_ITEMS:
                return types.CompletionList(is_incomplete=True, items=items)
            item.text_edit = types.TextEdit(range_, item.insert_text or item.label)
            item.insert_text = None
            item.sort_text = f"{len(items):05}"
            items.append(item)
        return types.CompletionList(is_incomplete=False, items=items)


def _matches(word: str, label: str) -> bool:
    """Return whether a word is a subsequence of a label, which is how editors filter items."""
    letters = iter(label.casefold())
    return all(letter in letters for letter in word.casefold())


def _items(
    server: ArgmapServer, snapshot: DocumentSnapshot, context: CompletionContext
) -> Iterator[types.CompletionItem]:
    if context.expected is ExpectedKind.ITEM:
        has_snippets = server.has_capability(_SNIPPET_SUPPORT)
        yield from _attributes(context)
        yield from _keywords(snapshot, context, has_snippets=has_snippets)
    elif context.expected is ExpectedKind.VALUE:
        yield from value_items(snapshot, context)
    elif context.expected in (ExpectedKind.SOURCE, ExpectedKind.LOCATOR, ExpectedKind.HEADING):
        yield from citation_items(snapshot, context)
    elif context.expected is ExpectedKind.PATH and snapshot.path is not None:
        yield from _paths(snapshot.path, context)
    elif context.expected is ExpectedKind.ALIAS:
        yield types.CompletionItem("as", kind=Kind.Keyword, documentation=markup.keyword_docs("as"))
    elif context.expected is ExpectedKind.RULE:
        for rule in table().rules:
            if rule.is_suppressible:
                yield types.CompletionItem(rule.code, kind=Kind.Value, detail=rule.name)


# ---- Keywords and attributes ---------------------------------------------------------------------


def _keywords(
    snapshot: DocumentSnapshot, context: CompletionContext, *, has_snippets: bool
) -> Iterator[types.CompletionItem]:
    keywords = _CHILD_KEYWORDS.get(context.block_keyword, ())
    has_map = any(isinstance(item, MapDecl) for item in snapshot.document.items)
    if context.block is None and not has_map:
        keywords = ("map", *keywords)
    for keyword in keywords:
        item = types.CompletionItem(
            keyword,
            kind=Kind.Keyword,
            documentation=markup.keyword_docs(keyword),
        )
        if has_snippets:
            item.insert_text = _SNIPPETS[keyword]
            item.insert_text_format = types.InsertTextFormat.Snippet
        yield item


def _attributes(context: CompletionContext) -> Iterator[types.CompletionItem]:
    existing = context.existing_attributes
    for spec in ATTRIBUTES.values():
        kind = spec.kind_for(context.block_keyword)
        is_available = kind.is_list or spec.name not in existing
        if context.block_keyword in spec.declarations and is_available:
            yield types.CompletionItem(
                spec.name,
                kind=Kind.Property,
                detail=spec.description,
                documentation=f"Takes {kind.value}.",
                insert_text=f"{spec.name}: ",
            )


# ---- Files ---------------------------------------------------------------------------------------


def _paths(path: Path, context: CompletionContext) -> Iterator[types.CompletionItem]:
    """Yield the entries of the folder that is already written, if it is inside the project."""
    written_folder = context.word.rpartition("/")[0]
    boundary = find_root(path.parent)
    try:
        folder = (path.parent / written_folder).resolve()
        if not folder.is_relative_to(boundary):
            return
        entries = sorted(folder.iterdir())[:_MAX_FILES]
    except (OSError, ValueError, RuntimeError):
        return
    prefix = f"{written_folder}/" if written_folder else ""
    for entry in entries:
        if entry.name.startswith(".") or entry == path:
            continue
        if entry.is_dir():
            yield types.CompletionItem(f"{prefix}{entry.name}/", kind=Kind.Folder)
        elif entry.suffix == MAP_SUFFIX or context.attribute == "text":
            yield types.CompletionItem(f"{prefix}{entry.name}", kind=Kind.File)
