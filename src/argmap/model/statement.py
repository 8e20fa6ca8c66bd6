"""Statements: the sentences that can stand or fall."""

from __future__ import annotations

from typing import ClassVar

from attrs import field, frozen

from argmap.model.citation import Citation
from argmap.model.confidence import Confidence
from argmap.model.expectation import Expectation
from argmap.model.standard import Standard
from argmap.text import Location


@frozen
class Statement:
    """What the four kinds have in common; they add nothing to its fields.

    ``id`` is unique in the map; where the author gave none (``is_named`` is false) it is made from
    the text, so that it stays the same when neighbours come and go. ``question`` holds the numbers,
    from 1, of the critical questions of a step's scheme that it takes up. ``credibility`` is the
    NATO Admiralty code, 1 (confirmed) to 6 (cannot be judged). ``valid_until`` is the last day,
    month or year in which it holds. ``location`` is the statement's head:
    its first word to the end of its text.
    """

    kind: ClassVar[str]

    id: str
    text: str
    citations: tuple[Citation, ...] = ()
    section: str | None = None
    is_named: bool = True
    question: tuple[int, ...] = ()
    confidence: Confidence | None = None
    credibility: int | None = None
    held_by: tuple[str, ...] = ()
    standard: Standard | None = None
    expect: Expectation | None = None
    tags: tuple[str, ...] = ()
    note: str | None = None
    date: str | None = None
    valid_until: str | None = None
    url: str | None = None
    extra: dict[str, tuple[str, ...]] = field(factory=dict)
    location: Location = field(kw_only=True, eq=False, repr=False)

    @property
    def is_ground(self) -> bool:
        """Whether it may stand without support: it rests on a source, or is openly assumed."""
        return False


class Claim(Statement):
    """A statement that wants support."""

    __slots__ = ()
    kind = "claim"


class Evidence(Statement):
    """A statement that rests on a source or an observation."""

    __slots__ = ()
    kind = "evidence"

    @property
    def is_ground(self) -> bool:
        return True


class Assumption(Statement):
    """A statement that is taken as given, openly."""

    __slots__ = ()
    kind = "assumption"

    @property
    def is_ground(self) -> bool:
        return True


class Counterpoint(Statement):
    """A statement against."""

    __slots__ = ()
    kind = "counterpoint"


_SHOWN = 40  # characters of a text that stands for a name


def named(statement: Statement) -> str:
    """Return a statement as a message names it: by its id, or by the beginning of its text."""
    if statement.is_named:
        return f"`{statement.id}`"
    text = statement.text
    return f"“{text}”" if len(text) <= _SHOWN else f"“{text[: _SHOWN - 1].rstrip()}…”"


STATEMENT_KINDS: dict[str, type[Statement]] = {
    kind.kind: kind for kind in (Claim, Evidence, Assumption, Counterpoint)
}
"""The four kinds by the word that makes them."""
