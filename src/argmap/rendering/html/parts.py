"""The pictures of a page: the whole map, its parts, and the overview of the parts.

A part is a section of the map or an imported file, as in the overview. If the map is too large for
one picture, its parts are folded in the picture of the whole map, and drawn in their own pictures.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import quote

from attrs import evolve, field, frozen

from argmap.model import ArgumentMap
from argmap.rendering.options import RenderOptions
from argmap.rendering.overview import overview_of_sections
from argmap.rendering.poster import part_ids
from argmap.rendering.views import MapView, ViewSpec, make_view
from argmap.sources.loader import Passages, TextUnavailable

MAX_UNFOLDED = 150
"""The number of statements up to which the picture of the whole map shows all of them."""

MAX_PARTS = 120
"""A map with more parts has one picture."""


@frozen(kw_only=True)
class PageContents:
    """What a page shows in addition to the picture of the map.

    Attributes:
        has_parts: Whether to show the overview and the pictures of the parts, if there are several.
        pages: The pages of imported maps, by the ids of their sections.
        texts: The texts of the sources to embed, by the ids of the sources.
    """

    has_parts: bool = True
    pages: Mapping[str, str] = field(factory=dict)
    texts: Mapping[str, Passages | TextUnavailable] = field(factory=dict)


ONE_PICTURE = PageContents(has_parts=False)


class PagePicture(NamedTuple):
    """A picture on a page.

    Attributes:
        part: The id of the section that it shows; None for the whole map.
        title: The title of the section; empty for the whole map.
        argument_map: The map that is drawn.
        options: The options to draw it with.
        members: The sentences of the part, which its card in the overview counts.
        page: The page of the imported map that the part is, if there is one.
    """

    part: str | None
    title: str
    argument_map: ArgumentMap
    options: RenderOptions
    members: frozenset[str]
    page: str | None = None


class PagePictures(NamedTuple):
    """All pictures of a page.

    Attributes:
        pictures: The pictures: first that of the whole map.
        overview: The options of the overview; None if there is none.
        homes: The number of the picture that each sentence is shown in when it is looked up; one
            that is missing is in none.
    """

    pictures: tuple[PagePicture, ...]
    overview: RenderOptions | None
    homes: dict[str, int]


def one_picture(argument_map: ArgumentMap, options: RenderOptions) -> PagePictures:
    """Return the only picture of a page."""
    ids = frozenset(sentence.id for sentence in argument_map.sentences)
    picture = PagePicture(None, "", argument_map, evolve(options, caption=False), ids)
    return PagePictures((picture,), None, dict.fromkeys(ids, 0))


def pictures_with_parts(
    whole: ArgumentMap, options: RenderOptions, contents: PageContents
) -> PagePictures:
    """Return the pictures of a map and its parts.

    Args:
        whole: The whole map, which has an overview.
        options: The options of all pictures, with the statuses and strengths of the whole map.
        contents: What the page shows.
    """
    options = evolve(options, caption=False)
    members = _members(whole)
    if len(members) > MAX_PARTS:
        members = {}
    folded = _folded_parts(whole, members, contents)
    addresses = {part: part_address(part) for part in members}
    main = MapView(whole, {})
    if folded:
        main = overview_of_sections(whole, {part: addresses[part] for part in folded})
    pictures = [_picture(None, "", main, options, frozenset(s.id for s in whole.sentences))]
    for part, ids in members.items():
        section = whole.sections[part]
        title = section.title or (part if section.is_named else "")
        view = make_view(whole, ViewSpec(section=part), {})
        pictures.append(_picture(part, title, view, options, ids, contents.pages.get(part)))
    links = {"": "#/map"} | {
        id_: statement_address(id_)
        for question in whole.questions.values()
        for id_ in (question.id, *question.options)
    }
    overview = evolve(options, is_overview=True, links=links | addresses)
    return PagePictures(tuple(pictures), overview, _homes(pictures, folded))


def _picture(
    part: str | None,
    title: str,
    view: MapView,
    options: RenderOptions,
    members: frozenset[str],
    page: str | None = None,
) -> PagePicture:
    options = evolve(options, folded=view.folded, places=view.places)
    return PagePicture(part, title, view.argument_map, options, members, page)


def _members(whole: ArgumentMap) -> dict[str, frozenset[str]]:
    """Return the sentences of each part, in the order of the map."""
    parts = dict.fromkeys(part_ids(whole).values())
    members: dict[str, list[str]] = {part: [] for part in parts}
    for sentence in whole.sentences:
        part = next((s for s in whole.section_path(sentence.section) if s in members), None)
        if part is not None:
            members[part].append(sentence.id)
    return {part: frozenset(ids) for part, ids in members.items()}


def _folded_parts(
    whole: ArgumentMap, members: Mapping[str, frozenset[str]], contents: PageContents
) -> list[str]:
    """Return the parts to fold: imported files first, and the others if that is not enough."""
    if not contents.pages and len(whole.statements) <= MAX_UNFOLDED:
        return []
    imported = [part for part, ids in members.items() if _is_imported(ids)]
    remaining = len(whole.statements) - sum(len(members[part]) for part in imported)
    return imported if remaining <= MAX_UNFOLDED else list(members)


def _is_imported(ids: frozenset[str]) -> bool:
    """Return whether all sentences are from imported files: their ids have one common alias."""
    aliases = Counter(id_.partition(".")[0] if "." in id_ else "" for id_ in ids)
    return len(aliases) == 1 and "" not in aliases


def _homes(pictures: list[PagePicture], folded: list[str]) -> dict[str, int]:
    homes: dict[str, int] = {}
    for number, picture in enumerate(pictures):
        drawn = [sentence.id for sentence in picture.argument_map.sentences]
        if picture.part in folded:
            homes |= {id_: number for id_ in drawn if id_ in picture.members}
        homes = dict.fromkeys(drawn, number) | homes
    return homes


def part_address(part: str) -> str:
    """Return the address of a part on the page, which the script reads."""
    return f"#/part/{_quote(part)}"


def statement_address(id_: str) -> str:
    """Return the address of a statement on the page."""
    return f"#{_quote(id_)}"


def _quote(id_: str) -> str:
    return quote(id_.encode("utf-8", "replace"), safe="")
