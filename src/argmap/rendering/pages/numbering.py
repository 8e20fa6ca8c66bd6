"""The numbers of pages, and the notes on cards that say where something else is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property

from attrs import frozen

from argmap.rendering.pages.filling import Page
from argmap.rendering.pages.importance import Anchor, ItemTree
from argmap.rendering.scene.scene import CardRef, MarkLine, PageMark

PageUrl = Callable[[int], str | None]
"""Returns the URL of a page of the document, by its number; None if pages cannot be linked."""

_MAX_LISTED_PAGES = 6


@frozen(slots=False)
class Numbering:
    """The pages of a document, the first of which has the number ``first``."""

    tree: ItemTree
    pages: Sequence[Page]
    first: int
    url: PageUrl

    @property
    def last(self) -> int:
        """The number of the last page."""
        return self.first + len(self.pages) - 1

    @cached_property
    def _page_of_card(self) -> dict[int, int]:
        return {
            card: number
            for number, page in enumerate(self.pages, self.first)
            for item in page.items
            for card in item.cards
        }

    @cached_property
    def _page_of_row(self) -> dict[CardRef, int]:
        return {
            CardRef(item.rows.card, item.rows.entry, row): number
            for number, page in enumerate(self.pages, self.first)
            for item in page.items
            if item.rows is not None
            for row in range(item.rows.start, item.rows.end)
        }

    def page_of(self, place: CardRef) -> int | None:
        """Return the page that shows a statement, and does not only repeat it, if one does."""
        if place.row >= 0:
            return self._page_of_row.get(place)
        return self._page_of_card.get(place.card)

    def notes(self, page: Page) -> PageNotes:
        """Return the notes on the cards of a page."""
        return PageNotes(self, page)

    @cached_property
    def answered(self) -> set[int]:
        """The objections that are shown together with their answer."""
        return {item.cards[0] for page in self.pages for item in page.items if len(item.cards) > 1}

    @cached_property
    def folded_count(self) -> int:
        """The number of sentences that no page shows."""
        shown = sum(place is not None for place in map(self.page_of, self._places))
        return len(self._places) - shown

    @property
    def _places(self) -> list[CardRef]:
        return list(self.tree.scene.card_refs.values())

    def pages_by_statement(self) -> dict[str, int]:
        """Return the page that shows each sentence, by its id."""
        pages: dict[str, int] = {}
        for id_, place in self.tree.scene.card_refs.items():
            page = self.page_of(place)
            if page is not None:
                pages[id_] = page
        return pages

    def mark(self, text: str, page: int) -> PageMark:
        return PageMark(text, self.url(page))


@frozen
class PageNotes:
    """The notes on the cards of one page."""

    numbering: Numbering
    page: Page

    def rest(self, anchor: Anchor) -> MarkLine | None:
        """Return how many sentences are left below an anchor, and on which page they begin."""
        tree = self.numbering.tree
        items = list(tree.below(anchor, self.page.rest))
        if not items:
            return None
        count = sum(tree.sizes[item] for item in items)
        first = items[0]
        place = (
            CardRef(first.cards[0])
            if first.rows is None
            else CardRef(first.rows.card, first.rows.entry, first.rows.start)
        )
        page = self.numbering.page_of(place)
        if page is None:
            return (PageMark(f"▸ {count:,} more"),)
        return (self.numbering.mark(f"▸ page {page:,} · {count:,} more", page),)

    def origin(self, anchor: Anchor) -> PageMark:
        """Return which page a repeated card is from."""
        page = self.numbering.page_of(CardRef(anchor.card))
        assert page is not None  # a part is below something that is shown
        text = f"◂ from page {page:,}"
        if anchor.card in self.numbering.answered:
            text += ", with its answer"
        return self.numbering.mark(text, page)

    def links(self, places: Sequence[CardRef]) -> Iterable[MarkLine]:
        """Yield a line with the pages that links lead to."""
        numbers = {self.numbering.page_of(place) for place in places} - {None}
        pages = sorted(number for number in numbers if number is not None)
        if not pages:
            return
        shown = pages[:_MAX_LISTED_PAGES]
        word = "page" if len(pages) == 1 else "pages"
        marks = [self.numbering.mark(f"↔ {word} {shown[0]:,}", shown[0])]
        marks += [self.numbering.mark(f", {page:,}", page) for page in shown[1:]]
        if len(pages) > len(shown):
            marks.append(PageMark(" …"))
        yield tuple(marks)


def find_section_pages(
    numbering: Numbering, part_of: Mapping[str, Iterable[str]]
) -> dict[str, int]:
    """Return the page where each part of a map begins: one that shows many of its statements.

    The first page shows the beginning of the argument, and counts only if no other does.

    Args:
        numbering: The pages.
        part_of: The parts that each statement is in, by its id.
    """
    counts: dict[str, Counter[int]] = {}
    for id_, page in numbering.pages_by_statement().items():
        for part in part_of.get(id_, ()):
            counts.setdefault(part, Counter())[page] += 1
    return {part: _main_page(counter, numbering.first) for part, counter in counts.items()}


def _main_page(counter: Counter[int], first: int) -> int:
    others = {page: count for page, count in counter.items() if page != first} or dict(counter)
    most = max(others.values())
    return min(page for page, count in others.items() if 2 * count >= most)
