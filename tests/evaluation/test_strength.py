"""Strengths: between 0 and 1, monotone, and nothing is hidden where they do not settle."""

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.evaluation.test_oracles import resolved, small_maps

from argmap.evaluation import evaluate
from argmap.evaluation.standards import base_score
from argmap.evaluation.strength import MODELS, compute_strengths
from argmap.model import Confidence, Polarity

SCORES = st.sampled_from([0.0, 0.1, 0.25, 0.5, 0.75, 0.9, 1.0])
models = pytest.mark.parametrize("model", MODELS)


def of(argument_map, model):
    return compute_strengths(evaluate(argument_map), model).statements


def of_one(text, id_, model="quadratic-energy"):
    return of(resolved(text), model)[id_]


@st.composite
def trees(draw):
    """A map without a cycle and without cross-links: each statement below an earlier one."""
    words = ["claim", "evidence", "assumption", "counterpoint"]
    kinds = draw(st.lists(st.sampled_from(words), min_size=1, max_size=9))
    parents = [draw(st.integers(0, n - 1)) if n else 0 for n in range(len(kinds))]

    def text(number):
        below = " ".join(text(n) for n in range(1, len(kinds)) if parents[n] == number)
        score = f"confidence: {draw(SCORES)}"
        return f'{kinds[number]} s{number} "S" {{ {score} {below} }}'

    return resolved(text(0))


def with_score(argument_map, id_, score):
    changed = evolve(argument_map.statements[id_], confidence=Confidence(score))
    return evolve(argument_map, statements={**argument_map.statements, id_: changed})


def polarity(argument_map, id_):
    """Return 1 if a statement of a tree speaks for the root, -1 if against it."""
    sign = 1
    while id_ in argument_map.inferences_from:
        (inference,) = argument_map.inferences_from[id_]
        sign = sign if inference.polarity is Polarity.PRO else -sign
        id_ = inference.conclusion
    return sign


@models
@given(argument_map=small_maps(has_standards=True))
@settings(max_examples=60, deadline=None)
def test_strengths_lie_between_0_and_1_or_are_not_there(model, argument_map):
    """On any map, with rings of every kind."""
    its = compute_strengths(evaluate(argument_map), model)
    for strength in (*its.statements.values(), *its.inferences.values()):
        assert strength is None or 0 <= strength <= 1
    assert its.unsettled == tuple(i for i, s in its.statements.items() if s is None)


@models
@given(argument_map=trees(), data=st.data())
@settings(max_examples=80, deadline=None)
def test_strength_follows_each_base_score_along_its_polarity(model, argument_map, data):
    """More confidence in what speaks for the root never weakens it; against it, never helps."""
    id_ = data.draw(st.sampled_from(list(argument_map.statements)))
    low, high = sorted((data.draw(SCORES), data.draw(SCORES)))
    before = of(with_score(argument_map, id_, low), model)["s0"]
    after = of(with_score(argument_map, id_, high), model)["s0"]
    assert polarity(argument_map, id_) * (after - before) >= -1e-12


@models
@given(score=SCORES)
def test_alone_a_statement_is_as_strong_as_its_base_score(model, score):
    """Without supporters and attackers nothing changes it."""
    assert of_one(f'claim a "A" {{ confidence: {score} }}', "a", model) == score


@models
def test_support_and_attack_are_dual(model):
    """An equal support and attack leave a claim where it was; each alone moves it as far."""
    none = of_one('claim a "A"', "a", model)
    pro = of_one('claim a "A" { evidence "E" { confidence: 0.8 } }', "a", model)
    con = of_one('claim a "A" { counterpoint "C" { confidence: 0.8 } }', "a", model)
    both = 'claim a "A" { evidence "E" { confidence: 0.8 } counterpoint "C" { confidence: 0.8 } }'
    assert pro - none == pytest.approx(none - con)
    assert of_one(both, "a", model) == pytest.approx(none)


def test_the_quadratic_energy_model_by_hand():
    """A base of 0.5 and an energy of 0.8: 0.5 + 0.5 · 0.64 / 1.64 (Potyka 2018, definition 5)."""
    strength = of_one('claim a "A" { evidence "E" { confidence: 0.8 } }', "a")
    assert strength == pytest.approx(0.5 + 0.5 * 0.64 / 1.64)


def test_df_quad_by_hand():
    """Two supports of 0.5 join to 0.75, and move 0.5 by three quarters of what is left."""
    text = 'claim a "A" { evidence "E" evidence "F" }'
    assert of_one(text, "a", "df-quad") == pytest.approx(0.5 + 0.5 * 0.75)


def test_an_inference_weighs_as_its_weakest_premise_less_its_undercut():
    """0.9 and 0.6 together weigh 0.6; an undercutter of 0.5 halves that."""
    text = """claim a "A" { reason r {
      evidence "E" { confidence: 0.9 }
      evidence "F" { confidence: 0.6 }
      counterpoint "U" { confidence: 0.5 }
    } }"""
    assert compute_strengths(evaluate(resolved(text))).inferences["r"] == pytest.approx(0.3)


@pytest.mark.parametrize(
    ("text", "score"),
    [
        ('evidence e "E"', 0.5),
        ('evidence e "E" { credibility: 2 }', 0.8),
        ('evidence e "E" { credibility: 6 }', 0.5),
        ('evidence e "E" @b', 0.75 + 0.25 * 0.5),
        ('evidence e "E" @b { credibility: 5 }', 0.75 * 0.1 + 0.25 * 0.5),
        ('evidence e "E" @a @b', 0.95 + 0.05 * 0.5),
        ('evidence e "E" @e1', 0.5),
        ('evidence e "E" @f', 0.5),
        ('evidence e "E" @b { credibility: 1 confidence: 0.2 }', 0.2),
        ('claim e "E" @a', 0.5),
        ('claim e "E" { confidence: likely }', 0.675),
    ],
)
def test_base_scores(text, score):
    """From confidence, or else from the Admiralty code of the information and its source."""
    sources = " ".join(
        f'source {id_} "S" {{ reliability: {letter} }}'
        for id_, letter in {"a": "A", "b": "B", "e1": "E", "f": "F"}.items()
    )
    argument_map = resolved(f"{sources}\n{text}")
    assert base_score(argument_map.statements["e"], argument_map) == pytest.approx(score)


@models
@given(scores=st.lists(SCORES, min_size=3, max_size=3))
@settings(deadline=None)
def test_where_a_ring_settles_the_strengths_satisfy_the_equations(model, scores):
    """An odd ring of attacks either comes to rest where each strength follows from the others."""
    text = " ".join(
        f'claim s{n} "S" {{ confidence: {score} opposes: s{(n + 1) % 3} }}'
        for n, score in enumerate(scores)
    )
    argument_map = resolved(text)
    its = of(argument_map, model)
    assert set(its) == {"s0", "s1", "s2"}
    for n, score in enumerate(scores):
        attacker = its[f"s{(n - 1) % 3}"]
        if attacker is not None:
            alone = f'claim a "A" {{ confidence: {score} counterpoint "C" {{ x: 1 }} }}'
            alone = with_score(resolved(alone.replace("{ x: 1 }", "")), "a", score)
            (other,) = (id_ for id_ in alone.statements if id_ != "a")
            expected = of(with_score(alone, other, attacker), model)["a"]
            assert its[f"s{n}"] == pytest.approx(expected, abs=1e-6)


def test_what_does_not_settle_is_told():
    """A crowd that attacks itself swings for ever in full steps; small steps bring it to rest."""
    crowd = [f"s{n}" for n in range(8)]
    text = " ".join(
        f'claim {id_} "S" {{ confidence: 1 opposes: {", ".join(crowd)} }}' for id_ in crowd
    )
    its = of(resolved(text), "quadratic-energy")
    assert all(strength is not None for strength in its.values())
    assert len({round(strength, 6) for strength in its.values()}) == 1


def test_an_unknown_model_is_refused():
    """The names of the models are listed."""
    with pytest.raises(ValueError, match="only df-quad, quadratic-energy"):
        compute_strengths(evaluate(resolved('claim a "A"')), "euler")
