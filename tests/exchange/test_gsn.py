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
from argmap.model.losses import LossReport

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
            "dropped supportedBy: it is in no module that was read (G1)",
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
            "dropped uses: its file is not in the folder of the document (module other.yaml)",
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
        lists = {"supportedBy", "inContextOf"}
        return {
            key: [value] if key in lists and isinstance(value, str) else value
            for key, value in element.items()
            if key != "acp"
        }

    for key, element in original.items():
        expected = as_lists(element)
        if key == "CG2":
            expected["challenges"] = "S1"  # the strategy stands for the relation
        if key == "G2":
            del expected["defeated"]  # nothing challenges it (V10)
        if key in ("CG1", "CG2"):
            expected["undeveloped"] = "true"
        assert as_lists(output[key]) == expected, key


_PREFIXES = ("CSn", "CG", "Sn", "G", "S", "C", "A", "J")
_CONTEXTS = {"C", "A", "J"}


def _type(id_):
    return next(prefix for prefix in _PREFIXES if id_.startswith(prefix))


def _ends(target):
    return target.split(" -> ")


def _references(element):
    return [*element.get("supportedBy", ()), *element.get("inContextOf", ())]


def _may_support(id_):
    """Return the types that may support an element."""
    if _type(id_) in ("G", "S"):
        return {"G", "CG", "Sn", "CSn", "S"}
    return {"CG", "CSn"} if _type(id_) == "CG" else set()


def _related(elements, first, second):
    """Return whether one element supports, challenges or is in the context of another."""
    element = elements[first]
    return second in _references(element) or element.get("challenges") == second


def _has_cycle(elements):
    """Return whether support runs in a cycle: elements that support no others are taken away."""
    remaining = {id_: set(element.get("supportedBy", ())) for id_, element in elements.items()}
    while leaves := {id_ for id_, below in remaining.items() if not below & remaining.keys()}:
        remaining = {id_: below for id_, below in remaining.items() if id_ not in leaves}
    return bool(remaining)


def _roots(elements):
    """Return the elements that nothing refers to, and that challenge nothing."""
    referenced = {one for element in elements.values() for one in _references(element)}
    return [
        id_
        for id_, element in elements.items()
        if id_ not in referenced and "challenges" not in element
    ]


CHECKS = {
    "V01, V08: the id shows the type": lambda id_, _, __: id_.startswith(_PREFIXES),
    "V02, V03: an element is developed, or says that it is not": lambda id_, element, _: (
        bool(element.get("supportedBy")) != (element.get("undeveloped") == "true")
        if _type(id_) in ("G", "CG", "S")
        else "undeveloped" not in element
    ),
    "V04: support is of an allowed type": lambda id_, element, _: all(
        _type(one) in _may_support(id_) for one in element.get("supportedBy", ())
    ),
    "V04: only goals and strategies have contexts": lambda id_, element, _: all(
        _type(id_) in ("G", "S") and _type(one) in _CONTEXTS
        for one in element.get("inContextOf", ())
    ),
    "V05: a reference is not repeated": lambda _, element, __: (
        len(set(_references(element))) == len(_references(element))
    ),
    "V06: an element does not refer to itself": lambda id_, element, _: (
        id_ not in _references(element)
    ),
    "V09: a claim point is about the element or its relations": lambda id_, element, _: all(
        one in (id_, *_references(element))
        for points in element.get("acp", {}).values()
        for one in points
    ),
    "V10: a defeated element is challenged": lambda id_, element, elements: (
        "defeated" not in element or any(one.get("challenges") == id_ for one in elements.values())
    ),
    "V12: only counter goals and solutions challenge": lambda id_, element, _: (
        "challenges" not in element or _type(id_) in ("CG", "CSn")
    ),
    "C03, C12, C14: what is referred to exists": lambda _, element, elements: all(
        one in elements
        for one in (
            *_references(element),
            *(_ends(element["challenges"]) if "challenges" in element else ()),
        )
    ),
    "C13, C15: nothing challenges itself, or a relation of one element": lambda id_, element, _: (
        element.get("challenges") != id_ and element.get("challenges") != f"{id_} -> {id_}"
    ),
    "C16: a challenged relation exists": lambda _, element, elements: (
        "->" not in element.get("challenges", "")
        or _related(elements, *_ends(element["challenges"]))
        or _related(elements, *reversed(_ends(element["challenges"])))
    ),
    "an element has no name, which would make it a module": lambda _, element, __: (
        "name" not in element and "text" in element
    ),
}
"""The checks of gsn2x for an element, by their numbers.

V07, C06, C07, C09 and C10 are about several modules, V11 is about the use of dialectics, C11 about
the notation of lists, and V13 about a key that argmap does not write.
"""


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    deadline=None,
    max_examples=60,
)
@given(map_texts())
def test_the_checks_of_gsn2x(load, text):
    """What argmap writes passes them; `challenges` is a single text, the only form gsn2x reads."""
    yaml = pytest.importorskip("yaml")
    argument_map = load(text)
    try:
        output = exchange.dump(argument_map, "gsn")
    except InputError:  # support in a cycle, see below
        return
    elements = yaml.load(output, yaml.BaseLoader) or {}
    elements.pop("module", None)
    for id_, element in elements.items():
        for check, is_passed in CHECKS.items():
            assert is_passed(id_, element, elements), (check, id_)
    assert not _has_cycle(elements), "C04"
    roots = _roots(elements)
    if any(_type(id_) == "G" for id_ in elements):
        assert roots, "C01"
        assert len(roots) > 1 or _type(roots[0]) == "G", "C02"
    (one,) = imported(output, "gsn")
    assert len(one.map.statements) == len(argument_map.statements)


def test_a_statement_that_challenges_twice(load):
    """An element challenges once; another one restates it, and is not read as a statement."""
    argument_map = load('claim a "A" claim b "B" counterpoint k "K" { opposes: a, b }')
    report = LossReport()
    output = exchange.dump(argument_map, "gsn", report)
    assert (
        output
        == """\
G1:
  text: "A"
  undeveloped: true

G2:
  text: "B"
  undeveloped: true

CG1:
  text: "K"
  undeveloped: true
  challenges: G1

CG2:
  text: "K"
  supportedBy: [CG1]
  challenges: G2
  restates: CG1
"""
    )
    assert [loss.reason for loss in report.losses] == [
        "an element challenges once, so another one restates it"
    ]
    (one,) = imported(output, "gsn")
    assert {inference.conclusion for inference in one.map.inferences.values()} == {"G1", "G2"}
    assert list(one.map.statements) == ["G1", "CG1", "G2"]


def test_a_defeated_goal(load):
    """A rejected statement is defeated if another one challenges it (V10)."""
    argument_map = load('claim a "A" { expect: rejected counterpoint k "K" { expect: rejected } }')
    output = exchange.dump(argument_map, "gsn")
    assert output.count("defeated: true") == 1
    assert output.index("defeated") < output.index("CG1:")


def test_what_supports_a_counter_goal(load):
    """It is of a counter type, without strategies and contexts, which are reported."""
    argument_map = load(
        'claim a "A" { counterpoint k "K" { context "C" reason { label: "L" evidence e "E" } } }'
    )
    report = LossReport()
    output = exchange.dump(argument_map, "gsn", report)
    assert 'CSn1:\n  text: "E"\n' in output
    assert "supportedBy: [CSn1]" in output
    assert "inContextOf" not in output
    assert [(loss.element, loss.reason) for loss in report.losses] == [
        ("support", "a counter goal has no strategies, only elements that support it"),
        ("context", "only goals and strategies are in a context, so it belongs to no element"),
    ]


# ---- Modules -------------------------------------------------------------------------------------

TEMPLATE = """\
module: {name: template, brief: The part of the buyer}
G0: {text: The lift is safe, supportedBy: [G1, G4]}
G1: {text: The rope holds, undeveloped: true}
G4: {text: The door closes, supportedBy: Sn1}
Sn1: {text: Test of the door}
"""
INSTANCE = """\
module:
  name: instance
  extends: [{module: template, develops: {G1: [G2]}}]
G2: {text: The rope was tested, supportedBy: [Sn2]}
Sn2: {text: Report of the test}
"""


def test_a_module_that_develops_another():
    """The file of the module is found by its name; its elements are in a section."""
    for name in ("template.gsn.yaml", "template.yml"):
        assert (
            argmap_text(INSTANCE, neighbors={name: TEMPLATE.encode()})
            == """\
map "instance" {
  thesis: G0
}

claim G2 "The rope was tested" {
  evidence Sn2 "Report of the test"
}

section template "template" {
  note: "The part of the buyer"

  claim G0 "The lift is safe" {
    reason {
      claim G1 "The rope holds" {
        supported-by: G2
      }

      claim G4 "The door closes" {
        evidence Sn1 "Test of the door"
      }
    }
  }
}
"""
        )
    assert losses(INSTANCE, neighbors={"template.yaml": TEMPLATE.encode()}) == []
    assert losses(INSTANCE) == [
        "dropped extends: its module is not beside the file (module template)"
    ]
    other = {"template.yaml": b"module: {name: template}\nG9: {text: x}"}
    assert losses(INSTANCE, neighbors=other) == [
        "dropped develops: `template` has no such element (G1)"
    ]


def test_modules_that_use_each_other():
    """Each is read once; its paths are relative to its own folder."""
    neighbors = {
        "parts/b.yaml": b"module: {name: b, uses: [../a.yaml, c.yaml]}\nG2: {supportedBy: [G3]}",
        "parts/c.yaml": b"G3: {text: The pump works, undeveloped: true}",
        "a.yaml": b"module: {name: a, uses: [parts/b.yaml]}\nG9: {text: Other, undeveloped: true}",
    }
    text = "module: {name: a, uses: [parts/b.yaml]}\nG1: {text: It is safe, supportedBy: G2}\n"
    (one,) = imported(text, "gsn", neighbors=neighbors)
    assert set(one.map.statements) == {"G1", "G2", "G3", "G9"}
    assert [section.title for section in one.map.sections.values()] == ["b", "a", "c"]
    assert one.report.kept["uses"] == 4


def test_the_same_id_in_two_modules():
    """Each module refers to its own element; the id of the second one has the module's name."""
    neighbors = {"b.yaml": b"module: {name: b}\nG5: {text: B, supportedBy: G1}\nG1: {text: B1}"}
    text = "module: {name: a, uses: b.yaml}\nG1: {text: A1, supportedBy: G5}\n"
    (one,) = imported(text, "gsn", neighbors=neighbors)
    conclusions = {
        inference.premises: inference.conclusion for inference in one.map.inferences.values()
    }
    assert conclusions == {("G5",): "G1", ("G1-b",): "G5"}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"- G1", "its file is not a goal structure"),
        (b"\xff\xff", "its file is not a goal structure"),
        (None, "its file is not in the folder of the document"),
    ],
)
def test_modules_that_cannot_be_read(content, reason):
    """They are reported, and the rest is read; nothing outside of the folder is."""
    text = "module: {name: a, uses: [b.yaml, ../../c.yaml, /etc/passwd]}\nG1: {text: x}\n"
    outside = "its file is not in the folder of the document"
    assert losses(text, "gsn", neighbors={"b.yaml": content}) == [
        f"dropped uses: {reason} (module b.yaml)",
        f"dropped uses: {outside} (module ../../c.yaml)",
        f"dropped uses: {outside} (module /etc/passwd)",
    ]


# ---- Refusals and real files ---------------------------------------------------------------------


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
