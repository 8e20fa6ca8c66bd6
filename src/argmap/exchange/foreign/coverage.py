"""The loss report of a format that argmap writes: what of a map it can express, and what not."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from argmap.model import ArgumentMap, Polarity
from argmap.model.losses import LossReport

KINDS = frozenset(["evidence", "assumption", "concession"])
"""The kinds of statements that their place in the argument does not show."""

_STATEMENT_ATTRIBUTES = (
    *("label", "fidelity", "critical_question", "confidence", "credibility", "held_by"),
    *("standard", "expect", "was", "tags", "note", "date", "valid_until", "url"),
)
_INFERENCE_ATTRIBUTES = ("scheme", "confidence", "label", "fidelity", "tags", "note")
_QUESTION_ATTRIBUTES = ("label", "standard", "was", "tags", "note")
_CONTEXT_ATTRIBUTES = ("label", "was", "tags", "note", "date", "url")
_MAP_ATTRIBUTES = ("standard", "burden", "lang", "author", "date", "tags", "note")


def report_coverage(
    argument_map: ArgumentMap,
    losses: LossReport,
    title: str,
    expressed: Collection[str],
    changed: Mapping[str, str] | None = None,
) -> None:
    """Count the elements of a map that a format expresses, and report the others as dropped.

    Args:
        argument_map: The map.
        losses: The report.
        title: The name of the format in the reason: “Mermaid has no sources”.
        expressed: The elements that the format expresses: ``statement``, `KINDS`, ``support``,
            ``attack``, ``linked premises``, ``undercut``, ``contradiction``, ``preference``,
            ``question``, ``context``, ``source``, ``citation``, ``section``, ``thesis``, and the
            names of attributes, such as ``held-by`` or ``map author``.
        changed: The reasons why elements are expressed in another way.
    """
    for element, place in _elements(argument_map):
        if element in expressed:
            losses.keep(element)
        elif changed and element in changed:
            losses.change(element, changed[element], place)
        else:
            losses.drop(element, f"{title} cannot express it", place)


def _elements(argument_map: ArgumentMap) -> Iterator[tuple[str, str]]:
    """Yield the name and the id of each element, and of each attribute that has a value."""
    for thesis in argument_map.named_theses:
        yield "thesis", thesis
    for name, place in _attributes(argument_map, _MAP_ATTRIBUTES, ""):
        yield f"map {name}", place
    for statement in argument_map.statements.values():
        yield "statement", statement.id
        if statement.kind in KINDS:
            yield statement.kind, statement.id
        yield from (("citation", statement.id) for _ in statement.citations)
        yield from _attributes(statement, _STATEMENT_ATTRIBUTES, statement.id)
    for inference in argument_map.inferences.values():
        yield "support" if inference.polarity is Polarity.PRO else "attack", inference.id
        if len(inference.premises) > 1:
            yield "linked premises", inference.id
        yield from (("undercut", inference.id) for _ in inference.undercutters)
        yield from _attributes(inference, _INFERENCE_ATTRIBUTES, inference.id)
    for question in argument_map.questions.values():
        yield "question", question.id
        yield from (("citation", question.id) for _ in question.citations)
        yield from _attributes(question, _QUESTION_ATTRIBUTES, question.id)
    for context in argument_map.contexts.values():
        yield "context", context.id
        yield from (("citation", context.id) for _ in context.citations)
        yield from _attributes(context, _CONTEXT_ATTRIBUTES, context.id)
    yield from (("contradiction", pair.first) for pair in argument_map.contradictions)
    yield from (("preference", pair.stronger) for pair in argument_map.preferences)
    yield from (("source", source) for source in argument_map.sources)
    yield from (("section", section) for section in argument_map.sections)


def _attributes(element: Any, names: tuple[str, ...], place: str) -> Iterator[tuple[str, str]]:
    for name in names:
        value = getattr(element, name)
        if value is not None and value != ():
            yield name.replace("_", "-"), place
    yield from ((name, place) for name in element.extra)
