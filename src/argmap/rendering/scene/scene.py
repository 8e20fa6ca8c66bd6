"""The scene as data: cards in trees, and links across the trees."""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

from attrs import frozen

from argmap.model import (
    ArgumentMap,
    Concession,
    Context,
    Inference,
    Sentence,
    Status,
)
from argmap.rendering.annotations import NO_ANNOTATIONS, Annotations
from argmap.rendering.scene.roles import Bundle, Head, LinkKind, Role


class CardRef(NamedTuple):
    """Where a statement is drawn: the card, the entry on it, and the docked row of the entry.

    The row is -1 for the statement of the entry itself.
    """

    card: int
    entry: int = 0
    row: int = -1


class PageMark(NamedTuple):
    """A part of a note on a card about another page: its text, and the page that it links to."""

    text: str
    href: str | None = None


MarkLine = tuple[PageMark, ...]
"""A note on one line: a symbol, and texts."""


@frozen
class Entry:
    """A sentence on a card.

    Attributes:
        sentence: The statement, question or context.
        docked: The evidence and the contexts that are rows at its bottom.
        is_reference: Whether it is a premise that is drawn elsewhere.
        section_label: The titles of the section that begins with it; empty if none does.
        marks: The notes about other pages, at its bottom.
    """

    sentence: Sentence
    docked: tuple[Sentence, ...] = ()
    is_reference: bool = False
    section_label: str = ""
    marks: tuple[MarkLine, ...] = ()


@frozen
class Card:
    """A card: a statement, a question, a context, an inference, or the heading of a section.

    Attributes:
        key: The id of its single sentence, or of its inference or section.
        role: What it does to its parent.
        head: The text of its head line.
        entries: Its sentences: first the premises of the inference, then its contexts.
        inference: The inference whose premises are on it. Lines of undercutters end on a dot before
            the card.
        parent: The statement, or the heading, that it is drawn under.
        undercuts: The id of the inference that its statement undercuts. The parent is then the
            conclusion of the inference, and the line ends on the dot of the inference.
        title: The text of a heading.
        is_linked: Whether it shows an inference as such, with its premises on it: an inference with
            several premises or none, or with a label, a confidence or contexts.
        is_thesis: Whether its statement is a thesis.
        depth: The number of cards above it.
        marks: The notes about other pages, at the bottom of the card.
        origin: The note about the page that the card is repeated from; empty if it is not repeated.
    """

    key: str
    role: Role
    head: Head
    entries: tuple[Entry, ...] = ()
    inference: Inference | None = None
    parent: CardRef | None = None
    undercuts: str | None = None
    title: str = ""
    is_linked: bool = False
    is_thesis: bool = False
    depth: int = 0
    marks: tuple[MarkLine, ...] = ()
    origin: MarkLine = ()

    @property
    def line_role(self) -> Role:
        """The role that determines the style of the line to its parent."""
        is_top = self.role in (Role.ROOT, Role.QUESTION, Role.CONTEXT)
        return Role.HEADING if is_top else self.role

    @property
    def single(self) -> Sentence | None:
        """The only sentence on the card; None if it shows an inference or a heading."""
        return None if self.is_linked or len(self.entries) != 1 else self.entries[0].sentence

    @property
    def is_granted(self) -> bool:
        """Whether it has the look of a concession: an attack that is granted."""
        return self.role.is_granted or (
            self.role is Role.ROOT and isinstance(self.single, Concession)
        )

    @property
    def theme_role(self) -> str:
        """The role in themes whose colors the card has."""
        return "concession" if self.is_granted else self.role.theme_role

    @property
    def premises(self) -> tuple[Entry, ...]:
        """The entries that are premises of its inference."""
        return tuple(e for e in self.entries if not isinstance(e.sentence, Context))

    @property
    def has_dot(self) -> bool:
        """Whether there is a dot before the card, for the undercutters of its inference."""
        return self.inference is not None and bool(self.inference.undercutters)


@frozen
class Link:
    """A line across the trees; that of an undercut ends on the dot before the target card."""

    key: str
    kind: LinkKind
    source: CardRef
    target: CardRef


_LINK_NOTES = {
    LinkKind.SUPPORT: "",
    LinkKind.ATTACK: " against",
    LinkKind.REBUTTAL: " answers",
    LinkKind.CONCESSION: " granted against",
}
_MAX_NAME_LENGTH = 48  # characters


def quote_name(sentence: Sentence) -> str:
    """Return the label of a sentence, or the start of its text, in quotation marks."""
    text = " ".join((sentence.label or sentence.text).split())
    if len(text) > _MAX_NAME_LENGTH:
        head = text[:_MAX_NAME_LENGTH]
        text = f"{head.rpartition(' ')[0] or head}…"
    return f"“{text}”"


@frozen
class Scene:
    """Everything that a picture shows.

    Attributes:
        argument_map: The map.
        cards: The cards in preorder, tree by tree.
        links: The links across the trees.
        card_refs: Where each statement, question and context is drawn, by its id.
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
        return self.annotations.statuses.get(card.single.id) if card.single else None

    def is_pale(self, card: Card) -> bool:
        """Return whether a card is drawn as rejected; what is granted never is."""
        return self.status_of(card) is Status.REJECTED and not card.is_granted

    def is_accepted_option(self, card: Card) -> bool:
        """Return whether a card is an accepted option of a question."""
        id_ = card.single.id if card.single is not None else ""
        return id_ in self.argument_map.questions_of and self.status_of(card) is Status.ACCEPTED

    def is_inference_rejected(self, inference: str) -> bool:
        """Return whether the inference of this id exists and is known not to hold."""
        return self.annotations.is_inference_rejected(self.argument_map.inferences.get(inference))

    def is_line_faint(self, card: Card) -> bool:
        """Return whether the line of a card is pale: its undercutter or inference is rejected."""
        if card.undercuts is not None:
            return self.is_rejected(card.key)
        return self.annotations.is_inference_rejected(card.inference)

    def is_faint(self, link: Link) -> bool:
        """Return whether a link is a rejected inference, or comes from a rejected undercutter."""
        if link.kind.is_undercut:
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
    def preference_notes(self) -> dict[str, tuple[str, ...]]:
        """What each element outweighs and is outweighed by, in words, by the id that shows it.

        An inference shows its own preferences if it has a card; else its premises show them.
        """
        notes: dict[str, list[str]] = {}
        for preference in self.argument_map.preferences:
            for verb, end, other in (
                ("outweighs", preference.stronger, preference.weaker),
                ("outweighed by", preference.weaker, preference.stronger),
            ):
                note = f"{verb} {self.name_of(other)}"
                for place in self._places_of(end):
                    notes.setdefault(place, []).append(note)
        return {id_: tuple(dict.fromkeys(listed)) for id_, listed in notes.items()}

    @cached_property
    def link_notes(self) -> dict[str, list[str]]:
        """The statements of other sections or options that links lead to, by the id of the source.

        These links are long, so that their lines are hard to follow.
        """
        notes: dict[str, list[str]] = {}
        if not self.annotations.names_links:
            return notes
        for link in self.links:
            if not link.kind.targets_statement or link.source.row >= 0:
                continue
            if self._region(link.source) != self._region(link.target):
                source, target = self.statement_ids[link.source], self.statement_ids[link.target]
                name = quote_name(self.argument_map.statements[target])
                notes.setdefault(source, []).append(f"→{_LINK_NOTES[link.kind]} {name}")
        return notes

    def _region(self, place: CardRef) -> tuple[str | None, int | None]:
        """Return the outermost section of a statement, and the option that it is below."""
        section = self.argument_map.statements[self.statement_ids[place]].section
        path = self.argument_map.section_path(section)
        return next(iter(path), None), self._options[place.card]

    @cached_property
    def _options(self) -> list[int | None]:
        """The option that each card is, or is below; None if there is none."""
        options: list[int | None] = []
        for index, card in enumerate(self.cards):
            above = options[card.parent.card] if card.parent is not None else None
            options.append(index if card.role is Role.OPTION else above)
        return options

    def _places_of(self, id_: str) -> tuple[str, ...]:
        inference = self.argument_map.inferences.get(id_)
        index = self.card_by_inference.get(id_)
        if inference is None or (index is not None and self.cards[index].is_linked):
            return (id_,)
        return inference.premises

    def name_of(self, id_: str) -> str:
        """Return the name of a statement or an inference for readers: its label or its words."""
        inference = self.argument_map.inferences.get(id_)
        if inference is None:
            return quote_name(self.argument_map.statements[id_])
        if inference.label:
            return f"“{inference.label}”"
        premises = [quote_name(self.argument_map.statements[p]) for p in inference.premises]
        return " and ".join(premises) or "an inference"

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
    def incoming(self) -> dict[CardRef, list[Bundle]]:
        """The bundles of the lines that end at each statement, in the order of the lines."""
        incoming: dict[CardRef, list[Bundle]] = {}
        for card in self.cards:
            if card.parent is not None and card.undercuts is None:
                incoming.setdefault(card.parent, []).append(card.role.bundle)
        for link in self.links:
            if link.kind.targets_statement:
                target = link.target._replace(row=-1)
                incoming.setdefault(target, []).append(link.kind.bundle)
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
