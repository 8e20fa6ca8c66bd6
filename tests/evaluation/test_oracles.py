"""The labelling against two independent oracles, on random maps of every shape."""

from collections import Counter
from collections.abc import Iterator

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.cases_reader import Case
from tests.evaluation.oracles import answer_set_program, brute_force

from argmap.evaluation import evaluate
from argmap.model import ArgumentMap, Standard, Status

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
    inferences = list(resolved("\n".join(lines)).inferences.values())
    if inferences:
        for number, inference in enumerate(draw(st.lists(st.sampled_from(inferences), max_size=2))):
            arrow = f"{inference.premises[0]} -> {inference.conclusion}"
            attacker = draw(st.sampled_from([*ids, ""]))
            if attacker:
                lines.append(f'claim u{number} "u" {{ undercuts: {arrow} supports: {attacker} }}')
            else:
                lines.append(f'counterpoint u{number} "u" {{ undercuts: {arrow} }}')
    return resolved("\n".join(lines))


def statuses(argument_map: ArgumentMap) -> dict[str, str]:
    return {id_: verdict.status.value for id_, verdict in evaluate(argument_map).statements.items()}


@given(small_maps())
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_labelling_is_the_least_three_valued_stable_model(argument_map: ArgumentMap):
    """What is computed is what the definition says, searched for by trying every labelling."""
    assert statuses(argument_map) == brute_force(argument_map)


WEIGHTS = {"supports": (0.3, 0.5, 0.6, 0.9, 1), "opposes": (0.1, 0.2, 0.3, 0.5, 0.6)}
"""At the bounds of the standards and between them, so that each of them decides often."""


@st.composite
def weighed_maps(draw: st.DrawFn) -> ArgumentMap:
    """A claim with a standard, steps for it and against it; one of them has perhaps fallen."""
    count_pro, count_con = draw(st.sampled_from(((1, 1), (2, 1), (1, 2), (2, 0), (1, 0))))
    ids = [f"s{number}" for number in range(count_pro + count_con)]
    standard = draw(st.sampled_from((*STANDARDS, *STANDARDS[-1:] * 3)))  # the last decides rarely
    lines = [f'claim c "C" {{ standard: {standard} }}']
    for number, id_ in enumerate(ids):
        edge = "supports" if number < count_pro else "opposes"
        weight = draw(st.sampled_from(WEIGHTS[edge]))
        lines.append(f'claim {id_} "{id_}" {{ {edge}: c  confidence: {weight} }}')
    if (fallen := draw(st.sampled_from(["", "", "", *ids, "c"]))) != "":
        edge = draw(st.sampled_from(("opposes", "contradicts")))
        lines.append(f'claim x "X" {{ {edge}: {fallen} }}')
    return resolved("\n".join(lines))


@given(st.one_of(small_maps(most=3, has_standards=True), weighed_maps()))
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_standards_and_burden_are_what_the_definition_says(argument_map: ArgumentMap):
    """With standards of proof and a burden, the labelling still is the least three-valued model."""
    assert statuses(argument_map) == brute_force(argument_map)


def without(argument_map: ArgumentMap, standard: Standard, other: Standard | None) -> ArgumentMap:
    """Return a map in which another standard takes the place of one."""
    statements = {
        id_: evolve(each, standard=other) if each.standard is standard else each
        for id_, each in argument_map.statements.items()
    }
    of_all = other if argument_map.standard is standard else argument_map.standard
    return evolve(argument_map, statements=statements, standard=of_all)


def reached(argument_map: ArgumentMap) -> Iterator[str]:
    """Yield what a map tests: what would be decided otherwise if it were not so."""
    verdicts = statuses(argument_map)
    standards = [Standard(word) for word in STANDARDS]
    for standard, milder in zip(standards, [None, *standards], strict=False):
        if statuses(without(argument_map, standard, milder)) != verdicts:
            yield standard.value
    if argument_map.burden is not None and statuses(evolve(argument_map, burden=None)) != verdicts:
        yield "burden"
    for statement in argument_map.statements.values():
        inferences = argument_map.inferences_to.get(statement.id, ())
        held = {
            min(verdicts[premise] for premise in inference.premises) for inference in inferences
        }
        if statement.standard is not None and len(held) > 1:
            yield "an inference that holds and one that has fallen"
    yield from set(verdicts.values())


def test_the_examples_reach_what_they_test():
    """Of a fixed set of examples, several are decided by each standard and by the burden."""
    count: Counter[str] = Counter()

    @given(st.one_of(small_maps(most=3, has_standards=True), weighed_maps()))
    @settings(
        max_examples=400,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=[HealthCheck.too_slow],
    )
    def look(argument_map: ArgumentMap) -> None:
        count.update(set(reached(argument_map)))

    look()
    cases = (*STANDARDS, "burden", "undecided", "an inference that holds and one that has fallen")
    assert [case for case in cases if count[case] < 3] == []


def answer_sets(argument_map: ArgumentMap) -> list[set[str]]:
    """Return the accepted statements of each stable model."""
    clingo = pytest.importorskip("clingo", reason="the oracle is clingo")
    control = clingo.Control(["0", "--warn=none"])
    control.add("base", [], answer_set_program(argument_map))
    control.ground([("base", [])])
    names = list(argument_map.statements)
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
def test_what_is_decided_is_so_in_every_stable_model(argument_map: ArgumentMap):
    """Accepted statements are in every answer set of the definition, rejected ones in none."""
    verdicts = statuses(argument_map)
    accepted = {id_ for id_, status in verdicts.items() if status == "accepted"}
    rejected = {id_ for id_, status in verdicts.items() if status == "rejected"}
    for model in answer_sets(argument_map):
        assert accepted <= model
        assert not rejected & model


@given(small_maps(most=9))
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_where_all_is_decided_there_is_one_stable_model(argument_map: ArgumentMap):
    """A labelling without undecided statements is the only answer set there is."""
    verdicts = statuses(argument_map)
    if "undecided" not in verdicts.values():
        accepted = {id_ for id_, status in verdicts.items() if status == "accepted"}
        assert answer_sets(argument_map) == [accepted]


@given(small_maps())
@settings(max_examples=100, deadline=None)
def test_reasons_fit_their_status(argument_map: ArgumentMap):
    """A reason says no more than the labels: attackers hold, what was lost is lost."""
    evaluation = evaluate(argument_map)
    for id_, verdict in evaluation.statements.items():
        because = [evaluation.status(other) for other in verdict.decided_by]
        if verdict.reason.value == "attacked":
            assert because
            assert set(because) == {Status.ACCEPTED}
        elif verdict.reason.value == "unsupported":
            assert Status.ACCEPTED not in because
        elif verdict.reason.value == "contested":
            assert set(because) <= {Status.UNDECIDED}, id_
