"""Explanations, counterfactuals and contributions, verified by evaluating maps again."""

from itertools import combinations

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.evaluation.random_maps import load_map
from tests.evaluation.test_metamorphic import with_leaf
from tests.evaluation.test_oracles import full_maps, small_maps

from argmap.evaluation import counterfactuals, direct_reasons, evaluate, explanation
from argmap.evaluation.counterfactuals import (
    Counterfactuals,
    attack_surface,
    flip_sets,
    smallest_flip_set,
)
from argmap.evaluation.direct_reasons import Bearing, ReasonRanking, rank_reasons
from argmap.evaluation.explanation import build_dispute_tree, dispute_as_map
from argmap.evaluation.shapley import contributions
from argmap.evaluation.strength import build_strength_plan, compute_strengths, propagate
from argmap.model import Polarity, Status

ANY_MAP = st.one_of(small_maps(6), small_maps(6, has_standards=True), full_maps())
SETTINGS = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


def all_statuses(evaluation):
    return {id_: evaluation.status(id_) for id_ in evaluation.framework.node_ids}


@given(ANY_MAP, st.data())
@SETTINGS
def test_status_changes_are_those_of_a_new_evaluation(argument_map, data):
    """Following a change through the map gives the same labels as evaluating the map with it."""
    evaluation = evaluate(argument_map)
    queries = Counterfactuals(evaluation)
    before = all_statuses(evaluation)
    for _ in range(3):
        ids = st.lists(st.sampled_from(evaluation.framework.node_ids), min_size=1, max_size=2)
        suppose = {id_: data.draw(st.sampled_from(Status)) for id_ in data.draw(ids)}
        after = all_statuses(evaluate(argument_map, suppose))
        changes = {id_: status for id_, status in after.items() if status is not before[id_]}
        assert queries.status_changes(suppose) == changes
    assert all_statuses(evaluation) == before


def is_decided_by_children(evaluation, tree):
    """Return whether the children of each node in a dispute tree decide its status."""
    for id_, children in tree.children.items():
        statuses = {child: evaluation.status(child) for child in children}
        others = {
            other: Status.UNDECIDED for other in evaluation.framework.node_ids if other != id_
        }
        again = evaluate(evaluation.argument_map, {**others, **statuses})
        if again.status(id_) is not evaluation.status(id_):
            return False
    return True


@pytest.mark.parametrize("max_height", [24, 0], ids=["from the root", "bottom-up"])
@given(argument_map=ANY_MAP, data=st.data())
@SETTINGS
def test_a_dispute_tree_decides_its_root(max_height, argument_map, data, monkeypatch):
    """The children of a node in the tree decide it, whatever the status of all other nodes.

    This does not apply to cycles: a cycle as a whole keeps its nodes undecided or rejected.
    """
    monkeypatch.setattr(explanation, "_MAX_SEARCH_HEIGHT", max_height)
    evaluation = evaluate(argument_map)
    id_ = data.draw(st.sampled_from(list(argument_map.statements)))
    tree = build_dispute_tree(evaluation, id_)
    in_cycles = {id_ for cycle in evaluation.cycles for id_ in cycle}
    nodes = {*tree.children, *(c for children in tree.children.values() for c in children)}
    if not in_cycles & nodes:
        assert is_decided_by_children(evaluation, tree)
    assert set(tree.children) == nodes


@given(argument_map=small_maps(6))
@SETTINGS
def test_a_dispute_as_a_map_has_the_same_verdict(argument_map):
    """An accepted statement is accepted in the submap of its dispute tree."""
    evaluation = evaluate(argument_map)
    for id_, verdict in evaluation.statements.items():
        if verdict.status is Status.ACCEPTED:
            submap = dispute_as_map(argument_map, build_dispute_tree(evaluation, id_))
            assert evaluate(submap).status(id_) is Status.ACCEPTED
            assert submap.thesis == id_


def test_the_shortest_reason_is_chosen():
    """Of two supports that hold, the one with the lower tree is in the tree."""
    text = """claim a "A" {
      claim long "L" { claim longer "LL" { evidence e "E" } }
      evidence short "S"
    }"""
    tree = build_dispute_tree(evaluate(load_map(text)), "a")
    assert tree.children == {"a": ("short->a",), "short->a": ("short",), "short": ()}


@pytest.mark.parametrize(("weights", "child"), [((0.6, 0.9), "k->a"), ((0.9, 0.6), "s->a")])
def test_an_attack_that_holds_is_chosen_over_a_support_that_fails(weights, child):
    """If it is heavier: otherwise, it is not enough to reject the statement."""
    text = 'claim a "A" {{ standard: accrual claim s "S" {{ confidence: {} counterpoint z "Z" }}'
    text += ' counterpoint k "K" {{ confidence: {} }} }}'
    evaluation = evaluate(load_map(text.format(*weights)))
    assert build_dispute_tree(evaluation, "a").children["a"] == (child,)


def test_an_attack_is_not_replaced_by_a_lighter_support_that_fails():
    """Only by a lighter attack that is enough, too."""
    fails = '{} {{ confidence: {} counterpoint z{} "Z{}" }}'.format
    supports = " ".join(
        fails(f'claim s{n} "S{n}"', weight, n, n) for n, weight in enumerate((0.2, 0.5, 0.6))
    )
    text = (
        f'claim a "A" {{ standard: accrual {supports} counterpoint k "K" {{ confidence: 0.4 }} }}'
    )
    tree = build_dispute_tree(evaluate(load_map(text)), "a")
    assert set(tree.children["a"]) == {"s1->a", "s2->a", "k->a"}


@pytest.mark.parametrize(
    ("body", "children"),
    [
        ('assumption b "B" assumption c "C"', ("b->a",)),
        ('counterpoint d "D" counterpoint e "E" counterpoint f "F"', ("d->a",)),
    ],
)
@pytest.mark.parametrize("standard", ["accrual", "preponderance"])
def test_the_first_of_equal_reasons_is_chosen(body, children, standard):
    """Whatever the standard."""
    evaluation = evaluate(load_map(f'claim a "A" {{ standard: {standard} {body} }}'))
    assert build_dispute_tree(evaluation, "a").children["a"] == children


OPPOSED = """
claim a "A" { opposes: b }
claim b "B" { opposes: a  counterpoint x "X" { counterpoint y "Y" } }
"""
"""Two claims that oppose each other; one of them also has an attack that is rejected."""

SUPPORT_CYCLE = """
claim a "A" { supports: b }
claim b "B" { supports: a  claim c "C" { counterpoint d "D" } }
"""
"""Two claims that support each other; one of them also has a support that is rejected."""

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
"""An inference with two undercutters: one is undecided, one is rejected."""

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
"""A claim with a standard: its strongest attack and its strongest support are rejected."""

TALL = """
claim c "C" {
  standard: preponderance
  evidence heavy "P" { confidence: 0.8 }
  evidence light "Q" { confidence: 0.4 }
  evidence rejected "R" { confidence: 0.3  counterpoint y "Y" }
}
claim strong "S" { opposes: c  confidence: 0.9  claim s1 "S1" { evidence s2 "S2" } }
evidence weak "W" { opposes: c  confidence: 0.5 }
evidence weaker "V" { opposes: c  confidence: 0.45 }
"""
"""A claim whose strongest attack has the highest tree; some supports have shorter reasons."""

ATTACKED = """
claim c "C"
evidence rejected "F" { opposes: c  counterpoint x "X" }
claim tall "T" { opposes: c  claim t1 "T1" { claim t2 "T2" { evidence t3 "T3" } } }
"""
"""A claim with two attacks: the rejected one has the lower tree."""

SUPPORT_CYCLE_AND_ATTACK = """
claim a "A" { supports: b }
claim b "B" { supports: a }
claim c "C" { opposes: a, d  objection x { premises: d, a } }
claim d "D"
"""
"""A cycle of support, and a statement that is accepted only because the cycle is rejected."""

PREMISE_ON_A_CYCLE = """
claim t "T" { reason r { claim a "A" { opposes: b }  evidence p "P" } }
claim b "B" { opposes: a }
"""
"""A support with one undecided and one accepted premise."""


@pytest.mark.parametrize("max_height", [24, 0], ids=["from the root", "bottom-up"])
@pytest.mark.parametrize(
    ("text", "id_", "children"),
    [
        pytest.param(
            OPPOSED,
            "a",
            {"a": ("b->a",), "b->a": ("b",), "b": ("a->b",), "a->b": ("a",)},
            id="of two attacks, only the undecided one keeps a claim undecided",
        ),
        pytest.param(
            OPPOSED,
            "b",
            {"b": ("a->b",), "a->b": ("a",), "a": ("b->a",), "b->a": ("b",)},
            id="a rejected attack is not in the tree",
        ),
        pytest.param(
            'claim a "A" { contradicts: b }  claim b "B"',
            "a",
            {"a": ("b",), "b": ("a",)},
            id="contradicting statements keep each other undecided",
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
            id="of two undercutters, only the undecided one keeps an inference undecided",
        ),
        pytest.param(
            PREMISE_ON_A_CYCLE,
            "t",
            {
                "t": ("r",),
                "r": ("a",),
                "a": ("b->a",),
                "b->a": ("b",),
                "b": ("a->b",),
                "a->b": ("a",),
            },
            id="an accepted premise does not keep an inference undecided",
        ),
        pytest.param(
            SUPPORT_CYCLE,
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
            id="a cycle of support is in the tree with the other support that is rejected",
        ),
        pytest.param(
            'claim a "A" { supports: b }  claim b "B" { supports: a  opposed-by: c }  claim c "C"',
            "a",
            {"a": ("b->a",), "b->a": ("b",), "b": ("c->b",), "c->b": ("c",), "c": ()},
            id="an attack on a cycle is a better reason than the cycle",
        ),
        pytest.param(
            'claim a "A" { supports: b }  claim b "B" { supports: a  evidence c "C" }',
            "a",
            {"a": ("b->a",), "b->a": ("b",), "b": ("c->b",), "c->b": ("c",), "c": ()},
            id="a support from outside a cycle is the reason for the cycle",
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
            id="a rejected attack does not reject anything, however low its tree",
        ),
        pytest.param(
            SUPPORT_CYCLE_AND_ATTACK,
            "c",
            {
                "c": ("x",),
                "x": ("a",),
                "a": ("b->a",),
                "b->a": ("b",),
                "b": ("a->b",),
                "a->b": ("a",),
            },
            id="a statement that a rejected cycle decides is not its own reason",
        ),
    ],
)
def test_dispute_trees(max_height, text, id_, children, monkeypatch):
    """A tree contains exactly the nodes that decide, the root first."""
    monkeypatch.setattr(explanation, "_MAX_SEARCH_HEIGHT", max_height)
    tree = build_dispute_tree(evaluate(load_map(text)), id_)
    assert tree.children == children
    assert next(iter(tree.children)) == tree.root == id_


def test_very_deep_trees_are_supported():
    """Ten thousand nested rebuttals are traversed without recursion."""
    depth = 10_000
    inferences = (f'claim s{n} "S" {{ opposes: s{n - 1} }}' for n in range(1, depth))
    evaluation = evaluate(load_map("\n".join(['claim s0 "S"', *inferences])))
    assert len(build_dispute_tree(evaluation, "s0").children) == 2 * depth - 1


def all_flip_sets(evaluation, id_, sizes):
    """Yield all sets of grounds without which a verdict differs, by trying all.

    A rejected ground may be in a set, too: it may be accepted if another one is removed.
    """
    framework = evaluation.framework
    grounds = [
        id_
        for node, id_ in enumerate(framework.node_ids[: framework.statement_count])
        if framework.is_asserted[node]
    ]
    for size in sizes:
        for removed in combinations(grounds, size):
            again = evaluate(evaluation.argument_map, dict.fromkeys(removed, Status.REJECTED))
            if again.status(id_) is not evaluation.status(id_):
                yield set(removed)


@given(argument_map=small_maps(6), data=st.data())
@SETTINGS
def test_flip_sets_are_those_that_exhaustive_search_finds(argument_map, data):
    """Every set flips the verdict, and every set that flips it contains one of them."""
    evaluation = evaluate(argument_map)
    id_ = data.draw(st.sampled_from(list(argument_map.statements)))
    result = flip_sets(evaluation, id_)
    assert result.is_complete
    sets = [set(ids) for ids in result.sets]
    expected = list(all_flip_sets(evaluation, id_, (1, 2, 3)))
    assert all(ids in expected for ids in sets)
    assert all(any(ids <= other for ids in sets) for other in expected)
    assert not any(ids < other for ids in sets for other in sets)


@given(argument_map=small_maps(6), data=st.data())
@SETTINGS
def test_the_smallest_flip_set_is_the_smallest(argument_map, data):
    """The set that the solver finds flips the verdict, and no smaller set does."""
    pytest.importorskip("pysat")
    evaluation = evaluate(argument_map)
    id_ = data.draw(st.sampled_from(list(argument_map.statements)))
    result = smallest_flip_set(evaluation, id_)
    expected = list(all_flip_sets(evaluation, id_, range(1, len(argument_map.statements) + 1)))
    assert result.is_complete
    if not result.sets:
        assert expected == []
    else:
        assert set(result.sets[0]) in expected
        assert len(result.sets[0]) == min(map(len, expected))


@given(argument_map=small_maps(6))
@SETTINGS
def test_the_attack_surface_is_where_a_new_counterpoint_changes_the_verdict(argument_map):
    """This is tested with a counterpoint against each statement."""
    evaluation = evaluate(argument_map)
    for id_, verdict in evaluation.statements.items():
        targets = attack_surface(evaluation, id_).targets
        if verdict.status is not Status.ACCEPTED:
            assert targets == ()
            continue
        for target in argument_map.statements:
            attacked = with_leaf(argument_map, target, Polarity.CON, "against")
            is_overturned = evaluate(attacked).status(id_) is not Status.ACCEPTED
            assert is_overturned == (target in targets), (id_, target)


BUS = """claim bus "We should take the bus" {
  evidence cheap "It is cheap" { confidence: 0.8 }
  reason { evidence warm "It is warm" assumption cold "It is cold today" { confidence: 0.9 } }
  counterpoint late "It is late" { counterpoint lane "It has a lane" { confidence: 0.7 } }
}"""


def worth(evaluation, id_, present):
    """Return the strength of a statement if all grounds but some have strength 0."""
    from attrs import evolve

    absent = frozenset(
        node
        for node in range(evaluation.framework.statement_count)
        if evaluation.framework.is_asserted[node]
        and evaluation.framework.node_ids[node] not in present
    )
    plan = evolve(build_strength_plan(evaluation), absent=absent)
    return propagate(plan)[evaluation.node_by_id[id_]]


CYCLE = """
claim a "A" { evidence e "E" { confidence: 0.7 } counterpoint x "X" { confidence: 0.4 } opposes: b }
claim b "B" { evidence f "F" { confidence: 0.6 } opposes: a }
"""


def test_contributions_are_means_over_all_orders():
    """A ground's contribution is what it adds on average, over all orders."""
    from itertools import permutations

    evaluation = evaluate(load_map(BUS))
    result = contributions(evaluation, "bus")
    grounds = list(result.values)
    assert grounds == ["cheap", "warm", "cold", "late", "lane"]
    sums = dict.fromkeys(grounds, 0.0)
    orders = list(permutations(grounds))
    for order in orders:
        for index, ground in enumerate(order):
            before, after = set(order[:index]), set(order[: index + 1])
            sums[ground] += worth(evaluation, "bus", after) - worth(evaluation, "bus", before)
    for ground in grounds:
        assert result.values[ground] == pytest.approx(sums[ground] / len(orders))
    assert result.error == 0


@given(argument_map=small_maps(6, has_standards=True), data=st.data())
@SETTINGS
def test_contributions_sum_to_what_all_grounds_add(argument_map, data):
    """This holds for any map."""
    evaluation = evaluate(argument_map)
    id_ = data.draw(st.sampled_from(list(argument_map.statements)))
    result = contributions(evaluation, id_)
    if result is not None:
        assert result.strength == pytest.approx(
            compute_strengths(evaluation).statements[id_], abs=1e-6
        )
        assert sum(result.values.values()) == pytest.approx(
            result.strength - result.strength_without_grounds, abs=1e-6
        )


def test_sampled_contributions_agree_with_exact_ones(monkeypatch):
    """Sampling is deterministic, and the deviation is at most twice the stated error."""
    evaluation = evaluate(load_map(BUS))
    exact = contributions(evaluation, "bus")
    monkeypatch.setattr("argmap.evaluation.shapley.MAX_EXACT_GROUNDS", 0)
    sampled = contributions(evaluation, "bus")
    assert sampled == contributions(evaluation, "bus")
    assert 0 < sampled.error < 0.05
    for ground, value in exact.values.items():
        assert sampled.values[ground] == pytest.approx(value, abs=2 * sampled.error)


def test_contributions_are_exact_up_to_a_number_of_grounds(monkeypatch):
    """More grounds are sampled, and so are the grounds of a statement that depends on a cycle."""
    evaluation = evaluate(load_map(BUS))
    monkeypatch.setattr("argmap.evaluation.shapley.MAX_EXACT_GROUNDS", 5)
    assert contributions(evaluation, "bus").error == 0
    monkeypatch.setattr("argmap.evaluation.shapley.MAX_EXACT_GROUNDS", 4)
    assert contributions(evaluation, "bus").error > 0
    cycle = evaluate(load_map(f'{CYCLE} evidence z "Z"'))
    assert contributions(cycle, "a").error > 0
    assert contributions(cycle, "z").error == 0


def test_there_are_no_contributions_without_convergence(monkeypatch):
    """A strength that does not converge for some coalition has no contributions."""
    cycle = evaluate(load_map(f'{CYCLE} evidence z "Z"'))
    monkeypatch.setattr("argmap.evaluation.shapley._MAX_CYCLE_UPDATES", 1)
    assert contributions(cycle, "a") is None
    assert contributions(cycle, "z").values == {"z": 0.5}


def test_the_search_for_the_attack_surface_stops_at_a_limit(monkeypatch):
    """The incomplete result contains the targets nearest to the thesis."""
    inferences = "".join(f'claim s{n} "S" {{ supports: s{n - 1} }}\n' for n in range(1, 60))
    evaluation = evaluate(
        load_map(f'claim s0 "S"\n{inferences}assumption z "Z" {{ supports: s59 }}')
    )
    complete = attack_surface(evaluation, "s0")
    assert (complete.is_complete, len(complete.targets), complete.tried_count) == (True, 121, 121)
    monkeypatch.setattr(counterfactuals, "_MAX_ATTACK_SURFACE_WORK", 200)
    partial = attack_surface(evaluation, "s0")
    assert not partial.is_complete
    assert 0 < partial.tried_count < 121
    assert partial.targets == complete.targets[: partial.tried_count]


# ---- The ranking of direct reasons ---------------------------------------------------------------


@given(ANY_MAP)
@SETTINGS
def test_a_decisive_reason_is_one_without_which_the_status_changes(argument_map):
    """Each direct reason is listed once; rejecting it changes the status if it is decisive."""
    evaluation = evaluate(argument_map)
    ranking = ReasonRanking(evaluation)
    for id_ in argument_map.statements:
        reasons = ranking.reasons(id_)
        listed = [reason.id for reason in reasons]
        assert len(listed) == len(set(listed))
        inferences = argument_map.inferences_to.get(id_, ())
        assert {inference.id for inference in inferences} <= set(listed)
        for reason in reasons:
            if reason.id == id_:
                continue  # a statement that contradicts itself
            without = evaluate(argument_map, {reason.id: Status.REJECTED})
            assert reason.is_decisive == (without.status(id_) is not evaluation.status(id_))


@given(ANY_MAP)
@SETTINGS
def test_what_holds_against_an_accepted_statement_is_outweighed(argument_map):
    """Every objection and rival that holds has a counterweight; nothing else has."""
    evaluation = evaluate(argument_map)
    ranking = ReasonRanking(evaluation)
    for id_, verdict in evaluation.statements.items():
        if verdict.status is not Status.ACCEPTED:
            continue
        for reason in ranking.reasons(id_):
            if reason.bearing is not Bearing.FOR and reason.status is Status.ACCEPTED:
                assert reason.outweighed is not None
            if reason.bearing is Bearing.AGAINST and reason.status is Status.REJECTED:
                assert reason.outweighed is None


@given(ANY_MAP, st.randoms(use_true_random=False))
@SETTINGS
def test_the_ranking_depends_on_the_order_of_the_file_only_between_equals(argument_map, random):
    """In another order, the same kinds of reasons follow each other."""
    inferences = list(argument_map.inferences.items())
    random.shuffle(inferences)
    shuffled = ReasonRanking(evaluate(evolve(argument_map, inferences=dict(inferences))))
    ranking = ReasonRanking(evaluate(argument_map))
    for id_ in argument_map.statements:
        kinds, shuffled_kinds = (
            [
                (reason.is_decisive, reason.status, reason.size)
                for reason in ranked.reasons(id_)
                if reason.bearing is Bearing.FOR
            ]
            for ranked in (ranking, shuffled)
        )
        assert kinds == shuffled_kinds


def test_the_search_for_decisive_reasons_is_bounded(monkeypatch):
    """Further reasons count as not decisive."""
    argument_map = load_map('claim a "A" { evidence b "B"  counterpoint c "C" }')
    assert any(reason.is_decisive for reason in rank_reasons(evaluate(argument_map), "a"))
    monkeypatch.setattr(direct_reasons, "_MAX_RANKING_WORK", -1)
    assert not any(reason.is_decisive for reason in rank_reasons(evaluate(argument_map), "a"))
