"""What could be written at the cursor.

What is being written at the cursor, told from the text before it.

A file is seldom whole while somebody types in it, so the line and the block around it are looked
at, and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import NamedTuple

from lsprotocol import types

from argmap.config import find_root
from argmap.lsp import markup
from argmap.lsp.markup import source_markdown as described
from argmap.lsp.server import ArgmapServer
from argmap.lsp.session import DocumentSnapshot
from argmap.lsp.syntax_lookup import block_at, node_at
from argmap.model import Inference
from argmap.model.attributes import ATTRIBUTES, INFERENCE_KEYWORDS, STATEMENT_KEYWORDS, ValueKind
from argmap.model.identifiers import ID, ID_CHARACTER, is_id, normalize_id
from argmap.model.schemes import schemes
from argmap.model.statement import display_name
from argmap.resolve import MAP_SUFFIX
from argmap.resolve.imports import Module
from argmap.resolve.scope import NameKind
from argmap.rules import table
from argmap.syntax import Document
from argmap.syntax.tree import Attribute, Declaration, MapDecl, Quoted, Value
from argmap.text import Span

_FAR = 20
"""Lines that a list of values may have before the cursor."""
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
_MASK = "\N{WHITE SQUARE}"
_PATH = rf"(?:{ID_CHARACTER}|\.)*+"
_CITATION = re.compile(rf"@({_PATH})$")
_LOCATOR = re.compile(rf"@{_PATH}:[\w-]*$")
_VALUE = re.compile(rf"({ID})[ \t]*:(?:[^:{{}}]*[^:{{}}\w.-])?({_PATH})$")
_ITEM = re.compile(rf"(?:^|[{{}}])\s*({ID_CHARACTER}*+)$")
_AFTER_IMPORT = re.compile(rf"\bimport\s+{_MASK}+\s+(\w*)$")
_IGNORE = re.compile(r"#\s*argmap:\s*ignore(?:-file)?\[(?:[^\]]*,\s*)?([\w-]*)$")


class ExpectedKind(Enum):
    """What may be written at a place."""

    NOTHING = "nothing"
    ITEM = "a keyword or an attribute"
    VALUE = "an attribute's value"
    SOURCE = "a source"
    PATH = "a path"
    ALIAS = "`as`"
    RULE = "a rule"


_OTHERS = (
    (_CITATION, ExpectedKind.SOURCE),
    (_AFTER_IMPORT, ExpectedKind.ALIAS),
    (_ITEM, ExpectedKind.ITEM),
)


class CompletionContext(NamedTuple):
    """``word`` is what is written of it already, ``span`` where; ``attribute`` whose value it is.

    ``block`` is the declaration in whose block it is, None at the top level.
    """

    expected: ExpectedKind
    span: Span
    word: str = ""
    attribute: str = ""
    block: Declaration | None = None

    @property
    def given(self) -> list[str]:
        """The attributes that the block has already."""
        items = self.block.block.items if self.block and self.block.block else []
        return [item.name.text for item in items if isinstance(item, Attribute)]


def read_completion_context(document: Document, offset: int) -> CompletionContext:
    """Return what is being written at an offset."""
    text = document.source.text
    around = block_at(document, offset)
    block = around[0] if around else None
    start = _start(text, offset, around[1].span.start + 1 if around else 0)
    before = _STRING.sub(lambda found: _MASK * len(found[0]), text[start:offset])

    def cursor(expected: ExpectedKind, word: str = "", attribute: str = "") -> CompletionContext:
        return CompletionContext(expected, Span(offset - len(word), offset), word, attribute, block)

    line = before[max(before.rfind("\n"), before.rfind("\r")) + 1 :]
    quote = line.find('"')
    comment = line.find("#")
    if comment >= 0 and not 0 <= quote < comment:
        found = _IGNORE.search(line)
        return cursor(ExpectedKind.RULE, found[1]) if found else cursor(ExpectedKind.NOTHING)
    if quote >= 0:
        return _in_text(line, quote, cursor(ExpectedKind.NOTHING))
    if _is_inside_text(document, offset) or _LOCATOR.search(before):
        return cursor(ExpectedKind.NOTHING)
    if found := _VALUE.search(before):
        return cursor(ExpectedKind.VALUE, found[2], found[1])
    for pattern, expected in _OTHERS:
        if found := pattern.search(line):
            return cursor(expected, found[1])
    return cursor(ExpectedKind.NOTHING)


def _start(text: str, offset: int, least: int) -> int:
    """Return where the line begins, or the first of those that a list of values goes on over."""
    start = offset
    for _ in range(_FAR):
        start = max(text.rfind("\n", least, start) + 1, least)
        before = text[least:start].rstrip()
        if not before.endswith((",", ":")):
            break
        start = least + len(before)
    return start


def _in_text(line: str, quote: int, cursor: CompletionContext) -> CompletionContext:
    """Return what may stand in the text that begins at ``quote``: a path, or prose."""
    head = line[:quote].rstrip()
    if not re.search(r"(\bimport|\btext\s*:)$", head):
        return cursor
    word = line[quote + 1 :]
    span = Span(cursor.span.end - len(word), cursor.span.end)
    attribute = "" if head.endswith("import") else "text"
    return CompletionContext(ExpectedKind.PATH, span, word, attribute, cursor.block)


def _is_inside_text(document: Document, offset: int) -> bool:
    """Whether an offset is in a text, of several lines perhaps."""
    part = node_at(document, offset).part
    is_text = isinstance(part, Quoted) or (isinstance(part, Value) and part.kind == "TEXT")
    return (
        is_text and isinstance(part, (Quoted, Value)) and (part.span.start < offset < part.span.end)
    )


_MOST = 1_000
_MOST_FILES = 500
Kinds = types.CompletionItemKind

_WITHIN = {
    "": ("source", "import", "section", *STATEMENT_KEYWORDS),
    "section": ("section", *STATEMENT_KEYWORDS),
    **dict.fromkeys(STATEMENT_KEYWORDS, (*STATEMENT_KEYWORDS, *INFERENCE_KEYWORDS)),
    **dict.fromkeys(INFERENCE_KEYWORDS, STATEMENT_KEYWORDS),
}
"""The words that begin a declaration in the block of another, and at the top level."""
_SNIPPETS = {
    "map": 'map "${1:title}" {\n  thesis: ${0:id}\n}',
    "source": 'source ${1:id} "${2:title}" {\n  $0\n}',
    "import": 'import "$0"',
    "section": 'section ${1:id} "${2:title}" {\n  $0\n}',
    "reason": "reason {\n  $0\n}",
    "objection": "objection {\n  $0\n}",
    **{word: f'{word} ${{1:id}} "$0"' for word in STATEMENT_KEYWORDS},
}
_WORDS = {
    ValueKind.CREDIBILITY: {
        "1": "confirmed",
        "2": "probably true",
        "3": "possibly true",
        "4": "doubtful",
        "5": "improbable",
        "6": "cannot be judged",
    },
    ValueKind.RELIABILITY: {
        "A": "completely reliable",
        "B": "usually reliable",
        "C": "fairly reliable",
        "D": "not usually reliable",
        "E": "unreliable",
        "F": "cannot be judged",
    },
}


def register(server: ArgmapServer) -> None:
    options = types.CompletionOptions(trigger_characters=["@", ":", ".", '"', "/", "["])

    @server.feature(types.TEXT_DOCUMENT_COMPLETION, options)
    async def complete(params: types.CompletionParams) -> types.CompletionList | None:
        view = await server.view(params.text_document.uri)
        if view is None:
            return None
        offset = server.positions.offset(view.source, params.position)
        cursor = read_completion_context(view.document, offset)
        range_ = server.positions.range(view.source, cursor.span)
        items: list[types.CompletionItem] = []
        for item in _items(server, view, cursor):
            if not _could_be(cursor.word, item.label):
                continue
            if len(items) == _MOST:
                return types.CompletionList(is_incomplete=True, items=items)
            item.text_edit = types.TextEdit(range_, item.insert_text or item.label)
            item.insert_text = None
            item.sort_text = f"{len(items):05}"
            items.append(item)
        return types.CompletionList(is_incomplete=False, items=items)


def _could_be(word: str, label: str) -> bool:
    """Whether the letters of a word are in a label, in their order: editors filter like that."""
    letters = iter(label.casefold())
    return all(letter in letters for letter in word.casefold())


def _items(
    server: ArgmapServer, view: DocumentSnapshot, cursor: CompletionContext
) -> Iterator[types.CompletionItem]:
    if cursor.expected is ExpectedKind.ITEM:
        can_expand = server.can("text_document.completion.completion_item.snippet_support")
        yield from _attributes(cursor)
        yield from _keywords(view, cursor, can_expand=can_expand)
    elif cursor.expected is ExpectedKind.VALUE:
        yield from _values(view, cursor)
    elif cursor.expected is ExpectedKind.SOURCE:
        yield from _sources(view)
    elif cursor.expected is ExpectedKind.PATH and view.path is not None:
        yield from _paths(view.path, cursor)
    elif cursor.expected is ExpectedKind.ALIAS:
        yield types.CompletionItem(
            "as", kind=Kinds.Keyword, documentation=markup.keyword_docs("as")
        )
    elif cursor.expected is ExpectedKind.RULE:
        for rule in table().rules:
            if rule.is_suppressible:
                yield types.CompletionItem(rule.code, kind=Kinds.Value, detail=rule.name)


# ---- Words of the language -------------------------------------------------------------------


def _keywords(
    view: DocumentSnapshot, cursor: CompletionContext, *, can_expand: bool
) -> Iterator[types.CompletionItem]:
    around = cursor.block.keyword.text if cursor.block else ""
    words = _WITHIN.get(around, ())
    if cursor.block is None and not any(isinstance(i, MapDecl) for i in view.document.items):
        words = ("map", *words)
    for word in words:
        item = types.CompletionItem(
            word, kind=Kinds.Keyword, documentation=markup.keyword_docs(word)
        )
        if can_expand:
            item.insert_text = _SNIPPETS[word]
            item.insert_text_format = types.InsertTextFormat.Snippet
        yield item


def _attributes(cursor: CompletionContext) -> Iterator[types.CompletionItem]:
    around = cursor.block.keyword.text if cursor.block else ""
    given = cursor.given
    for spec in ATTRIBUTES.values():
        if around in spec.declarations and (spec.is_list or spec.name not in given):
            yield types.CompletionItem(
                spec.name,
                kind=Kinds.Property,
                detail=spec.description,
                documentation=f"Takes {spec.value_kind.value}.",
                insert_text=f"{spec.name}: ",
            )


# ---- Values ----------------------------------------------------------------------------------


def _values(view: DocumentSnapshot, cursor: CompletionContext) -> Iterator[types.CompletionItem]:
    spec = ATTRIBUTES.get(cursor.attribute)
    if spec is None:
        return
    if spec.value_kind in (ValueKind.THESIS, ValueKind.STATEMENTS):
        yield from _statements(view, cursor)
    elif spec.value_kind is ValueKind.INFERENCES:
        yield from _inferences(view)
        yield from _statements(view, cursor)
    elif spec.name == "scheme":
        for scheme in schemes().values():
            yield types.CompletionItem(
                scheme.name,
                kind=Kinds.EnumMember,
                detail=scheme.description,
                documentation=_markdown(markup.scheme_docs(scheme.name)),
            )
    elif spec.name == "tags":
        argument_map = view.analysis.map
        tables = (argument_map.statements, argument_map.sources, argument_map.sections)
        tags = (tag for table_ in tables for each in table_.values() for tag in each.tags)
        for tag in dict.fromkeys(tags):
            if is_id(tag):
                yield types.CompletionItem(tag, kind=Kinds.Text)
    for word, says in (_WORDS.get(spec.value_kind) or markup.values_docs(spec.value_kind)).items():
        yield types.CompletionItem(word, kind=Kinds.EnumMember, detail=says)


def _statements(
    view: DocumentSnapshot, cursor: CompletionContext
) -> Iterator[types.CompletionItem]:
    module = view.analysis.module(view.source)
    if module is None:
        return
    own = normalize_id(cursor.block.id.text) if cursor.block and cursor.block.id else None
    for name, full in _known(view, module, NameKind.STATEMENT):
        statement = view.analysis.map.statements.get(full)
        if statement is not None and name != own:
            # An editor that shows these shows the `detail` of the chosen item alone, if at all.
            beside = types.CompletionItemLabelDetails(
                detail=f" {statement.kind}", description=statement.text
            )
            yield types.CompletionItem(
                name, kind=Kinds.Reference, detail=statement.text, label_details=beside
            )


def _inferences(view: DocumentSnapshot) -> Iterator[types.CompletionItem]:
    module = view.analysis.module(view.source)
    if module is None:
        return
    for name, full in _known(view, module, NameKind.INFERENCE):
        inference = view.analysis.map.inferences.get(full)
        detail = _ends(view, inference) if inference else ""
        yield types.CompletionItem(name, kind=Kinds.Operator, detail=detail)


def _ends(view: DocumentSnapshot, inference: Inference) -> str:
    """Return an inference's premises and its conclusion, each by its id or its words."""
    statements = view.analysis.map.statements
    premises, conclusion = (
        " + ".join(display_name(statements[id_]).strip("`") for id_ in ids)
        for ids in (inference.premises, (inference.conclusion,))
    )
    return f"{premises} -> {conclusion}"


def _sources(view: DocumentSnapshot) -> Iterator[types.CompletionItem]:
    module = view.analysis.module(view.source)
    if module is None:
        return
    for name, full in _known(view, module, NameKind.SOURCE):
        cited = view.analysis.map.sources.get(full)
        if cited is not None:
            yield types.CompletionItem(
                name,
                kind=Kinds.File,
                detail=cited.title,
                label_details=types.CompletionItemLabelDetails(description=cited.title),
                documentation=_markdown(described(cited)),
            )


def _known(view: DocumentSnapshot, module: Module, kind: NameKind) -> Iterator[tuple[str, str]]:
    """Yield the names of a kind as they are written in a file, each with the full id it means."""
    scope = view.analysis.resolution.scope
    for name in scope.known(module, kind):
        full = scope.find(module, name)
        if full is not None:
            yield name, full


def _markdown(text: str) -> types.MarkupContent:
    return types.MarkupContent(types.MarkupKind.Markdown, text)


# ---- Files -----------------------------------------------------------------------------------


def _paths(path: Path, cursor: CompletionContext) -> Iterator[types.CompletionItem]:
    """Yield folders and files of the project, one level on from what is written."""
    written = cursor.word.rpartition("/")[0]
    boundary = find_root(path.parent)
    try:
        folder = (path.parent / written).resolve()
        if not folder.is_relative_to(boundary):
            return
        entries = sorted(folder.iterdir())[:_MOST_FILES]
    except (OSError, ValueError, RuntimeError):
        return
    lead = f"{written}/" if written else ""
    for entry in entries:
        if entry.name.startswith(".") or entry == path:
            continue
        if entry.is_dir():
            yield types.CompletionItem(f"{lead}{entry.name}/", kind=Kinds.Folder)
        elif entry.suffix == MAP_SUFFIX or cursor.attribute == "text":
            yield types.CompletionItem(f"{lead}{entry.name}", kind=Kinds.File)
