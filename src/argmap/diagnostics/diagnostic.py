"""How bad a finding is.

A change that would mend what a finding tells of.

A finding, as data.
"""

from __future__ import annotations

from enum import Enum, IntEnum

from attrs import frozen

from argmap.text import Edit, Location, SourceText


class Severity(IntEnum):
    """Ordered: an error outweighs a warning, a warning a piece of information."""

    INFO = 1
    WARNING = 2
    ERROR = 3

    def __str__(self) -> str:
        return self.name.lower()


class Applicability(Enum):
    """Whether a tool may make the change by itself.

    ``SAFE`` keeps what the author meant; ``UNSAFE`` may change the argument and is only made when
    asked for by name; ``DISPLAY`` is shown and never made.
    """

    SAFE = "safe"
    UNSAFE = "unsafe"
    DISPLAY = "display"


@frozen
class Fix:
    """Edits to one file, with a title in the imperative: ``replace `clam` by `claim```."""

    title: str
    source: SourceText
    edits: tuple[Edit, ...]
    applicability: Applicability = Applicability.SAFE


@frozen
class Label:
    """A further place that belongs to a finding, and what is there."""

    location: Location
    text: str


@frozen
class Diagnostic:
    """One finding about a map, addressed to its author.

    ``code`` is stable for ever (``REF101``), ``name`` reads (``undefined-reference``). ``location``
    is the thing to edit, underlined; ``label`` is said beside the underline. ``labels`` are other
    places, also in other files. ``tree`` is an indented picture in text (a ring, a deciding chain),
    a line each. ``element`` is the id of the element concerned, if there is one: baselines and
    fingerprints hang on it rather than on lines. ``suppressed`` is why the finding does not count,
    in the words of whoever silenced it (perhaps none); None: it counts.
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
        """Files by name, then by place, then by code: the order of every report."""
        span = self.location.span
        return (self.location.source.name, span.start, span.end, self.code)
