"""What is to be drawn, as data: cards, what hangs where, and what crosses.

What a card does in the argument, as a sign, a word and a line.
"""

from __future__ import annotations

from enum import Enum
from functools import cached_property
from typing import NamedTuple

from attrs import frozen

from argmap.model import ArgumentMap, Inference, Statement, Status
from argmap.rendering.annotations import NO_ANNOTATIONS, Annotations


class Role(Enum):
    """What a card does to what it hangs under; the value names its inks in a theme."""

    ROOT = "root"
    """It hangs under nothing."""
    SUPPORT = "support"
    ATTACK = "attack"
    REBUTTAL = "rebuttal"
    """It attacks what attacks something else, and so defends that."""
    UNDERCUT = "undercut"
    """It denies an inference, not a statement."""
    HEADING = "heading"
    """It is no statement at all: a section over several roots."""

    @property
    def theme_role(self) -> str:
        return "root" if self is Role.HEADING else self.value

    @property
    def is_against(self) -> bool:
        return self in (Role.ATTACK, Role.REBUTTAL, Role.UNDERCUT)


class Head(NamedTuple):
    """What the head of a card says."""

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
    """Return the head of a card for a statement of ``kind``, or for linked premises (None)."""
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
    """Return the head of one of several linked premises, which says what kind it is."""
    return _KINDS[kind]


class CardRef(NamedTuple):
    """Where a statement is drawn: card, entry on it, docked row of that entry (-1: the entry)."""

    card: int
    entry: int = 0
    row: int = -1


@frozen
class Entry:
    """One statement on a card, with the evidence docked under it.

    ``is_reference`` marks a premise that is drawn elsewhere and only named here. ``eyebrow`` is the
    section that begins with it.
    """

    statement: Statement
    evidence: tuple[Statement, ...] = ()
    is_reference: bool = False
    eyebrow: str = ""


@frozen
class Card:
    """A box: a statement, several linked premises (an entry each), or the heading of a section.

    ``inference`` is the inference whose premises stand on it; its undercutters end on a dot before
    the card. ``parent`` is what it hangs under. A card that ``undercuts`` an inference hangs under
    the inference's conclusion, and points at the dot before the inference's card. ``depth`` counts
    from the root, 0.
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
        """What the line to its parent looks like: a root's only hangs under a heading."""
        return Role.HEADING if self.role is Role.ROOT else self.role

    @property
    def has_dot(self) -> bool:
        return self.inference is not None and bool(self.inference.undercutters)

    @property
    def is_linked(self) -> bool:
        return self.inference is not None and len(self.entries) != 1


class LinkKind(Enum):
    """What a link across the tree says; the value names it in ids and classes."""

    SUPPORT = "support"
    ATTACK = "attack"
    REBUTTAL = "rebuttal"
    UNDERCUT = "undercut"
    CONTRADICTION = "contradiction"
    REFERENCE = "reference"
    """From a statement to the card where it is a premise too."""

    @property
    def targets_statement(self) -> bool:
        """Whether it is an inference of its own, for or against the statement it ends on."""
        return self in (LinkKind.SUPPORT, LinkKind.ATTACK, LinkKind.REBUTTAL)


@frozen
class Link:
    """A line across the tree; an undercut's ends on the dot before the card of its target."""

    key: str
    kind: LinkKind
    source: CardRef
    target: CardRef


@frozen
class Scene:
    """A whole picture. ``cards`` stand in the order of the argument, each tree without a gap."""

    argument_map: ArgumentMap
    cards: tuple[Card, ...]
    links: tuple[Link, ...]
    card_refs: dict[str, CardRef]
    """Where each statement is drawn, by its id."""
    card_by_inference: dict[str, int]
    """The card that the premises of an inference stand on, by the inference's id."""
    annotations: Annotations = NO_ANNOTATIONS

    def status_of(self, card: Card) -> Status | None:
        """Return the status of a card: of its statement, or of the inference that joins several."""
        if card.is_linked and card.inference is not None:
            return self.annotations.status_of_inference(card.inference)
        only = card.entries[0].statement.id if len(card.entries) == 1 else ""
        return self.annotations.statuses.get(only)

    def is_inference_rejected(self, inference: str) -> bool:
        """Whether an inference, by its id, is known not to hold."""
        return self.annotations.is_inference_rejected(self.argument_map.inferences.get(inference))

    def is_faint(self, link: Link) -> bool:
        """Whether a link across the tree stands for what does not hold."""
        if link.kind is LinkKind.UNDERCUT:
            return self.is_rejected(self.statement_ids[link.source])
        return link.kind.targets_statement and self.is_inference_rejected(link.key)

    def is_rejected(self, statement: str) -> bool:
        """Whether a statement, by its id, is rejected."""
        return self.annotations.statuses.get(statement) is Status.REJECTED

    @cached_property
    def statement_ids(self) -> dict[CardRef, str]:
        """The statement that sits on each seat, by its id."""
        return {card_ref: name for name, card_ref in self.card_refs.items()}

    @cached_property
    def children(self) -> list[list[int]]:
        """The cards that hang under each card, in order."""
        below: list[list[int]] = [[] for _ in self.cards]
        for index, card in enumerate(self.cards):
            if card.parent is not None:
                below[card.parent.card].append(index)
        return below

    @cached_property
    def links_from(self) -> dict[int, list[Link]]:
        """The links that begin on each card."""
        links: dict[int, list[Link]] = {}
        for link in self.links:
            links.setdefault(link.source.card, []).append(link)
        return links

    @cached_property
    def incoming(self) -> dict[CardRef, list[bool]]:
        """Whether each line that comes in at a statement is an attack, in their order."""
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
        """The trees that links tie together, each group in order: what must be laid out as one."""
        trees = self.trees
        tree_of = [number for number, tree in enumerate(trees) for _ in tree]
        first = list(range(len(trees)))

        def find(number: int) -> int:
            while first[number] != number:
                first[number] = number = first[first[number]]
            return number

        for link in self.links:
            one, other = find(tree_of[link.source.card]), find(tree_of[link.target.card])
            first[max(one, other)] = min(one, other)
        groups: dict[int, list[range]] = {}
        for number, tree in enumerate(trees):
            groups.setdefault(find(number), []).append(tree)
        return list(groups.values())
