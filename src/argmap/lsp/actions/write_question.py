"""Writing of a question whose options are claims that contradict each other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from lsprotocol import types

from argmap.lsp.actions import CodeActionContext
from argmap.lsp.new_ids import id_from_text
from argmap.lsp.session import MapAnalysis
from argmap.lsp.syntax_lookup import head_at, node_at
from argmap.model import Claim
from argmap.resolve.imports import Module
from argmap.resolve.scope import Scope
from argmap.syntax.tree import (
    Arrow,
    Attribute,
    Block,
    Bound,
    Declaration,
    Item,
    SectionDecl,
    Value,
)
from argmap.text import Edit, Span

_TEXT = '"Which of them is right?"'
_COMMENT_LINE = re.compile(r"[ \t]*#[^\r\n]*(?:\r\n|\r|\n)")


def provide(context: CodeActionContext) -> Iterator[types.CodeAction]:
    """Yield the action that writes a question for the claim at the cursor and its rivals.

    The question is around the claims if nothing else is between them, and otherwise names them.
    `contradicts:` between options of one question is unnecessary, and is removed.
    """
    snapshot = context.snapshot
    declaration = head_at(snapshot.document, context.selection.start)
    if declaration is None:
        return
    analysis = snapshot.analysis
    module = analysis.module(snapshot.source)
    start = declaration.keyword.span.start
    id_ = analysis.occurrences.element_id(snapshot.source, start)
    if module is None or id_ is None:
        return
    rivals = _rivals(analysis, id_)
    if len(rivals) < 2:  # noqa: PLR2004
        return
    edits = _Writer(context, module, rivals).edits(start)
    if edits:
        yield types.CodeAction(
            title=f"write a question with these {len(rivals)} claims as its options",
            kind=types.CodeActionKind.RefactorRewrite,
            edit=context.workspace_edit(edits),
        )


def _rivals(analysis: MapAnalysis, id_: str) -> list[str]:
    """Return a claim and other claims that all contradict each other, in the map's order.

    A claim that is already an option of an exclusive question cannot be an option of another one.
    """
    argument_map = analysis.map
    contradicted = {
        other: set(argument_map.contradicted_by.get(other, ()))
        for other in (id_, *argument_map.contradicted_by.get(id_, ()))
        if isinstance(argument_map.statements.get(other), Claim)
        and not any(q.is_exclusive for q in argument_map.questions_of.get(other, ()))
    }
    if id_ not in contradicted:
        return []
    group = [id_]
    for other, others in contradicted.items():
        if other not in group and all(member in others for member in group):
            group.append(other)
    order = {statement: index for index, statement in enumerate(argument_map.statements)}
    return sorted(group, key=order.__getitem__)


class _Removal(NamedTuple):
    """An attribute to remove, or a part of it."""

    span: Span
    replacement: str = ""


class _Writer:
    """Writes the edits for one question in one file."""

    def __init__(self, context: CodeActionContext, module: Module, rivals: list[str]) -> None:
        self._context = context
        self._module = module
        self._rivals = rivals
        self._text = context.snapshot.source.text
        declarations = context.snapshot.analysis.occurrences.declarations
        self._declared = {
            rival: declarations[rival][1]
            for rival in rivals
            if rival in declarations and declarations[rival][0] is module
        }
        """The declarations of the rivals in this file."""

    def edits(self, start: int) -> list[Edit]:
        """Return the edits, given where one of the rivals is declared; empty if impossible."""
        removals = [
            removal
            for rival, declaration in self._declared.items()
            for removal in self._removals(rival, declaration)
        ]
        siblings = self._adjacent_siblings(start)
        edits = self._wrapped(siblings, removals) if siblings else self._named(start)
        return [*edits, *(Edit(*removal) for removal in removals)] if edits else []

    # ---- The question ---------------------------------------------------------------------------

    def _adjacent_siblings(self, start: int) -> list[Declaration]:
        """Return the declarations of all rivals, if they follow each other in one block.

        A question can only be at the top level or in a section.
        """
        document = self._context.snapshot.document
        enclosing = node_at(document, start).declarations[:-1]
        items: list[Item] = document.items
        if enclosing:
            if not isinstance(enclosing[-1], SectionDecl) or enclosing[-1].block is None:
                return []
            items = enclosing[-1].block.items
        declared = {id(declaration) for declaration in self._declared.values()}
        first = next(index for index, item in enumerate(items) if id(item) in declared)
        siblings = [
            item
            for item in items[first : first + len(self._rivals)]
            if isinstance(item, Declaration) and id(item) in declared
        ]
        return siblings if len(siblings) == len(self._rivals) else []

    def _wrapped(self, siblings: list[Declaration], removals: list[_Removal]) -> list[Edit]:
        """Return the edits that put declarations into the block of a question."""
        start = self._with_comments(siblings[0].span.start)
        span = Span(start, siblings[-1].span.end)
        edits = self._context.wrap(span, f"question {_TEXT}")
        # Lines that are removed must not be indented.
        return [
            edit
            for edit in edits
            if edit.replacement.strip()
            or not any(span.start <= edit.span.start < span.end for span, _ in removals)
        ]

    def _named(self, start: int) -> list[Edit]:
        """Return the edits that insert a question which names its options."""
        names: list[str] = []
        edits: list[Edit] = []
        for rival in self._rivals:
            name, new_id = self._name(rival, names)
            if name is None:
                return []
            names.append(name)
            edits += new_id
        document = self._context.snapshot.document
        outermost = next(
            declaration
            for declaration in node_at(document, start).declarations
            if not isinstance(declaration, SectionDecl)
        )
        offset = self._with_comments(outermost.span.start)
        line_end, indentation = self._context.line_end, self._context.indentation(offset)
        question = f"question {_TEXT} {{ options: {', '.join(names)} }}"
        gap = f"{line_end}{line_end}{indentation}"
        return [Edit(Span(offset, offset), question + gap), *edits]

    def _name(self, rival: str, taken: list[str]) -> tuple[str | None, list[Edit]]:
        """Return the name of a rival in this file, or None, and the edits that add the name."""
        analysis = self._context.snapshot.analysis
        statement = analysis.map.statements[rival]
        scope: Scope = analysis.resolution.scope
        name = rival.removeprefix(self._module.prefix)
        if statement.is_named:
            return (name if scope.find(self._module, name) == rival else None), []
        declaration = self._declared.get(rival)
        if declaration is None or declaration.id is not None:
            return None, []
        name = id_from_text(self._context.snapshot, statement.text, "claim", taken)
        end = declaration.keyword.span.end
        return name, [Edit(Span(end, end), f" {name}")]

    def _with_comments(self, offset: int) -> int:
        """Return the start of the comments directly above an item; they may be suppressions."""
        start = self._line_start(offset)
        if self._text[start:offset].strip():
            return offset  # another item is before it on its line
        first = start
        while start > 0:
            previous = self._line_start(start - 1 - (self._text[start - 2 : start] == "\r\n"))
            if not _COMMENT_LINE.fullmatch(self._text, previous, start):
                break
            start = previous
        if start == first:
            return offset
        return start + len(self._text[start:offset]) - len(self._text[start:offset].lstrip(" \t"))

    def _line_start(self, offset: int) -> int:
        return max(self._text.rfind("\n", 0, offset), self._text.rfind("\r", 0, offset)) + 1

    # ---- Contradictions -------------------------------------------------------------------------

    def _removals(self, rival: str, declaration: Declaration) -> Iterator[_Removal]:
        """Yield the removals of contradictions with other rivals from a rival's declaration."""
        block = declaration.block
        if block is None:
            return
        removed: list[Item] = []
        for item in block.items:
            if not isinstance(item, Attribute) or item.name.text != "contradicts":
                continue
            if "#" in self._text[item.span.start : item.span.end]:
                continue  # a comment is between the values
            kept = [value for value in item.values if not self._is_other_rival(value, rival)]
            if not kept:
                removed.append(item)
            elif len(kept) < len(item.values):
                values = item.values[0].span.join(item.values[-1].span)
                texts = (self._text[value.span.start : value.span.end] for value in kept)
                yield _Removal(values, ", ".join(texts))
        if removed and len(removed) == len(block.items) and not self._has_comment(block, removed):
            before = self._text[: block.span.start]
            yield _Removal(Span(len(before.rstrip(" \t")), block.span.end))
        else:
            yield from (_Removal(self._line_of(item)) for item in removed)

    def _is_other_rival(self, value: Value | Arrow | Bound, rival: str) -> bool:
        if not isinstance(value, Value):
            return False
        scope = self._context.snapshot.analysis.resolution.scope
        id_ = scope.find(self._module, value.text)
        return id_ in self._rivals and id_ != rival

    def _has_comment(self, block: Block, items: list[Item]) -> bool:
        """Return whether a block contains anything except these items and white space."""
        text, start = "", block.span.start + 1
        for item in items:
            text += self._text[start : item.span.start]
            start = item.span.end
        return bool((text + self._text[start : block.span.end - 1]).strip())

    def _line_of(self, item: Item) -> Span:
        """Return the span of an item with its line, or with the spaces after it."""
        start, end = item.span
        while end < len(self._text) and self._text[end] in " \t":
            end += 1
        line_start = self._line_start(start)
        if not self._text[line_start:start].strip() and self._text[end : end + 1] in ("\r", "\n"):
            end += 2 if self._text[end : end + 2] == "\r\n" else 1
            return Span(line_start, end)
        return Span(start, end)
