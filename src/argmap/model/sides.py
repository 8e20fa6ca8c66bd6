"""Sides: whether what bears on a thesis speaks for it or against it, all ways considered.

What undermines an objection defends the thesis, however far down it is: a way through an odd number
of attacks speaks against the thesis, one through an even number for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import TYPE_CHECKING

from argmap.model.inference import Inference, Polarity
from argmap.model.statement import Counterpoint

if TYPE_CHECKING:
    from argmap.model.argument_map import ArgumentMap

_FOR, _AGAINST = 1, 2
_OPPOSITE = (0, _AGAINST, _FOR, _FOR | _AGAINST)
"""The ways of a statement as bits, turned around by an attack."""


class Side(Enum):
    """What a statement's ways to the thesis say of it; ``BOTH`` where they disagree."""

    FOR = _FOR
    AGAINST = _AGAINST
    BOTH = _FOR | _AGAINST


def find_sides(argument_map: ArgumentMap) -> dict[str, Side]:
    """Return the side of every statement that has a way to the thesis, in linear time.

    A way goes from premises to conclusions, and from an undercutter to the conclusion of the
    inference that it denies; it ends where it first reaches the thesis. Without a thesis, or apart
    from it, what bears on nothing takes its place; a counterpoint that bears on nothing is against
    it.
    """
    ways: dict[str, int] = {}
    thesis = argument_map.thesis
    if thesis is not None and thesis in argument_map.statements:
        ways = _reach(argument_map, {thesis: _FOR}, ways)
    apart = {
        root: _AGAINST if isinstance(argument_map.statements[root], Counterpoint) else _FOR
        for root in argument_map.roots
        if root not in ways
    }
    if apart:
        ways |= _reach(argument_map, apart, ways)
    return {id_: _SIDES[bits] for id_, bits in ways.items()}


def defends(argument_map: ArgumentMap, attack: Inference) -> bool | None:
    """Return whether an attack defends the thesis; None where ways disagree or lead nowhere."""
    side = argument_map.sides.get(attack.conclusion)
    return None if side in (None, Side.BOTH) else side is Side.AGAINST


_SIDES = {side.value: side for side in Side}


def _reach(
    argument_map: ArgumentMap, tops: Mapping[str, int], known: Mapping[str, int]
) -> dict[str, int]:
    """Return the ways of ``tops`` and of all below them that are not ``known``."""
    inferences_to = argument_map.inferences_to
    reached = dict(tops)
    pending = list(tops.items())
    while pending:
        above, bits = pending.pop()
        for inference in inferences_to.get(above, ()):
            with_premises = bits if inference.polarity is Polarity.PRO else _OPPOSITE[bits]
            below = [(premise, with_premises) for premise in inference.premises]
            below += [(other, _OPPOSITE[with_premises]) for other in inference.undercutters]
            for id_, its_ways in below:
                before = reached.get(id_, 0)
                if its_ways | before != before and id_ not in known and id_ not in tops:
                    reached[id_] = its_ways | before
                    pending.append((id_, its_ways))
    return reached
