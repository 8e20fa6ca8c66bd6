"""Graphs whose relations are nodes, as in AIF: drafts from them.

In AIF, arguebuf and SADFace, a *scheme node* is a relation: edges lead from the premises to it, and
from it to the conclusion. An edge from one scheme node to another one is an undercut, or support
for an inference.
"""

from __future__ import annotations

from enum import Enum

from attrs import Factory, define

from argmap.exchange.foreign import (
    EDGE,
    Draft,
    DraftPreference,
    DraftRelation,
    DraftStatement,
    Extra,
)
from argmap.model import Polarity

REPHRASE = "rephrase"
"""The tag of an inference that was a rephrase."""


_TAKEN = "its id is already taken; no edge leads to it"


class SchemeRole(Enum):
    """What a scheme node says about its conclusion."""

    SUPPORT = "support"
    ATTACK = "attack"
    REPHRASE = "rephrase"
    PREFERENCE = "preference"


@define
class SchemeNode:
    """A relation; ``element`` and ``place`` are for the loss report."""

    key: str
    role: SchemeRole
    element: str
    place: str
    scheme: str | None = None
    label: str | None = None
    extra: Extra = Factory(dict)
    note: str | None = None
    premises: list[str] = Factory(list)
    conclusions: list[str] = Factory(list)


@define
class NodeGraph:
    """Statements, scheme nodes and edges of a file, by the keys of the file.

    All nodes are added before all edges. `finish` adds the relations to the draft.
    """

    draft: Draft = Factory(Draft)
    schemes: dict[str, SchemeNode] = Factory(dict)
    _connected: set[tuple[str, str]] = Factory(set)
    _direct: list[DraftRelation] = Factory(list)

    def add_statement(self, statement: DraftStatement) -> None:
        """Add a statement; one whose key is taken gets another key, which no edge can name."""
        key = statement.key
        if not key or key in self.draft.statements or key in self.schemes:
            statement.key = self._new_key(key)
            if key:
                statement.change = statement.change or _TAKEN
        self.draft.add(statement)

    def add_scheme(self, node: SchemeNode) -> None:
        """Add a scheme node; one whose key is taken is dropped."""
        if node.key in self.draft.statements or node.key in self.schemes:
            self.draft.losses.drop(node.element, "its id is already taken", node.place)
        elif node.key:
            self.schemes[node.key] = node
        else:
            self.draft.losses.drop(node.element, "it has no id", node.place)

    def connect(self, source: str, target: str, place: str) -> None:
        """Add an edge; one that argmap cannot express is dropped."""
        if (source, target) in self._connected:
            self.draft.losses.drop(EDGE, "it repeats another one", place)
            return
        statements = self.draft.statements
        if (scheme := self.schemes.get(source)) is not None:
            other = self.schemes.get(target)
            if other is not None and other.role is SchemeRole.PREFERENCE is not scheme.role:
                other.premises.append(source)
                self._connected.add((source, target))
                return
            if other is not None or target in statements:
                scheme.conclusions.append(target)
                self._connected.add((source, target))
                return
        elif source in statements:
            if (scheme := self.schemes.get(target)) is not None:
                scheme.premises.append(source)
                self._connected.add((source, target))
                return
            if target in statements:
                self._connected.add((source, target))
                key = f"{place} {source} {target}"
                change = "an edge between two statements is read as support"
                self._direct.append(
                    DraftRelation(key, [source], target, element=EDGE, change=change, place=place)
                )
                return
        self.draft.losses.drop(EDGE, "a node that it connects is missing or was dropped", place)

    def finish(self) -> Draft:
        """Return the draft with the relations that the scheme nodes and the edges make up."""
        for node in self.schemes.values():
            if node.role is SchemeRole.PREFERENCE:
                self._add_preferences(node)
            else:
                self._add_relations(node)
        for relation in self._direct:
            self.draft.relate(relation)
        return self.draft

    def _add_relations(self, node: SchemeNode) -> None:
        """Add a relation for each conclusion of a scheme node; the first one is counted for it."""
        conclusions = node.conclusions or [""]
        change = ""
        if len(conclusions) > 1:
            change = "it has several conclusions, and becomes an inference for each"
        relation = DraftRelation(
            node.key,
            node.premises,
            conclusions[0],
            Polarity.CON if node.role is SchemeRole.ATTACK else Polarity.PRO,
            scheme=node.scheme,
            label=node.label,
            element=node.element,
            edges=len(node.premises) + len(node.conclusions[:1]),
            note=node.note,
            extra=node.extra,
            change=change,
            place=node.place,
        )
        if node.role is SchemeRole.REPHRASE:
            relation.tags = (REPHRASE,)
            relation.label = node.label or "Rephrase"
            relation.change = change or "a rephrase becomes support with the label “Rephrase”"
        self.draft.relate(relation)
        for number, conclusion in enumerate(conclusions[1:], start=2):
            self.draft.relate(
                DraftRelation(
                    self._new_key(f"{node.key} {number}"),
                    node.premises,
                    conclusion,
                    relation.polarity,
                    scheme=node.scheme,
                    label=relation.label,
                    element="",
                    edges=1,
                    tags=relation.tags,
                    note=node.note,
                    extra=node.extra,
                    place=node.place,
                )
            )

    def _add_preferences(self, node: SchemeNode) -> None:
        losses = self.draft.losses
        edges = len(node.premises) + len(node.conclusions)
        if not node.premises or not node.conclusions:
            losses.drop(node.element, "it does not say what outweighs what", node.place)
            if edges:
                losses.drop(EDGE, "its relation was dropped", node.place, edges)
            return
        for stronger in node.premises:
            for weaker in node.conclusions:
                self.draft.preferences.append(
                    DraftPreference(stronger, weaker, node.element, edges, node.place)
                )
                node.element, edges = "", 0  # counted once

    def _new_key(self, key: str) -> str:
        """Return a key that no node of the file has."""
        number = len(self.draft.statements) + len(self.draft.relations)
        while (new := f"{key} ~{number}") in self.draft.statements or new in self.schemes:
            number += 1
        return new
