"""Completion of keywords, attributes, values, ids, paths and rule codes.

A file is usually incomplete while the user types in it. The context of the cursor is therefore
determined from the text of its line and from the block around it only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import NamedTuple

from lsprotocol import types
from lsprotocol.types import CompletionItemKind as Kind

from argmap.config import find_root
from argmap.lsp import markup
from argmap.lsp.server import ArgmapServer
from argmap.lsp.session import DocumentSnapshot
from argmap.lsp.syntax_lookup import block_at, node_at
from argmap.model import Inference, Locator
from argmap.model.attributes import ATTRIBUTES, INFERENCE_KEYWORDS, STATEMENT_KEYWORDS, ValueKind
from argmap.model.identifiers import ID, ID_CHARACTER, is_id, normalize_id
from argmap.model.locator import PREFIXES
from argmap.model.schemes import schemes
from argmap.model.statement import display_name
from argmap.resolve import MAP_SUFFIX
from argmap.resolve.imports import Module
from argmap.resolve.scope import NameKind
from argmap.rules import table
from argmap.syntax import Document
from argmap.syntax.tree import Attribute, Declaration, MapDecl, Quoted, Value
from argmap.text import Span

_MAX_VALUE_LINES = 20
"""Number of lines before the cursor that a list of values may span."""

_SNIPPET_SUPPORT = "text_document.completion.completion_item.snippet_support"

_MAX_ITEMS = 1_000
_MAX_FILES = 500

_MASK = "\N{WHITE SQUARE}"
"""Replaces each character of a string, so that patterns do not match inside it."""

_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
_PATH = rf"(?:{ID_CHARACTER}|\.)*+"
_CITATION = re.compile(rf"@({_PATH})$")
_LOCATOR = re.compile(rf"@{_PATH}:([\w§-]*)$")
_VALUE = re.compile(rf"({ID})[ \t]*:(?:[^:{{}}]*[^:{{}}\w.-])?({_PATH})$")
_ITEM = re.compile(rf"(?:^|[{{}}])\s*({ID_CHARACTER}*+)$")
_AFTER_IMPORT = re.compile(rf"\bimport\s+{_MASK}+\s+(\w*)$")
_IGNORE = re.compile(r"#\s*argmap:\s*ignore(?:-file)?\[(?:[^\]]*,\s*)?([\w-]*)$")

_CHILD_KEYWORDS = {
    "": ("source", "import", "section", *STATEMENT_KEYWORDS),
    "section": ("section", *STATEMENT_KEYWORDS),
    **dict.fromkeys(STATEMENT_KEYWORDS, (*STATEMENT_KEYWORDS, *INFERENCE_KEYWORDS)),
    **dict.fromkeys(INFERENCE_KEYWORDS, STATEMENT_KEYWORDS),
}
"""The keywords that may begin a declaration in a block, by its keyword; empty at the top level."""
_SNIPPETS = {
    "map": 'map "${1:title}" {\n  thesis: ${0:id}\n}',
    "source": 'source ${1:id} "${2:title}" {\n  $0\n}',
    "import": 'import "$0"',
    "section": 'section ${1:id} "${2:title}" {\n  $0\n}',
    "reason": "reason {\n  $0\n}",
    "objection": "objection {\n  $0\n}",
    **{word: f'{word} ${{1:id}} "$0"' for word in STATEMENT_KEYWORDS},
}
_GRADES = {
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


# ---- Context -------------------------------------------------------------------------------------


class ExpectedKind(Enum):
    """What may be written at the context."""

    NOTHING = "nothing"
    ITEM = "a keyword or an attribute"
    VALUE = "an attribute's value"
    SOURCE = "a source"
    LOCATOR = "a place in a source"
    PATH = "a path"
    ALIAS = "`as`"
    RULE = "a rule"


_LINE_PATTERNS = (
    (_LOCATOR, ExpectedKind.LOCATOR),
    (_CITATION, ExpectedKind.SOURCE),
    (_AFTER_IMPORT, ExpectedKind.ALIAS),
    (_ITEM, ExpectedKind.ITEM),
)


class CompletionContext(NamedTuple):
    """The word before the context, and what is expected there.

    Attributes:
        span: The span of the word, which a completion replaces.
        word: The part of the word that is already written.
        attribute: The attribute whose value is expected.
        block: The declaration whose block contains the context; None at the top level.
    """

    expected: ExpectedKind
    span: Span
    word: str = ""
    attribute: str = ""
    block: Declaration | None = None

    @property
    def block_keyword(self) -> str:
        """The keyword of the declaration whose block contains the context; empty at the top."""
        return self.block.keyword.text if self.block else ""

    @property
    def existing_attributes(self) -> list[str]:
        """The attributes that the block already has."""
        items = self.block.block.items if self.block and self.block.block else []
        return [item.name.text for item in items if isinstance(item, Attribute)]


def read_completion_context(document: Document, offset: int) -> CompletionContext:
    """Return the context of an offset."""
    text = document.source.text
    enclosing = block_at(document, offset)
    block = enclosing[0] if enclosing else None
    start = _start(text, offset, enclosing[1].span.start + 1 if enclosing else 0)
    before = _STRING.sub(lambda match: _MASK * len(match[0]), text[start:offset])

    def context(expected: ExpectedKind, word: str = "", attribute: str = "") -> CompletionContext:
        return CompletionContext(expected, Span(offset - len(word), offset), word, attribute, block)

    line = before[max(before.rfind("\n"), before.rfind("\r")) + 1 :]
    quote = line.find('"')
    comment = line.find("#")
    if comment >= 0 and not 0 <= quote < comment:
        match = _IGNORE.search(line)
        return context(ExpectedKind.RULE, match[1]) if match else context(ExpectedKind.NOTHING)
    if quote >= 0:
        return _in_string(line, quote, context(ExpectedKind.NOTHING))
    if _is_in_string(document, offset):
        return context(ExpectedKind.NOTHING)
    if (match := _VALUE.search(before)) and not _LOCATOR.search(line):
        return context(ExpectedKind.VALUE, match[2], match[1])
    for pattern, expected in _LINE_PATTERNS:
        if match := pattern.search(line):
            return context(expected, match[1])
    return context(ExpectedKind.NOTHING)


def _start(text: str, offset: int, min_start: int) -> int:
    """Return the start of the line, or of the line on which its list of values begins."""
    start = offset
    for _ in range(_MAX_VALUE_LINES):
        start = max(text.rfind("\n", min_start, start) + 1, min_start)
        before = text[min_start:start].rstrip()
        if not before.endswith((",", ":")):
            break
        start = min_start + len(before)
    return start


def _in_string(line: str, quote: int, context: CompletionContext) -> CompletionContext:
    """Return the context in a string that begins at ``quote``, which may be a path."""
    head = line[:quote].rstrip()
    if not re.search(r"(\bimport|\btext\s*:)$", head):
        return context
    word = line[quote + 1 :]
    span = Span(context.span.end - len(word), context.span.end)
    attribute = "" if head.endswith("import") else "text"
    return CompletionContext(ExpectedKind.PATH, span, word, attribute, context.block)


def _is_in_string(document: Document, offset: int) -> bool:
    """Return whether an offset is in a string, which may span several lines."""
    leaf = node_at(document, offset).leaf
    is_string = isinstance(leaf, Quoted) or (isinstance(leaf, Value) and leaf.kind == "TEXT")
    return (
        is_string and isinstance(leaf, (Quoted, Value)) and leaf.span.start < offset < leaf.span.end
    )


# ---- Completion ----------------------------------------------------------------------------------


def register(server: ArgmapServer) -> None:
    options = types.CompletionOptions(trigger_characters=["@", ":", ".", '"', "/", "["])

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
        yield from _values(snapshot, context)
    elif context.expected is ExpectedKind.SOURCE:
        yield from _sources(snapshot)
    elif context.expected is ExpectedKind.LOCATOR:
        yield from _locators()
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
        is_available = spec.is_list or spec.name not in existing
        if context.block_keyword in spec.declarations and is_available:
            yield types.CompletionItem(
                spec.name,
                kind=Kind.Property,
                detail=spec.description,
                documentation=f"Takes {spec.value_kind.value}.",
                insert_text=f"{spec.name}: ",
            )


# ---- Values --------------------------------------------------------------------------------------


def _values(
    snapshot: DocumentSnapshot, context: CompletionContext
) -> Iterator[types.CompletionItem]:
    spec = ATTRIBUTES.get(context.attribute)
    if spec is None:
        return
    if spec.value_kind in (ValueKind.THESIS, ValueKind.STATEMENTS):
        yield from _statements(snapshot, context)
    elif spec.value_kind is ValueKind.INFERENCES:
        yield from _inferences(snapshot)
        yield from _statements(snapshot, context)
    elif spec.name == "scheme":
        for scheme in schemes().values():
            yield types.CompletionItem(
                scheme.name,
                kind=Kind.EnumMember,
                detail=scheme.description,
                documentation=_markdown(markup.scheme_docs(scheme.name)),
            )
    elif spec.name == "tags":
        argument_map = snapshot.analysis.map
        tables = (argument_map.statements, argument_map.sources, argument_map.sections)
        tags = (tag for elements in tables for element in elements.values() for tag in element.tags)
        for tag in dict.fromkeys(tags):
            if is_id(tag):
                yield types.CompletionItem(tag, kind=Kind.Text)
    values = _GRADES.get(spec.value_kind) or markup.values_docs(spec.value_kind)
    for value, meaning in values.items():
        yield types.CompletionItem(value, kind=Kind.EnumMember, detail=meaning)


def _statements(
    snapshot: DocumentSnapshot, context: CompletionContext
) -> Iterator[types.CompletionItem]:
    module = snapshot.analysis.module(snapshot.source)
    if module is None:
        return
    block_id = normalize_id(context.block.id.text) if context.block and context.block.id else None
    for name, id_ in _visible_names(snapshot, module, NameKind.STATEMENT):
        statement = snapshot.analysis.map.statements.get(id_)
        if statement is not None and name != block_id:
            # Editors that support label details show `detail` for the selected item only.
            label_details = types.CompletionItemLabelDetails(
                detail=f" {statement.kind}", description=statement.text
            )
            yield types.CompletionItem(
                name,
                kind=Kind.Reference,
                detail=statement.text,
                label_details=label_details,
            )


def _inferences(snapshot: DocumentSnapshot) -> Iterator[types.CompletionItem]:
    module = snapshot.analysis.module(snapshot.source)
    if module is None:
        return
    for name, id_ in _visible_names(snapshot, module, NameKind.INFERENCE):
        inference = snapshot.analysis.map.inferences.get(id_)
        detail = _summary(snapshot, inference) if inference else ""
        yield types.CompletionItem(name, kind=Kind.Operator, detail=detail)


def _summary(snapshot: DocumentSnapshot, inference: Inference) -> str:
    """Return the premises and the conclusion of an inference, by their ids or texts."""
    statements = snapshot.analysis.map.statements
    premises, conclusion = (
        " + ".join(display_name(statements[id_]).strip("`") for id_ in ids)
        for ids in (inference.premises, (inference.conclusion,))
    )
    return f"{premises} -> {conclusion}"


def _sources(snapshot: DocumentSnapshot) -> Iterator[types.CompletionItem]:
    module = snapshot.analysis.module(snapshot.source)
    if module is None:
        return
    for name, id_ in _visible_names(snapshot, module, NameKind.SOURCE):
        source = snapshot.analysis.map.sources.get(id_)
        if source is not None:
            yield types.CompletionItem(
                name,
                kind=Kind.File,
                detail=source.title,
                label_details=types.CompletionItemLabelDetails(description=source.title),
                documentation=_markdown(markup.source_markdown(source)),
            )


def _locators() -> Iterator[types.CompletionItem]:
    """Yield what a locator begins with, for each unit; a paragraph has only a number."""
    for unit, prefix in PREFIXES.items():
        if prefix:
            example = f"{Locator(unit, 12, 12)}, {Locator(unit, 12, 14)}"
            yield types.CompletionItem(
                prefix, kind=Kind.Unit, detail=unit.value, documentation=f"Write {example}."
            )
    yield types.CompletionItem('""', kind=Kind.Text, detail='any other place: "art. 6"')
    yield types.CompletionItem('"#"', kind=Kind.Text, detail='a heading or its anchor: "#scope"')


def _visible_names(
    snapshot: DocumentSnapshot, module: Module, kind: NameKind
) -> Iterator[tuple[str, str]]:
    """Yield the names of a kind that can be used in a file, with the full ids of their elements."""
    scope = snapshot.analysis.resolution.scope
    for name in scope.names(module, kind):
        id_ = scope.find(module, name)
        if id_ is not None:
            yield name, id_


def _markdown(text: str) -> types.MarkupContent:
    return types.MarkupContent(types.MarkupKind.Markdown, text)


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
