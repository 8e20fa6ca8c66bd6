"""AIF as JSON: nodes, edges and locutions, as AIFdb, OVA and xAIF write them.

Specification: Chesñevar et al., Towards an Argument Interchange Format, 2006; the JSON dialect is
that of AIFdb (arg.tech).
"""

from __future__ import annotations

from typing import Any

from attrs import Factory, define

from argmap.exchange._node_graphs.aif_dialogue import DIALOGUE_TYPES, Dialogue
from argmap.exchange._node_graphs.node_graph import NodeGraph, SchemeNode, SchemeRole
from argmap.exchange._node_graphs.scheme_names import scheme_from_name, scheme_from_number
from argmap.exchange.foreign import EDGE, Draft, DraftStatement, InvalidFile
from argmap.exchange.foreign.json_values import identifier, list_in, text_in
from argmap.exchange.foreign.plain_text import first_link, plain_text
from argmap.model import Fidelity

ROLES = {
    "RA": SchemeRole.SUPPORT,
    "CA": SchemeRole.ATTACK,
    "MA": SchemeRole.REPHRASE,
    "PA": SchemeRole.PREFERENCE,
}
"""What the types of scheme nodes say."""

STATEMENT_TYPES = ("I", "EN")
_ELEMENTS = {type_: f"{type_} node" for type_ in (*STATEMENT_TYPES, *ROLES, *DIALOGUE_TYPES)}
"""The names of nodes in loss reports, by their types."""


def read_aif(
    aif: dict[str, Any], name: str, schemes: dict[str, str] | None = None, pointer: str = ""
) -> Draft:
    """Return the draft of a document with ``nodes``, ``edges`` and ``locutions``.

    Args:
        aif: The document.
        name: The name of the file in messages.
        schemes: The numbers of the schemes of scheme nodes in AIFdb, by the ids of the nodes.
        pointer: The place of the document in the file, as a JSON pointer.

    Raises:
        InvalidFile: If the nodes or the edges are not lists.
    """
    reader = _Reader(NodeGraph(), schemes or {}, pointer)
    try:
        nodes, edges = list_in(aif, "nodes"), list_in(aif, "edges")
    except TypeError as error:
        raise InvalidFile(f"`{name}` is not valid AIF: {error}") from error
    reader.read_nodes(nodes)
    reader.read_edges(edges)
    reader.dialogue.finish(aif, reader.graph.draft, pointer)
    return reader.graph.finish()


@define
class _Reader:
    graph: NodeGraph
    schemes: dict[str, str]
    pointer: str
    dialogue: Dialogue = Factory(Dialogue)

    def read_nodes(self, nodes: list[Any]) -> None:
        for index, node in enumerate(nodes):
            if not isinstance(node, dict):
                place = f"{self.pointer}/nodes/{index}"
                self.graph.draft.losses.drop("node", "it is not an object", place)
                continue
            type_ = node.get("type")
            if not isinstance(type_, str):
                type_ = ""
            elif type_ not in _ELEMENTS:
                type_ = type_.strip().upper()
            if type_ in DIALOGUE_TYPES:
                self.dialogue.add_node(node, type_, index)
            elif type_ in ROLES:
                self.graph.add_scheme(self._scheme(node, type_, f"{self.pointer}/nodes/{index}"))
            elif type_ in STATEMENT_TYPES:
                self.graph.add_statement(_statement(node, type_, f"{self.pointer}/nodes/{index}"))
            else:
                reason = f"argmap does not know its type `{type_}`" if type_ else "it has no type"
                self.graph.draft.losses.drop("node", reason, f"{self.pointer}/nodes/{index}")

    def _scheme(self, node: dict[str, Any], type_: str, place: str) -> SchemeNode:
        key = identifier(node.get("nodeID"))
        name = text_in(node, "scheme") or text_in(node, "text")
        number = self.schemes.get(key)
        scheme = (scheme_from_number(number) if number else None) or scheme_from_name(name)
        text = text_in(node, "text")
        label = None
        if text != name and scheme_from_name(text) not in (None, scheme):
            label = text
        return SchemeNode(key, ROLES[type_], _ELEMENTS[type_], place, scheme, label)

    def read_edges(self, edges: list[Any]) -> None:
        losses = self.graph.draft.losses
        statements, schemes = self.graph.draft.statements, self.graph.schemes
        dialogue = self.dialogue.nodes
        for index, edge in enumerate(edges):
            if not isinstance(edge, dict):
                losses.drop(EDGE, "it is not an object", f"{self.pointer}/edges/{index}")
                continue
            source, target = edge.get("fromID"), edge.get("toID")
            if not isinstance(source, str) or not isinstance(target, str):
                source, target = identifier(source), identifier(target)
            if source in dialogue or target in dialogue:
                self.dialogue.add_edge(source, target, index)
            elif (source in statements or source in schemes) and (
                target in statements or target in schemes
            ):
                self.graph.connect(source, target, f"{self.pointer}/edges/{index}")
            else:
                reason = "a node that it connects is missing, or was dropped"
                losses.drop(EDGE, reason, f"{self.pointer}/edges/{index}")


def _statement(node: dict[str, Any], type_: str, place: str) -> DraftStatement:
    raw = text_in(node, "text")
    text, change = plain_text(raw)
    statement = DraftStatement(
        identifier(node.get("nodeID")), text, element=_ELEMENTS[type_], change=change, place=place
    )
    if change and (url := first_link(raw)):
        statement.attributes["url"] = url
    if type_ == "EN":  # an enthymeme: what the text leaves unsaid
        statement.attributes["fidelity"] = Fidelity.IMPLICIT
    return statement


def is_aif(document: Any) -> bool:
    """Return whether a JSON document has the nodes and edges of AIF."""
    if not isinstance(document, dict) or "nodes" not in document or "edges" not in document:
        return False
    nodes, edges = document["nodes"], document["edges"]
    if not isinstance(nodes, list | None) or not isinstance(edges, list | None):
        return False
    first_node = next((one for one in nodes or () if isinstance(one, dict)), None)
    first_edge = next((one for one in edges or () if isinstance(one, dict)), None)
    if first_node is None:
        return "locutions" in document
    return "nodeID" in first_node and (first_edge is None or "fromID" in first_edge)
