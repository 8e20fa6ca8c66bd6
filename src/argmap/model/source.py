"""What a statement rests on, and where in it."""

from __future__ import annotations

from enum import Enum

from attrs import field, frozen

from argmap.text import Location


class Unit(Enum):
    """What a locator counts."""

    PARAGRAPH = "paragraph"
    PAGE = "page"


@frozen
class Locator:
    """A place in a source: paragraphs or pages ``first`` to ``last``, from 1, both included."""

    unit: Unit
    first: int
    last: int

    def __str__(self) -> str:
        """Return it as the language writes it: ``31``, ``31-33``, ``p12``."""
        sign = "p" if self.unit is Unit.PAGE else ""
        return (
            f"{sign}{self.first}" if self.first == self.last else f"{sign}{self.first}-{self.last}"
        )

    @property
    def label(self) -> str:
        """Return it as a reader writes it: ``¶31``, ``¶31–33``, ``p. 12``."""
        sign = "p. " if self.unit is Unit.PAGE else "¶"
        return (
            f"{sign}{self.first}" if self.first == self.last else f"{sign}{self.first}–{self.last}"
        )


@frozen
class Citation:
    """A reference to a place in a source, and the words (``quotation``) cited from it, if any."""

    source: str
    locator: Locator | None = None
    quotation: str | None = None
    location: Location = field(kw_only=True, eq=False, repr=False)


@frozen
class Source:
    """Something that can be cited.

    ``text`` is the path of a file that holds its text, relative to the declaring file.
    ``valid_until`` is the last day, month or year in which what it says may be relied on.
    ``passages`` are the places in that file that are the source's own; without any, all are.
    ``reliability`` is the NATO Admiralty code: ``A`` (completely reliable) to ``F`` (cannot be
    judged).
    """

    id: str
    title: str = ""
    author: tuple[str, ...] = ()
    year: int | None = None
    date: str | None = None
    valid_until: str | None = None
    publisher: str | None = None
    url: str | None = None
    doi: str | None = None
    text: str | None = None
    passages: tuple[Locator, ...] = ()
    reliability: str | None = None
    tags: tuple[str, ...] = ()
    note: str | None = None
    extra: dict[str, tuple[str, ...]] = field(factory=dict)
    location: Location = field(kw_only=True, eq=False, repr=False)

    @property
    def is_named(self) -> bool:
        """Whether the author gave it its id; one without an id is a mistake, and is reported."""
        return not is_generated(self.id)

    @property
    def shown(self) -> str:
        """The source as a message names it: by its id, or by its title."""
        return f"`{self.id}`" if self.is_named else f"“{self.title}”"


GENERATED_MARKER = "~"
"""Marks an id that argmap made up: no author can write it, and no message shows it."""


def is_generated(id_: str) -> bool:
    """Whether an id was made up for what has none, or for what repeats another's."""
    return GENERATED_MARKER in id_
