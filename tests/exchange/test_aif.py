"""The exchange format `aif`: AIF as JSON in the dialect of AIFdb."""

import json
import warnings

import pytest
from attrs import evolve
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

from argmap.errors import InputError
from argmap.evaluation import evaluate
from argmap.exchange import detect, dump
from argmap.exchange.foreign import ForeignFile, InvalidFile
from argmap.model import STATEMENT_KINDS, Polarity, Status
from argmap.model.losses import LossReport


def aif(nodes, edges, **others):
    """Return an AIF document.

    Args:
        nodes: Lines such as ``r RA Default Inference``: an id, a type and a text.
        edges: Words such as ``e>r``.
        others: Other keys of the document.
    """
    document = {
        "nodes": [
            dict(zip(("nodeID", "type", "text"), line.strip().split(" ", 2), strict=True))
            for line in nodes.strip().splitlines()
        ],
        "edges": [
            {"edgeID": str(number), "fromID": edge.split(">")[0], "toID": edge.split(">")[1]}
            for number, edge in enumerate(edges.split(), start=1)
        ],
        "locutions": [],
    }
    return json.dumps(document | others)


BRIDGE = aif(
    """
    1 I The bridge should stay open at night
    2 I Nurses use it after the late shift
    3 I The next crossing is far away
    4 RA Default Inference
    5 I Lamps cost 900 euros a year
    6 CA Default Conflict
    7 I The bus now runs until midnight
    8 CA Default Conflict
    """,
    "2>4 3>4 4>1 5>6 6>1 7>8 8>4",
)

CHOIR = aif(
    """
    1 I The choir should sing outside
    2 I The hall echoes
    3 RA Default Inference
    11 L Ada: The choir should sing outside
    12 L Ben: Why?
    13 L Ada: Because the hall echoes
    21 YA Asserting
    22 YA Pure Questioning
    23 YA Asserting
    24 YA Arguing
    31 TA Default Transition
    """,
    "2>3 3>1 11>21 21>1 12>22 22>1 13>23 23>2 11>31 31>12 31>24 24>3",
    locutions=[
        {"nodeID": "11", "personID": "5", "start": None, "end": None, "source": None},
        {"nodeID": "13", "personID": "5", "start": "2026-01-01 20:15:00", "source": "Minutes 7"},
    ],
)


# ---- Reading -------------------------------------------------------------------------------------


def test_the_argument():
    """RA nodes support, CA nodes attack, and a CA node to a scheme node undercuts."""
    assert (
        argmap_text(BRIDGE)
        == """\
map "debate" {
  thesis: bridge-stay-open-night
}

claim bridge-stay-open-night "The bridge should stay open at night" {
  reason {
    assumption nurses-use-after-late "Nurses use it after the late shift"
    assumption next-crossing-far-away "The next crossing is far away"
    counterpoint bus-now-runs-until "The bus now runs until midnight"
  }

  counterpoint lamps-cost-900-euros-year "Lamps cost 900 euros a year"
}
"""
    )
    assert losses(BRIDGE) == []
    (one,) = imported(BRIDGE)
    assert totals(one.report) == {"I node": 5, "RA node": 1, "CA node": 2, "edge": 7}


def test_an_undercut_of_an_attack():
    """It is an undercut like any other."""
    text = argmap_text(
        aif(
            """
            c I Adopt the plan
            k I Staff oppose it
            a CA Default Conflict
            u I The poll was small
            x CA Default Conflict
            """,
            "k>a a>c u>x x>a",
        )
    )
    assert 'counterpoint poll-small "The poll was small" {\n  undercuts: staff-oppose' in text


def test_an_attack_on_an_undercut():
    """It attacks the statement that undercuts, which is reported."""
    document = aif(
        """
        c I Adopt the plan
        e I Costs fell
        r RA Default Inference
        u I The year was unusual
        x CA Default Conflict
        v I All years are
        y CA Default Conflict
        """,
        "e>r r>c u>x x>r v>y y>x",
    )
    assert """\
    counterpoint year-unusual "The year was unusual" {
      counterpoint years "All years are"
    }
""" in argmap_text(document)
    assert losses(document) == [
        (
            "changed CA node: it attacks the statement that undercuts; argmap has no relation to "
            "an undercut (/nodes/6)"
        )
    ]


def test_a_rephrase():
    """It becomes support with a label, so that the argument stays connected."""
    document = aif(
        """
        1 I The basement floods
        2 I There is water in the cellar
        3 MA Default Rephrase
        """,
        "2>3 3>1",
    )
    assert """\
  reason {
    label: "Rephrase"
    tags: rephrase
    assumption water-cellar "There is water in the cellar"
  }
""" in argmap_text(document)
    assert losses(document) == [
        "changed MA node: a rephrase becomes support with the label “Rephrase” (/nodes/2)"
    ]


def test_preferences():
    """A PA node leads from what prevails, a statement or a relation, to what does not."""
    text = argmap_text(
        aif(
            """
            c I Open on Sundays
            a I Most are free
            b I Staff cost more
            r RA Default Inference
            s CA Default Conflict
            p PA Default Preference
            q PA Default Preference
            """,
            "a>r r>c b>s s>c a>p p>b r>q q>s",
        )
    )
    assert "outweighs: staff-cost\n" in text
    assert "outweighs: staff-cost -> open-sundays" in text


def test_who_said_what():
    """Who asserts a statement holds it; the date and the source of a locution are kept, too."""
    assert (
        argmap_text(CHOIR)
        == """\
map "debate" {
  thesis: choir-sing-outside
}

source minutes-7 "Minutes 7"

claim choir-sing-outside "The choir should sing outside" {
  held-by: "Ada"

  evidence hall-echoes "The hall echoes" @minutes-7 {
    held-by: "Ada"
    date: 2026-01-01
  }
}
"""
    )
    said = "who said it, when and where becomes part of the statement"
    assert losses(CHOIR) == [
        f"changed L node: {said} (/nodes/3) × 2",
        f"changed locution: {said} (/locutions/0) × 2",
        "dropped L node: argmap has no dialogues (/nodes/4)",
        "dropped YA node: argmap has no dialogues (/nodes/6) × 4",
        "dropped TA node: argmap has no dialogues (/nodes/10)",
        "dropped edge: argmap has no dialogues (/edges/2) × 10",
    ]


def test_participants():
    """The names of participants are better than what the texts of locutions begin with."""
    text = argmap_text(
        aif(
            """
            1 I It rains
            2 L AO: It rains
            3 YA Agreeing
            """,
            "2>3 3>1",
            locutions=[{"nodeID": "2", "personID": 7}],
            participants=[{"participantID": "7", "firstname": "Ada", "surname": "Okoye"}],
        )
    )
    assert 'held-by: "Ada Okoye"' in text


def test_questions_are_not_asserted():
    """Who asks or disputes something does not hold it."""
    text = argmap_text(aif("1 I It rains\n2 L Bo: Does it?\n3 YA Pure Questioning", "2>3 3>1"))
    assert "Bo" not in text


@pytest.mark.parametrize(
    ("name", "scheme"),
    [
        ("Argument From Expert Opinion", "expert-opinion"),
        ("ExpertOpinion", "expert-opinion"),
        ("ExpertOpinion_Inference", "expert-opinion"),
        ("expert opinion", "expert-opinion"),
        ("Position To Know", "position-to-know"),
        ("A scheme of our own", "a-scheme-of-our-own"),
        ("42nd scheme", "scheme-42nd-scheme"),
        ("Default Inference", None),
        ("RA", None),
        ("RA_36cfec041eb88be2", None),
    ],
)
def test_schemes(name, scheme):
    """Names in any style are found; unknown names are kept; default names say nothing."""
    for node in ({"text": name}, {"text": "RA", "scheme": name}):
        document = json.loads(aif("1 I It rains\n2 I It is wet\n3 RA x", "2>3 3>1"))
        document["nodes"][2].update(node)
        (one,) = imported(json.dumps(document))
        (inference,) = one.map.inferences.values()
        assert inference.scheme == scheme
        assert inference.label is None


def test_cycles_and_components():
    """A map without a single root shows a debate."""
    text = argmap_text(
        aif(
            "1 I North\n2 I South\n3 CA x\n4 CA x\n5 I Apart",
            "1>3 3>2 2>4 4>1",
        )
    )
    assert text.startswith('map "debate" {\n  thesis: none\n}\n')
    assert 'assumption apart "Apart"' in text


def test_what_is_not_allowed_in_aif():
    """Edges between statements support; scheme nodes without an end are dropped."""
    document = aif(
        """
        1 I The well is dry
        2 I No rain fell
        3 L Cy: No rain fell
        4 RA Default Inference
        5 CA Default Conflict
        6 I It rained
        7 RA Default Inference
        """,
        "2>1 3>4 4>1 6>5 5>3 7>7 1>1 3>3 3>2",
    )
    assert 'claim well-dry "The well is dry" {' in argmap_text(document)
    assert losses(document) == [
        "dropped L node: argmap has no dialogues (/nodes/2)",
        "dropped edge: argmap has no dialogues (/edges/1) × 4",
        "dropped RA node: it has no premise (/nodes/3)",
        "dropped edge: its relation was dropped (/nodes/3)",
        "dropped CA node: it has no conclusion (/nodes/4)",
        "dropped edge: its relation was dropped (/nodes/4)",
        "dropped RA node: it is about itself (/nodes/6)",
        "dropped edge: its relation was dropped (/nodes/6)",
        "changed edge: an edge between two statements is read as support (/edges/0)",
        "changed edge: an edge between two statements is read as support (/edges/6)",
    ]


def test_several_conclusions():
    """The inference is repeated for each; the node and its edges are counted once."""
    document = aif("1 I A\n2 I B\n3 I C\n4 RA x", "1>4 4>2 4>3")
    (one,) = imported(document)
    assert len(one.map.inferences) == 2
    assert totals(one.report) == {"I node": 3, "RA node": 1, "edge": 3}


def test_ids_of_any_kind():
    """Numbers and texts name the same node; a second node with an id is kept without edges."""
    document = {
        "nodes": [
            {"nodeID": 1, "type": "I", "text": "Wet"},
            {"nodeID": "2", "type": "i", "text": "Rain"},
            {"nodeID": 3.0, "type": "RA"},
            {"nodeID": "1", "type": "I", "text": "Second"},
            {"type": "I", "text": "No id"},
            {"nodeID": 9, "type": "ZZ", "text": "Odd"},
            {"nodeID": 10},
            7,
        ],
        "edges": [
            {"fromID": 2, "toID": "3"},
            {"fromID": "3", "toID": 1},
            {"fromID": "3", "toID": 1},
            {"fromID": 99, "toID": 1},
            {},
            None,
        ],
        "locutions": None,
    }
    (one,) = imported(json.dumps(document))
    assert list(one.map.statements) == ["wet", "rain", "second", "no-id"]
    assert list(one.map.inferences) == ["rain->wet"]
    assert losses(json.dumps(document)) == [
        "dropped node: argmap does not know its type `ZZ` (/nodes/5)",
        "dropped node: it has no type (/nodes/6)",
        "dropped node: it is not an object (/nodes/7)",
        "dropped edge: it repeats another one (/edges/2)",
        "dropped edge: a node that it connects is missing, or was dropped (/edges/3)",
        "dropped edge: a node that it connects is missing, or was dropped (/edges/4)",
        "dropped edge: it is not an object (/edges/5)",
        "changed I node: its id is already taken; no edge leads to it (/nodes/3)",
    ]


def test_texts():
    """HTML becomes plain text, and what was wrongly encoded is corrected."""
    nodes = [
        "  The &quot;new&quot; caf\u00e9\nis <b>full</b>  ",
        "It\u0092s cheap",
        'See <a href="https://example.org/x?a=1&amp;b=2">this</a> &amp; that',
        "",
        "AT&T < IBM, if a<b",
    ]
    document = {
        "nodes": [{"nodeID": index, "type": "I", "text": text} for index, text in enumerate(nodes)],
        "edges": [],
        "locutions": [],
    }
    (one,) = imported(json.dumps(document))
    assert [statement.text for statement in one.map.statements.values()] == [
        'The "new" café is full',
        "It’s cheap",
        "See this & that",
        "[no text]",
        "AT&T < IBM, if a<b",
    ]
    assert one.map.statements["see"].url == "https://example.org/x?a=1&b=2"
    assert one.report.kept["I node"] == 1


def test_an_enthymeme_is_implicit():
    """OVA's EN nodes are statements that the text leaves unsaid."""
    assert "fidelity: implicit" in argmap_text(aif("1 I A\n2 EN B\n3 RA x", "2>3 3>1"))


@pytest.mark.parametrize(
    ("content", "format_"),
    [
        (BRIDGE, "aif"),
        ('{"nodes": [], "edges": [], "locutions": []}', "aif"),
        ('{"nodes": null, "edges": null, "locutions": null}', "aif"),
        ("\ufeff" + BRIDGE, "aif"),
        ('{"nodes": [], "edges": []}', None),
        ('{"nodes": [{"id": 1}], "edges": [], "locutions": []}', None),
        ('{"nodes": {}, "edges": {}, "locutions": []}', None),
        ("[]", None),
        ("[" * 100_000, None),
    ],
)
def test_detection(content, format_):
    """Ids called `nodeID`, or locutions, show the format."""
    assert detect(ForeignFile("x", content.encode())) == format_


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b'{"nodes": [', "not valid JSON"),
        (b'{"nodes": [{"text": "caf\xe9"}]}', "not a UTF-8 text .line 1.; save it as UTF-8"),
        (b'{"nodes": 7, "edges": []}', "`nodes` is not a list"),
        (b'{"edges": []}', "not an object with `nodes`"),
        (b"[1]", "not an object with `nodes`"),
    ],
)
def test_what_is_refused(content, message):
    """One sentence says what is wrong."""
    with pytest.raises(InvalidFile, match=message):
        imported(content, "aif")


def test_a_broken_file_says_so_without_a_format():
    """The reason why no format is found is better than a list of formats."""
    with pytest.raises(InputError, match="not valid JSON"):
        imported('{"nodes": [')


def test_deep_and_large_maps():
    """Neither depth nor size is limited by recursion, and the time is linear."""
    size = 20_000
    nodes = [f"{number} I Statement {number}" for number in range(size)]
    nodes += [f"r{number} RA x" for number in range(1, size)]
    edges = [f"{number}>r{number} r{number}>{number - 1}" for number in range(1, size)]
    (one,) = imported(aif("\n".join(nodes), " ".join(edges)))
    assert len(one.map.inferences) == size - 1
    assert one.map.theses == ("statement-0",)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(damaged(BRIDGE, CHOIR))
def test_damaged_files(text):
    """A damaged file gives a valid map, or one sentence."""
    assert_reads_or_refuses(text, "aif")


def test_real_maps():
    """The report accounts for as many nodes and edges as an independent reader counts."""
    for path in shared_data("aif"):
        expected = counts(path)
        if "unreadable" in expected:
            with pytest.raises(InputError, match="UTF-8"):
                imported(path.read_bytes(), name=path.name)
            continue
        (one,) = imported(path.read_bytes(), name=path.name)
        found = totals(one.report)
        others = expected["other_types"]
        for type_, count in expected["by_type"].items():
            assert found[f"{type_} node"] == count + others.get(type_.lower(), 0), (path, type_)
        assert found["edge"] == expected["edges"], path
        assert found["locution"] == (expected["locutions"] or 0), path
        reloaded(one.map)


# ---- Writing -------------------------------------------------------------------------------------


def test_the_document(load):
    """Schemes have the names and numbers of AIFdb; all nodes have a text and a time."""
    argument_map = load(
        'map "Rain" { date: 2024-05 }\n'
        'claim a "It is wet" { reason { scheme: expert-opinion claim b "The radio says so" } }'
    )
    assert (
        dump(argument_map, "aif")
        == """\
{
  "nodes": [
    {"nodeID": "1", "text": "It is wet", "type": "I", "timestamp": "2024-05-01 00:00:00"},
    {"nodeID": "2", "text": "The radio says so", "type": "I", "timestamp": "2024-05-01 00:00:00"},
    {"nodeID": "3", "text": "Expert Opinion", "type": "RA", "timestamp": "2024-05-01 00:00:00", \
"scheme": "Expert Opinion", "schemeID": "15"}
  ],
  "edges": [
    {"edgeID": "1", "fromID": "2", "toID": "3", "formEdgeID": null},
    {"edgeID": "2", "fromID": "3", "toID": "1", "formEdgeID": null}
  ],
  "locutions": []
}
"""
    )


def test_what_is_lost(lane):
    """Everything that AIF cannot say is reported."""
    report = LossReport()
    dump(lane, "aif", report)
    lost = {(loss.action.value, loss.element) for loss in report.losses}
    assert lost == {
        *(("changed", element) for element in ("evidence", "contradiction")),
        *(("dropped", element) for element in ("title", "author", "section", "source")),
        *(("dropped", element) for element in ("citation", "confidence", "expect", "note")),
    }
    assert report.kept["held-by"] == 0
    assert report.kept["inference"] == len(lane.inferences)


def simplified(argument_map):
    """Return a map with only what AIF can express, with a different text for each statement."""
    supported = {
        one.conclusion for one in argument_map.inferences.values() if one.polarity is Polarity.PRO
    }
    statements = {
        statement.id: STATEMENT_KINDS["claim" if statement.id in supported else "assumption"](
            statement.id,
            f"{''.join(filter(str.isalnum, statement.text))} no. {number}".strip(),
            held_by=statement.held_by,
            location=statement.location,
        )
        for number, statement in enumerate(argument_map.statements.values())
    }
    inferences = {
        inference.id: evolve(
            inference, confidence=None, fidelity=None, note=None, tags=(), extra={}
        )
        for inference in argument_map.inferences.values()
    }
    return evolve(
        argument_map,
        statements=statements,
        inferences=inferences,
        questions={},
        contexts={},
        standard=None,
        burden=None,
    )


def shape(argument_map):
    """Return what AIF can express of a map, with texts in place of ids."""
    texts = {statement.id: statement.text for statement in argument_map.statements.values()}
    keys, undercuts = dict(texts), {}
    for inference in argument_map.inferences.values():
        key = (
            frozenset(texts[premise] for premise in inference.premises),
            texts[inference.conclusion],
            inference.polarity,
            inference.scheme,
            inference.label,
        )
        keys[inference.id] = key
        undercuts.setdefault(key, set()).update(texts[one] for one in inference.undercutters)
    for pair in argument_map.contradictions:
        for first, second in ((pair.first, pair.second), (pair.second, pair.first)):
            key = (frozenset([texts[first]]), texts[second], Polarity.CON, None, None)
            undercuts.setdefault(key, set())
    preferences = {(keys[one.stronger], keys[one.weaker]) for one in argument_map.preferences}
    holders = {text: argument_map.statements[id_].held_by for id_, text in texts.items()}
    return undercuts, preferences, holders


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(map_texts(max_statements=20))
def test_round_trip(load, text):
    """A map that is written and read back is the same, as far as AIF can express it."""
    argument_map = simplified(load(text))
    (one,) = imported(dump(argument_map, "aif"), "aif")
    assert shape(one.map) == shape(argument_map)
    assert shape(reloaded(one.map)) == shape(argument_map)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(map_texts(max_statements=20))
def test_verdicts_survive(load, text):
    """The statuses of all statements are the same after the way there and back.

    Not so for contradictions, which become two attacks, where preferences decide between the two.
    """
    argument_map = simplified(load(text))
    if argument_map.preferences:
        argument_map = evolve(argument_map, contradictions=())
    (one,) = imported(dump(argument_map, "aif"), "aif")
    assert statuses(one.map) == statuses(argument_map)


def test_verdicts_of_repeated_inferences(load):
    """What undercuts one of two inferences with the same premise leaves the other as it is."""
    argument_map = load(
        'claim t "T" { reason { assumption p "P" counterpoint u "U" } '
        'reason { premises: p counterpoint v "V" { counterpoint w "W" } } }'
    )
    assert statuses(argument_map)["T"] is Status.ACCEPTED
    (one,) = imported(dump(argument_map, "aif"), "aif")
    assert statuses(one.map) == statuses(argument_map)
    assert statuses(reloaded(one.map)) == statuses(argument_map)


def statuses(argument_map):
    """Return the statuses of statements by their texts."""
    verdicts = evaluate(argument_map).statements
    return {one.text: verdicts[one.id].status for one in argument_map.statements.values()}


def test_arguebuf_reads_it(load):
    """Another program finds the same nodes and edges."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        arguebuf = pytest.importorskip("arguebuf")
    argument_map = load(
        'claim a "A" { reason r { scheme: example claim b "B" claim c "C" } '
        'counterpoint d "D" { held-by: "Ada" } } counterpoint e "E" { undercuts: r }'
    )
    document = json.loads(dump(argument_map, "aif"))
    graph = arguebuf.load.aif(document)
    assert [node.plain_text for node in graph.atom_nodes.values()] == list("ABCDE")
    assert len(graph.scheme_nodes) == 3
    assert len(graph.edges) == 7
    assert {str(node.scheme.value) for node in graph.scheme_nodes.values()} == {
        "Example",
        "Default",
    }


@pytest.mark.parametrize("type_", [["I"], {}, 1, None])
def test_a_type_that_is_no_text(type_):
    """The node is dropped."""
    document = {"nodes": [{"nodeID": "1", "text": "A", "type": type_}], "edges": []}
    assert losses(json.dumps(document), "aif") == ["dropped node: it has no type (/nodes/0)"]
