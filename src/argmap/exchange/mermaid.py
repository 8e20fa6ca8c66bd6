"""A flowchart in Mermaid, for Markdown pages.

Syntax: https://mermaid.js.org/syntax/flowchart.html. argmap does not read this format.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from argmap.evaluation import evaluate
from argmap.exchange.foreign import KINDS, report_coverage
from argmap.model import ArgumentMap, Inference, Polarity, Statement, Status
from argmap.model.losses import LossReport

TITLE = "Mermaid"
SUFFIX = ".mmd"

_MAX_EDGES = 500
"""Number of edges that Mermaid draws unless its setting ``maxEdges`` is higher."""

_EXPRESSED = frozenset(
    {"statement", *KINDS, "thesis", "support", "attack", "linked premises", "undercut"}
    | {"contradiction", "preference", "question", "context", "section"}
)
_SHAPES = {
    "claim": ("[", "]"),
    "evidence": ("([", "])"),
    "assumption": ("[/", "/]"),
    "counterpoint": ("[", "]"),
    "concession": ("[\\", "\\]"),
    "question": ("{{", "}}"),
    "context": (">", "]"),
}
_STYLES = (
    "classDef accepted fill:#e6f4ea,stroke:#137333,color:#1f1f1f",
    "classDef rejected fill:#fce8e6,stroke:#a50e0e,color:#1f1f1f",
    "classDef undecided fill:#f1f3f4,stroke:#5f6368,color:#1f1f1f,stroke-dasharray:4 3",
    "classDef question fill:#e8f0fe,stroke:#1967d2,color:#1f1f1f",
    "classDef context fill:#ffffff,stroke:#9aa0a6,color:#1f1f1f",
    "classDef inference fill:#5f6368,stroke:#5f6368,color:#ffffff",
    "classDef thesis stroke-width:3px",
)
_SPECIAL = re.compile(r'["#&<>`\\]')


def dump(argument_map: ArgumentMap, losses: LossReport) -> str:
    """Return the map as a flowchart from the reasons up to the thesis.

    Colors show the statuses of statements. An inference with several premises, or one that is
    undercut, has a small node.
    """
    report_coverage(argument_map, losses, TITLE, _EXPRESSED)
    statements = evaluate(argument_map).statements
    flowchart = _Flowchart(argument_map, {id_: v.status for id_, v in statements.items()})
    lines = list(flowchart.lines())
    edge_count = len(flowchart.edges)
    if edge_count > _MAX_EDGES:
        losses.change(
            "flowchart",
            f"it has {edge_count:,} edges; Mermaid draws at most {_MAX_EDGES} unless `maxEdges` "
            "is set",
        )
    return "\n".join(lines) + "\n"


def flowchart(
    argument_map: ArgumentMap, statuses: Mapping[str, Status], marks: Mapping[str, str]
) -> str:
    """Return a part of a map as a flowchart that marks some statements.

    Args:
        argument_map: The part; sections have no frames.
        statuses: The statuses of its statements.
        marks: A word for each marked statement, by its id, which its label begins with.
    """
    return "\n".join(_Flowchart(argument_map, statuses, marks).lines()) + "\n"


class _Flowchart:
    def __init__(
        self,
        argument_map: ArgumentMap,
        statuses: Mapping[str, Status],
        marks: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self.map = argument_map
        self.statuses = statuses
        self.marks = marks
        self.nodes: dict[str, str] = {}  # of elements, by their ids
        for prefix, table in (
            ("s", argument_map.statements),
            ("q", argument_map.questions),
            ("c", argument_map.contexts),
            ("i", argument_map.inferences),
        ):
            self.nodes.update((id_, f"{prefix}{number}") for number, id_ in enumerate(table, 1))
        preferred = {
            id_ for pair in argument_map.preferences for id_ in (pair.stronger, pair.weaker)
        }
        around = {context.parent for context in argument_map.contexts.values()}
        self.reified = {
            inference.id
            for inference in argument_map.inferences.values()
            if len(inference.premises) > 1
            or inference.undercutters
            or inference.id in preferred | around
        }
        self.edges = list(self._edges())

    def lines(self) -> Iterator[str]:
        if self.map.title:
            yield from ("---", f"title: {json.dumps(self.map.title)}", "---")
        yield "flowchart BT"
        yield from self._nodes()
        yield from (f"  {edge}" for edge in self.edges)
        yield from (f"  {style}" for style in _STYLES)
        if self.map.theses:
            yield f"  class {','.join(self.nodes[one] for one in self.map.theses)} thesis"

    # ---- Nodes ----------------------------------------------------------------------------------

    def _nodes(self) -> Iterator[str]:
        """Yield the nodes in subgraphs for the sections; inferences are with their conclusions."""
        by_section: dict[str | None, list[str]] = defaultdict(list)
        sentences = {sentence.id: sentence for sentence in self.map.sentences}
        for sentence in map(sentences.__getitem__, self.map.author_order):
            if isinstance(sentence, Statement):
                line = self._statement(sentence)
            else:
                node = self.nodes[sentence.id]
                line = f"{node}{_shape(sentence.kind, sentence.text)}:::{sentence.kind}"
            by_section[sentence.section].append(line)
        for id_ in self.map.inferences:
            if id_ in self.reified:
                conclusion = self.map.statements[self.map.inferences[id_].conclusion]
                by_section[conclusion.section].append(f'{self.nodes[id_]}((" ")):::inference')
        children: dict[str | None, list[str]] = defaultdict(list)
        for id_, section in self.map.sections.items():
            children[section.parent].append(id_)
        yield from (f"  {line}" for line in by_section[None])
        pending: list[tuple[str | None, int]] = [(id_, 1) for id_ in reversed(children[None])]
        numbers = {id_: number for number, id_ in enumerate(self.map.sections, 1)}
        while pending:
            opened, depth = pending.pop()
            indent = "  " * depth
            if opened is None:
                yield f"{indent}end"
                continue
            title = _escape(self.map.sections[opened].title) or " "
            yield f'{indent}subgraph section{numbers[opened]}["{title}"]'
            yield from (f"{indent}  {line}" for line in by_section[opened])
            pending.append((None, depth))
            pending += [(id_, depth + 1) for id_ in reversed(children[opened])]

    def _statement(self, statement: Statement) -> str:
        mark = self.marks.get(statement.id)
        shape = _shape(statement.kind, f"{mark}: {statement.text}" if mark else statement.text)
        status = self.statuses[statement.id].value
        return f"{self.nodes[statement.id]}{shape}:::{status}"

    # ---- Edges ----------------------------------------------------------------------------------

    def _edges(self) -> Iterator[str]:
        for inference in self.map.inferences.values():
            yield from self._inference(inference)
        for question in self.map.questions.values():
            for option in question.options:
                yield f"{self.nodes[option]} -.- {self.nodes[question.id]}"
        for context in self.map.contexts.values():
            if context.parent is not None:
                yield f"{self.nodes[context.id]} -.- {self.nodes[context.parent]}"
        for pair in self.map.contradictions:
            yield f"{self.nodes[pair.first]} <-. contradicts .-> {self.nodes[pair.second]}"
        for preference in self.map.preferences:
            stronger, weaker = self.nodes[preference.stronger], self.nodes[preference.weaker]
            yield f"{stronger} == outweighs ==> {weaker}"

    def _inference(self, inference: Inference) -> Iterator[str]:
        arrow = "-->" if inference.polarity is Polarity.PRO else "--x"
        conclusion = self.nodes[inference.conclusion]
        if inference.id not in self.reified:
            yield f"{self.nodes[inference.premises[0]]} {arrow} {conclusion}"
            return
        junction = self.nodes[inference.id]
        yield from (f"{self.nodes[premise]} --- {junction}" for premise in inference.premises)
        yield f"{junction} {arrow} {conclusion}"
        yield from (f"{self.nodes[one]} --x {junction}" for one in inference.undercutters)


def _shape(kind: str, text: str) -> str:
    opening, closing = _SHAPES[kind]
    return f'{opening}"{_escape(text) or " "}"{closing}'


def _escape(text: str) -> str:
    """Return a text for a quoted label; Mermaid writes the code of a character as ``#34;``."""
    text = " ".join(text.split())
    return _SPECIAL.sub(lambda match: f"#{ord(match[0])};", text)
