"""Rings of support that hold up nothing: unfounded sets.

A set of rejected nodes is unfounded when each could only stand on others of the set; but for them
it has nothing left (Van Gelder, Ross & Schlipf 1991).
"""

from __future__ import annotations

from collections.abc import Container, Iterable

from argmap.evaluate.framework import Framework
from argmap.evaluate.truth import OUT, TRUE


def unfounded(
    frame: Framework, labels: list[int], nodes: Iterable[int], explained: Container[int]
) -> list[int]:
    """Return the largest unfounded set among ``nodes``, given that others are ``explained``."""
    ring = {node for node in nodes if labels[node] == OUT}

    def is_lost(node: int) -> bool:
        return node in ring or (labels[node] == OUT and node in explained)

    def is_denied(attackers: Iterable[int]) -> bool:
        return any(labels[other] == TRUE and other in explained for other in attackers)

    def has_nothing(node: int) -> bool:
        if node >= frame.statement_count:
            return any(map(is_lost, frame.premises[node])) or is_denied(frame.undercutters[node])
        if is_denied(frame.rivals[node]):
            return True
        if node in frame.carriers:
            return all(
                (step is not None and is_lost(step)) or is_denied(blockers)
                for step, blockers in frame.carriers[node]
            )
        if is_denied(frame.con[node]):
            return True
        return not frame.asserted[node] and all(map(is_lost, frame.pro[node]))

    while lost := [node for node in ring if not has_nothing(node)]:
        ring.difference_update(lost)
    return sorted(ring)
