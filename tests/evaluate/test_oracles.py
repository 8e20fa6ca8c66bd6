"""The labelling against two independent oracles, on random maps of every shape."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.cases_reader import Case
from tests.evaluate.oracles import answer_set_program, brute_force

from argmap.evaluate import evaluate
from argmap.model import ArgumentMap, Status

KINDS = ("claim", "evidence", "assumption", "counterpoint")


def resolved(text: str) -> ArgumentMap:
    return Case("", {"map.argmap": text}).resolve().map


STANDARDS = ("scintilla", "preponderance", "clear-and-convincing", "beyond-reasonable-doubt")


@st.composite
def small_maps(draw: st.DrawFn, most: int = 6, *, has_standards: bool = False) -> ArgumentMap:
    """A map of a few statements: trees, cross-links, rings of support and of attack, undercuts."""
    count = draw(st.integers(1, most))
    ids = [f"s{number}" for number in range(count)]
    some = st.lists(st.sampled_from(ids), max_size=2, unique=True)
    lines = []
    if has_standards:
        burden = draw(st.sampled_from(("asserted", "strict")))
        standard = draw(st.sampled_from(("dialectical", *STANDARDS)))
        lines.append(f'map "M" {{ burden: {burden} standard: {standard} }}')
    for id_ in ids:
        attributes = [
            f"{name}: {', '.join(targets)}"
            for name in ("supports", "opposes", "contradicts")
            if (targets := draw(some))
        ]
        kind = draw(st.sampled_from(KINDS))
        if has_standards:
            attributes.append(f"confidence: {draw(st.sampled_from((0, 0.1, 0.3, 0.6, 0.7, 1)))}")
            if kind in ("claim", "counterpoint") and draw(st.booleans()):
                attributes.append(f"standard: {draw(st.sampled_from(STANDARDS))}")
        group = draw(st.sampled_from(["", "reason", "objection"]))
        premises = draw(some)
        if group and premises:
            attributes.append(f"{group} {group}-{id_} {{ premises: {', '.join(premises)} }}")
        lines.append(f'{kind} {id_} "{id_}" {{ {" ".join(attributes)} }}')
    steps = list(resolved("\n".join(lines)).inferences.values())
    if steps:
        for number, step in enumerate(draw(st.lists(st.sampled_from(steps), max_size=2))):
            arrow = f"{step.premises[0]} -> {step.conclusion}"
            attacker = draw(st.sampled_from([*ids, ""]))
            if attacker:
                lines.append(f'claim u{number} "u" {{ undercuts: {arrow} supports: {attacker} }}')
            else:
                lines.append(f'counterpoint u{number} "u" {{ undercuts: {arrow} }}')
    return resolved("\n".join(lines))


def statuses(argument: ArgumentMap) -> dict[str, str]:
    return {id_: verdict.status.value for id_, verdict in evaluate(argument).statements.items()}


@given(small_maps())
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_labelling_is_the_least_three_valued_stable_model(argument: ArgumentMap):
    """What is computed is what the definition says, searched for by trying every labelling."""
    assert statuses(argument) == brute_force(argument)


@given(small_maps(most=5, has_standards=True))
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_standards_and_burden_are_what_the_definition_says(argument: ArgumentMap):
    """With standards of proof and a burden, the labelling still is the least three-valued model."""
    assert statuses(argument) == brute_force(argument)


def answer_sets(argument: ArgumentMap) -> list[set[str]]:
    """Return the accepted statements of each stable model."""
    clingo = pytest.importorskip("clingo", reason="the oracle is clingo")
    control = clingo.Control(["0", "--warn=none"])
    control.add("base", [], answer_set_program(argument))
    control.ground([("base", [])])
    names = list(argument.statements)
    with control.solve(yield_=True) as models:
        return [
            {
                names[a.arguments[0].number]
                for a in model.symbols(atoms=True)
                if a.name == "accepted"
            }
            for model in models
        ]


@given(st.booleans().flatmap(lambda its: small_maps(most=9, has_standards=its)))
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_what_is_decided_is_so_in_every_stable_model(argument: ArgumentMap):
    """Accepted statements are in every answer set of the definition, rejected ones in none."""
    verdicts = statuses(argument)
    accepted = {id_ for id_, status in verdicts.items() if status == "accepted"}
    rejected = {id_ for id_, status in verdicts.items() if status == "rejected"}
    for model in answer_sets(argument):
        assert accepted <= model
        assert not rejected & model


@given(small_maps(most=9))
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_where_all_is_decided_there_is_one_stable_model(argument: ArgumentMap):
    """A labelling without undecided statements is the only answer set there is."""
    verdicts = statuses(argument)
    if "undecided" not in verdicts.values():
        accepted = {id_ for id_, status in verdicts.items() if status == "accepted"}
        assert answer_sets(argument) == [accepted]


@given(small_maps())
@settings(max_examples=100, deadline=None)
def test_reasons_fit_their_status(argument: ArgumentMap):
    """A reason says no more than the labels: attackers hold, what was lost is lost."""
    evaluation = evaluate(argument)
    for id_, verdict in evaluation.statements.items():
        because = [evaluation.status(other) for other in verdict.because]
        if verdict.reason.value == "attacked":
            assert because
            assert set(because) == {Status.ACCEPTED}
        elif verdict.reason.value == "unsupported":
            assert Status.ACCEPTED not in because
        elif verdict.reason.value == "contested":
            assert set(because) <= {Status.UNDECIDED}, id_
