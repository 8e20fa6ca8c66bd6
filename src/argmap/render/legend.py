"""What the lines and cards mean, as far as they occur in the picture."""

from __future__ import annotations

from attrs import frozen

from argmap.model import Assumption, Polarity, Status
from argmap.render.scene import Card, Scene


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
    Item("reference", "grey line:", "the same statement, drawn elsewhere"),
    Item("contradiction", "contradicts:", "cannot both stand"),
    Item("linked", "rows of one box:", "premises that hold only together"),
    Item("docked", "white rows:", "evidence"),
    Item("assumption", "?", "taken as given"),
    Item("accepted", "", "stands"),
    Item("rejected", "REJECTED:", "does not stand"),
    Item("undecided", "UNDECIDED:", "neither side has won"),
    Item("faint-attack", "pale line:", "a step that does not hold"),
    Item("faint", "pale line:", "a step that does not hold"),
    Item("bar", "0.00:", "strength, from 0 to 1"),
    Item("error", "error:", "the check found an error"),
    Item("warning", "warning:", "the check found something doubtful"),
    Item("info", "info:", "the check has a remark"),
)


def legend_of(scene: Scene) -> list[Item]:
    """Return what the legend of a scene has to explain."""
    lines = {card.role.value for card in scene.cards}
    links = {link.kind.value for link in scene.links}
    occurs = lines | links | _marks(scene)
    if links & {"support", "attack", "rebuttal"}:
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


def _marks(scene: Scene) -> set[str]:
    """Return the kinds of marks that occur on what is drawn."""
    marks, argument = scene.marks, scene.argument
    shown = {
        marks.statuses[id_].value
        for id_ in argument.statements
        if id_ in marks.statuses and (marks.statuses[id_] is not Status.ACCEPTED)
    }
    if any(_is_ticked(scene, card) for card in scene.cards):
        shown.add(Status.ACCEPTED.value)
    fallen = [step for step in argument.inferences.values() if marks.fails(step)]
    if fallen:  # most often it is an attack
        is_attack = any(step.polarity is Polarity.CON for step in fallen)
        shown.add("faint-attack" if is_attack else "faint")
    if not marks.strengths.keys().isdisjoint(scene.seats):
        shown.add("bar")
    elements = (*argument.statements, *argument.inferences)
    return shown | {str(marks.findings[id_].severity) for id_ in elements if id_ in marks.findings}


def _is_ticked(scene: Scene, card: Card) -> bool:
    """Whether a statement of a card bears the sign for what stands."""
    statuses = scene.marks.statuses
    return any(statuses.get(entry.statement.id) is Status.ACCEPTED for entry in card.entries)
