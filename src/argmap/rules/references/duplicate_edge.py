"""The same edge is declared twice.

What it does
    Reports a statement that supports or opposes another statement twice in the same way: it is
    nested under the other statement and also names it in `supports:`, or it names it twice in one
    list. Also reports a statement that undercuts an inference twice, two statements that contradict
    each other twice (in either direction), and a premise that is listed twice.

Why it matters
    The picture shows two arrows for one reason, and the strength of the target statement counts it
    twice.

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

from collections.abc import Iterable, Iterator
from functools import cached_property

from argmap.diagnostics import Diagnostic, Fix, Label, Severity
from argmap.model import ArgumentMap, Form, Inference
from argmap.model.identifiers import normalize_id
from argmap.model.statement import display_name
from argmap.rules._context import RuleContext
from argmap.rules._rule import rule
from argmap.rules._source_index import SourceRange, source_ranges, without
from argmap.syntax.tree import Arrow, Bound, InferenceDecl, StatementDecl, Value, Word
from argmap.text import Location, SourceText, Span

RULE = rule(__name__, "REF104", Severity.WARNING, is_structural=True)


def check(context: RuleContext) -> Iterator[Diagnostic]:
    yield from _inferences(context.map)
    yield from _contradictions(context.map)
    yield from _undercuts(context)
    yield from _premises(context)


def _inferences(argument_map: ArgumentMap) -> Iterator[Diagnostic]:
    first: dict[object, Inference] = {}
    for inference in argument_map.inferences.values():
        key = (inference.polarity, inference.conclusion, frozenset(inference.premises))
        earlier = first.setdefault(key, inference)
        if earlier is not inference:
            # Nesting is the structure of the map, so the edge that repeats it is the redundant one.
            kept, repeated = (
                (inference, earlier) if inference.form is Form.NESTED else (earlier, inference)
            )
            yield _inference(argument_map, kept, repeated)


def _inference(argument_map: ArgumentMap, kept: Inference, repeated: Inference) -> Diagnostic:
    premise = argument_map.statements[repeated.premises[0]]
    conclusion = argument_map.statements[repeated.conclusion]
    verb = "supports" if repeated.polarity.value == "pro" else "opposes"
    return _diagnostic(
        repeated.location,
        kept.location,
        f"{display_name(premise)} {verb} {display_name(conclusion)} twice",
        premise.id,
        is_listed=repeated.form is Form.EDGE,
    )


def _contradictions(argument_map: ArgumentMap) -> Iterator[Diagnostic]:
    first: dict[frozenset[str], Location] = {}
    for pair in argument_map.contradictions:
        earlier = first.setdefault(frozenset((pair.first, pair.second)), pair.location)
        if earlier is not pair.location:
            one, other = argument_map.statements[pair.first], argument_map.statements[pair.second]
            message = f"that {display_name(one)} and {display_name(other)} contradict each other is said twice"
            yield _diagnostic(pair.location, earlier, message, pair.first)


# The map stores each undercutter and premise only once, so repetitions are found in the syntax
# trees.


def _undercuts(context: RuleContext) -> Iterator[Diagnostic]:
    argument_map = context.map
    inferences = _Inferences(argument_map)
    for place in source_ranges(context.resolution, "undercuts"):
        attributes = list(place.attributes("undercuts"))
        if not attributes or type(place.declaration) is not StatementDecl:
            continue
        denied: dict[str, Location] = {}
        if (
            isinstance(place.parent, InferenceDecl)
            and place.declaration.keyword.text == "counterpoint"
        ):
            around = inferences.declared(place.locate(place.parent.head))
            denied = dict.fromkeys(around, place.locate(place.declaration.head))
        for attribute in attributes:
            for value in attribute.values:
                meant = list(inferences.meant(place, value))
                here = place.locate(value.span)
                if meant and all(inference in denied for inference in meant):
                    message = f"the inference `{here.text}` is undercut twice by the same statement"
                    element = place.full(place.declaration.id)
                    yield _diagnostic(here, denied[meant[0]], message, element)
                for inference in meant:
                    denied.setdefault(inference, here)


class _Inferences:
    """Finds the inferences that a value of `undercuts:` refers to."""

    def __init__(self, argument_map: ArgumentMap) -> None:
        self.argument_map = argument_map

    @cached_property
    def _declared(self) -> dict[tuple[SourceText, Span], str]:
        inferences = self.argument_map.inferences.values()
        return {
            (inference.location.source, inference.location.span): inference.id
            for inference in inferences
            if inference.form is Form.GROUP
        }

    def declared(self, location: Location) -> list[str]:
        """Return the id of the inference declared at a location, or an empty list."""
        found = self._declared.get((location.source, location.span))
        return [found] if found else []

    def meant(self, place: SourceRange, value: Value | Arrow | Bound) -> Iterator[str]:
        if isinstance(value, Arrow):
            premise = self._full(place, value.premise, self.argument_map.statements)
            conclusion = self._full(place, value.conclusion, self.argument_map.statements)
            for inference in self.argument_map.inferences_to.get(conclusion, ()):
                if premise in inference.premises:
                    yield inference.id
        elif isinstance(value, Value):
            id_ = self._full(place, Word(value.text, value.span), self.argument_map.inferences)
            if id_ in self.argument_map.inferences:
                yield id_

    def _full(self, place: SourceRange, word: Word, known: Iterable[str]) -> str:
        name = normalize_id(word.text)
        full = place.prefix + name
        return full if full in known else name


def _premises(context: RuleContext) -> Iterator[Diagnostic]:
    for place in source_ranges(context.resolution, "premises"):
        if type(place.declaration) is not InferenceDecl:
            continue
        first = {
            normalize_id(item.id.text): place.locate(item.head)
            for item in place.items
            if isinstance(item, StatementDecl) and item.id and item.keyword.text != "counterpoint"
        }
        for attribute in place.attributes("premises"):
            for value in attribute.values:
                if not isinstance(value, Value):
                    continue
                here = place.locate(value.span)
                earlier = first.setdefault(normalize_id(value.text), here)
                if earlier is not here:
                    message = f"`{value.text}` is a premise of this inference twice"
                    yield _diagnostic(here, earlier, message, place.full(place.declaration.id))


def _diagnostic(
    repeated: Location,
    kept: Location,
    message: str,
    element: str | None,
    *,
    is_listed: bool = True,
) -> Diagnostic:
    fixes: tuple[Fix, ...] = ()
    if is_listed:
        fixes = (without(repeated, "delete the repetition"),)
    return RULE.diagnostic(
        repeated,
        message,
        labels=(Label(kept, "it does already here"),),
        fixes=fixes,
        element=element,
    )
