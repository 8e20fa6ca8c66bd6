"""A finding, as data."""

from __future__ import annotations

from attrs import frozen

from argmap.diagnostics.fix import Fix
from argmap.diagnostics.severity import Severity
from argmap.text import Location


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
    suppressed: str | None = None

    @property
    def sort_key(self) -> tuple[str, int, int, str]:
        """Files by name, then by place, then by code: the order of every report."""
        span = self.location.span
        return (self.location.source.name, span.start, span.end, self.code)
