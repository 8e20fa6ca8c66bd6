"""The scene as data: cards in trees, and links across the trees."""

from __future__ import annotations

from enum import Enum
from functools import cached_property
from typing import NamedTuple

from attrs import frozen

from argmap.model import ArgumentMap, Inference, Statement, Status
from argmap.rendering.annotations import NO_ANNOTATIONS, Annotations


class Role(Enum):
    """What a card does to its parent; the value is the role's name in themes and CSS classes."""

    ROOT = "root"
    """It has no parent, or its parent is a heading."""
    SUPPORT = "support"
    ATTACK = "attack"
    REBUTTAL = "rebuttal"
    """It attacks an attacker, and so defends what that attacks."""
    UNDERCUT = "undercut"
    """It attacks an inference, not a statement."""
    HEADING = "heading"
    """It is the heading of a section with several roots, not a statement."""

    @property
    def theme_role(self) -> str:
        """The role whose colors a card has."""
        return "root" if self is Role.HEADING else self.value

    @property
    def is_against(self) -> bool:
        return self in (Role.ATTACK, Role.REBUTTAL, Role.UNDERCUT)


class Head(NamedTuple):
    """The symbol and the label in the head line of a card."""

    symbol: str
    label: str

    def __str__(self) -> str:
        return f"{self.symbol} {self.label}" if self.symbol else self.label


_ROOTS = {"claim": Head("●", "CLAIM"), "evidence": Head("●", "EVIDENCE")}
_KINDS = {
    "claim": Head("", "CLAIM"),
    "evidence": Head("", "EVIDENCE"),
    "assumption": Head("?", "ASSUMPTION"),
    "counterpoint": Head("−", "COUNTERPOINT"),
}
_SUPPORT = {"evidence": Head("+", "EVIDENCE"), "assumption": Head("?", "ASSUMPTION")}
_FIXED = {
    Role.REBUTTAL: Head("−", "REBUTTAL"),
    Role.UNDERCUT: Head("×", "UNDERCUT"),
    Role.HEADING: Head("§", "SECTION"),
}
_OBJECTION = Head("−", "OBJECTION")


def head_of(role: Role, kind: str | None, *, is_thesis: bool = False) -> Head:
    """Return the head of a card.

    Args:
        role: The role of the card.
        kind: The kind of its statement; None for linked premises.
        is_thesis: Whether the statement is the thesis.
    """
    if role in _FIXED:
        return _FIXED[role]
    if role is Role.SUPPORT:
        return _SUPPORT.get(kind or "", Head("+", "REASON"))
    if role is Role.ATTACK:
        return _KINDS["counterpoint"] if kind == "counterpoint" else _OBJECTION
    if is_thesis:
        return Head("●", "THESIS")
    return _ROOTS.get(kind or "") or _KINDS[kind or "claim"]


def head_of_premise(kind: str) -> Head:
    """Return the head of one of several linked premises: its kind."""
    return _KINDS[kind]


class CardRef(NamedTuple):
    """Where a statement is drawn: the card, the entry on it, and the docked row of the entry.

    The row is -1 for the statement of the entry itself.
    """

    card: int
    entry: int = 0
    row: int = -1


@frozen
class Entry:
    """A statement on a card.

    Attributes:
        statement: The statement.
        evidence: The evidence docked on it.
        is_reference: Whether it is a premise that is drawn elsewhere.
        section_label: The titles of the section that begins with it; empty if none does.
    """

    statement: Statement
    evidence: tuple[Statement, ...] = ()
    is_reference: bool = False
    section_label: str = ""


@frozen
class Card:
    """A card: a statement, several linked premises, or the heading of a section.

    Attributes:
        key: The id of its single statement, or of its inference or section.
        role: What it does to its parent.
        head: The text of its head line.
        entries: Its statements.
        inference: The inference whose premises are on it. Lines of undercutters end on a dot before
            the card.
        parent: The statement, or the heading, that it is drawn under.
        undercuts: The id of the inference that its statement undercuts. The parent is then the
            conclusion of the inference, and the line ends on the dot of the inference.
        title: The text of a heading.
        is_thesis: Whether its statement is the thesis.
        depth: The number of cards above it.
    """

    key: str
    role: Role
    head: Head
    entries: tuple[Entry, ...] = ()
    inference: Inference | None = None
    parent: CardRef | None = None
    undercuts: str | None = None
    title: str = ""
    is_thesis: bool = False
    depth: int = 0

    @property
    def line_role(self) -> Role:
        """The role that determines the style of the line to its parent."""
        return Role.HEADING if self.role is Role.ROOT else self.role

    @property
    def has_dot(self) -> bool:
        """Whether there is a dot before the card, for the undercutters of its inference."""
        return self.inference is not None and bool(self.inference.undercutters)

    @property
    def is_linked(self) -> bool:
        """Whether it has several linked premises, or none."""
        return self.inference is not None and len(self.entries) != 1


class LinkKind(Enum):
    """What a link across the trees means; the value is its name in ids and CSS classes."""

    SUPPORT = "support"
    ATTACK = "attack"
    REBUTTAL = "rebuttal"
    UNDERCUT = "undercut"
    CONTRADICTION = "contradiction"
    REFERENCE = "reference"
    """From a statement to another card on which it is a premise."""

    @property
    def targets_statement(self) -> bool:
        """Whether it is an inference without a card, for or against the statement it ends on."""
        return self in (LinkKind.SUPPORT, LinkKind.ATTACK, LinkKind.REBUTTAL)


@frozen
class Link:
    """A line across the trees; that of an undercut ends on the dot before the target card."""

    key: str
    kind: LinkKind
    source: CardRef
    target: CardRef


@frozen
class Scene:
    """Everything that a picture shows.

    Attributes:
        argument_map: The map.
        cards: The cards in preorder, tree by tree.
        links: The links across the trees.
        card_refs: Where each statement is drawn, by its id.
        card_by_inference: The card with the premises of an inference, by the id of the inference.
        annotations: What is shown beyond the map.
    """

    argument_map: ArgumentMap
    cards: tuple[Card, ...]
    links: tuple[Link, ...]
    card_refs: dict[str, CardRef]
    card_by_inference: dict[str, int]
    annotations: Annotations = NO_ANNOTATIONS

    def status_of(self, card: Card) -> Status | None:
        """Return the status of a card: of its statement, or of its inference if it is linked."""
        if card.is_linked and card.inference is not None:
            return self.annotations.status_of_inference(card.inference)
        id_ = card.entries[0].statement.id if len(card.entries) == 1 else ""
        return self.annotations.statuses.get(id_)

    def is_inference_rejected(self, inference: str) -> bool:
        """Return whether the inference of this id exists and is known not to hold."""
        return self.annotations.is_inference_rejected(self.argument_map.inferences.get(inference))

    def is_faint(self, link: Link) -> bool:
        """Return whether a link is a rejected inference, or comes from a rejected undercutter."""
        if link.kind is LinkKind.UNDERCUT:
            return self.is_rejected(self.statement_ids[link.source])
        return link.kind.targets_statement and self.is_inference_rejected(link.key)

    def is_rejected(self, statement: str) -> bool:
        """Return whether the statement of this id is rejected."""
        return self.annotations.statuses.get(statement) is Status.REJECTED

    @cached_property
    def statement_ids(self) -> dict[CardRef, str]:
        """The id of the statement that is drawn at each place."""
        return {card_ref: id_ for id_, card_ref in self.card_refs.items()}

    @cached_property
    def children(self) -> list[list[int]]:
        """The children of each card, in order."""
        children: list[list[int]] = [[] for _ in self.cards]
        for index, card in enumerate(self.cards):
            if card.parent is not None:
                children[card.parent.card].append(index)
        return children

    @cached_property
    def links_from(self) -> dict[int, list[Link]]:
        """The links that start on each card."""
        links: dict[int, list[Link]] = {}
        for link in self.links:
            links.setdefault(link.source.card, []).append(link)
        return links

    @cached_property
    def incoming(self) -> dict[CardRef, list[bool]]:
        """The lines that end at each statement, in order: True for an attack."""
        incoming: dict[CardRef, list[bool]] = {}
        for card in self.cards:
            if card.parent is not None and card.undercuts is None:
                incoming.setdefault(card.parent, []).append(card.role.is_against)
        for link in self.links:
            if link.kind.targets_statement:
                target = link.target._replace(row=-1)
                incoming.setdefault(target, []).append(link.kind is not LinkKind.SUPPORT)
        return incoming

    @cached_property
    def trees(self) -> list[range]:
        """The cards of each tree, root first."""
        roots = [index for index, card in enumerate(self.cards) if card.parent is None]
        return [range(*ends) for ends in zip(roots, [*roots[1:], len(self.cards)], strict=True)]

    @cached_property
    def components(self) -> list[list[range]]:
        """The connected components: trees that links connect and that are laid out together."""
        trees = self.trees
        tree_of = [number for number, tree in enumerate(trees) for _ in tree]
        parents = list(range(len(trees)))  # union-find with path halving

        def find(number: int) -> int:
            while parents[number] != number:
                parents[number] = number = parents[parents[number]]
            return number

        for link in self.links:
            source, target = find(tree_of[link.source.card]), find(tree_of[link.target.card])
            parents[max(source, target)] = min(source, target)
        components: dict[int, list[range]] = {}
        for number, tree in enumerate(trees):
            components.setdefault(find(number), []).append(tree)
        return list(components.values())
