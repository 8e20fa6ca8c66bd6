"""AIF as JSON from argument maps: what AIFdb, xAIF, OVA and arguebuf read."""

from __future__ import annotations

import re
from typing import Any

from argmap.exchange._node_graphs.graph_writer import GraphNode, WrittenGraph
from argmap.exchange._node_graphs.node_graph import SchemeRole
from argmap.exchange._node_graphs.scheme_names import DEFAULT_NAMES, aifdb_name
from argmap.model import ArgumentMap, Statement
from argmap.model.losses import LossReport

_TYPES = {
    SchemeRole.SUPPORT: "RA",
    SchemeRole.ATTACK: "CA",
    SchemeRole.REPHRASE: "MA",
    SchemeRole.PREFERENCE: "PA",
}
_EPOCH = "1970-01-01"
_DATE = re.compile(r"\d{4}(?:-\d\d){0,2}")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def aif_document(argument_map: ArgumentMap, title: str, losses: LossReport) -> dict[str, Any]:
    """Return a map as AIF: ``nodes``, ``edges``, ``locutions``, and ``participants`` if any.

    Who holds a view becomes a locution that asserts it. Times are those of the map's date.

    Args:
        argument_map: The map.
        title: The name of the format in the loss report.
        losses: The report of what is lost.
    """
    expressed = frozenset({"held_by", "date", "inference label"})
    graph = WrittenGraph(argument_map, title, losses, expressed)
    writer = _Writer(graph, f"{_full_date(argument_map.date)} 00:00:00")
    return writer.document()


class _Writer:
    def __init__(self, graph: WrittenGraph, timestamp: str) -> None:
        self.graph = graph
        self.timestamp = timestamp
        self.nodes: list[dict[str, Any]] = []
        self.edges: list[dict[str, Any]] = []
        self.locutions: list[dict[str, Any]] = []
        self.people: dict[str, str] = {}

    def document(self) -> dict[str, Any]:
        for node in self.graph.nodes:
            if node.statement is not None:
                self._add_node(node.number, node.statement.text, "I")
            else:
                self._add_scheme(node)
        for source, target in self.graph.edges:
            self._add_edge(source, target)
        for node in self.graph.nodes:
            if node.statement is not None:
                for speaker in node.statement.held_by:
                    self._add_locution(node.number, node.statement, speaker)
                self._report_date(node.statement)
        people = [
            {"participantID": number, "firstname": first.rstrip(), "surname": last}
            for name, number in self.people.items()
            for first, _, last in [name.rpartition(" ") if " " in name else (name, "", "")]
        ]
        document: dict[str, Any] = {
            "nodes": self.nodes,
            "edges": self.edges,
            "locutions": self.locutions,
        }
        return document | ({"participants": people} if people else {})

    def _add_node(self, number: int, text: str, type_: str, **others: str) -> None:
        self.nodes.append(
            {
                "nodeID": str(number),
                "text": text,
                "type": type_,
                "timestamp": self.timestamp,
                **others,
            }
        )

    def _add_scheme(self, node: GraphNode) -> None:
        type_ = _TYPES[node.role or SchemeRole.SUPPORT]
        name: str
        number: int | None
        name, number = aifdb_name(node.scheme) if node.scheme else DEFAULT_NAMES[type_]
        text = name if node.label is None or node.role is SchemeRole.REPHRASE else node.label
        identified = {} if number is None else {"schemeID": str(number)}
        self._add_node(node.number, text, type_, scheme=name, **identified)

    def _add_edge(self, source: int, target: int) -> None:
        self.edges.append(
            {
                "edgeID": str(len(self.edges) + 1),
                "fromID": str(source),
                "toID": str(target),
                "formEdgeID": None,
            }
        )

    def _report_date(self, statement: Statement) -> None:
        if statement.date is not None:
            if not statement.held_by:
                reason = "AIF has dates only of locutions, and the statement has no `held-by:`"
                self.graph.losses.drop("date", reason, statement.id)
            elif not _DAY.fullmatch(statement.date):
                self.graph.losses.drop("date", "AIF has only full dates", statement.id)
            else:
                self.graph.losses.keep("date")

    def _add_locution(self, number: int, statement: Statement, speaker: str) -> None:
        person = self.people.setdefault(speaker, str(len(self.people) + 1))
        locution = len(self.nodes) + 1
        name, scheme = DEFAULT_NAMES["YA"]
        self._add_node(locution, f"{speaker}: {statement.text}", "L")
        self._add_node(locution + 1, name, "YA", scheme=name, schemeID=str(scheme))
        self._add_edge(locution, locution + 1)
        self._add_edge(locution + 1, number)
        is_day = statement.date is not None and _DAY.fullmatch(statement.date) is not None
        self.locutions.append(
            {
                "nodeID": str(locution),
                "personID": person,
                "timestamp": self.timestamp,
                "start": f"{statement.date} 00:00:00" if is_day else None,
                "end": None,
                "source": None,
            }
        )


def _full_date(date: str | None) -> str:
    """Return a date with month and day; without one, that of the beginning of Unix time."""
    if date is None or not _DATE.fullmatch(date):
        return _EPOCH
    return date + _EPOCH[len(date) :].replace("1970", "")
