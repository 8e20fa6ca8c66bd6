"""Stable and preferred models against the same oracles, with the solver and without."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.evaluation.oracles import preferred
from tests.evaluation.test_oracles import answer_sets, resolved, small_maps, statuses

from argmap.errors import MissingExtra
from argmap.evaluation import evaluate
from argmap.evaluation import extensions as package
from argmap.evaluation.extensions import MAX_NODES_WITHOUT_SOLVER, find_extensions

EVERY = 1000


@pytest.fixture(params=["solver", "by hand"])
def has_solver(request, monkeypatch) -> bool:
    """With python-sat and as if it were not there."""
    if request.param == "solver":
        pytest.importorskip("pysat")
    monkeypatch.setattr(package, "has_solver", lambda: request.param == "solver")
    return request.param == "solver"


MAPS = st.booleans().flatmap(lambda its: small_maps(most=5, has_standards=its))
SETTINGS = settings(
    max_examples=50,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


def accepted_sets(argument_map, found):
    """Return each model whole: what is accepted anyway, and what the model adds."""
    anyway = {id_ for id_, status in statuses(argument_map).items() if status == "accepted"}
    return sorted(sorted(anyway.union(model)) for model in found.models)


def check(argument_map, found, expected):
    """Hold the models, and what is said of all of them, against an oracle's."""
    assert accepted_sets(argument_map, found) == sorted(sorted(each) for each in expected)
    assert found.exist == bool(expected)
    if expected:
        assert set(found.in_some) == set().union(*expected)
        assert set(found.in_all) == set.intersection(*map(set, expected))


@given(argument_map=MAPS)
@SETTINGS
def test_stable_models_are_the_answer_sets(has_solver, argument_map):
    """Clingo finds the same models in an encoding written from the definition."""
    if len(evaluate(argument_map).frame.names) <= MAX_NODES_WITHOUT_SOLVER or has_solver:
        found = find_extensions(evaluate(argument_map), "stable", EVERY)
        check(argument_map, found, answer_sets(argument_map))


@given(argument_map=MAPS)
@SETTINGS
def test_preferred_models_are_the_largest(has_solver, argument_map):
    """Trying every labelling finds the same models that no other one contains."""
    if len(evaluate(argument_map).frame.names) <= MAX_NODES_WITHOUT_SOLVER or has_solver:
        found = find_extensions(evaluate(argument_map), "preferred", EVERY)
        check(argument_map, found, preferred(argument_map))


NIXON = """
evidence quaker "Nixon is a Quaker"
evidence republican "Nixon is a Republican"
claim pacifist "Nixon is a pacifist" { supported-by: quaker contradicts: hawk }
claim hawk "Nixon is no pacifist" { supported-by: republican }
claim known "His views are known" { supported-by: pacifist, hawk }
"""


@pytest.mark.parametrize("semantics", ["stable", "preferred"])
def test_either_side_of_a_dilemma(has_solver, semantics):
    """Two models, and what follows from both holds in all of them (floating conclusion)."""
    found = find_extensions(evaluate(resolved(NIXON)), semantics)
    assert sorted(found.models) == [("hawk", "known"), ("pacifist", "known")]
    assert found.in_all == ("quaker", "republican", "known")
    assert set(found.in_some) == {"quaker", "republican", "pacifist", "hawk", "known"}


def test_an_odd_loop_has_no_stable_model(has_solver):
    """It leaves nothing to be accepted in all of none; the preferred model takes no side."""
    odd = 'claim a "A" { opposes: b } claim b "B" { opposes: c } claim c "C" { opposes: a }'
    evaluation = evaluate(resolved(odd + ' claim d "D"'))
    none = find_extensions(evaluation, "stable")
    assert (none.exist, none.in_some, none.in_all) == (False, ("d",), ("d",))
    assert find_extensions(evaluation, "preferred").models == ((),)


def test_models_are_counted(has_solver):
    """Of many models the first few are listed, and it is said that there are more."""
    pairs = " ".join(
        f'claim a{n} "A{n}" {{ opposes: b{n} }} claim b{n} "B{n}" {{ opposes: a{n} }}'
        for n in range(4)
    )
    evaluation = evaluate(resolved(pairs))
    few = find_extensions(evaluation, "stable", 5)
    assert (len(few.models), few.is_whole) == (5, False)
    assert len(set(few.models)) == 5
    every = find_extensions(evaluation, "preferred", 16)
    assert (len(set(every.models)), every.is_whole) == (16, True)


def test_a_large_ring_wants_the_solver(has_solver):
    """Beyond a few nodes an own search would take too long: it is told what to install."""
    ring = " ".join(f'claim a{n} "A" {{ opposes: a{(n + 1) % 40} }}' for n in range(40))
    evaluation = evaluate(resolved(ring))
    if has_solver:
        assert len(find_extensions(evaluation, "stable").models) == 2
    else:
        with pytest.raises(
            MissingExtra, match=r"needs the extra `solve`; run `.*install .*\[solve\]"
        ):
            find_extensions(evaluation, "stable")
