"""Sections: chapters of the outline."""

from __future__ import annotations

from attrs import field, frozen

from argmap.text import Location


@frozen
class Section:
    """A named group of statements; an imported file is one too, titled as its own map is."""

    id: str
    title: str
    parent: str | None = None
    is_named: bool = True
    tags: tuple[str, ...] = ()
    note: str | None = None
    extra: dict[str, tuple[str, ...]] = field(factory=dict)
    location: Location = field(kw_only=True, eq=False, repr=False)
