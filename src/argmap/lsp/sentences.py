"""Elements of a map in sentences: what a tooltip says of each. All is Markdown."""

from __future__ import annotations

import re

from argmap.lsp.analysis import Analysis
from argmap.model import Citation, Inference, Polarity, Source, Statement

_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~&!])")
_MOST = 8
"""Lines of a list."""
_SIGNS = {"accepted": "✓", "rejected": "✗", "undecided": "?"}


def plain(text: str) -> str:
    """Return a text such that Markdown shows it as it is."""
    return _SPECIAL.sub(r"\\\1", text)


def short(text: str, length: int = 60) -> str:
    """Return the beginning of a text, on one line."""
    text = " ".join(text.split())
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def element(analysis: Analysis, id_: str) -> str:
    """Return all there is to say of an element; empty where there is none."""
    argument = analysis.map
    if id_ in argument.statements:
        return _statement(analysis, argument.statements[id_])
    if id_ in argument.sources:
        return source(argument.sources[id_])
    if id_ in argument.inferences:
        return _step(analysis, argument.inferences[id_])
    if id_ in argument.sections:
        section = argument.sections[id_]
        name = f" `{id_}`" if section.is_named else ""
        return f"**section**{name}\n\n{plain(section.title)}"
    return ""


def source(each: Source) -> str:
    """Return a source as a bibliography has it."""
    details = [", ".join(each.author), str(each.year or each.date or ""), each.publisher or ""]
    said = plain(", ".join(detail for detail in details if detail))
    name = f" `{each.id}`" if each.is_named else ""
    lines = [f"**source**{name}", f"{plain(each.title)}", said]
    if each.reliability:
        lines.append(f"Reliability {each.reliability}")
    lines += [plain(link) for link in (each.doi, each.url) if link]
    return "\n\n".join(line for line in lines if line)


def named(analysis: Analysis, id_: str) -> str:
    """Return a statement or step as a list shows it."""
    statement = analysis.map.statements.get(id_)
    if statement is None:
        return f"`{id_}`"
    text = f"“{plain(short(statement.text))}”"
    return f"`{id_}` {text}" if statement.is_named else text


def _statement(analysis: Analysis, each: Statement) -> str:
    name = f" `{each.id}`" if each.is_named else ""
    paragraphs = [f"**{each.kind}**{name}", plain(each.text)]
    paragraphs.append(_verdict(analysis, each.id))
    if each.citations:
        paragraphs.append("Rests on " + "; ".join(_citation(analysis, c) for c in each.citations))
    if each.held_by:
        paragraphs.append("Held by " + plain(", ".join(each.held_by)))
    paragraphs.append(_bears_on(analysis, each.id))
    if each.note:
        paragraphs.append(f"Note: {plain(each.note)}")
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


def _verdict(analysis: Analysis, id_: str) -> str:
    chain = analysis.why(id_)
    strength = analysis.strengths.statements.get(id_)
    status = analysis.evaluation.status(id_).value
    said = f"{_SIGNS[status]} **{status}**"
    if strength is not None:
        said += f", strength {strength:.2f}"
    return said + "\n\n```text\n" + "\n".join(chain).replace("```", "'''") + "\n```"


def _citation(analysis: Analysis, each: Citation) -> str:
    cited = analysis.map.sources.get(each.source)
    title = plain(cited.title) if cited and cited.title else f"`{each.source}`"
    place = f", {each.locator.label}" if each.locator else ""
    snippet = f": “{plain(each.snippet)}”" if each.snippet else ""
    return title + place + snippet


def _bears_on(analysis: Analysis, id_: str) -> str:
    argument = analysis.map
    lines = []
    for step in argument.steps_from.get(id_, ()):
        how = "supports" if step.polarity is Polarity.PRO else "attacks"
        together = [other for other in step.premises if other != id_]
        joined = (
            f", together with {', '.join(named(analysis, other) for other in together)}"
            if together
            else ""
        )
        lines.append(f"- {how} {named(analysis, step.conclusion)}{joined}")
    undercut = (step.conclusion for step in argument.undercuts_by.get(id_, ()))
    lines += (f"- denies the step to {named(analysis, conclusion)}" for conclusion in undercut)
    others = argument.contradicted_by.get(id_, ())
    lines += (f"- contradicts {named(analysis, other)}" for other in others)
    if len(lines) > _MOST:
        lines = [*lines[:_MOST], f"- and {len(lines) - _MOST} more"]
    return "Bears on:\n\n" + "\n".join(lines) if lines else ""


def _step(analysis: Analysis, each: Inference) -> str:
    word = "reason" if each.polarity is Polarity.PRO else "objection"
    name = f" `{each.id}`" if each.is_named else ""
    how = "for" if each.polarity is Polarity.PRO else "against"
    holds = _SIGNS[analysis.evaluation.status(each.id).value]
    lines = [f"**{word}**{name} {holds}", f"Speaks {how} {named(analysis, each.conclusion)}"]
    premises = "\n".join(f"- {named(analysis, premise)}" for premise in each.premises[:_MOST])
    lines.append(f"Premises:\n\n{premises}")
    if each.scheme:
        lines.append(f"Scheme: {plain(each.scheme)}")
    return "\n\n".join(lines)
