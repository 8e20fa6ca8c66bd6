"""GraphML, for programs that analyze or draw graphs: yEd, Gephi, networkx.

Specification: Brandes, Eiglsperger, Herman, Himsolt & Marshall, GraphML Progress Report, 2001;
http://graphml.graphdrawing.org. argmap does not read this format.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from argmap.evaluation import Verdict, evaluate
from argmap.exchange.foreign import KINDS, report_coverage
from argmap.exchange.foreign.xml import xml_attribute, xml_text
from argmap.model import ArgumentMap, Polarity, Sentence, Statement
from argmap.model.losses import LossReport

TITLE = "GraphML"
SUFFIX = ".graphml"

_GRAPH_KEYS = ("title", "lang", "author", "date", "tags", "note", "standard", "burden")
_NODE_KEYS = (
    *("type", "kind", "text", "status", "thesis", "label", "section", "citations", "fidelity"),
    *("confidence", "credibility", "held-by", "standard", "expect", "scheme", "polarity"),
    *("critical-question", "date", "valid-until", "url", "tags", "note"),
)
_EDGE_KEYS = ("relation",)
_EXPRESSED = frozenset(
    {"statement", *KINDS, "thesis", "support", "attack", "linked premises", "undercut", "citation"}
    | {"contradiction", "preference", "question", "context", "section", *_NODE_KEYS}
    | {f"map {key}" for key in _GRAPH_KEYS}
)


def dump(argument_map: ArgumentMap, losses: LossReport) -> str:
    """Return the map as a directed graph.

    Statements, inferences, questions and contexts are nodes. The edges lead from the premises to
    the inference, and from there to the conclusion.
    """
    report_coverage(argument_map, losses, TITLE, _EXPRESSED)
    return "\n".join(_Graph(argument_map).lines()) + "\n"


class _Graph:
    def __init__(self, argument_map: ArgumentMap) -> None:
        self.map = argument_map
        self.evaluation = evaluate(argument_map)
        self.nodes: dict[str, str] = {}
        taken: set[str] = set()
        for table in (
            argument_map.statements,
            argument_map.questions,
            argument_map.contexts,
            argument_map.inferences,
        ):
            for id_ in table:
                node = id_ if id_ not in taken else f"{id_}-{len(taken)}"
                taken.add(node)
                self.nodes[id_] = node

    def lines(self) -> Iterator[str]:
        yield '<?xml version="1.0" encoding="UTF-8"?>'
        yield '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">'
        for owner, prefix, keys in (
            ("graph", "g", _GRAPH_KEYS),
            ("node", "n", _NODE_KEYS),
            ("edge", "e", _EDGE_KEYS),
        ):
            for key in keys:
                yield (
                    f'  <key id="{prefix}-{key}" for="{owner}" attr.name="{key}" '
                    'attr.type="string"/>'
                )
        yield '  <graph id="map" edgedefault="directed">'
        for key in _GRAPH_KEYS:
            yield from _data("g", key, getattr(self.map, key), "    ")
        yield from self._nodes()
        for index, (source, target, relation) in enumerate(self._edges()):
            ends = f"source={xml_attribute(source)} target={xml_attribute(target)}"
            yield f'    <edge id="edge{index}" {ends}>'
            yield from _data("e", "relation", relation, "      ")
            yield "    </edge>"
        yield "  </graph>"
        yield "</graphml>"

    def _nodes(self) -> Iterator[str]:
        for sentence in self.map.sentences:
            yield from self._node(sentence.id, self._sentence(sentence))
        for inference in self.map.inferences.values():
            verdict = self.evaluation.inferences[inference.id]
            fields = {"type": "inference", "polarity": inference.polarity.value}
            yield from self._node(inference.id, fields | _fields(inference, verdict))

    def _node(self, id_: str, fields: dict[str, Any]) -> Iterator[str]:
        yield f"    <node id={xml_attribute(self.nodes[id_])}>"
        for key in _NODE_KEYS:
            yield from _data("n", key, fields.get(key), "      ")
        yield "    </node>"

    def _sentence(self, sentence: Sentence) -> dict[str, Any]:
        section = sentence.section
        fields = {
            "type": sentence.kind,
            "text": sentence.text,
            "section": self.map.sections[section].title if section is not None else None,
            "citations": "; ".join(
                f"{self.map.sources[one.source].title or one.source}"
                + (f", {one.locator.label}" if one.locator else "")
                + (f": “{one.quotation}”" if one.quotation else "")
                for one in sentence.citations
            )
            or None,
        }
        if isinstance(sentence, Statement):
            fields |= {"type": "statement", "kind": sentence.kind}
            fields["thesis"] = "true" if sentence.id in self.map.theses else None
            return fields | _fields(sentence, self.evaluation.statements[sentence.id])
        return fields | _fields(sentence, None)

    def _edges(self) -> Iterator[tuple[str, str, str]]:
        nodes = self.nodes
        for inference in self.map.inferences.values():
            node = nodes[inference.id]
            for premise in inference.premises:
                yield nodes[premise], node, "premise"
            relation = "support" if inference.polarity is Polarity.PRO else "attack"
            yield node, nodes[inference.conclusion], relation
            for undercutter in inference.undercutters:
                yield nodes[undercutter], node, "undercut"
        for question in self.map.questions.values():
            for option in question.options:
                yield nodes[option], nodes[question.id], "option"
        for context in self.map.contexts.values():
            if context.parent is not None:
                yield nodes[context.id], nodes[context.parent], "context"
        for pair in self.map.contradictions:
            yield nodes[pair.first], nodes[pair.second], "contradiction"
        for preference in self.map.preferences:
            yield nodes[preference.stronger], nodes[preference.weaker], "preference"


def _fields(element: Any, verdict: Verdict | None) -> dict[str, Any]:
    """Return the attributes of an element that have the names of keys."""
    fields = {key: getattr(element, key.replace("-", "_"), None) for key in _NODE_KEYS[5:]}
    del fields["section"], fields["citations"]
    fields.pop("polarity", None)
    if verdict is not None:
        fields["status"] = verdict.status.value
    return {key: value for key, value in fields.items() if value is not None}


def _data(prefix: str, key: str, value: Any, indent: str) -> Iterator[str]:
    if value is None or value in ("", ()):
        return
    if isinstance(value, tuple):
        text = ", ".join(map(str, value))
    else:
        text = str(getattr(value, "value", value)) if key != "confidence" else str(value)
    yield f'{indent}<data key="{prefix}-{key}">{xml_text(text)}</data>'
