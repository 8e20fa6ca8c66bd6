"""Gives the elements of a new version the ids that they had in the old one.

Then two versions can be compared, and mixed, id by id.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any, TypeVar

from attrs import evolve

from argmap.comparison.matching import Matching
from argmap.model import ArgumentMap
from argmap.model.source import Citation

_NEW = "~new"
"""Ends the aligned id of a new element whose id another, removed element had."""

_Element = TypeVar("_Element")


def align(new: ArgumentMap, old: ArgumentMap, matching: Matching) -> ArgumentMap:
    """Return the new version with the old ids; an element that is new keeps its id."""
    sentences = _names(
        [*new.statements, *new.questions, *new.contexts],
        matching.sentences.by_new,
        {*old.statements, *old.questions, *old.contexts},
    )
    inferences = _names(new.inferences, matching.inferences.by_new, old.inferences.keys())
    sources = _names(new.sources, matching.sources.by_new, old.sources.keys())
    sections = _names(new.sections, matching.sections.by_new, old.sections.keys())

    def ids(of: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(sentences.get(id_, id_) for id_ in of)

    def any_id(id_: str) -> str:
        return sentences.get(id_) or inferences.get(id_, id_)

    def section(of: Any) -> str | None:
        return None if of is None else sections.get(of, of)

    def citations(of: tuple[Citation, ...]) -> tuple[Citation, ...]:
        return tuple(evolve(c, source=sources.get(c.source, c.source)) for c in of)

    return evolve(
        new,
        named_theses=ids(new.named_theses),
        statements=_renamed(
            new.statements,
            sentences,
            lambda s: {"section": section(s.section), "citations": citations(s.citations)},
        ),
        questions=_renamed(
            new.questions,
            sentences,
            lambda q: {
                "section": section(q.section),
                "citations": citations(q.citations),
                "options": ids(q.options),
                "expected_options": ids(q.expected_options),
            },
        ),
        contexts=_renamed(
            new.contexts,
            sentences,
            lambda c: {
                "section": section(c.section),
                "citations": citations(c.citations),
                "parent": None if c.parent is None else any_id(c.parent),
            },
        ),
        inferences=_renamed(
            new.inferences,
            inferences,
            lambda i: {
                "premises": ids(i.premises),
                "conclusion": ids((i.conclusion,))[0],
                "undercutters": ids(i.undercutters),
            },
        ),
        contradictions=tuple(
            evolve(pair, first=any_id(pair.first), second=any_id(pair.second))
            for pair in new.contradictions
        ),
        preferences=tuple(
            evolve(pair, stronger=any_id(pair.stronger), weaker=any_id(pair.weaker))
            for pair in new.preferences
        ),
        sources=_renamed(new.sources, sources, lambda _: {}),
        sections=_renamed(new.sections, sections, lambda s: {"parent": section(s.parent)}),
    )


def _names(
    ids: Collection[str], old_by_new: Mapping[str, str], old_ids: Collection[str]
) -> dict[str, str]:
    """Return the aligned id of each new id."""
    return {id_: old_by_new.get(id_) or (id_ + _NEW if id_ in old_ids else id_) for id_ in ids}


def _renamed(
    elements: Mapping[str, _Element],
    names: Mapping[str, str],
    references: Callable[[Any], dict[str, Any]],
) -> dict[str, _Element]:
    """Return elements with other ids, and with other ids in the fields that refer to elements."""
    return {
        names[id_]: evolve(element, id=names[id_], **references(element))  # type: ignore[misc]
        for id_, element in elements.items()
    }
