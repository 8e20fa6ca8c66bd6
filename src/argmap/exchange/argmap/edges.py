"""What is said in attributes: edges across the tree, and on which of their two ends."""

from __future__ import annotations

from collections import defaultdict
from math import inf

from attrs import Factory, define

from argmap.exchange.argmap.names import Arrows, Names
from argmap.exchange.argmap.nesting import NestedLayout
from argmap.model import ArgumentMap, Form, Inference, Polarity

Place = tuple[float, int]
"""The position of an inference in the text: a statement, and before, in or after its attributes."""


@define
class Edges:
    """``edges`` are attributes of statements, name and target, in order, and ``schemes`` theirs.

    ``groups`` are inferences that only a group can express, though they were none, by conclusion.
    """

    edges: dict[str, list[tuple[str, str]]] = Factory(lambda: defaultdict(list))
    schemes: dict[str, str] = Factory(dict)
    groups: dict[str, list[Inference]] = Factory(lambda: defaultdict(list))


def build_edges(argument_map: ArgumentMap, layout: NestedLayout, names: Names) -> Edges:
    """Say every relation that the layout does not; parts that have to be referred to get names."""
    relating = _EdgeBuilder(argument_map, layout, names)
    relating.find_schemes()
    relating.write_edges()
    relating.write_undercuts()
    for pair in argument_map.contradictions:
        relating.relations.edges[pair.first].append(("contradicts", names.need(pair.second)))
    return relating.relations


@define
class _EdgeBuilder:
    argument_map: ArgumentMap
    layout: NestedLayout
    names: Names
    relations: Edges = Factory(Edges)
    _order: dict[str, int] = Factory(dict)
    _last: dict[str, int] = Factory(dict)  # the last statement under each

    def __attrs_post_init__(self) -> None:
        self._order = {each: index for index, each in enumerate(self.argument_map.statements)}
        self._last = dict(self._order)
        for statement in reversed(self.argument_map.statements):
            if (home := self.layout.homes.get(statement)) is not None:
                above = home.conclusion
                self._last[above] = max(self._last[above], self._last[statement])

    def find_schemes(self) -> None:
        """A statement's scheme is that of its nesting and of all edges written on it."""
        for inference in self.argument_map.inferences.values():
            if inference.scheme is not None and inference.form is not Form.GROUP:
                (premise,) = inference.premises
                home = self.layout.homes.get(premise)
                if home is inference or home is None or home.form is Form.GROUP:
                    self.relations.schemes.setdefault(premise, inference.scheme)

    # ---- Edges ----------------------------------------------------------------------------------

    def write_edges(self) -> None:
        """Write each edge on its premise, or on its conclusion if that alone keeps the order.

        Inferences between the same ends are told apart by their order.
        """
        inferences = list(self.argument_map.inferences.values())
        limits = self._limits(inferences)
        floor: Place = (-inf, 0)
        for inference, limit in zip(inferences, limits, strict=True):
            if not self._is_edge(inference):
                floor = max(floor, self._span(inference)[0])
                continue
            ends = self._ends(inference)
            if not ends:
                self.relations.groups[inference.conclusion].append(inference)
                continue
            fitting = [end for end in ends if floor <= (self._order[end], 1) <= limit]
            end = (fitting or ends)[0]
            self._write_edge(inference, end)
            floor = max(floor, (self._order[end], 1))

    def _limits(self, inferences: list[Inference]) -> list[Place]:
        """Return for each inference the last place where those behind it can still follow."""
        limits: list[Place] = []
        limit: Place = (inf, 0)
        for inference in reversed(inferences):
            limits.append(limit)
            if self._is_edge(inference):
                places = [(self._order[end], 1) for end in self._ends(inference)]
                limit = max((place for place in places if place <= limit), default=limit)
            else:
                limit = min(limit, self._span(inference)[1])
        return limits[::-1]

    def _is_edge(self, inference: Inference) -> bool:
        return inference.form is not Form.GROUP and not self.layout.is_nested(inference)

    def _span(self, inference: Inference) -> tuple[Place, Place]:
        """Return the first and the last place where a nested inference or a group may come."""
        members = self.layout.members.get(inference.id)
        if inference.form is not Form.GROUP or members:
            place = (self._order[members[0] if members else inference.premises[0]], 0)
            return place, place
        return (self._order[inference.conclusion], 2), (self._last[inference.conclusion], 2)

    def _ends(self, inference: Inference) -> list[str]:
        """Return the ends that the edge can be written on, the premise first."""
        (premise,), conclusion = inference.premises, inference.conclusion
        ends = [premise] if inference.scheme == self.relations.schemes.get(premise) else []
        if inference.scheme is None:
            ends.append(conclusion)
        other = {premise: conclusion, conclusion: premise}
        return [end for end in ends if self.names.get(other[end])] or ends[:1]

    def _write_edge(self, inference: Inference, end: str) -> None:
        (premise,) = inference.premises
        is_pro = inference.polarity is Polarity.PRO
        if end == premise:
            name, other = "supports" if is_pro else "opposes", inference.conclusion
        else:
            name, other = "supported-by" if is_pro else "opposed-by", premise
        self.relations.edges[end].append((name, self.names.need(other)))

    # ---- Undercuts ------------------------------------------------------------------------------

    def write_undercuts(self) -> None:
        """Write what undercuts an inference from elsewhere."""
        arrows = Arrows(self.argument_map)
        for statement, inferences in self.argument_map.undercuts_by.items():
            targets = [
                self._target(inference, arrows.premise(inference, statement))
                for inference in inferences
                if not self.layout.undercuts_inside(statement, inference)
            ]
            edges = self.relations.edges[statement]
            edges += (("undercuts", target) for target in dict.fromkeys(targets))

    def _target(self, inference: Inference, premise: str | None) -> str:
        """Return how an inference is referred to: by its id, by an arrow, or by a new id."""
        if (name := self.names.get(inference.id)) is not None:
            return name
        groups = self.relations.groups.get(inference.conclusion, ())
        if premise is None and (inference.form is Form.GROUP or inference in groups):
            return self.names.need(inference.id)
        premise = inference.premises[0] if premise is None else premise
        return f"{self.names.need(premise)} -> {self.names.need(inference.conclusion)}"
