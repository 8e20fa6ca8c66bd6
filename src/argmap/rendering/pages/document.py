"""A map on pages: the choice of their format, the pages, and the overview before them."""

from __future__ import annotations

from operator import itemgetter

from attrs import evolve

from argmap.model import ArgumentMap
from argmap.rendering.annotations import make_annotations, with_evaluation
from argmap.rendering.compact.shapes import Faces
from argmap.rendering.options import RenderOptions
from argmap.rendering.pages.filling import Filler
from argmap.rendering.pages.importance import ItemTree
from argmap.rendering.pages.numbering import Numbering, PageUrl
from argmap.rendering.pages.page_scene import CardKey, PageBuilder
from argmap.rendering.pages.sheet import SheetWriter
from argmap.rendering.paper import A4, PageSize
from argmap.rendering.poster import PageNumbers, has_overview, write_overview
from argmap.rendering.scene.builder import build_scene
from argmap.rendering.theme import load_theme

_CARD_WIDTHS = (264, 236, 204)
_MAX_TRIED_PAGES = 8
"""Number of pages up to which all formats are tried."""

_MAX_COMPARED_PAGES, _MAX_COMPARED_FORMATS = 60, 2
"""Number of pages up to which the best formats are filled completely, and their number."""

_ROW_SHARE, _ROW_HEIGHT = 0.4, 38.0
"""Rows of evidence up to this share of the height of a page are not separated."""


def write_pages(argument_map: ArgumentMap, options: RenderOptions, url: PageUrl) -> list[str]:
    """Return the pages of a map as SVG, at first its overview if it has several parts.

    Args:
        argument_map: The map.
        options: The options, with the size of the pages.
        url: Returns the URL of each page.

    Raises:
        RenderError: If the theme cannot be loaded.
    """
    theme = load_theme(options.theme)
    evaluated = with_evaluation(argument_map, options, needs_statuses=True)
    scene = build_scene(argument_map, make_annotations(argument_map, evaluated))
    size = options.page or A4
    sheets = SheetWriter(scene, theme, options)
    if not scene.cards:
        return [sheets.write_empty(size)]
    filler, turned = _choose_format(sheets, size, options.max_pages)
    has_first = len(filler.pages) > 1 and not options.view and has_overview(argument_map)
    if has_first and options.max_pages is not None and len(filler.pages) == options.max_pages:
        filler, turned = _choose_format(sheets, size, options.max_pages - 1)
    numbering = Numbering(filler.tree, filler.pages, 2 if has_first else 1, url)
    pages = [
        sheets.write(filler, numbering, page, number, turned)
        for number, page in enumerate(filler.pages, numbering.first)
    ]
    if has_first:
        parts = numbering.pages_of_parts()
        numbers = PageNumbers(f"page 1 of {numbering.last:,}", parts)
        links = {part: link for part, page in parts.items() if (link := url(page))}
        overview_options = evolve(evaluated, is_overview=True, links=links, page=size)
        pages.insert(0, write_overview(argument_map, theme, overview_options, numbers))
    return pages


def _choose_format(
    sheets: SheetWriter, size: PageSize, max_pages: int | None
) -> tuple[Filler, PageSize]:
    """Return the filled pages of the format with the fewest of them, and the size of a page.

    The formats of a large map are compared by how much their first pages show.
    """
    faces: dict[float, dict[tuple[CardKey, bool], Faces]] = {}
    tried: list[tuple[float, int, Filler, PageSize]] = []
    for turned in (size, size.turned) if size.can_turn else (size,):
        builder: PageBuilder | None = None
        for card_width in _CARD_WIDTHS:
            format_ = sheets.format(turned, card_width)
            if builder is None:
                max_rows = max(int(format_.height * _ROW_SHARE / _ROW_HEIGHT), 1)
                builder = PageBuilder(ItemTree(sheets.scene, max_rows))
            filler = Filler(builder, format_, faces.setdefault(format_.card_width, {}))
            filler.fill(max_pages, _MAX_TRIED_PAGES)
            tried.append((filler.expected_pages, len(tried), filler, turned))
    tried.sort(key=itemgetter(0, 1))
    expected, _, filler, turned = tried[0]
    filler.fill(max_pages)
    if max_pages is None and expected <= _MAX_COMPARED_PAGES:
        for _, _, other, other_size in tried[1:_MAX_COMPARED_FORMATS]:
            other.fill()
            if len(other.pages) < len(filler.pages):
                filler, turned = other, other_size
    return filler, turned
