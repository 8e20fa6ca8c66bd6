"""What the resolver finds wrong with what a map says, as data: facts, not yet sentences.

A rule turns each kind into a diagnostic (`argmap.rules`); ``element`` is the id of the statement,
inference or source concerned, where there is one.
"""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from argmap.text import Location


class UnknownAttribute(NamedTuple):
    """``name`` is no attribute, or none of a ``keyword``, whose attributes are ``allowed``."""

    location: Location
    name: str
    keyword: str
    allowed: tuple[str, ...]
    allowed_under: tuple[str, ...] = ()
    element: str | None = None


class BadValue(NamedTuple):
    """A value its attribute cannot take."""

    location: Location
    message: str
    help: str = ""
    suggestion: str | None = None
    element: str | None = None


class UndefinedReference(NamedTuple):
    """A name that nothing has; ``expected_kind`` is what it should be, ``candidates`` what there is."""

    location: Location
    name: str
    expected_kind: str
    candidates: tuple[str, ...]
    element: str | None = None


class UndefinedSource(NamedTuple):
    """A citation of a source that is not declared."""

    location: Location
    name: str
    candidates: tuple[str, ...]
    element: str | None = None


class DuplicateId(NamedTuple):
    """A name given twice; ``first`` is where it was given before."""

    location: Location
    name: str
    first: Location
    element: str | None = None


class ImportFailureReason(Enum):
    """Why a file cannot be imported."""

    MISSING = "missing"
    UNREADABLE = "unreadable"
    OUTSIDE = "outside"
    NOT_A_MAP = "not a map"
    CIRCULAR = "circular"
    TWICE = "twice"


class ImportFailure(NamedTuple):
    """``path`` as written; ``cycle`` are the imports that lead back, or the one that came first."""

    location: Location
    reason: ImportFailureReason
    path: str
    cycle: tuple[Location, ...] = ()
    files: tuple[str, ...] = ()
    element: str | None = None


class IllegalEdgeReason(Enum):
    """Why an edge means nothing."""

    NO_STATEMENT = "its target is no statement"
    NO_CONCLUSION = "an inference that bears on nothing"
    NESTED_INFERENCE = "an inference inside an inference"
    NO_PREMISE = "an inference without a premise"


class IllegalEdge(NamedTuple):
    """An edge that has no meaning; ``name`` is its target or its word, ``kind`` what that is."""

    location: Location
    reason: IllegalEdgeReason
    name: str
    kind: str = ""
    element: str | None = None


class MissingInference(NamedTuple):
    """An undercut of an inference that does not exist; ``candidates`` may be meant."""

    location: Location
    name: str
    candidates: tuple[str, ...] = ()
    element: str | None = None


ResolveError = (
    UnknownAttribute
    | BadValue
    | UndefinedReference
    | UndefinedSource
    | DuplicateId
    | ImportFailure
    | IllegalEdge
    | MissingInference
)
