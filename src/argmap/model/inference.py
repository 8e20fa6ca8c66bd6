"""Inferences: from premises to a conclusion."""

from __future__ import annotations

from enum import Enum

from attrs import field, frozen

from argmap.text import Location


class Polarity(Enum):
    """Whether an inference speaks for its conclusion or against it."""

    PRO = "pro"
    CON = "con"


class Form(Enum):
    """How an author wrote an inference."""

    NESTED = "nested"
    """A statement that stands under another."""
    GROUP = "group"
    """A ``reason`` or an ``objection``."""
    EDGE = "edge"
    """An attribute: ``supports:``, ``opposes:``, ``supported-by:``, ``opposed-by:``."""


@frozen
class Inference:
    """An inference: its premises carry its conclusion, or count against it, only together.

    ``undercutters`` are statements that deny the inference itself, not a premise (Pollock's
    undercutting defeaters). ``scheme`` names an argumentation scheme (Walton, Reed & Macagno 2008).
    An inference that the author gave no id is named after its ends, ``premise->conclusion``.
    """

    id: str
    premises: tuple[str, ...]
    conclusion: str
    polarity: Polarity
    form: Form
    scheme: str | None = None
    undercutters: tuple[str, ...] = ()
    is_named: bool = False
    tags: tuple[str, ...] = ()
    note: str | None = None
    extra: dict[str, tuple[str, ...]] = field(factory=dict)
    location: Location = field(kw_only=True, eq=False, repr=False)


@frozen
class Contradiction:
    """Two statements that cannot both stand: each attacks the other."""

    first: str
    second: str
    location: Location = field(kw_only=True, eq=False, repr=False)
