"""What an overview says of statements: conclusions, reasons, objections, answers and counts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from functools import cached_property
from typing import NamedTuple

from attrs import frozen

from argmap.model import ArgumentMap, Concession, Inference, Polarity, Side, Statement, Status
from argmap.rendering.views import edges_to_top


class PointKind(Enum):
    """What a point on a card says."""

    CONCLUSION = "conclusion"
    SUPPORT = "support"
    OBJECTION = "objection"
    CONCESSION = "concession"
    ANSWER = "answer"
    NOTE = "note"
    """What became of the objection before it."""


class CardPoint(NamedTuple):
    """A sentence on the card of a part."""

    kind: PointKind
    text: str


class Objection(NamedTuple):
    """An attack on a statement, or an undercutter of an inference for it."""

    objector: Statement
    attack: Inference | None
    """The attack; None for an undercutter."""
    target: str
    """The conclusion that it counts against."""


@frozen
class Summary:
    """Selects what is said of the statements of a map."""

    argument_map: ArgumentMap
    statuses: Mapping[str, Status]

    def is_accepted(self, id_: str) -> bool:
        return self.statuses.get(id_) is Status.ACCEPTED

    @cached_property
    def preferred(self) -> frozenset[str]:
        """The ids of what outweighs something else."""
        return frozenset(preference.stronger for preference in self.argument_map.preferences)

    @cached_property
    def edges(self) -> dict[str, Inference]:
        """The first inference on the shortest path from each statement to the thesis."""
        return edges_to_top(self.argument_map)

    @cached_property
    def sizes(self) -> dict[str, int]:
        """The number of statements that lead to each statement on their shortest paths."""
        edges = self.edges
        sizes = dict.fromkeys(self.argument_map.statements, 1)
        for id_ in reversed(edges):  # deeper statements are later
            sizes[edges[id_].conclusion] += sizes[id_]
        return sizes

    def text(self, id_: str) -> str:
        return " ".join(self.argument_map.statements[id_].text.split())

    def title(self, inference: Inference) -> str:
        """Return what an inference says: its label, or else its first premise."""
        return inference.label or self.text(inference.premises[0])

    def objections(self, ids: Iterable[str]) -> list[Objection]:
        """Return the objections to statements, the weightiest first.

        Those that stand come first, then those nearest to the thesis, then those with most
        statements behind them. Statements that are against the thesis have no objections.
        """
        argument_map = self.argument_map
        objections: dict[str, Objection] = {}
        for id_ in ids:
            if argument_map.sides.get(id_) is Side.AGAINST:
                continue
            for inference in argument_map.inferences_to.get(id_, ()):
                if inference.polarity is Polarity.CON:
                    objector = argument_map.statements[inference.premises[0]]
                    objections.setdefault(objector.id, Objection(objector, inference, id_))
                    continue
                for undercutter in inference.undercutters:
                    statement = argument_map.statements[undercutter]
                    objections.setdefault(undercutter, Objection(statement, None, id_))
        return sorted(objections.values(), key=self._rank)

    def _rank(self, objection: Objection) -> tuple[int, int, int]:
        objector = objection.objector
        is_granted = isinstance(objector, Concession)
        order = 2 if is_granted else 0 if self.stands(objection) else 1
        depth = self.argument_map.depths.get(objection.target, len(self.argument_map.statements))
        return order, depth, -self.sizes.get(objector.id, 1)

    def stands(self, objection: Objection) -> bool:
        """Return whether an objection is accepted, and so are the other premises of its attack."""
        if objection.attack is None:
            return self.is_accepted(objection.objector.id)
        return self.is_accepted(objection.attack.id)

    def answer(self, objection: Objection) -> str | None:
        """Return what defeats an objection; None if nothing does."""
        argument_map = self.argument_map
        answers = [
            (inference.premises[0], inference)
            for inference in argument_map.inferences_to.get(objection.objector.id, ())
            if inference.polarity is Polarity.CON and self.is_accepted(inference.id)
        ]
        texts = {id_: self.title(inference) for id_, inference in answers}
        if objection.attack is not None:
            undercutters = filter(self.is_accepted, objection.attack.undercutters)
            texts |= {id_: self.text(id_) for id_ in undercutters}
        return texts[max(texts, key=lambda id_: self.sizes.get(id_, 1))] if texts else None

    def objection_points(self, objections: list[Objection]) -> Iterator[CardPoint]:
        """Yield the weightiest objection and what answers it."""
        if not objections:
            return
        first = objections[0]
        text = self.text(first.objector.id)
        if first.attack is not None and first.attack.label:
            text = first.attack.label
        if isinstance(first.objector, Concession):
            yield CardPoint(PointKind.CONCESSION, text)
            return
        yield CardPoint(PointKind.OBJECTION, text)
        if self.stands(first):
            is_met = self.is_accepted(first.target)
            yield CardPoint(PointKind.NOTE, "stands, but is outweighed" if is_met else "stands")
        elif answer := self.answer(first):
            yield CardPoint(PointKind.ANSWER, answer)
        else:
            status = self.statuses.get(first.objector.id)
            yield CardPoint(
                PointKind.NOTE, "is undecided" if status is Status.UNDECIDED else "fails"
            )

    def support_points(self, id_: str) -> Iterator[CardPoint]:
        """Yield the weightiest reason for a statement: first, one that outweighs something."""
        reasons = [
            inference
            for inference in self.argument_map.inferences_to.get(id_, ())
            if inference.polarity is Polarity.PRO
        ]
        if reasons:
            best = max(
                reasons,
                key=lambda inference: (
                    self.is_accepted(inference.id),
                    inference.id in self.preferred,
                    sum(self.sizes.get(premise, 1) for premise in inference.premises),
                ),
            )
            yield CardPoint(PointKind.SUPPORT, self.title(best))

    def tally(self, statement_count: int, objections: list[Objection]) -> tuple[str, ...]:
        """Return the counts of statements and objections in words."""
        granted = sum(isinstance(objection.objector, Concession) for objection in objections)
        standing = sum(
            self.stands(objection) and not isinstance(objection.objector, Concession)
            for objection in objections
        )
        met = len(objections) - granted - standing
        words = [count_words(statement_count, "statement")]
        if met:
            words.append(f"{count_words(met, 'objection')}\N{NO-BREAK SPACE}met")
        if standing:
            verb = "stands" if standing == 1 else "stand"
            words.append(f"{count_words(standing, 'objection')}\N{NO-BREAK SPACE}{verb}")
        if granted:
            words.append(f"{granted:,}\N{NO-BREAK SPACE}granted")
        return tuple(words)


def count_words(number: int, noun: str) -> str:
    """Return a number and a noun, in the singular or the plural, on one line."""
    return f"{number:,}\N{NO-BREAK SPACE}{noun}{'' if number == 1 else 's'}"
