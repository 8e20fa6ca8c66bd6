"""A draft: what a foreign file says, before it becomes an argument map.

Elements have the keys of the file (any text), so that a reader does not need to know whether the
target of a relation exists, comes later, or is another relation. `argmap.exchange.foreign.build`
decides ids, kinds, order and the thesis.
"""

from __future__ import annotations

from typing import Any

from attrs import Factory, define, frozen

from argmap.model import ArgumentMap, Locator, Polarity
from argmap.model.losses import LossReport

Extra = dict[str, tuple[str, ...]]
"""Attributes that argmap does not know, by name (``x-…``)."""


@frozen
class DraftCitation:
    """A reference to a source by the source's key."""

    source: str
    locator: Locator | None = None
    quotation: str | None = None


@define
class DraftStatement:
    """A statement.

    Attributes:
        key: The key of the statement in the file.
        text: The text. Spaces are normalized, and control characters removed, by `build`.
        kind: A keyword of `argmap.model.STATEMENT_KINDS`; empty to decide by its place in the map:
            a counterpoint if it attacks, evidence with a citation or an assumption without one if
            nothing supports it, else a claim.
        id: An id that users of the file know; empty to make one from the label or the text.
        section: The key of its section.
        is_thesis: Whether the file says that it is the main claim.
        attributes: Other fields of `argmap.model.Statement`, by their names.
        element: The name of this kind of element in the loss report.
        change: What the reader changed in it, for the loss report; empty if it is as in the file.
        place: The place in the file, for the loss report.
    """

    key: str
    text: str
    kind: str = ""
    id: str = ""
    label: str | None = None
    section: str | None = None
    is_thesis: bool = False
    citations: list[DraftCitation] = Factory(list)
    tags: tuple[str, ...] = ()
    note: str | None = None
    attributes: dict[str, Any] = Factory(dict)
    extra: Extra = Factory(dict)
    element: str = "statement"
    change: str = ""
    place: str = ""


@define
class DraftRelation:
    """An inference: from premises, only together, to a target.

    Attributes:
        key: The key of the relation in the file; unique among all relations and statements.
        premises: The keys of the premises. A premise may be another relation: the statement that
            it leads to takes its place.
        target: The key of a statement, or of the relation that this one undercuts (``con``) or
            supports (``pro``).
        polarity: Whether it supports or attacks its target.
        id: An id that users of the file know.
        element: The name of this kind of element in the loss report; empty if it is not counted.
        edges: The number of edges in the file that make it up, which are counted as ``edge``.
        attributes: Other fields of `argmap.model.Inference`, by their names.
        change: What the reader changed in it, for the loss report.
        place: The place in the file, for the loss report.
    """

    key: str
    premises: list[str]
    target: str
    polarity: Polarity = Polarity.PRO
    id: str = ""
    scheme: str | None = None
    label: str | None = None
    element: str = "relation"
    tags: tuple[str, ...] = ()
    note: str | None = None
    attributes: dict[str, Any] = Factory(dict)
    extra: Extra = Factory(dict)
    change: str = ""
    place: str = ""
    edges: int = 0


@define
class DraftPreference:
    """The first statement or relation outweighs the second.

    Attributes:
        stronger: The key of a statement or a relation.
        weaker: The key of a statement or a relation.
        element: The name of this kind of element in the loss report; empty if it is not counted.
        edges: The number of edges in the file that make it up, which are counted as ``edge``.
        place: The place in the file, for the loss report.
    """

    stronger: str
    weaker: str
    element: str = "preference"
    edges: int = 0
    place: str = ""


@define
class DraftSource:
    """A source; ``attributes`` are fields of `argmap.model.Source`."""

    key: str
    title: str = ""
    id: str = ""
    attributes: dict[str, Any] = Factory(dict)
    extra: Extra = Factory(dict)


@define
class DraftSection:
    """A section; ``parent`` is the key of the section around it."""

    key: str
    title: str
    parent: str | None = None
    id: str = ""
    tags: tuple[str, ...] = ()
    note: str | None = None
    extra: Extra = Factory(dict)


@define
class DraftQuestion:
    """A question; ``options`` are keys of statements, ``attributes`` fields of the model's."""

    key: str
    text: str
    options: list[str] = Factory(list)
    id: str = ""
    section: str | None = None
    attributes: dict[str, Any] = Factory(dict)
    extra: Extra = Factory(dict)
    place: str = ""
    citations: list[DraftCitation] = Factory(list)


@define
class DraftContext:
    """A context; ``parent`` is the key of a statement, a relation or a question, if any."""

    key: str
    text: str
    parent: str | None = None
    id: str = ""
    section: str | None = None
    attributes: dict[str, Any] = Factory(dict)
    extra: Extra = Factory(dict)
    place: str = ""
    citations: list[DraftCitation] = Factory(list)


@define
class Draft:
    """What a file, or one of several maps in it, says.

    Attributes:
        name: The name of the map among several in one file; empty for the only one.
        is_neutral: Whether the file shows a debate without a thesis; None if it does not say.
        attributes: Other fields of `argmap.model.ArgumentMap`, by their names.
        contradictions: Pairs of keys of statements that cannot both be true.
        losses: What the reader changed or dropped. `build` adds what it does.
        complete_map: The map itself, from a file that says all that argmap can say; it is not
            built of the other fields.
    """

    title: str = ""
    name: str = ""
    is_neutral: bool | None = None
    statements: dict[str, DraftStatement] = Factory(dict)
    relations: dict[str, DraftRelation] = Factory(dict)
    sources: dict[str, DraftSource] = Factory(dict)
    sections: dict[str, DraftSection] = Factory(dict)
    questions: dict[str, DraftQuestion] = Factory(dict)
    contexts: dict[str, DraftContext] = Factory(dict)
    contradictions: list[tuple[str, str]] = Factory(list)
    preferences: list[DraftPreference] = Factory(list)
    attributes: dict[str, Any] = Factory(dict)
    extra: Extra = Factory(dict)
    losses: LossReport = Factory(LossReport)
    complete_map: ArgumentMap | None = None

    def add(self, statement: DraftStatement) -> None:
        """Add a statement; the keys of statements are unique."""
        self.statements[statement.key] = statement

    def relate(self, relation: DraftRelation) -> None:
        """Add a relation."""
        self.relations[relation.key] = relation

    def cite(self, title: str, **attributes: Any) -> str:
        """Add a source unless there is one with the same data, and return its key.

        Args:
            title: The title of the source; may be empty if it has a URL.
            attributes: Fields of `argmap.model.Source`.
        """
        key = repr((title, sorted(attributes.items())))
        if key not in self.sources:
            self.sources[key] = DraftSource(key, title, attributes=attributes)
        return key
