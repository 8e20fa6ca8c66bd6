"""Completion of values: ids, words of the language, sources and locators."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from lsprotocol import types
from lsprotocol.types import CompletionItemKind as Kind

from argmap.config import find_root
from argmap.lsp import markup
from argmap.lsp.completion_context import CompletionContext, ExpectedKind
from argmap.lsp.session import DocumentSnapshot, MapAnalysis
from argmap.model import (
    Assumption,
    Claim,
    Evidence,
    Inference,
    Locator,
    Polarity,
    Statement,
)
from argmap.model.attributes import ARROW_KINDS, ATTRIBUTES, ValueKind
from argmap.model.identifiers import is_id, normalize_id
from argmap.model.locator import PREFIXES
from argmap.model.schemes import schemes
from argmap.model.statement import display_name
from argmap.resolve.scope import NameKind
from argmap.sources.loader import TextUnavailable, load_text, resolve_text_path
from argmap.sources.outline import Outline
from argmap.syntax.tree import StatementDecl
from argmap.workspace.files import read_bytes

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


_FORMATS_WITH_HEADINGS = (".md", ".markdown", ".html", ".htm", ".xhtml")
_MAX_OUTLINE_BYTES = 1 << 20
"""How much of a text is read on each completion of a heading."""


def value_items(
    snapshot: DocumentSnapshot, context: CompletionContext
) -> Iterator[types.CompletionItem]:
    """Yield the values that an attribute can have, except those that it already has."""
    for item in _value_items(snapshot, context):
        if item.label not in context.other_values:
            yield item


def _value_items(
    snapshot: DocumentSnapshot, context: CompletionContext
) -> Iterator[types.CompletionItem]:
    spec = ATTRIBUTES.get(context.attribute)
    if spec is None:
        return
    kind = spec.kind_for(context.block_keyword)
    if kind in ARROW_KINDS:
        yield from _inferences_and_statements(snapshot, context, kind)
    elif kind in (ValueKind.THESIS, ValueKind.STATEMENTS):
        yield from _statements(snapshot, context)
    elif kind is ValueKind.OPTIONS:
        yield from _statements(snapshot, context, _can_be_option(snapshot, context))
    elif kind is ValueKind.ANSWERS:
        question = snapshot.analysis.map.questions.get(_element(snapshot, context) or "")
        options = question.options if question else ()
        yield from _statements(snapshot, context, lambda statement: statement.id in options)
    elif spec.name == "scheme":
        for scheme in schemes().values():
            yield types.CompletionItem(
                scheme.name,
                kind=Kind.EnumMember,
                detail=scheme.description,
                documentation=_markdown(markup.scheme_docs(scheme.name)),
            )
    elif spec.name == "tags":
        yield from _tags(snapshot.analysis)
    values = _GRADES.get(kind) or markup.values_docs(kind)
    for value, meaning in values.items():
        yield types.CompletionItem(value, kind=Kind.EnumMember, detail=meaning)


def _tags(analysis: MapAnalysis) -> Iterator[types.CompletionItem]:
    argument_map = analysis.map
    elements = (
        *argument_map.sentences,
        *argument_map.inferences.values(),
        *argument_map.sources.values(),
        *argument_map.sections.values(),
    )
    for tag in dict.fromkeys(tag for element in elements for tag in element.tags):
        if is_id(tag):
            yield types.CompletionItem(tag, kind=Kind.Text)


# ---- Statements ----------------------------------------------------------------------------------


def _element(snapshot: DocumentSnapshot, context: CompletionContext) -> str | None:
    """Return the id of the element whose block contains the cursor."""
    if context.block is None:
        return None
    start = context.block.keyword.span.start
    return snapshot.analysis.occurrences.element_id(snapshot.source, start)


def _can_be_option(
    snapshot: DocumentSnapshot, context: CompletionContext
) -> Callable[[Statement], bool]:
    """Return whether a statement can be added to the options of the question around the cursor."""
    occurrences, argument_map = snapshot.analysis.occurrences, snapshot.analysis.map
    element = _element(snapshot, context)
    question = argument_map.questions.get(element or "")
    is_exclusive = question is None or question.is_exclusive
    block = context.block.block if context.block else None
    nested = {
        occurrences.element_id(snapshot.source, item.keyword.span.start)
        for item in (block.items if block else ())
        if isinstance(item, StatementDecl)
    }

    def can_be_option(statement: Statement) -> bool:
        if not isinstance(statement, Claim | Evidence | Assumption) or statement.id in nested:
            return False
        questions = argument_map.questions_of.get(statement.id, ())
        return not any(
            other.id != element and other.is_exclusive and is_exclusive for other in questions
        )

    return can_be_option


def _statements(
    snapshot: DocumentSnapshot,
    context: CompletionContext,
    is_offered: Callable[[Statement], bool] = lambda _: True,
) -> Iterator[types.CompletionItem]:
    block_id = normalize_id(context.block.id.text) if context.block and context.block.id else None
    for name, id_ in _visible_names(snapshot, NameKind.STATEMENT):
        statement = snapshot.analysis.map.statements.get(id_)
        if statement is None or name == block_id or not is_offered(statement):
            continue
        # Editors that support label details show `detail` for the selected item only.
        label_details = types.CompletionItemLabelDetails(
            detail=f" {statement.kind}", description=statement.label or statement.text
        )
        yield types.CompletionItem(
            name,
            kind=Kind.Reference,
            detail=statement.text,
            label_details=label_details,
        )


# ---- Inferences ----------------------------------------------------------------------------------


def _inferences_and_statements(
    snapshot: DocumentSnapshot, context: CompletionContext, kind: ValueKind
) -> Iterator[types.CompletionItem]:
    """Yield inferences, by their ids and as arrows, and statements, with which an arrow begins.

    What meets the element around the cursor, so that it can be outweighed, comes first.
    """
    if context.premise:
        yield from _conclusions(snapshot, context)
        return
    items = [
        *_statements(snapshot, context),
        *_named_inferences(snapshot, context),
        *_arrows(snapshot, context),
    ]
    if kind is ValueKind.WEIGHED:
        opponents = _opponents(snapshot, _element(snapshot, context))
        items.sort(key=lambda item: item.label not in opponents)
    else:
        items.sort(key=lambda item: item.kind is Kind.Reference)
    yield from items


def _conclusions(
    snapshot: DocumentSnapshot, context: CompletionContext
) -> Iterator[types.CompletionItem]:
    """Yield the conclusions of the inferences from the premise of an arrow."""
    analysis = snapshot.analysis
    module = analysis.module(snapshot.source)
    premise = analysis.resolution.scope.find(module, context.premise) if module else None
    inferences = analysis.map.inferences_from.get(premise or "", ())
    conclusions = {inference.conclusion for inference in inferences}
    yield from _statements(
        snapshot,
        context._replace(block=None),
        lambda statement: statement.id in conclusions,
    )


def _named_inferences(
    snapshot: DocumentSnapshot, context: CompletionContext
) -> Iterator[types.CompletionItem]:
    own_id = _element(snapshot, context)
    for name, id_ in _visible_names(snapshot, NameKind.INFERENCE):
        inference = snapshot.analysis.map.inferences.get(id_)
        if id_ != own_id:
            detail = _summary(snapshot, inference) if inference else ""
            yield types.CompletionItem(name, kind=Kind.Operator, detail=detail)


def _arrows(
    snapshot: DocumentSnapshot, context: CompletionContext
) -> Iterator[types.CompletionItem]:
    """Yield each inference between statements that have ids as an arrow, ``a -> b``."""
    argument_map = snapshot.analysis.map
    own_id = _element(snapshot, context)
    names = {id_: name for name, id_ in _visible_names(snapshot, NameKind.STATEMENT)}
    labels: dict[str, Inference] = {}
    for inference in argument_map.inferences.values():
        for premise in inference.premises:
            if premise != own_id and premise in names and inference.conclusion in names:
                labels.setdefault(f"{names[premise]} -> {names[inference.conclusion]}", inference)
    for label, inference in labels.items():
        detail = inference.label or argument_map.statements[inference.premises[0]].text
        yield types.CompletionItem(label, kind=Kind.Operator, detail=detail)


def _opponents(snapshot: DocumentSnapshot, element: str | None) -> set[str]:
    """Return the names, and arrows, of the statements and inferences that an element meets.

    These are its objections and undercutters, what bears on the same conclusion from the other
    side, what it contradicts, and the other options of its questions.
    """
    argument_map = snapshot.analysis.map
    own_inferences = list(argument_map.inferences_from.get(element or "", ()))
    if element is not None and element in argument_map.inferences:
        own_inferences.append(argument_map.inferences[element])
    opposing = [
        inference
        for inference in argument_map.inferences_to.get(element or "", ())
        if inference.polarity is Polarity.CON
    ]
    opposing += (
        inference
        for own in own_inferences
        for inference in argument_map.inferences_to[own.conclusion]
        if inference.polarity is not own.polarity
    )
    ids: set[str] = set(argument_map.contradicted_by.get(element or "", ()))
    for own in own_inferences:
        ids.update(own.undercutters)
    for question in argument_map.questions_of.get(element or "", ()):
        ids.update(question.options)
    for inference in opposing:
        ids.update((inference.id, *inference.premises))
    kinds = NameKind.STATEMENT, NameKind.INFERENCE
    names = {id_: name for name, id_ in _visible_names(snapshot, *kinds)}
    arrows = {
        f"{names.get(premise)} -> {names.get(inference.conclusion)}"
        for inference in opposing
        for premise in inference.premises
    }
    return arrows | {names[id_] for id_ in ids if id_ in names}


def _summary(snapshot: DocumentSnapshot, inference: Inference) -> str:
    """Return the label, the premises and the conclusion of an inference."""
    statements = snapshot.analysis.map.statements
    premises, conclusion = (
        " + ".join(display_name(statements[id_]).strip("`") for id_ in ids)
        for ids in (inference.premises, (inference.conclusion,))
    )
    label = f"{inference.label}: " if inference.label else ""
    return f"{label}{premises} -> {conclusion}"


# ---- Sources -------------------------------------------------------------------------------------


def citation_items(
    snapshot: DocumentSnapshot, context: CompletionContext
) -> Iterator[types.CompletionItem]:
    """Yield the sources that can be cited, or places in the cited source."""
    if context.expected is ExpectedKind.SOURCE:
        yield from _sources(snapshot)
    elif context.expected is ExpectedKind.LOCATOR:
        yield from _locators()
    else:
        yield from _headings(snapshot, context.source)


def _sources(snapshot: DocumentSnapshot) -> Iterator[types.CompletionItem]:
    """Yield the sources that can be cited."""
    for name, id_ in _visible_names(snapshot, NameKind.SOURCE):
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


def _headings(snapshot: DocumentSnapshot, name: str) -> Iterator[types.CompletionItem]:
    """Yield the anchors in the Markdown or HTML text of a source, with their headings."""
    outline = _outline(snapshot, name)
    if outline is None:
        return
    headings = {heading.passage: heading.text for heading in outline.headings}
    for anchor, passage in dict.fromkeys(outline.anchors):
        if anchor and '"' not in anchor:
            detail = headings.get(passage, "")
            yield types.CompletionItem(f"#{anchor}", kind=Kind.Reference, detail=detail)


def _outline(snapshot: DocumentSnapshot, name: str) -> Outline | None:
    """Return the outline of the text of a source, by its name in the file."""
    analysis = snapshot.analysis
    module = analysis.module(snapshot.source)
    id_ = analysis.resolution.scope.find(module, name) if module else None
    source = analysis.map.sources.get(id_ or "")
    declared_in = analysis.path(source.location.source) if source else None
    if source is None or source.text is None or declared_in is None or snapshot.path is None:
        return None
    path = resolve_text_path(source.text, declared_in.parent, find_root(snapshot.path.parent))
    if isinstance(path, TextUnavailable) or path.suffix.lower() not in _FORMATS_WITH_HEADINGS:
        return None
    passages = load_text(path, source.text, _read_beginning)
    return None if isinstance(passages, TextUnavailable) else passages.outline


def _read_beginning(path: Path, limit: int) -> bytes:
    return read_bytes(path, min(limit, _MAX_OUTLINE_BYTES))


def _visible_names(snapshot: DocumentSnapshot, *kinds: NameKind) -> Iterable[tuple[str, str]]:
    """Yield the names of some kinds that can be used in a file, with the ids of their elements."""
    module = snapshot.analysis.module(snapshot.source)
    if module is None:
        return
    scope = snapshot.analysis.resolution.scope
    for name in scope.names(module, *kinds):
        id_ = scope.find(module, name)
        if id_ is not None:
            yield name, id_


def _markdown(text: str) -> types.MarkupContent:
    return types.MarkupContent(types.MarkupKind.Markdown, text)
