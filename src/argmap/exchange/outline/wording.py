"""The words of an outline: how a step is introduced, what is said behind a statement."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from argmap.exchange.outline.markdown import escape, linked
from argmap.model import ArgumentMap, Citation, Inference, Polarity, Source, Statement
from argmap.model.sides import defends
from argmap.text.safe import link

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


def _answers(argument_map: ArgumentMap, attack: Inference) -> bool:
    """Return whether what an attack is against speaks against the thesis."""
    is_defense = defends(argument_map, attack)
    if is_defense is None:
        return argument_map.statements[attack.conclusion].kind == "counterpoint"
    return is_defense


def _scheme(step: Inference) -> str:
    return f" *({escape(step.scheme.replace('-', ' '))})*" if step.scheme else ""


def undercut_lead(step: Inference) -> str:
    """Return the words before what denies a step."""
    what = "reason" if step.polarity is Polarity.PRO else "objection"
    return f"**but this is no {what}, since**"


def kind_in_group(statement: Statement) -> str:
    """Return what a linked premise is, where that is more than a claim."""
    return f"*{statement.kind}:*" if statement.kind in _BECAUSE else ""


def behind(statement: Statement, sources: Mapping[str, Source], *, has_own: bool = False) -> str:
    """Return what belongs to a statement: who says so, how likely, where it stands; or nothing.

    ``has_own`` says that its address is told elsewhere: it leads to an outline of its own.
    """
    parts = list(_behind(statement, sources))
    if statement.url and not has_own:
        parts.append(linked(escape(statement.url), statement.url))
    return f" ({'; '.join(parts)})" if parts else ""


def _behind(statement: Statement, sources: Mapping[str, Source]) -> Iterator[str]:
    if statement.held_by:
        yield f"according to {escape(joined(statement.held_by))}"
    if statement.confidence is not None:
        word = statement.confidence.word
        yield word.replace("-", " ") if word else f"confidence {statement.confidence}"
    if statement.date:
        yield escape(statement.date)
    for citation in statement.citations:
        yield _citation(citation, sources.get(citation.source))


def _citation(citation: Citation, source: Source | None) -> str:
    is_named = source is None or source.is_named
    parts = [escape(citation.source) if is_named or source is None else escape(source.title)]
    if citation.locator is not None:
        parts.append(citation.locator.label)
    place = linked(" ".join(parts), _address(source) if source else None)
    return place if citation.snippet is None else f"{place} “{escape(citation.snippet)}”"


def _address(source: Source) -> str | None:
    """Return where a source is to be read."""
    if link(source.url):
        return source.url
    return f"https://doi.org/{source.doi}" if source.doi else None


def source_line(source: Source) -> str:
    """Return a source as an entry of a bibliography, under the id it is cited by."""
    parts = [joined(source.author), f"*{escape(source.title)}*" if source.title.strip() else ""]
    parts = [escape(parts[0]), parts[1], *_details(source)]
    said = ", ".join(part for part in parts if part)
    if not source.is_named:
        return f"- {said or escape(source.title)}"
    return f"- **{escape(source.id)}**" + (f": {said}" if said else "")


def _details(source: Source) -> Iterator[str]:
    yield escape(source.publisher or "")
    yield escape(source.date or (str(source.year) if source.year is not None else ""))
    if source.doi:
        yield linked(escape(f"doi:{source.doi}"), f"https://doi.org/{source.doi}")
    if source.url:
        yield linked(escape(source.url), source.url)


def joined(names: tuple[str, ...]) -> str:
    """Return names as a sentence lists them."""
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
