"""The map as the page's script knows it: ids, sentences, and where everything hangs.

The statements that decide whether one stands or falls.

What speaks for and against a statement, and what it bears on itself.

What hangs where in the picture: cards, the lines between them, and the tree of statements.

What is told of a statement beside the argument: its sources, and what its author noted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from argmap.evaluation import Evaluation, Reason, evaluate
from argmap.evaluation.evaluation import explain_status
from argmap.model import ArgumentMap, Citation, Inference, Polarity, Source, Statement, Status
from argmap.rendering.descriptions import describe_folded
from argmap.rendering.escaping import clean, xml_id
from argmap.rendering.options import RenderOptions
from argmap.rendering.scene.scene import Card, CardRef, Scene
from argmap.text.safe import safe_link

_MOST = 24
"""Statements that are named as deciding one."""


def because(evaluation: Evaluation, id_: str) -> list[tuple[str, str]]:
    """Return what decides about a statement: what it does, and its id; the first 24."""
    return list(islice(_deciding(evaluation, id_), _MOST))


def _deciding(evaluation: Evaluation, id_: str) -> Iterator[tuple[str, str]]:
    verdict = evaluation.statements[id_]
    for node in verdict.decided_by:
        yield from _node(evaluation, node)
    if verdict.reason in (Reason.DEFENDED, Reason.OUTWEIGHED):
        for inference in evaluation.argument_map.inferences_to.get(id_, ()):
            if inference.polarity is Polarity.CON:
                yield from _node(evaluation, inference.id)
        for rival in evaluation.argument_map.contradicted_by.get(id_, ()):
            yield from _node(evaluation, rival)


def _node(evaluation: Evaluation, node: str) -> Iterator[tuple[str, str]]:
    inference = evaluation.argument_map.inferences.get(node)
    if inference is None:
        yield "it cannot stand together with", node
        return
    members = evaluation.inferences[node].decided_by
    undercutters = [other for other in members if other in inference.undercutters]
    premises = [other for other in members if other not in undercutters] or inference.premises
    role = _role(inference, holds=evaluation.status(node) is Status.ACCEPTED)
    for premise in premises:
        yield role, premise
        role = "and"
    for other in undercutters:
        stands = evaluation.status(other) is Status.ACCEPTED
        yield "but that is denied by" if stands else "which may be denied by", other


def _role(inference: Inference, *, holds: bool) -> str:
    if inference.polarity is Polarity.PRO:
        return "because" if holds else "it would be, because"
    return "against it" if holds else "against it would be"


Group = tuple[str, ...]
"""Statements that count together: the premises of one inference."""


def relations(argument_map: ArgumentMap, id_: str) -> list[tuple[str, list[Group]]]:
    """Return headings, each with the statements that stand in that relation; no empty ones."""
    onto = argument_map.inferences_to.get(id_, [])
    own = argument_map.inferences_from.get(id_, [])
    undercut = [inference.conclusion for inference in argument_map.undercuts_by.get(id_, [])]
    found = [
        ("Speaks for it", _premises(onto, Polarity.PRO)),
        ("Speaks against it", _premises(onto, Polarity.CON)),
        (
            "Denies an inference to it",
            _each(other for inference in onto for other in inference.undercutters),
        ),
        ("Cannot stand together with", _each(argument_map.contradicted_by.get(id_, []))),
        ("It speaks for", _conclusions(own, Polarity.PRO)),
        ("It speaks against", _conclusions(own, Polarity.CON)),
        ("It denies an inference to", _each(undercut)),
        ("Together with", _partners(own, id_)),
    ]
    return [(heading, groups) for heading, groups in found if groups]


def _premises(inferences: list[Inference], polarity: Polarity) -> list[Group]:
    return [
        inference.premises
        for inference in inferences
        if inference.polarity is polarity and inference.premises
    ]


def _conclusions(inferences: list[Inference], polarity: Polarity) -> list[Group]:
    return _each(inference.conclusion for inference in inferences if inference.polarity is polarity)


def _partners(inferences: list[Inference], id_: str) -> list[Group]:
    return _each(other for inference in inferences for other in inference.premises if other != id_)


def _each(ids: Iterable[str]) -> list[Group]:
    return [(id_,) for id_ in dict.fromkeys(ids)]


def places(scene: Scene) -> dict[str, dict[str, Any]]:
    """Return where each statement is drawn, by its id: first what is drawn above others.

    ``element`` is the end of its element's id, ``card`` the number of its card, ``above`` the
    statement that it is drawn under.
    """
    found: dict[str, dict[str, Any]] = {}
    for id_, card_ref in scene.card_refs.items():
        card = scene.cards[card_ref.card]
        under = card_ref._replace(row=-1) if card_ref.row >= 0 else card.parent
        found[id_] = {
            "element": f"s-{xml_id(id_)}",
            "card": card_ref.card,
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
        key = card.inference.id if card.inference else card.key
        found += [(_line(key), ends), (_line(f"{key}/fan"), ends[1:])]
    found += [(_line(link.key), [link.source.card, link.target.card]) for link in scene.links]
    return found


def references(scene: Scene) -> list[tuple[str, str]]:
    """Return the end of the id of each row that only names a statement, and the statement."""
    return [
        (f"in-{xml_id(f'{card.inference.id}>{entry.statement.id}')}", entry.statement.id)
        for card in scene.cards
        for entry in card.entries
        if entry.is_reference and card.inference is not None
    ]


def _line(key: str) -> str:
    return f"line-{xml_id(key)}"


def _box(scene: Scene, card: Card) -> list[int]:
    box = scene.card_by_inference.get(card.undercuts or "")
    return [] if box is None else [box]


def _statement_at(scene: Scene, card_ref: CardRef | None) -> str | None:
    """Return the statement at a seat; None where there is none, as on a heading."""
    if card_ref is None or card_ref.entry >= len(scene.cards[card_ref.card].entries):
        return None
    return scene.cards[card_ref.card].entries[card_ref.entry].statement.id


_WEB = ("http:", "https:", "mailto:")


def citations(argument_map: ArgumentMap, statement: Statement) -> list[dict[str, Any]]:
    """Return each citation: the place and the words, the source in full, and where it leads."""
    found = []
    for citation in statement.citations:
        source = argument_map.sources.get(citation.source)
        found.append(
            {
                "source": clean(_reference(source) if source else citation.source),
                "place": clean(_place(citation)),
                "url": _address(source) if source else None,
            }
        )
    return found


def path_to(statement: Statement) -> str | None:
    """Return where a statement itself leads: to the web, or to the picture of its part."""
    return safe_link(statement.url)


def facts(argument_map: ArgumentMap, statement: Statement) -> list[tuple[str, str]]:
    """Return what is noted of a statement, each fact with its name."""
    return [(name, clean(said)) for name, said in _facts(argument_map, statement) if said]


def _facts(argument_map: ArgumentMap, statement: Statement) -> Iterator[tuple[str, str]]:
    if statement.section is not None and statement.section in argument_map.sections:
        section = argument_map.sections[statement.section]
        yield "Section", section.title or section.id
    if statement.confidence is not None:
        yield "Confidence", str(statement.confidence).replace("-", " ")
    if statement.credibility is not None:
        yield "Credibility", f"{statement.credibility} of 6"
    yield "Held by", ", ".join(statement.held_by)
    if statement.standard is not None:
        yield "Standard of proof", statement.standard.value.replace("-", " ")
    inferences = argument_map.inferences_from.get(statement.id, ())
    yield (
        "Scheme",
        ", ".join(dict.fromkeys(s.scheme.replace("-", " ") for s in inferences if s.scheme)),
    )
    yield "Date", statement.date or ""
    yield "Valid until", statement.valid_until or ""
    yield "Tags", ", ".join(statement.tags)
    yield "Note", " ".join((statement.note or "").split())


def _reference(source: Source) -> str:
    """Return a source as a list of references has it: author, title, publisher, year."""
    when = str(source.year) if source.year is not None else source.date
    parts = [", ".join(source.author), source.title or source.id, source.publisher, when]
    return ", ".join(part for part in parts if part)


def _place(citation: Citation) -> str:
    parts = [citation.locator.label] if citation.locator else []
    if citation.quotation:
        parts.append(f"“{citation.quotation}”")
    return " ".join(parts)


def _address(source: Source) -> str | None:
    """Return the web address of a source, or that of its DOI; nothing of any other scheme."""
    for url in (source.url, f"https://doi.org/{source.doi}" if source.doi else None):
        if (found := safe_link(url)) and found.lower().startswith(_WEB):
            return found
    return None


Data = dict[str, Any]


def page_data(scene: Scene, prefix: str, options: RenderOptions, whole: ArgumentMap) -> Data:
    """Return all that the script needs; ``prefix`` begins every id of the picture.

    Sentences are made here, so that the script only shows them. ``elsewhere`` are statements of the
    ``whole`` map that are named, and not drawn.
    """
    evaluation = evaluate(whole) if options.verdicts and whole.statements else None
    strengths: dict[str, float | None] = {}
    if evaluation is not None:
        from argmap.evaluation.strength import compute_strengths as work_out

        strengths = work_out(evaluation).statements
    where = places(scene)
    found = [
        _statement(scene, id_, evaluation, strengths) | {"place": place}
        for id_, place in where.items()
    ]
    named = {other: None for each in found for _, other in each.get("because", ())}
    missing = [id_ for id_ in named if id_ not in where and id_ in whole.statements]
    badge = scene.annotations.diagnostics.get("")
    return {
        "prefix": prefix,
        "lang": scene.argument_map.lang,
        "thesis": scene.argument_map.thesis,
        "notes": [
            clean(note) for note in (describe_folded(scene), *(badge.messages if badge else ()))
        ],
        "statements": found,
        "cards": cards(scene),
        "lines": lines(scene),
        "references": references(scene),
        "elsewhere": [_elsewhere(whole, id_, evaluation) for id_ in missing],
    }


def _statement(
    scene: Scene,
    id_: str,
    evaluation: Evaluation | None,
    strengths: dict[str, float | None],
) -> Data:
    argument_map = scene.argument_map
    statement = argument_map.statements[id_]
    badge = scene.annotations.diagnostics.get(id_)
    data: Data = {
        "id": id_,
        "named": statement.is_named,
        "kind": statement.kind,
        "text": clean(" ".join(statement.text.split())),
        "cites": citations(argument_map, statement),
        "facts": facts(argument_map, statement),
        "url": path_to(statement),
        "relations": relations(argument_map, id_),
        "findings": [clean(message) for message in badge.messages] if badge else [],
    }
    if evaluation is not None and id_ in evaluation.statements:
        data["status"] = evaluation.status(id_).value
        data["why"] = explain_status(evaluation, id_)
        data["because"] = because(evaluation, id_)
        strength = strengths.get(id_)
        data["strength"] = None if strength is None else round(strength, 2)
    return data


def _elsewhere(whole: ArgumentMap, id_: str, evaluation: Evaluation | None) -> Data:
    status = evaluation.status(id_).value if evaluation is not None else None
    text = clean(" ".join(whole.statements[id_].text.split()))
    return {"id": id_, "text": text, "status": status}
