"""The data of a page for its script: statements, reasons, relations, and where each is drawn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from argmap.evaluation import Evaluation, Reason, evaluate
from argmap.evaluation.direct_reasons import Bearing, DirectReason, ReasonRanking
from argmap.evaluation.evaluation import are_options, explain_status
from argmap.evaluation.preferences import is_conceded
from argmap.model import ArgumentMap, Citation, Inference, Polarity, Source, Statement, Status
from argmap.rendering.descriptions import describe_folded
from argmap.rendering.escaping import clean, xml_id
from argmap.rendering.options import RenderOptions
from argmap.rendering.scene.scene import CardRef, Scene
from argmap.text.safe import safe_link

Data = dict[str, Any]

StatementGroup = tuple[str, ...]
"""Ids of statements that count together: the premises of one inference."""

_MAX_REASONS = 24
"""Number of statements that are named as reasons for a status."""

_WEB_SCHEMES = ("http:", "https:", "mailto:")


def page_data(scene: Scene, prefix: str, options: RenderOptions, whole: ArgumentMap) -> Data:
    """Return all data that the script needs.

    All sentences are made here; the script only shows them.

    Args:
        scene: The scene that the page shows.
        prefix: The prefix of all ids in the picture.
        options: The options of the picture.
        whole: The map that is evaluated, which the map of the scene may be a part of. Statements
            that are reasons but are not drawn are listed under ``elsewhere``.
    """
    evaluation = evaluate(whole) if options.verdicts and whole.statements else None
    strengths: dict[str, float | None] = {}
    ranking = None
    if evaluation is not None:
        ranking = ReasonRanking(evaluation)
        from argmap.evaluation.strength import compute_strengths

        strengths = compute_strengths(evaluation).statements
    positions = _positions(scene)
    statements = [
        _statement(scene, id_, evaluation, ranking, strengths) | {"place": position}
        for id_, position in positions.items()
    ]
    reasons = {id_: None for data in statements for _, id_ in data.get("because", ())}
    elsewhere = [id_ for id_ in reasons if id_ not in positions and id_ in whole.statements]
    badge = scene.annotations.diagnostics.get("")
    notes = (describe_folded(scene), *(badge.messages if badge else ()))
    return {
        "prefix": prefix,
        "lang": scene.argument_map.lang,
        "thesis": scene.argument_map.thesis,
        "notes": [clean(note) for note in notes],
        "statements": statements,
        "cards": _cards(scene),
        "lines": _lines(scene),
        "references": _references(scene),
        "elsewhere": [_elsewhere(whole, id_, evaluation) for id_ in elsewhere],
    }


def _statement(
    scene: Scene,
    id_: str,
    evaluation: Evaluation | None,
    ranking: ReasonRanking | None,
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
        "cites": _citations(argument_map, statement),
        "facts": [
            (label, clean(value)) for label, value in _facts(argument_map, statement) if value
        ],
        "url": safe_link(statement.url),
        "relations": _relations(argument_map, id_),
        "findings": [clean(message) for message in badge.messages] if badge else [],
    }
    if evaluation is not None and ranking is not None and id_ in evaluation.statements:
        data["status"] = evaluation.status(id_).value
        data["why"] = explain_status(evaluation, id_)
        data["because"] = list(islice(_reasons(evaluation, ranking, id_), _MAX_REASONS))
        strength = strengths.get(id_)
        data["strength"] = None if strength is None else round(strength, 2)
    return data


def _elsewhere(whole: ArgumentMap, id_: str, evaluation: Evaluation | None) -> Data:
    """Return the data of a statement that is not drawn."""
    status = evaluation.status(id_).value if evaluation is not None else None
    text = clean(" ".join(whole.statements[id_].text.split()))
    return {"id": id_, "text": text, "status": status}


# ---- Reasons -----------------------------------------------------------------------------------


def _reasons(evaluation: Evaluation, ranking: ReasonRanking, id_: str) -> Iterator[tuple[str, str]]:
    """Yield the statements that decide the status of a statement, each after its role in words.

    The most important come first.
    """
    verdict = evaluation.statements[id_]
    is_defended = verdict.reason in (Reason.DEFENDED, Reason.OUTWEIGHED)
    for reason in ranking.reasons(id_):
        is_defeated = is_defended and reason.bearing is not Bearing.FOR
        is_accepted_rival = reason.bearing is Bearing.RIVAL and reason.status is Status.ACCEPTED
        if reason.id in verdict.decided_by or is_defeated or is_accepted_rival:
            yield from _members(evaluation, id_, reason)


def _members(evaluation: Evaluation, id_: str, reason: DirectReason) -> Iterator[tuple[str, str]]:
    """Yield the statements of an inference that decide about it, or the rival."""
    inference = evaluation.argument_map.inferences.get(reason.id)
    if inference is None:
        is_option = are_options(evaluation.argument_map, id_, reason.id)
        yield "another option is" if is_option else "it cannot stand together with", reason.id
        return
    members = evaluation.inferences[reason.id].decided_by
    undercutters = [member for member in members if member in inference.undercutters]
    premises = [member for member in members if member not in undercutters]
    role = _role(evaluation.argument_map, inference, reason)
    for premise in premises or inference.premises:
        yield role, premise
        role = "and"
    for undercutter in undercutters:
        is_accepted = evaluation.status(undercutter) is Status.ACCEPTED
        yield "but that is denied by" if is_accepted else "which may be denied by", undercutter


def _role(argument_map: ArgumentMap, inference: Inference, reason: DirectReason) -> str:
    is_accepted = reason.status is Status.ACCEPTED
    mood = "may" if reason.status is Status.UNDECIDED else "would"
    if inference.polarity is Polarity.PRO:
        return "because" if is_accepted else f"it {mood} be, because"
    if is_conceded(inference, argument_map):
        return "conceded, but rejected:" if reason.status is Status.REJECTED else "although"
    if is_accepted and reason.outweighed is not None:
        return "against it, but outweighed,"
    return "against it" if is_accepted else f"against it {mood} be"


# ---- Relations ---------------------------------------------------------------------------------


def _relations(argument_map: ArgumentMap, id_: str) -> list[tuple[str, list[StatementGroup]]]:
    """Return headings with the statements in that relation; headings without any are left out."""
    incoming = argument_map.inferences_to.get(id_, [])
    outgoing = argument_map.inferences_from.get(id_, [])
    undercut = argument_map.undercuts_by.get(id_, [])
    relations = [
        ("Supported by", _premises(incoming, Polarity.PRO)),
        ("Opposed by", _premises(incoming, Polarity.CON)),
        (
            "An inference to it is undercut by",
            _single(other for inference in incoming for other in inference.undercutters),
        ),
        ("Contradicts", _single(argument_map.contradicted_by.get(id_, []))),
        ("Supports", _conclusions(outgoing, Polarity.PRO)),
        ("Opposes", _conclusions(outgoing, Polarity.CON)),
        ("Undercuts an inference to", _single(inference.conclusion for inference in undercut)),
        ("Linked with", _other_premises(outgoing, id_)),
    ]
    return [(heading, groups) for heading, groups in relations if groups]


def _premises(inferences: list[Inference], polarity: Polarity) -> list[StatementGroup]:
    return [
        inference.premises
        for inference in inferences
        if inference.polarity is polarity and inference.premises
    ]


def _conclusions(inferences: list[Inference], polarity: Polarity) -> list[StatementGroup]:
    return _single(
        inference.conclusion for inference in inferences if inference.polarity is polarity
    )


def _other_premises(inferences: list[Inference], id_: str) -> list[StatementGroup]:
    return _single(
        premise for inference in inferences for premise in inference.premises if premise != id_
    )


def _single(ids: Iterable[str]) -> list[StatementGroup]:
    """Return a group for each different id."""
    return [(id_,) for id_ in dict.fromkeys(ids)]


# ---- Sources and facts -------------------------------------------------------------------------


def _citations(argument_map: ArgumentMap, statement: Statement) -> list[Data]:
    """Return each citation: the source in full, the cited passage, and the URL of the source."""
    citations = []
    for citation in statement.citations:
        source = argument_map.sources.get(citation.source)
        citations.append(
            {
                "source": clean(_reference(source) if source else citation.source),
                "place": clean(_passage(citation)),
                "url": _web_url(source) if source else None,
            }
        )
    return citations


def _reference(source: Source) -> str:
    """Return a source as in a bibliography: author, title, publisher, year."""
    date = str(source.year) if source.year is not None else source.date
    parts = [", ".join(source.author), source.title or source.id, source.publisher, date]
    return ", ".join(part for part in parts if part)


def _passage(citation: Citation) -> str:
    parts = [citation.locator.label] if citation.locator else []
    if citation.quotation:
        parts.append(f"“{citation.quotation}”")
    return " ".join(parts)


def _web_url(source: Source) -> str | None:
    """Return the URL of a source, or that of its DOI, if its scheme is for the web or mail."""
    for candidate in (source.url, f"https://doi.org/{source.doi}" if source.doi else None):
        if (url := safe_link(candidate)) and url.lower().startswith(_WEB_SCHEMES):
            return url
    return None


def _facts(argument_map: ArgumentMap, statement: Statement) -> Iterator[tuple[str, str]]:
    """Yield the attributes of a statement, each with a label; values may be empty."""
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
    schemes = [inference.scheme.replace("-", " ") for inference in inferences if inference.scheme]
    yield "Scheme", ", ".join(dict.fromkeys(schemes))
    yield "Date", statement.date or ""
    yield "Valid until", statement.valid_until or ""
    yield "Tags", ", ".join(statement.tags)
    yield "Note", " ".join((statement.note or "").split())


# ---- Positions in the picture ------------------------------------------------------------------


def _positions(scene: Scene) -> dict[str, Data]:
    """Return where each statement is drawn, parents before their children.

    ``element`` is the id of the statement's element without the prefix, ``card`` the number of its
    card, and ``above`` the statement that it is drawn under.
    """
    positions: dict[str, Data] = {}
    for id_, card_ref in scene.card_refs.items():
        card = scene.cards[card_ref.card]
        parent = card_ref._replace(row=-1) if card_ref.row >= 0 else card.parent
        positions[id_] = {
            "element": f"s-{xml_id(id_)}",
            "card": card_ref.card,
            "above": _statement_at(scene, parent),
        }
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


def _statement_at(scene: Scene, card_ref: CardRef | None) -> str | None:
    """Return the statement at a position; None if there is none, as on a heading."""
    if card_ref is None or card_ref.entry >= len(scene.cards[card_ref.card].entries):
        return None
    return scene.cards[card_ref.card].entries[card_ref.entry].statement.id


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
        (f"in-{xml_id(f'{card.inference.id}>{entry.statement.id}')}", entry.statement.id)
        for card in scene.cards
        for entry in card.entries
        if entry.is_reference and card.inference is not None
    ]
