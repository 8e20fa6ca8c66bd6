"""The data of a picture for the script of its page: where each sentence is drawn."""

from __future__ import annotations

from typing import Any

from argmap.model import Sentence
from argmap.rendering.escaping import xml_id
from argmap.rendering.scene.scene import CardRef, Scene
from argmap.rendering.svg.elements import sentence_name

Data = dict[str, Any]


def picture_data(scene: Scene) -> Data:
    """Return the positions of the sentences in a picture, and its cards, lines and references."""
    return {
        "thesis": scene.argument_map.thesis,
        "places": list(_positions(scene).items()),
        "cards": _cards(scene),
        "lines": _lines(scene),
        "references": _references(scene),
    }


def _positions(scene: Scene) -> dict[str, Data]:
    """Return where each sentence is drawn, parents before their children.

    ``element`` is the id of the sentence's element without the prefix, ``card`` the number of its
    card, ``above`` the statement that it is drawn under, and ``note`` what its card says that it
    does, if it fills the card.
    """
    positions: dict[str, Data] = {}
    for id_, card_ref in scene.card_refs.items():
        card = scene.cards[card_ref.card]
        parent = card_ref._replace(row=-1) if card_ref.row >= 0 else card.parent
        positions[id_] = {
            "element": sentence_name(_sentence_at(scene, card_ref)),
            "card": card_ref.card,
            "above": _statement_at(scene, parent),
        }
        if card_ref.row < 0 and card.single is not None and card.head.note:
            positions[id_]["note"] = card.head.note
    return positions


def _cards(scene: Scene) -> list[Data]:
    """Return the parent card (``up``) and the parent statement (``above``) of each card.

    A root has -1 and None, and a card under a heading has the heading's number and None.
    """
    return [
        {
            "up": -1 if card.parent is None else card.parent.card,
            "above": _statement_at(scene, card.parent),
        }
        for card in scene.cards
    ]


def _sentence_at(scene: Scene, card_ref: CardRef) -> Sentence:
    entry = scene.cards[card_ref.card].entries[card_ref.entry]
    return entry.sentence if card_ref.row < 0 else entry.docked[card_ref.row]


def _statement_at(scene: Scene, card_ref: CardRef | None) -> str | None:
    """Return the id of the sentence at a position; None if there is none, as on a heading."""
    if card_ref is None or card_ref.entry >= len(scene.cards[card_ref.card].entries):
        return None
    return scene.cards[card_ref.card].entries[card_ref.entry].sentence.id


def _lines(scene: Scene) -> list[tuple[str, list[int]]]:
    """Return the id of each line without the prefix, and the cards without which it is hidden."""
    lines: list[tuple[str, list[int]]] = []
    for index, card in enumerate(scene.cards):
        if card.parent is None:
            continue
        ends = [index, card.parent.card]
        if card.undercuts is not None:
            target = scene.card_by_inference.get(card.undercuts)
            cards = ends if target is None else [*ends, target]
            lines.append((_line_id(f"{card.key}/{card.undercuts}"), cards))
            continue
        key = card.inference.id if card.inference else card.key
        lines += [(_line_id(key), ends), (_line_id(f"{key}/fan"), ends[1:])]
    lines += [(_line_id(edge.key), [edge.source.card, edge.target.card]) for edge in scene.links]
    return lines


def _line_id(key: str) -> str:
    return f"line-{xml_id(key)}"


def _references(scene: Scene) -> list[tuple[str, str]]:
    """Return the ids of rows that refer to a statement drawn elsewhere, with its id."""
    return [
        (f"in-{xml_id(f'{card.inference.id}>{entry.sentence.id}')}", entry.sentence.id)
        for card in scene.cards
        for entry in card.entries
        if entry.is_reference and card.inference is not None
    ]
