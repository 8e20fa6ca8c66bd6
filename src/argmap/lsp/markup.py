"""What the words of the language mean, for whoever points at one.

Elements of a map in sentences: what a tooltip says of each. All is Markdown.
"""

from __future__ import annotations

import re

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

_UNDER = {
    "claim": "Under another statement it speaks for it.",
    "evidence": "Under another statement it speaks for it.",
    "assumption": "Under another statement it speaks for it.",
    "counterpoint": "Under another statement it speaks against it; inside a `reason` or an "
    "`objection` it denies the inference.",
}
_OTHERS = {
    "map": "The document's title and metadata; once a file.",
    "source": Source.__doc__,
    "section": Section.__doc__,
    "import": "Another file's declarations; with `as name`, its ids become `name.id`.",
    "as": "The name that goes before an imported file's ids.",
    "reason": "An inference for the statement it is under, from premises that count only together.",
    "objection": "An inference against the statement it is under, from premises that count only "
    "together.",
}
_STATUSES = {
    Status.ACCEPTED: "it stands",
    Status.REJECTED: "it falls",
    Status.UNDECIDED: "it neither stands nor falls",
}
_STANDARDS = {
    Standard.DIALECTICAL: "something for it, and nothing against it",
    Standard.SCINTILLA: "something for it, whatever is against it",
    Standard.PREPONDERANCE: "the strongest inference for it outweighs the strongest against it",
    Standard.CLEAR_AND_CONVINCING: "it outweighs by a margin, and is strong in itself",
    Standard.BEYOND_REASONABLE_DOUBT: "and the strongest inference against it is weak in itself",
}
_BURDENS = {
    Burden.ASSERTED: "a claim without a ground stands until something speaks against it",
    Burden.STRICT: "a claim without a ground falls",
}


def keyword_docs(word: str) -> str:
    """Return what a keyword makes, in sentences; empty for what is none."""
    kind = STATEMENT_KINDS.get(word)
    if kind is not None:
        return f"{_first(kind.__doc__)} {_UNDER[word]}"
    return _first(_OTHERS.get(word))


def attribute_docs(spec: AttributeSpec) -> str:
    """Return what an attribute says, what it takes and where it stands."""
    under = ", ".join(f"`{word}`" for word in spec.declarations)
    many = " Several are set apart by commas." if spec.is_list else ""
    return (
        f"{spec.description.capitalize()}.\n\nTakes {spec.value_kind.value}.{many}\n\nOf {under}."
    )


def values_docs(takes: ValueKind) -> dict[str, str]:
    """Return the words that an attribute may take, each with what it means; none where free."""
    if takes is ValueKind.CONFIDENCE:
        return {word: f"{low:g} to {high:g}" for word, (low, high) in ESTIMATIVE_WORDS.items()}
    if takes is ValueKind.EXPECTATION:
        return {status.value: says for status, says in _STATUSES.items()}
    if takes is ValueKind.STANDARD:
        return {standard.value: says for standard, says in _STANDARDS.items()}
    if takes is ValueKind.BURDEN:
        return {burden.value: says for burden, says in _BURDENS.items()}
    if takes is ValueKind.THESIS:
        return {NO_THESIS: "The map shows a debate and takes no side."}
    return {}


def value_docs(name: str, written: str) -> str:
    """Return what a value means to an attribute; empty where there is nothing to say."""
    spec = ATTRIBUTES.get(name)
    if spec is None:
        return ""
    if name == "scheme":
        return scheme_docs(written)
    return values_docs(spec.value_kind).get(written, "")


def scheme_docs(written: str) -> str:
    """Return a scheme's description and critical questions as Markdown, or an empty string."""
    found = find_scheme(written)
    if found is None:
        return ""
    questions = "\n".join(f"{number}. {each}" for number, each in enumerate(found.questions, 1))
    return f"**{found.name}**: {found.description}\n\nCritical questions:\n\n{questions}"


def _first(docstring: str | None) -> str:
    """Return the first paragraph of a docstring, on one line."""
    return " ".join((docstring or "").strip().partition("\n\n")[0].split())


_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~&!])")
_MOST = 8
"""Lines of a list."""
_SIGNS = {"accepted": "✓", "rejected": "✗", "undecided": "?"}


def escape_markdown(text: str) -> str:
    """Return a text such that Markdown shows it as it is."""
    return _SPECIAL.sub(r"\\\1", text)


def shortened(text: str, length: int = 60) -> str:
    """Return the beginning of a text, on one line."""
    text = " ".join(text.split())
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def element_markdown(analysis: MapAnalysis, id_: str) -> str:
    """Return all there is to say of an element; empty where there is none."""
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


def source_markdown(each: Source) -> str:
    """Return a source as a bibliography has it."""
    details = [", ".join(each.author), str(each.year or each.date or ""), each.publisher or ""]
    said = escape_markdown(", ".join(detail for detail in details if detail))
    name = f" `{each.id}`" if each.is_named else ""
    lines = [f"**source**{name}", f"{escape_markdown(each.title)}", said]
    if each.reliability:
        lines.append(f"Reliability {each.reliability}")
    lines += [escape_markdown(link) for link in (each.doi, each.url) if link]
    return "\n\n".join(line for line in lines if line)


def quoted_name(analysis: MapAnalysis, id_: str) -> str:
    """Return a statement or inference as a list shows it."""
    statement = analysis.map.statements.get(id_)
    if statement is None:
        return f"`{id_}`"
    text = f"“{escape_markdown(shortened(statement.text))}”"
    return f"`{id_}` {text}" if statement.is_named else text


def _statement(analysis: MapAnalysis, each: Statement) -> str:
    name = f" `{each.id}`" if each.is_named else ""
    paragraphs = [f"**{each.kind}**{name}", escape_markdown(each.text)]
    paragraphs.append(_verdict(analysis, each.id))
    if each.citations:
        paragraphs.append("Rests on " + "; ".join(_citation(analysis, c) for c in each.citations))
    if each.held_by:
        paragraphs.append("Held by " + escape_markdown(", ".join(each.held_by)))
    paragraphs.append(_bears_on(analysis, each.id))
    if each.note:
        paragraphs.append(f"Note: {escape_markdown(each.note)}")
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


def _verdict(analysis: MapAnalysis, id_: str) -> str:
    chain = analysis.why(id_)
    strength = analysis.strengths.statements.get(id_)
    status = analysis.evaluation.status(id_).value
    said = f"{_SIGNS[status]} **{status}**"
    if strength is not None:
        said += f", strength {strength:.2f}"
    return said + "\n\n```text\n" + "\n".join(chain).replace("```", "'''") + "\n```"


def _citation(analysis: MapAnalysis, each: Citation) -> str:
    cited = analysis.map.sources.get(each.source)
    title = escape_markdown(cited.title) if cited and cited.title else f"`{each.source}`"
    place = f", {each.locator.label}" if each.locator else ""
    quotation = f": “{escape_markdown(each.quotation)}”" if each.quotation else ""
    return title + place + quotation


def _bears_on(analysis: MapAnalysis, id_: str) -> str:
    argument_map = analysis.map
    lines = []
    for inference in argument_map.inferences_from.get(id_, ()):
        how = "supports" if inference.polarity is Polarity.PRO else "attacks"
        together = [other for other in inference.premises if other != id_]
        joined = (
            f", together with {', '.join(quoted_name(analysis, other) for other in together)}"
            if together
            else ""
        )
        lines.append(f"- {how} {quoted_name(analysis, inference.conclusion)}{joined}")
    undercut = (inference.conclusion for inference in argument_map.undercuts_by.get(id_, ()))
    lines += (
        f"- denies the inference to {quoted_name(analysis, conclusion)}" for conclusion in undercut
    )
    others = argument_map.contradicted_by.get(id_, ())
    lines += (f"- contradicts {quoted_name(analysis, other)}" for other in others)
    if len(lines) > _MOST:
        lines = [*lines[:_MOST], f"- and {len(lines) - _MOST} more"]
    return "Bears on:\n\n" + "\n".join(lines) if lines else ""


def _inference(analysis: MapAnalysis, each: Inference) -> str:
    word = "reason" if each.polarity is Polarity.PRO else "objection"
    name = f" `{each.id}`" if each.is_named else ""
    how = "for" if each.polarity is Polarity.PRO else "against"
    holds = _SIGNS[analysis.evaluation.status(each.id).value]
    lines = [f"**{word}**{name} {holds}", f"Speaks {how} {quoted_name(analysis, each.conclusion)}"]
    premises = "\n".join(f"- {quoted_name(analysis, premise)}" for premise in each.premises[:_MOST])
    lines.append(f"Premises:\n\n{premises}")
    if each.scheme:
        lines.append(f"Scheme: {escape_markdown(each.scheme)}")
    return "\n\n".join(lines)
