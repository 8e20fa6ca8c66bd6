"""The labelling agrees with two independent oracles on random maps."""

from collections import Counter
from collections.abc import Iterator

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.evaluation.answer_sets import answer_set_program
from tests.evaluation.definition import brute_force, well_founded_statuses
from tests.evaluation.random_maps import load_map, random_map_text

from argmap.evaluation import evaluate
from argmap.model import ArgumentMap, Standard, Status

KINDS = ("claim", "evidence", "assumption", "counterpoint")


STANDARDS = ("scintilla", "preponderance", "clear-and-convincing", "beyond-reasonable-doubt")


@st.composite
def small_maps(
    draw: st.DrawFn, max_statements: int = 6, *, has_standards: bool = False
) -> ArgumentMap:
    """Draw a map of a few statements with trees, cross-links, cycles and undercuts."""
    count = draw(st.integers(1, max_statements))
    ids = [f"s{number}" for number in range(count)]
    some_ids = st.lists(st.sampled_from(ids), max_size=2, unique=True)
    lines = []
    if has_standards:
        burden = draw(st.sampled_from(("asserted", "strict")))
        standard = draw(st.sampled_from(("dialectical", *STANDARDS)))
        lines.append(f'map "M" {{ burden: {burden} standard: {standard} }}')
    for id_ in ids:
        attributes = [
            f"{name}: {', '.join(targets)}"
            for name in ("supports", "opposes", "contradicts")
            if (targets := draw(some_ids))
        ]
        kind = draw(st.sampled_from(KINDS))
        if has_standards:
            attributes.append(f"confidence: {draw(st.sampled_from((0, 0.1, 0.3, 0.6, 0.7, 1)))}")
            if kind in ("claim", "counterpoint") and draw(st.booleans()):
                attributes.append(f"standard: {draw(st.sampled_from(STANDARDS))}")
        group = draw(st.sampled_from(["", "reason", "objection"]))
        premises = draw(some_ids)
        if group and premises:
            attributes.append(f"{group} {group}-{id_} {{ premises: {', '.join(premises)} }}")
        lines.append(f'{kind} {id_} "{id_}" {{ {" ".join(attributes)} }}')
    inferences = list(load_map("\n".join(lines)).inferences.values())
    if inferences:
        for number, inference in enumerate(draw(st.lists(st.sampled_from(inferences), max_size=2))):
            arrow = f"{inference.premises[0]} -> {inference.conclusion}"
            attacker = draw(st.sampled_from([*ids, ""]))
            if attacker:
                lines.append(f'claim u{number} "u" {{ undercuts: {arrow} supports: {attacker} }}')
            else:
                lines.append(f'counterpoint u{number} "u" {{ undercuts: {arrow} }}')
    return load_map("\n".join(lines))


def statuses(argument_map: ArgumentMap) -> dict[str, str]:
    return {id_: verdict.status.value for id_, verdict in evaluate(argument_map).statements.items()}


@given(small_maps(4))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_labelling_is_the_least_three_valued_stable_model(argument_map: ArgumentMap):
    """The labelling is the one that the definition gives, found by trying every labelling."""
    assert statuses(argument_map) == brute_force(argument_map)


@st.composite
def full_maps(draw: st.DrawFn, max_statements: int = 6) -> ArgumentMap:
    """Draw a map with questions, preferences, concessions, weights and all else."""
    return load_map(random_map_text(draw(st.randoms(use_true_random=False)), max_statements))


@given(full_maps(3))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_the_whole_language_follows_the_least_model(argument_map: ArgumentMap):
    """Also with questions, preferences, concessions and accrual, found by trying all labellings."""
    assert statuses(argument_map) == brute_force(argument_map)


@given(st.one_of(full_maps(), full_maps(), small_maps(has_standards=True)))
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_the_whole_language_follows_its_definition(argument_map: ArgumentMap):
    """The labelling is the alternating fixpoint of the definition, applied sentence by sentence."""
    assert statuses(argument_map) == well_founded_statuses(argument_map)


WEIGHTS = {"supports": (0.3, 0.5, 0.6, 0.9, 1), "opposes": (0.1, 0.2, 0.3, 0.5, 0.6)}
"""Weights at and between the bounds of the standards, so that each standard is often decisive."""


@st.composite
def weighed_maps(draw: st.DrawFn) -> ArgumentMap:
    """Draw a claim with a standard, supports and attacks; one of them may be rejected."""
    count_pro, count_con = draw(st.sampled_from(((1, 1), (2, 1), (1, 2), (2, 0), (1, 0))))
    ids = [f"s{number}" for number in range(count_pro + count_con)]
    standard = draw(
        st.sampled_from((*STANDARDS, *STANDARDS[-1:] * 3))
    )  # the last one is rarely decisive
    lines = [f'claim c "C" {{ standard: {standard} }}']
    for number, id_ in enumerate(ids):
        edge = "supports" if number < count_pro else "opposes"
        weight = draw(st.sampled_from(WEIGHTS[edge]))
        lines.append(f'claim {id_} "{id_}" {{ {edge}: c  confidence: {weight} }}')
    if (rejected := draw(st.sampled_from(["", "", "", *ids, "c"]))) != "":
        edge = draw(st.sampled_from(("opposes", "contradicts")))
        lines.append(f'claim x "X" {{ {edge}: {rejected} }}')
    return load_map("\n".join(lines))


@given(st.one_of(small_maps(3, has_standards=True), weighed_maps()))
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_standards_and_burden_follow_the_definition(argument_map: ArgumentMap):
    """With standards and a burden of proof, the labelling is the least three-valued model."""
    assert statuses(argument_map) == well_founded_statuses(argument_map)


def without(argument_map: ArgumentMap, standard: Standard, other: Standard | None) -> ArgumentMap:
    """Return a map with one standard replaced by another."""
    statements = {
        id_: evolve(statement, standard=other) if statement.standard is standard else statement
        for id_, statement in argument_map.statements.items()
    }
    map_standard = other if argument_map.standard is standard else argument_map.standard
    return evolve(argument_map, statements=statements, standard=map_standard)


def covered_features(argument_map: ArgumentMap) -> Iterator[str]:
    """Yield the features of a map that make a difference to its verdicts."""
    verdicts = statuses(argument_map)
    standards = [Standard(word) for word in STANDARDS]
    for standard, milder in zip(standards, [None, *standards], strict=False):
        if statuses(without(argument_map, standard, milder)) != verdicts:
            yield standard.value
    if argument_map.burden is not None and statuses(evolve(argument_map, burden=None)) != verdicts:
        yield "burden"
    for statement in argument_map.statements.values():
        inferences = argument_map.inferences_to.get(statement.id, ())
        results = {
            min(verdicts[premise] for premise in inference.premises) for inference in inferences
        }
        if statement.standard is not None and len(results) > 1:
            yield "an inference that holds and one that does not"
    yield from set(verdicts.values())


def test_the_examples_cover_all_features():
    """In a fixed set of examples, each standard and the burden are decisive several times."""
    count: Counter[str] = Counter()

    @given(st.one_of(small_maps(3, has_standards=True), weighed_maps()))
    @settings(
        max_examples=400,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=[HealthCheck.too_slow],
    )
    def count_features(argument_map: ArgumentMap) -> None:
        count.update(set(covered_features(argument_map)))

    count_features()
    features = (*STANDARDS, "burden", "undecided", "an inference that holds and one that does not")
    assert [feature for feature in features if count[feature] < 3] == []


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
                names[int(str(a.arguments[0]).removeprefix("s"))]
                for a in model.symbols(atoms=True)
                if a.name == "accepted"
            }
            for model in models
        ]


def has_accrual(argument_map: ArgumentMap) -> bool:
    """Return whether a map uses the standard that the answer set program leaves out."""
    elements = (argument_map, *argument_map.statements.values(), *argument_map.questions.values())
    return any(element.standard is Standard.ACCRUAL for element in elements)


MAPS_FOR_CLINGO = st.one_of(
    small_maps(9),
    small_maps(9, has_standards=True),
    full_maps().filter(lambda m: not has_accrual(m)),
)


@given(MAPS_FOR_CLINGO)
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_decided_statements_are_the_same_in_every_stable_model(argument_map: ArgumentMap):
    """Accepted statements are in every answer set, rejected ones in none."""
    verdicts = statuses(argument_map)
    accepted = {id_ for id_, status in verdicts.items() if status == "accepted"}
    rejected = {id_ for id_, status in verdicts.items() if status == "rejected"}
    for model in answer_sets(argument_map):
        assert accepted <= model
        assert not rejected & model


@given(small_maps(9))
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_fully_decided_map_has_one_stable_model(argument_map: ArgumentMap):
    """A labelling without undecided statements is the only answer set."""
    verdicts = statuses(argument_map)
    if "undecided" not in verdicts.values():
        accepted = {id_ for id_, status in verdicts.items() if status == "accepted"}
        assert answer_sets(argument_map) == [accepted]


@given(small_maps())
@settings(max_examples=100, deadline=None)
def test_reasons_fit_their_status(argument_map: ArgumentMap):
    """Reasons are consistent with the labels: attackers are accepted, lost supports are not."""
    evaluation = evaluate(argument_map)
    for id_, verdict in evaluation.statements.items():
        deciding = [evaluation.status(other) for other in verdict.decided_by]
        if verdict.reason.value == "attacked":
            assert deciding
            assert set(deciding) == {Status.ACCEPTED}
        elif verdict.reason.value == "unsupported":
            assert Status.ACCEPTED not in deciding
        elif verdict.reason.value == "contested":
            assert set(deciding) <= {Status.UNDECIDED}, id_
