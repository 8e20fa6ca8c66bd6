"""What cases cannot show of the rules on structure: bounds, and that fixes change no verdict."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.cases_reader import MAIN, Case

from argmap.diagnostics import Applicability, Severity
from argmap.evaluation import evaluate
from argmap.rules import Selection, modules
from argmap.rules._context import RuleContext
from argmap.text import apply_edits


def run(name: str, text: str, **options):
    """Return what one rule finds in a map of one file, with options set."""
    (module,) = (module for module in modules() if module.RULE.name == name)
    selection = Selection(options={module.RULE.code: options})
    return list(module.check(RuleContext(_resolve(text), selection=selection)))


def _resolve(text: str):
    return Case("", {MAIN: text}).resolve()


RIVAL_REASONS = """
    claim a "P" { contradicts: b reason { claim c "C" claim d "D" } }
    claim b "Q" { reason { premises: c, d } }
"""


@pytest.mark.parametrize(
    ("name", "text", "severity"),
    [
        ("thesis-not-accepted", 'claim a "A" { counterpoint b "B" }', Severity.WARNING),
        ("thesis-not-accepted", 'claim a "A" { contradicts: b } claim b "B"', Severity.WARNING),
        (
            "thesis-not-accepted",
            'claim a "A" { expect: accepted counterpoint b "B" }',
            Severity.ERROR,
        ),
        (
            "thesis-not-accepted",
            'claim a "A" { expect: accepted contradicts: b } claim b "B"',
            Severity.ERROR,
        ),
        (
            "supports-contradictory-pair",
            'claim a "P" { contradicts: b } claim b "Q" claim c "C" { supports: a, b }',
            Severity.INFO,
        ),
        (
            "supports-contradictory-pair",
            'claim a "P" { contradicts: b } claim b "¬P" claim c "C" { supports: a, b }',
            Severity.WARNING,
        ),
        (
            "supports-contradictory-pair",
            RIVAL_REASONS,
            Severity.WARNING,
        ),
    ],
)
def test_how_bad_a_finding_is(name, text, severity):
    """A rule whose findings differ in how bad they are tells the cases apart."""
    assert [f.severity for f in run(name, f'map "M" {{ thesis: a }} {text}')] == [severity]


@pytest.mark.parametrize("standard", ["standard: preponderance", "", "standard: dialectical"])
def test_a_standard_is_not_advised_where_one_is_set(standard):
    """The help names `standard:` in a map without one only."""
    text = f'map "M" {{ thesis: a {standard} }} claim a "A" {{ contradicts: b }} claim b "B"'
    (diagnostic,) = run("thesis-not-accepted", text)
    assert ("standard:" in diagnostic.help) is not standard.strip()[:1].isalpha()


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        ("", ["SEM501"]),
        ("expect: accepted", ["SEM501"]),
        ("expect: rejected", []),
    ],
)
def test_one_unanswered_counterpoint_is_one_finding(said, codes):
    """Whatever is expected of the thesis, its rejection and what causes it are one report."""
    text = f'map "M" {{ thesis: a }} claim a "A" {{ {said} counterpoint b "B" }}'
    found = [diagnostic.code for diagnostic in Case("", {MAIN: text}).diagnostics()]
    assert [code for code in found if code in {"SEM501", "SEM502", "DIA401"}] == codes


def test_tangled_rings_are_told_up_to_ten():
    """Twelve statements that all support each other have rings without number: ten are told."""
    ids = [f"s{number}" for number in range(12)]
    text = "\n".join(
        f'claim {one} "{one}" {{ supports: {", ".join(other for other in ids if other != one)} }}'
        for one in ids
    )
    assert len(run("circular-support", text)) == 10


def test_every_ring_is_told_once():
    """Three rings through one statement are three findings, and no two of them are the same."""
    text = 'claim a "A" { supports: b, c, d }' + "".join(
        f'claim {id_} "{id_}" {{ supports: a }}' for id_ in "bcd"
    )
    rings = [diagnostic.tree for diagnostic in run("circular-support", text)]
    assert len(rings) == len(set(rings)) == 3


@st.composite
def tangles(draw):
    """A few claims, each of which supports or opposes others before or behind it."""
    count = draw(st.integers(3, 7))
    lines = []
    for number in range(count):
        others = st.sampled_from([f"s{other}" for other in range(count) if other != number])
        said = [
            f"{name}: {', '.join(draw(st.lists(others, unique=True, min_size=1, max_size=3)))}"
            for name in ("supports", "supported-by", "opposes")
            if draw(st.integers(0, 4)) < (2 if name == "opposes" else 3)
        ]
        lines.append(f'claim s{number} "S{number}" {{ {" ".join(said)} }}')
    return "\n".join(lines)


@settings(deadline=None)
@given(tangles())
@example('claim a "A" { supports: b, c } claim b "B" { supports: c } claim c "C"')
def test_without_its_redundant_edges_a_map_has_the_same_verdicts(text):
    """What STR208 takes out decides nothing."""
    diagnostics = run("redundant-edge", text)
    fixes = [fix for diagnostic in diagnostics for fix in diagnostic.fixes]
    assert all(fix.applicability is Applicability.SAFE for fix in fixes)
    before = _resolve(text)
    try:
        mended = apply_edits(text, [edit for fix in fixes for edit in fix.edits])
    except ValueError:  # two in one list: they are taken out one after the other
        mended = apply_edits(text, [edit for fix in fixes[:1] for edit in fix.edits])
    after = _resolve(mended)
    assert not after.documents[0].errors
    statuses = [
        {id_: verdict.status for id_, verdict in evaluate(each.map).statements.items()}
        for each in (before, after)
    ]
    assert statuses[0] == statuses[1]


@pytest.mark.parametrize(("children", "found"), [(1, 1), (2, 0)])
def test_how_wide_a_map_may_be_is_an_option(children, found):
    """`children` is how many statements may bear on one."""
    text = 'claim a "A" { assumption b "B" assumption c "C" }'
    assert len(run("too-wide-or-deep", text, children=children)) == found


@pytest.mark.parametrize(("depth", "found"), [(1, 1), (2, 0)])
def test_how_deep_a_map_may_be_is_an_option(depth, found):
    """`depth` is how many steps down it may go."""
    text = 'claim a "A" { claim b "B" { assumption c "C" } }'
    assert len(run("too-wide-or-deep", text, depth=depth)) == found


def test_how_long_a_text_may_be_is_an_option():
    """`max` is how many characters it may have."""
    text = 'claim a "Twelve signs"'
    assert len(run("text-length", text, max=11)) == 1
    assert not run("text-length", text, max=12)


def test_what_stands_how_deep():
    """Depths are those of the nearest way; undercuts stand as deep as premises."""
    text = (
        'claim a "A" { reason { claim b "B" { claim c "C" { claim d "D" } } assumption e "E" '
        'counterpoint u "U" } } assumption f "F" { supports: a, d }'
    )
    assert _resolve(text).map.depths == {"a": 0, "b": 1, "e": 1, "u": 1, "f": 1, "c": 2, "d": 3}
    assert _resolve('claim a "A" claim b "B"').map.depths == {}


def test_a_map_that_is_deeper_than_python_recurses():
    """No rule that runs by default goes down a map by calling itself."""
    depth = 5_000
    text = "".join(f'claim c{number} "C{number}" {{ ' for number in range(depth)) + "} " * depth
    context = RuleContext(_resolve(text))
    found = [
        diagnostic.code
        for module in modules()
        if module.RULE.is_default
        for diagnostic in module.check(context)
    ]
    assert sorted(found) == ["DIA402", "EVI301", "STR207"]
