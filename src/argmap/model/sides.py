"""Whether each statement is for or against the thesis, over all paths between them.

A path with an odd number of attacks makes a statement count against the thesis, a path with an even
number makes it count for it: an attack on an objection defends the thesis, at any depth. A map may
have several theses; each is for its own side.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import TYPE_CHECKING

from argmap.model.inference import Inference, Polarity
from argmap.model.statement import Concession, Counterpoint

if TYPE_CHECKING:
    from argmap.model.argument_map import ArgumentMap

_FOR, _AGAINST = 1, 2
_OPPOSITE = {_FOR: _AGAINST, _AGAINST: _FOR, _FOR | _AGAINST: _FOR | _AGAINST}
"""The sides of a statement's paths, as bits, after an attack, by the bits before it."""


class Side(Enum):
    """The side that a statement's paths to the thesis put it on; ``BOTH`` if they disagree."""

    FOR = _FOR
    AGAINST = _AGAINST
    BOTH = _FOR | _AGAINST


def find_sides(argument_map: ArgumentMap) -> dict[str, Side]:
    """Return the side of every statement that has a path to a thesis, in linear time.

    A path leads from premises to conclusions, and from an undercutter to the conclusion of its
    inference; it ends where it first reaches a thesis. For statements without such a path, the
    roots that they lead to take the place of a thesis; a root that is a counterpoint or a
    concession is against it.
    """
    bits_by_id: dict[str, int] = {}
    theses = dict.fromkeys(argument_map.theses, _FOR)
    if theses:
        bits_by_id = _reach(argument_map, theses, bits_by_id)
    other_roots = {
        root: _AGAINST
        if isinstance(argument_map.statements[root], Counterpoint | Concession)
        else _FOR
        for root in argument_map.roots
        if root not in bits_by_id
    }
    if other_roots:
        bits_by_id |= _reach(argument_map, other_roots, bits_by_id)
    return {id_: Side(bits) for id_, bits in bits_by_id.items()}


def defends(argument_map: ArgumentMap, attack: Inference) -> bool | None:
    """Return whether an attack defends the thesis; None if it is unclear.

    It is unclear if the paths of the attack's conclusion disagree, or do not lead to the thesis.
    """
    side = argument_map.sides.get(attack.conclusion)
    return None if side in (None, Side.BOTH) else side is Side.AGAINST


def _reach(
    argument_map: ArgumentMap, roots: Mapping[str, int], known: Mapping[str, int]
) -> dict[str, int]:
    """Return the sides of ``roots`` and of all statements below them that are not ``known``."""
    inferences_to = argument_map.inferences_to
    reached = dict(roots)
    stack = list(roots.items())
    while stack:
        conclusion, bits = stack.pop()
        for inference in inferences_to.get(conclusion, ()):
            premise_bits = bits if inference.polarity is Polarity.PRO else _OPPOSITE[bits]
            neighbors = [(premise, premise_bits) for premise in inference.premises]
            neighbors += [(other, _OPPOSITE[premise_bits]) for other in inference.undercutters]
            for id_, new_bits in neighbors:
                before = reached.get(id_, 0)
                if new_bits | before != before and id_ not in known and id_ not in roots:
                    reached[id_] = new_bits | before
                    stack.append((id_, new_bits))
    return reached
