"""The argument map and its sections."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from typing import Any, NoReturn, TypeVar

from attrs import field, frozen

from argmap.errors import UnknownId
from argmap.model.inference import Contradiction, Inference, Polarity, Preference
from argmap.model.losses import Loss
from argmap.model.question import Context, Question, Sentence
from argmap.model.sides import Side, find_sides
from argmap.model.source import Source
from argmap.model.statement import Burden, Standard, Statement
from argmap.text import Location
from argmap.text.suggest import suggest

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


class ReadOnlyDict(dict[_Key, _Value]):
    """A dictionary that does not change after it is made; its copies are ordinary dictionaries."""

    __slots__ = ()

    def _refuse(self, *_: Any, **__: Any) -> NoReturn:
        raise TypeError("a map cannot be changed; use `argmap.edit` or `argmap.MapBuilder`")

    __setitem__ = __delitem__ = __ior__ = clear = pop = popitem = setdefault = update = _refuse

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (dict(self),)


def _read_only(mapping: Any) -> ReadOnlyDict[str, Any]:
    return mapping if type(mapping) is ReadOnlyDict else ReadOnlyDict(mapping)


@frozen
class Section:
    """A titled group of statements. An imported file is a section with the title of its map."""

    id: str
    title: str
    parent: str | None = None
    is_named: bool = True
    tags: tuple[str, ...] = ()
    note: str | None = None
    extra: dict[str, tuple[str, ...]] = field(factory=dict)
    location: Location = field(kw_only=True, eq=False, repr=False)


@frozen(repr=False)
class ArgumentMap:
    """An argument map: statements, inferences and sources by id, in the author's order.

    Iteration yields the statements. Every id resolves; unresolved ones are left out and reported.

    Attributes:
        named_theses: The ids of the theses that the author named. See also `theses`.
        is_neutral: Whether the map shows a debate without a thesis (``thesis: none``).
        standard: The standard of proof of all claims without a standard.
        burden: The burden of proof: the status of claims without support.
        strong_from: A bound of the two highest standards of proof
            (`argmap.evaluation.standards.ProofBounds`), as are ``margin`` and ``doubt_from``.
        losses: What was changed or dropped when the map was read from another format.
    """

    title: str = ""
    named_theses: tuple[str, ...] = ()
    is_neutral: bool = False
    standard: Standard | None = None
    burden: Burden | None = None
    strong_from: float | None = None
    margin: float | None = None
    doubt_from: float | None = None
    lang: str | None = None
    author: tuple[str, ...] = ()
    date: str | None = None
    tags: tuple[str, ...] = ()
    note: str | None = None
    extra: ReadOnlyDict[str, tuple[str, ...]] = field(factory=dict, converter=_read_only)
    statements: ReadOnlyDict[str, Statement] = field(factory=dict, converter=_read_only)
    inferences: ReadOnlyDict[str, Inference] = field(factory=dict, converter=_read_only)
    contradictions: tuple[Contradiction, ...] = ()
    preferences: tuple[Preference, ...] = ()
    questions: ReadOnlyDict[str, Question] = field(factory=dict, converter=_read_only)
    contexts: ReadOnlyDict[str, Context] = field(factory=dict, converter=_read_only)
    sources: ReadOnlyDict[str, Source] = field(factory=dict, converter=_read_only)
    sections: ReadOnlyDict[str, Section] = field(factory=dict, converter=_read_only)
    losses: tuple[Loss, ...] = field(default=(), kw_only=True, eq=False, repr=False)
    location: Location = field(kw_only=True, eq=False, repr=False)
    thesis_location: Location | None = field(default=None, kw_only=True, eq=False, repr=False)

    def __iter__(self) -> Iterator[Statement]:
        return iter(self.statements.values())

    def __repr__(self) -> str:
        count = len(self.statements)
        title = f" “{self.title}”" if self.title else ""
        thesis = f", thesis {self.thesis}" if self.thesis is not None else ""
        return f"<ArgumentMap{title}: {count} statement{'s' * (count != 1)}{thesis}>"

    def supporters(self, id_: str) -> tuple[Statement, ...]:
        """Return the statements that support a statement directly.

        Raises:
            UnknownId: If the map has no such statement.
        """
        return self._premises(id_, Polarity.PRO)

    def attackers(self, id_: str) -> tuple[Statement, ...]:
        """Return the statements that attack a statement directly.

        Raises:
            UnknownId: If the map has no such statement.
        """
        return self._premises(id_, Polarity.CON)

    def _premises(self, id_: str, polarity: Polarity) -> tuple[Statement, ...]:
        if id_ not in self.statements:
            raise UnknownId(f"the map has no statement `{id_}`{suggest(id_, self.statements)}")
        inferences = self.inferences_to.get(id_, ())
        ids = (p for one in inferences if one.polarity is polarity for p in one.premises)
        return tuple(self.statements[premise] for premise in dict.fromkeys(ids))

    @property
    def theses(self) -> tuple[str, ...]:
        """The ids of the theses: the named ones, or else the only root.

        A map with a question has no thesis unless it names one.
        """
        if self.named_theses or self.is_neutral or self.questions:
            return self.named_theses
        roots = self.roots
        return (roots[0],) if len(roots) == 1 else ()

    @property
    def thesis(self) -> str | None:
        """The id of the first thesis; None if there is none."""
        return next(iter(self.theses), None)

    @property
    def sentences(self) -> Iterator[Sentence]:
        """All statements, questions and contexts."""
        yield from self.statements.values()
        yield from self.questions.values()
        yield from self.contexts.values()

    @cached_property
    def author_order(self) -> list[str]:
        """The ids of all statements, questions and contexts in the author's order.

        The map stores the order of each kind. A question or a context is before the first statement
        that follows it in the same file.
        """
        index_of = {id_: float(index) for index, id_ in enumerate(self.statements)}
        others: list[Sentence] = [*self.questions.values(), *self.contexts.values()]
        if not others:
            return list(index_of)
        by_source: dict[int, list[tuple[int, float]]] = defaultdict(list)
        for statement in self.statements.values():
            source, span = statement.location
            by_source[id(source)].append((span.start, index_of[statement.id]))
        for positions in by_source.values():
            positions.sort()
        for sentence in sorted(others, key=lambda other: other.location.span.start):
            source, span = sentence.location
            positions = by_source.get(id(source), [(0, float(len(self.statements)))])
            after = bisect_left(positions, (span.start, 0.0))
            if after < len(positions):
                index_of[sentence.id] = positions[after][1] - 0.5
            else:
                index_of[sentence.id] = positions[-1][1] + 0.5
        return sorted(index_of, key=index_of.__getitem__)

    def section_path(self, section: str | None) -> tuple[str, ...]:
        """Return the ids of a section and the sections around it, the outermost first."""
        path: list[str] = []
        while section is not None and section in self.sections and section not in path:
            path.append(section)
            section = self.sections[section].parent
        return tuple(reversed(path))

    @cached_property
    def inferences_to(self) -> dict[str, list[Inference]]:
        """The inferences for and against each statement, by its id."""
        by_conclusion: dict[str, list[Inference]] = defaultdict(list)
        for inference in self.inferences.values():
            by_conclusion[inference.conclusion].append(inference)
        return dict(by_conclusion)

    @cached_property
    def inferences_from(self) -> dict[str, list[Inference]]:
        """The inferences that each statement is a premise of, by its id."""
        by_premise: dict[str, list[Inference]] = defaultdict(list)
        for inference in self.inferences.values():
            for premise in inference.premises:
                by_premise[premise].append(inference)
        return dict(by_premise)

    @cached_property
    def undercuts_by(self) -> dict[str, list[Inference]]:
        """The inferences that each statement undercuts, by its id."""
        by_undercutter: dict[str, list[Inference]] = defaultdict(list)
        for inference in self.inferences.values():
            for statement in inference.undercutters:
                by_undercutter[statement].append(inference)
        return dict(by_undercutter)

    @cached_property
    def contradicted_by(self) -> dict[str, list[str]]:
        """The statements that each statement contradicts, by its id, in both directions."""
        pairs: dict[str, list[str]] = defaultdict(list)
        for pair in self.contradictions:
            pairs[pair.first].append(pair.second)
            if pair.first != pair.second:
                pairs[pair.second].append(pair.first)
        return dict(pairs)

    @cached_property
    def questions_of(self) -> dict[str, list[Question]]:
        """The questions that each statement is an option of, by its id."""
        by_option: dict[str, list[Question]] = defaultdict(list)
        for question in self.questions.values():
            for option in question.options:
                by_option[option].append(question)
        return dict(by_option)

    @cached_property
    def roots(self) -> list[str]:
        """The ids of the statements that are neither premises nor undercutters, in order."""
        return [
            statement
            for statement in self.statements
            if statement not in self.inferences_from and statement not in self.undercuts_by
        ]

    @cached_property
    def sides(self) -> dict[str, Side]:
        """Whether each statement is for or against the thesis, by id (`argmap.model.sides`)."""
        return find_sides(self)

    @cached_property
    def depths(self) -> dict[str, int]:
        """The least number of inferences from each statement to a thesis, nearest first.

        An undercutter is as deep as the premises of its inference. Empty if there is no thesis.
        """
        depths = dict.fromkeys(self.theses, 0)
        queue = list(depths)
        for conclusion in queue:  # grows during the iteration
            for inference in self.inferences_to.get(conclusion, ()):
                for id_ in (*inference.premises, *inference.undercutters):
                    if id_ not in depths:
                        depths[id_] = depths[conclusion] + 1
                        queue.append(id_)
        return depths
