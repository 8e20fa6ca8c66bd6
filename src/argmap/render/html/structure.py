"""What hangs where in the picture: cards, the lines between them, and the tree of statements."""

from __future__ import annotations

from typing import Any

from argmap.render.escaping import identifier
from argmap.render.scene.parts import Card, Scene, Seat


def places(scene: Scene) -> dict[str, dict[str, Any]]:
    """Return where each statement is drawn, by its id: first what is drawn above others.

    ``element`` is the end of its element's id, ``card`` the number of its card, ``above`` the
    statement that it is drawn under.
    """
    found: dict[str, dict[str, Any]] = {}
    for id_, seat in scene.seats.items():
        card = scene.cards[seat.card]
        under = seat._replace(row=-1) if seat.row >= 0 else card.parent
        found[id_] = {
            "element": f"s-{identifier(id_)}",
            "card": seat.card,
            "above": _statement_at(scene, under),
        }
    return found


def cards(scene: Scene) -> list[dict[str, Any]]:
    """Return for every card, in the picture's order, the card and the statement it hangs under.

    A card that hangs under nothing has -1 and None, one under a heading the heading's number and
    None.
    """
    return [
        {
            "up": -1 if card.parent is None else card.parent.card,
            "above": _statement_at(scene, card.parent),
        }
        for card in scene.cards
    ]


def lines(scene: Scene) -> list[tuple[str, list[int]]]:
    """Return the end of each line's id, and the cards without which it leads nowhere."""
    found: list[tuple[str, list[int]]] = []
    for index, card in enumerate(scene.cards):
        if card.parent is None:
            continue
        ends = [index, card.parent.card]
        if card.undercuts is not None:
            found.append((_line(f"{card.key}/{card.undercuts}"), [*ends, *_box(scene, card)]))
            continue
        key = card.step.id if card.step else card.key
        found += [(_line(key), ends), (_line(f"{key}/fan"), ends[1:])]
    found += [(_line(link.key), [link.source.card, link.target.card]) for link in scene.links]
    return found


def references(scene: Scene) -> list[tuple[str, str]]:
    """Return the end of the id of each row that only names a statement, and the statement."""
    return [
        (f"in-{identifier(f'{card.step.id}>{entry.statement.id}')}", entry.statement.id)
        for card in scene.cards
        for entry in card.entries
        if entry.is_reference and card.step is not None
    ]


def _line(key: str) -> str:
    return f"line-{identifier(key)}"


def _box(scene: Scene, card: Card) -> list[int]:
    box = scene.boxes.get(card.undercuts or "")
    return [] if box is None else [box]


def _statement_at(scene: Scene, seat: Seat | None) -> str | None:
    """Return the statement at a seat; None where there is none, as on a heading."""
    if seat is None or seat.entry >= len(scene.cards[seat.card].entries):
        return None
    return scene.cards[seat.card].entries[seat.entry].statement.id
