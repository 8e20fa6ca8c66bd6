"""The order of siblings in a merged document: that of one version, with those of the other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from argmap.comparison.merge.elements import Merged
from argmap.syntax.tree import Declaration


def common_order(elements: list[Merged], others: list[Merged]) -> list[int]:
    common = {id(element) for element in others}
    return [id(element) for element in elements if id(element) in common]


def interleave(first: list[Merged], second: list[Merged]) -> list[Merged]:
    """Return a list with the elements of another one, each after the one that precedes it there."""
    known = {id(element) for element in first}
    second_ids = {id(element) for element in second}
    after: dict[int | None, list[Merged]] = defaultdict(list)
    anchor: int | None = None
    for element in second:
        if id(element) in known:
            anchor = id(element)
        else:
            after[anchor].append(element)
    if not after:
        return first
    result: list[Merged] = []
    pending = after.pop(None, [])
    if pending:
        # Without one that precedes it, an element precedes the next one that both lists have.
        index = next((i for i, e in enumerate(first) if id(e) in second_ids), len(first))
        is_attribute = pending[0].origin.is_attribute
        result += first[:index]
        if is_attribute or index < len(first):
            result += pending
            pending = []
        first = first[index:]
    waiting: list[Merged] = pending
    for element in first:
        if waiting and id(element) in second_ids:
            result += waiting
            waiting = []
        result.append(element)
        waiting += after.get(id(element), [])
    result += waiting
    return [*_attributes_first(result)]


def _attributes_first(elements: list[Merged]) -> Iterator[Merged]:
    """Yield elements in order, with added attributes before the declarations."""
    first_declaration = next(
        (i for i, e in enumerate(elements) if isinstance(e.origin.item, Declaration)),
        len(elements),
    )
    late = [e for e in elements[first_declaration:] if e.origin.is_attribute and e.ours is None]
    late_ids = {id(element) for element in late}
    yield from elements[:first_declaration]
    yield from late
    yield from (e for e in elements[first_declaration:] if id(e) not in late_ids)
