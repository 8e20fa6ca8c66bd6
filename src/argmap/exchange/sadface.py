"""SADFace, the Simple Argument Description Format, versions 0.1 to 0.5.

Specification: the README of Open-Argumentation/SADFace, and its Python package. Up to version 0.2,
nodes are atoms and schemes; later versions have atoms, inferences and conflicts. The package writes
the edges of an attack from the target to the attacker, against the README.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from attrs import Factory, define

from argmap.exchange._node_graphs import NodeGraph, SchemeNode, SchemeRole, scheme_from_name
from argmap.exchange.foreign import (
    EDGE,
    Draft,
    DraftCitation,
    DraftStatement,
    ForeignFile,
    InvalidFile,
)
from argmap.exchange.foreign.json_values import identifier, list_in, objects_in, text_in

TITLE = "SADFace"
SUFFIX = ".json"

_NODE_TYPES = ("atom", "scheme", "inference", "conflict")
_ROLES = {
    "conflict": SchemeRole.ATTACK,
    "attack": SchemeRole.ATTACK,
    "disagree": SchemeRole.ATTACK,
    "disagreement": SchemeRole.ATTACK,
    "rephrase": SchemeRole.REPHRASE,
    "preference": SchemeRole.PREFERENCE,
}
_DISAGREEMENT = ("disagree", "disagreement")
_DEFAULT_ANALYST = "A User"
_DATE = re.compile(r"[12]\d{3}-\d\d-\d\d")
_TITLE_LENGTH = 60


def recognizes(file: ForeignFile) -> bool:
    """Return whether the content is an object with SADFace's nodes and edges."""
    document = file.as_json()
    if not isinstance(document, dict):
        return False
    nodes, edges = objects_in(document, "nodes"), objects_in(document, "edges")
    if not nodes:
        core = _object(_object(document.get("metadata")).get("core"))
        return "resources" in document and "nodes" in document and "analyst_name" in core
    has_edges = not edges or "source_id" in edges[0]
    return has_edges and "id" in nodes[0] and nodes[0].get("type") in _NODE_TYPES


def load(file: ForeignFile) -> Iterator[Draft]:
    """Yield the map in a file."""
    document = file.json
    if not isinstance(document, dict):
        raise InvalidFile(f"`{file.name}` is not SADFace: it is not an object")
    try:
        nodes, edges = list_in(document, "nodes"), list_in(document, "edges")
    except TypeError as error:
        raise InvalidFile(f"`{file.name}` is not valid SADFace: {error}") from error
    reader = _Reader()
    reader.read_metadata(document)
    reader.read_resources(document)
    reader.read_nodes(nodes)
    reader.read_edges(edges)
    yield reader.finish()


@define
class _Reader:
    graph: NodeGraph = Factory(NodeGraph)
    resources: dict[str, str] = Factory(dict)  # the keys of sources by the ids of resources
    conflicts: dict[str, str] = Factory(dict)  # the names of conflict nodes

    def read_metadata(self, document: dict[str, Any]) -> None:
        draft = self.graph.draft
        core = _object(_object(document.get("metadata")).get("core")) or document
        draft.title = text_in(core, "title")
        notes = (text_in(core, key).strip() for key in ("description", "notes"))
        if note := "\n\n".join(filter(None, notes)):
            draft.attributes["note"] = note
        analyst = text_in(core, "analyst_name").strip()
        if analyst and analyst != _DEFAULT_ANALYST:
            draft.attributes["author"] = (analyst,)
        if date := _DATE.match(text_in(core, "created")):
            draft.attributes["date"] = date[0]

    def read_resources(self, document: dict[str, Any]) -> None:
        draft = self.graph.draft
        for index, resource in enumerate(objects_in(document, "resources")):
            metadata = _object(resource.get("metadata"))
            core = metadata | _object(metadata.get("core")) | resource
            content = " ".join(text_in(resource, "content").split())
            attributes = {key: text_in(core, key) for key in ("url", "doi") if text_in(core, key)}
            title = text_in(core, "title") or ("" if attributes else content[:_TITLE_LENGTH])
            id_ = identifier(resource.get("id"))
            self.resources[id_] = draft.cite(title or _untitled(attributes), **attributes)
            if content and content != title:
                reason = "argmap keeps texts in separate files"
                draft.losses.change("resource", reason, f"/resources/{index}")
            else:
                draft.losses.keep("resource")

    def read_nodes(self, nodes: list[Any]) -> None:
        losses = self.graph.draft.losses
        for index, node in enumerate(nodes):
            place = f"/nodes/{index}"
            type_ = node.get("type") if isinstance(node, dict) else None
            if type_ not in _NODE_TYPES:
                losses.drop("node", "it has none of the types of SADFace", place)
                continue
            key = identifier(node.get("id"))
            element = f"{type_} node"
            if type_ == "atom":
                text = text_in(node, "text")
                statement = DraftStatement(key, text, element=element, place=place)
                self._add_citations(statement, node)
                self.graph.add_statement(statement)
                continue
            name = text_in(node, "name").strip()
            default = SchemeRole.ATTACK if type_ == "conflict" else SchemeRole.SUPPORT
            role = _ROLES.get(name.lower(), default)
            if type_ == "conflict":
                self.conflicts[key] = name.lower()
            scheme = None if name.lower() in _ROLES else scheme_from_name(name)
            self.graph.add_scheme(SchemeNode(key, role, element, place, scheme))

    def _add_citations(self, statement: DraftStatement, node: dict[str, Any]) -> None:
        losses = self.graph.draft.losses
        for source in objects_in(node, "sources"):
            resource = self.resources.get(identifier(source.get("resource_id")))
            if resource is None:
                losses.drop("source", "its resource is not in the file", statement.place)
                continue
            quotation = " ".join(text_in(source, "text").split()) or None
            statement.citations.append(DraftCitation(resource, quotation=quotation))
            losses.keep("source")

    def read_edges(self, edges: list[Any]) -> None:
        for index, edge in enumerate(edges):
            place = f"/edges/{index}"
            if not isinstance(edge, dict):
                self.graph.draft.losses.drop(EDGE, "it is not an object", place)
                continue
            source, target = identifier(edge.get("source_id")), identifier(edge.get("target_id"))
            if self._is_backward(source) or self._is_backward(target):
                source, target = target, source
            self.graph.connect(source, target, place)

    def _is_backward(self, key: str) -> bool:
        """Return whether the edges of a node lead from its target to the attacker."""
        return key in self.conflicts and self.conflicts[key] not in _DISAGREEMENT

    def finish(self) -> Draft:
        """Return the draft; statements that disagree with each other are contradictions."""
        draft = self.graph.draft
        for key, name in self.conflicts.items():
            node = self.graph.schemes.get(key)
            if name not in _DISAGREEMENT or node is None:
                continue
            ends = (*node.premises, *node.conclusions)
            members = [end for end in ends if end in draft.statements]
            if len(members) > 1:
                first, *others = members
                draft.contradictions += [(first, other) for other in others]
                draft.losses.keep(node.element)
                draft.losses.keep(EDGE, len(members))
                del self.graph.schemes[key]
        return self.graph.finish()


def _untitled(attributes: dict[str, str]) -> str:
    """Return the title of a resource without one; empty if it has an address."""
    return "" if attributes else "Resource"


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
