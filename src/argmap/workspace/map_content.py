"""Compares what maps say before and after fixes.

A fix may add what could not be parsed before. It must not change or remove what could.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from attrs import AttrsInstance, fields

from argmap.model import ArgumentMap
from argmap.model.source import Citation
from argmap.resolve import Resolution

_KINDS = ("statements", "inferences", "questions", "contexts", "sources", "sections")
_PARENTS = frozenset({"section", "parent"})
"""Fields that say where an element is, and not what it says; locations are not compared either."""
_EMPTY: tuple[object, ...] = (None, "", (), {}, False)


def changes_statement(before: Iterable[Resolution], after: Iterable[Resolution]) -> bool:
    """Return whether a statement is added, lost or changed, or a value of another element."""
    return any(
        _statements(old.map) != _statements(new.map) or _changes_value(old.map, new.map)
        for old, new in zip(before, after, strict=True)
    )


def loses_inference(before: Iterable[Resolution], after: Iterable[Resolution]) -> bool:
    """Return whether an inference is lost: its premises, its conclusion or its polarity."""
    return any(
        not _inferences(old.map) <= _inferences(new.map)
        for old, new in zip(before, after, strict=True)
    )


def _statements(argument_map: ArgumentMap) -> Counter[tuple[object, ...]]:
    """Return the kind, id, text and number of citations of the statements."""
    return Counter(
        (
            type(statement),
            statement.is_named and statement.id,
            statement.text,
            len(statement.citations),
        )
        for statement in argument_map.statements.values()
    )


def _inferences(argument_map: ArgumentMap) -> set[tuple[object, ...]]:
    return {
        (inference.premises, inference.polarity, inference.conclusion)
        for inference in argument_map.inferences.values()
    }


def _changes_value(before: ArgumentMap, after: ArgumentMap) -> bool:
    """Return whether a value of the map, or of an element with an id, is changed or removed."""
    elements = dict(_named_elements(after))
    return any(
        key in elements and not _keeps(value, getattr(elements[key], name, value))
        for key, element in _named_elements(before)
        for name, value in _values(element)
    )


def _keeps(old: object, new: object) -> bool:
    """Return whether a value is the same, or consists of citations that are now complete."""
    if old == new:
        return True
    if not (isinstance(old, tuple) and isinstance(new, tuple) and len(old) == len(new)):
        return False
    return all(
        isinstance(first, Citation)
        and isinstance(second, Citation)
        and first.source == second.source
        and first.locator in (None, second.locator)
        and first.quotation in (None, second.quotation)
        for first, second in zip(old, new, strict=True)
    )


def _named_elements(
    argument_map: ArgumentMap,
) -> Iterator[tuple[tuple[str, str], AttrsInstance]]:
    yield ("map", ""), argument_map
    for kind in _KINDS:
        for id_, element in getattr(argument_map, kind).items():
            if getattr(element, "is_named", True):
                yield (kind, id_), element


def _values(element: AttrsInstance) -> Iterator[tuple[str, object]]:
    """Yield the names and values of an element that are not empty; of a map, only its own."""
    for field in fields(type(element)):
        value = getattr(element, field.name)
        is_own = field.eq and field.name not in _PARENTS and field.name not in _KINDS
        if is_own and value not in _EMPTY:
            yield field.name, value
