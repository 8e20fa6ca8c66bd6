"""The data of a page for its script: statements, reasons, relations, and where each is drawn."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from argmap.evaluation import Evaluation, Reason, evaluate
from argmap.evaluation.direct_reasons import Bearing, DirectReason, ReasonRanking
from argmap.evaluation.evaluation import are_options, explain_status
from argmap.evaluation.preferences import is_conceded
from argmap.model import (
    ArgumentMap,
    Citation,
    Confidence,
    Context,
    Inference,
    Polarity,
    Question,
    Sentence,
    Source,
    Statement,
    Status,
)
from argmap.rendering.cards.texts import format_answer, format_reading
from argmap.rendering.descriptions import describe_folded
from argmap.rendering.escaping import clean, xml_id
from argmap.rendering.html.relations import RelationIndex
from argmap.rendering.options import RenderOptions
from argmap.rendering.scene.scene import CardRef, Scene
from argmap.rendering.svg.elements import sentence_name
from argmap.text.safe import safe_link

Data = dict[str, Any]

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
    sentences = {sentence.id: sentence for sentence in scene.argument_map.sentences}
    relations = RelationIndex(scene.argument_map)
    statements = [
        _sentence(scene, sentences[id_], evaluation, ranking, strengths, relations)
        | {"place": position}
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


def _sentence(
    scene: Scene,
    sentence: Sentence,
    evaluation: Evaluation | None,
    ranking: ReasonRanking | None,
    strengths: dict[str, float | None],
    relations: RelationIndex,
) -> Data:
    argument_map, id_ = scene.argument_map, sentence.id
    badge = scene.annotations.diagnostics.get(id_)
    data: Data = {
        "id": id_,
        "named": sentence.is_named,
        "kind": sentence.kind,
        "text": clean(" ".join(sentence.text.split())),
        "cites": _citations(argument_map, sentence),
        "facts": [
            (label, clean(value)) for label, value in _facts(argument_map, sentence) if value
        ],
        "url": None if isinstance(sentence, Question) else safe_link(sentence.url),
        "relations": relations.relations_of(sentence),
        "findings": [clean(message) for message in badge.messages] if badge else [],
    }
    card_ref = scene.card_refs[id_]
    if card_ref.row < 0 and scene.cards[card_ref.card].single is not None:
        data["note"] = scene.cards[card_ref.card].head.note
    if sentence.label:
        data["label"] = clean(" ".join(sentence.label.split()))
    if isinstance(sentence, Question) and (answer := sentence.answer(scene.annotations.statuses)):
        status, _ = answer
        data["answer"] = clean(format_answer(scene, sentence))
        data["answered"] = "accepted" if status is Status.ACCEPTED else "undecided"
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


# ---- Sources and facts -------------------------------------------------------------------------


def _citations(argument_map: ArgumentMap, sentence: Sentence) -> list[Data]:
    """Return each citation: the source in full, the cited passage, and the URL of the source."""
    citations = []
    for citation in sentence.citations:
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


def _facts(argument_map: ArgumentMap, sentence: Sentence) -> Iterator[tuple[str, str]]:
    """Yield the attributes of a sentence, each with a label; values may be empty."""
    if sentence.section is not None and sentence.section in argument_map.sections:
        section = argument_map.sections[sentence.section]
        yield "Section", section.title or section.id
    if isinstance(sentence, Statement):
        yield from _statement_facts(argument_map, sentence)
    if isinstance(sentence, Question):
        yield "Options", "" if sentence.is_exclusive else "several may be accepted"
    elif sentence.date:
        yield "Date", sentence.date
    if not isinstance(sentence, Context) and sentence.standard is not None:
        yield "Standard of proof", sentence.standard.value.replace("-", " ")
    yield "Tags", ", ".join(sentence.tags)
    yield "Note", " ".join((sentence.note or "").split())


def _statement_facts(argument_map: ArgumentMap, statement: Statement) -> Iterator[tuple[str, str]]:
    """Yield the attributes that only statements have, and those of the inferences from them."""
    inferences = argument_map.inferences_from.get(statement.id, ())
    if statement.fidelity is not None:
        reading = ", our reading" if statement.fidelity.is_own_reading else ""
        yield "Fidelity", f"{statement.fidelity.value}{reading}"
    if statement.confidence is not None:
        yield "Confidence", _format_confidence(statement.confidence)
    yield "Inference", "; ".join(filter(None, map(_describe_inference, inferences)))
    if statement.credibility is not None:
        yield "Credibility", f"{statement.credibility} of 6"
    yield "Held by", ", ".join(statement.held_by)
    schemes = [inference.scheme.replace("-", " ") for inference in inferences if inference.scheme]
    yield "Scheme", ", ".join(dict.fromkeys(schemes))
    yield "Valid until", statement.valid_until or ""


def _describe_inference(inference: Inference) -> str:
    """Return label, fidelity and confidence of an inference, as far as it has them."""
    confidence = inference.confidence
    parts = [inference.label, format_reading(inference)]
    parts.append(_format_confidence(confidence) if confidence is not None else "")
    return ", ".join(filter(None, parts))


def _format_confidence(confidence: Confidence) -> str:
    return str(confidence).replace("-", " ")


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
            "element": sentence_name(_sentence_at(scene, card_ref)),
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
