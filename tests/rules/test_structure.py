"""Tests severities, limits and options of rules, and that fixes do not change the evaluation."""

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
    """Return the diagnostics of one rule for a map of one file, with the given options."""
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
def test_severity_depends_on_the_map(name, text, severity):
    """Some rules yield diagnostics of different severities."""
    diagnostics = run(name, f'map "M" {{ thesis: a }} {text}')
    assert [diagnostic.severity for diagnostic in diagnostics] == [severity]


@pytest.mark.parametrize("standard", ["standard: preponderance", "", "standard: dialectical"])
def test_a_standard_is_suggested_only_if_none_is_set(standard):
    """The help mentions `standard:` only in a map without one."""
    text = f'map "M" {{ thesis: a {standard} }} claim a "A" {{ contradicts: b }} claim b "B"'
    (diagnostic,) = run("thesis-not-accepted", text)
    assert ("standard:" in diagnostic.help) is not standard.strip()[:1].isalpha()


@pytest.mark.parametrize(
    ("expectation", "codes"),
    [
        ("", ["SEM501"]),
        ("expect: accepted", ["SEM501"]),
        ("expect: rejected", []),
    ],
)
def test_an_unanswered_counterpoint_is_reported_once(expectation, codes):
    """The rejection of the thesis and its cause are one diagnostic, whatever is expected."""
    text = f'map "M" {{ thesis: a }} claim a "A" {{ {expectation} counterpoint b "B" }}'
    all_codes = [diagnostic.code for diagnostic in Case("", {MAIN: text}).diagnostics()]
    assert [code for code in all_codes if code in {"SEM501", "SEM502", "DIA401"}] == codes


def test_at_most_ten_cycles_of_a_component_are_reported():
    """Twelve statements that all support each other have a very large number of cycles."""
    ids = [f"s{number}" for number in range(12)]
    text = "\n".join(
        f'claim {id_} "{id_}" {{ supports: {", ".join(other for other in ids if other != id_)} }}'
        for id_ in ids
    )
    assert len(run("circular-support", text)) == 10


def test_every_cycle_is_reported_once():
    """Three cycles through one statement are three different diagnostics."""
    text = 'claim a "A" { supports: b, c, d }' + "".join(
        f'claim {id_} "{id_}" {{ supports: a }}' for id_ in "bcd"
    )
    cycles = [diagnostic.tree for diagnostic in run("circular-support", text)]
    assert len(cycles) == len(set(cycles)) == 3


@st.composite
def connected_claims(draw):
    """Generate a few claims, each of which supports or opposes others before or after it."""
    count = draw(st.integers(3, 7))
    lines = []
    for number in range(count):
        others = st.sampled_from([f"s{other}" for other in range(count) if other != number])
        attributes = [
            f"{name}: {', '.join(draw(st.lists(others, unique=True, min_size=1, max_size=3)))}"
            for name in ("supports", "supported-by", "opposes")
            if draw(st.integers(0, 4)) < (2 if name == "opposes" else 3)
        ]
        lines.append(f'claim s{number} "S{number}" {{ {" ".join(attributes)} }}')
    return "\n".join(lines)


@settings(deadline=None)
@given(connected_claims())
@example('claim a "A" { supports: b, c } claim b "B" { supports: c } claim c "C"')
def test_redundant_edges_do_not_affect_the_evaluation(text):
    """The fixes of STR208 change the status of no statement."""
    diagnostics = run("redundant-edge", text)
    fixes = [fix for diagnostic in diagnostics for fix in diagnostic.fixes]
    assert all(fix.applicability is Applicability.SAFE for fix in fixes)
    before = _resolve(text)
    try:
        fixed = apply_edits(text, [edit for fix in fixes for edit in fix.edits])
    except ValueError:  # two edges in one list are deleted one after the other
        fixed = apply_edits(text, [edit for fix in fixes[:1] for edit in fix.edits])
    after = _resolve(fixed)
    assert not after.documents[0].errors
    statuses = [
        {id_: verdict.status for id_, verdict in evaluate(resolution.map).statements.items()}
        for resolution in (before, after)
    ]
    assert statuses[0] == statuses[1]


@pytest.mark.parametrize(("children", "count"), [(1, 1), (2, 0)])
def test_the_maximum_width_is_an_option(children, count):
    """`children` limits the statements that directly support or oppose one."""
    text = 'claim a "A" { assumption b "B" assumption c "C" }'
    assert len(run("too-wide-or-deep", text, children=children)) == count


@pytest.mark.parametrize(("depth", "count"), [(1, 1), (2, 0)])
def test_the_maximum_depth_is_an_option(depth, count):
    """`depth` limits the number of inferences below the thesis."""
    text = 'claim a "A" { claim b "B" { assumption c "C" } }'
    assert len(run("too-wide-or-deep", text, depth=depth)) == count


def test_the_maximum_length_of_a_text_is_an_option():
    """`max` limits the number of characters."""
    text = 'claim a "Twelve signs"'
    assert len(run("text-length", text, max=11)) == 1
    assert not run("text-length", text, max=12)


def test_depths_of_statements():
    """The shortest path counts; an undercutter is as deep as the premises."""
    text = (
        'claim a "A" { reason { claim b "B" { claim c "C" { claim d "D" } } assumption e "E" '
        'counterpoint u "U" } } assumption f "F" { supports: a, d }'
    )
    assert _resolve(text).map.depths == {"a": 0, "b": 1, "e": 1, "u": 1, "f": 1, "c": 2, "d": 3}
    assert _resolve('claim a "A" claim b "B"').map.depths == {}


def test_rules_do_not_recurse_over_the_map():
    """The default rules check a map that is deeper than Python's recursion limit."""
    depth = 5_000
    text = "".join(f'claim c{number} "C{number}" {{ ' for number in range(depth)) + "} " * depth
    context = RuleContext(_resolve(text))
    codes = [
        diagnostic.code
        for module in modules()
        if module.RULE.is_default
        for diagnostic in module.check(context)
    ]
    assert sorted(codes) == ["DIA402", "EVI301", "STR207"]
