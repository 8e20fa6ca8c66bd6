"""Explanations and counterfactuals are verified by evaluating maps again.

`tests/robustness/verdicts.py` tries more maps.
"""

import random

import pytest
from tests.evaluation.random_maps import random_map_text
from tests.robustness.verdicts import failures_of, resolved

from argmap.evaluation import evaluate
from argmap.evaluation.counterfactuals import flip_sets
from argmap.evaluation.evaluation import explain_status
from argmap.evaluation.explanation import build_dispute_tree
from argmap.workspace.analysis_report import load_bearing_data, load_bearing_text


@pytest.mark.parametrize("hundred", range(4))
def test_explanations_are_confirmed_by_exhaustive_search(hundred):
    """Flip sets, attack surfaces and dispute trees are those that trying everything finds."""
    pytest.importorskip("pysat")
    for seed in range(hundred * 100, hundred * 100 + 100):
        generator = random.Random(seed)
        argument_map = resolved(random_map_text(generator))
        target = generator.choice(list(argument_map.statements))
        assert failures_of(argument_map, target) == []


CYCLES = {
    "a statement that supports itself": """
        counterpoint s0 "A" { standard: beyond-reasonable-doubt supports: s0
          assumption a "B" { confidence: likely evidence b "C" { opposes: s0 } } }""",
    "a cycle of two, one of which is weighed and attacked": """
        claim s0 "A" { standard: preponderance supports: s1
          evidence a "B" { confidence: 0.7 } evidence b "C" { confidence: 0.8 opposes: s0 } }
        claim s1 "D" { supports: s0 confidence: 0.9 }""",
    "a cycle through a group of premises": """
        claim s0 "A" { standard: clear-and-convincing
          reason { premises: s1, s2 }
          counterpoint c "C" { confidence: 0.7 } }
        claim s1 "B" { supported-by: s0 confidence: 0.9 }
        assumption s2 "D" { confidence: 0.9 }""",
    "a cycle that an undercut breaks": """
        claim s0 "A" { standard: preponderance supported-by: s1 }
        claim s1 "B" { supported-by: s0 evidence e "E" { confidence: 0.9 } }
        counterpoint u "U" { undercuts: e -> s1 }""",
    "a lost support and an attack that is weighed": """
        claim s0 "A" { standard: clear-and-convincing
          claim s1 "B" { confidence: 0.9 supports: s2 counterpoint x "X" }
          claim s3 "C" { confidence: 0.7 }
          counterpoint c "D" { confidence: 0.6 } }
        claim s2 "E" { supports: s0 }""",
}


@pytest.mark.parametrize("text", CYCLES.values(), ids=CYCLES)
def test_cycles_with_standards_of_proof(text):
    """In a cycle, both a weighed attack and a lost support are reasons."""
    argument_map = resolved(text)
    for id_ in argument_map.statements:
        assert failures_of(argument_map, id_) == []


def test_a_support_that_is_undercut_is_not_called_circular():
    """In a cycle of support, a statement whose support is undercut has lost it."""
    evaluation = evaluate(resolved(CYCLES["a cycle that an undercut breaks"]))
    assert evaluation.circular_statements == {"s0", "s1"}
    argument_map = resolved("""
        claim a "A" { supports: b claim b "B" { evidence e "E" } }
        counterpoint u "U" { undercuts: b -> a }""")
    evaluation = evaluate(argument_map)
    assert evaluation.circular_statements == set()
    assert explain_status(evaluation, "a") == "it has lost its support"
    assert build_dispute_tree(evaluation, "a").children == {"a": ("b->a",), "b->a": ("u",), "u": ()}


def attack_cycle(size, more=""):
    """Return a map with a cycle of attacks."""
    lines = [f'claim c{n} "C {n}" {{ opposes: c{(n + 1) % size} }}' for n in range(size)]
    return resolved("\n".join(['map "M" { thesis: c0 }', *lines, more]))


@pytest.mark.parametrize("size", [3, 4, 50, 51])
def test_a_cycle_of_attacks_with_an_attack_from_outside(size):
    """Starting from the attacked statement, every second one is accepted."""
    evaluation = evaluate(attack_cycle(size, 'evidence x "X" { opposes: c1 }'))
    for number in range(1, size):
        expected = "rejected" if number % 2 else "accepted"
        assert evaluation.statements[f"c{number}"].status.value == expected


def test_a_search_in_a_long_cycle_stops_and_is_reported_as_incomplete(monkeypatch):
    """The result is correct and tells how far the search went."""
    monkeypatch.setattr("argmap.evaluation.counterfactuals._MAX_FLIP_SET_WORK", 500)
    evaluation = evaluate(attack_cycle(60))
    result = flip_sets(evaluation, "c0")
    assert not result.is_complete
    assert 0 < result.tried_count < 60
    assert result.searched_size == 0
    text = load_bearing_text(evaluation)
    assert f"The search stopped after {result.tried_count} sets: not all single grounds" in text
    assert load_bearing_data(evaluation)["load_bearing"]["is_whole"] is False


@pytest.mark.parametrize("header", ["", "standard: accrual"])
def test_the_search_for_load_bearing_grounds_in_rings_is_bounded(header):
    """Two rings of 400 attacks, each of which alone keeps the thesis undecided."""
    rings = "\n".join(
        f'claim {ring}{n} "C" {{ opposes: {ring}{(n + 1) % 400}, {ring}{(n + 3) % 400} }}'
        for ring in "cd"
        for n in range(400)
    )
    argument_map = resolved(
        f'map "M" {{ thesis: t {header} }}\nclaim t "T" {{ opposed-by: c0, d0 }}\n{rings}'
    )
    evaluation = evaluate(argument_map)
    result = flip_sets(evaluation, "t")
    assert not result.is_complete
    assert result.tried_count < 800
    assert "not all single grounds were searched" in load_bearing_text(evaluation)


def test_many_weighed_inferences_to_one_statement_take_linear_space():
    """Each support has a number of blockers and no list of them."""
    argument_map = resolved(
        'claim a "A" { standard: preponderance }\n'
        + "\n".join(
            f'evidence e{n} "E" {{ {word}: a confidence: 0.{n:03} }}'
            for n, word in enumerate(["supports", "opposes"] * 100, start=1)
        )
    )
    evaluation = evaluate(argument_map)
    weighing = evaluation.framework.weighings[evaluation.node_by_id["a"]]
    assert len(weighing.supports) == len(weighing.attacks) == 100
    assert evaluation.status("a").value == "rejected"
    assert build_dispute_tree(evaluation, "a").children["a"] == ("e200->a",)
