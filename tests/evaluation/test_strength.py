"""Strengths are between 0 and 1 and monotone, and unconverged ones are reported."""

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.evaluation.random_maps import load_map
from tests.evaluation.test_oracles import small_maps

from argmap.evaluation import evaluate
from argmap.evaluation.standards import base_score
from argmap.evaluation.strength import MODELS, compute_strengths
from argmap.model import Confidence, Polarity

SCORES = st.sampled_from([0.0, 0.1, 0.25, 0.5, 0.75, 0.9, 1.0])
models = pytest.mark.parametrize("model", MODELS)


def strengths_of(argument_map, model):
    return compute_strengths(evaluate(argument_map), model).statements


def strength_of(text, id_, model="quadratic-energy"):
    return strengths_of(load_map(text), model)[id_]


@st.composite
def trees(draw):
    """Draw a map that is a tree."""
    words = ["claim", "evidence", "assumption", "counterpoint"]
    kinds = draw(st.lists(st.sampled_from(words), min_size=1, max_size=9))
    parents = [draw(st.integers(0, n - 1)) if n else 0 for n in range(len(kinds))]

    def text(number):
        children = " ".join(text(n) for n in range(1, len(kinds)) if parents[n] == number)
        score = f"confidence: {draw(SCORES)}"
        return f'{kinds[number]} s{number} "S" {{ {score} {children} }}'

    return load_map(text(0))


def with_score(argument_map, id_, score):
    changed = evolve(argument_map.statements[id_], confidence=Confidence(score))
    return evolve(argument_map, statements={**argument_map.statements, id_: changed})


def polarity(argument_map, id_):
    """Return 1 if a statement of a tree is for the root, -1 if it is against it."""
    sign = 1
    while id_ in argument_map.inferences_from:
        (inference,) = argument_map.inferences_from[id_]
        sign = sign if inference.polarity is Polarity.PRO else -sign
        id_ = inference.conclusion
    return sign


@models
@given(argument_map=small_maps(has_standards=True))
@settings(max_examples=60, deadline=None)
def test_strengths_are_between_0_and_1_or_missing(model, argument_map):
    """This holds for any map, with all kinds of cycles."""
    strengths = compute_strengths(evaluate(argument_map), model)
    for strength in (*strengths.statements.values(), *strengths.inferences.values()):
        assert strength is None or 0 <= strength <= 1
    assert strengths.unconverged == tuple(i for i, s in strengths.statements.items() if s is None)


@models
@given(argument_map=trees(), data=st.data())
@settings(max_examples=80, deadline=None)
def test_strength_is_monotone_in_each_base_score(model, argument_map, data):
    """More confidence in a statement for the root never weakens it; against it, never helps."""
    id_ = data.draw(st.sampled_from(list(argument_map.statements)))
    low, high = sorted((data.draw(SCORES), data.draw(SCORES)))
    before = strengths_of(with_score(argument_map, id_, low), model)["s0"]
    after = strengths_of(with_score(argument_map, id_, high), model)["s0"]
    assert polarity(argument_map, id_) * (after - before) >= -1e-12


@models
@given(score=SCORES)
def test_an_isolated_statement_has_its_base_score_as_strength(model, score):
    """Without supports and attacks, nothing changes it."""
    assert strength_of(f'claim a "A" {{ confidence: {score} }}', "a", model) == score


@models
def test_support_and_attack_are_dual(model):
    """Equal support and attack cancel out; each alone changes the strength by the same amount."""
    none = strength_of('claim a "A"', "a", model)
    pro = strength_of('claim a "A" { evidence "E" { confidence: 0.8 } }', "a", model)
    con = strength_of('claim a "A" { counterpoint "C" { confidence: 0.8 } }', "a", model)
    both = 'claim a "A" { evidence "E" { confidence: 0.8 } counterpoint "C" { confidence: 0.8 } }'
    assert pro - none == pytest.approx(none - con)
    assert strength_of(both, "a", model) == pytest.approx(none)


def test_the_quadratic_energy_model_computes_a_known_value():
    """A base of 0.5 and an energy of 0.8: 0.5 + 0.5 · 0.64 / 1.64 (Potyka 2018, definition 5)."""
    strength = strength_of('claim a "A" { evidence "E" { confidence: 0.8 } }', "a")
    assert strength == pytest.approx(0.5 + 0.5 * 0.64 / 1.64)


def test_df_quad_computes_a_known_value():
    """Two supports of 0.5 combine to 0.75, which moves 0.5 by three quarters of the rest."""
    text = 'claim a "A" { evidence "E" evidence "F" }'
    assert strength_of(text, "a", "df-quad") == pytest.approx(0.5 + 0.5 * 0.75)


def test_an_inference_is_as_strong_as_its_weakest_premise_if_it_is_not_undercut():
    """Premises of 0.9 and 0.6 give 0.6; an undercutter of 0.5 halves that."""
    text = """claim a "A" { reason r {
      evidence "E" { confidence: 0.9 }
      evidence "F" { confidence: 0.6 }
      counterpoint "U" { confidence: 0.5 }
    } }"""
    assert compute_strengths(evaluate(load_map(text))).inferences["r"] == pytest.approx(0.3)


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
    """They come from the confidence, or else from the Admiralty codes."""
    sources = " ".join(
        f'source {id_} "S" {{ reliability: {letter} }}'
        for id_, letter in {"a": "A", "b": "B", "e1": "E", "f": "F"}.items()
    )
    argument_map = load_map(f"{sources}\n{text}")
    assert base_score(argument_map.statements["e"], argument_map) == pytest.approx(score)


@models
@given(scores=st.lists(SCORES, min_size=3, max_size=3))
@settings(deadline=None)
def test_the_strengths_of_a_converged_cycle_satisfy_the_equations(model, scores):
    """In an odd cycle of attacks, each strength follows from the others, if it converges."""
    text = " ".join(
        f'claim s{n} "S" {{ confidence: {score} opposes: s{(n + 1) % 3} }}'
        for n, score in enumerate(scores)
    )
    argument_map = load_map(text)
    strengths = strengths_of(argument_map, model)
    assert set(strengths) == {"s0", "s1", "s2"}
    for n, score in enumerate(scores):
        attacker = strengths[f"s{(n - 1) % 3}"]
        if attacker is not None:
            alone = f'claim a "A" {{ confidence: {score} counterpoint "C" {{ x: 1 }} }}'
            alone = with_score(load_map(alone.replace("{ x: 1 }", "")), "a", score)
            (other,) = (id_ for id_ in alone.statements if id_ != "a")
            expected = strengths_of(with_score(alone, other, attacker), model)["a"]
            assert strengths[f"s{n}"] == pytest.approx(expected, abs=1e-6)


def test_a_cycle_that_oscillates_converges_in_small_increments():
    """Statements that all attack each other oscillate with a step size of 1."""
    statements = [f"s{n}" for n in range(8)]
    text = " ".join(
        f'claim {id_} "S" {{ confidence: 1 opposes: {", ".join(statements)} }}'
        for id_ in statements
    )
    strengths = strengths_of(load_map(text), "quadratic-energy")
    assert all(strength is not None for strength in strengths.values())
    assert len({round(strength, 6) for strength in strengths.values()}) == 1


def test_an_unknown_model_is_an_error():
    """The message lists the names of the models."""
    with pytest.raises(ValueError, match="use df-quad or quadratic-energy"):
        compute_strengths(evaluate(load_map('claim a "A"')), "euler")
