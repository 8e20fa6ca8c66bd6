"""The same edge, or the same value of a list, is declared twice.

What it does
    Reports a statement that supports or opposes another statement twice in the same way: it is
    nested under the other statement and also names it in `supports:`, or it names it twice in one
    list. Also reports a statement that undercuts an inference twice, two statements that contradict
    each other twice (in either direction), and a premise that is listed twice.

    Reports as well what another list names twice, such as `options:`, `outweighs:`, `thesis:`,
    `tags:` or the `expect:` of a question, and an option in `options:` that is declared in the
    block of the question.

Why it matters
    The picture shows two arrows for one reason, and the strength of the target statement counts it
    twice. A value that is listed twice is often a copy whose id should have been changed.

Example
    claim angry "Passengers are angry" {
      claim late "The bus is late" { supports: angry }
    }

Instead
    claim angry "Passengers are angry" {
      claim late "The bus is late"
    }

How to silence
    Write `# argmap: ignore[REF104] because …` before the statement that declares the edge.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import NamedTuple

from attrs import evolve

from argmap.diagnostics import Applicability, Diagnostic, Label, Severity
from argmap.model import ArgumentMap, Form, Inference, Polarity
from argmap.model.attributes import (
    AGAINST_KEYWORDS,
    ATTRIBUTES,
    NO_THESIS,
    OPEN_QUESTION,
    REFERENCE_KINDS,
    ValueKind,
)
from argmap.model.identifiers import normalize_id
from argmap.model.statement import display_name
from argmap.resolve.attributes import text_of
from argmap.resolve.imports import Module
from argmap.resolve.scope import Scope
from argmap.rules._context import RuleContext
from argmap.rules._rule import rule
from argmap.rules._source_index import (
    ScopedDeclaration,
    join_removals,
    removal_fix,
    scoped_declarations,
)
from argmap.syntax.tree import Arrow, Attribute, Bound, InferenceDecl, StatementDecl, Value, Word
from argmap.text import Location, SourceText, Span

RULE = rule(__name__, "REF104", Severity.WARNING, is_structural=True)

_EDGES = {
    "supports",
    "opposes",
    "supported-by",
    "opposed-by",
    "contradicts",
    "undercuts",
    "premises",
}
_OTHER_LISTS = {
    spec.name: spec
    for spec in ATTRIBUTES.values()
    if spec.name not in _EDGES
    and any(spec.kind_for(keyword).is_list for keyword in spec.declarations)
}
"""The attributes that take several values, but declare no edges."""
_OTHER_LISTS_IN_TEXT = re.compile(rf"\b({'|'.join(_OTHER_LISTS)})\s*(?:#.*\s*)*:")


def check(context: RuleContext) -> Iterator[Diagnostic]:
    return join_removals(_duplicates(context))


def _duplicates(context: RuleContext) -> Iterator[Diagnostic]:
    yield from _inferences(context.map)
    yield from _contradictions(context.map)
    yield from _undercuts(context)
    yield from _premises(context)
    yield from _other_lists(context)


def _inferences(argument_map: ArgumentMap) -> Iterator[Diagnostic]:
    first: dict[object, Inference] = {}
    for inference in argument_map.inferences.values():
        key = (inference.polarity, inference.conclusion, frozenset(inference.premises))
        earlier = first.setdefault(key, inference)
        if earlier is not inference:
            # Nesting is the structure of the map, so the edge that repeats it is the duplicate.
            kept, duplicate = (
                (inference, earlier) if inference.form is Form.NESTED else (earlier, inference)
            )
            premise = argument_map.statements[duplicate.premises[0]]
            conclusion = argument_map.statements[duplicate.conclusion]
            verb = "supports" if duplicate.polarity is Polarity.PRO else "opposes"
            yield _diagnostic(
                duplicate.location,
                kept.location,
                f"{display_name(premise)} {verb} {display_name(conclusion)} twice",
                premise.id,
                is_listed=duplicate.form is Form.EDGE,
            )


def _contradictions(argument_map: ArgumentMap) -> Iterator[Diagnostic]:
    first: dict[frozenset[str], Location] = {}
    for pair in argument_map.contradictions:
        earlier = first.setdefault(frozenset((pair.first, pair.second)), pair.location)
        if earlier is not pair.location:
            names = (
                display_name(argument_map.statements[id_]) for id_ in (pair.first, pair.second)
            )
            message = f"the contradiction between {' and '.join(names)} is declared twice"
            yield _diagnostic(pair.location, earlier, message, pair.first)


# The map stores each undercutter and premise only once, so duplicates of them are found in the
# syntax trees.


def _undercuts(context: RuleContext) -> Iterator[Diagnostic]:
    targets = _UndercutTargets(context.map)
    for scoped in scoped_declarations(context.resolution, "undercuts"):
        declaration = scoped.declaration
        attributes = list(scoped.attributes("undercuts"))
        if not attributes or type(declaration) is not StatementDecl:
            continue
        first: dict[str, Location] = {}
        if (
            isinstance(scoped.parent, InferenceDecl)
            and declaration.keyword.text in AGAINST_KEYWORDS
        ):  # a counterpoint or a concession in the block of an inference undercuts it
            enclosing = targets.declared_at(scoped.locate(scoped.parent.head))
            first = dict.fromkeys(enclosing, scoped.locate(declaration.head))
        for attribute in attributes:
            for value in attribute.values:
                inferences = list(targets.of_value(scoped, value))
                location = scoped.locate(value.span)
                if inferences and all(inference in first for inference in inferences):
                    yield _diagnostic(
                        location,
                        first[inferences[0]],
                        f"the inference `{location.text}` is undercut twice by the same statement",
                        scoped.full_id(declaration.id),
                    )
                for inference in inferences:
                    first.setdefault(inference, location)


class _UndercutTargets:
    """Finds the inferences that a value of `undercuts:` refers to."""

    def __init__(self, argument_map: ArgumentMap) -> None:
        self.argument_map = argument_map

    @cached_property
    def _by_head(self) -> dict[tuple[SourceText, Span], str]:
        return {
            (inference.location.source, inference.location.span): inference.id
            for inference in self.argument_map.inferences.values()
            if inference.form is Form.GROUP
        }

    def declared_at(self, location: Location) -> list[str]:
        """Return the id of the inference declared at a location, or an empty list."""
        id_ = self._by_head.get((location.source, location.span))
        return [id_] if id_ else []

    def of_value(self, scoped: ScopedDeclaration, value: Value | Arrow | Bound) -> Iterator[str]:
        """Yield the ids of the inferences that a value of the declaration names."""
        if isinstance(value, Arrow):
            premise = self._full_id(scoped, value.premise, self.argument_map.statements)
            conclusion = self._full_id(scoped, value.conclusion, self.argument_map.statements)
            for inference in self.argument_map.inferences_to.get(conclusion, ()):
                if premise in inference.premises:
                    yield inference.id
        elif isinstance(value, Value):
            word = Word(value.text, value.span)
            id_ = self._full_id(scoped, word, self.argument_map.inferences)
            if id_ in self.argument_map.inferences:
                yield id_

    def _full_id(self, scoped: ScopedDeclaration, word: Word, ids: Iterable[str]) -> str:
        name = normalize_id(word.text)
        full_id = scoped.prefix + name
        return full_id if full_id in ids else name


def _premises(context: RuleContext) -> Iterator[Diagnostic]:
    for scoped in scoped_declarations(context.resolution, "premises"):
        if type(scoped.declaration) is not InferenceDecl:
            continue
        first = {
            normalize_id(item.id.text): scoped.locate(item.head)
            for item in scoped.items
            if isinstance(item, StatementDecl)
            and item.id
            and item.keyword.text not in AGAINST_KEYWORDS
        }
        for attribute in scoped.attributes("premises"):
            for value in attribute.values:
                if not isinstance(value, Value):
                    continue
                location = scoped.locate(value.span)
                earlier = first.setdefault(normalize_id(value.text), location)
                if earlier is not location:
                    message = f"`{value.text}` is listed twice as a premise of this inference"
                    element = scoped.full_id(scoped.declaration.id)
                    yield _diagnostic(location, earlier, message, element)


def _other_lists(context: RuleContext) -> Iterator[Diagnostic]:
    """Yield the diagnostics of values that a list which declares no edges contains twice."""
    resolution = context.resolution
    texts = [document.source.text for document in resolution.documents]
    names = {name for text in texts for name in _OTHER_LISTS_IN_TEXT.findall(text)}
    if not names:
        return
    modules = {module.document.source: module for module in resolution.modules}
    for scoped in scoped_declarations(resolution, ":"):
        listed: dict[str, list[Value | Arrow | Bound]] = {}
        for item in scoped.items:
            if isinstance(item, Attribute) and item.name.text in names:
                listed.setdefault(item.name.text, []).extend(item.values)
        for name, values in listed.items():
            kind = _OTHER_LISTS[name].kind_for(scoped.declaration.keyword.text)
            if kind.is_list:
                keys = _ValueKeys(resolution.scope, modules[scoped.document.source], kind)
                yield from _repetitions(scoped, name, values, keys)


def _repetitions(
    scoped: ScopedDeclaration,
    name: str,
    values: list[Value | Arrow | Bound],
    keys: _ValueKeys,
) -> Iterator[Diagnostic]:
    nested: dict[object, Location] = {
        keys.of_id(item.id): scoped.locate(item.head)
        for item in scoped.items
        if name == "options" and isinstance(item, StatementDecl) and item.id
    }
    first: dict[object, Location] = {}
    for value in values:
        key, location = keys.of_value(value), scoped.locate(value.span)
        if key is None:
            continue  # it is invalid, which is reported
        earlier = nested.get(key) or first.setdefault(key, location)
        if earlier is not location:
            yield _diagnostic(
                location,
                earlier,
                f"`{location.text}` is declared in this question, so it is an option already"
                if key in nested
                else f"{_in_backticks(location.text)} is listed twice in `{name}`",
                scoped.full_id(scoped.declaration.id),
                label="declared here" if key in nested else "first listed here",
                is_safe=keys.kind in REFERENCE_KINDS,
            )


def _in_backticks(written: str) -> str:
    return f"`{written}`" if "`" not in written else written


class _ValueKeys(NamedTuple):
    """Finds what the values of a list mean, to compare them."""

    scope: Scope
    module: Module
    kind: ValueKind

    def of_value(self, value: Value | Arrow | Bound) -> object:
        """Return the same key for values that mean the same; None for an invalid value."""
        if self.kind not in REFERENCE_KINDS:
            return text_of(value)
        if isinstance(value, Arrow):
            premise, conclusion = self.of_id(value.premise), self.of_id(value.conclusion)
            return premise and conclusion and (premise, conclusion)
        return self.of_id(Word(text_of(value), value.span))

    def of_id(self, word: Word) -> str | None:
        """Return the full id that a word means, or the word itself if it has a special meaning."""
        id_ = self.scope.find(self.module, word.text)
        return id_ or (word.text if word.text in (NO_THESIS, OPEN_QUESTION) else None)


def _diagnostic(
    duplicate: Location,
    kept: Location,
    message: str,
    element: str | None,
    *,
    is_listed: bool = True,
    label: str = "first declared here",
    is_safe: bool = True,
) -> Diagnostic:
    """Return a diagnostic; deleting an author's word, and not a reference, is not safe."""
    fix = removal_fix(duplicate, "delete the duplicate")
    if not is_safe:
        fix = evolve(fix, applicability=Applicability.UNSAFE)
    return RULE.diagnostic(
        duplicate,
        message,
        labels=(Label(kept, label),),
        fixes=(fix,) if is_listed else (),
        element=element,
    )
