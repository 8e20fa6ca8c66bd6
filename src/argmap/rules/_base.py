"""What a rule is, and what it looks at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from attrs import frozen

from argmap.diagnostics import Applicability, Diagnostic, Fix, Label, Severity
from argmap.model import ArgumentMap, Statement
from argmap.resolve import Resolution
from argmap.resolve.faults import Fault
from argmap.syntax import Document, SyntaxFault
from argmap.text import Edit, Location, SourceText

if TYPE_CHECKING:
    from argmap.evaluate import Evaluation
    from argmap.sources.facts import CitationFacts

F = TypeVar("F", bound=Fault)


class Rule(NamedTuple):
    """A rule's identity: its ``code`` never changes, its ``name`` is its file's."""

    code: str
    name: str
    severity: Severity

    def finds(
        self, location: Location, message: str, *, severity: Severity | None = None, **details: Any
    ) -> Diagnostic:
        """Return a finding of this rule; ``details`` are further fields of `Diagnostic`."""
        return Diagnostic(
            self.code, self.name, severity or self.severity, message, location, **details
        )


def rule(module: str, code: str, severity: Severity) -> Rule:
    """Return the rule of a module, named as it is: ``empty_text`` makes ``empty-text``."""
    return Rule(code, module.rpartition(".")[2].replace("_", "-"), severity)


@frozen(eq=False, repr=False)
class Subject:
    """What rules look at: a map, the files it was made from, and what is wrong with those.

    ``citations`` is what the sources' texts and the lock say; None where there are none at hand.
    """

    resolution: Resolution
    citations: CitationFacts | None = None

    @property
    def map(self) -> ArgumentMap:
        return self.resolution.map

    @property
    def statements(self) -> Iterable[Statement]:
        return self.resolution.map.statements.values()

    @cached_property
    def evaluation(self) -> Evaluation:
        """What stands in the map; computed when the first rule asks."""
        from argmap.evaluate import evaluate

        return evaluate(self.map)

    def deciding_chain(self, id_: str) -> tuple[str, ...]:
        """Return why a statement has its status, as lines to show below a finding."""
        from argmap.evaluate import deciding_chain

        return deciding_chain(self.evaluation, id_)

    def faults(self, kind: type[F]) -> Iterator[F]:
        """Yield the resolver's faults of one kind, in order."""
        return (fault for fault in self.resolution.faults if type(fault) is kind)


def rewrite(location: Location, replacement: str | None) -> tuple[Fix, ...]:
    """Return the fix that writes ``replacement`` there; none when there is nothing to suggest."""
    if not replacement:
        return ()
    edit = Edit(location.span, replacement)
    return (Fix(f"write `{replacement}`", location.source, (edit,)),)


def named(statement: Statement) -> str:
    """Return a statement as a message names it: by its id, or by the beginning of its text."""
    if statement.is_named:
        return f"`{statement.id}`"
    text = statement.text if len(statement.text) <= 40 else statement.text[:39].rstrip() + "…"  # noqa: PLR2004
    return f"“{text}”"


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
