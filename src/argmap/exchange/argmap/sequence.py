"""The order in which sections, questions and contexts were written, among the statements.

The model keeps each kind of element in the author's order, but not their order among each other. It
follows from their locations; elements of different files keep the order of their kinds.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from attrs import Factory, define

from argmap.model import ArgumentMap, Context, Question, Section, Statement


class DeclaredElement(NamedTuple):
    """A section, a question or a context, with its ``kind`` as a keyword."""

    kind: str
    element: Section | Question | Context


@define
class DeclarationSequence:
    """The sections, questions and contexts that have not been placed yet."""

    argument_map: ArgumentMap
    _pending: list[DeclaredElement] = Factory(list)
    _placed: set[str] = Factory(set)

    def __attrs_post_init__(self) -> None:
        self._pending = list(_merged(self.argument_map))[::-1]

    def before(self, statement: str) -> Iterator[DeclaredElement]:
        """Yield what was written before a statement, and the section and question around it."""
        following = self.argument_map.statements[statement]
        required = [] if following.section is None else [following.section]
        required += (
            question.id
            for question in self.argument_map.questions_of.get(statement, ())
            if question.options[0] == statement and _may_contain(question, following)
        )
        for id_ in required:
            while self._pending and id_ not in self._placed:
                yield from self._take()
        while self._pending and _precedes(self._pending[-1].element, following):
            yield from self._take()

    def rest(self) -> Iterator[DeclaredElement]:
        """Yield everything else."""
        while self._pending:
            yield from self._take()

    def _take(self) -> Iterator[DeclaredElement]:
        """Yield the next declaration, after the section that it is in."""
        declared = self._pending.pop()
        element = declared.element
        if element.id in self._placed:
            return
        if not isinstance(element, Section) and element.section not in {None, *self._placed}:
            section = self.argument_map.sections[str(element.section)]
            self._placed.add(section.id)
            yield DeclaredElement("section", section)
        self._placed.add(element.id)
        yield declared


def _merged(argument_map: ArgumentMap) -> Iterator[DeclaredElement]:
    """Yield all sections, questions and contexts; each kind keeps its order."""
    queues = [
        [DeclaredElement("section", section) for section in argument_map.sections.values()],
        [DeclaredElement("question", question) for question in argument_map.questions.values()],
        [DeclaredElement("context", context) for context in argument_map.contexts.values()],
    ]
    queues = [queue[::-1] for queue in queues if queue]
    while queues:
        first = queues[0]
        for queue in queues[1:]:
            if _precedes(queue[-1].element, first[-1].element):
                first = queue
        yield first.pop()
        queues = [queue for queue in queues if queue]


def _may_contain(question: Question, option: Statement) -> bool:
    """Return whether an option may be declared in its question: in one file, not before it."""
    location, other = question.location, option.location
    return location.source is other.source and location.span.start <= other.span.start


def _precedes(
    element: Section | Question | Context, other: Section | Question | Context | Statement
) -> bool:
    """Return whether an element is before another one of the same file."""
    location, following = element.location, other.location
    return location.source is following.source and location.span.start < following.span.start
