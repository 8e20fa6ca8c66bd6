"""Argument maps as graphs whose relations are nodes, for AIF and its relatives."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import define, field, frozen

from argmap.exchange._node_graphs.node_graph import REPHRASE, SchemeRole
from argmap.model import ArgumentMap, Inference, Polarity, Statement
from argmap.model.losses import LossReport

_MAP_ATTRIBUTES = (
    *("standard", "burden", "strong_from", "margin", "doubt_from", "lang", "author", "tags"),
    *("note", "extra"),
)
_STATEMENT_ATTRIBUTES = (
    *("label", "fidelity", "critical_question", "confidence", "credibility", "standard", "expect"),
    *("tags", "note", "valid_until", "extra", "citations", "held_by", "date", "url"),
)
_INFERENCE_ATTRIBUTES = ("label", "confidence", "fidelity", "tags", "note", "extra")
_PLURALS = {
    "author": "authors",
    "burden": "burden of proof",
    "citations": "citations",
    "confidence": "confidence",
    "credibility": "credibility",
    "date": "dates of statements",
    "extra": "attributes of other programs",
    "fidelity": "fidelity",
    "lang": "language",
    "critical_question": "critical questions",
    "expect": "expectations",
    "label": "labels",
    "held_by": "holders of views",
    "note": "notes",
    "standard": "standards of proof",
    "tags": "tags",
    "url": "addresses",
    "valid_until": "dates of validity",
    "strong_from": "bounds of proof",
    "margin": "bounds of proof",
    "doubt_from": "bounds of proof",
    "title": "title",
}


@frozen
class GraphNode:
    """A statement, or a relation with a role and perhaps a scheme.

    Attributes:
        number: The number of the node, from 1.
        statement: The statement; None for a relation.
        role: What the relation says; None for a statement.
        scheme: The scheme of the relation.
        label: The label of the relation.
    """

    number: int
    statement: Statement | None = None
    role: SchemeRole | None = None
    scheme: str | None = None
    label: str | None = None
    inference: Inference | None = None


@define
class WrittenGraph:
    """The nodes and the edges of a map.

    Attributes:
        argument_map: The map.
        title: The name of the format in loss reports.
        losses: The report of what the format cannot express.
        expressed: The attributes and elements that the format can express, and, as
            ``inference label``, those of inferences.
        nodes: All statements, then all relations.
        edges: Pairs of numbers of nodes.
    """

    argument_map: ArgumentMap
    title: str
    losses: LossReport
    expressed: frozenset[str] = frozenset()
    nodes: list[GraphNode] = field(factory=list, init=False)
    edges: list[tuple[int, int]] = field(factory=list, init=False)
    numbers: dict[str, int] = field(factory=dict, init=False)

    def __attrs_post_init__(self) -> None:
        argument_map = self.argument_map
        for statement in argument_map.statements.values():
            self.numbers[statement.id] = self._add(statement=statement)
        for inference in argument_map.inferences.values():
            self.numbers[inference.id] = self._add_inference(inference)
        for inference in argument_map.inferences.values():
            for undercutter in inference.undercutters:
                self._add_relation(SchemeRole.ATTACK, undercutter, inference.id)
                self.losses.keep("undercut")
        for pair in argument_map.contradictions:
            self._add_relation(SchemeRole.ATTACK, pair.first, pair.second)
            if pair.first != pair.second:
                self._add_relation(SchemeRole.ATTACK, pair.second, pair.first)
            reason = "it becomes an attack in each direction"
            self.losses.change("contradiction", reason, pair.first)
        for preference in argument_map.preferences:
            self._add_relation(SchemeRole.PREFERENCE, preference.stronger, preference.weaker)
            self.losses.keep("preference")
        self._report_map()
        self._report_statements()

    def _add(
        self,
        statement: Statement | None = None,
        role: SchemeRole | None = None,
        inference: Inference | None = None,
    ) -> int:
        number = len(self.nodes) + 1
        scheme, label = (inference.scheme, inference.label) if inference else (None, None)
        self.nodes.append(GraphNode(number, statement, role, scheme, label, inference))
        return number

    def _add_inference(self, inference: Inference) -> int:
        if inference.polarity is Polarity.CON:
            role = SchemeRole.ATTACK
        elif REPHRASE in inference.tags:
            role = SchemeRole.REPHRASE
        else:
            role = SchemeRole.SUPPORT
        number = self._add(role=role, inference=inference)
        self.edges += [(self.numbers[premise], number) for premise in inference.premises]
        self.edges.append((number, self.numbers[inference.conclusion]))
        self.losses.keep("inference")
        is_rephrase = role is SchemeRole.REPHRASE
        for name in _INFERENCE_ATTRIBUTES:
            if f"inference {name}" in self.expressed or (is_rephrase and name in ("tags", "label")):
                continue
            self._report_attribute(name, getattr(inference, name), inference.id)
        return number

    def _add_relation(self, role: SchemeRole, source: str, target: str) -> None:
        number = self._add(role=role)
        self.edges += [(self.numbers[source], number), (number, self.numbers[target])]

    def _report_map(self) -> None:
        argument_map = self.argument_map
        for name in _MAP_ATTRIBUTES:
            self._report_attribute(name, getattr(argument_map, name), "")
        if "title" not in self.expressed:
            self._report_attribute("title", argument_map.title, "")
        named = argument_map.named_theses
        only_root = argument_map.roots if len(argument_map.roots) == 1 else []
        kept = list(named[:1]) if "thesis" in self.expressed else []
        for thesis in named:
            if thesis in kept or [thesis] == only_root:
                self.losses.keep("thesis")
            else:
                self.losses.drop("thesis", f"{self.title} does not mark it", thesis)
        for element, declarations in _other_elements(argument_map):
            for id_ in declarations:
                if element in self.expressed:
                    self.losses.keep(element)
                else:
                    self.losses.drop(element, f"{self.title} has no {element}s", id_)

    def _report_statements(self) -> None:
        inferences = self.argument_map.inferences.values()
        supported = {one.conclusion for one in inferences if one.polarity is Polarity.PRO}
        for statement in self.argument_map.statements.values():
            if reason := self._change_of_kind(statement, is_supported=statement.id in supported):
                self.losses.change(statement.kind, f"{self.title} {reason}", statement.id)
            else:
                self.losses.keep(statement.kind)
            for name in _STATEMENT_ATTRIBUTES:
                self._report_attribute(name, getattr(statement, name), statement.id)

    def _change_of_kind(self, statement: Statement, *, is_supported: bool) -> str:
        """Return why a statement becomes one of another kind; empty if it does not."""
        if statement.kind in self.expressed:
            return ""
        if statement.is_ground and is_supported:
            return "does not distinguish it from a claim, which depends on its support"
        if statement.kind == "evidence":
            return "does not distinguish evidence from other statements"
        if statement.kind == "concession":
            return "has no concessions; its attacks count"
        return ""

    def _report_attribute(self, name: str, value: object, place: str) -> None:
        if value is None or value in ((), "", {}) or name in self.expressed:
            return
        element = {"extra": "x- attribute", "citations": "citation"}.get(name, name)
        count = len(value) if name == "citations" and isinstance(value, tuple) else 1
        reason = f"{self.title} has no {_PLURALS[name]}"
        self.losses.drop(element.replace("_", "-"), reason, place, count)


def _other_elements(argument_map: ArgumentMap) -> Iterator[tuple[str, Iterable[str]]]:
    yield "question", argument_map.questions
    yield "context", argument_map.contexts
    yield "section", argument_map.sections
    yield "source", argument_map.sources
