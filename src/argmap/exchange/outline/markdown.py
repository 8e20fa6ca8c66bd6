"""The words and the Markdown of an outline: annotations, leads, details, and escaping."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from attrs import field, frozen

from argmap.evaluation.preferences import is_conceded
from argmap.model import (
    ArgumentMap,
    Citation,
    Concession,
    Confidence,
    Fidelity,
    Inference,
    Polarity,
    Question,
    Sentence,
    Source,
    Statement,
    Status,
)
from argmap.model.sides import defends
from argmap.text.safe import escape_markdown, safe_link

_MARKUP_AT_START = re.compile(r"^(\d{1,9}(?=[.)](?:\s|$))|(?=[-+=|]))")
"""Markup at the start of a line: a list, a rule, a heading or a table."""

_NOT_IN_SLUG = re.compile(r"[^\w\- ]")
_PARENTHESES = re.compile(r"[()]")
_LINE_END = re.compile(r"\s*[\r\n\u2028\u2029]\s*")
_MAX_REFERENCE_LENGTH = 100

_PREMISE_WORDS = {"evidence": "evidence:", "assumption": "assuming"}


# ---- Annotations ---------------------------------------------------------------------------------


@frozen
class OutlineAnnotations:
    """Additions to an outline: statuses, and what a partial outline leaves out.

    Attributes:
        statuses: The statuses of statements and inferences; those without one are not annotated.
        folded: The number of statements that are left out, by the statement that represents them.
            They are in the outline at its ``url``, unless ``view`` is set.
        view: A description of the part of the map that the outline shows.
    """

    statuses: Mapping[str, Status] = field(factory=dict)
    folded: Mapping[str, int] = field(factory=dict)
    view: str = ""

    def head_lines(self, argument_map: ArgumentMap) -> Iterator[str]:
        """Yield the lines under the title: the view, and the number of statements per status."""
        if self.view:
            yield f"*A part of the map: {escape_markdown(self.view)}*"
        counts = Counter(
            self.statuses[id_] for id_ in argument_map.statements if id_ in self.statuses
        )
        if counts:
            summary = ", ".join(f"{counts[status]:,} {status.value}" for status in Status)
            theses = [id_ for id_ in argument_map.theses if id_ in self.statuses]
            results = [
                f" The thesis{name} is {self.statuses[id_].value}."
                for id_ in theses
                for name in [_name_after(argument_map, id_, theses)]
            ]
            yield f"*Result: {summary}.{''.join(results)}*"

    def status_note(self, statement: Statement) -> str:
        """Return the status of a statement in parentheses; empty if it is accepted or unknown."""
        status = self.statuses.get(statement.id)
        if status in (None, Status.ACCEPTED):
            return ""
        is_refuted = status is Status.REJECTED and isinstance(statement, Concession)
        return f" *({'refuted' if is_refuted else status.value})*"

    def answer_note(self, argument_map: ArgumentMap, question: Question) -> str:
        """Return which options answer a question; empty if their statuses are unknown."""
        answer = question.answer(self.statuses)
        if answer is None:
            return ""
        status, options = answer
        names = join_names(tuple(quoted_name(argument_map.statements[id_]) for id_ in options))
        if status is Status.ACCEPTED:
            return f" *(answer: {names})*"
        if len(options) > 1:
            return f" *(open between {names})*"
        return f" *(open: {names or 'no option is accepted'})*"

    def inference_note(self, inference: Inference) -> str:
        """Return a note for an inference that is rejected although no premise is; else empty."""
        premises = [self.statuses.get(premise) for premise in inference.premises]
        is_rejected = self.statuses.get(inference.id) is Status.REJECTED
        return " *(does not hold)*" if is_rejected and Status.REJECTED not in premises else ""

    def folded_note(self, statement: Statement) -> str:
        """Return how many statements are left out at a statement; empty if there are none."""
        count = self.folded.get(statement.id, 0)
        if not count:
            return ""
        text = f"… {count:,} more {'statement' if count == 1 else 'statements'}"
        if self.view:
            return f"*{text}*"
        return linked(f"{text}, in a separate outline", statement.url)


NO_ANNOTATIONS = OutlineAnnotations()


# ---- Words ---------------------------------------------------------------------------------------


def inference_lead(argument_map: ArgumentMap, inference: Inference, premise: str | None) -> str:
    """Return the words before a single premise, or before the list of several premises."""
    if is_conceded(inference, argument_map):
        word = "although"
    elif inference.polarity is Polarity.CON:
        word = "however" if _is_defense(argument_map, inference) else "but"
    elif premise is not None:
        word = _PREMISE_WORDS.get(argument_map.statements[premise].kind, "because")
    else:
        word = "because"
    notes = "; ".join(_inference_notes(inference))
    details = f" *({notes})*" if notes else ""
    if premise is not None:
        return f"**{word}**{details}"
    together = ", together:" if len(inference.premises) > 1 else ":"
    return f"**{word}{together}**{details}"


def _inference_notes(inference: Inference) -> Iterator[str]:
    """Yield label, scheme, fidelity and confidence of an inference, as far as it has them."""
    if inference.label:
        yield f"“{escape_markdown(inference.label)}”"
    if inference.scheme:
        yield escape_markdown(inference.scheme.replace("-", " "))
    if inference.fidelity is not None and inference.fidelity.is_own_reading:
        yield _OWN_READING[inference.fidelity]
    if inference.confidence is not None:
        yield f"inference: {_format_confidence(inference.confidence)}"


def _is_defense(argument_map: ArgumentMap, attack: Inference) -> bool:
    """Return whether an attack defends the thesis, or else whether it attacks a counterpoint."""
    is_defense = defends(argument_map, attack)
    if is_defense is None:
        return argument_map.statements[attack.conclusion].kind in ("counterpoint", "concession")
    return is_defense


def undercut_lead(
    inference: Inference, undercutter: Statement, statuses: Mapping[str, Status]
) -> str:
    """Return the words before an undercutter of an inference; one may hold and yet not count."""
    if isinstance(undercutter, Concession):
        return "**although, as an exception,**"
    is_accepted = statuses.get(undercutter.id) is Status.ACCEPTED
    if is_accepted and statuses.get(inference.id) is Status.ACCEPTED:
        return "**although, without effect,**"
    noun = "a reason" if inference.polarity is Polarity.PRO else "an objection"
    return f"**but this is not {noun}, since**"


def premise_lead(statement: Statement) -> str:
    """Return the kind of a linked premise; empty for a claim."""
    return f"*{statement.kind}:*" if statement.kind in _PREMISE_WORDS else ""


def option_lead(status: Status | None) -> str:
    """Return the words before an option of a question."""
    return "**option, accepted:**" if status is Status.ACCEPTED else "**option:**"


def quoted_name(sentence: Sentence) -> str:
    """Return the label or the shortened text of a sentence in quotation marks, as Markdown."""
    return f"“{shorten(sentence.label or sentence.text)}”"


def _name_after(argument_map: ArgumentMap, id_: str, theses: list[str]) -> str:
    """Return the name of a thesis if there are several, after a space."""
    return f" {quoted_name(argument_map.statements[id_])}" if len(theses) > 1 else ""


def sentence_details(
    sentence: Sentence, sources: Mapping[str, Source], *, include_url: bool = True
) -> str:
    """Return who says so, how likely it is, its date and its citations, in parentheses.

    Empty if there are no details. ``include_url`` is false for folded statements: their URL is the
    link to the outline of the folded part, which is printed elsewhere.
    """
    parts = list(_details(sentence, sources))
    url = None if isinstance(sentence, Question) else sentence.url
    if url and include_url:
        parts.append(linked(escape_markdown(url), url))
    return f" ({'; '.join(parts)})" if parts else ""


def _details(sentence: Sentence, sources: Mapping[str, Source]) -> Iterator[str]:
    if isinstance(sentence, Statement):
        if sentence.fidelity is not None and sentence.fidelity.is_own_reading:
            yield _OWN_READING[sentence.fidelity]
        if sentence.held_by:
            yield f"according to {escape_markdown(join_names(sentence.held_by))}"
        if sentence.confidence is not None:
            yield _format_confidence(sentence.confidence)
    if isinstance(sentence, Question) and not sentence.is_exclusive:
        yield "several options may be accepted"
    if not isinstance(sentence, Question) and sentence.date:
        yield escape_markdown(sentence.date)
    for citation in sentence.citations:
        yield _citation(citation, sources.get(citation.source))


_OWN_READING = {
    Fidelity.INTERPRETATION: "our reading",
    Fidelity.IMPLICIT: "our reading: implicit",
}


def _format_confidence(confidence: Confidence) -> str:
    word = confidence.word
    return word.replace("-", " ") if word else f"confidence {confidence}"


def _citation(citation: Citation, source: Source | None) -> str:
    title = citation.source if source is None or source.is_named else source.title
    parts = [escape_markdown(title)]
    if citation.locator is not None:
        parts.append(escape_markdown(citation.locator.label))
    reference = linked(" ".join(parts), _source_url(source) if source else None)
    return (
        reference
        if citation.quotation is None
        else f"{reference} “{escape_markdown(citation.quotation)}”"
    )


def _source_url(source: Source) -> str | None:
    """Return the URL of a source, or else that of its DOI."""
    if safe_link(source.url):
        return source.url
    return f"https://doi.org/{source.doi}" if source.doi else None


def source_entry(source: Source) -> str:
    """Return a source as an entry of a bibliography, with the id that citations use."""
    title = f"*{escape_markdown(source.title)}*" if source.title.strip() else ""
    parts = [escape_markdown(join_names(source.author)), title, *_source_details(source)]
    entry = ", ".join(part for part in parts if part)
    if not source.is_named:
        return f"- {entry or escape_markdown(source.title)}"
    return f"- **{escape_markdown(source.id)}**" + (f": {entry}" if entry else "")


def _source_details(source: Source) -> Iterator[str]:
    yield escape_markdown(source.publisher or "")
    yield escape_markdown(source.date or (str(source.year) if source.year is not None else ""))
    if source.doi:
        yield linked(escape_markdown(f"doi:{source.doi}"), f"https://doi.org/{source.doi}")
    if source.url:
        yield linked(escape_markdown(source.url), source.url)


def join_names(names: tuple[str, ...]) -> str:
    """Return names as a list in a sentence: ``A, B and C``."""
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


# ---- Markdown ------------------------------------------------------------------------------------


def escape_lines(text: str, indent: str) -> str:
    """Return Markdown with the line ends of ``text``, but without empty lines."""
    lines = [
        _MARKUP_AT_START.sub(r"\1\\", escape_markdown(line))
        for line in _LINE_END.split(text.strip())
    ]
    return f"\\\n{indent}".join(lines)


def linked(text: str, url: str | None) -> str:
    """Return Markdown as a link, or unchanged if the URL is not safe to link to."""
    if safe_link(url) is None:
        return text
    target = str(url).replace("&", "&amp;")
    return f"[{text}]({target})" if not _PARENTHESES.search(target) else f"[{text}](<{target}>)"


def heading_slug(title: str) -> str:
    """Return the fragment that GitHub makes of a heading, without a number for repeated ones."""
    words = _NOT_IN_SLUG.sub("", _LINE_END.sub(" ", title.strip()).lower())
    return words.replace(" ", "-")


def shorten(text: str, limit: int = _MAX_REFERENCE_LENGTH) -> str:
    """Return the beginning of a text as Markdown, cut between words.

    A word that takes half of the limit or more is cut.
    """
    line = _LINE_END.sub(" ", text[: limit * 4].strip())
    if len(line) > limit:
        head = line[:limit]
        line = (head.rsplit(" ", 1)[0] if " " in head[limit // 2 :] else head).rstrip(" ,;:.") + "…"
    return escape_markdown(line)
