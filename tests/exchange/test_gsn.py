"""The exchange format `gsn`: goal structures in the YAML of gsn2x."""

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

STRUCTURE = """\
module: {name: The lift}
G1:
  text: The lift is safe
  supportedBy: [S1]
  inContextOf: C1
C1: {text: A lift for goods}
S1: {text: Argument over the hazards, supportedBy: [G2, G3], inContextOf: [J1], acp: {ACP1: G2}}
J1: {text: The list of hazards is complete}
G2: {text: The rope holds, supportedBy: Sn1, layer1: checked, defeated: true}
G3: {text: The door closes, undeveloped: true}
Sn1: {text: Test of the rope, url: "https://example.org/rope", classes: [test]}
CG1: {text: The rope was not the one in use, challenges: Sn1}
CG2: {text: Rust is a hazard too, challenges: G1 -> S1}
"""


def test_a_structure():
    """Strategies are inferences, solutions evidence, challenges attacks or undercuts."""
    assert (
        argmap_text(STRUCTURE)
        == """\
map "The lift" {
  thesis: G1
}

claim G1 "The lift is safe" {
  context C1 "A lift for goods"

  reason S1 {
    label: "Argument over the hazards"
    x-acp: "ACP1: G2"

    context J1 "The list of hazards is complete" {
      x-node-type: "Justification"
    }

    claim G2 "The rope holds" {
      expect: rejected
      x-layer1: "checked"

      evidence Sn1 "Test of the rope" {
        url: "https://example.org/rope"
        tags: test
        counterpoint CG1 "The rope was not the one in use"
      }
    }

    claim G3 "The door closes"
    counterpoint CG2 "Rust is a hazard too"
  }
}
"""
    )


def test_what_is_counted():
    """Elements are counted by type, relations by key."""
    (one,) = imported(STRUCTURE)
    found = totals(one.report)
    assert {key: found[key] for key in ("Goal", "Strategy", "Solution", "CounterGoal")} == {
        "Goal": 3,
        "Strategy": 1,
        "Solution": 1,
        "CounterGoal": 2,
    }
    assert (found["supportedBy"], found["inContextOf"], found["challenges"]) == (4, 2, 2)
    assert not one.report.losses


@pytest.mark.parametrize(
    ("text", "reported"),
    [
        (
            "G1: {text: x, supportedBy: G9}",
            "dropped supportedBy: it is in another module, or missing (G1)",
        ),
        (
            "G1: {text: x, supportedBy: C1}\nC1: {text: c}",
            "dropped supportedBy: a context supports nothing (G1)",
        ),
        (
            "G1: {text: x, challenges: C1}\nC1: {text: c}",
            "dropped challenges: argmap has nothing there that can be attacked (G1)",
        ),
        (
            "G1: {text: x, supportedBy: S1}\nS1: {text: s}",
            "changed Strategy: it has no premises or no goal, so it is a context (S1)",
        ),
        ("G1: {supportedBy: []}", "changed Goal: it has no text but its id (G1)"),
        (
            "G1: {text: x, horizontalIndex: {absolute: last}}",
            "dropped horizontalIndex: argmap decides the layout (G1)",
        ),
        (
            "module: {name: m, uses: [other.yaml]}\nG1: {text: x}",
            "dropped uses: argmap reads each module by itself (module)",
        ),
    ],
)
def test_losses(text, reported):
    """What argmap cannot express, or what leads nowhere, is reported with its id."""
    assert reported in losses(text, "gsn")


def test_detection_and_refusal():
    """The ids show the format; a list is refused."""
    for text, format_ in [
        (STRUCTURE, "gsn"),
        ("statements: {a: A}\narguments: {}\n", None),
        ("Goal: read\nSteps: many\n", None),
    ]:
        found = detect(ForeignFile("x", text.encode()))
        assert (found == "gsn") == (format_ == "gsn"), text
    with pytest.raises(InputError, match="it is not a mapping of elements"):
        imported("- G1\n", "gsn")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(damaged(STRUCTURE))
def test_damaged_files(text):
    """A damaged file gives a valid map, or one sentence."""
    assert_reads_or_refuses(text, "gsn")


# ---- Out -----------------------------------------------------------------------------------------


def test_round_trip_of_a_structure():
    """What was imported is exported with the same ids, relations, layers and claim points."""
    yaml = pytest.importorskip("yaml")
    (one,) = imported(STRUCTURE)
    output = yaml.load(exchange.dump(one.map, "gsn"), yaml.BaseLoader)
    original = yaml.load(STRUCTURE, yaml.BaseLoader)

    def as_lists(element):
        lists = {"supportedBy", "inContextOf", "challenges"}
        return {
            key: [value] if key in lists and isinstance(value, str) else value
            for key, value in element.items()
            if key != "acp"
        }

    for key, element in original.items():
        expected = as_lists(element)
        if key == "CG2":
            expected["challenges"] = ["S1"]  # the strategy stands for the relation
        if key in ("CG1", "CG2"):
            expected["undeveloped"] = "true"
        assert as_lists(output[key]) == expected, key


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    deadline=None,
    max_examples=30,
)
@given(map_texts())
def test_the_checks_of_gsn2x(load, text):
    """References exist and are of an allowed type; goals are developed or say that they are not."""
    yaml = pytest.importorskip("yaml")
    argument_map = load(text)
    try:
        output = exchange.dump(argument_map, "gsn")
    except InputError:  # support in a cycle, see below
        return
    elements = yaml.load(output, yaml.BaseLoader) or {}
    elements.pop("module", None)

    def type_of(key):
        return next(p for p in ("CSn", "CG", "Sn", "G", "S", "C", "A", "J") if key.startswith(p))

    for key, element in elements.items():
        assert "text" in element
        children = element.get("supportedBy", [])
        for child in children:
            assert child in elements
            assert child != key
            assert type_of(child) not in ("C", "A", "J")
        assert len(set(children)) == len(children)
        if type_of(key) in ("Sn", "CSn", "C", "A", "J"):
            assert not children
        elif type_of(key) in ("G", "CG"):
            assert bool(children) != (element.get("undeveloped") == "true")
        else:
            assert children
        for context in element.get("inContextOf", []):
            assert type_of(context) in ("C", "A", "J")
        for target in element.get("challenges", []):
            assert all(end in elements for end in target.split(" -> "))
    (one,) = imported(output, "gsn")
    assert len(one.map.statements) == len(argument_map.statements)


def test_a_cycle_of_support_is_refused(load):
    """A goal structure has no circles."""
    with pytest.raises(InputError, match="a goal structure cannot express support in a cycle"):
        exchange.dump(load('claim a "A" { supports: b } claim b "B" { supports: a }'), "gsn")


def test_real_structures():
    """The report accounts for as many elements as an independent reader counts."""
    for path in shared_data("gsn2x"):
        expected = counts(path)
        if not expected["readable"]:
            with pytest.raises(InputError):
                imported(path.read_bytes(), name=path.name)
            continue
        (one,) = imported(path.read_bytes(), name=path.name)
        assert one.format == "gsn"
        found = totals(one.report)
        for type_, number in (expected["by_type"] or {}).items():
            assert found[type_] == number, (path.name, type_)
        for key in ("supportedBy", "inContextOf", "challenges"):
            assert found[key] == (expected.get(key) or 0), (path.name, key)
        reloaded(one.map)
