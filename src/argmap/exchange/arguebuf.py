"""The JSON of arguebuf, versions 2 and 3: the JSON form of its Protocol Buffers.

Specification: ``arg_services.graph.v1`` (recap-utr/arg-services), and arguebuf's own reader. What
arguebuf has no field for is in ``userdata``, which it keeps.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from argmap.exchange._node_graphs import (
    GraphNode,
    NodeGraph,
    SchemeNode,
    SchemeRole,
    WrittenGraph,
    scheme_from_name,
)
from argmap.exchange.foreign import (
    EDGE,
    Draft,
    DraftCitation,
    DraftSource,
    DraftStatement,
    ForeignFile,
    InvalidFile,
)
from argmap.exchange.foreign.json_values import json_text, strings_in, text_in
from argmap.model import STATEMENT_KINDS, ArgumentMap, Statement
from argmap.model.losses import LossReport

TITLE = "arguebuf JSON"
SUFFIX = ".json"

_ROLES = {
    "support": SchemeRole.SUPPORT,
    "attack": SchemeRole.ATTACK,
    "rephrase": SchemeRole.REPHRASE,
    "preference": SchemeRole.PREFERENCE,
}
_SUPPORT_NAMES = """
POSITION_TO_KNOW EXPERT_OPINION WITNESS_TESTIMONY POPULAR_OPINION POPULAR_PRACTICE EXAMPLE ANALOGY
PRACTICAL_REASONING_FROM_ANALOGY COMPOSITION DIVISION OPPOSITIONS RHETORICAL_OPPOSITIONS
ALTERNATIVES VERBAL_CLASSIFICATION VERBAL_CLASSIFICATION_DEFINITION VERBAL_CLASSIFICATION_VAGUENESS
VERBAL_CLASSIFICATION_ARBITRARINESS INTERACTION_OF_ACT_AND_PERSON VALUES POSITIVE_VALUES
NEGATIVE_VALUES SACRIFICE THE_GROUP_AND_ITS_MEMBERS PRACTICAL_REASONING
TWO_PERSON_PRACTICAL_REASONING WASTE SUNK_COSTS IGNORANCE EPISTEMIC_IGNORANCE CAUSE_TO_EFFECT
CORRELATION_TO_CAUSE SIGN ABDUCTIVE EVIDENCE_TO_HYPOTHESIS CONSEQUENCES POSITIVE_CONSEQUENCES
NEGATIVE_CONSEQUENCES PRAGMATIC_ALTERNATIVES THREAT FEAR_APPEAL DANGER_APPEAL NEED_FOR_HELP
DISTRESS COMMITMENT ETHOTIC GENERIC_AD_HOMINEM PRAGMATIC_INCONSISTENCY INCONSISTENT_COMMITMENT
CIRCUMSTANTIAL_AD_HOMINEM BIAS BIAS_AD_HOMINEM GRADUALISM SLIPPERY_SLOPE PRECEDENT_SLIPPERY_SLOPE
SORITES_SLIPPERY_SLOPE VERBAL_SLIPPERY_SLOPE FULL_SLIPPERY_SLOPE CONSTITUTIVE_RULE_CLAIMS RULES
EXCEPTIONAL_CASE PRECEDENT PLEA_FOR_EXCUSE PERCEPTION MEMORY
"""
"""The argumentation schemes of arguebuf, which cannot name others."""

_SUPPORT_SCHEMES = _SUPPORT_NAMES.split()

_OTHER_NAMES = {
    "VERBAL_CLASSIFICATION_DEFINITION": "definition-to-verbal-classification",
    "VERBAL_CLASSIFICATION_VAGUENESS": "vagueness-of-verbal-classification",
    "VERBAL_CLASSIFICATION_ARBITRARINESS": "arbitrariness-of-verbal-classification",
}
_GENERATED_ID = re.compile(r"[0-9a-fA-F-]{16,}|[0-9A-Z]{20,}|.*\d{6}.*")


def recognizes(file: ForeignFile) -> bool:
    """Return whether the content is an object with arguebuf's nodes and edges, which have ids."""
    document = file.as_json()
    if not isinstance(document, dict) or not isinstance(document.get("nodes"), dict):
        return False
    if "schemaVersion" in document or "libraryVersion" in document:
        return True
    nodes = document["nodes"].values()
    return bool(nodes) and all(isinstance(one, dict) and one.keys() & _NODE_KEYS for one in nodes)


_NODE_KEYS = {"atom", "scheme"}


def load(file: ForeignFile) -> Iterator[Draft]:
    """Yield the map in a file."""
    document = file.json
    if not isinstance(document, dict) or not isinstance(document.get("nodes", {}), dict):
        raise InvalidFile(f"`{file.name}` is not arguebuf JSON: `nodes` is not an object")
    yield _Reader(document).draft()


def dump(argument_map: ArgumentMap, losses: LossReport) -> str:
    """Return the map as arguebuf JSON, with the ids of the map."""
    return json_text(_Writer(argument_map, losses).document())


# ---- Reading -------------------------------------------------------------------------------------


class _Reader:
    def __init__(self, document: dict[str, Any]) -> None:
        self.document = document
        self.graph = NodeGraph()
        self.losses = self.graph.draft.losses
        self.participants = self._objects("participants")

    def draft(self) -> Draft:
        draft = self.graph.draft
        for key, resource in self._objects("resources").items():
            self._add_source(key, resource)
        for key, node in self._objects("nodes").items():
            if isinstance(node.get("atom"), dict):
                self._add_atom(key, node)
            elif isinstance(node.get("scheme"), dict):
                self._add_scheme(key, node)
            else:
                self.losses.drop("node", "it is neither an atom nor a scheme", f"/nodes/{key}")
        for key, edge in self._objects("edges").items():
            self._add_edge(edge, f"/edges/{key}")
        major = text_in(self.document, "majorClaim") or text_in(self.document, "major_claim")
        if major in draft.statements:
            draft.statements[major].is_thesis = True
        userdata = _object(self.document.get("userdata"))
        draft.title = text_in(userdata, "title")
        analysts = self._objects("analysts")
        draft.attributes["author"] = tuple(filter(None, _names(analysts)))
        if analysts:
            self.losses.keep("analyst", len(analysts))
        if self.participants:
            self.losses.keep("participant", len(self.participants))
        return self.graph.finish()

    def _objects(self, key: str) -> dict[str, dict[str, Any]]:
        """Return the objects under a key of the document, and report what is none."""
        values = self.document.get(key)
        if not isinstance(values, dict):
            return {}
        for name, value in values.items():
            if not isinstance(value, dict):
                element = EDGE if key == "edges" else key.removesuffix("s")
                self.losses.drop(element, "it is not an object", f"/{key}/{name}")
        return {name: value for name, value in values.items() if isinstance(value, dict)}

    def _add_source(self, key: str, resource: dict[str, Any]) -> None:
        url = text_in(resource, "source")
        title = text_in(resource, "title") or ("" if url else key)
        attributes = {"url": url} if url else {}
        draft = self.graph.draft
        draft.sources[f"resource {key}"] = DraftSource(
            f"resource {key}", title, "" if _is_generated(key) else key, attributes
        )
        self.losses.keep("resource")
        if text_in(resource, "text"):
            reason = "argmap keeps texts in separate files"
            self.losses.drop("resource text", reason, f"/resources/{key}")

    def _add_atom(self, key: str, node: dict[str, Any]) -> None:
        atom, userdata = node["atom"], _object(node.get("userdata"))
        kind = text_in(userdata, "kind")
        statement = DraftStatement(
            key,
            text_in(atom, "text"),
            kind if kind in STATEMENT_KINDS else "",
            "" if _is_generated(key) else key,
            text_in(userdata, "label") or None,
            tags=strings_in(userdata, "tags"),
            note=text_in(userdata, "note") or None,
            extra=_extra(userdata, ("kind", "label", "tags", "note")),
            element="atom node",
            place=f"/nodes/{key}",
        )
        participant = self.participants.get(text_in(atom, "participant"))
        if participant is not None and (name := _name(participant)):
            statement.attributes["held_by"] = (name,)
        if isinstance(atom.get("reference"), dict):
            self._add_citation(statement, atom["reference"])
        self.graph.add_statement(statement)

    def _add_citation(self, statement: DraftStatement, reference: dict[str, Any]) -> None:
        source = f"resource {text_in(reference, 'resource')}"
        place = f"{statement.place}/atom/reference"
        if source not in self.graph.draft.sources:
            self.losses.drop("reference", "argmap quotes only from a source", place)
            return
        quotation = text_in(reference, "text") or None
        statement.citations.append(DraftCitation(source, quotation=quotation))
        if "offset" in reference:
            self.losses.change("reference", "argmap has no offsets in texts", place)
        else:
            self.losses.keep("reference")

    def _add_scheme(self, key: str, node: dict[str, Any]) -> None:
        data, userdata = node["scheme"], _object(node.get("userdata"))
        place = f"/nodes/{key}"
        type_ = next((one for one in _ROLES if data.get(one) is not None), None)
        if type_ is None:
            self.losses.drop("scheme node", "it does not say what it does", place)
            return
        name = text_in(data, type_).removeprefix(f"{type_.upper()}_")
        scheme = _OTHER_NAMES.get(name) or scheme_from_name(name.lower().replace("_", " "))
        self.graph.add_scheme(
            SchemeNode(
                key,
                _ROLES[type_],
                "scheme node",
                place,
                scheme_from_name(text_in(userdata, "scheme")) or scheme,
                text_in(userdata, "label") or None,
                _extra(userdata, ("scheme", "label", "note")),
                text_in(userdata, "note") or None,
            )
        )

    def _add_edge(self, edge: dict[str, Any], place: str) -> None:
        self.graph.connect(text_in(edge, "source"), text_in(edge, "target"), place)


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _extra(userdata: dict[str, Any], known: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Return the other texts and numbers of ``userdata`` as attributes of argmap's ``x-`` kind."""
    extra: dict[str, tuple[str, ...]] = {}
    for key in userdata:
        name = "-".join(re.findall(r"[a-z0-9]+", key.lower()))
        text = text_in(userdata, key)
        if key not in known and name and text.strip():
            extra[f"x-{name}"] = (text,)
    return extra


def _name(person: dict[str, Any]) -> str:
    return text_in(person, "name").strip() or text_in(person, "username").strip()


def _names(people: dict[str, dict[str, Any]]) -> Iterator[str]:
    return map(_name, people.values())


def _is_generated(key: str) -> bool:
    """Return whether an id was made by a program, so that it says nothing to readers."""
    return key.isdecimal() or _GENERATED_ID.fullmatch(key) is not None


# ---- Writing -------------------------------------------------------------------------------------


class _Writer:
    def __init__(self, argument_map: ArgumentMap, losses: LossReport) -> None:
        self.argument_map = argument_map
        self.losses = losses
        self.participants: dict[str, str] = {}
        expressed = frozenset(
            [
                *("thesis", "source", "title", "author", *STATEMENT_KINDS),
                *("label", "tags", "note", "held_by", "citations"),
                *("inference label", "inference note"),
            ]
        )
        self.graph = WrittenGraph(argument_map, "arguebuf", losses, expressed)
        self.keys = self._keys()

    def _keys(self) -> dict[int, str]:
        """Return the ids of nodes by their numbers; relations have none in the map."""
        taken = set(self.argument_map.statements)
        keys = {}
        for node in self.graph.nodes:
            if node.statement is not None:
                keys[node.number] = node.statement.id
            else:
                key = f"scheme-{node.number}"
                while key in taken:
                    key += "-"
                keys[node.number] = key
        return keys

    def document(self) -> dict[str, Any]:
        argument_map = self.argument_map
        nodes = {
            self.keys[node.number]: _without_empty(
                self._atom(node.statement) if node.statement is not None else self._scheme(node)
            )
            for node in self.graph.nodes
        }
        edges = {
            f"edge-{number}": {"source": self.keys[source], "target": self.keys[target]}
            for number, (source, target) in enumerate(self.graph.edges, start=1)
        }
        document: dict[str, Any] = {
            "nodes": nodes,
            "edges": edges,
            "resources": {
                id_: _without_empty({"title": source.title, "source": source.url})
                for id_, source in argument_map.sources.items()
            },
            "participants": {key: {"name": name} for name, key in self.participants.items()},
            "analysts": {
                f"analyst-{number}": {"name": name}
                for number, name in enumerate(argument_map.author, start=1)
            },
            "majorClaim": argument_map.thesis,
            "userdata": _without_empty({"title": argument_map.title}),
        }
        filled = {key: value for key, value in document.items() if value or key in _REQUIRED}
        return filled | {"schemaVersion": 1, "libraryVersion": ""}

    def _atom(self, statement: Statement) -> dict[str, Any]:
        atom: dict[str, Any] = {"text": statement.text}
        if statement.citations:
            citation = statement.citations[0]
            reference = {"resource": citation.source, "text": citation.quotation}
            atom["reference"] = _without_empty(reference)
            self.losses.keep("citation")
            if citation.locator is not None:
                reason = "arguebuf has no places in sources"
                self.losses.drop("locator", reason, statement.id)
        for _ in statement.citations[1:]:
            reason = "arguebuf has one reference per statement"
            self.losses.drop("citation", reason, statement.id)
        if statement.held_by:
            name = statement.held_by[0]
            number = len(self.participants) + 1
            atom["participant"] = self.participants.setdefault(name, f"participant-{number}")
            self.losses.keep("held-by")
        for _ in statement.held_by[1:]:
            reason = "arguebuf has one participant per statement"
            self.losses.drop("held-by", reason, statement.id)
        userdata = {
            "kind": statement.kind,
            "label": statement.label,
            "tags": list(statement.tags),
            "note": statement.note,
        }
        return {"atom": atom, "userdata": _without_empty(userdata)}

    def _scheme(self, node: GraphNode) -> dict[str, Any]:
        role = node.role or SchemeRole.SUPPORT
        name = (
            _scheme_name(node.scheme) if role is SchemeRole.SUPPORT and node.scheme else "DEFAULT"
        )
        userdata = {
            "scheme": node.scheme if name == "DEFAULT" else None,
            "label": None
            if role is SchemeRole.REPHRASE and node.label == "Rephrase"
            else node.label,
            "note": node.inference.note if node.inference else None,
        }
        return {
            "scheme": {role.value: f"{role.value.upper()}_{name}"},
            "userdata": _without_empty(userdata),
        }


_REQUIRED = ("nodes", "edges")


def _scheme_name(scheme: str) -> str:
    """Return arguebuf's name of a scheme; ``DEFAULT`` if it has none."""
    for name in _SUPPORT_SCHEMES:
        known = _OTHER_NAMES.get(name) or scheme_from_name(name.lower().replace("_", " "))
        if known == scheme:
            return name
    return "DEFAULT"


def _without_empty(data: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if value not in (None, "", [], {})}
