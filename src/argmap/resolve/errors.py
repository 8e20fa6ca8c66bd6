"""Errors that the resolver records, as data.

A rule turns each type of error into a diagnostic (`argmap.rules`). ``element`` is the id of the
affected statement, inference or source, if there is one.
"""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from argmap.text import Location, Span


class UnknownAttribute(NamedTuple):
    """An unknown attribute, or an attribute of other declarations.

    ``allowed`` are the attributes that declarations with this ``keyword`` take; ``allowed_under``
    are the keywords of the declarations that take an attribute of this ``name``.
    """

    location: Location
    name: str
    keyword: str
    allowed: tuple[str, ...]
    allowed_under: tuple[str, ...] = ()
    element: str | None = None


class RenamedAttribute(NamedTuple):
    """An attribute that was read under a former name."""

    location: Location
    name: str
    current_name: str
    element: str | None = None


class BadValue(NamedTuple):
    """A value that its attribute cannot take; ``left_out`` is the option that a question lost."""

    location: Location
    message: str
    help: str = ""
    suggestion: str | None = None
    element: str | None = None
    left_out: str | None = None


class UndefinedReference(NamedTuple):
    """A reference to an undeclared name; ``candidates`` are the declared names it could mean."""

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
    """A second declaration with the same id; ``first`` is the first one."""

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
    NO_MATCH = "a pattern that no other map matches"
    TOO_MANY = "a pattern that matches too many maps"
    NAMED_PATTERN = "a pattern with a name"


class ImportFailure(NamedTuple):
    """An import that failed; ``path`` is as written, or a link that a pattern matches.

    For a circular import, ``cycle`` are the other imports of the cycle and ``files`` its files; for
    a file that is imported twice, ``cycle`` is the first import.
    """

    location: Location
    reason: ImportFailureReason
    path: str
    cycle: tuple[Location, ...] = ()
    files: tuple[str, ...] = ()
    element: str | None = None


class IllegalEdgeReason(Enum):
    """Why an edge is not allowed."""

    NO_STATEMENT = "its target is not a statement"
    CONTEXT_AS_PREMISE = "its premise is a context"
    NO_OPTION = "an option that is neither a claim nor evidence nor an assumption"
    NOT_COMPARABLE = "a preference over something that is neither a statement nor an inference"
    QUESTION_AS_THESIS = "a thesis that is a question"
    NO_CONCLUSION = "an inference without a conclusion"
    NESTED_INFERENCE = "an inference inside an inference"
    NO_PREMISE = "an inference without a premise"
    ONLY_CONTEXT = "an inference whose block has contexts, but no premise"


class IllegalEdge(NamedTuple):
    """An edge that is not allowed; ``name`` is its target (of this ``kind``) or its keyword."""

    location: Location
    reason: IllegalEdgeReason
    name: str
    kind: str = ""
    element: str | None = None


class MisplacementReason(Enum):
    """Why a declaration is in the wrong place."""

    NO_OPTION = "neither a claim nor a context in a question"
    IN_CONTEXT = "a declaration in a context"
    NESTED_QUESTION = "a question in a statement, an inference or another question"


class Misplacement(NamedTuple):
    """A declaration in the block of one that cannot contain it; ``keyword`` is its keyword.

    ``extent`` includes its block. The element of a `reason` or an `objection` is the question or
    the context around it.
    """

    location: Location
    reason: MisplacementReason
    keyword: str
    extent: Span
    element: str


class MissingInference(NamedTuple):
    """An undercut, or a preference, whose target is not an inference.

    ``candidates`` are inferences that may have been meant.
    """

    location: Location
    name: str
    candidates: tuple[str, ...] = ()
    element: str | None = None


ResolveError = (
    UnknownAttribute
    | RenamedAttribute
    | BadValue
    | UndefinedReference
    | UndefinedSource
    | DuplicateId
    | ImportFailure
    | IllegalEdge
    | Misplacement
    | MissingInference
)
