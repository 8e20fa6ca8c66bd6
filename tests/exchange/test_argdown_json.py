"""The exchange format `argdown-json`: Argdown's own export, which argmap reads."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from tests.exchange.importing import (
    assert_reads_or_refuses,
    counts,
    damaged,
    imported,
    reloaded,
    shared_data,
    totals,
)

from argmap.exchange import detect
from argmap.exchange.foreign import ForeignFile, InvalidFile

EXPORT = json.dumps(
    {
        "statements": {
            "C": {
                "members": [
                    {
                        "text": "It is 𝗢 so. #t ",
                        "ranges": [{"type": "tag", "start": 13, "stop": 15, "tag": "t"}],
                        "startLine": 1,
                    }
                ],
                "tags": ["t"],
                "section": "s1",
            },
            "Untitled 1": {"members": [{"text": "Because.", "startLine": 5}]},
        },
        "arguments": {
            "A": {
                "members": [{"text": "An argument.", "startLine": 3}],
                "pcs": [
                    {"title": "Untitled 1", "role": "premise"},
                    {
                        "title": "C",
                        "role": "main-conclusion",
                        "inference": {"inferenceRules": ["Sign"], "data": {"uses": [1]}},
                    },
                ],
            },
            "U": {"members": [{"text": "Not from this.", "startLine": 7}], "pcs": []},
        },
        "relations": [
            {
                "relationType": "undercut",
                "from": "U",
                "fromType": "argument",
                "to": "A",
                "toType": "inference",
                "conclusionIndex": 1,
            },
            {"relationType": "support", "from": "nothing", "fromType": "argument", "to": "A"},
        ],
        "sections": [{"id": "s1", "title": "Part", "children": []}],
        "tags": {"t": {}},
        "map": {"nodes": [{}], "edges": []},
    }
)


def test_an_export():
    """Statements, a PCS, an undercut of an inference, sections; the drawn map is derived."""
    (one,) = imported(EXPORT)
    assert one.format == "argdown-json"
    (inference,) = one.map.inferences.values()
    assert (inference.premises, inference.conclusion) == (("because",), "c")
    assert (inference.scheme, inference.label, inference.undercutters) == ("sign", "A", ("u",))
    statement = one.map.statements["c"]
    assert (statement.text, statement.tags, statement.section) == ("It is 𝗢 so.", ("t",), "part")
    assert totals(one.report) == {
        "statement": 2,
        "argument": 2,
        "undercut": 1,
        "support": 1,
        "inference": 1,
        "premise-conclusion structure": 1,
        "inference rule": 1,
        "section": 1,
        "tag": 1,
        "map node": 1,
    }


def test_other_json_is_refused():
    """Another JSON file is not recognized, and a sentence says what is missing."""
    assert detect(ForeignFile("x", b'{"statements": []}')) != "argdown-json"
    with pytest.raises(InvalidFile, match="has no `statements`"):
        imported("[]", "argdown-json")


def test_the_real_files_are_counted_as_argdown_does():
    """Statements, arguments and relations are those of the export."""
    for path in shared_data("argdown-json"):
        expected = counts(path)
        (one,) = imported(path.read_bytes())
        reloaded(one.map)
        found = totals(one.report)
        assert found["statement"] == expected["statements"]
        assert found["argument"] == expected["arguments"]
        assert found["premise-conclusion structure"] == expected["pcs"]
        assert found["section"] == expected["sections"]
        assert found["map edge"] == expected["map_edges"]
        for type_, count in expected["relations_by_type"].items():
            assert found[type_] == count


@settings(deadline=None, suppress_health_check=list(HealthCheck))
@given(damaged(EXPORT))
def test_damaged_files_are_read_or_refused(text):
    """No mistake in a file is a fault of argmap."""
    assert_reads_or_refuses(text, "argdown-json")
