"""What rules look at, and what they have in common."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from attrs import field, frozen

from argmap.diagnostics import Applicability, Diagnostic, Fix, Label
from argmap.model import ArgumentMap, Statement
from argmap.model.statement import named
from argmap.resolve import Resolution
from argmap.resolve.faults import Fault
from argmap.rules._memory import Memory
from argmap.rules._rule import Rule, rule
from argmap.rules._selection import DEFAULT, Selection
from argmap.rules._suppression import Suppressions
from argmap.rules._table import RuleTable
from argmap.syntax import Document, SyntaxFault
from argmap.text import Edit, Location, SourceText

if TYPE_CHECKING:
    from argmap.evaluate import Evaluation
    from argmap.evaluate.strength import Strengths
    from argmap.evaluate.unanswered import Unanswered
    from argmap.sources.facts import CitationFacts

__all__ = [
    "Rule",
    "StaleEntry",
    "Subject",
    "UnmatchedPattern",
    "from_syntax",
    "named",
    "rewrite",
    "rule",
]

F = TypeVar("F", bound=Fault)


class StaleEntry(NamedTuple):
    """A line of a baseline that lets more pass than there is: so many findings."""

    location: Location
    code: str
    element: str | None
    findings: int


class UnmatchedPattern(NamedTuple):
    """A pattern of paths in a configuration that matches no file."""

    location: Location
    pattern: str


@frozen(eq=False, repr=False)
class Subject:
    """What rules look at: a map, the files it was made from, and what is wrong with those.

    ``citations`` is what the sources' texts and the lock say; None where there are none at hand.
    ``selection`` is what is wanted of the rules, which are in ``table``. ``suppressions`` are the
    comments that silence findings; rules that run last see what these did. ``stale`` is what is out
    of date in a baseline, and ``unmatched`` are patterns that match no file: both are known once
    all maps are checked. ``memory`` is of earlier checks.
    """

    resolution: Resolution
    citations: CitationFacts | None = None
    selection: Selection = DEFAULT
    table: RuleTable = field(factory=RuleTable)
    suppressions: Suppressions = field(factory=Suppressions)
    stale: tuple[StaleEntry, ...] = ()
    unmatched: tuple[UnmatchedPattern, ...] = ()
    memory: Memory = field(factory=Memory)

    @property
    def map(self) -> ArgumentMap:
        return self.resolution.map

    @property
    def statements(self) -> Iterable[Statement]:
        return self.resolution.map.statements.values()

    def option(self, its_rule: Rule, name: str) -> Any:
        """Return what an option of a rule is set to."""
        set_here = self.selection.options.get(its_rule.code, {})
        return set_here.get(name, its_rule.options[name].default)

    @cached_property
    def evaluation(self) -> Evaluation:
        """What stands in the map; computed when the first rule asks."""
        return self.memory.evaluation(self.map)

    @cached_property
    def unanswered(self) -> dict[str, Unanswered]:
        """The counterpoints that need an answer, by id; computed when the first rule asks."""
        from argmap.evaluate.unanswered import unanswered

        return unanswered(self.evaluation)

    @cached_property
    def strengths(self) -> Strengths:
        """How strong everything is; computed when the first rule asks."""
        from argmap.evaluate.strength import strengths

        return strengths(self.evaluation)

    def deciding_chain(self, id_: str) -> tuple[str, ...]:
        """Return why a statement has its status, as lines to show below a finding."""
        from argmap.evaluate import deciding_chain

        return deciding_chain(self.evaluation, id_)

    def faults(self, kind: type[F]) -> Iterator[F]:
        """Yield the resolver's faults of one kind, in order."""
        return (fault for fault in self.resolution.faults if type(fault) is kind)


def rewrite(
    location: Location, replacement: str | None, *, is_sure: bool = True
) -> tuple[Fix, ...]:
    """Return the fix that writes ``replacement`` there; none when there is nothing to suggest."""
    if not replacement:
        return ()
    edit = Edit(location.span, replacement)
    applicability = Applicability.SAFE if is_sure else Applicability.UNSAFE
    return (Fix(f"write `{replacement}`", location.source, (edit,), applicability),)


def from_syntax(its_rule: Rule, document: Document, fault: SyntaxFault) -> Diagnostic:
    """Return what the reader of a file found as a finding of a rule."""
    source = document.source
    return its_rule.finds(
        Location(source, fault.span),
        fault.message,
        label=fault.label,
        labels=tuple(Label(Location(source, span), text) for span, text in fault.places),
        help=fault.help,
        fixes=_fixes(source, fault),
    )


def _fixes(source: SourceText, fault: SyntaxFault) -> tuple[Fix, ...]:
    if not fault.edits:
        return ()
    applicability = Applicability.SAFE if fault.is_sure else Applicability.UNSAFE
    return (Fix(fault.fix, source, fault.edits, applicability),)
