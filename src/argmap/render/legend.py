"""What the lines and cards mean, as far as they occur in the picture."""

from __future__ import annotations

from attrs import frozen

from argmap.model import Assumption
from argmap.render.scene import Scene


@frozen
class Item:
    """A kind of line or card, the sign for it where only text can be shown, and its meaning."""

    kind: str
    sign: str
    meaning: str


_ITEMS = (
    Item("support", "+", "supports"),
    Item("attack", "−", "counts against"),
    Item("rebuttal", "−", "answers a counterpoint"),
    Item("undercut", "×", "denies the step, not a premise"),
    Item("link", "thin line:", "link across the map"),
    Item("contradiction", "contradicts:", "cannot both stand"),
    Item("linked", "rows of one box:", "premises that hold only together"),
    Item("docked", "white rows:", "evidence"),
    Item("assumption", "?", "taken as given"),
)


def legend_of(scene: Scene) -> list[Item]:
    """Return what the legend of a scene has to explain."""
    lines = {card.role.value for card in scene.cards}
    links = {link.kind.value for link in scene.links}
    occurs = lines | (links & {"undercut", "contradiction"})
    if links - occurs or links & {"support", "attack", "rebuttal"}:
        occurs.add("link")
    for card in scene.cards:
        if card.is_linked:
            occurs.add("linked")
        for entry in card.entries:
            if entry.evidence:
                occurs.add("docked")
            if isinstance(entry.statement, Assumption):
                occurs.add("assumption")
    return [item for item in _ITEMS if item.kind in occurs]
