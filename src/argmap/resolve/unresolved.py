"""Declared elements with references that are not resolved yet."""

from __future__ import annotations

from typing import Any, NamedTuple

from attrs import define, field

from argmap.model import Confidence, Fidelity, Form, Polarity
from argmap.resolve.imports import Module
from argmap.syntax.tree import Arrow, Word
from argmap.text import Location


class Reference(NamedTuple):
    """A name in a file, in a declaration of ``element``, that must be the id of a statement."""

    module: Module
    word: Word
    element: str | None = None


End = str | Reference
"""A premise or a conclusion: the id of a statement, or an unresolved reference."""


@define(eq=False)
class UnresolvedInference:
    """An inference whose ends may be unresolved."""

    polarity: Polarity
    form: Form
    conclusion: End | None
    premises: list[End]
    location: Location
    id: str | None = None
    scheme: str | None = None
    undercutters: list[str] = field(factory=list)
    confidence: Confidence | None = None
    label: str | None = None
    fidelity: Fidelity | None = None
    tags: tuple[str, ...] = ()
    note: str | None = None
    extra: dict[str, tuple[str, ...]] = field(factory=dict)


class UnresolvedUndercut(NamedTuple):
    """The attribute ``undercuts:`` of a statement, with the name or the arrow of an inference."""

    module: Module
    statement: str
    target: Word | Arrow


class UnresolvedContradiction(NamedTuple):
    """The attribute ``contradicts:`` of a statement."""

    statement: str
    other: Reference
    location: Location


class UnresolvedPreference(NamedTuple):
    """The attribute ``outweighs:`` of a statement or an inference, with one of its targets."""

    module: Module
    stronger: str | UnresolvedInference
    target: Word | Arrow


@define
class UnresolvedQuestion:
    """A question whose options may be unresolved.

    Attributes:
        nested_options: The ids of the claims in its block.
        other_options: The values of ``options:``.
        expected: The values of ``expect:``.
        values: The other fields of the question in the model.
    """

    id: str
    module: Module
    values: dict[str, Any]
    is_exclusive: bool
    nested_options: list[str] = field(factory=list)
    other_options: list[Reference] = field(factory=list)
    expected: list[Reference] = field(factory=list)
