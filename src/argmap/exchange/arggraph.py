"""Argument graphs in XML, as in the microtext corpora.

Specification: Peldszus & Stede, From Argument Diagrams to Argumentation Mining in Texts, IJCINI 7,
2013, and the document type of the corpus, https://github.com/peldszus/arg-microtexts. An elementary
discourse unit (``edu``) is a piece of text, an argumentative one (``adu``) a statement. Edges that
end at other edges are undercuts (``und``) and further premises (``add``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count
from typing import TYPE_CHECKING

from argmap.exchange.foreign import (
    Draft,
    DraftRelation,
    DraftStatement,
    ForeignFile,
    InvalidFile,
    report_coverage,
)
from argmap.exchange.foreign.xml import xml_attribute, xml_text
from argmap.model import ArgumentMap, Fidelity, Inference, Polarity, Side, Statement
from argmap.model.losses import LossReport
from argmap.model.schemes import find_scheme

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

TITLE = "arggraph XML"
SUFFIX = ".xml"

_RELATIONS = {
    "sup": Polarity.PRO,
    "exa": Polarity.PRO,
    "reb": Polarity.CON,
    "und": Polarity.CON,
}
_EXPRESSED = frozenset(
    {"statement", "support", "attack", "linked premises", "undercut"}
    | {"x-role", "map x-id", "map x-topic-id", "map x-stance"}
)
_CHANGED = {
    "contradiction": "it becomes two attacks",
    "fidelity": "only whether a text is implicit is kept",
    "scheme": "only whether it is an example is kept",
}
_NAME = re.compile(r"[A-Za-z_][\w.-]*", re.ASCII)


def recognizes(file: ForeignFile) -> bool:
    """Return whether the root element is ``arggraph``."""
    return file.root_tag() == "arggraph"


def load(file: ForeignFile) -> Iterator[Draft]:
    """Yield the graph.

    Raises:
        InvalidFile: If the root element is another one.
        MissingExtra: If the extra ``import`` is not installed.
    """
    root = file.xml
    if file.root_tag() != "arggraph":
        raise InvalidFile(f"`{file.name}` is not an argument graph: it has no element `arggraph`")
    yield _Reader(root).read()


class _Reader:
    def __init__(self, root: Element) -> None:
        self.root = root
        self.draft = Draft()
        self.edges = {
            edge.get("id") or f"edge {index}": edge for index, edge in enumerate(root.iter("edge"))
        }

    def read(self) -> Draft:
        topic, id_ = self.root.get("topic_id") or "", self.root.get("id") or ""
        words = (topic or id_).replace("_", " ").replace("-", " ").strip()
        self.draft.title = words[:1].upper() + words[1:]
        for name in ("id", "topic_id", "stance"):
            value = self.root.get(name)
            if value:
                self.draft.extra[f"x-{name.replace('_', '-')}"] = (value,)
        self._add_statements()
        self._add_relations()
        return self.draft

    def _add_statements(self) -> None:
        draft, losses = self.draft, self.draft.losses
        parts = self._units_by_adu()
        for index, adu in enumerate(self.root.iter("adu")):
            key = adu.get("id") or f"adu {index}"
            if key in draft.statements:
                losses.drop("adu", "its id is given twice", key)
                continue
            units = parts.get(key, [])
            text = " ".join("".join(edu.itertext()) for edu in units)
            statement = DraftStatement(key, text, element="adu", place=key)
            if units and all(edu.get("implicit") == "true" for edu in units):
                statement.attributes["fidelity"] = Fidelity.IMPLICIT
            if adu.get("type") == "opp":
                statement.extra["x-role"] = ("opponent",)
            draft.add(statement)

    def _units_by_adu(self) -> dict[str, list[Element]]:
        """Return the units of each statement, directly or through a joint, in their order."""
        losses = self.draft.losses
        targets: dict[str, list[str]] = {}
        for edge in self.edges.values():
            if edge.get("type") == "seg":
                targets.setdefault(edge.get("src") or "", []).append(edge.get("trg") or "")
                losses.keep("seg")
        joints = {joint.get("id") or "" for joint in self.root.iter("joint")}
        for joint in self.root.iter("joint"):
            if joint.get("id") in targets:
                losses.keep("joint")
            else:
                losses.drop("joint", "it joins nothing", joint.get("id") or "")
        parts: dict[str, list[Element]] = {adu.get("id") or "": [] for adu in self.root.iter("adu")}
        for edu in self.root.iter("edu"):
            key = edu.get("id") or ""
            owners: list[str] = []
            for target in targets.get(key, ()):
                owners += targets.get(target, ()) if target in joints else (target,)
            known = [owner for owner in dict.fromkeys(owners) if owner in parts]
            for owner in known:
                parts[owner].append(edu)
            if known:
                losses.keep("edu")
            else:
                losses.drop("edu", "it belongs to no statement", key)
        return parts

    def _add_relations(self) -> None:
        losses = self.draft.losses
        for key, edge in self.edges.items():
            type_ = edge.get("type") or ""
            if type_ in _RELATIONS:
                self.draft.relate(
                    DraftRelation(
                        key,
                        [edge.get("src") or ""],
                        edge.get("trg") or "",
                        _RELATIONS[type_],
                        scheme="example" if type_ == "exa" else None,
                        element=type_,
                        place=key,
                    )
                )
            elif type_ not in ("seg", "add"):
                losses.drop("edge", "its type is unknown", key)
        for key, edge in self.edges.items():
            if edge.get("type") != "add":
                continue
            relation = self.draft.relations.get(self._inference_of(edge))
            source = edge.get("src") or ""
            if relation is None:
                losses.drop("add", "it adds a premise to no inference", key)
            elif source not in self.draft.statements:
                losses.drop("add", "its premise is not in the file", key)
            else:
                relation.premises.append(source)
                losses.keep("add")

    def _inference_of(self, edge: Element) -> str:
        """Return the key of the inference that an edge adds a premise to."""
        visited: set[str] = set()
        target = edge.get("trg") or ""
        while target in self.edges and self.edges[target].get("type") == "add":
            if target in visited:
                return ""
            visited.add(target)
            target = self.edges[target].get("trg") or ""
        return target


# ---- Out -----------------------------------------------------------------------------------------


def dump(argument_map: ArgumentMap, losses: LossReport) -> str:
    """Return the map as a graph that is valid by the document type, if it has a relation."""
    expressed = set(_EXPRESSED)
    if list(argument_map.named_theses) == argument_map.roots[:2]:
        expressed.add("thesis")  # the only root
    report_coverage(argument_map, losses, TITLE, expressed, _CHANGED)
    return "\n".join(_Writer(argument_map).lines()) + "\n"


class _Writer:
    def __init__(self, argument_map: ArgumentMap) -> None:
        self.map = argument_map
        self.numbers = {id_: number for number, id_ in enumerate(argument_map.statements, start=1)}
        self.edge_numbers = count(1)

    def lines(self) -> Iterator[str]:
        statements = self.map.statements.values()
        yield '<?xml version="1.0" encoding="UTF-8"?>'
        yield f"<arggraph {' '.join(self._attributes())}>"
        for statement in statements:
            implicit = ' implicit="true"' if statement.fidelity is Fidelity.IMPLICIT else ""
            number = self.numbers[statement.id]
            yield f'  <edu id="e{number}"{implicit}>{xml_text(statement.text)}</edu>'
        for statement in statements:
            yield f'  <adu id="a{self.numbers[statement.id]}" type="{self._role(statement)}"/>'
        for number in self.numbers.values():
            yield _edge(f"s{number}", f"e{number}", f"a{number}", "seg")
        for inference in self.map.inferences.values():
            yield from self._inference(inference)
        for pair in self.map.contradictions:
            ends = dict.fromkeys([(pair.first, pair.second), (pair.second, pair.first)])
            for first, second in ends:
                yield self._next(f"a{self.numbers[first]}", f"a{self.numbers[second]}", "reb")[1]
        yield "</arggraph>"

    def _attributes(self) -> Iterator[str]:
        id_ = (self.map.extra.get("x-id") or ("map",))[0]
        yield f"id={xml_attribute(id_ if _NAME.fullmatch(id_) else 'map')}"
        topic = (self.map.extra.get("x-topic-id") or ("",))[0]
        if _NAME.fullmatch(topic):
            yield f"topic_id={xml_attribute(topic)}"
        stance = (self.map.extra.get("x-stance") or ("",))[0]
        if stance in ("pro", "con", "unclear"):
            yield f'stance="{stance}"'

    def _role(self, statement: Statement) -> str:
        if "x-role" in statement.extra:
            return "opp" if statement.extra["x-role"] == ("opponent",) else "pro"
        side = self.map.sides.get(statement.id)
        if side in (Side.FOR, Side.AGAINST):
            return "pro" if side is Side.FOR else "opp"
        return "opp" if statement.kind in ("counterpoint", "concession") else "pro"

    def _inference(self, inference: Inference) -> Iterator[str]:
        scheme = find_scheme(inference.scheme) if inference.scheme else None
        if inference.polarity is Polarity.CON:
            type_ = "reb"
        else:
            type_ = "exa" if scheme is not None and scheme.name == "example" else "sup"
        first, *others = (f"a{self.numbers[premise]}" for premise in inference.premises)
        id_, line = self._next(first, f"a{self.numbers[inference.conclusion]}", type_)
        yield line
        for other in others:
            yield self._next(other, id_, "add")[1]
        for undercutter in inference.undercutters:
            yield self._next(f"a{self.numbers[undercutter]}", id_, "und")[1]

    def _next(self, source: str, target: str, type_: str) -> tuple[str, str]:
        """Return the id of a new edge, and its line."""
        id_ = f"c{next(self.edge_numbers)}"
        return id_, _edge(id_, source, target, type_)


def _edge(id_: str, source: str, target: str, type_: str) -> str:
    return f'  <edge id="{id_}" src="{source}" trg="{target}" type="{type_}"/>'
