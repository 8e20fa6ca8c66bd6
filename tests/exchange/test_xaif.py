"""The exchange format `xaif`: xAIF and the files of OVA2 and OVA3."""

import json

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

from argmap.exchange import detect, dump
from argmap.exchange.foreign import ForeignFile, InvalidFile

AIF = {
    "nodes": [
        {"nodeID": 1, "text": "It is wet", "type": "I"},
        {"nodeID": 2, "text": "The radio says so", "type": "I"},
        {"nodeID": 3, "text": "Default Inference", "type": "RA"},
    ],
    "edges": [{"edgeID": 1, "fromID": 2, "toID": 3}, {"edgeID": 2, "fromID": 3, "toID": "1"}],
    "schemefulfillments": [{"nodeID": 3, "schemeID": 15}],
    "cqdescriptorfulfillments": [{"nodeID": 3, "descriptorID": 4, "selectedID": 2}],
    "participants": [{"participantID": 7, "firstname": "Ada", "surname": "Okoye"}],
    "locutions": [{"nodeID": 2, "personID": 7}],
}
XAIF = json.dumps(
    {
        "AIF": AIF,
        "text": {"txt": "<p>The text.</p>"},
        "OVA": {"url": "https://example.org/talk", "nodes": [{"nodeID": 1, "x": 3}], "edges": []},
        "dialog": True,
    }
)

OVA2 = json.dumps(
    {
        "nodes": [
            {"id": 1, "x": 1, "y": 2, "text": "It is wet", "type": "I", "majorClaim": True},
            {"id": 2, "text": "It rained", "type": "I", "participantID": 4, "comment": "At noon"},
            {"id": 3, "text": "Expert Opinion", "type": "RA", "scheme": "15"},
        ],
        "edges": [
            {"from": {"id": 2}, "to": {"id": 3}, "visible": True},
            {"from": {"id": 3}, "to": {"id": 1}, "visible": True},
        ],
        "participants": [{"id": 4, "firstname": "Bo", "surname": ""}],
        "analysis": {"txt": "Long text", "documentTitle": "The talk", "documentSource": ""},
    }
)


def test_xaif():
    """Schemes have the numbers of AIFdb, participants have names."""
    assert (
        argmap_text(XAIF)
        == """\
map "debate" {
  thesis: wet
}

source example-org-talk {
  url: "https://example.org/talk"
}

claim wet "It is wet" {
  assumption radio-says "The radio says so" {
    scheme: expert-opinion
    held-by: "Ada Okoye"
  }
}
"""
    )
    assert losses(XAIF) == [
        (
            "changed locution: who said it, when and where becomes part of the statement "
            "(/AIF/locutions/0)"
        ),
        (
            "dropped critical question: argmap numbers critical questions in another way "
            "(/AIF/cqdescriptorfulfillments/0)"
        ),
        "dropped text: argmap keeps texts in separate files (/text)",
        "dropped layout: argmap draws maps itself (/OVA)",
    ]
    (one,) = imported(XAIF)
    assert totals(one.report)["I node"] == 2


def test_ova2():
    """Files of OVA2 have whole nodes in their edges."""
    assert (
        argmap_text(OVA2)
        == """\
map "The talk" {
  thesis: wet
}

claim wet "It is wet" {
  assumption rained "It rained" {
    scheme: expert-opinion
    held-by: "Bo"
    note: "At noon"
  }
}
"""
    )


@pytest.mark.parametrize("aif", [json.dumps(AIF), AIF])
def test_the_document_is_an_object_or_text(aif):
    """Some tools store the AIF document as text."""
    (one,) = imported(json.dumps({"AIF": aif, "text": "", "ova": []}))
    assert len(one.map.statements) == 2


def test_an_empty_document():
    """Before the first analysis, there is no AIF."""
    for aif in ("{}", {}, None):
        (one,) = imported(json.dumps({"AIF": aif, "text": "Nothing yet"}))
        assert not one.map.statements


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('{"AIF": "{"}', "`AIF` is not JSON"),
        ('{"AIF": 3}', "`AIF` is not an object"),
        ("{}", "no key `AIF`"),
        ("[]", "not an object"),
    ],
)
def test_what_is_refused(content, message):
    """One sentence says what is wrong."""
    with pytest.raises(InvalidFile, match=message):
        imported(content, "xaif")


def test_detection():
    """Plain AIF is another format."""
    for content, format_ in ((XAIF, "xaif"), (OVA2, "xaif"), (json.dumps(AIF), "aif")):
        assert detect(ForeignFile("x", content.encode())) == format_


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(damaged(XAIF, OVA2))
def test_damaged_files(text):
    """A damaged file gives a valid map, or one sentence."""
    assert_reads_or_refuses(text, "xaif")


def test_real_maps():
    """The report accounts for as many nodes and edges as an independent reader counts."""
    for path in shared_data("xaif"):
        expected = counts(path)
        (one,) = imported(path.read_bytes(), name=path.name)
        found = totals(one.report)
        for type_, count in expected.get("by_type", {}).items():
            assert found[f"{type_} node"] == count, path
        assert found["edge"] == expected.get("edges", 0), path
        reloaded(one.map)


def test_round_trip(load):
    """What is written is read back: schemes, speakers, undercuts."""
    argument_map = load(
        'claim a "A" { reason r { scheme: expert-opinion claim b "B" { held-by: "Ada Okoye" } } }'
        'counterpoint c "C" { undercuts: r }'
    )
    text = dump(argument_map, "xaif")
    document = json.loads(text)
    assert document["dialog"] is True
    assert {"nodeID": "4", "schemeID": "15"} in document["AIF"]["schemefulfillments"]
    (one,) = imported(text)
    assert one.format == "xaif"
    (inference,) = one.map.inferences.values()
    assert (inference.scheme, inference.undercutters) == ("expert-opinion", ("c",))
    assert one.map.statements["b"].held_by == ("Ada Okoye",)


def test_the_package_xaif_reads_it(load):
    """It finds the relation between each pair of statements."""
    pytest.importorskip("pandas")
    xaif = pytest.importorskip("xaif")
    argument_map = load('claim a "A" { claim b "B" counterpoint c "C" { held-by: "Ada Okoye" } }')
    document = xaif.AIF(json.loads(dump(argument_map, "xaif")))
    assert document.is_valid_json_aif()
    rows = document.get_csv("argument-relation").to_dict("records")
    relations = {tuple(row.values()) for row in rows}
    assert any("Default Inference" in row for row in relations)
    assert any("Default Conflict" in row for row in relations)
