"""What the lines and cards mean, as far as they occur in the picture."""

from __future__ import annotations

from attrs import frozen

from argmap.model import Assumption
from argmap.render.scene.parts import Scene


@frozen
class Item:
    """A sample, by the kind of line or card it shows, and what it means."""

    kind: str
    meaning: str

    @property
    def width(self) -> float:
        return _SAMPLE + 6 + measure(self.meaning, SIZE) * SLACK


def items(scene: Scene) -> list[Item]:
    """Return what the legend of a scene has to explain."""
    lines = {card.role.value for card in scene.cards}
    links = {link.kind.value for link in scene.links}
    entries = [entry for card in scene.cards for entry in card.entries]
    occurs = {
        "support": "support" in lines,
        "attack": "attack" in lines,
        "rebuttal": "rebuttal" in lines,
        "undercut": "undercut" in lines | links,
        "link": bool(links - {"contradiction", "undercut"}),
        "contradiction": "contradiction" in links,
        "linked": any(card.is_linked for card in scene.cards),
        "docked": any(entry.evidence for entry in entries),
        "assumption": any(isinstance(entry.statement, Assumption) for entry in entries),
    }
    return [Item(kind, _MEANINGS[kind]) for kind, is_there in occurs.items() if is_there]


_MEANINGS = {
    "support": "supports",
    "attack": "counts against",
    "rebuttal": "answers a counterpoint",
    "undercut": "denies the step, not a premise",
    "link": "link across the map",
    "contradiction": "cannot both stand",
    "linked": "premises that hold only together",
    "docked": "evidence",
    "assumption": "taken as given",
}


SIGNS = {
    "support": "+",
    "attack": "−",  # noqa: RUF001
    "rebuttal": "−",  # noqa: RUF001
    "undercut": "×",  # noqa: RUF001
    "link": "thin line:",
    "contradiction": "contradicts:",
    "linked": "rows of one box:",
    "docked": "white rows:",
    "assumption": "?",
}
"""What stands for a kind where only text can be shown."""


