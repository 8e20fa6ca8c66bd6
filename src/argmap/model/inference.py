"""Inferences from premises to a conclusion, and relations between statements or inferences."""

from __future__ import annotations

from enum import Enum

from attrs import field, frozen

from argmap.model.statement import Confidence, Fidelity
from argmap.text import Location


class Polarity(Enum):
    """Whether an inference supports its conclusion or attacks it."""

    PRO = "pro"
    CON = "con"


class Form(Enum):
    """How an author wrote an inference."""

    NESTED = "nested"
    """A statement nested in another."""
    GROUP = "group"
    """A ``reason`` or an ``objection`` group."""
    EDGE = "edge"
    """An attribute: ``supports:``, ``opposes:``, ``supported-by:``, ``opposed-by:``."""


@frozen
class Inference:
    """An inference: its premises support or attack its conclusion, only together.

    Attributes:
        id: The id; for an inference without one, ``premise->conclusion``.
        scheme: The name of an argumentation scheme (Walton, Reed & Macagno 2008).
        undercutters: The ids of the statements that attack the inference itself, not a premise
            (Pollock's undercutting defeaters).
        is_named: Whether the author gave it an id.
        confidence: How well the premises, if they are true, carry the conclusion; None means fully.
        label: A short title, such as GSN's strategy or Toulmin's warrant.
    """

    id: str
    premises: tuple[str, ...]
    conclusion: str
    polarity: Polarity
    form: Form
    scheme: str | None = None
    undercutters: tuple[str, ...] = ()
    is_named: bool = False
    confidence: Confidence | None = None
    label: str | None = None
    fidelity: Fidelity | None = None
    tags: tuple[str, ...] = ()
    note: str | None = None
    extra: dict[str, tuple[str, ...]] = field(factory=dict)
    location: Location = field(kw_only=True, eq=False, repr=False)


@frozen
class Contradiction:
    """Two statements that cannot both be accepted: each attacks the other."""

    first: str
    second: str
    location: Location = field(kw_only=True, eq=False, repr=False)


@frozen
class Preference:
    """``stronger`` prevails over ``weaker`` where the two meet (`outweighs:`).

    Both are ids of statements or inferences. The id of a statement stands for the statement itself
    and for the inferences that it is a premise of.
    """

    stronger: str
    weaker: str
    location: Location = field(kw_only=True, eq=False, repr=False)
