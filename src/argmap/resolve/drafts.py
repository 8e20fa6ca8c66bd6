"""Steps and statements while their names are still being looked up."""

from __future__ import annotations

from typing import NamedTuple

from attrs import define, field

from argmap.model import Form, Polarity
from argmap.resolve.modules import Module
from argmap.syntax.tree import Arrow, Word
from argmap.text import Location


class Reference(NamedTuple):
    """A word that must turn out to be an id: ``wanted`` says of what."""

    module: Module
    word: Word
    element: str | None = None


End = str | Reference
"""One end of an edge: an id that is known already, or a name to look up."""


@define(eq=False, repr=False)
class StepDraft:
    """An inference to be: its premises and conclusion may still be names."""

    polarity: Polarity
    form: Form
    conclusion: End | None
    premises: list[End]
    location: Location
    id: str | None = None
    scheme: str | None = None
    undercutters: list[str] = field(factory=list)
    tags: tuple[str, ...] = ()
    note: str | None = None
    extra: dict[str, tuple[str, ...]] = field(factory=dict)


class UndercutDraft(NamedTuple):
    """``undercuts:`` with the name of a step, or the two names of an arrow."""

    module: Module
    statement: str
    target: Word | Arrow


class ContradictionDraft(NamedTuple):
    statement: str
    other: Reference
    location: Location
