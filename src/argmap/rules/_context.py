"""The input of rules, and helpers that several rules share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from attrs import define, field, frozen

from argmap.diagnostics import Applicability, Diagnostic, Fix, Label
from argmap.model import ArgumentMap, Polarity, Statement, Status
from argmap.resolve import Resolution
from argmap.resolve.errors import BadValue, IllegalEdge, Misplacement, ResolveError
from argmap.rules._rule import DEFAULT, Rule, RuleTable, Selection
from argmap.rules._source_index import ScopedDeclaration, scoped_declarations
from argmap.rules._suppression import Suppressions
from argmap.syntax import Document, ParseError
from argmap.syntax.tree import InferenceDecl
from argmap.text import Edit, Location, Span

if TYPE_CHECKING:
    from argmap.evaluation import Evaluation
    from argmap.evaluation.direct_reasons import ReasonRanking
    from argmap.evaluation.strength import Strengths
    from argmap.evaluation.unanswered import UnansweredCounterpoint
    from argmap.reviews.map_reviews import MapReviews
    from argmap.reviews.review_file import MapStamps
    from argmap.reviews.stamps import ReviewState, Stamp
    from argmap.sources.findings import CitationFindings

E = TypeVar("E", bound=ResolveError)


class StaleBaselineEntry(NamedTuple):
    """A line of a baseline that covers ``excess`` more diagnostics than exist."""

    location: Location
    code: str
    element: str | None
    excess: int


class UnmatchedPattern(NamedTuple):
    """A path pattern in a configuration that matches no file."""

    location: Location
    pattern: str


@define(eq=False)
class IncrementalState:
    """Results that repeated checks of the same map reuse, for example in an editor.

    They stay valid as long as the shape of the map (`argmap.syntax.incremental_tree`) does not
    change. ``known_clean`` contains the codes of structural rules that found nothing with the
    current settings; they are skipped, because they cannot find anything until the shape changes.
    """

    known_clean: set[str] = field(factory=set)
    _evaluation: Evaluation | None = None

    def evaluation(self, argument_map: ArgumentMap) -> Evaluation:
        """Return the evaluation; computed once, then adapted to maps whose texts differ."""
        from argmap.evaluation import evaluate

        evaluation = self._evaluation
        if evaluation is None:
            evaluation = evaluate(argument_map)
        elif evaluation.argument_map is not argument_map:
            evaluation = evaluation.with_argument_map(argument_map)
        self._evaluation = evaluation
        return evaluation


@frozen(eq=False, repr=False)
class RuleContext:
    """The input of a rule: a map, its files, and the results of earlier stages.

    Attributes:
        resolution: The resolved map, with its files and errors.
        citations: The result of checking the citations; None if no texts or lock are available.
        selection: The rules to run, and their severities and options.
        table: All rules.
        suppressions: The comments that silence diagnostics; rules that run last see which ones did.
        stale: Stale entries of a baseline, known only after all maps are checked.
        unmatched: Patterns that match no file, known only after all maps are checked.
        state: Results of earlier checks of the same map.
        stamps: The reviews of the map; None if its folder has no file of reviews.
    """

    resolution: Resolution
    citations: CitationFindings | None = None
    selection: Selection = DEFAULT
    table: RuleTable = field(factory=RuleTable)
    suppressions: Suppressions = field(factory=Suppressions)
    stale: tuple[StaleBaselineEntry, ...] = ()
    unmatched: tuple[UnmatchedPattern, ...] = ()
    state: IncrementalState = field(factory=IncrementalState)
    stamps: MapStamps | None = None

    @property
    def map(self) -> ArgumentMap:
        return self.resolution.map

    @property
    def statements(self) -> Iterable[Statement]:
        return self.resolution.map.statements.values()

    def option(self, rule: Rule, name: str) -> Any:
        """Return the value of an option of a rule."""
        options = self.selection.options.get(rule.code, {})
        return options.get(name, rule.options[name].default)

    def is_supported(self, id_: str) -> bool:
        """Return whether an inference supports a statement."""
        return any(
            inference.polarity is Polarity.PRO for inference in self.map.inferences_to.get(id_, ())
        )

    def is_open_option(self, id_: str) -> bool:
        """Return whether a statement is an option of a question and not accepted."""
        return id_ in self.map.questions_of and (self.evaluation.status(id_) is not Status.ACCEPTED)

    def are_lost_rivals(self, first: str, second: str) -> bool:
        """Return whether two statements are not options of one question because of an error."""
        return any(
            (first == option and second in options) or (second == option and first in options)
            for option, options in self._lost_options
        )

    def has_lost_rival(self, id_: str) -> bool:
        """Return whether a question of a statement lost another option because of an error."""
        return any(id_ in options for _, options in self._lost_options)

    @cached_property
    def _lost_options(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The options that an error keeps out of their question, and its other options."""
        return tuple(
            (error.left_out, self.map.questions[error.element].options)
            for error in self.errors(BadValue)
            if error.left_out and error.element and error.element in self.map.questions
        )

    def is_misplaced(self, statement: Statement) -> bool:
        """Return whether a statement is in the wrong block, or in an inference that is left out."""
        location = statement.location
        return any(
            source == location.source.name and extent.start <= location.span.start < extent.end
            for source, extent in self._misplacements
        )

    @cached_property
    def _misplacements(self) -> tuple[tuple[str, Span], ...]:
        """The files and extents of the declarations that are left out of the argument."""
        inferences = [
            (scoped.document.source.name, scoped.declaration.span)
            for scoped in self._incomplete_inferences
        ]
        misplaced = [
            (error.location.source.name, error.extent) for error in self.errors(Misplacement)
        ]
        return tuple(misplaced + inferences)

    def has_incomplete_inference(self, statement: Statement) -> bool:
        """Return whether the block of a statement has an inference that is left out."""
        location = statement.location
        return any(
            scoped.parent is not None
            and scoped.document.source is location.source
            and scoped.parent.head.start == location.span.start
            for scoped in self._incomplete_inferences
        )

    @cached_property
    def _incomplete_inferences(self) -> tuple[ScopedDeclaration, ...]:
        """The inferences without a premise or a conclusion, which STR205 reports."""
        heads = {
            (error.location.source.name, error.location.span.start)
            for error in self.errors(IllegalEdge)
        }
        if not heads:
            return ()
        return tuple(
            scoped
            for scoped in scoped_declarations(self.resolution, "")
            if isinstance(scoped.declaration, InferenceDecl)
            and (scoped.document.source.name, scoped.declaration.head.start) in heads
        )

    @cached_property
    def evaluation(self) -> Evaluation:
        """The evaluation of the map, computed on first access."""
        return self.state.evaluation(self.map)

    @cached_property
    def unanswered(self) -> dict[str, UnansweredCounterpoint]:
        """The counterpoints that need an answer, by id, computed on first access."""
        from argmap.evaluation.unanswered import find_unanswered

        return find_unanswered(self.evaluation)

    @cached_property
    def reviews(self) -> MapReviews | None:
        """The reviews, compared with the map; None if there are none, or the map has errors.

        An error may leave statements out, which then only seem to have changed.
        """
        resolution = self.resolution
        if self.stamps is None or self.stamps.broken or not self.stamps.by_id:
            return None
        if resolution.errors or any(document.errors for document in resolution.documents):
            return None
        from argmap.reviews.map_reviews import MapReviews

        stamps = {id_: located.stamp for id_, located in self.stamps.by_id.items()}
        return MapReviews(self.evaluation, stamps)

    def reviewed_as(self, *states: ReviewState) -> Iterator[tuple[Statement, Stamp]]:
        """Yield the reviewed statements in one of some states, each with its stamp."""
        if self.reviews is not None:
            for statement in self.statements:
                if self.reviews.states[statement.id] in states:
                    yield statement, self.reviews.stamps[statement.id]

    def path_labels(self, id_: str) -> tuple[Label, ...]:
        """Return the labels of the path from a suspect statement to what differs."""
        if self.reviews is None:
            return ()
        *between, last = self.reviews.path_to_change(id_)[1:] or ("",)
        if last not in self.map.statements:
            return ()
        texts = dict.fromkeys(between, "on the path to it")
        is_new = last not in self.reviews.stamps
        texts[last] = "this has no review" if is_new else "this has changed"
        return tuple(Label(self.map.statements[id_].location, texts[id_]) for id_ in texts)

    @cached_property
    def strengths(self) -> Strengths:
        """The strengths of statements and inferences, computed on first access."""
        from argmap.evaluation.strength import compute_strengths

        return compute_strengths(self.evaluation)

    def deciding_chain(self, id_: str) -> tuple[str, ...]:
        """Return the chain that decides a statement's status, as lines below a diagnostic."""
        from argmap.evaluation import deciding_chain

        return deciding_chain(self.evaluation, id_, self._ranking)

    @cached_property
    def _ranking(self) -> ReasonRanking:
        from argmap.evaluation.direct_reasons import ReasonRanking

        return ReasonRanking(self.evaluation)

    def errors(self, kind: type[E]) -> Iterator[E]:
        """Yield the resolver's errors of one kind, in order."""
        return (error for error in self.resolution.errors if type(error) is kind)


def did_you_mean(suggestion: str | None) -> str:
    """Return the help that offers a suggestion, or an empty text without one."""
    return f"did you mean `{suggestion}`?" if suggestion else ""


def with_article(kind: str) -> str:
    """Return a kind of element after its indefinite article; `evidence` has none."""
    if kind == "evidence":
        return kind
    return f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}"


def replacement_fixes(
    location: Location, replacement: str | None, *, is_safe: bool = True
) -> tuple[Fix, ...]:
    """Return the fix that replaces a location's text, or no fix if ``replacement`` is empty."""
    if not replacement:
        return ()
    edit = Edit(location.span, replacement)
    applicability = Applicability.SAFE if is_safe else Applicability.UNSAFE
    return (Fix(f"write `{replacement}`", location.source, (edit,), applicability),)


def syntax_diagnostic(rule: Rule, document: Document, error: ParseError) -> Diagnostic:
    """Return the diagnostic of a rule for an error of the parser."""
    source = document.source
    fixes: tuple[Fix, ...] = ()
    if error.edits:
        applicability = Applicability.SAFE if error.is_safe else Applicability.UNSAFE
        fixes = (Fix(error.fix, source, error.edits, applicability),)
    return rule.diagnostic(
        Location(source, error.span),
        error.message,
        label=error.label,
        labels=tuple(Label(Location(source, span), text) for span, text in error.labels),
        help=error.help,
        fixes=fixes,
    )
