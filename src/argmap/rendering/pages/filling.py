"""Pages filled with items, as many as fit at a readable size."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from attrs import define, field, frozen

from argmap.rendering.compact.layout import arrange, linked_cards, make_faces
from argmap.rendering.compact.search import find_shapes
from argmap.rendering.compact.shapes import Faces, Limits, Shape
from argmap.rendering.drawing import Drawing
from argmap.rendering.pages.importance import TOP, Item, ItemAnchor, ItemQueue, ItemRun, ItemTree
from argmap.rendering.pages.page_scene import CardKey, LinkEnd, PageBuilder, PagePart, PageScene
from argmap.rendering.scene.scene import Card, MarkLine, PageMark

_LOOK_AHEAD = 16
"""Number of parts among which one is looked for that still fits on a page."""

_MAX_JOINED_SENTENCES = 40
"""Number of sentences up to which everything below an anchor may be added to a started page."""

_FIRST_TRY = 8
_BEGINNINGS, _MIN_BEGINNING = 8, 3
"""Number of parts whose beginnings are tried, and of items that a beginning has at least."""

_MAX_AREA, _MAX_LEAST_AREA = 0.82, 0.56
"""The share of a page that cards can cover; more is not tried."""

_EMPTY_SHARE, _HALF_SHARE = 0.12, 0.2
"""The shares that texts need at least on a page: up to the first, it is empty, so that any
beginning is added; up to the second, it is not half full, so that a chapter may begin there.
"""

_LETTER_AREA, _LEAST_HEIGHT, _CARD_AREA = 75.0, 18.0, 9_000.0
"""The area of a letter of a statement, the height of the rest of a card, and its usual area."""

_TOLERANCE = 0.05


class Format(NamedTuple):
    """The space for cards on a page, in units of the layout, and the width of a card.

    Attributes:
        width: The width of every page.
        height: The height of every page but the first.
        first_height: The height of the first page, which has a caption and a legend.
        card_width: The width of a card with one premise.
    """

    width: float
    height: float
    first_height: float
    card_width: float


@define(eq=False)
class FilledPage:
    """A page: its parts, in the order of the chapters.

    Attributes:
        number: The number of pages that were filled before it.
        limits: The space for the parts.
        chapters: The chapters that begin or continue on it; those of the first page are not listed.
        parts: The parts.
        counts: The number of items of each run on it.
        too_large: The least area of added items that did not fit; larger ones are not tried.
    """

    number: int
    limits: Limits
    chapters: list[int]
    parts: list[PagePart] = field(factory=list)
    counts: Counter[ItemRun] = field(factory=Counter)
    too_large: float = float("inf")

    @property
    def is_first(self) -> bool:
        """Whether it is the summary."""
        return not self.number

    @property
    def items(self) -> Iterator[Item]:
        """The items of all parts."""
        return (item for part in self.parts for item in part.items)


@frozen
class _TrialNotes:
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
        is_repeated = anchor.card not in self.cards
        for run in self.tree.runs_at.get(anchor, ()):
            count = self.here[run]
            if is_repeated:
                count += self.shown[run] - self.kept[run]
            if len(self.tree.runs[run]) > count:
                return (PageMark("▸"),)
        return None

    def origin(self, anchor: ItemAnchor) -> MarkLine:  # noqa: ARG002 (part of `Notes`)
        return (PageMark("◂"),)

    def links(self, ends: Sequence[LinkEnd]) -> Iterable[MarkLine]:
        for _ in {end.is_answered for end in ends}:
            yield (PageMark("↔"),)


class _Pending(NamedTuple):
    """Items of a chapter below an anchor that no page shows yet; they sort as pages show them.

    Attributes:
        chapter: The chapter.
        is_before_thesis: Whether the thesis of the chapter is after it in the author's order.
        position: The position of the first item.
        anchor: The anchor.
    """

    chapter: int
    is_before_thesis: bool
    position: int
    anchor: ItemAnchor


@define
class Filler:
    """Fills pages of a format with the items of a scene."""

    builder: PageBuilder
    format: Format
    faces: dict[tuple[CardKey, bool], Faces] = field(factory=dict)
    """The layouts of cards, which formats with cards of one width share."""
    pages: list[FilledPage] = field(factory=list)
    shown: Counter[ItemRun] = field(factory=Counter)
    """The number of items of each run that pages show."""
    _pending: list[_Pending] = field(factory=list)
    _keys: set[tuple[int, ItemAnchor]] = field(factory=set)
    """The chapters and anchors that are pending."""
    _numbers: dict[object, int] = field(factory=dict)
    _shapes: dict[int, list[Shape]] = field(factory=dict)

    @property
    def tree(self) -> ItemTree:
        return self.builder.tree

    def fill(self, max_pages: int | None = None, max_tried: int | None = None) -> None:
        """Fill pages until all items are shown.

        Args:
            max_pages: The number of pages; then they show the most important parts.
            max_tried: The number of pages after which to stop.
        """
        limits = [limit for limit in (max_pages, max_tried) if limit is not None]
        if not self.pages:
            self._fill_first_page()
            if max_pages is None:
                for run in self.tree.entry_runs:
                    self._add_pending(run)
        while self._pending and not (limits and len(self.pages) >= min(limits)):
            pending = self._pending[0] if max_pages is None else self._most_important()
            self._fill_page(pending)
        if max_pages is not None:
            self.pages.sort(key=lambda page: (not page.is_first, page.chapters, page.number))

    def _most_important(self) -> _Pending:
        """Return the most important pending items of the chapters with the fewest pages."""
        counts = Counter(chapter for page in self.pages for chapter in page.chapters)
        return min(
            self._pending,
            key=lambda pending: (counts[pending.chapter], -self._importance(pending), pending),
        )

    @property
    def expected_pages(self) -> float:
        """The number of pages, if the rest of the map is as dense as what is shown.

        The first page is not counted: it shows less than others.
        """
        shown = sum(self._weight(item) for page in self.pages[1:] for item in page.items)
        first = sum(map(self._weight, self.pages[0].items))
        total = sum(map(self._weight, self.tree.own_sizes))
        return 1 + (len(self.pages) - 1) * (total - first) / max(shown, 1)

    def _weight(self, item: Item) -> float:
        """Return an area that an item needs, whichever the format."""
        letters, sentences = self.tree.lengths[item]
        return letters * _LETTER_AREA + sentences * _CARD_AREA

    def draw(self, page: FilledPage, scene: PageScene) -> Drawing:
        """Return the drawing of a page."""
        linked = linked_cards(scene.scene)
        faces = [
            self._make_faces(card, has_links=number in linked)
            for number, card in enumerate(scene.scene.cards)
        ]
        return arrange(scene.scene, faces, page.limits)

    # ---- Pages -----------------------------------------------------------------------------------

    def _fill_first_page(self) -> None:
        """Fill the summary, with what is most important in all chapters."""
        page = FilledPage(0, Limits(self.format.width, self.format.first_height), [])
        self.pages.append(page)
        self._commit(page, [PagePart(TOP, self._longest_prefix(page, self._queue(TOP, None)))])
        self._extend(page, None)

    def _fill_page(self, pending: _Pending) -> None:
        limits = Limits(self.format.width, self.format.height)
        page = FilledPage(len(self.pages), limits, [pending.chapter])
        self.pages.append(page)
        self._remove_pending(pending)
        queue = self._queue(pending.anchor, pending.chapter)
        self._commit(page, [PagePart(pending.anchor, self._longest_prefix(page, queue))])
        self._extend(page, pending.chapter)
        while not self._is_pending(page.chapters[-1]) and self._add_next_chapter(page):
            pass

    def _longest_prefix(self, page: FilledPage, queue: ItemQueue) -> list[Item]:
        """Return the first items of a queue that fit on an empty page, at least one.

        The number is found by doubling and halving, so that the time depends on the page and not on
        the map.
        """

        def part(count: int) -> list[PagePart]:
            return [PagePart(queue.anchor, queue.first(count))]

        def fits(count: int) -> bool:
            return self._fits(page, part(count))

        low, high = 0, _FIRST_TRY
        while fits(high):
            low = high
            if len(queue.first(high + 1)) <= high:
                break
            high *= 2
        else:
            while high - low > 1:
                middle = (low + high) // 2
                low, high = (middle, high) if fits(middle) else (low, middle)
        count = len(queue.first(low))
        while count > 1 and not self._is_drawn_inside(page, part(count)):
            count -= 1
        return queue.first(max(count, 1))

    def _extend(self, page: FilledPage, chapter: int | None) -> None:
        """Add the next parts that still fit: at first whole ones, then the beginning of one.

        Only those of a chapter are added, if it is not None.
        """
        for add, count in ((self._add_whole, _LOOK_AHEAD), (self._add_beginning, _BEGINNINGS)):
            tried: set[_Pending] = set()
            while untried := [one for one in self._next(chapter, count) if one not in tried]:
                tried.add(untried[0])
                add(page, untried[0])

    def _next(self, chapter: int | None, count: int) -> list[_Pending]:
        """Return the first pending items of a chapter, or of all."""
        if chapter is None:
            return self._pending[:count]
        start = bisect_left(self._pending, (chapter,))
        return [one for one in self._pending[start : start + count] if one.chapter == chapter]

    def _is_pending(self, chapter: int) -> bool:
        return bool(self._next(chapter, 1))

    def _add_next_chapter(self, page: FilledPage) -> bool:
        """Add the next chapter if all of it fits, or begin it if the page is not half full.

        Return whether something is added.
        """
        start = bisect_left(self._pending, (page.chapters[-1] + 1,))
        if start == len(self._pending):
            return False
        first = self._pending[start]
        parts = self._with_chapter(page, first.chapter)
        if parts is not None and self._is_drawn_inside(page, parts):
            for pending in self._next(first.chapter, _MAX_JOINED_SENTENCES + 1):
                self._remove_pending(pending)
            self._commit(page, parts)
        elif self._is_emptier(page, _HALF_SHARE) and self._add_beginning(page, first):
            self._extend(page, first.chapter)
        else:
            return False
        page.chapters.append(first.chapter)
        return True

    def _with_chapter(self, page: FilledPage, chapter: int) -> list[PagePart] | None:
        """Return the parts of a page with all of another chapter; None if it does not fit."""
        parts, left = page.parts, _MAX_JOINED_SENTENCES
        for pending in self._next(chapter, _MAX_JOINED_SENTENCES + 1):
            items = self._everything(pending, left)
            joined = self._with_part(parts, pending, items) if items is not None else None
            if items is None or joined is None:
                return None
            parts = joined
            left -= sum(self.tree.own_sizes[item] for item in items)
        return parts if self._fits(page, parts) else None

    def _add_whole(self, page: FilledPage, pending: _Pending) -> bool:
        """Add a part if everything below its anchor fits; return whether it does."""
        items = self._everything(pending, _MAX_JOINED_SENTENCES)
        if items is None or not self._can_add(page, pending, items):
            return False
        return self._add_part(page, pending, items)

    def _add_beginning(self, page: FilledPage, pending: _Pending) -> bool:
        """Add the beginning of a part if enough of it fits; return whether it does."""
        queue = self._queue(pending.anchor, pending.chapter)
        is_empty = self._is_emptier(page, _EMPTY_SHARE)
        count = 1 if is_empty or self._is_on(page, pending.anchor) else _MIN_BEGINNING
        best: list[Item] = []
        while len(items := queue.first(count)) == count and self._can_add(page, pending, items):
            best = items
            count += 1
        return bool(best) and self._add_part(page, pending, best)

    def _is_emptier(self, page: FilledPage, share: float) -> bool:
        """Return whether the texts on a page need less than a share of it."""
        space = page.limits.width * page.limits.height
        return sum(map(self._least_area, page.items)) < share * space

    def _can_add(self, page: FilledPage, pending: _Pending, items: list[Item]) -> bool:
        area = sum(map(self._least_area, items))
        parts = self._with_part(page.parts, pending, items)
        if parts is None or area >= page.too_large:
            return False
        if self._fits(page, parts):
            return True
        page.too_large = area
        return False

    def _add_part(self, page: FilledPage, pending: _Pending, items: list[Item]) -> bool:
        """Add a part that fits, unless it does not with the lanes of links."""
        parts = self._with_part(page.parts, pending, items)
        if not parts or not self._is_drawn_inside(page, parts):
            page.too_large = min(page.too_large, sum(map(self._least_area, items)))
            return False
        self._remove_pending(pending)
        self._commit(page, parts)
        return True

    def _is_on(self, page: FilledPage, anchor: ItemAnchor) -> bool:
        return any(
            part.anchor == anchor or any(anchor.card in item.cards for item in part.items)
            for part in page.parts
        )

    def _everything(self, pending: _Pending, max_sentences: int) -> list[Item] | None:
        """Return all items of a chapter below an anchor that no page shows; None if too many."""
        items = self._queue(pending.anchor, pending.chapter).first(max_sentences + 1)
        sentences = sum(self.tree.own_sizes[item] for item in items)
        return None if max(sentences, len(items)) > max_sentences else items

    def _queue(self, anchor: ItemAnchor, chapter: int | None) -> ItemQueue:
        is_first_page = len(self.pages) <= 1
        return ItemQueue(self.tree, anchor, chapter, self.shown, is_first_page=is_first_page)

    def _with_part(
        self, parts: Sequence[PagePart], pending: _Pending, items: list[Item]
    ) -> list[PagePart] | None:
        """Return the parts of a page with another one, which is joined to what it is below.

        None if the page repeats the same card in another way.
        """
        anchor = pending.anchor
        for number, part in enumerate(parts):
            if part.anchor == anchor or any(anchor.card in item.cards for item in part.items):
                joined = PagePart(part.anchor, [*part.items, *items])
                return [*parts[:number], joined, *parts[number + 1 :]]
            is_same_card = part.anchor.card == anchor.card
            if is_same_card and min(part.anchor.entry, anchor.entry) < 0:
                return None
        return sorted([*parts, PagePart(anchor, items)], key=self._order)

    def _order(self, part: PagePart) -> tuple[int, bool, int]:
        chapter = min(item.chapter for item in part.items)
        return self._order_in_chapter(chapter, part.position)

    def _order_in_chapter(self, chapter: int, position: int) -> tuple[int, bool, int]:
        """Return what sorts a position: by chapters, each from its thesis on."""
        return chapter, position < self.tree.chapter_starts.get(chapter, 0), position

    def _commit(self, page: FilledPage, parts: list[PagePart]) -> None:
        """Set the parts of a page, and make what they leave pending."""
        before = set(page.items)
        page.parts = parts
        added = [item for item in page.items if item not in before]
        runs = Counter(item.run for item in added)
        self.shown.update(runs)
        page.counts.update(runs)
        anchors = dict.fromkeys(item.anchor for item in added)
        for item in added:
            for card in item.cards:
                anchors |= dict.fromkeys(self.tree.anchors_on(card))
        for anchor in anchors:
            for run in self.tree.runs_at[anchor]:
                self._add_pending(run)

    def _add_pending(self, run: ItemRun) -> None:
        """Make a chapter below an anchor pending, if pages do not show all of it."""
        key = run.chapter, run.anchor
        if self.shown[run] < len(self.tree.runs[run]) and key not in self._keys:
            self._keys.add(key)
            position = self.tree.first_position(run, self.shown[run])
            order = self._order_in_chapter(run.chapter, position)
            insort(self._pending, _Pending(*order, run.anchor))

    def _remove_pending(self, pending: _Pending) -> None:
        self._keys.discard((pending.chapter, pending.anchor))
        del self._pending[bisect_left(self._pending, pending)]

    def _importance(self, pending: _Pending) -> float:
        runs = (ItemRun(pending.anchor, has_rows, pending.chapter) for has_rows in (True, False))
        return max(
            self.tree.runs[run][self.shown[run]].importance
            for run in runs
            if self.shown[run] < len(self.tree.runs.get(run, ()))
        )

    # ---- Trials ----------------------------------------------------------------------------------

    def _trial(self, page: FilledPage, parts: Sequence[PagePart]) -> PageScene:
        items = [item for part in parts for item in part.items]
        cards = frozenset(card for item in items for card in item.cards)
        here = Counter(item.run for item in items)
        notes = _TrialNotes(self.tree, cards, here, self.shown, page.counts)
        return self.builder.build(parts, notes)

    def _fits(self, page: FilledPage, parts: Sequence[PagePart]) -> bool:
        items = (item for part in parts for item in part.items)
        area = sum(map(self._least_area, items))
        if area > page.limits.width * page.limits.height * _MAX_LEAST_AREA:
            return False
        trial = self._trial(page, parts)
        faces = self._faces_of(trial)
        area = sum(face.narrow.width * face.narrow.height for face in faces)
        if area > page.limits.width * page.limits.height * _MAX_AREA:
            return False
        keys = self._tree_keys(trial, page.limits)
        known = {i: self._shapes[key] for i, key in enumerate(keys) if key in self._shapes}
        shapes, whole = find_shapes(trial.scene, faces, page.limits, known)
        self._shapes.update(zip(keys, shapes, strict=True))
        return any(page.limits.excess(shape) <= 1 for shape in whole)

    def _tree_keys(self, page_scene: PageScene, limits: Limits) -> list[int]:
        """Return a number for each card that is the same for the same tree below it."""
        scene = page_scene.scene
        linked = linked_cards(scene)
        keys = [0] * len(scene.cards)
        for index in range(len(scene.cards) - 1, -1, -1):
            below = tuple(keys[child] for child in scene.children[index])
            tree = (limits, page_scene.keys[index], index in linked, below)
            keys[index] = self._numbers.setdefault(tree, len(self._numbers))
        return keys

    def _least_area(self, item: Item) -> float:
        """Return an area that an item needs at least, from the length of its texts."""
        letters, sentences = self.tree.lengths[item]
        return letters * _LETTER_AREA + sentences * self.format.card_width * _LEAST_HEIGHT

    def _is_drawn_inside(self, page: FilledPage, parts: Sequence[PagePart]) -> bool:
        """Return whether parts fit with all lanes of links."""
        trial = self._trial(page, parts)
        drawing = arrange(trial.scene, self._faces_of(trial), page.limits)
        left, top, right, bottom = drawing.bounds
        return (
            right - left <= page.limits.width + _TOLERANCE
            and bottom - top <= page.limits.height + _TOLERANCE
        )

    def _faces_of(self, page_scene: PageScene) -> list[Faces]:
        """Return the layouts of the cards of a page; those of the same content are kept."""
        linked = linked_cards(page_scene.scene)
        faces = []
        for number, (card, key) in enumerate(
            zip(page_scene.scene.cards, page_scene.keys, strict=True)
        ):
            cached = self.faces.get((key, number in linked))
            if cached is None:
                cached = self._make_faces(card, has_links=number in linked)
                self.faces[key, number in linked] = cached
            faces.append(cached)
        return faces

    def _make_faces(self, card: Card, *, has_links: bool) -> Faces:
        width = self.format.card_width
        return make_faces(self.builder.whole, card, has_links=has_links, width=width)
