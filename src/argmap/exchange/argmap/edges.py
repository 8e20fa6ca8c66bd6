"""Relations that are written as attributes, and on which of their two ends they are written."""

from __future__ import annotations

from collections import defaultdict
from math import inf

from attrs import Factory, define

from argmap.exchange.argmap.names import ArrowFinder, NameTable
from argmap.exchange.argmap.nesting import NestedLayout
from argmap.model import ArgumentMap, Form, Inference, Polarity

Position = tuple[float, int]
"""The position of an inference in the text: the index of a statement, and 0 before, 1 in, or 2
after its attributes."""


@define
class Edges:
    """The relations that nesting does not express.

    Attributes:
        attributes: The attributes of each statement, and the preferences of each inference, as
            pairs of name and target, in order.
        schemes: The scheme of each statement's inferences.
        groups: By conclusion, inferences that only a group can express, although they were not one.
    """

    attributes: dict[str, list[tuple[str, str]]] = Factory(lambda: defaultdict(list))
    schemes: dict[str, str] = Factory(dict)
    groups: dict[str, list[Inference]] = Factory(lambda: defaultdict(list))


def build_edges(argument_map: ArgumentMap, layout: NestedLayout, names: NameTable) -> Edges:
    """Return the relations that the layout does not express; name the elements they refer to."""
    builder = _EdgeBuilder(argument_map, layout, names)
    builder.collect_schemes()
    builder.add_inferences()
    builder.add_undercuts()
    builder.add_preferences()
    for pair in argument_map.contradictions:
        builder.edges.attributes[pair.first].append(("contradicts", names.require(pair.second)))
    return builder.edges


@define
class _EdgeBuilder:
    argument_map: ArgumentMap
    layout: NestedLayout
    names: NameTable
    edges: Edges = Factory(Edges)
    _order: dict[str, int] = Factory(dict)
    _last_nested: dict[str, int] = Factory(dict)  # the last statement nested in each, or itself

    def __attrs_post_init__(self) -> None:
        statements = self.argument_map.statements
        self._order = {statement: index for index, statement in enumerate(statements)}
        self._last_nested = dict(self._order)
        for statement in reversed(statements):
            if (parent := self.layout.parents.get(statement)) is not None:
                conclusion = parent.conclusion
                self._last_nested[conclusion] = max(
                    self._last_nested[conclusion], self._last_nested[statement]
                )

    def collect_schemes(self) -> None:
        """Collect the scheme of each statement: it applies to its nesting and to all its edges."""
        for inference in self.argument_map.inferences.values():
            if inference.scheme is not None and inference.form is not Form.GROUP:
                (premise,) = inference.premises
                parent = self.layout.parents.get(premise)
                if parent is inference or parent is None or parent.form is Form.GROUP:
                    self.edges.schemes.setdefault(premise, inference.scheme)

    # ---- Inferences -----------------------------------------------------------------------------

    def add_inferences(self) -> None:
        """Write each edge on its premise, or on its conclusion if only that preserves the order.

        Inferences between the same ends differ by their order only.
        """
        inferences = list(self.argument_map.inferences.values())
        earliest: Position = (-inf, 0)
        for inference, latest in zip(inferences, self._latest_positions(inferences), strict=True):
            if not self._is_edge(inference):
                earliest = max(earliest, self._position_range(inference)[0])
                continue
            ends = self._possible_ends(inference)
            if not ends:
                self.edges.groups[inference.conclusion].append(inference)
                continue
            in_order = [end for end in ends if earliest <= (self._order[end], 1) <= latest]
            end = (in_order or ends)[0]
            self._add_edge(inference, end)
            earliest = max(earliest, (self._order[end], 1))

    def _latest_positions(self, inferences: list[Inference]) -> list[Position]:
        """Return for each inference the last position after which the others can still follow."""
        positions: list[Position] = []
        latest: Position = (inf, 0)
        for inference in reversed(inferences):
            positions.append(latest)
            if self._is_edge(inference):
                possible = [(self._order[end], 1) for end in self._possible_ends(inference)]
                latest = max(
                    (position for position in possible if position <= latest), default=latest
                )
            else:
                latest = min(latest, self._position_range(inference)[1])
        return positions[::-1]

    def _is_edge(self, inference: Inference) -> bool:
        return inference.form is not Form.GROUP and not self.layout.is_nested(inference)

    def _position_range(self, inference: Inference) -> tuple[Position, Position]:
        """Return the first and the last possible position of a nested inference or a group."""
        nested = self.layout.members.get(inference.id)
        if inference.form is not Form.GROUP or nested:
            position = (self._order[nested[0] if nested else inference.premises[0]], 0)
            return position, position
        conclusion = inference.conclusion
        return (self._order[conclusion], 2), (self._last_nested[conclusion], 2)

    def _possible_ends(self, inference: Inference) -> list[str]:
        """Return the ends that an edge can be written on, the premise first.

        There is none for a second inference of a statement to itself, with another scheme.
        """
        (premise,), conclusion = inference.premises, inference.conclusion
        ends = [premise] if inference.scheme == self.edges.schemes.get(premise) else []
        if inference.scheme is None and premise != conclusion:
            ends.append(conclusion)
        other_end = {premise: conclusion, conclusion: premise}
        return [end for end in ends if self.names.get(other_end[end])] or ends[:1]

    def _add_edge(self, inference: Inference, end: str) -> None:
        (premise,) = inference.premises
        is_pro = inference.polarity is Polarity.PRO
        if end == premise:
            name, target = "supports" if is_pro else "opposes", inference.conclusion
        else:
            name, target = "supported-by" if is_pro else "opposed-by", premise
        self.edges.attributes[end].append((name, self.names.require(target)))

    # ---- Undercuts and preferences --------------------------------------------------------------

    def add_undercuts(self) -> None:
        """Write the undercuts of statements that are not nested in the inference they undercut."""
        arrows = ArrowFinder(self.argument_map)
        for statement, inferences in self.argument_map.undercuts_by.items():
            targets = [
                self._target(inference, arrows.premise(inference, statement))
                for inference in inferences
                if not self.layout.is_nested_undercutter(statement, inference)
            ]
            attributes = self.edges.attributes[statement]
            attributes += (("undercuts", target) for target in dict.fromkeys(targets))

    def add_preferences(self) -> None:
        """Write what each statement and each inference outweighs."""
        arrows = ArrowFinder(self.argument_map)
        targets: dict[str, dict[str, None]] = defaultdict(dict)
        for preference in self.argument_map.preferences:
            stronger, weaker = preference.stronger, preference.weaker
            inference = self.argument_map.inferences.get(weaker)
            if inference is None:
                target = self.names.require(weaker)
            else:
                target = self._target(inference, arrows.weaker_premise(inference, stronger))
            targets[stronger][target] = None
        for stronger, names in targets.items():
            self.edges.attributes[stronger] += (("outweighs", name) for name in names)

    def _target(self, inference: Inference, premise: str | None) -> str:
        """Return a reference to an inference: its id, an arrow from ``premise``, or a new id."""
        if (name := self.names.get(inference.id)) is not None:
            return name
        groups = self.edges.groups.get(inference.conclusion, ())
        if premise is None and (inference.form is Form.GROUP or inference in groups):
            return self.names.require(inference.id)
        premise = inference.premises[0] if premise is None else premise
        return f"{self.names.require(premise)} -> {self.names.require(inference.conclusion)}"
