"""The input of rules, and helpers that several rules share.

Results that repeated checks of the same map reuse, for example in an editor.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from attrs import define, field, frozen

from argmap.diagnostics import Applicability, Diagnostic, Fix, Label
from argmap.model import ArgumentMap, Statement
from argmap.model.statement import display_name
from argmap.resolve import Resolution
from argmap.resolve.errors import ResolveError
from argmap.rules._rule import DEFAULT, Rule, RuleTable, Selection, rule
from argmap.rules._suppression import Suppressions
from argmap.syntax import Document, ParseError
from argmap.text import Edit, Location, SourceText

if TYPE_CHECKING:
    from argmap.evaluation import Evaluation
    from argmap.evaluation.strength import Strengths
    from argmap.evaluation.unanswered import UnansweredCounterpoint
    from argmap.sources.findings import CitationFindings


@define(eq=False)
class IncrementalState:
    """Results that stay valid while the shape of a map does (`argmap.syntax.incremental_tree`).

    ``known_clean`` contains the codes of structural rules that found nothing with the current
    settings. They are skipped, because they cannot find anything until the shape changes.
    """

    known_clean: set[str] = field(factory=set)
    _evaluation: Evaluation | None = None

    def evaluation(self, argument_map: ArgumentMap) -> Evaluation:
        """Return the evaluation; computed once, then adapted to maps whose texts differ."""
        from argmap.evaluation import evaluate

        known = self._evaluation
        if known is None or known.argument_map is not argument_map:
            known = evaluate(argument_map) if known is None else known.retold(argument_map)
            self._evaluation = known
        return known


__all__ = [
    "Rule",
    "RuleContext",
    "StaleBaselineEntry",
    "UnmatchedPattern",
    "display_name",
    "from_syntax",
    "rewrite",
    "rule",
]

F = TypeVar("F", bound=ResolveError)


class StaleBaselineEntry(NamedTuple):
    """A line of a baseline that covers more findings than exist; ``diagnostics`` is the excess."""

    location: Location
    code: str
    element: str | None
    diagnostics: int


class UnmatchedPattern(NamedTuple):
    """A path pattern in a configuration that matches no file."""

    location: Location
    pattern: str


@frozen(eq=False, repr=False)
class RuleContext:
    """The input of a rule: a map, its files, and the results of earlier stages.

    Attributes:
        resolution: The resolved map, with its files and faults.
        citations: The result of checking the citations; None if no texts or lock are available.
        selection: The rules to run, and their severities and options.
        table: All rules.
        suppressions: The comments that silence findings; rules that run last see which ones did.
        stale: Stale entries of a baseline, known only after all maps are checked.
        unmatched: Patterns that match no file, known only after all maps are checked.
        memory: Results of earlier checks of the same map.
    """

    resolution: Resolution
    citations: CitationFindings | None = None
    selection: Selection = DEFAULT
    table: RuleTable = field(factory=RuleTable)
    suppressions: Suppressions = field(factory=Suppressions)
    stale: tuple[StaleBaselineEntry, ...] = ()
    unmatched: tuple[UnmatchedPattern, ...] = ()
    memory: IncrementalState = field(factory=IncrementalState)

    @property
    def map(self) -> ArgumentMap:
        return self.resolution.map

    @property
    def statements(self) -> Iterable[Statement]:
        return self.resolution.map.statements.values()

    def option(self, its_rule: Rule, name: str) -> Any:
        """Return the value of an option of a rule."""
        set_here = self.selection.options.get(its_rule.code, {})
        return set_here.get(name, its_rule.options[name].default)

    @cached_property
    def evaluation(self) -> Evaluation:
        """The evaluation of the map, computed on first access."""
        return self.memory.evaluation(self.map)

    @cached_property
    def unanswered(self) -> dict[str, UnansweredCounterpoint]:
        """The counterpoints that need an answer, by id, computed on first access."""
        from argmap.evaluation.unanswered import find_unanswered

        return find_unanswered(self.evaluation)

    @cached_property
    def strengths(self) -> Strengths:
        """The strengths of statements and inferences, computed on first access."""
        from argmap.evaluation.strength import compute_strengths

        return compute_strengths(self.evaluation)

    def deciding_chain(self, id_: str) -> tuple[str, ...]:
        """Return the chain that decides a statement's status, as lines to show below a finding."""
        from argmap.evaluation import deciding_chain

        return deciding_chain(self.evaluation, id_)

    def errors(self, kind: type[F]) -> Iterator[F]:
        """Yield the resolver's faults of one kind, in order."""
        return (error for error in self.resolution.errors if type(error) is kind)


def rewrite(
    location: Location, replacement: str | None, *, is_sure: bool = True
) -> tuple[Fix, ...]:
    """Return a fix that replaces a location's text, or no fix if ``replacement`` is empty."""
    if not replacement:
        return ()
    edit = Edit(location.span, replacement)
    applicability = Applicability.SAFE if is_sure else Applicability.UNSAFE
    return (Fix(f"write `{replacement}`", location.source, (edit,), applicability),)


def from_syntax(its_rule: Rule, document: Document, error: ParseError) -> Diagnostic:
    """Return a fault of the parser as a finding of a rule."""
    source = document.source
    return its_rule.diagnostic(
        Location(source, error.span),
        error.message,
        label=error.label,
        labels=tuple(Label(Location(source, span), text) for span, text in error.labels),
        help=error.help,
        fixes=_fixes(source, error),
    )


def _fixes(source: SourceText, error: ParseError) -> tuple[Fix, ...]:
    if not error.edits:
        return ()
    applicability = Applicability.SAFE if error.is_safe else Applicability.UNSAFE
    return (Fix(error.fix, source, error.edits, applicability),)
