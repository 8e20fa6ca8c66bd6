"""The numbers of pages, and the notes on cards that say where something else is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from attrs import evolve, frozen

from argmap.rendering.legend import PageNote
from argmap.rendering.pages.filling import FilledPage
from argmap.rendering.pages.importance import TOP, Item, ItemAnchor, ItemTree
from argmap.rendering.pages.page_scene import LinkEnd
from argmap.rendering.scene.scene import CardRef, Link, MarkLine, PageMark, Scene

PageUrl = Callable[[int], str | None]
"""Returns the URL of a page of the document, by its number; None if pages cannot be linked."""

_MAX_LISTED_PAGES = 6


class Continuation(NamedTuple):
    """What a page shows of the items below an anchor.

    Attributes:
        order: The number of pages that were filled before it.
        page: The number of the page; None for what no page shows.
        sentences: The number of sentences of the items and everything below them.
    """

    order: int
    page: int | None
    sentences: int


@frozen(slots=False)
class Numbering:
    """The pages of a document, the first of which has the number ``first``."""

    tree: ItemTree
    pages: Sequence[FilledPage]
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
    def kinds_of_notes(self) -> set[PageNote]:
        """The notes about other pages that are on the cards."""
        notes: set[PageNote] = set()
        if any(part.anchor != TOP for page in self.pages for part in page.parts):
            notes |= {PageNote.CONTINUED, PageNote.REPEATED}
        if self.folded_count:
            notes.add(PageNote.FOLDED)
        ends = (set(self._pages_of(link)) for link in self.tree.scene.links)
        if any(None not in pages and len(pages) > 1 for pages in ends):
            notes.add(PageNote.LINK)
        return notes

    def _pages_of(self, link: Link) -> tuple[int | None, int | None]:
        return self.page_of(link.source), self.page_of(link.target)

    def notes(self, page: FilledPage, number: int) -> PageNotes:
        """Return the notes on the cards of a page with a number."""
        return PageNotes(self, page, number)

    def continuations(self, anchor: ItemAnchor) -> list[Continuation]:
        """Return the pages that show what is below an anchor, in the order of their filling."""
        known = self._continuations.get(anchor)
        if known is None:
            counts: Counter[int] = Counter()
            numbers: dict[int, int | None] = {}
            for item in self.tree.items_below(anchor):
                order, number = self._page_of_item.get(item, (len(self.pages), None))
                numbers[order] = number
                counts[order] += self.tree.sizes[item]
            known = [Continuation(order, numbers[order], counts[order]) for order in sorted(counts)]
            self._continuations[anchor] = known
        return known

    @cached_property
    def _continuations(self) -> dict[ItemAnchor, list[Continuation]]:
        return {}

    @cached_property
    def _page_of_item(self) -> dict[Item, tuple[int, int]]:
        return {
            item: (page.number, number)
            for number, page in enumerate(self.pages, self.first)
            for item in page.items
        }

    def chapter_titles(self, page: FilledPage) -> list[str]:
        """Return the titles of the chapters on a page, without empty ones."""
        chapters = self.tree.chapters
        argument_map = self.tree.scene.argument_map
        return [
            title for number in page.chapters if (title := chapters.title(argument_map, number))
        ]

    def pages_of_parts(self) -> dict[str, int]:
        """Return the page where each part of the map begins, by the id of its section.

        That is the first page of its chapter, or the summary if that shows the whole part. An
        option of a question begins where the arguments for and against it begin.
        """
        sections = self.tree.chapters.sections
        pages: dict[str, int] = {}
        for number, page in enumerate(self.pages, self.first):
            for chapter in page.chapters:
                pages.setdefault(sections[chapter], number)
        for item, (_, number) in self._page_of_item.items():
            pages.setdefault(sections[item.chapter], number)
        return pages | self._pages_of_options()

    def _pages_of_options(self) -> dict[str, int]:
        scene = self.tree.scene
        pages: dict[str, int] = {}
        for question in scene.argument_map.questions.values():
            for option in question.options:
                place = scene.card_refs.get(option)
                page = self.page_of(place) if place is not None else None
                if place is None or page is None:
                    continue
                rest = self.continuations(ItemAnchor(place.card, 0))
                others = (one.page for one in rest if one.page not in (None, page))
                pages[option] = next(others, page)
        return pages

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


@frozen
class PageNotes:
    """The notes on the cards of one page."""

    numbering: Numbering
    page: FilledPage
    number: int

    def rest(self, anchor: ItemAnchor) -> MarkLine | None:
        """Return how many sentences are left below an anchor, and on which page they begin.

        Each page that repeats the anchor leads to the next one.
        """
        home = self.numbering.page_of(CardRef(anchor.card))
        here = self.page.number if home != self.number else -1
        left = [
            rest
            for rest in self.numbering.continuations(anchor)
            if rest.order > here and rest.page not in (home, self.number)
        ]
        if not left:
            return None
        count = sum(rest.sentences for rest in left)
        page = left[0].page
        if page is None:
            return _mark("▸", f"{count:,} more")
        number = f"page {page:,}"
        text = f"{number} · {count:,} more" if count else number
        return _mark("▸", text, self.numbering.url(page))

    def origin(self, anchor: ItemAnchor) -> MarkLine:
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
        numbers = {self.numbering.page_of(end.there) for end in ends}
        pages = sorted(page for page in numbers if page is not None)
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
