"""The words of an outline: how a step is introduced, what is said behind a statement."""

from __future__ import annotations

from collections.abc import Iterator

from argmap.exchange.outline.markdown import escape
from argmap.model import ArgumentMap, Citation, Inference, Polarity, Source, Statement

_BECAUSE = {"evidence": "evidence:", "assumption": "assuming"}


def lead(argument_map: ArgumentMap, step: Inference, premise: str | None) -> str:
    """Return the word before the premise of a step of one, or before the list of several."""
    if step.polarity is Polarity.CON:
        word = "however" if _answers(argument_map, step) else "but"
    elif premise is not None:
        word = _BECAUSE.get(argument_map.statements[premise].kind, "because")
    else:
        word = "because"
    if premise is not None:
        return f"**{word}**{_scheme(step)}"
    together = ", together:" if len(step.premises) > 1 else ":"
    return f"**{word}{together}**{_scheme(step)}"


def _answers(argument_map: ArgumentMap, step: Inference) -> bool:
    """Return whether what a step is against is itself an objection."""
    return argument_map.statements[step.conclusion].kind == "counterpoint"


def _scheme(step: Inference) -> str:
    return f" *({escape(step.scheme.replace('-', ' '))})*" if step.scheme else ""


def undercut_lead(step: Inference) -> str:
    """Return the words before what denies a step."""
    what = "reason" if step.polarity is Polarity.PRO else "objection"
    return f"**but this is no {what}, since**"


def kind_in_group(statement: Statement) -> str:
    """Return what a linked premise is, where that is more than a claim."""
    return f"*{statement.kind}:*" if statement.kind in _BECAUSE else ""


def behind(statement: Statement) -> str:
    """Return what belongs to a statement: who says so, how likely, where it stands; or nothing."""
    parts = list(_behind(statement))
    return f" ({'; '.join(parts)})" if parts else ""


def _behind(statement: Statement) -> Iterator[str]:
    if statement.held_by:
        yield f"according to {escape(joined(statement.held_by))}"
    if statement.confidence is not None:
        word = statement.confidence.word
        yield word.replace("-", " ") if word else f"confidence {statement.confidence}"
    if statement.date:
        yield escape(statement.date)
    yield from map(_citation, statement.citations)
    if statement.url:
        yield escape(statement.url)


def _citation(citation: Citation) -> str:
    parts = [escape(citation.source)]
    if citation.locator is not None:
        parts.append(citation.locator.label)
    if citation.snippet is not None:
        parts.append(f"“{escape(citation.snippet)}”")
    return " ".join(parts)


def source_line(source: Source) -> str:
    """Return a source as an entry of a bibliography, under the id it is cited by."""
    parts = [joined(source.author), f"*{escape(source.title)}*" if source.title.strip() else ""]
    parts = [escape(parts[0]), parts[1], *map(escape, _details(source))]
    said = ", ".join(part for part in parts if part)
    return f"- **{escape(source.id)}**" + (f": {said}" if said else "")


def _details(source: Source) -> Iterator[str]:
    yield source.publisher or ""
    yield source.date or (str(source.year) if source.year is not None else "")
    yield f"doi:{source.doi}" if source.doi else ""
    yield source.url or ""


def joined(names: tuple[str, ...]) -> str:
    """Return names as a sentence lists them."""
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
