"""The exchange format `arguebuf`: the JSON of arguebuf 2 and 3."""

import json
import warnings

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
from tests.strategies import map_texts

from argmap.exchange import detect, dump
from argmap.exchange.foreign import ForeignFile, InvalidFile
from argmap.model.losses import LossReport

GRAPH = json.dumps(
    {
        "nodes": {
            "c": {"atom": {"text": "Adopt the plan"}, "metadata": {"created": "2026-01-01"}},
            "e": {
                "atom": {
                    "text": "Costs fell by 12%",
                    "reference": {"resource": "r1", "offset": 3, "text": "fell by 12%"},
                    "participant": "p1",
                },
                "userdata": {"weight": 3, "note": "A remark"},
            },
            "k": {"atom": {"text": "Staff oppose it"}},
            "u": {"atom": {"text": "The year was unusual"}},
            "s": {"scheme": {"support": "SUPPORT_EXAMPLE"}},
            "a": {"scheme": {"attack": "ATTACK_DEFAULT"}},
            "x": {"scheme": {"attack": "ATTACK_DEFAULT"}},
            "odd": {"metadata": {}},
        },
        "edges": {
            "1": {"source": "e", "target": "s"},
            "2": {"source": "s", "target": "c"},
            "3": {"source": "k", "target": "a"},
            "4": {"source": "a", "target": "c"},
            "5": {"source": "u", "target": "x"},
            "6": {"source": "x", "target": "s"},
            "7": {"source": "u", "target": "nowhere"},
        },
        "resources": {"r1": {"title": "Report", "source": "https://example.org", "text": "T"}},
        "participants": {"p1": {"name": "Ada"}},
        "analysts": {"a1": {"name": "Bo"}},
        "majorClaim": "c",
        "schemaVersion": 1,
        "libraryVersion": "2.0.1",
    }
)


def test_the_argument():
    """References become citations, participants hold views, and the major claim is the thesis."""
    assert (
        argmap_text(GRAPH)
        == """\
map "debate" {
  thesis: c
  author: "Bo"
}

source r1 "Report" {
  url: "https://example.org"
}

claim c "Adopt the plan" {
  reason {
    scheme: example

    evidence e "Costs fell by 12%" @r1 "fell by 12%" {
      held-by: "Ada"
      note: "A remark"
      x-weight: "3"
    }

    counterpoint u "The year was unusual"
  }

  counterpoint k "Staff oppose it"
}
"""
    )
    assert losses(GRAPH) == [
        "dropped resource text: argmap keeps texts in separate files (/resources/r1)",
        "changed reference: argmap has no offsets in texts (/nodes/e/atom/reference)",
        "dropped node: it is neither an atom nor a scheme (/nodes/odd)",
        "dropped edge: a node that it connects is missing or was dropped (/edges/7)",
    ]
    (one,) = imported(GRAPH)
    found = totals(one.report)
    assert (found["atom node"], found["scheme node"], found["edge"]) == (4, 3, 7)


def test_generated_ids_are_not_kept():
    """Ids of a program become readable ones."""
    key = "0b1c2d3e-1111-2222-3333-444455556666"
    text = argmap_text(json.dumps({"nodes": {key: {"atom": {"text": "Rain"}}}, "edges": {}}))
    assert 'assumption rain "Rain"' in text or 'claim rain "Rain"' in text


def test_damaged_parts():
    """Nulls, wrong types and references to nothing do no harm."""
    document = {
        "nodes": {
            "a": {"atom": {"text": None, "reference": {"resource": "r9"}, "participant": 7}},
            "b": {"scheme": {}},
            "c": {"scheme": {"support": 7}},
            "d": None,
        },
        "edges": {"1": None, "2": {"source": "a", "target": 5}},
        "resources": None,
        "majorClaim": "z",
        "userdata": 3,
    }
    (one,) = imported(json.dumps(document), "arguebuf")
    assert [statement.text for statement in one.map.statements.values()] == ["[no text]"]
    reloaded(one.map)


def test_what_is_refused():
    """Lists of nodes are another format."""
    for content in ('{"nodes": []}', "[]"):
        with pytest.raises(InvalidFile, match="`nodes` is not an object"):
            imported(content, "arguebuf")


def test_detection():
    """Nodes are in an object, by their ids."""
    for content, format_ in (
        (GRAPH, "arguebuf"),
        ('{"nodes": {"a": {"atom": {"text": "x"}}}}', "arguebuf"),
        ('{"nodes": {}, "schemaVersion": 1}', "arguebuf"),
        ('{"nodes": {}}', None),
        ('{"nodes": {"a": 1}}', None),
    ):
        assert detect(ForeignFile("x", content.encode())) == format_, content


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(damaged(GRAPH))
def test_damaged_files(text):
    """A damaged file gives a valid map, or one sentence."""
    assert_reads_or_refuses(text, "arguebuf")


def test_what_is_kept(load):
    """Ids, kinds, labels, tags and notes come back, and schemes that arguebuf does not have."""
    text = """\
map "Rain" {
  thesis: wet
}

source radio "The radio" {
  url: "https://example.org"
}

claim wet "It is wet" {
  label: "Wet"

  reason {
    scheme: expert-opinion
    label: "It must know"

    evidence said "The radio said so" @radio "it rains" {
      held-by: "Ada"
      tags: news
      note: "At noon"
    }

    concession rare "It has been wrong before"
  }

  counterpoint dry "The street is dry" {
    scheme: logical
  }
}
"""
    argument_map = load(text)
    report = LossReport()
    written = dump(argument_map, "arguebuf", report)
    assert not report.losses
    (one,) = imported(written)
    assert dump(one.map, "argmap") == text


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(map_texts())
def test_every_map_is_written_and_read(load, text):
    """All statements and inferences come back."""
    argument_map = load(text)
    (one,) = imported(dump(argument_map, "arguebuf"), "arguebuf")
    again = reloaded(one.map)
    assert len(again.statements) == len(argument_map.statements)
    kinds = sorted(statement.kind for statement in argument_map.statements.values())
    assert sorted(statement.kind for statement in again.statements.values()) == kinds


def test_arguebuf_reads_it(load, tmp_path):
    """Another program finds the same nodes, edges, schemes and thesis."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        arguebuf = pytest.importorskip("arguebuf")
    argument_map = load(
        'map "M" { thesis: a } source s "S"\n'
        'claim a "A" { reason r { scheme: expert-opinion claim b "B" @s "q" claim c "C" } '
        'counterpoint d "D" { held-by: "Ada" } } counterpoint e "E" { undercuts: r }'
    )
    path = tmp_path / "map.json"
    path.write_text(dump(argument_map, "arguebuf"), encoding="utf-8")
    graph = arguebuf.load.file(path)
    assert sorted(graph.atom_nodes) == list("abcde")
    assert len(graph.scheme_nodes) == 3
    assert len(graph.edges) == 7
    assert graph.major_claim.id == "a"
    assert {node.scheme.value for node in graph.scheme_nodes.values()} == {
        "Expert Opinion",
        "Default",
    }
    assert graph.atom_nodes["d"].participant.name == "Ada"
    assert graph.atom_nodes["b"].reference.plain_text == "q"
