"""Pages filled with items, as many as fit at a readable size."""

from __future__ import annotations

from bisect import insort
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from attrs import define, field, frozen

from argmap.rendering.compact.layout import arrange, linked_cards, make_faces
from argmap.rendering.compact.search import find_shapes
from argmap.rendering.compact.shapes import Faces, Limits, Shape
from argmap.rendering.drawing import Drawing
from argmap.rendering.pages.importance import TOP, Anchor, Item, ItemQueue, ItemTree, Run
from argmap.rendering.pages.page_scene import CardKey, LinkEnd, PageBuilder, PageScene, Part
from argmap.rendering.scene.scene import Card, MarkLine, PageMark

_LOOK_AHEAD = 8
"""Number of parts among which one is looked for that still fits on a page."""

_MAX_JOINED_SENTENCES = 40
"""Number of sentences up to which everything below an anchor may be added to a started page."""

_FIRST_TRY = 8
_BEGINNINGS, _MIN_BEGINNING = 2, 4
"""Number of parts whose beginnings are tried, and of items that a beginning has at least."""

_MAX_AREA, _MAX_LEAST_AREA = 0.82, 0.56
"""The share of a page that cards can cover; more is not tried."""

_EMPTY_SHARE = 0.12
"""The share up to which a page is empty, so that any beginning is added."""

_LETTER_AREA, _LEAST_HEIGHT = 75.0, 18.0
"""The area of a letter of a statement, and the height of the rest of a card."""

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
class Page:
    """A page: its parts in the author's order, and what they leave for other pages.

    Attributes:
        parts: The parts.
        limits: The space for them.
        rest: The number of items of each run below its cards that this page, or pages filled before
            it, show.
    """

    parts: list[Part]
    limits: Limits
    rest: dict[Run, int] = field(factory=dict)

    @property
    def position(self) -> int:
        """The position of its first item in the author's order."""
        return min(part.position for part in self.parts)

    @property
    def items(self) -> Iterator[Item]:
        """The items of all parts."""
        return (item for part in self.parts for item in part.items)


@frozen
class _TrialNotes:
    """Notes that are as high as the final ones, before the numbers of pages are known."""

    tree: ItemTree
    shown: Counter[Run]
    added: Counter[Run]

    def rest(self, anchor: Anchor) -> MarkLine | None:
        for run in (Run(anchor, True), Run(anchor, False)):
            if len(self.tree.runs.get(run, ())) > self.shown[run] + self.added[run]:
                return (PageMark("▸"),)
        return None

    def origin(self, anchor: Anchor) -> MarkLine:  # noqa: ARG002 (part of `Notes`)
        return (PageMark("◂"),)

    def links(self, ends: Sequence[LinkEnd]) -> Iterable[MarkLine]:
        for _ in {end.is_answered for end in ends}:
            yield (PageMark("↔"),)


class _Pending(NamedTuple):
    """An anchor with items that no page shows yet; sorted by the first of them."""

    position: int
    anchor: Anchor


@define
class Filler:
    """Fills pages of a format with the items of a scene."""

    builder: PageBuilder
    format: Format
    faces: dict[tuple[CardKey, bool], Faces] = field(factory=dict)
    """The layouts of cards, which formats with cards of one width share."""
    pages: list[Page] = field(factory=list)
    shown: Counter[Run] = field(factory=Counter)
    """The number of items of each run that pages show."""
    _pending: list[_Pending] = field(factory=list)
    _areas: dict[Item, float] = field(factory=dict)
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
        if not self.pages:
            self._add_pending(TOP)
        limits = [limit for limit in (max_pages, max_tried) if limit is not None]
        while self._pending and not (limits and len(self.pages) >= min(limits)):
            if max_pages is not None:
                self._pending.sort(key=lambda pending: (-self._importance(pending), pending))
            self._fill_page(self._pending.pop(0).anchor)
            if max_pages is not None:
                self._pending.sort()
        if max_pages is not None:
            self.pages.sort(key=lambda page: page.position)

    @property
    def expected_pages(self) -> float:
        """The number of pages, if the rest of the map needs as many as what is shown."""
        sizes = self.tree.own_sizes
        shown = sum(sizes[item] for page in self.pages for item in page.items)
        return len(self.pages) * sum(sizes.values()) / max(shown, 1)

    def draw(self, page: Page, scene: PageScene) -> Drawing:
        """Return the drawing of a page."""
        linked = linked_cards(scene.scene)
        faces = [
            self._make_faces(card, has_links=number in linked)
            for number, card in enumerate(scene.scene.cards)
        ]
        return arrange(scene.scene, faces, page.limits)

    # ---- Pages -----------------------------------------------------------------------------------

    def _fill_page(self, anchor: Anchor) -> None:
        height = self.format.height if self.pages else self.format.first_height
        page = Page([], Limits(self.format.width, height))
        self.pages.append(page)
        items = self._longest_prefix(page, anchor)
        self._commit(page, [Part(anchor, items)])
        self._extend(page)
        for part in page.parts:
            for below in self._anchors_in(part):
                for run in (Run(below, True), Run(below, False)):
                    page.rest[run] = self.shown[run]

    def _longest_prefix(self, page: Page, anchor: Anchor) -> list[Item]:
        """Return the most important items below an anchor that fit on an empty page, at least one.

        The number is found by doubling and halving, so that the time depends on the page and not on
        the map.
        """
        queue = self._queue(anchor)

        def fits(count: int) -> bool:
            return self._fits(page, [Part(anchor, queue.first(count))])

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
        while count > 1 and not self._is_drawn_inside(page, [Part(anchor, queue.first(count))]):
            count -= 1
        return queue.first(max(count, 1))

    def _extend(self, page: Page) -> None:
        """Add the next parts that still fit: at first whole ones, then the beginning of one."""
        for add, count in ((self._add_whole, _LOOK_AHEAD), (self._add_beginning, _BEGINNINGS)):
            tried: set[_Pending] = set()
            while untried := [one for one in self._pending[:count] if one not in tried]:
                tried.add(untried[0])
                add(page, untried[0])

    def _add_whole(self, page: Page, pending: _Pending) -> None:
        """Add a part if everything below its anchor fits."""
        items = self._everything(pending.anchor)
        if items is not None and self._can_add(page, pending, items):
            self._add_part(page, pending, items)

    def _add_beginning(self, page: Page, pending: _Pending) -> None:
        """Add the beginning of a part if enough of it fits."""
        queue = self._queue(pending.anchor)
        space = page.limits.width * page.limits.height
        is_empty = sum(map(self._least_area, page.items)) < _EMPTY_SHARE * space
        count = 1 if is_empty or self._is_on(page, pending.anchor) else _MIN_BEGINNING
        best: list[Item] = []
        while len(items := queue.first(count)) == count and self._can_add(page, pending, items):
            best = items
            count += 1
        if best:
            self._add_part(page, pending, best)

    def _can_add(self, page: Page, pending: _Pending, items: list[Item]) -> bool:
        parts = self._with_part(page, Part(pending.anchor, items))
        return parts is not None and self._fits(page, parts)

    def _add_part(self, page: Page, pending: _Pending, items: list[Item]) -> None:
        """Add a part that fits, unless it does not with the lanes of links."""
        parts = self._with_part(page, Part(pending.anchor, items))
        if parts and self._is_drawn_inside(page, parts):
            self._pending.remove(pending)
            self._commit(page, parts)

    def _is_on(self, page: Page, anchor: Anchor) -> bool:
        return any(
            part.anchor == anchor or any(anchor.card in item.cards for item in part.items)
            for part in page.parts
        )

    def _everything(self, anchor: Anchor) -> list[Item] | None:
        """Return all items below an anchor that are not shown; None if they are too many."""
        sentences = 0
        for item in self.tree.below(anchor, self.shown):
            sentences += self.tree.sizes[item]
            if sentences > _MAX_JOINED_SENTENCES:
                return None
        return self._queue(anchor).first(_MAX_JOINED_SENTENCES)

    def _queue(self, anchor: Anchor) -> ItemQueue:
        return ItemQueue(self.tree, anchor, self.shown, is_first_page=len(self.pages) <= 1)

    def _with_part(self, page: Page, added: Part) -> list[Part] | None:
        """Return the parts of a page with another one, which is joined to what it is below.

        None if the page repeats the same card in another way.
        """
        for number, part in enumerate(page.parts):
            is_here = part.anchor == added.anchor or any(
                added.anchor.card in item.cards for item in part.items
            )
            if is_here:
                joined = Part(part.anchor, [*part.items, *added.items])
                return [*page.parts[:number], joined, *page.parts[number + 1 :]]
            is_same_card = part.anchor.card == added.anchor.card
            if is_same_card and min(part.anchor.entry, added.anchor.entry) < 0:
                return None
        parts = list(page.parts)
        insort(parts, added, key=lambda part: part.position)
        return parts

    def _commit(self, page: Page, parts: list[Part]) -> None:
        """Set the parts of a page, and make what they leave pending."""
        before = set(page.items)
        page.parts = parts
        added = [item for item in page.items if item not in before]
        self.shown.update(item.run for item in added)
        anchors = dict.fromkeys(item.anchor for item in added)
        for item in added:
            for card in item.cards:
                anchors |= dict.fromkeys(self.tree.anchors_on(card))
        for anchor in anchors:
            self._add_pending(anchor)

    def _add_pending(self, anchor: Anchor) -> None:
        positions = [item.position for item in self.tree.below(anchor, self.shown)]
        if positions:
            insort(self._pending, _Pending(min(positions), anchor))

    def _importance(self, pending: _Pending) -> float:
        return max(item.importance for item in self.tree.below(pending.anchor, self.shown))

    def _anchors_in(self, part: Part) -> Iterator[Anchor]:
        yield part.anchor
        for item in part.items:
            for card in item.cards:
                yield from self.tree.anchors_on(card)

    # ---- Trials ----------------------------------------------------------------------------------

    def _trial(self, page: Page, parts: Sequence[Part]) -> PageScene:
        here = set(page.items)
        added = (item.run for part in parts for item in part.items if item not in here)
        return self.builder.build(parts, _TrialNotes(self.tree, self.shown, Counter(added)))

    def _fits(self, page: Page, parts: Sequence[Part]) -> bool:
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
        area = self._areas.get(item)
        if area is None:
            cards = self.tree.scene.cards
            if item.rows is not None:
                card, entry, start, end = item.rows
                sentences = cards[card].entries[entry].docked[start:end]
            else:
                entries = (entry for card in item.cards for entry in cards[card].entries)
                sentences = tuple(entry.sentence for entry in entries)
            letters = sum(len(sentence.text) + len(sentence.label or "") for sentence in sentences)
            area = self._areas[item] = (
                letters * _LETTER_AREA + len(sentences) * self.format.card_width * _LEAST_HEIGHT
            )
        return area

    def _is_drawn_inside(self, page: Page, parts: Sequence[Part]) -> bool:
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
