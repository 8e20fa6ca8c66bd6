"""The scene of one page: some cards of a map's scene, with notes about the other pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple, Protocol

from attrs import define, evolve, field, frozen

from argmap.rendering.pages.importance import TOP, Item, ItemAnchor, ItemRun, ItemTree
from argmap.rendering.scene.roles import LinkKind, head_of
from argmap.rendering.scene.scene import (
    Card,
    CardRef,
    Entry,
    Link,
    MarkLine,
    PageMark,
    Scene,
)


@define(eq=False)
class PagePart:
    """Items below one anchor, which are a tree on a page; its root repeats the anchor's card.

    The part of the anchor `TOP` has no such root.
    """

    anchor: ItemAnchor
    items: list[Item]

    @property
    def position(self) -> int:
        """The position of the first item in the author's order."""
        return min(item.position for item in self.items)


class CardKey(NamedTuple):
    """What a card of a page shows: the same key has the same size on all pages.

    Attributes:
        card: The number of the card in the whole scene.
        premise: The premise that is shown alone; -1 for the whole card.
        is_repeated: Whether it repeats a card of another page.
        rows: The entry, the start and the end of the rows that are shown.
        marks: The numbers of lines of notes, by entry, and at last those of the card.
    """

    card: int
    premise: int
    is_repeated: bool
    rows: tuple[tuple[int, int, int], ...]
    marks: tuple[int, ...]


class LinkEnd(NamedTuple):
    """An end of a link, and where the other one is."""

    here: CardRef
    there: CardRef
    kind: LinkKind
    is_target: bool
    """Whether it is the end that the link points to."""

    @property
    def is_answered(self) -> bool:
        """Whether what is at the other end answers an objection at this one."""
        return self.is_target and self.kind in (LinkKind.REBUTTAL, LinkKind.REBUTTING_UNDERCUT)


class Notes(Protocol):
    """The notes about other pages on the cards of a page."""

    def rest(self, anchor: ItemAnchor) -> MarkLine | None:
        """Return where the rest of the items below an anchor are; None if there is no rest."""

    def origin(self, anchor: ItemAnchor) -> MarkLine:
        """Return which page a repeated card is from."""

    def links(self, ends: Sequence[LinkEnd]) -> Iterable[MarkLine]:
        """Yield notes about links that are not drawn, since the page shows only one end."""


@frozen
class TrialNotes:
    """Notes that are as high as the final ones, before the numbers of pages are known.

    Attributes:
        tree: The items.
        cards: The cards that the page does not only repeat.
        here: The number of items of each run on the page.
        shown: The same for the pages that were filled before it, and what is kept on the page.
        kept: The number of items of each run that are kept on the page.
    """

    tree: ItemTree
    cards: frozenset[int]
    here: Counter[ItemRun]
    shown: Counter[ItemRun]
    kept: Counter[ItemRun]

    def rest(self, anchor: ItemAnchor) -> MarkLine | None:
        """Return a note if some items are on other pages."""
        is_repeated = anchor.card not in self.cards
        for run in self.tree.runs_at.get(anchor, ()):
            count = self.here[run]
            if is_repeated:
                count += self.shown[run] - self.kept[run]
            if len(self.tree.runs[run]) > count:
                return (PageMark("▸"),)
        return None

    def origin(self, anchor: ItemAnchor) -> MarkLine:  # noqa: ARG002 (part of `Notes`)
        """Return the note of a repeated card."""
        return (PageMark("◂"),)

    def links(self, ends: Sequence[LinkEnd]) -> Iterable[MarkLine]:
        """Yield a note for each kind of link."""
        for _ in {end.is_answered for end in ends}:
            yield (PageMark("↔"),)


@frozen
class PlaceIndex:
    """Which cards and rows of the whole scene a page shows, except those that it repeats."""

    cards: frozenset[int]
    rows: dict[tuple[int, int], tuple[int, int]]

    @classmethod
    def of(cls, parts: Sequence[PagePart]) -> PlaceIndex:
        """Return what the parts of a page show."""
        items = [item for part in parts for item in part.items]
        rows: dict[tuple[int, int], tuple[int, int]] = {}
        for item in items:
            if item.rows is not None:
                card, entry, start, end = item.rows
                low, high = rows.get((card, entry), (start, end))
                rows[card, entry] = min(low, start), max(high, end)
        return cls(frozenset(card for item in items for card in item.cards), rows)

    def shows(self, place: CardRef) -> bool:
        """Return whether the page shows a statement, as a row or on its card."""
        if place.row < 0:
            return place.card in self.cards
        start, end = self.rows.get(place[:2], (0, 0))
        return start <= place.row < end


@frozen
class PageScene:
    """The scene of a page, and the key of each card in it."""

    scene: Scene
    keys: tuple[CardKey, ...]


class LinkIndex:
    """The links of a scene by the statements that they start and end at."""

    def __init__(self, scene: Scene) -> None:
        self.ends: dict[tuple[int, int], list[LinkEnd]] = {}
        self.of_card: dict[int, list[int]] = {}
        for number, link in enumerate(scene.links):
            for end in (
                LinkEnd(link.source, link.target, link.kind, False),
                LinkEnd(link.target, link.source, link.kind, True),
            ):
                self.ends.setdefault((end.here.card, end.here.entry), []).append(end)
            self.of_card.setdefault(link.source.card, []).append(number)


@frozen(slots=False)
class PageBuilder:
    """Builds the scenes of pages."""

    tree: ItemTree

    @property
    def whole(self) -> Scene:
        return self.tree.scene

    @cached_property
    def link_index(self) -> LinkIndex:
        return LinkIndex(self.whole)

    def build(self, parts: Sequence[PagePart], notes: Notes) -> PageScene:
        """Return the scene of a page with some parts."""
        places = PlaceIndex.of(parts)
        assembly = _Assembly(self, places, notes)
        for part in parts:
            assembly.add(part)
        return assembly.finish()


@define
class _Assembly:
    builder: PageBuilder
    places: PlaceIndex
    notes: Notes
    cards: list[Card] = field(factory=list)
    keys: list[CardKey] = field(factory=list)
    card_refs: dict[str, CardRef] = field(factory=dict)
    card_by_inference: dict[str, int] = field(factory=dict)
    _index: dict[int, int] = field(factory=dict)
    """The number of each card on the page, by its number in the whole scene."""
    _premises: dict[tuple[int, int], int] = field(factory=dict)
    """The same for premises that are alone on a card."""

    def add(self, part: PagePart) -> None:
        """Add the cards of a part, each after the one that it is below."""
        if part.anchor != TOP:
            self._add_repeated(part.anchor)
        for index in sorted(card for item in part.items for card in item.cards):
            self._add_card(index)

    def _add_repeated(self, anchor: ItemAnchor) -> None:
        """Add the card of an anchor, or only its statement if it is one of several premises."""
        card = self.builder.whole.cards[anchor.card]
        origin = self.notes.origin(anchor)
        if anchor.entry >= 0 and self.builder.tree.has_parts(anchor.card):
            entry = self._entry(anchor.card, anchor.entry, anchor)
            head = head_of(card.role, entry.sentence.kind)
            premise = Card(entry.sentence.id, card.role, head, (entry,), origin=origin)
            self._premises[anchor] = len(self.cards)
            self._append(premise, anchor.card, anchor.entry)
            return
        inference = card.inference
        if inference is not None and inference.undercutters:
            inference = evolve(inference, undercutters=())  # there is no line with a dot
        entries = [self._entry(anchor.card, i, anchor) for i in range(len(card.entries))]
        repeated = evolve(
            card,
            entries=tuple(entries),
            inference=inference,
            parent=None,
            undercuts=None,
            depth=0,
            marks=self._card_marks(card, anchor),
            origin=origin,
        )
        self._index[anchor.card] = len(self.cards)
        self._append(repeated, anchor.card)

    def _add_card(self, index: int) -> None:
        card = self.builder.whole.cards[index]
        has_parts = self.builder.tree.has_parts(index)
        entries = [
            self._entry(index, number, ItemAnchor(index, number if has_parts else 0))
            for number in range(len(card.entries))
        ]
        parent, undercuts = self._parent(card)
        added = evolve(
            card,
            entries=tuple(entries),
            parent=parent,
            undercuts=undercuts,
            depth=self.cards[parent.card].depth + 1 if parent is not None else 0,
            marks=self._card_marks(card, ItemAnchor(index, -1 if has_parts else 0)),
        )
        self._index[index] = len(self.cards)
        self._append(added, index)

    def _card_marks(self, card: Card, anchor: ItemAnchor) -> tuple[MarkLine, ...]:
        """Return the notes about what is below the card as a whole."""
        rest = self.notes.rest(anchor) if anchor.entry < 0 or not card.entries else None
        return (rest,) if rest is not None else ()

    def _entry(self, index: int, number: int, anchor: ItemAnchor) -> Entry:
        """Return an entry with the rows that the page shows, and with its notes."""
        entry = self.builder.whole.cards[index].entries[number]
        marks = list(self._link_notes(index, number))
        if number == anchor.entry and (rest := self.notes.rest(anchor)) is not None:
            marks.insert(0, rest)
        start, end = self.places.rows.get((index, number), (0, 0))
        if not marks and not entry.docked:
            return entry
        return evolve(entry, docked=entry.docked[start:end], marks=tuple(marks))

    def _link_notes(self, index: int, number: int) -> Iterator[MarkLine]:
        shows = self.places.shows
        ends = self.builder.link_index.ends.get((index, number), ())
        cut = [end for end in ends if shows(end.here) and not shows(end.there)]
        if cut:
            yield from self.notes.links(cut)

    def _parent(self, card: Card) -> tuple[CardRef | None, str | None]:
        """Return what a card is below on this page, and the inference that it undercuts there."""
        if card.parent is None:
            return None, None
        if card.undercuts is not None:
            inference = self._index[self.builder.whole.card_by_inference[card.undercuts]]
            if self.cards[inference].origin:
                last = max(len(self.cards[inference].premises) - 1, 0)
                return CardRef(inference, last), None
        return self._place(card.parent), card.undercuts

    def _place(self, place: CardRef) -> CardRef:
        """Return where a statement of the whole scene is on the page."""
        if place.card in self._index:
            return CardRef(self._index[place.card], place.entry)
        return CardRef(self._premises[place.card, place.entry], 0)

    def _append(self, card: Card, index: int, premise: int = -1) -> None:
        number = len(self.cards)
        self.cards.append(card)
        rows = tuple(
            (entry, *self.places.rows[index, entry])
            for entry in ((premise,) if premise >= 0 else range(len(card.entries)))
            if (index, entry) in self.places.rows
        )
        marks = (*(len(entry.marks) for entry in card.entries), len(card.marks))
        self.keys.append(CardKey(index, premise, bool(card.origin), rows, marks))
        if card.inference is not None:
            self.card_by_inference[card.inference.id] = number
        for position, entry in enumerate(card.entries):
            if not entry.is_reference:
                self.card_refs[entry.sentence.id] = CardRef(number, position)
            for row, docked in enumerate(entry.docked):
                self.card_refs[docked.id] = CardRef(number, position, row)

    def finish(self) -> PageScene:
        whole = self.builder.whole
        scene = Scene(
            whole.argument_map,
            tuple(self.cards),
            tuple(self._links()),
            self.card_refs,
            self.card_by_inference,
            whole.annotations,
        )
        return PageScene(scene, tuple(self.keys))

    def _links(self) -> Iterator[Link]:
        """Yield the links between statements that are both shown, and not only repeated."""
        whole = self.builder.whole
        numbers = [
            number
            for card in {*self._index, *(card for card, _ in self._premises)}
            for number in self.builder.link_index.of_card.get(card, ())
        ]
        for number in sorted(numbers):
            link = whole.links[number]
            if self.places.shows(link.source) and self.places.shows(link.target):
                yield evolve(link, source=self._end(link.source), target=self._end(link.target))

    def _end(self, place: CardRef) -> CardRef:
        card, entry = self._place(place)[:2]
        if place.row < 0:
            return CardRef(card, entry)
        start, _ = self.places.rows[place.card, place.entry]
        return CardRef(card, entry, place.row - start)
