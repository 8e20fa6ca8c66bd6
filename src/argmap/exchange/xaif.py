"""xAIF, the extension of AIF that OVA3 and the tools of ARG-tech exchange, and the files of OVA2.

Specification: the README of the package ``xaif`` and ``ova-save.js`` of OVA3 (arg-tech). An xAIF
file has an AIF document under ``AIF``, as an object or as text, and beside it the analyzed text and
the layout. A file of OVA2 has nodes with the key ``id``, and edges between whole nodes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from argmap.exchange._node_graphs import aif_document, is_aif, read_aif
from argmap.exchange.foreign import Draft, ForeignFile, InvalidFile
from argmap.exchange.foreign.json_values import identifier, json_text, objects_in, text_in
from argmap.model import ArgumentMap
from argmap.model.losses import LossReport

TITLE = "xAIF and OVA JSON"
SUFFIX = ".json"

_LAYOUT_KEYS = ("OVA", "ova")
_CRITICAL_QUESTIONS = "cqdescriptorfulfillments"


def recognizes(file: ForeignFile) -> bool:
    """Return whether the content is an xAIF file, or a file of OVA2."""
    document = file.as_json()
    return isinstance(document, dict) and ("AIF" in document or _is_ova2(document))


def load(file: ForeignFile) -> Iterator[Draft]:
    """Yield the map in a file."""
    document = file.json
    if not isinstance(document, dict):
        raise InvalidFile(f"`{file.name}` is not xAIF: it is not an object")
    if _is_ova2(document):
        yield _load_ova2(document, file.name)
    elif "AIF" in document:
        yield _load_xaif(document, file.name)
    elif is_aif(document):
        yield read_aif(document, file.name)
    else:
        raise InvalidFile(f"`{file.name}` is not xAIF: it has no key `AIF`")


def dump(argument_map: ArgumentMap, losses: LossReport) -> str:
    """Return the map as xAIF, with one node or edge per line."""
    aif = aif_document(argument_map, "xAIF", losses)
    schemes = [
        {"nodeID": node["nodeID"], "schemeID": node["schemeID"]}
        for node in aif["nodes"]
        if "schemeID" in node
    ]
    aif |= {
        "schemefulfillments": schemes,
        "descriptorfulfillments": [],
        _CRITICAL_QUESTIONS: [],
        "participants": aif.get("participants", []),
    }
    layout = {"firstname": "", "surname": "", "url": "", "nodes": [], "edges": []}
    is_dialog = bool(aif["locutions"])
    return json_text({"AIF": aif, "text": "", "OVA": layout, "dialog": is_dialog})


# ---- xAIF ----------------------------------------------------------------------------------------


def _load_xaif(document: dict[str, Any], name: str) -> Draft:
    aif = document["AIF"]
    if isinstance(aif, str):
        try:
            aif = json.loads(aif)
        except (ValueError, RecursionError) as error:
            raise InvalidFile(f"`{name}` is not valid xAIF: `AIF` is not JSON") from error
    if aif is None:
        aif = {}
    if not isinstance(aif, dict):
        raise InvalidFile(f"`{name}` is not valid xAIF: `AIF` is not an object")
    numbers = {
        identifier(one.get("nodeID")): identifier(one.get("schemeID"))
        for one in objects_in(aif, "schemefulfillments")
    }
    draft = read_aif(aif, name, numbers, "/AIF")
    questions = len(objects_in(aif, _CRITICAL_QUESTIONS))
    if questions:
        reason = "argmap numbers critical questions in another way"
        draft.losses.drop("critical question", reason, f"/AIF/{_CRITICAL_QUESTIONS}/0", questions)
    if _text_of(document):
        draft.losses.drop("text", "argmap keeps texts in separate files", "/text")
    for key in _LAYOUT_KEYS:
        layout = document.get(key)
        if isinstance(layout, dict) and any(layout.values()):
            draft.losses.drop("layout", "argmap draws maps itself", f"/{key}")
            _add_address(draft, text_in(layout, "url"))
    return draft


def _text_of(document: dict[str, Any]) -> str:
    text = document.get("text")
    return text_in(text, "txt") if isinstance(text, dict) else text_in(document, "text")


def _add_address(draft: Draft, url: str) -> None:
    """Add a page that was analyzed as a source."""
    if url.startswith(("http://", "https://")):
        draft.cite("", url=url)


# ---- OVA2 ----------------------------------------------------------------------------------------


def _is_ova2(document: dict[str, Any]) -> bool:
    if "AIF" in document or not isinstance(document.get("edges"), list | None):
        return False
    nodes = objects_in(document, "nodes")
    edges = objects_in(document, "edges")
    has_ova_edges = not edges or isinstance(edges[0].get("from"), dict)
    return bool(nodes) and "id" in nodes[0] and "type" in nodes[0] and has_ova_edges


def _load_ova2(document: dict[str, Any], name: str) -> Draft:
    """Return the draft of a file of OVA2, by turning it into AIF."""
    nodes = objects_in(document, "nodes")
    people = objects_in(document, "participants")
    aif = {
        "nodes": [
            {key: node[key] for key in ("text", "type") if key in node}
            | {"nodeID": identifier(node.get("id"))}
            for node in nodes
        ],
        "edges": [
            {"fromID": _end(edge, "from"), "toID": _end(edge, "to")}
            for edge in objects_in(document, "edges")
        ],
        "participants": [{**person, "participantID": person.get("id")} for person in people],
        "locutions": [
            {"nodeID": identifier(node.get("id")), "personID": node["participantID"]}
            for node in nodes
            if identifier(node.get("participantID")) not in ("", "0")
        ],
    }
    numbers = {
        identifier(node.get("id")): identifier(node.get("scheme"))
        for node in nodes
        if identifier(node.get("scheme")) not in ("", "0")
    }
    draft = read_aif(aif, name, numbers)
    for node in nodes:
        statement = draft.statements.get(identifier(node.get("id")))
        if statement is not None:
            statement.is_thesis = bool(node.get("majorClaim") or node.get("major_claim"))
            statement.note = text_in(node, "comment").strip() or None
    analysis = document.get("analysis")
    if isinstance(analysis, dict):
        draft.title = text_in(analysis, "documentTitle")
        _add_address(draft, text_in(analysis, "documentSource"))
        if text_in(analysis, "txt") or text_in(analysis, "plain_txt"):
            draft.losses.drop("text", "argmap keeps texts in separate files", "/analysis/txt")
    return draft


def _end(edge: dict[str, Any], key: str) -> str:
    end = edge.get(key)
    return identifier(end.get("id")) if isinstance(end, dict) else identifier(end)
