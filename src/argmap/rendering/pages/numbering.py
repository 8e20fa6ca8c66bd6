"""The numbers of pages, and the notes on cards that say where something else is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from attrs import evolve, frozen

from argmap.rendering.pages.filling import Page
from argmap.rendering.pages.importance import Anchor, ItemTree
from argmap.rendering.pages.page_scene import LinkEnd
from argmap.rendering.scene.scene import CardRef, Link, MarkLine, PageMark, Scene

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

    def shown_scene(self) -> Scene:
        """Return the scene with the cards and the links that are drawn on pages."""
        scene = self.tree.scene
        cards = [card for i, card in enumerate(scene.cards) if i in self._page_of_card]
        links = [link for link in scene.links if len(set(self._pages_of(link))) == 1]
        return evolve(scene, cards=tuple(cards), links=tuple(links))

    @property
    def has_cut_links(self) -> bool:
        """Whether the ends of a link are on two pages."""
        return any(
            None not in (pages := set(self._pages_of(link))) and len(pages) > 1
            for link in self.tree.scene.links
        )

    def _pages_of(self, link: Link) -> tuple[int | None, int | None]:
        return self.page_of(link.source), self.page_of(link.target)

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
            return _mark("▸", f"{count:,} more")
        number = f"page {page:,}"
        text = f"{number} · {count:,} more" if count else number
        return _mark("▸", text, self.numbering.url(page))

    def origin(self, anchor: Anchor) -> MarkLine:
        """Return which page a repeated card is from."""
        page = self.numbering.page_of(CardRef(anchor.card))
        assert page is not None  # a part is below something that is shown
        text = f"from page {page:,}"
        if anchor.card in self.numbering.answered:
            text += ", with its answer"
        return _mark("◂", text, self.numbering.url(page))

    def links(self, ends: Sequence[LinkEnd]) -> Iterator[MarkLine]:
        """Yield the pages that answer an objection, and those that other links lead to."""
        yield from self._pages_of([end for end in ends if end.is_answered], "answered on ")
        yield from self._pages_of([end for end in ends if not end.is_answered], "")

    def _pages_of(self, ends: Sequence[LinkEnd], verb: str) -> Iterator[MarkLine]:
        found = {self.numbering.page_of(end.there) for end in ends}
        pages = sorted(page for page in found if page is not None)
        if not pages:
            return
        shown = pages[:_MAX_LISTED_PAGES]
        texts = [f"{page:,}" + ("," if page != shown[-1] else "") for page in shown]
        if len(pages) > len(shown):
            texts[-1] += " …"
        texts[0] = f"{verb}{'page' if len(pages) == 1 else 'pages'} {texts[0]}"
        urls = [self.numbering.url(page) for page in shown]
        yield (PageMark("↔", urls[0]), *map(PageMark, texts, urls))


def _mark(symbol: str, text: str, url: str | None = None) -> MarkLine:
    return PageMark(symbol, url), PageMark(text, url)


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
