"""The exchange format `arggraph`: argument graphs in XML, as in the microtext corpora."""

import io

import pytest
from hypothesis import HealthCheck, given, settings
from tests.exchange.importing import (
    argmap_text,
    assert_reads_or_refuses,
    counts,
    damaged,
    imported,
    losses,
    reloaded,
    shared_data,
    totals,
)
from tests.strategies import map_texts

from argmap import exchange
from argmap.errors import InputError
from argmap.exchange import detect
from argmap.exchange.foreign import ForeignFile
from argmap.model import Fidelity, Polarity

TEXTS = ("Alpha", "Beta", "Gamma", "Delta", "Epsilon", "Zeta")
EDUS = "".join(f'<edu id="e{n}">{text}</edu>' for n, text in enumerate(TEXTS, 1))
ADUS = "".join(f'<adu id="a{n}" type="{"opp" if n == 5 else "pro"}"/>' for n in range(1, 7))
SEGMENTS = "".join(f'<edge id="s{n}" src="e{n}" trg="a{n}" type="seg"/>' for n in range(1, 7))


AGAINST_UNDERCUT = (
    "changed und: it attacks the statement that undercuts; argmap has no relation to an undercut "
    "(c3)"
)
LINKED_UNDERCUT = (
    "changed und: each of its premises undercuts by itself; argmap has no linked undercuts (c2)"
)


def graph(*edges, head='id="micro_1" topic_id="tidal_power" stance="pro"', parts=None):
    lines = "".join(
        f'<edge id="c{n}" src="{source}" trg="{target}" type="{type_}"/>'
        for n, (source, target, type_) in enumerate(edges, 1)
    )
    return f"<arggraph {head}>{parts or EDUS + ADUS + SEGMENTS}{lines}</arggraph>"


LINKED = graph(
    ("a4", "c3", "add"),
    ("a5", "a1", "reb"),
    ("a3", "a1", "sup"),
    ("a6", "c2", "und"),
    ("a2", "a3", "exa"),
)


def test_a_graph():
    """Edges may come before their targets; `add` gives linked premises, `und` undercuts."""
    assert (
        argmap_text(LINKED)
        == """\
map "Tidal power" {
  thesis: alpha
  x-id: "micro_1"
  x-topic-id: "tidal_power"
  x-stance: "pro"
}

claim alpha "Alpha" {
  counterpoint epsilon "Epsilon" {
    x-role: "opponent"
  }

  reason {
    premises: gamma, delta
  }
}

counterpoint zeta "Zeta" {
  undercuts: epsilon -> alpha
}

claim gamma "Gamma" {
  assumption beta "Beta" {
    scheme: example
  }
}

assumption delta "Delta"
"""
    )
    (one,) = imported(LINKED)
    assert totals(one.report) == {
        "edu": 6,
        "adu": 6,
        "seg": 6,
        "sup": 1,
        "exa": 1,
        "reb": 1,
        "und": 1,
        "add": 1,
    }
    assert not one.report.losses


def test_several_units_and_joints():
    """The text of a statement is that of all its units; it is implicit if all of them are."""
    parts = (
        '<edu id="e1">One</edu><edu id="e2">and two</edu><edu id="e3" implicit="true">Three</edu>'
        '<edu id="e4">Four</edu><joint id="j"/><adu id="a" type="pro"/><adu id="b" type="pro"/>'
        '<edge id="1" src="e1" trg="j" type="seg"/><edge id="2" src="e2" trg="j" type="seg"/>'
        '<edge id="3" src="j" trg="a" type="seg"/><edge id="4" src="e3" trg="b" type="seg"/>'
    )
    (one,) = imported(graph(("b", "a", "sup"), parts=parts))
    first, second = one.map.statements.values()
    assert (first.text, first.fidelity) == ("One and two", None)
    assert (second.text, second.fidelity) == ("Three", Fidelity.IMPLICIT)
    assert [(loss.element, loss.place) for loss in one.report.losses] == [("edu", "e4")]


@pytest.mark.parametrize(
    ("edges", "reported"),
    [
        (
            [("a2", "a1", "sup"), ("a3", "c1", "und"), ("a4", "c2", "und")],
            AGAINST_UNDERCUT,
        ),
        (
            [("a2", "a1", "sup"), ("a3", "c1", "und"), ("a4", "c2", "add")],
            LINKED_UNDERCUT,
        ),
        ([("a2", "a1", "add")], "dropped add: it adds a premise to no inference (c1)"),
        ([("a2", "c1", "add")], "dropped add: it adds a premise to no inference (c1)"),
        ([("a2", "x", "sup")], "dropped sup: it has no conclusion (c1)"),
        ([("a2", "c1", "und")], "dropped und: it is about itself (c1)"),
        ([("a2", "a1", "foo")], "dropped edge: its type is unknown (c1)"),
        (
            [("a2", "a1", "sup"), ("x", "c1", "add")],
            "dropped add: its premise is not in the file (c2)",
        ),
    ],
)
def test_losses(edges, reported):
    """What argmap cannot express, or what leads nowhere, is reported with the id of the edge."""
    assert losses(graph(*edges)) == [reported]


def test_other_roots_are_refused():
    """The root element decides."""
    assert detect(ForeignFile("x", b"<arggraph/>")) == "arggraph"
    assert detect(ForeignFile("x", b"<graph/>")) is None
    with pytest.raises(InputError, match="it has no element `arggraph`"):
        imported("<graph/>", "arggraph")
    with pytest.raises(InputError, match="is not valid XML"):
        imported("<arggraph>", "arggraph")


@settings(max_examples=150, deadline=None)
@given(damaged(LINKED))
def test_damaged_files(text):
    """A damaged file gives a valid map, or one sentence."""
    assert_reads_or_refuses(text, "arggraph")


def shape(argument_map):
    """Return what the format expresses: texts, inferences and undercuts by texts."""
    texts = {
        id_: "".join(filter(str.isalnum, one.text.replace("[no text]", "")))
        for id_, one in argument_map.statements.items()
    }
    relations = [
        (
            sorted(texts[premise] for premise in one.premises),
            texts[one.conclusion],
            one.polarity.value,
            sorted(texts[undercutter] for undercutter in one.undercutters),
        )
        for one in argument_map.inferences.values()
    ]
    statements = argument_map.statements.values()
    implicit = [texts[one.id] for one in statements if one.fidelity is Fidelity.IMPLICIT]
    return sorted(texts.values()), sorted(map(repr, relations)), sorted(implicit)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    deadline=None,
    max_examples=60,
)
@given(map_texts())
def test_round_trip(load, text):
    """A map that is exported and imported has the same statements, inferences and undercuts."""
    argument_map = load(text)
    (one,) = imported(exchange.dump(argument_map, "arggraph"))
    repeated = [loss for loss in one.report.losses if loss.reason == "it repeats another one"]
    if argument_map.contradictions or repeated:
        assert len(one.map.statements) == len(argument_map.statements)
        return
    assert shape(one.map) == shape(argument_map)


def test_a_map_as_a_graph(load):
    """Sides give the roles; each further premise and each undercut is an edge to an edge."""
    argument_map = load(
        'claim t "T & U" { reason { claim a "A" assumption b "B" } evidence e "E" { scheme: '
        'example } counterpoint k "K" { fidelity: implicit } } counterpoint u "U" { '
        "undercuts: k -> t }"
    )
    assert (
        exchange.dump(argument_map, "arggraph")
        == """\
<?xml version="1.0" encoding="UTF-8"?>
<arggraph id="map">
  <edu id="e1">T &amp; U</edu>
  <edu id="e2">A</edu>
  <edu id="e3">B</edu>
  <edu id="e4">E</edu>
  <edu id="e5" implicit="true">K</edu>
  <edu id="e6">U</edu>
  <adu id="a1" type="pro"/>
  <adu id="a2" type="pro"/>
  <adu id="a3" type="pro"/>
  <adu id="a4" type="pro"/>
  <adu id="a5" type="opp"/>
  <adu id="a6" type="pro"/>
  <edge id="s1" src="e1" trg="a1" type="seg"/>
  <edge id="s2" src="e2" trg="a2" type="seg"/>
  <edge id="s3" src="e3" trg="a3" type="seg"/>
  <edge id="s4" src="e4" trg="a4" type="seg"/>
  <edge id="s5" src="e5" trg="a5" type="seg"/>
  <edge id="s6" src="e6" trg="a6" type="seg"/>
  <edge id="c1" src="a2" trg="a1" type="sup"/>
  <edge id="c2" src="a3" trg="c1" type="add"/>
  <edge id="c3" src="a4" trg="a1" type="exa"/>
  <edge id="c4" src="a5" trg="a1" type="reb"/>
  <edge id="c5" src="a6" trg="c4" type="und"/>
</arggraph>
"""
    )


def test_the_document_type_accepts_exports(load, lane):
    """What argmap writes is valid by a document type that takes both corpora."""
    etree = pytest.importorskip("lxml.etree", reason="lxml is not installed")
    (path,) = [path for path in shared_data("arggraph") if path.suffix == ".dtd"]
    document_type = etree.DTD(str(path))

    @settings(
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
        deadline=None,
        max_examples=40,
    )
    @given(map_texts())
    def check(text):
        argument_map = load(text)
        if argument_map.statements:
            output = exchange.dump(argument_map, "arggraph").encode()
            assert document_type.validate(etree.parse(io.BytesIO(output)))

    assert document_type.validate(etree.parse(io.BytesIO(exchange.dump(lane, "arggraph").encode())))
    check()


def test_real_graphs():
    """The report accounts for as many elements as an independent reader counts."""
    for path in shared_data("arggraph"):
        if path.suffix != ".xml":
            continue
        expected = counts(path)
        (one,) = imported(path.read_bytes(), name=path.name)
        found = totals(one.report)
        for element in ("edu", "adu", "joint"):
            assert found[element] == expected[element], (path, element)
        for type_, number in expected["edges_by_type"].items():
            assert found[type_] == number, (path, type_)
        argument_map = reloaded(one.map)
        premises = sum(
            one.polarity is Polarity.PRO and len(one.premises) > 1
            for one in argument_map.inferences.values()
        )
        assert premises == expected["add_to"].get("edge:sup", 0), path
