"""The exchange formats `mermaid`, `graphml` and `csv`, which argmap only writes."""

import csv
import io
from xml.etree import ElementTree as ET

import pytest
from hypothesis import HealthCheck, given, settings
from tests.exchange.node_programs import mermaid_answers
from tests.strategies import map_texts

from argmap import exchange
from argmap.evaluation import evaluate
from argmap.model.losses import LossReport

quick = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    deadline=None,
    max_examples=40,
)


def dump(argument_map, format_):
    losses = LossReport()
    return exchange.dump(argument_map, format_, losses), losses


# ---- Mermaid -------------------------------------------------------------------------------------


def test_a_flowchart(load):
    """Shapes show kinds, classes statuses; what is undercut or linked has a small node."""
    text, losses = dump(
        load(
            'map "Say \\"hi\\"" { thesis: t } claim t "T #1 <b>" { evidence e "E" '
            'counterpoint k "K" { undercuts: e -> t } reason { assumption a "A" claim b "B" } }'
            ' question q "Q?" { options: t, b } section s "More" { context "C" '
            ' claim x "X" { contradicts: b outweighs: b } }'
        ),
        "mermaid",
    )
    assert (
        text.partition("  classDef")[0]
        == """\
---
title: "Say \\"hi\\""
---
flowchart BT
  s1["T #35;1 #60;b#62;"]:::rejected
  s2(["E"]):::accepted
  s3["K"]:::accepted
  s4[/"A"/]:::accepted
  s5["B"]:::rejected
  q1{{"Q?"}}:::question
  i1((" ")):::inference
  i3((" ")):::inference
  subgraph section1["More"]
    c1>"C"]:::context
    s6["X"]:::accepted
  end
  s2 --- i1
  i1 --> s1
  s3 --x i1
  s3 --x s1
  s4 --- i3
  s5 --- i3
  i3 --> s1
  s1 -.- q1
  s5 -.- q1
  s6 <-. contradicts .-> s5
  s6 == outweighs ==> s5
"""
    )
    assert text.endswith("  class s1 thesis\n")
    assert losses.losses == []


def test_a_large_flowchart_is_reported(load):
    """Mermaid draws at most 500 edges by default."""
    reasons = " ".join(f'assumption "Reason {number}"' for number in range(501))
    text, losses = dump(load(f'claim c "C" {{ {reasons} }}'), "mermaid")
    assert text.count(" --> ") == 501
    (loss,) = losses.losses
    assert "it has 501 edges; Mermaid draws at most 500" in loss.reason


def test_mermaid_accepts_the_flowcharts(load, tmp_path):
    """Mermaid's own parser reads the export of any map."""
    texts = []

    @quick
    @given(map_texts())
    def collect(text):
        texts.append(dump(load(text), "mermaid")[0])

    collect()
    answers = mermaid_answers(texts, tmp_path)
    judged = zip(answers, texts, strict=True)
    assert [pair for pair in judged if pair[0] != "flowchart-v2"] == []


# ---- GraphML -------------------------------------------------------------------------------------


@quick
@given(map_texts())
def test_graphml_is_complete(load, text):
    """Each statement, inference, question and context is a node with its text and status."""
    argument_map = load(text)
    output, _ = dump(argument_map, "graphml")
    root = ET.fromstring(output)
    space = "{http://graphml.graphdrawing.org/xmlns}"
    keys = {one.get("id"): one.get("attr.name") for one in root.iter(f"{space}key")}
    nodes = {
        node.get("id"): {keys[data.get("key")]: data.text for data in node}
        for node in root.iter(f"{space}node")
    }
    tables = (
        argument_map.statements,
        argument_map.questions,
        argument_map.contexts,
        argument_map.inferences,
    )
    assert len(nodes) == sum(map(len, tables))
    statuses = evaluate(argument_map).statements
    for statement in argument_map.statements.values():
        assert nodes[statement.id]["status"] == statuses[statement.id].status.value
        assert nodes[statement.id]["kind"] == statement.kind
    ends = [(edge.get("source"), edge.get("target")) for edge in root.iter(f"{space}edge")]
    assert {end for pair in ends for end in pair} <= nodes.keys()
    inferences = argument_map.inferences.values()
    assert len(ends) == (
        sum(1 + len(one.premises) + len(one.undercutters) for one in inferences)
        + sum(len(one.options) for one in argument_map.questions.values())
        + sum(one.parent is not None for one in argument_map.contexts.values())
        + len(argument_map.contradictions)
        + len(argument_map.preferences)
    )


def test_networkx_reads_graphml(lane):
    """The program with which most people analyze graphs in Python reads nodes, edges and data."""
    networkx = pytest.importorskip("networkx", reason="networkx is not installed")
    output, losses = dump(lane, "graphml")
    graph = networkx.read_graphml(io.BytesIO(output.encode()))
    assert graph.graph["title"] == lane.title
    assert len(graph) == len(lane.statements) + len(lane.inferences)
    assert graph.nodes["kerb"]["note"] == "where there is one"
    assert graph.nodes["cyclists"]["confidence"] == "very-likely"
    assert graph.edges["cyclists", "cyclists->build-it"]["relation"] == "premise"
    assert graph.edges["cyclists->build-it", "build-it"]["relation"] == "support"
    assert graph.edges["rivals", "cyclists->build-it"]["relation"] == "undercut"
    assert {loss.element for loss in losses.losses} == {"source"}


# ---- CSV -----------------------------------------------------------------------------------------


def test_a_table(load):
    """There is one row per statement, with its relations by id."""
    text, losses = dump(
        load(
            'source s "Survey" { url: "https://example.org" } claim t "T, or so" { evidence e "E" '
            '@s:p3 "word" { tags: x, y } counterpoint k "=1+1" { undercuts: e -> t } reason r { '
            'claim a "A" claim b "B" } }'
        ),
        "csv",
    )
    header, *rows = csv.reader(io.StringIO(text, newline=""))
    table = [dict(zip(header, row, strict=True)) for row in rows]
    assert text.count("\r\n") == 1 + len(table)
    assert [row["id"] for row in table] == ["t", "e", "k", "a", "b"]
    assert table[0]["text"] == "T, or so"
    assert table[0]["status"] == "rejected"
    assert table[0]["thesis"] == "yes"
    assert table[1]["citations"] == "Survey, p. 3, https://example.org: “word”"
    assert table[1]["tags"] == "x, y"
    assert table[2]["text"] == "'=1+1"
    assert (table[2]["attacks"], table[2]["undercuts"]) == ("t", "e->t")
    assert table[3]["supports"] == "t (with b)"
    assert [(loss.element, loss.place) for loss in losses.losses] == [
        ("source", "s"),
        ("cell of text", "k"),
    ]


@quick
@given(map_texts())
def test_no_cell_is_a_formula(load, text):
    """No spreadsheet runs anything, and each row has the same number of cells."""
    argument_map = load(text)
    output, _ = dump(argument_map, "csv")
    header, *rows = csv.reader(io.StringIO(output, newline=""))
    assert len(rows) == len(argument_map.statements)
    for row in rows:
        assert len(row) == len(header)
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row)
