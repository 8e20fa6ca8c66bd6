"""The sentences of a page for its script: texts, sources, statuses, reasons and relations."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from itertools import islice
from typing import Any

from attrs import frozen

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
from argmap.rendering.annotations import Annotations
from argmap.rendering.cards.texts import format_answer, format_reading
from argmap.rendering.escaping import clean
from argmap.rendering.html.relations import RelationIndex
from argmap.text.safe import safe_link

Data = dict[str, Any]

_MAX_REASONS = 24
"""Number of statements that are named as reasons for a status."""

_WEB_SCHEMES = ("http:", "https:", "mailto:")


@frozen
class SentenceWriter:
    """Writes the data of the sentences of a map.

    Attributes:
        argument_map: The map whose sentences and relations are listed.
        whole: The map that is evaluated, which ``argument_map`` may be a part of.
        annotations: The annotations of the pictures.
        has_verdicts: Whether statuses and their reasons are shown.
    """

    argument_map: ArgumentMap
    whole: ArgumentMap
    annotations: Annotations
    has_verdicts: bool

    def write(self) -> list[Data]:
        """Return the data of all sentences, in the order of the map."""
        return [self._sentence(sentence) for sentence in self.argument_map.sentences]

    def write_sentence(self, id_: str) -> Data | None:
        """Return the data of one sentence; None if there is none with the id."""
        sentence = next((s for s in self.argument_map.sentences if s.id == id_), None)
        return None if sentence is None else self._sentence(sentence)

    def write_elsewhere(self, sentences: list[Data]) -> list[Data]:
        """Return the data of the reasons for the statuses of sentences that are not among them."""
        known = {data["id"] for data in sentences}
        reasons = {id_: None for data in sentences for _, id_ in data.get("because", ())}
        return [
            self._elsewhere(id_)
            for id_ in reasons
            if id_ not in known and id_ in self.whole.statements
        ]

    @cached_property
    def _evaluation(self) -> Evaluation | None:
        return evaluate(self.whole) if self.has_verdicts and self.whole.statements else None

    @cached_property
    def _ranking(self) -> ReasonRanking | None:
        return ReasonRanking(self._evaluation) if self._evaluation is not None else None

    @cached_property
    def _strengths(self) -> dict[str, float | None]:
        if self._evaluation is None:
            return {}
        from argmap.evaluation.strength import compute_strengths

        return compute_strengths(self._evaluation).statements

    @cached_property
    def _relations(self) -> RelationIndex:
        return RelationIndex(self.argument_map)

    def _sentence(self, sentence: Sentence) -> Data:
        argument_map, id_ = self.argument_map, sentence.id
        badge = self.annotations.diagnostics.get(id_)
        facts = [(label, clean(value)) for label, value in _facts(argument_map, sentence) if value]
        data: Data = {
            "id": id_,
            "named": sentence.is_named,
            "kind": sentence.kind,
            "text": clean(" ".join(sentence.text.split())),
            "cites": _citations(sentence),
            "facts": facts,
            "url": None if isinstance(sentence, Question) else safe_link(sentence.url),
            "relations": self._relations.relations_of(sentence),
            "findings": [clean(message) for message in badge.messages] if badge else [],
        }
        if sentence.label:
            data["label"] = clean(" ".join(sentence.label.split()))
        if isinstance(sentence, Question):
            data |= self._answer(sentence)
        evaluation, ranking = self._evaluation, self._ranking
        if evaluation is not None and ranking is not None and id_ in evaluation.statements:
            data["status"] = evaluation.status(id_).value
            data["why"] = explain_status(evaluation, id_)
            data["because"] = list(islice(_reasons(evaluation, ranking, id_), _MAX_REASONS))
            strength = self._strengths.get(id_)
            data["strength"] = None if strength is None else round(strength, 2)
        return data

    def _answer(self, question: Question) -> Data:
        statuses = self.annotations.statuses
        answer = question.answer(statuses)
        if answer is None:
            return {}
        return {
            "answer": clean(format_answer(question, self.argument_map, statuses)),
            "answered": "accepted" if answer[0] is Status.ACCEPTED else "undecided",
        }

    def _elsewhere(self, id_: str) -> Data:
        """Return the data of a statement that is not drawn."""
        status = self._evaluation.status(id_).value if self._evaluation is not None else None
        text = clean(" ".join(self.whole.statements[id_].text.split()))
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


def source_data(source: Source) -> Data:
    """Return a source: in full, as in a bibliography, and its URL."""
    return {"title": clean(_reference(source)), "url": _web_url(source)}


def _citations(sentence: Sentence) -> list[Data]:
    """Return each citation: the id of the source, the cited passage with its number, the words."""
    return [_citation(citation) for citation in sentence.citations]


def _citation(citation: Citation) -> Data:
    data: Data = {"source": citation.source}
    if citation.locator:
        data["at"] = clean(citation.locator.label)
        if citation.locator.is_searched:
            data["number"] = citation.locator.first
    if citation.quotation:
        data["quote"] = clean(citation.quotation)
    return data


def _reference(source: Source) -> str:
    """Return a source as in a bibliography: author, title, publisher, year."""
    date = str(source.year) if source.year is not None else source.date
    parts = [", ".join(source.author), source.title or source.id, source.publisher, date]
    return ", ".join(part for part in parts if part)


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
