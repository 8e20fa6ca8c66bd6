"""What is told of a statement beside the argument: its sources, and what its author noted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from argmap.model import ArgumentMap, Citation, Source, Statement
from argmap.render.escaping import clean
from argmap.text.safe import link

_WEB = ("http:", "https:", "mailto:")


def citations(argument: ArgumentMap, statement: Statement) -> list[dict[str, Any]]:
    """Return each citation: the place and the words, the source in full, and where it leads."""
    found = []
    for citation in statement.citations:
        source = argument.sources.get(citation.source)
        found.append(
            {
                "source": clean(_reference(source) if source else citation.source),
                "place": clean(_place(citation)),
                "url": _address(source) if source else None,
            }
        )
    return found


def way_to(statement: Statement) -> str | None:
    """Return where a statement itself leads: to the web, or to the picture of its part."""
    return link(statement.url)


def facts(argument: ArgumentMap, statement: Statement) -> list[tuple[str, str]]:
    """Return what is noted of a statement, each fact with its name."""
    return [(name, clean(said)) for name, said in _facts(argument, statement) if said]


def _facts(argument: ArgumentMap, statement: Statement) -> Iterator[tuple[str, str]]:
    if statement.section is not None and statement.section in argument.sections:
        section = argument.sections[statement.section]
        yield "Section", section.title or section.id
    if statement.confidence is not None:
        yield "Confidence", str(statement.confidence).replace("-", " ")
    if statement.credibility is not None:
        yield "Credibility", f"{statement.credibility} of 6"
    yield "Held by", ", ".join(statement.held_by)
    if statement.standard is not None:
        yield "Standard of proof", statement.standard.value.replace("-", " ")
    steps = argument.steps_from.get(statement.id, ())
    yield "Scheme", ", ".join(dict.fromkeys(s.scheme.replace("-", " ") for s in steps if s.scheme))
    yield "Date", statement.date or ""
    yield "Valid until", statement.valid_until or ""
    yield "Tags", ", ".join(statement.tags)
    yield "Note", " ".join((statement.note or "").split())


def _reference(source: Source) -> str:
    """Return a source as a list of references has it: author, title, publisher, year."""
    when = str(source.year) if source.year is not None else source.date
    parts = [", ".join(source.author), source.title or source.id, source.publisher, when]
    return ", ".join(part for part in parts if part)


def _place(citation: Citation) -> str:
    parts = [citation.locator.label] if citation.locator else []
    if citation.snippet:
        parts.append(f"“{citation.snippet}”")
    return " ".join(parts)


def _address(source: Source) -> str | None:
    """Return the web address of a source, or that of its DOI; nothing of any other scheme."""
    for url in (source.url, f"https://doi.org/{source.doi}" if source.doi else None):
        if (found := link(url)) and found.lower().startswith(_WEB):
            return found
    return None
