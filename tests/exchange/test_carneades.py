"""The exchange format `carneades`: argument graphs of Carneades 4 in YAML."""

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

import argmap
from argmap import exchange
from argmap.errors import InputError
from argmap.evaluation import evaluate
from argmap.exchange import detect
from argmap.exchange.foreign import ForeignFile
from argmap.model import Polarity, Status
from argmap.model.losses import LossReport

GRAPH = """\
meta:
  title: The ferry
  notes: An example
statements:
  sail: The ferry sails today.
  ¬sail: {text: The ferry stays in the harbor.}
  calm: {text: The sea is calm., assumed: true}
  crew: The crew is complete.
  ice: There is ice on the deck.
  skipper: The skipper says so.
issues:
  i1: {positions: [sail, ¬sail], standard: PE}
argument_schemes:
  - {id: strong, weight: {constant: 0.9}}
  - {id: weak, weight: {constant: 0.2}}
arguments:
  a1:
    scheme: strong
    conclusion: sail
    premises: {sea: calm, staff: crew}
    undercutter: ¬app(a1)
  a2: {scheme: weak, conclusion: ¬sail, premises: [skipper]}
  a3: {conclusion: ¬app(a1), premises: [ice]}
assumptions: [crew, skipper]
tests:
  in: [sail, crew]
  out: [¬sail, ice]
"""


def test_a_graph():
    """Assumptions, issues, standards, weights, roles, undercutters and tests are read."""
    assert (
        argmap_text(GRAPH)
        == """\
map "The ferry" {
  burden: strict
  note: "An example"
}

question i1 "The ferry sails today or: The ferry stays in the harbor?" {
  options: not-sail
  standard: preponderance

  claim sail "The ferry sails today." {
    expect: accepted

    reason a1 {
      confidence: 0.9
      x-roles: "sea", "staff"
      x-scheme: "strong"
      assumption calm "The sea is calm."

      assumption crew "The crew is complete." {
        expect: accepted
      }
    }
  }
}

claim not-app-a1 "¬app(a1)" {
  undercuts: a1

  claim ice "There is ice on the deck." {
    expect: rejected
  }
}

claim not-sail "The ferry stays in the harbor." {
  expect: rejected

  reason a2 {
    confidence: 0.2
    x-scheme: "weak"
    assumption skipper "The skipper says so."
  }
}
"""
    )
    (one,) = imported(GRAPH)
    assert totals(one.report) == {
        "statement": 6,
        "undeclared statement": 1,
        "argument": 3,
        "premise": 4,
        "undercutter": 1,
        "issue": 1,
        "position": 2,
        "assumption": 3,
        "test": 4,
        "argument_scheme": 2,
    }


def test_expectations_hold():
    """The verdicts of argmap are the labels that the file expects."""
    (one,) = imported(GRAPH)
    verdicts = evaluate(reloaded(one.map)).statements
    for statement in one.map.statements.values():
        if statement.expect:
            assert verdicts[statement.id].status is statement.expect.status


def test_keys_that_programs_made_become_words():
    """Keys that say nothing are replaced by words of the texts; other keys are kept."""
    (one,) = imported(
        "statements: {s11395: The object is red., s12: It looks red., s11396: }\n"
        "arguments: {a1: {conclusion: s11395, premises: [s12, s11396]}}\n"
    )
    assert list(one.map.statements) == ["object-red", "s12", "s11396"]


def test_a_convergent_argument_is_split():
    """Each premise is enough by itself."""
    text = (
        "statements: {a: A, b: B, c: C}\nassumptions: [a]\n"
        "arguments:\n  x: {scheme: convergent, conclusion: c, premises: [a, b]}\n"
    )
    (one,) = imported(text)
    assert [inference.premises for inference in one.map.inferences.values()] == [("a",), ("b",)]
    assert evaluate(one.map).statements["c"].status is Status.ACCEPTED
    assert losses(text) == ["changed argument: each of its premises becomes an inference (x)"]


def test_weights_of_factors_and_preferences():
    """Factorized arguments weigh their share of all factors; preferences give an order."""
    text = """\
statements: {a: A, b: B, p: P, q: Q}
assumptions: [a, b]
issues: {i: {positions: [p, q]}}
arguments:
  x: {scheme: factorized, conclusion: p, premises: [a, b]}
  y: {scheme: factorized, conclusion: q, premises: [a]}
"""
    (one,) = imported(text)
    assert [float(i.confidence.value) for i in one.map.inferences.values()] == [1.0, 0.5]
    text = """\
statements: {a: A, p: P, q: Q}
assumptions: [a]
weighing_functions:
  rank: {preference: [{property: level, order: [low, high]}, {property: date, order: ascending}]}
argument_schemes:
  - {id: old, weight: rank, meta: {level: high, date: 1990-01-01}}
  - {id: new, weight: rank, meta: {level: high, date: 2010-01-01}}
  - {id: low, weight: rank, meta: {level: low, date: 2020-01-01}}
arguments:
  x: {scheme: old, conclusion: p, premises: [a]}
  y: {scheme: new, conclusion: q, premises: [a]}
  z: {scheme: low, conclusion: q, premises: [a]}
"""
    (one,) = imported(text)
    weights = {id_: one.confidence.value for id_, one in one.map.inferences.items()}
    assert weights == {"x": 0.5, "y": 0.75, "z": 0.25}


def test_terms_are_phrased_by_the_language():
    """A statement that is only assumed gets its text from the templates of its predicate."""
    text = (
        'language:\n  expert/2: "%s is an expert in %s."\n'
        "assumptions: ['expert(joe, f(x,y))', '¬expert(a,b)', other(x)]\n"
    )
    (one,) = imported(text)
    assert [statement.text for statement in one.map.statements.values()] == [
        "joe is an expert in f(x,y).",
        "It is not the case that: a is an expert in b.",
        "other(x)",
    ]


@pytest.mark.parametrize(
    ("text", "reported"),
    [
        (
            "arguments: {a: {conclusion: c}}",
            "changed argument: an assumption is its premise, because every inference needs one (a)",
        ),
        ("arguments: {a: {premises: [c]}}", "dropped argument: it has no conclusion (a)"),
        (
            "issues: {i: {positions: [a], standard: XY}}",
            "changed issue: the standard `XY` becomes preponderance (i)",
        ),
        ("tests: {in: [a]}", "dropped test: it is about no statement of the file (a)"),
        (
            "statements: {a: {text: A, mood: glad}}",
            "dropped key: argmap does not know it (a mood)",
        ),
        (
            "issue_schemes: {s: [a, b]}",
            "dropped issue_scheme: argmap does not construct issues from schemes (issue_schemes s)",
        ),
    ],
)
def test_losses(text, reported):
    """What argmap cannot express, or what leads nowhere, is reported with its id."""
    assert reported in losses(text, "carneades")


def test_detection():
    """All keys at the top must be those of a graph."""
    for text, format_ in [
        (GRAPH, "carneades"),
        ("meta:\n  title: x\n", "carneades"),
        ("statements: {a: A}\r\narguments: {}\r\n", "carneades"),
        ("G1:\n  text: x\n", None),
        ("title: x\nstatements: y\n", None),
    ]:
        found = detect(ForeignFile("x", text.encode()))
        assert (found == "carneades") == (format_ == "carneades"), text


def test_other_files_are_refused():
    """The message says what is wrong."""
    with pytest.raises(InputError, match="it is not a mapping of keys"):
        imported("- a\n", "carneades")
    with pytest.raises(InputError, match="is not valid YAML"):
        imported("statements: {a: [}", "carneades")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(damaged(GRAPH))
def test_damaged_files(text):
    """A damaged file gives a valid map, or one sentence."""
    assert_reads_or_refuses(text, "carneades")


# ---- Out -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "reported"),
    [
        ("assumption", []),
        ("evidence", ["evidence: it becomes an assumed statement"]),
        ("concession", ["concession: it becomes a plain statement"]),
    ],
)
def test_which_kinds_are_lost(load, kind, reported):
    """Carneades has assumptions, and no other kinds."""
    report = LossReport()
    exchange.dump(load(f'claim a "A" {{ {kind} b "B" }}'), "carneades", report)
    kinds = [one for one in report.losses if one.element == kind]
    assert [f"{one.element}: {one.reason}" for one in kinds] == reported


def test_a_map_as_a_graph(load):
    """Attacks become arguments for a negation, undercuts arguments against an application."""
    argument_map = load(
        'map "M" { burden: strict } claim t "T" { expect: rejected reason r { confidence: 0.5 '
        'assumption a "A" evidence e "E" } counterpoint k "K" } claim u "U" { undercuts: r }'
    )
    assert (
        exchange.dump(argument_map, "carneades")
        == """\
meta:
  title: "M"

statements:
  t: "T"
  a:
    text: "A"
    assumed: true
  e:
    text: "E"
    assumed: true
  k:
    text: "K"
    assumed: true
  u: "U"
  ¬t: "Not: T"
  "¬app(r)": "Argument r does not apply"

issues:
  i1:
    positions: [t, ¬t]
    standard: PE

arguments:
  r:
    conclusion: t
    premises: [a, e]
    weight:
      constant: 0.5
    undercutter: "¬app(r)"
  a2:
    conclusion: ¬t
    premises: [k]
  "r.1":
    conclusion: "¬app(r)"
    premises: [u]

tests:
  out: [t]
"""
    )


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    deadline=None,
    max_examples=25,
)
@given(map_texts())
def test_round_trip(load, text):
    """What a graph can express comes back: statements, linked premises, expectations."""
    argument_map = load(text)
    output = exchange.dump(argument_map, "carneades")
    assert detect(ForeignFile("x", output.encode())) == "carneades"
    (one,) = imported(output)

    def words(text):
        return "".join(filter(str.isalnum, text))

    original = [words(statement.text) for statement in argument_map.statements.values()]
    returned = [words(statement.text) for statement in one.map.statements.values()]
    assert all(returned.count(word) >= original.count(word) for word in original if word)
    supports = sorted(
        sorted(words(argument_map.statements[premise].text) for premise in inference.premises)
        for inference in argument_map.inferences.values()
        if inference.polarity is Polarity.PRO
    )
    returned_premises = [
        sorted(words(one.map.statements[premise].text) for premise in inference.premises)
        for inference in one.map.inferences.values()
    ]
    assert all(returned_premises.count(one) >= supports.count(one) for one in supports if all(one))


# ---- Real graphs ---------------------------------------------------------------------------------

_TIE = "both positions hold equally: Carneades rejects both, argmap leaves them open"
_CIRCLE = "they only support each other: Carneades leaves them open, argmap rejects them"
DIFFERENCES = {
    "bachelor.yml": ({"bachelor", "married"}, _TIE),
    "caminada1.yml": ({"s", "not-s"}, _TIE),
    "even-loop.yml": ({"p", "q"}, _CIRCLE),
}


def test_verdicts_are_the_labels_that_carneades_expects():
    """The files with tests agree with argmap, except for the differences listed above."""
    agreed = expected = 0
    for path in shared_data("carneades-yaml"):
        (one,) = imported(path.read_bytes(), name=path.name)
        argument_map = reloaded(one.map)
        verdicts = evaluate(argument_map).statements
        tested = [one for one in argument_map.statements.values() if one.expect]
        different = {one.id for one in tested if verdicts[one.id].status is not one.expect.status}
        assert different == DIFFERENCES.get(path.name, (set(), ""))[0], path.name
        expected += len(tested)
        agreed += len(tested) - len(different)
    assert (agreed, expected) == (57, 63)


def test_real_graphs():
    """The report accounts for as many elements as an independent reader counts."""
    for path in shared_data("carneades-yaml"):
        count = counts(path)
        (one,) = imported(path.read_bytes(), name=path.name)
        found = totals(one.report)
        for element, key in (
            ("statement", "statements"),
            ("argument", "arguments"),
            ("premise", "premises"),
            ("issue", "issues"),
            ("position", "issue_positions"),
            ("assumption", "assumptions"),
            ("argument_scheme", "argument_schemes"),
            ("language", "language"),
            ("weighing_function", "weighing_functions"),
        ):
            assert found[element] == (count.get(key) or 0), (path.name, element)
        undeclared = count.get("statements_used_not_declared") or []
        assert found["undeclared statement"] == len(undeclared), path.name


def test_a_preference_by_something_that_is_no_name_is_ignored():
    """A property is a name; anything else has no value in any scheme."""
    text = (
        "weighing_functions:\n  lex:\n    preference:\n    - property: [a]\n"
        "argument_schemes:\n- id: s\n  meta: {a: 1}\n  weight: lex\n"
        "statements: {a: The ferry sails}\n"
    )
    (one,) = exchange.load(ForeignFile("x.yml", text.encode()), "carneades")
    assert [statement.text for statement in one.map] == ["The ferry sails"]


def test_repeated_roles_are_written_as_a_list_of_premises():
    """Roles are keys in YAML, so each can be there only once."""
    argument_map = argmap.loads(
        'claim a "A" { reason { x-roles: r, r, q claim b "B" claim c "C" } }'
    )
    assert "premises: [b, c]" in exchange.dump(argument_map, "carneades")
