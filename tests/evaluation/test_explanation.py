"""Why, and what if: every answer is replayed against the labelling itself."""

from itertools import combinations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.evaluation.test_metamorphic import with_leaf
from tests.evaluation.test_oracles import resolved, small_maps

from argmap.evaluation import counterfactuals as attack_surface_module
from argmap.evaluation import evaluate
from argmap.evaluation import explanation as dispute_module
from argmap.evaluation.counterfactuals import (
    Counterfactuals,
    attack_surface,
    flip_sets,
    smallest_flip_set,
)
from argmap.evaluation.explanation import build_dispute_tree, dispute_as_map
from argmap.evaluation.shapley import contributions
from argmap.evaluation.strength import build_strength_plan, compute_strengths, propagate
from argmap.model import Polarity, Status

ANY = st.booleans().flatmap(lambda its: small_maps(most=6, has_standards=its))
SETTINGS = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


def all_statuses(evaluation):
    return {name: evaluation.status(name) for name in evaluation.frame.names}


@given(ANY, st.data())
@SETTINGS
def test_what_if_says_what_evaluating_anew_says(argument_map, data):
    """Following a change through the map ends where labelling the map with it does."""
    evaluation = evaluate(argument_map)
    whatif = Counterfactuals(evaluation)
    before = all_statuses(evaluation)
    for _ in range(3):
        names = st.lists(st.sampled_from(evaluation.frame.names), min_size=1, max_size=2)
        suppose = {id_: data.draw(st.sampled_from(Status)) for id_ in data.draw(names)}
        after = all_statuses(evaluate(argument_map, suppose))
        flips = {name: status for name, status in after.items() if status is not before[name]}
        assert whatif.flips(suppose) == flips
    assert all_statuses(evaluation) == before


def holds_up(evaluation, its):
    """Whether each node of a dispute has the status that those below it give it."""
    for name, because in its.because.items():
        labels = {other: evaluation.status(other) for other in because}
        others = {other: Status.UNDECIDED for other in evaluation.frame.names if other != name}
        anew = evaluate(evaluation.argument_map, {**others, **labels})
        if anew.status(name) is not evaluation.status(name):
            return False
    return True


@pytest.mark.parametrize("near", [24, 0], ids=["from above", "from below"])
@given(argument_map=ANY, data=st.data())
@SETTINGS
def test_a_dispute_decides(near, argument_map, data, monkeypatch):
    """What a node rests on in the tree decides it, whatever all the rest may be.

    Rings excepted: what keeps them undecided, or down, is the ring as a whole.
    """
    monkeypatch.setattr(dispute_module, "_NEAR", near)
    evaluation = evaluate(argument_map)
    id_ = data.draw(st.sampled_from(list(argument_map.statements)))
    its = build_dispute_tree(evaluation, id_)
    ringed = {id_ for ring in evaluation.rings for id_ in ring}
    touched = {*its.because, *(o for because in its.because.values() for o in because)}
    if not ringed & touched:
        assert holds_up(evaluation, its)
    assert set(its.because) == touched


@given(argument_map=small_maps(most=6))
@SETTINGS
def test_the_part_a_dispute_is_about_has_the_same_verdict(argument_map):
    """Drawn by itself, an accepted statement is accepted: nothing that decides is left out."""
    evaluation = evaluate(argument_map)
    for id_, verdict in evaluation.statements.items():
        if verdict.status is Status.ACCEPTED:
            part = dispute_as_map(argument_map, build_dispute_tree(evaluation, id_))
            assert evaluate(part).status(id_) is Status.ACCEPTED
            assert part.thesis == id_


def test_the_shortest_reason_is_taken():
    """Of two supports that hold the one with less below it is shown."""
    text = """claim a "A" {
      claim long "L" { claim longer "LL" { evidence e "E" } }
      evidence short "S"
    }"""
    its = build_dispute_tree(evaluate(resolved(text)), "a")
    assert its.because == {"a": ("short->a",), "short->a": ("short",), "short": ()}


OPPOSED = """
claim a "A" { opposes: b }
claim b "B" { opposes: a  counterpoint x "X" { counterpoint y "Y" } }
"""
"""Two claims that oppose each other, and an attack on one of them that has fallen."""

RING = """
claim a "A" { supports: b }
claim b "B" { supports: a  claim c "C" { counterpoint d "D" } }
"""
"""Two claims that support each other, and a support that has fallen."""

UNDERCUT = """
claim t "T" {
  reason r {
    evidence p "P"
    evidence q "Q"
    counterpoint u "U" { opposes: v }
    counterpoint w "W" { counterpoint z "Z" }
  }
}
claim v "V" { opposes: u }
"""
"""An inference with two undercutters: one is undecided, one has fallen."""

WEIGHED = """
claim c "C" {
  standard: preponderance
  evidence light "P" { confidence: 0.4 }
  evidence heavy "Q" { confidence: 0.85  counterpoint y "Y" }
  evidence lightest "R" { confidence: 0.2 }
}
evidence strong "S" { opposes: c  confidence: 0.9  counterpoint x "X" }
evidence weak "W" { opposes: c  confidence: 0.5 }
evidence weaker "V" { opposes: c  confidence: 0.45 }
"""
"""A claim with a standard: the strongest attack and the strongest support have fallen."""

TALL = """
claim c "C" {
  standard: preponderance
  evidence heavy "P" { confidence: 0.8 }
  evidence light "Q" { confidence: 0.4 }
  evidence fallen "R" { confidence: 0.3  counterpoint y "Y" }
}
claim strong "S" { opposes: c  confidence: 0.9  claim s1 "S1" { evidence s2 "S2" } }
evidence weak "W" { opposes: c  confidence: 0.5 }
evidence weaker "V" { opposes: c  confidence: 0.45 }
"""
"""A claim whose strongest attack has the highest tree; some supports have shorter reasons."""

ATTACKED = """
claim c "C"
evidence fallen "F" { opposes: c  counterpoint x "X" }
claim tall "T" { opposes: c  claim t1 "T1" { claim t2 "T2" { evidence t3 "T3" } } }
"""
"""A claim with two attacks: the one that has fallen has the shorter tree."""

RING_AND_ATTACK = """
claim a "A" { supports: b }
claim b "B" { supports: a }
claim c "C" { opposes: a, d  objection x { premises: d, a } }
claim d "D"
"""
"""A ring of support, and what is accepted only because the ring is rejected."""

ON_A_RING = """
claim t "T" { reason r { claim a "A" { opposes: b }  evidence p "P" } }
claim b "B" { opposes: a }
"""
"""A support with one undecided premise and one that holds."""


@pytest.mark.parametrize("near", [24, 0], ids=["from above", "from below"])
@pytest.mark.parametrize(
    ("text", "id_", "because"),
    [
        pytest.param(
            OPPOSED,
            "a",
            {"a": ("b->a",), "b->a": ("b",), "b": ("a->b",), "a->b": ("a",)},
            id="of two attacks only the undecided one keeps a claim undecided",
        ),
        pytest.param(
            OPPOSED,
            "b",
            {"b": ("a->b",), "a->b": ("a",), "a": ("b->a",), "b->a": ("b",)},
            id="an attack that has fallen is not in the tree",
        ),
        pytest.param(
            'claim a "A" { contradicts: b }  claim b "B"',
            "a",
            {"a": ("b",), "b": ("a",)},
            id="what contradicts each other is undecided by each other",
        ),
        pytest.param(
            UNDERCUT,
            "t",
            {
                "t": ("r",),
                "r": ("u",),
                "u": ("v->u",),
                "v->u": ("v",),
                "v": ("u->v",),
                "u->v": ("u",),
            },
            id="of two undercutters only the undecided one keeps an inference undecided",
        ),
        pytest.param(
            ON_A_RING,
            "t",
            {
                "t": ("r",),
                "r": ("a",),
                "a": ("b->a",),
                "b->a": ("b",),
                "b": ("a->b",),
                "a->b": ("a",),
            },
            id="a premise that holds does not keep an inference undecided",
        ),
        pytest.param(
            RING,
            "a",
            {
                "a": ("b->a",),
                "b->a": ("b",),
                "b": ("a->b", "c->b"),
                "a->b": ("a",),
                "c->b": ("c",),
                "c": ("d->c",),
                "d->c": ("d",),
                "d": (),
            },
            id="a ring of support is in the tree with the support that fell beside it",
        ),
        pytest.param(
            'claim a "A" { supports: b }  claim b "B" { supports: a  opposed-by: c }  claim c "C"',
            "a",
            {"a": ("b->a",), "b->a": ("b",), "b": ("c->b",), "c->b": ("c",), "c": ()},
            id="an attack on a ring is a better reason than the ring",
        ),
        pytest.param(
            'claim a "A" { supports: b }  claim b "B" { supports: a  evidence c "C" }',
            "a",
            {"a": ("b->a",), "b->a": ("b",), "b": ("c->b",), "c->b": ("c",), "c": ()},
            id="a support of a ring is the reason of the ring",
        ),
        pytest.param(
            WEIGHED,
            "c",
            {
                "c": ("heavy->c", "weak->c"),
                "heavy->c": ("heavy",),
                "heavy": ("y->heavy",),
                "y->heavy": ("y",),
                "y": (),
                "weak->c": ("weak",),
                "weak": (),
            },
            id="a weighed claim is rejected by the strongest attack that holds",
        ),
        pytest.param(
            TALL,
            "c",
            {
                "c": ("strong->c",),
                "strong->c": ("strong",),
                "strong": ("s1->strong",),
                "s1->strong": ("s1",),
                "s1": ("s2->s1",),
                "s2->s1": ("s2",),
                "s2": (),
            },
            id="an attack that blocks all supports is the only reason, however high its tree",
        ),
        pytest.param(
            ATTACKED,
            "c",
            {
                "c": ("tall->c",),
                "tall->c": ("tall",),
                "tall": ("t1->tall",),
                "t1->tall": ("t1",),
                "t1": ("t2->t1",),
                "t2->t1": ("t2",),
                "t2": ("t3->t2",),
                "t3->t2": ("t3",),
                "t3": (),
            },
            id="an attack that has fallen rejects nothing, however short its tree",
        ),
        pytest.param(
            RING_AND_ATTACK,
            "c",
            {
                "c": ("x",),
                "x": ("a",),
                "a": ("b->a",),
                "b->a": ("b",),
                "b": ("a->b",),
                "a->b": ("a",),
            },
            id="what the fall of a ring decides does not rest on itself",
        ),
    ],
)
def test_the_tree_of_a_dispute(near, text, id_, because, monkeypatch):
    """The whole tree, word for word: what decides is in it and nothing else."""
    monkeypatch.setattr(dispute_module, "_NEAR", near)
    its = build_dispute_tree(evaluate(resolved(text)), id_)
    assert its.because == because
    assert next(iter(its.because)) == its.root == id_


def test_a_very_deep_tree_is_no_problem():
    """Ten thousand rebuttals below each other are gone through without recursion."""
    depth = 10_000
    inferences = (f'claim s{n} "S" {{ opposes: s{n - 1} }}' for n in range(1, depth))
    evaluation = evaluate(resolved("\n".join(['claim s0 "S"', *inferences])))
    assert len(build_dispute_tree(evaluation, "s0").because) == 2 * depth - 1


def flipping(evaluation, id_, sizes):
    """Return all sets of grounds without which a verdict differs, by trying all.

    A ground that has fallen may be one too: it may stand up when another one falls.
    """
    frame = evaluation.frame
    grounds = [
        name
        for node, name in enumerate(frame.names[: frame.statement_count])
        if frame.asserted[node]
    ]
    for size in sizes:
        for chosen in combinations(grounds, size):
            anew = evaluate(evaluation.argument_map, dict.fromkeys(chosen, Status.REJECTED))
            if anew.status(id_) is not evaluation.status(id_):
                yield set(chosen)


@given(argument_map=small_maps(most=6), data=st.data())
@SETTINGS
def test_flip_sets_are_all_that_trying_finds(argument_map, data):
    """Every set flips the verdict, and every set that flips it contains one of them."""
    evaluation = evaluate(argument_map)
    id_ = data.draw(st.sampled_from(list(argument_map.statements)))
    found = flip_sets(evaluation, id_)
    assert found.is_whole
    sets = [set(each) for each in found.sets]
    tried = list(flipping(evaluation, id_, (1, 2, 3)))
    assert all(each in tried for each in sets)
    assert all(any(each <= other for each in sets) for other in tried)
    assert not any(one < other for one in sets for other in sets)


@given(argument_map=small_maps(most=6), data=st.data())
@SETTINGS
def test_the_smallest_flip_set_is_the_smallest(argument_map, data):
    """The solver's answer flips the verdict, and no smaller set does."""
    pytest.importorskip("pysat")
    evaluation = evaluate(argument_map)
    id_ = data.draw(st.sampled_from(list(argument_map.statements)))
    found = smallest_flip_set(evaluation, id_)
    tried = list(flipping(evaluation, id_, range(1, len(argument_map.statements) + 1)))
    assert found.is_whole
    if not found.sets:
        assert tried == []
    else:
        assert set(found.sets[0]) in tried
        assert len(found.sets[0]) == min(map(len, tried))


@given(argument_map=small_maps(most=6))
@SETTINGS
def test_the_attack_surface_is_where_a_new_counterpoint_overturns(argument_map):
    """Against each statement in turn: the verdict falls just where it is said to."""
    evaluation = evaluate(argument_map)
    for id_, verdict in evaluation.statements.items():
        places = attack_surface(evaluation, id_).places
        if verdict.status is not Status.ACCEPTED:
            assert places == ()
            continue
        for target in argument_map.statements:
            attacked = with_leaf(argument_map, target, Polarity.CON, "against")
            falls = evaluate(attacked).status(id_) is not Status.ACCEPTED
            assert falls == (target in places), (id_, target)


BUS = """claim bus "We should take the bus" {
  evidence cheap "It is cheap" { confidence: 0.8 }
  reason { evidence warm "It is warm" assumption cold "It is cold today" { confidence: 0.9 } }
  counterpoint late "It is late" { counterpoint lane "It has a lane" { confidence: 0.7 } }
}"""


def worth(evaluation, id_, present):
    """Return a strength by the definition: all other grounds are worth nothing."""
    from attrs import evolve

    absent = frozenset(
        node
        for node in range(evaluation.frame.statement_count)
        if evaluation.frame.asserted[node] and evaluation.frame.names[node] not in present
    )
    plan = evolve(build_strength_plan(evaluation), absent=absent)
    return propagate(plan, evaluation.labelling.order)[evaluation.numbers[id_]]


def test_shares_are_means_over_all_orders():
    """Each ground's share is what it adds on average, in every order there is."""
    from itertools import permutations

    evaluation = evaluate(resolved(BUS))
    its = contributions(evaluation, "bus")
    grounds = list(its.values)
    assert grounds == ["cheap", "warm", "cold", "late", "lane"]
    sums = dict.fromkeys(grounds, 0.0)
    orders = list(permutations(grounds))
    for order in orders:
        for place, ground in enumerate(order):
            before, after = set(order[:place]), set(order[: place + 1])
            sums[ground] += worth(evaluation, "bus", after) - worth(evaluation, "bus", before)
    for ground in grounds:
        assert its.values[ground] == pytest.approx(sums[ground] / len(orders))
    assert its.error == 0


@given(argument_map=small_maps(most=6, has_standards=True), data=st.data())
@SETTINGS
def test_shares_sum_to_what_all_grounds_add(argument_map, data):
    """Nothing is lost and nothing counted twice, on any map."""
    evaluation = evaluate(argument_map)
    id_ = data.draw(st.sampled_from(list(argument_map.statements)))
    its = contributions(evaluation, id_)
    if its is not None:
        assert its.within == pytest.approx(compute_strengths(evaluation).statements[id_], abs=1e-6)
        assert sum(its.values.values()) == pytest.approx(its.within - its.without, abs=1e-6)


def test_sampled_shares_agree_with_exact_ones(monkeypatch):
    """Drawn orders come within the stated error, or little beyond, and always to the same."""
    evaluation = evaluate(resolved(BUS))
    exact = contributions(evaluation, "bus")
    monkeypatch.setattr("argmap.evaluation.shapley.MAX_EXACT_GROUNDS", 0)
    sampled = contributions(evaluation, "bus")
    assert sampled == contributions(evaluation, "bus")
    assert 0 < sampled.error < 0.05
    for ground, value in exact.values.items():
        assert sampled.values[ground] == pytest.approx(value, abs=2 * sampled.error)


def test_the_search_for_the_attack_surface_ends(monkeypatch):
    """It says that it has stopped, with the places next to the thesis."""
    inferences = "".join(f'claim s{n} "S" {{ supports: s{n - 1} }}\n' for n in range(1, 60))
    evaluation = evaluate(
        resolved(f'claim s0 "S"\n{inferences}assumption z "Z" {{ supports: s59 }}')
    )
    whole = attack_surface(evaluation, "s0")
    assert (whole.is_whole, len(whole.places), whole.tried) == (True, 121, 121)
    monkeypatch.setattr(attack_surface_module, "MAX_WORK", 200)
    cut = attack_surface(evaluation, "s0")
    assert not cut.is_whole
    assert 0 < cut.tried < 121
    assert cut.places == whole.places[: cut.tried]
