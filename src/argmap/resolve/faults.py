"""What the resolver finds wrong with what a map says, as data: facts, not yet sentences.

A rule turns each kind into a diagnostic (`argmap.rules`); ``element`` is the id of the statement,
step or source concerned, where there is one.
"""

from __future__ import annotations

from enum import Enum

from attrs import field, frozen

from argmap.text import Location


@frozen
class Fault:
    location: Location
    element: str | None = field(default=None, kw_only=True)


@frozen
class UnknownAttribute(Fault):
    """``name`` is no attribute, or none that stands under a ``word``; ``allowed`` are those that do."""

    name: str
    word: str
    allowed: tuple[str, ...]
    stands_under: tuple[str, ...] = ()


@frozen
class BadValue(Fault):
    """A value its attribute cannot take."""

    message: str
    help: str = ""
    suggestion: str | None = None


@frozen
class UndefinedReference(Fault):
    """A name that nothing is declared under; ``wanted`` is what it should be, ``known`` what there is."""

    name: str
    wanted: str
    known: tuple[str, ...]


@frozen
class UndefinedSource(Fault):
    """A citation of a source that is not declared."""

    name: str
    known: tuple[str, ...]


@frozen
class DuplicateId(Fault):
    """A name given twice; ``first`` is where it was given before."""

    name: str
    first: Location


class ImportProblem(Enum):
    """Why a file cannot be imported."""

    MISSING = "missing"
    UNREADABLE = "unreadable"
    OUTSIDE = "outside"
    NOT_A_MAP = "not a map"
    CIRCULAR = "circular"
    TWICE = "twice"


@frozen
class ImportFault(Fault):
    """``path`` as written; ``ring`` are the imports that lead back, or the one that came first."""

    problem: ImportProblem
    path: str
    ring: tuple[Location, ...] = ()
    files: tuple[str, ...] = ()


class EdgeProblem(Enum):
    """Why an edge means nothing."""

    NO_STATEMENT = "its target is no statement"
    NO_CONCLUSION = "a step that bears on nothing"
    NESTED_STEP = "a step inside a step"
    NO_PREMISE = "a step without a premise"


@frozen
class IllegalEdge(Fault):
    """An edge that has no meaning; ``name`` is its target or its word, ``kind`` what that is."""

    problem: EdgeProblem
    name: str
    kind: str = ""


@frozen
class MissingStep(Fault):
    """An undercut of a step that is not there; ``steps`` are those that could be meant."""

    name: str
    steps: tuple[str, ...] = ()
