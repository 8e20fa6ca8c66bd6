"""The importance of each card and each row of evidence, and the order in which pages show them.

Importance falls from the thesis on. What the pages show one after another are *items*: a card, an
objection with its answer, or some rows of evidence. The items below one statement are in a list of
their own; the statement is their *anchor*.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from heapq import heappop, heappush
from itertools import accumulate
from typing import NamedTuple

from attrs import define, field, frozen

from argmap.model import Evidence, Status
from argmap.rendering.pages.chapters import MAIN, Chapters
from argmap.rendering.scene.roles import Role
from argmap.rendering.scene.scene import Card, Scene

_LINKED_FACTOR, _REASON_FACTOR, _EVIDENCE_FACTOR, _ROW_FACTOR = 0.75, 0.7, 0.6, 0.55
_STANDING_FACTOR, _REJECTED_FACTOR, _GRANTED_FACTOR = 0.8, 0.66, 0.6
_FIRST_OBJECTION_FACTOR, _NEXT_FACTOR = 0.9, 0.99
_OPTION_FACTOR, _HEADING_FACTOR, _CONTEXT_FACTOR, _LATER_ROOT_FACTOR = 0.95, 0.99, 0.9, 0.5
"""The importance of a card, as a share of that of the card above it."""

_MAX_EARLY_CONTEXTS = 3


class ItemAnchor(NamedTuple):
    """What items are below: a statement on a card, or the inference of a card.

    ``entry`` is the number of the statement on its card if the card has several, else 0; -1 for the
    inference of a card with several premises, whose items undercut it.
    """

    card: int
    entry: int


TOP = ItemAnchor(-1, -1)
"""The anchor of the cards that are below nothing."""


class Rows(NamedTuple):
    """A run of the rows of evidence and contexts on a statement."""

    card: int
    entry: int
    start: int
    end: int


class ItemRun(NamedTuple):
    """The cards of a chapter below an anchor, or the rows on it; shown from the first on."""

    anchor: ItemAnchor
    has_rows: bool
    chapter: int


@frozen(eq=False)
class Item:
    """What is shown together: cards, or rows of a card.

    Attributes:
        anchor: What it is below.
        importance: Its importance, from 0 to 1.
        chapter: The number of the chapter that it is in.
        cards: The cards: one, or an objection and its answer.
        rows: The rows; None if it has cards.
    """

    anchor: ItemAnchor
    importance: float
    chapter: int
    cards: tuple[int, ...] = ()
    rows: Rows | None = None

    @property
    def position(self) -> int:
        """Its position in the author's order."""
        return self.cards[0] if self.rows is None else self.rows.card

    @property
    def run(self) -> ItemRun:
        """The list that it is in."""
        return ItemRun(self.anchor, self.rows is not None, self.chapter)

    def priority(self, *, is_first_page: bool) -> float:
        """Return its priority on a page.

        The first page is a summary; on the others, rows follow their card.
        """
        if is_first_page or self.rows is None:
            return self.importance
        return self.importance / _ROW_FACTOR * _NEXT_FACTOR


@define(slots=False)
class ItemTree:
    """The items of a scene, by what they are below; the most important first.

    Attributes:
        scene: The scene.
        max_rows: The number of rows that are not separated.
        runs: The items of each run.
        runs_at: The runs at each anchor: that of rows first, then those of cards by chapter.
    """

    scene: Scene
    max_rows: int
    runs: dict[ItemRun, list[Item]] = field(init=False)
    runs_at: dict[ItemAnchor, list[ItemRun]] = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.runs, self.runs_at = {}, {}
        for item in sorted(self._items(), key=lambda item: -item.importance):
            self.runs.setdefault(item.run, []).append(item)
        for run in sorted(self.runs, key=lambda run: (not run.has_rows, run.chapter)):
            self.runs_at.setdefault(run.anchor, []).append(run)

    @cached_property
    def chapters(self) -> Chapters:
        """The chapters of the scene."""
        return Chapters.of(self.scene)

    def items_below(self, anchor: ItemAnchor) -> Iterator[Item]:
        """Yield the items below an anchor."""
        for run in self.runs_at.get(anchor, ()):
            yield from self.runs[run]

    def first_position(self, run: ItemRun, start: int) -> int:
        """Return the position of the first item of a run in the author's order, from one on."""
        return self._first_positions[run][start]

    @cached_property
    def _first_positions(self) -> dict[ItemRun, list[int]]:
        positions: dict[ItemRun, list[int]] = {}
        for run, items in self.runs.items():
            reverse = accumulate((item.position for item in reversed(items)), min)
            positions[run] = [*reverse][::-1]
        return positions

    @cached_property
    def entry_runs(self) -> list[ItemRun]:
        """The runs where a chapter begins, or continues below a card of another chapter."""
        home = {
            card: item.chapter
            for items in self.runs.values()
            for item in items
            for card in item.cards
        }
        return [run for run in self.runs if home.get(run.anchor.card, MAIN) != run.chapter]

    @cached_property
    def chapter_starts(self) -> dict[int, int]:
        """The position of the thesis of each chapter: where most of its sentences begin."""
        sizes: dict[ItemAnchor, Counter[int]] = defaultdict(Counter)
        for run in self.entry_runs:
            sizes[run.anchor][run.chapter] += sum(map(self._sizes_in_chapter, self.runs[run]))
        best: dict[int, tuple[int, int]] = {}
        for run in self.entry_runs:
            ranked = -sizes[run.anchor][run.chapter], self.first_position(run, 0)
            best[run.chapter] = min(best.get(run.chapter, ranked), ranked)
        return {chapter: position for chapter, (_, position) in best.items()}

    def _sizes_in_chapter(self, item: Item) -> int:
        """Return the number of sentences of an item and of its chapter below it."""
        count, pending = 0, [item]
        while pending:
            item = pending.pop()
            count += self.own_sizes[item]
            for card in item.cards:
                for anchor in self.anchors_on(card):
                    for run in self.runs_at[anchor]:
                        if run.chapter == item.chapter:
                            pending += self.runs[run]
        return count

    def has_parts(self, card: int) -> bool:
        """Return whether a card has several premises, which are anchors of their own."""
        return len(self.scene.cards[card].premises) > 1

    def anchor_of(self, index: int) -> ItemAnchor:
        """Return what a card is below; an undercutter is below the inference."""
        card = self.scene.cards[index]
        if card.undercuts is not None:
            inference = self.scene.card_by_inference[card.undercuts]
            return ItemAnchor(inference, -1 if self.has_parts(inference) else 0)
        if card.parent is None:
            return TOP
        parent = card.parent.card
        return ItemAnchor(parent, card.parent.entry if self.has_parts(parent) else 0)

    def anchors_on(self, card: int) -> Iterator[ItemAnchor]:
        """Yield the anchors on a card that have items."""
        for entry in range(-1, max(len(self.scene.cards[card].entries), 1)):
            anchor = ItemAnchor(card, entry)
            if anchor in self.runs_at:
                yield anchor

    @cached_property
    def own_sizes(self) -> dict[Item, int]:
        """The number of sentences of each item."""
        return {item: self._own_size(item) for items in self.runs.values() for item in items}

    def _own_size(self, item: Item) -> int:
        if item.rows is not None:
            return item.rows.end - item.rows.start
        entries = (entry for card in item.cards for entry in self.scene.cards[card].entries)
        return sum(not entry.is_reference for entry in entries)

    @cached_property
    def lengths(self) -> dict[Item, tuple[int, int]]:
        """The number of letters and of sentences of each item."""
        return {item: self._length(item) for item in self.own_sizes}

    def _length(self, item: Item) -> tuple[int, int]:
        if item.rows is not None:
            card, entry, start, end = item.rows
            sentences = self.scene.cards[card].entries[entry].docked[start:end]
        else:
            entries = (entry for card in item.cards for entry in self.scene.cards[card].entries)
            sentences = tuple(entry.sentence for entry in entries)
        letters = sum(len(sentence.text) + len(sentence.label or "") for sentence in sentences)
        return letters, len(sentences)

    @cached_property
    def sizes(self) -> dict[Item, int]:
        """The number of sentences of each item and of everything below it."""
        sizes: dict[Item, int] = {}
        ordered = sorted(self.own_sizes, key=lambda item: (item.position, item.rows is not None))
        for item in reversed(ordered):
            anchors = [anchor for card in item.cards for anchor in self.anchors_on(card)]
            below = sum(sizes[other] for anchor in anchors for other in self.items_below(anchor))
            sizes[item] = self.own_sizes[item] + below
        return sizes

    # ---- Building --------------------------------------------------------------------------------

    def _items(self) -> Iterator[Item]:
        """Yield the items in the author's order."""
        scene = self.scene
        anchors = [self.anchor_of(index) for index in range(len(scene.cards))]
        below: dict[int, list[int]] = defaultdict(list)
        for index, anchor in enumerate(anchors):
            below[anchor.card].append(index)
        importance = self._importance(anchors)
        answers: set[int] = set()
        for index, card in enumerate(scene.cards):
            if index not in answers:
                cards = (index, *self._answers(index, below))
                answers.update(cards[1:])
                chapter = self.chapters.of_card[index]
                yield Item(anchors[index], importance[index], chapter, cards)
            for entry, shown in enumerate(card.entries):
                for start in range(0, len(shown.docked), self.max_rows):
                    end = min(start + self.max_rows, len(shown.docked))
                    yield Item(
                        ItemAnchor(index, entry if self.has_parts(index) else 0),
                        importance[index] * _ROW_FACTOR,
                        self.chapters.of_entry[index][entry],
                        rows=Rows(index, entry, start, end),
                    )

    def _importance(self, anchors: Sequence[ItemAnchor]) -> list[float]:
        importance: list[float] = []
        attacked: set[ItemAnchor] = set()
        for index, (card, anchor) in enumerate(zip(self.scene.cards, anchors, strict=True)):
            outer = importance[anchor.card] if anchor is not TOP else 1.0
            factor = self._factor(card, is_first_root=not index)
            if _is_objection(card) and anchor not in attacked:
                attacked.add(anchor)
                factor = _FIRST_OBJECTION_FACTOR
            importance.append(outer * factor)
        return importance

    def _factor(self, card: Card, *, is_first_root: bool) -> float:
        if card.role is Role.ROOT:
            is_main = card.is_thesis or is_first_root or card.parent is not None
            return 1.0 if is_main else _LATER_ROOT_FACTOR
        if card.role.is_granted:
            return _GRANTED_FACTOR
        if card.role.is_against:
            return _REJECTED_FACTOR if self._is_rejected(card) else _STANDING_FACTOR
        if card.role is Role.SUPPORT:
            if card.is_linked:
                return _LINKED_FACTOR
            return _EVIDENCE_FACTOR if isinstance(card.single, Evidence) else _REASON_FACTOR
        return {
            Role.OPTION: _OPTION_FACTOR,
            Role.HEADING: _HEADING_FACTOR,
            Role.CONTEXT: _CONTEXT_FACTOR if self._has_few_contexts else _LATER_ROOT_FACTOR,
        }.get(card.role, 1.0)

    @cached_property
    def _has_few_contexts(self) -> bool:
        """Whether the contexts of the whole map have space on a summary."""
        roles = [card.role for card in self.scene.cards]
        return roles.count(Role.CONTEXT) <= _MAX_EARLY_CONTEXTS

    def _is_rejected(self, card: Card) -> bool:
        return self._status(card) is Status.REJECTED

    def _status(self, card: Card) -> Status | None:
        if card.inference is not None:
            return self.scene.annotations.status_of_inference(card.inference)
        return self.scene.status_of(card)

    def _answers(self, index: int, below: dict[int, list[int]]) -> Iterator[int]:
        """Yield what answers an objection; if that is rejected, also what rejects it."""
        if not _is_objection(self.scene.cards[index]):
            return
        answer = self._answer(index, below)
        if answer is None:
            return
        yield answer
        if self._is_rejected(self.scene.cards[answer]):
            defeater = self._answer(answer, below)
            if defeater is not None:
                yield defeater

    def _answer(self, index: int, below: dict[int, list[int]]) -> int | None:
        """Return the first accepted attack on a card, else the first attack."""
        attacks = [other for other in below[index] if _is_objection(self.scene.cards[other])]
        accepted = (
            other for other in attacks if self._status(self.scene.cards[other]) is Status.ACCEPTED
        )
        return next(accepted, attacks[0] if attacks else None)


def _is_objection(card: Card) -> bool:
    return card.role.is_against and not card.role.is_granted


@define
class ItemQueue:
    """The items below an anchor, those of the highest priority first.

    No item comes before the one that it is below. The first items of each run that are ``shown``
    are left out, and so are those of other chapters unless ``chapter`` is None.
    """

    tree: ItemTree
    anchor: ItemAnchor
    chapter: int | None
    shown: Mapping[ItemRun, int]
    is_first_page: bool
    _listed: list[Item] = field(factory=list)
    _heap: list[tuple[float, int, int, ItemRun, int]] = field(factory=list)

    def __attrs_post_init__(self) -> None:
        self._push_below(self.anchor, self.shown)

    def first(self, count: int) -> list[Item]:
        """Return the first ``count`` items; fewer if there are no more."""
        while len(self._listed) < count and self._heap:
            _, _, _, run, number = heappop(self._heap)
            item = self.tree.runs[run][number]
            self._listed.append(item)
            self._push(run, number + 1)
            for card in item.cards:
                for anchor in self.tree.anchors_on(card):
                    self._push_below(anchor, {})
        return self._listed[:count]

    def _push_below(self, anchor: ItemAnchor, shown: Mapping[ItemRun, int]) -> None:
        for run in self.tree.runs_at.get(anchor, ()):
            if self.chapter in (None, run.chapter):
                self._push(run, shown.get(run, 0))

    def _push(self, run: ItemRun, number: int) -> None:
        items = self.tree.runs.get(run, ())
        if number < len(items):
            item = items[number]
            start = item.rows.start if item.rows is not None else 0
            priority = -item.priority(is_first_page=self.is_first_page)
            heappush(self._heap, (priority, item.position, start, run, number))
