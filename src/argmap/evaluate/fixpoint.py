"""Cyclic components: the alternating fixpoint.

Two bounds close in on the truth. What surely holds is derived with only those attacks counted as
failing that fail even if all that possibly holds does; what possibly holds is derived with only
those attacks counted as holding that surely do. What lies between the two in the end is undecided.

Source: Van Gelder, The Alternating Fixpoint of Logic Programs with Negation, Journal of Computer
and System Sciences 47, 1993.
"""

from __future__ import annotations

from argmap.evaluate.framework import Framework
from argmap.evaluate.truth import OUT, TRUE, UNDECIDED


def alternate(framework: Framework, component: list[int], labels: list[int]) -> None:
    """Label the nodes of a component, given the labels of all it depends on outside of it."""
    inside = set(component)
    sure: set[int] = set()
    possible = inside
    while True:
        possible_now = _derive(framework, component, inside, labels, against=sure, least=UNDECIDED)
        sure_now = _derive(framework, component, inside, labels, against=possible_now, least=TRUE)
        if sure_now == sure and possible_now == possible:
            break
        sure, possible = sure_now, possible_now
    for node in component:
        labels[node] = TRUE if node in sure else UNDECIDED if node in possible else OUT


def _derive(
    framework: Framework,
    component: list[int],
    inside: set[int],
    labels: list[int],
    *,
    against: set[int],
    least: int,
) -> set[int]:
    """Return what follows from the ground up when, inside, just ``against`` counts as attacking.

    Outside of the component a label of at least ``least`` counts as true.
    """

    def is_true(node: int) -> bool:
        return labels[node] >= least

    def is_repelled(attackers: list[int]) -> bool:
        return all(
            attacker not in against if attacker in inside else TRUE - labels[attacker] >= least
            for attacker in attackers
        )

    missing: dict[int, int] = {}
    used_by: dict[int, list[int]] = {}
    for node in component:
        wanted = framework.wanted(node, inside, is_true, is_repelled)
        if wanted is not None:
            count, within = wanted
            missing[node] = count
            for other in within:
                used_by.setdefault(other, []).append(node)
    return _propagate(missing, used_by)


def _propagate(missing: dict[int, int], used_by: dict[int, list[int]]) -> set[int]:
    """Return all nodes that come to miss nothing, each of which spares its users one."""
    ready = [node for node, count in missing.items() if count == 0]
    derived = set(ready)
    for node in ready:  # which grows while it is gone through
        for user in used_by.get(node, ()):
            missing[user] -= 1
            if missing[user] == 0 and user not in derived:
                derived.add(user)
                ready.append(user)
    return derived
