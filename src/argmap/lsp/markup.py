"""Markdown for tooltips: explanations of keywords, attributes and values, and elements of a map."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from argmap.evaluation.direct_reasons import Bearing
from argmap.evaluation.preferences import is_conceded
from argmap.lsp.session import MapAnalysis
from argmap.model import (
    ESTIMATIVE_WORDS,
    STATEMENT_KINDS,
    Burden,
    Citation,
    Concession,
    Context,
    Fidelity,
    Form,
    Inference,
    Polarity,
    Question,
    Section,
    Sentence,
    Source,
    Standard,
    Statement,
    Status,
)
from argmap.model.attributes import (
    ATTRIBUTES,
    NO_THESIS,
    OPEN_QUESTION,
    AttributeSpec,
    ValueKind,
)
from argmap.model.schemes import find_scheme
from argmap.model.statement import display_name
from argmap.text.safe import escape_markdown

_MAX_LIST_ITEMS = 8
_STATUS_SYMBOLS = {Status.ACCEPTED: "✓", Status.REJECTED: "✗", Status.UNDECIDED: "?"}
_BEARINGS = {Bearing.FOR: "for it", Bearing.AGAINST: "against it", Bearing.RIVAL: "rival"}
_NESTED_STATEMENTS = {
    "claim": "Nested in another statement, it supports that statement.",
    "evidence": "Nested in another statement, it supports that statement.",
    "assumption": "Nested in another statement, it supports that statement.",
    "counterpoint": "Nested in another statement, it attacks that statement; in a `reason` or an "
    "`objection`, it undercuts the inference.",
    "concession": "Nested in another statement, it is against that statement; in a `reason` or an "
    "`objection`, it is an exception that does not suspend the inference.",
}
_OTHER_KEYWORDS = {
    "map": "The title and the metadata of the document; at most one per file.",
    "source": Source.__doc__,
    "section": Section.__doc__,
    "question": "What is to be decided. The claims in it are its options; at most one of them is "
    "accepted, unless it is not `exclusive:`.",
    "context": Context.__doc__,
    "import": "The declarations of another file; with `as name`, their ids become `name.id`.",
    "as": "The name that becomes the prefix of all imported ids.",
    "reason": "An inference that supports the enclosing statement, from premises that count only "
    "together.",
    "objection": "An inference that attacks the enclosing statement, from premises that count only "
    "together.",
}
_VALUES: dict[ValueKind, dict[str, str]] = {
    ValueKind.CONFIDENCE: {
        word: f"{lower:g} to {upper:g}" for word, (lower, upper) in ESTIMATIVE_WORDS.items()
    },
    ValueKind.EXPECTATION: {
        Status.ACCEPTED.value: "it meets its standard of proof",
        Status.REJECTED.value: "it does not meet its standard of proof",
        Status.UNDECIDED.value: "whether it meets its standard of proof is open",
    },
    ValueKind.ANSWERS: {OPEN_QUESTION: "no option is accepted"},
    ValueKind.STANDARD: {
        Standard.DIALECTICAL.value: "at least one inference supports it, and none attacks it",
        Standard.SCINTILLA.value: "at least one inference supports it, whatever attacks it",
        Standard.PREPONDERANCE.value: "its strongest support outweighs the strongest attack",
        Standard.ACCRUAL.value: "all its support together outweighs all attacks together",
        Standard.CLEAR_AND_CONVINCING.value: "in addition to `preponderance`, by a margin, and its "
        "support is strong in itself",
        Standard.BEYOND_REASONABLE_DOUBT.value: "in addition to `clear-and-convincing`, the "
        "strongest attack is weak in itself",
    },
    ValueKind.BURDEN: {
        Burden.ASSERTED.value: "a claim without support is accepted unless something defeats it",
        Burden.STRICT.value: "a claim without support is rejected",
    },
    ValueKind.THESIS: {NO_THESIS: "The map shows a debate and takes no side."},
    ValueKind.FIDELITY: {
        Fidelity.QUOTATION.value: "the source's own words",
        Fidelity.PARAPHRASE.value: "the same in other words",
        Fidelity.CONDENSED.value: "the gist of a longer passage",
        Fidelity.INTERPRETATION.value: "our reading: what the source is taken to mean",
        Fidelity.IMPLICIT.value: "our addition: not in the source, but needed by its argument",
    },
    ValueKind.SWITCH: {
        "true": "at most one option is accepted",
        "false": "several options can be accepted",
    },
}
"""The words that are values of attributes, and their meanings."""


# ---- The language --------------------------------------------------------------------------------


def keyword_docs(keyword: str) -> str:
    """Return an explanation of a keyword; empty for any other word."""
    statement_kind = STATEMENT_KINDS.get(keyword)
    if statement_kind is not None:
        return f"{_summary(statement_kind.__doc__)} {_NESTED_STATEMENTS[keyword]}"
    return _summary(_OTHER_KEYWORDS.get(keyword))


def _summary(docstring: str | None) -> str:
    """Return the first paragraph of a docstring on one line."""
    return " ".join((docstring or "").strip().partition("\n\n")[0].split())


def attribute_docs(spec: AttributeSpec) -> str:
    """Return the meaning of an attribute, its values, and the declarations that allow it."""
    declarations = ", ".join(f"`{keyword}`" for keyword in spec.declarations)
    hint = " Separate several with commas." if spec.is_list else ""
    elsewhere = "".join(
        f" In a `{keyword}`: {kind.value}." for keyword, kind in spec.kinds_elsewhere
    )
    return (
        f"{spec.description.capitalize()}.\n\n"
        f"Takes {spec.value_kind.value}.{hint}{elsewhere}\n\n"
        f"Allowed in {declarations}."
    )


def values_docs(kind: ValueKind) -> dict[str, str]:
    """Return the words that are valid values, each with its meaning; empty if values are free."""
    return _VALUES.get(kind, {})


def value_docs(attribute: str, value: str, keyword: str) -> str:
    """Return the meaning of an attribute's value; empty if it needs no explanation.

    ``keyword`` begins the declaration that has the attribute.
    """
    spec = ATTRIBUTES.get(attribute)
    if spec is None:
        return ""
    if attribute == "scheme":
        return scheme_docs(value)
    return values_docs(spec.kind_for(keyword)).get(value, "")


def scheme_docs(name: str) -> str:
    """Return the description and the critical questions of a scheme; empty if it is unknown."""
    scheme = find_scheme(name)
    if scheme is None:
        return ""
    questions = "\n".join(
        f"{number}. {question}" for number, question in enumerate(scheme.questions, 1)
    )
    return f"**{scheme.name}**: {scheme.description}\n\nCritical questions:\n\n{questions}"


# ---- Elements ------------------------------------------------------------------------------------


def shortened(text: str, length: int = 60) -> str:
    """Return a text on one line, truncated to ``length`` characters."""
    text = " ".join(text.split())
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def element_markdown(analysis: MapAnalysis, id_: str) -> str:
    """Return a description of an element of a map; empty if the id is unknown."""
    argument_map = analysis.map
    sentence: Sentence | None = (
        argument_map.statements.get(id_)
        or argument_map.questions.get(id_)
        or argument_map.contexts.get(id_)
    )
    if sentence is not None:
        return _sentence(analysis, sentence)
    if id_ in argument_map.sources:
        return source_markdown(argument_map.sources[id_])
    if id_ in argument_map.inferences:
        return inference_markdown(analysis, argument_map.inferences[id_])
    if id_ in argument_map.sections:
        section = argument_map.sections[id_]
        name = f" `{id_}`" if section.is_named else ""
        return f"**section**{name}\n\n{escape_markdown(section.title)}"
    return ""


def source_markdown(source: Source) -> str:
    """Return a source as an entry of a bibliography."""
    details = [", ".join(source.author), str(source.year or source.date or ""), source.publisher]
    name = f" `{source.id}`" if source.is_named else ""
    paragraphs = [
        f"**source**{name}",
        escape_markdown(source.title),
        escape_markdown(", ".join(detail for detail in details if detail)),
    ]
    if source.reliability:
        paragraphs.append(f"Reliability {source.reliability}")
    paragraphs += [escape_markdown(link) for link in (source.doi, source.url) if link]
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


def quoted_name(analysis: MapAnalysis, id_: str) -> str:
    """Return the id and the text of a statement, or what identifies an inference, for a list."""
    argument_map = analysis.map
    sentence: Sentence | None = argument_map.statements.get(id_) or argument_map.questions.get(id_)
    if sentence is not None:
        text = f"“{escape_markdown(shortened(sentence.label or sentence.text))}”"
        return f"`{id_}` {text}" if sentence.is_named else text
    inference = argument_map.inferences.get(id_)
    if inference is None:
        return f"`{id_}`"
    if inference.is_named:
        label = f" “{escape_markdown(inference.label)}”" if inference.label else ""
        return f"`{id_}`{label}"
    premises = ", ".join(quoted_name(analysis, premise) for premise in inference.premises)
    return f"the inference from {premises} to {quoted_name(analysis, inference.conclusion)}"


def _sentence(analysis: MapAnalysis, sentence: Sentence) -> str:
    match sentence:
        case Question():
            return _question(analysis, sentence)
        case Context():
            return _context(analysis, sentence)
        case Statement():
            return _statement(analysis, sentence)


def _heading(sentence: Sentence) -> Iterator[str]:
    """Yield the kind, the id, the label and the text of a sentence."""
    name = f" `{sentence.id}`" if sentence.is_named else ""
    yield f"**{sentence.kind}**{name}"
    if sentence.label:
        yield f"**{escape_markdown(sentence.label)}**"
    yield escape_markdown(sentence.text)


def _citations(analysis: MapAnalysis, sentence: Sentence) -> str:
    if not sentence.citations:
        return ""
    return "Cites " + "; ".join(_citation(analysis, citation) for citation in sentence.citations)


def _note(note: str | None) -> str:
    return f"Note: {escape_markdown(note)}" if note else ""


def _joined(*paragraphs: str) -> str:
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


def _statement(analysis: MapAnalysis, statement: Statement) -> str:
    is_concession = isinstance(statement, Concession)
    held_by = escape_markdown(", ".join(statement.held_by))
    return _joined(
        *_heading(statement),
        "Granted, decides nothing." if is_concession else "",
        _verdict(analysis, statement.id),
        _fidelity(statement.fidelity),
        _citations(analysis, statement),
        f"Held by {held_by}" if held_by else "",
        _relations(analysis, statement.id),
        _note(statement.note),
    )


def _context(analysis: MapAnalysis, context: Context) -> str:
    return _joined(
        *_heading(context),
        "Background: it supports and attacks nothing.",
        _citations(analysis, context),
        _note(context.note),
    )


def _question(analysis: MapAnalysis, question: Question) -> str:
    options = [
        f"- {_symbol(analysis, option)} {quoted_name(analysis, option)}: "
        f"{analysis.evaluation.status(option).value}"
        for option in _shortened_list(question.options)
    ]
    options += _more(question.options)
    rule = "" if question.is_exclusive else "Several options can be accepted."
    return _joined(
        *_heading(question),
        f"**{sentence_case(answer(analysis, question))}**",
        "Options:\n\n" + "\n".join(options) if options else "",
        rule,
        f"Standard of proof: {question.standard.value}" if question.standard else "",
        _citations(analysis, question),
        _note(question.note),
    )


def answer(analysis: MapAnalysis, question: Question) -> str:
    """Return what the evaluation says of a question, as the end of a sentence about it."""
    accepted, undecided = analysis.evaluation.answers[question.id]
    if not question.options:
        return "no options"
    if accepted:
        return f"answered by {_names(analysis, accepted)}"
    if len(undecided) > 1:
        return f"open between {_names(analysis, undecided)}"
    if undecided:
        return f"open: {_names(analysis, undecided)} is undecided"
    return "none is accepted"


def sentence_case(text: str) -> str:
    """Return a text with a capital at its beginning."""
    return text[:1].upper() + text[1:]


def _names(analysis: MapAnalysis, ids: tuple[str, ...]) -> str:
    names = [display_name(analysis.map.statements[id_]) for id_ in ids[:_MAX_LIST_ITEMS]]
    if len(ids) > _MAX_LIST_ITEMS:
        names.append(f"{len(ids) - _MAX_LIST_ITEMS} more")
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _fidelity(fidelity: Fidelity | None) -> str:
    return (
        f"Fidelity: {fidelity.value} ({_VALUES[ValueKind.FIDELITY][fidelity.value]})"
        if fidelity
        else ""
    )


def _symbol(analysis: MapAnalysis, id_: str) -> str:
    return _STATUS_SYMBOLS[analysis.evaluation.status(id_)]


def _verdict(analysis: MapAnalysis, id_: str) -> str:
    """Return the status, the strength and the reasons of a statement."""
    status = analysis.evaluation.status(id_)
    strength = analysis.strengths.statements.get(id_)
    verdict = f"{_STATUS_SYMBOLS[status]} **{status.value}**"
    if strength is not None:
        verdict += f", strength {strength:.2f}"
    reasons = "\n".join(analysis.explain(id_)).replace("```", "'''")
    return f"{verdict}\n\n```text\n{reasons}\n```\n\n{_reasons(analysis, id_)}".rstrip()


def _reasons(analysis: MapAnalysis, id_: str) -> str:
    """Return a list of the direct reasons for and against a statement, most important first."""
    ranked = analysis.ranking.reasons(id_)
    lines = []
    for reason in ranked[:_MAX_LIST_ITEMS]:
        members = " and ".join(
            quoted_name(analysis, member) for member in analysis.ranking.members(reason)
        )
        outweighed = ", outweighed" if reason.outweighed is not None else ""
        symbol = _STATUS_SYMBOLS[reason.status]
        lines.append(f"- {_BEARINGS[reason.bearing]} {symbol} {members}{outweighed}")
    if len(ranked) > _MAX_LIST_ITEMS:
        lines.append(f"- and {len(ranked) - _MAX_LIST_ITEMS} more")
    return "Reasons:\n\n" + "\n".join(lines) if lines else ""


def _citation(analysis: MapAnalysis, citation: Citation) -> str:
    source = analysis.map.sources.get(citation.source)
    title = escape_markdown(source.title) if source and source.title else f"`{citation.source}`"
    locator = f", {escape_markdown(citation.locator.label)}" if citation.locator else ""
    quotation = f": “{escape_markdown(citation.quotation)}”" if citation.quotation else ""
    return title + locator + quotation


def _relations(analysis: MapAnalysis, id_: str) -> str:
    """Return a list of what a statement supports, attacks, contradicts or outweighs."""
    argument_map = analysis.map
    lines: list[str] = []
    for inference in argument_map.inferences_from.get(id_, ()):
        others = [quoted_name(analysis, other) for other in inference.premises if other != id_]
        together = f", together with {', '.join(others)}" if others else ""
        lines.append(
            f"- {_verb(analysis, inference)} "
            f"{quoted_name(analysis, inference.conclusion)}{together}"
        )
    is_concession = isinstance(argument_map.statements[id_], Concession)
    undercuts = "is an exception granted to" if is_concession else "undercuts"
    lines += (
        f"- {undercuts} the inference to {quoted_name(analysis, inference.conclusion)}"
        for inference in argument_map.undercuts_by.get(id_, ())
    )
    lines += (
        f"- contradicts {quoted_name(analysis, other)}"
        for other in argument_map.contradicted_by.get(id_, ())
    )
    lines += (
        f"- is an option of {quoted_name(analysis, question.id)}"
        for question in argument_map.questions_of.get(id_, ())
    )
    lines += _preferences(analysis, id_)
    lines = [*_shortened_list(lines), *_more(lines)]
    return "Relations:\n\n" + "\n".join(lines) if lines else ""


def _preferences(analysis: MapAnalysis, id_: str) -> Iterator[str]:
    """Yield what a statement or an inference outweighs, and what outweighs it."""
    for preference in analysis.map.preferences:
        if preference.stronger == id_:
            yield f"- outweighs {quoted_name(analysis, preference.weaker)}"
        if preference.weaker == id_:
            yield f"- is outweighed by {quoted_name(analysis, preference.stronger)}"


def _shortened_list(items: Sequence[str]) -> Sequence[str]:
    return items[:_MAX_LIST_ITEMS]


def _more(items: Sequence[str]) -> list[str]:
    """Return the last line of a list that is too long to be shown as a whole."""
    hidden = len(items) - _MAX_LIST_ITEMS
    return [f"- and {hidden} more"] if hidden > 0 else []


def inference_markdown(analysis: MapAnalysis, inference: Inference) -> str:
    """Return a description of an inference, which need not have an id."""
    keyword = "reason" if inference.polarity is Polarity.PRO else "objection"
    if inference.form is not Form.GROUP:
        keyword = "inference"
    name = f" `{inference.id}`" if inference.is_named else ""
    symbol = _symbol(analysis, inference.id)
    verb = sentence_case(_verb(analysis, inference))
    premises = [
        f"- {_symbol(analysis, premise)} {quoted_name(analysis, premise)}"
        for premise in _shortened_list(inference.premises)
    ]
    premises += _more(inference.premises)
    preferences = list(_preferences(analysis, inference.id))
    return _joined(
        f"**{keyword}**{name} {symbol}",
        f"**{escape_markdown(inference.label)}**" if inference.label else "",
        f"{verb} {quoted_name(analysis, inference.conclusion)}",
        "Premises:\n\n" + "\n".join(premises),
        "Relations:\n\n" + "\n".join(preferences) if preferences else "",
        f"Scheme: {escape_markdown(inference.scheme)}" if inference.scheme else "",
        f"Confidence: {inference.confidence}" if inference.confidence else "",
        _fidelity(inference.fidelity),
        _note(inference.note),
    )


def _verb(analysis: MapAnalysis, inference: Inference) -> str:
    if is_conceded(inference, analysis.map):
        return "is granted against"
    return "supports" if inference.polarity is Polarity.PRO else "attacks"
