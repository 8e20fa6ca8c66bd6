"""The words for changes, shared by all formats."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from attrs import AttrsInstance

from argmap.comparison import Aspect, Cause, Comparison, ElementChange
from argmap.comparison.replay import main_change
from argmap.evaluation import Answer
from argmap.model import (
    ArgumentMap,
    Citation,
    Contradiction,
    Inference,
    Polarity,
    Preference,
    Section,
    Source,
    Statement,
)
from argmap.model.question import Sentence
from argmap.model.statement import display_name

_MAX_CAUSES = 6
"""The number of edits of a cause that are named; further ones are counted."""


def element_name(change: ElementChange) -> str:
    """Return what a change is about, with the kind: ``counterpoint `cost```."""
    element = change.element
    if isinstance(element, Sentence):
        return f"{element.kind} {display_name(element)}"
    if isinstance(element, Source):
        return f"source {element.display_name}"
    if isinstance(element, Section):
        return f"section “{element.title or element.id}”"
    if isinstance(element, Inference) and element.is_named:
        return f"{_inference_kind(element)} `{element.id}`"
    return ""


def relation(change: ElementChange, comparison: Comparison) -> str:
    """Return an inference, a contradiction or a preference as a clause."""
    argument_map = comparison.aligned if change.new is not None else comparison.old
    return relation_of(change.element, argument_map)


def relation_of(element: object, argument_map: ArgumentMap) -> str:
    """Return what a relation says: ```cost` attacks `build```."""
    if isinstance(element, Contradiction):
        first, second = (_name(argument_map, id_) for id_ in (element.first, element.second))
        return f"{first} contradicts {second}"
    if isinstance(element, Preference):
        first, second = (_name(argument_map, id_) for id_ in (element.stronger, element.weaker))
        return f"{first} outweighs {second}"
    assert isinstance(element, Inference)
    premises = _list([_name(argument_map, premise) for premise in element.premises])
    is_one = len(element.premises) == 1
    verb = {
        Polarity.PRO: "supports" if is_one else "support",
        Polarity.CON: "attacks" if is_one else "attack",
    }[element.polarity]
    together = "" if is_one else " together"
    clause = f"{premises}{together} {verb} {_name(argument_map, element.conclusion)}"
    if element.undercutters:
        others = _list([_name(argument_map, other) for other in element.undercutters])
        clause += f", undercut by {others}"
    return clause


def edit_clause(edit: tuple[ElementChange, ...], comparison: Comparison) -> str:
    """Return an edit as a clause: ``counterpoint `cost` against `build` is new``."""
    change = main_change(edit)
    element = change.element
    if change.old is None:
        what = "is new"
    elif change.new is None:
        what = "is removed"
    else:
        what = "differs in " + _list([aspect.value for aspect in change.aspects])
        if change.aspects == (Aspect.KIND,):
            what = f"was {_kind(change.old)}"
    if isinstance(element, Statement):
        return f"{element_name(change)} {what}"
    if isinstance(element, Inference | Contradiction | Preference):
        if change.old is not None and change.new is not None:
            old = relation_of(change.old, comparison.old)
            new = relation_of(change.new, comparison.aligned)
            if old != new:
                return f"{new}; before, {old}"
            return f"that {new} {what}"
        return f"that {relation(change, comparison)} {what}"
    return f"{element_name(change)} {what}"


def cause_sentences(cause: Cause | None, comparison: Comparison) -> list[str]:
    """Return what causes a flip: one edit a line, then what else would have been enough.

    The cause is None if the causes of other flips took all the time that a search may take.
    """
    if cause is None:
        return ["the cause was not searched for, because too many verdicts differ"]
    if not cause.edits:
        return ["an attribute of the map itself decides"]
    clauses = [edit_clause(edit, comparison) for edit in cause.edits[:_MAX_CAUSES]]
    if (rest := len(cause.edits) - _MAX_CAUSES) > 0:
        clauses.append(f"… and {rest:,} more edits")
    if not cause.is_smallest:
        clauses.append("(fewer of these edits may be enough: the search was stopped)")
    if cause.alternatives:
        others = [edit_clause(edit, comparison) for edit in cause.alternatives[:_MAX_CAUSES]]
        clauses.append("also enough alone: " + "; ".join(others))
        if (rest := len(cause.alternatives) - _MAX_CAUSES) > 0:
            clauses[-1] += f"; and {rest:,} more"
    return clauses


def answer_words(answer: Answer, argument_map: ArgumentMap) -> str:
    """Return the answer to a question: ``answered by `a```, ``open between `a` and `b```."""
    for ids, words in ((answer.accepted, "answered by"), (answer.undecided, "open between")):
        if ids:
            return f"{words} {_list([_name(argument_map, id_) for id_ in ids])}"
    return "without an acceptable option"


def map_attribute_lines(comparison: Comparison) -> Iterator[str]:
    """Yield the attributes of the map itself that differ."""
    for name, (old, new) in comparison.map_attributes.items():
        yield attribute_line("thesis" if name == "named_theses" else name, old, new)


def attribute_line(name: str, old: Any, new: Any) -> str:
    """Return one attribute with both values: ``confidence: likely → 0.9``."""
    return f"{name.replace('_', '-')}: {_value(old)} → {_value(new)}"


def attribute_lines(change: ElementChange) -> Iterator[str]:
    """Yield the attributes of an element that differ, without its wording and relations."""
    shown = {"text", "title", "premises", "conclusion", "polarity", "undercutters", "options"}
    for name in change.attributes:
        if name not in shown and name not in {"citations", "section", "parent"}:
            yield attribute_line(name, getattr(change.old, name), getattr(change.new, name))


def citation_words(citations: tuple[Citation, ...]) -> str:
    """Return citations as the language writes them, without `@`: ``study:4 "half"``."""
    if not citations:
        return "no source"
    return ", ".join(
        citation.source
        + (f":{citation.locator}" if citation.locator else "")
        + (f" “{citation.quotation}”" if citation.quotation else "")
        for citation in citations
    )


def place_words(change: ElementChange, comparison: Comparison) -> str:
    """Return where an element moved: ``from section “A” to section “B”``."""
    old, new = change.old, change.new
    first = _place(old, comparison.old)
    second = _place(new, comparison.aligned)
    return f"from {first} to {second}"


def _place(element: AttrsInstance | Any, argument_map: ArgumentMap) -> str:
    id_ = getattr(element, "section", None) or getattr(element, "parent", None)
    if id_ is None:
        return "the top level"
    section = argument_map.sections.get(id_)
    return f"section “{section.title or section.id}”" if section else _name(argument_map, id_)


def _value(value: Any) -> str:
    if value is None or value in ((), ""):
        return "none"
    if isinstance(value, tuple):
        return ", ".join(map(_value, value))
    if isinstance(value, dict):
        return ", ".join(f"{key} = {_value(item)}" for key, item in value.items()) or "none"
    return str(getattr(value, "value", value)) if not hasattr(value, "word") else str(value)


def _kind(element: object) -> str:
    return f"{'an' if element.kind[0] in 'aeiou' else 'a'} {element.kind}"  # type: ignore[attr-defined]


def _inference_kind(inference: Inference) -> str:
    return "reason" if inference.polarity is Polarity.PRO else "objection"


def _name(argument_map: ArgumentMap, id_: str) -> str:
    for elements in (argument_map.statements, argument_map.questions, argument_map.contexts):
        sentence = elements.get(id_)
        if sentence is not None:
            return display_name(sentence)
    inference = argument_map.inferences.get(id_)
    if inference is not None and not inference.is_named:
        return f"that {relation_of(inference, argument_map)}"
    return f"`{id_}`"


def _list(names: list[str]) -> str:
    if len(names) < 2:  # noqa: PLR2004 (a list needs two)
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"
