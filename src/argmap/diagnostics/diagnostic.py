"""A diagnostic with its severity, labels and fixes."""

from __future__ import annotations

from enum import Enum, IntEnum, auto

from attrs import frozen

from argmap.text import Edit, Location, SourceText


class Severity(IntEnum):
    """The severity of a diagnostic; a higher value is more severe."""

    INFO = auto()
    WARNING = auto()
    ERROR = auto()

    def __str__(self) -> str:
        return self.name.lower()


class Applicability(Enum):
    """Whether a fix can be applied automatically.

    A ``SAFE`` fix does not change the meaning. An ``UNSAFE`` fix may change the argument and is
    applied only on request. A ``DISPLAY`` fix is shown and never applied.
    """

    SAFE = "safe"
    UNSAFE = "unsafe"
    DISPLAY = "display"


@frozen
class Fix:
    """Edits to one file, with a title in the imperative, such as ``add an id``."""

    title: str
    source: SourceText
    edits: tuple[Edit, ...]
    applicability: Applicability = Applicability.SAFE


@frozen
class Label:
    """A note about another location that is related to a diagnostic."""

    location: Location
    text: str


@frozen
class Diagnostic:
    """One problem in a map, reported to its author.

    Attributes:
        code: The code of the rule, such as ``REF101``, which never changes.
        name: The name of the rule, such as ``undefined-reference``.
        location: What to edit; reports underline it.
        label: The text next to the underline.
        labels: Notes about related locations, which may be in other files.
        tree: The lines of an indented diagram, such as a cycle or a deciding chain.
        help: How to fix the problem.
        element: The id of the element concerned, if any. Baselines and fingerprints use it, because
            line numbers change.
        suppression_reason: Why the diagnostic is suppressed, in the author's words (possibly
            empty); None if it is not suppressed.
    """

    code: str
    name: str
    severity: Severity
    message: str
    location: Location
    label: str = ""
    labels: tuple[Label, ...] = ()
    tree: tuple[str, ...] = ()
    help: str = ""
    fixes: tuple[Fix, ...] = ()
    element: str | None = None
    suppression_reason: str | None = None

    @property
    def sort_key(self) -> tuple[str, int, int, str]:
        """The sort key of all reports: by file name, then by location, then by code."""
        span = self.location.span
        return (self.location.source.name, span.start, span.end, self.code)
