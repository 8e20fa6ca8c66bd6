"""The exchange format `sadface`: the Simple Argument Description Format."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from tests.exchange.importing import (
    argmap_text,
    assert_reads_or_refuses,
    damaged,
    imported,
    losses,
    reloaded,
    totals,
)

from argmap.exchange import detect, writable_formats
from argmap.exchange.foreign import ForeignFile, InvalidFile


def sadface(nodes, edges, **others):
    """Return a document; nodes are ``id type name-or-text``, edges ``a>b``."""
    document = {
        "nodes": [
            {"id": id_, "type": type_, ("text" if type_ == "atom" else "name"): text}
            for id_, type_, text in (line.strip().split(" ", 2) for line in nodes.splitlines())
        ],
        "edges": [
            {"id": str(number), "source_id": edge.split(">")[0], "target_id": edge.split(">")[1]}
            for number, edge in enumerate(edges.split())
        ],
        "resources": [],
    }
    return json.dumps(document | others)


PLAN = sadface(
    """c atom Adopt the plan
    e atom Costs fell
    f atom Costs matter
    r scheme support
    k atom Staff oppose it
    a scheme conflict""",
    "e>r f>r r>c k>a a>c",
    metadata={
        "core": {
            "title": "The plan",
            "analyst_name": "Ada",
            "created": "2026-01-02T03:04:05",
            "notes": "A remark",
        }
    },
)

LATER = sadface(
    """c atom Adopt the plan
    k atom Staff oppose it
    a conflict attack
    o atom Keep the old plan
    d conflict disagree
    e atom Costs fell
    r inference Expert Opinion""",
    "c>a a>k d>c d>o e>r r>c",
)


def test_version_0_2():
    """Nodes are atoms and schemes; the metadata become the head of the map."""
    assert (
        argmap_text(PLAN)
        == """\
map "The plan" {
  thesis: adopt-plan
  author: "Ada"
  date: 2026-01-02
  note: "A remark"
}

claim adopt-plan "Adopt the plan" {
  reason {
    assumption costs-fell "Costs fell"
    assumption costs-matter "Costs matter"
  }

  counterpoint staff-oppose "Staff oppose it"
}
"""
    )
    assert losses(PLAN) == []


def test_version_0_5():
    """Edges of an attack lead from the target; a disagreement is a contradiction."""
    text = argmap_text(LATER)
    assert 'counterpoint staff-oppose "Staff oppose it"' in text
    assert "contradicts: keep-old-plan" in text
    assert "scheme: expert-opinion" in text
    (one,) = imported(LATER)
    assert not one.report.losses
    assert totals(one.report) == {
        "atom node": 4,
        "conflict node": 2,
        "inference node": 1,
        "edge": 6,
    }


def test_sources():
    """Resources are sources; what atoms quote from them are citations."""
    document = json.loads(PLAN)
    document["resources"] = [
        {"id": "1", "content": "A long text", "metadata": {"core": {"url": "https://e.org/a"}}},
        {"id": "2", "content": "Minutes of the meeting", "metadata": {}},
    ]
    document["nodes"][1]["sources"] = [
        {"resource_id": "1", "text": "costs fell", "offset": 3, "length": 10},
        {"resource_id": "2", "text": "", "offset": 0, "length": 0},
        {"resource_id": "9", "text": "gone"},
    ]
    text = argmap_text(json.dumps(document))
    assert '  url: "https://e.org/a"' in text
    assert 'source minutes-meeting "Minutes of the meeting"' in text
    assert '@e-org "costs fell" @minutes-meeting' in text
    assert losses(json.dumps(document)) == [
        "changed resource: argmap keeps texts in separate files (/resources/0)",
        "dropped source: its resource is not in the file (/nodes/1)",
    ]


def test_detection():
    """The edges have a source and a target; the nodes have types."""
    empty = (
        '{"nodes": [], "edges": [], "resources": [], "metadata": {"core": {"analyst_name": ""}}}'
    )
    for content, format_ in (
        (PLAN, "sadface"),
        (LATER, "sadface"),
        (empty, "sadface"),
        ('{"nodes": [], "edges": []}', None),
        ('{"nodes": [{"id": 1, "type": "atom"}], "edges": [{"from": 1}]}', None),
    ):
        assert detect(ForeignFile("x", content.encode())) == format_, content


@pytest.mark.parametrize(
    ("content", "message"),
    [("[]", "not an object"), ('{"nodes": 1}', "`nodes` is not a list")],
)
def test_what_is_refused(content, message):
    """One sentence says what is wrong."""
    with pytest.raises(InvalidFile, match=message):
        imported(content, "sadface")


def test_odd_parts():
    """Unknown types, missing keys and references to nothing are reported."""
    document = {
        "nodes": [{"id": "1", "type": "thing"}, 7, {"type": "atom"}, {"id": "2", "type": "scheme"}],
        "edges": [None, {"source_id": "1"}],
        "metadata": None,
        "resources": [None],
    }
    (one,) = imported(json.dumps(document), "sadface")
    assert losses(json.dumps(document), "sadface") == [
        "dropped node: it has none of the types of SADFace (/nodes/0)",
        "dropped node: it has none of the types of SADFace (/nodes/1)",
        "dropped edge: it is not an object (/edges/0)",
        "dropped edge: a node that it connects is missing or was dropped (/edges/1)",
        "changed atom node: it has no text (/nodes/2)",
        "dropped scheme node: it has no conclusion (/nodes/3)",
    ]
    reloaded(one.map)


def test_argmap_does_not_write_it():
    """Its programs read only what they wrote themselves."""
    assert "sadface" not in writable_formats()


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(damaged(PLAN, LATER))
def test_damaged_files(text):
    """A damaged file gives a valid map, or one sentence."""
    assert_reads_or_refuses(text, "sadface")
