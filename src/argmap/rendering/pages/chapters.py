"""The chapters of the pages: the parts of a map, which have separate pages.

A part is a section or an imported file, as in the overview. The first chapter is what is in no
part: the thesis, and statements outside of sections. The parts of the map's own file come next,
then the imported files, in the author's order.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import frozen

from argmap.model import ArgumentMap
from argmap.rendering.poster import part_ids
from argmap.rendering.scene.scene import Card, Scene

MAIN = 0
"""The number of the chapter of what is in no part."""


@frozen
class Chapters:
    """The chapters of a scene, by number, and what is in each.

    Attributes:
        sections: The id of the section of each chapter; empty for the first one.
        of_entry: The chapters of the entries of each card.
        of_card: The chapter of each card.
    """

    sections: tuple[str, ...]
    of_entry: tuple[tuple[int, ...], ...]
    of_card: tuple[int, ...]

    @classmethod
    def of(cls, scene: Scene) -> Chapters:
        """Return the chapters of a scene; only the first one if the map has no parts."""
        sections = ("", *_ordered_parts(scene.argument_map))
        numbers = {section: number for number, section in enumerate(sections)}
        finder = _ChapterFinder(scene, numbers)
        of_entry: list[tuple[int, ...]] = []
        of_card: list[int] = []
        for card in scene.cards:
            outer = MAIN
            if card.parent is not None:
                above = of_entry[card.parent.card]
                outer = above[card.parent.entry] if above else of_card[card.parent.card]
            entries = tuple(finder.entries(card, outer))
            of_entry.append(entries)
            of_card.append(finder.card(card, entries, outer))
        return cls(sections, tuple(of_entry), tuple(of_card))

    def title(self, argument_map: ArgumentMap, number: int) -> str:
        """Return the title of a chapter; empty for the first one."""
        section = argument_map.sections.get(self.sections[number])
        if section is None:
            return ""
        return section.title or (section.id if section.is_named else "")


def _ordered_parts(argument_map: ArgumentMap) -> list[str]:
    parts = set(part_ids(argument_map).values())
    ordered = [section for section in argument_map.sections if section in parts]
    main = argument_map.location.source
    return sorted(
        ordered, key=lambda section: argument_map.sections[section].location.source is not main
    )


@frozen
class _ChapterFinder:
    """Finds the chapter of a card or an entry from its section, or else from what it is below."""

    scene: Scene
    numbers: dict[str, int]

    def entries(self, card: Card, outer: int) -> Iterator[int]:
        for entry in card.entries:
            is_thesis = entry.sentence.id in self.scene.argument_map.theses
            yield MAIN if is_thesis else self._of_section(entry.sentence.section, outer)

    def card(self, card: Card, entries: Sequence[int], outer: int) -> int:
        """Return the chapter of a card: that of its first premise which is not a repetition."""
        if not card.entries:
            section = card.key if card.inference is None else None
            return self._of_section(section, outer)
        own = (
            chapter
            for chapter, entry in zip(entries, card.entries, strict=True)
            if not entry.is_reference
        )
        return next(own, outer)

    def _of_section(self, section: str | None, outer: int) -> int:
        path = self.scene.argument_map.section_path(section)
        return next((self.numbers[id_] for id_ in path if id_ in self.numbers), outer)
