"""Sources and citations."""

from __future__ import annotations

from attrs import field, frozen

from argmap.model.locator import Locator
from argmap.text import Location


@frozen
class Citation:
    """A reference to a passage of a source, and a literal ``quotation`` from it, if any."""

    source: str
    locator: Locator | None = None
    quotation: str | None = None
    location: Location = field(kw_only=True, eq=False, repr=False)


@frozen
class Source:
    """A source that statements can cite.

    Attributes:
        valid_until: The last day, month or year in which its information is valid.
        text: The path of the file that contains its text, relative to the declaring file.
        passages: The parts of that file that belong to the source; if there are none, all of it.
        lang: The language of the text (BCP 47), if it is not that of the map.
        reliability: The NATO Admiralty code: ``A`` (completely reliable) to ``F`` (cannot be
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
    lang: str | None = None
    reliability: str | None = None
    tags: tuple[str, ...] = ()
    note: str | None = None
    extra: dict[str, tuple[str, ...]] = field(factory=dict)
    location: Location = field(kw_only=True, eq=False, repr=False)

    @property
    def is_named(self) -> bool:
        """Whether the author gave it an id; a source without one is reported as an error."""
        return not is_generated(self.id)

    @property
    def display_name(self) -> str:
        """The source's name in messages: its id, or its title."""
        return f"`{self.id}`" if self.is_named else f"“{self.title}”"


GENERATED_MARKER = "~"
"""Marks a generated id: authors cannot write it, and messages do not show it."""


def is_generated(id_: str) -> bool:
    """Return whether an id was generated, because there was none or it was a duplicate."""
    return GENERATED_MARKER in id_
