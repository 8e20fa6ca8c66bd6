"""Markdown for tooltips: explanations of keywords, attributes and values, and elements of a map."""

from __future__ import annotations

from argmap.evaluation.direct_reasons import Bearing
from argmap.lsp.session import MapAnalysis
from argmap.model import (
    ESTIMATIVE_WORDS,
    STATEMENT_KINDS,
    Burden,
    Citation,
    Inference,
    Polarity,
    Section,
    Source,
    Standard,
    Statement,
    Status,
)
from argmap.model.attributes import ATTRIBUTES, NO_THESIS, AttributeSpec, ValueKind
from argmap.model.schemes import find_scheme
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
}
_OTHER_KEYWORDS = {
    "map": "The title and the metadata of the document; at most one per file.",
    "source": Source.__doc__,
    "section": Section.__doc__,
    "import": "The declarations of another file; with `as name`, their ids become `name.id`.",
    "as": "The name that becomes the prefix of all imported ids.",
    "reason": "An inference that supports the enclosing statement, from premises that count only "
    "together.",
    "objection": "An inference that attacks the enclosing statement, from premises that count only "
    "together.",
}
_STATUSES = {
    Status.ACCEPTED: "it meets its standard of proof",
    Status.REJECTED: "it does not meet its standard of proof",
    Status.UNDECIDED: "whether it meets its standard of proof is open",
}
_STANDARDS = {
    Standard.DIALECTICAL: "at least one inference supports it, and none attacks it",
    Standard.SCINTILLA: "at least one inference supports it, whatever attacks it",
    Standard.PREPONDERANCE: "its strongest support outweighs the strongest attack",
    Standard.CLEAR_AND_CONVINCING: "in addition, by a margin, and its support is strong in itself",
    Standard.BEYOND_REASONABLE_DOUBT: "in addition, the strongest attack is weak in itself",
}
_BURDENS = {
    Burden.ASSERTED: "a claim without support is accepted unless something defeats it",
    Burden.STRICT: "a claim without support is rejected",
}


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
    return (
        f"{spec.description.capitalize()}.\n\n"
        f"Takes {spec.value_kind.value}.{hint}\n\n"
        f"Allowed in {declarations}."
    )


def values_docs(kind: ValueKind) -> dict[str, str]:
    """Return the words that are valid values, each with its meaning; empty if values are free."""
    if kind is ValueKind.CONFIDENCE:
        return {
            word: f"{lower:g} to {upper:g}" for word, (lower, upper) in ESTIMATIVE_WORDS.items()
        }
    if kind is ValueKind.EXPECTATION:
        return {status.value: meaning for status, meaning in _STATUSES.items()}
    if kind is ValueKind.STANDARD:
        return {standard.value: meaning for standard, meaning in _STANDARDS.items()}
    if kind is ValueKind.BURDEN:
        return {burden.value: meaning for burden, meaning in _BURDENS.items()}
    if kind is ValueKind.THESIS:
        return {NO_THESIS: "The map shows a debate and takes no side."}
    return {}


def value_docs(attribute: str, value: str) -> str:
    """Return the meaning of an attribute's value; empty if it needs no explanation."""
    spec = ATTRIBUTES.get(attribute)
    if spec is None:
        return ""
    if attribute == "scheme":
        return scheme_docs(value)
    return values_docs(spec.value_kind).get(value, "")


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
    if id_ in argument_map.statements:
        return _statement(analysis, argument_map.statements[id_])
    if id_ in argument_map.sources:
        return source_markdown(argument_map.sources[id_])
    if id_ in argument_map.inferences:
        return _inference(analysis, argument_map.inferences[id_])
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
    """Return the id and the text of a statement, or the id of an inference, for a list."""
    statement = analysis.map.statements.get(id_)
    if statement is None:
        return f"`{id_}`"
    text = f"“{escape_markdown(shortened(statement.text))}”"
    return f"`{id_}` {text}" if statement.is_named else text


def _statement(analysis: MapAnalysis, statement: Statement) -> str:
    name = f" `{statement.id}`" if statement.is_named else ""
    paragraphs = [
        f"**{statement.kind}**{name}",
        escape_markdown(statement.text),
        _verdict(analysis, statement.id),
    ]
    if statement.citations:
        citations = [_citation(analysis, citation) for citation in statement.citations]
        paragraphs.append("Cites " + "; ".join(citations))
    if statement.held_by:
        paragraphs.append("Held by " + escape_markdown(", ".join(statement.held_by)))
    paragraphs.append(_relations(analysis, statement.id))
    if statement.note:
        paragraphs.append(f"Note: {escape_markdown(statement.note)}")
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


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
    """Return a list of the statements and inferences that a statement supports or attacks."""
    argument_map = analysis.map
    lines = []
    for inference in argument_map.inferences_from.get(id_, ()):
        others = [quoted_name(analysis, other) for other in inference.premises if other != id_]
        together = f", together with {', '.join(others)}" if others else ""
        lines.append(
            f"- {_verb(inference)} {quoted_name(analysis, inference.conclusion)}{together}"
        )
    lines += (
        f"- undercuts the inference to {quoted_name(analysis, inference.conclusion)}"
        for inference in argument_map.undercuts_by.get(id_, ())
    )
    lines += (
        f"- contradicts {quoted_name(analysis, other)}"
        for other in argument_map.contradicted_by.get(id_, ())
    )
    if len(lines) > _MAX_LIST_ITEMS:
        lines = [*lines[:_MAX_LIST_ITEMS], f"- and {len(lines) - _MAX_LIST_ITEMS} more"]
    return "Relations:\n\n" + "\n".join(lines) if lines else ""


def _inference(analysis: MapAnalysis, inference: Inference) -> str:
    keyword = "reason" if inference.polarity is Polarity.PRO else "objection"
    name = f" `{inference.id}`" if inference.is_named else ""
    symbol = _STATUS_SYMBOLS[analysis.evaluation.status(inference.id)]
    verb = _verb(inference).capitalize()
    premises = "\n".join(
        f"- {quoted_name(analysis, premise)}" for premise in inference.premises[:_MAX_LIST_ITEMS]
    )
    paragraphs = [
        f"**{keyword}**{name} {symbol}",
        f"{verb} {quoted_name(analysis, inference.conclusion)}",
        f"Premises:\n\n{premises}",
    ]
    if inference.scheme:
        paragraphs.append(f"Scheme: {escape_markdown(inference.scheme)}")
    return "\n\n".join(paragraphs)


def _verb(inference: Inference) -> str:
    return "supports" if inference.polarity is Polarity.PRO else "attacks"
