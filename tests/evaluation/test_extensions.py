"""Stable and preferred models agree with the oracles, with python-sat and without."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.evaluation.definition import preferred
from tests.evaluation.random_maps import load_map
from tests.evaluation.test_oracles import (
    MAPS_FOR_CLINGO,
    answer_sets,
    full_maps,
    small_maps,
    statuses,
)

from argmap.errors import MissingExtra
from argmap.evaluation import evaluate, extensions
from argmap.evaluation.extensions import MAX_NODES_WITHOUT_SOLVER, find_extensions

ALL_MODELS = 1000


@pytest.fixture(params=["solver", "backtracking"])
def has_solver(request, monkeypatch) -> bool:
    """Run a test with python-sat, and as if it were not installed."""
    if request.param == "solver":
        pytest.importorskip("pysat")
    monkeypatch.setattr(extensions, "has_solver", lambda: request.param == "solver")
    return request.param == "solver"


MAPS = st.one_of(small_maps(5), small_maps(5, has_standards=True), full_maps(5))
SETTINGS = settings(
    max_examples=50,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


def accepted_sets(argument_map, result):
    """Return the accepted statements of each model, including those of the labelling."""
    accepted = {id_ for id_, status in statuses(argument_map).items() if status == "accepted"}
    return sorted({tuple(sorted(accepted.union(model))) for model in result.models})


def check(argument_map, result, expected):
    """Compare the models with those of an oracle."""
    assert accepted_sets(argument_map, result) == sorted(tuple(sorted(model)) for model in expected)
    assert result.has_models == bool(expected)
    if expected:
        assert set(result.credulous) == set().union(*expected)
        assert set(result.skeptical) == set.intersection(*map(set, expected))


@given(argument_map=MAPS_FOR_CLINGO)
@SETTINGS
def test_stable_models_are_the_answer_sets(has_solver, argument_map):
    """Clingo finds the same models in a program written from the definition."""
    if len(evaluate(argument_map).framework.node_ids) <= MAX_NODES_WITHOUT_SOLVER or has_solver:
        result = find_extensions(evaluate(argument_map), "stable", ALL_MODELS)
        check(argument_map, result, answer_sets(argument_map))


@given(argument_map=MAPS)
@SETTINGS
def test_preferred_models_are_the_maximal_ones(has_solver, argument_map):
    """Trying every labelling finds the same maximal models."""
    if len(evaluate(argument_map).framework.node_ids) <= MAX_NODES_WITHOUT_SOLVER or has_solver:
        result = find_extensions(evaluate(argument_map), "preferred", ALL_MODELS)
        check(argument_map, result, preferred(argument_map))


NIXON = """
evidence quaker "Nixon is a Quaker"
evidence republican "Nixon is a Republican"
claim pacifist "Nixon is a pacifist" { supported-by: quaker contradicts: hawk }
claim hawk "Nixon is no pacifist" { supported-by: republican }
claim known "His views are known" { supported-by: pacifist, hawk }
"""


@pytest.mark.parametrize("semantics", ["stable", "preferred"])
def test_a_dilemma_has_two_models(has_solver, semantics):
    """A conclusion of both models is accepted skeptically (floating conclusion)."""
    result = find_extensions(evaluate(load_map(NIXON)), semantics)
    assert sorted(result.models) == [("hawk", "known"), ("pacifist", "known")]
    assert result.skeptical == ("quaker", "republican", "known")
    assert set(result.credulous) == {"quaker", "republican", "pacifist", "hawk", "known"}


def test_an_odd_cycle_has_no_stable_model(has_solver):
    """Its preferred model accepts none of its statements."""
    odd = 'claim a "A" { opposes: b } claim b "B" { opposes: c } claim c "C" { opposes: a }'
    evaluation = evaluate(load_map(odd + ' claim d "D"'))
    stable = find_extensions(evaluation, "stable")
    assert (stable.has_models, stable.credulous, stable.skeptical) == (False, ("d",), ("d",))
    assert find_extensions(evaluation, "preferred").models == ((),)


def test_the_number_of_models_is_limited(has_solver):
    """The first models are returned, and the result says whether there are more."""
    pairs = " ".join(
        f'claim a{n} "A{n}" {{ opposes: b{n} }} claim b{n} "B{n}" {{ opposes: a{n} }}'
        for n in range(4)
    )
    evaluation = evaluate(load_map(pairs))
    some = find_extensions(evaluation, "stable", 5)
    assert (len(some.models), some.is_complete) == (5, False)
    assert len(set(some.models)) == 5
    complete = find_extensions(evaluation, "preferred", 16)
    assert (len(set(complete.models)), complete.is_complete) == (16, True)


def test_a_large_cycle_needs_the_solver(has_solver):
    """Without it, an error says what to install."""
    cycle = " ".join(f'claim a{n} "A" {{ opposes: a{(n + 1) % 40} }}' for n in range(40))
    evaluation = evaluate(load_map(cycle))
    if has_solver:
        assert len(find_extensions(evaluation, "stable").models) == 2
    else:
        with pytest.raises(
            MissingExtra, match=r"needs the extra `solve`; run `.*install .*\[solve\]"
        ):
            find_extensions(evaluation, "stable")
