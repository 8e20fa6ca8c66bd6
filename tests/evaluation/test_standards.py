"""Proof standards: over all weights on either side, what the sentences of the definition say."""

import pytest
from tests.evaluation.oracles import stands
from tests.evaluation.test_oracles import resolved

from argmap.evaluation import evaluate

STANDARDS = (
    *("dialectical", "scintilla", "preponderance", "clear-and-convincing"),
    "beyond-reasonable-doubt",
)
WEIGHTS = [round(number / 10, 1) for number in range(11)]


def statuses(text: str) -> dict[str, str]:
    evaluation = evaluate(resolved(text))
    return {id_: verdict.status.value for id_, verdict in evaluation.statements.items()}


def word(truth: int) -> str:
    return ("rejected", "undecided", "accepted")[truth]


@pytest.mark.parametrize("standard", STANDARDS)
def test_one_reason_on_either_side(standard):
    """Every weight for a claim against every weight against it, and against none."""
    lines, expected = [], {}
    for pro in WEIGHTS:
        for con in (None, *WEIGHTS):
            id_ = f"c{pro}-{con}".replace(".", "_")
            against = "" if con is None else f' claim "C" {{ opposes: {id_} confidence: {con} }}'
            lines.append(
                f'claim {id_} "A" {{ standard: {standard} evidence "P" {{ confidence: {pro} }} }}'
                f"{against}"
            )
            its_con = [] if con is None else [(2, con)]
            expected[id_] = word(stands(standard, (2, pro), its_con))
    found = statuses("\n".join(lines))
    assert {id_: found[id_] for id_ in expected} == expected


@pytest.mark.parametrize("standard", STANDARDS[1:])
@pytest.mark.parametrize("own", WEIGHTS)
def test_a_claim_that_nothing_supports(standard, own):
    """It carries itself, with the weight that its author gives it."""
    lines, expected = [], {}
    for con in (None, *WEIGHTS):
        id_ = f"c{con}".replace(".", "_")
        lines.append(f'claim {id_} "A" {{ standard: {standard} confidence: {own} }}')
        if con is not None:
            lines.append(f'claim "C" {{ opposes: {id_} confidence: {con} }}')
        expected[id_] = word(stands(standard, (2, own), [] if con is None else [(2, con)]))
    found = statuses("\n".join(lines))
    assert {id_: found[id_] for id_ in expected} == expected


@pytest.mark.parametrize(
    ("bounds", "expected"),
    [
        ("", ["rejected", "rejected", "accepted", "accepted"]),
        ("strong-from: 0.65", ["rejected", "rejected", "rejected", "accepted"]),
        ("margin: 0.2", ["rejected", "accepted", "accepted", "accepted"]),
        ("margin: 0.7", ["rejected", "rejected", "rejected", "rejected"]),
    ],
)
def test_a_map_sets_the_bounds_of_clear_and_convincing(bounds, expected):
    """At least 0.6, and 0.3 more than what is against it, unless the map says otherwise."""
    pairs = [(0.55, 0.1), (0.6, 0.4), (0.6, 0.3), (0.7, 0.1)]
    lines = [f'map "M" {{ thesis: c0 standard: clear-and-convincing {bounds} }}']
    for number, (pro, con) in enumerate(pairs):
        lines.append(
            f'claim c{number} "A" {{ evidence "P" {{ confidence: {pro} }} }} '
            f'evidence "C" {{ opposes: c{number} confidence: {con} }}'
        )
    found = statuses("\n".join(lines))
    assert [found[f"c{number}"] for number in range(4)] == expected


@pytest.mark.parametrize(
    ("bounds", "con", "expected"),
    [
        ("", 0.19, "accepted"),
        ("", 0.2, "rejected"),
        ("doubt-from: 0.3", 0.29, "accepted"),
        ("doubt-from: 0.3", 0.3, "rejected"),
        ("doubt-from: 0.1", 0.1, "rejected"),
    ],
)
def test_a_map_sets_what_is_a_reasonable_doubt(bounds, con, expected):
    """What speaks against it with less than 0.2 is none, unless the map says otherwise."""
    found = statuses(
        f'map "M" {{ thesis: a standard: beyond-reasonable-doubt {bounds} }}\n'
        f'claim a "A" {{ evidence "P" {{ confidence: 0.95 }} }}\n'
        f'evidence "C" {{ opposes: a confidence: {con} }}'
    )
    assert found["a"] == expected


@pytest.mark.parametrize("fallen_weight", [0.9, 0.6])
@pytest.mark.parametrize("standard", STANDARDS[1:])
def test_one_support_of_two_that_has_fallen(standard, fallen_weight):
    """The other one carries the claim: what has fallen weighs nothing, light or heavy."""
    fallen = f'claim low "L" {{ confidence: {fallen_weight} counterpoint "It is not so" }}'
    held = 'evidence high "H" { confidence: 0.8 }'
    for both in (f"{fallen} {held}", f"{held} {fallen}"):
        against = 'objection { evidence "C" { confidence: 0.1 } }'
        text = f'claim a "A" {{ standard: {standard} {both} {against} }}'
        found = statuses(text)
        assert (found["low"], found["a"]) == ("rejected", "accepted")


@pytest.mark.parametrize("standard", STANDARDS)
def test_a_claim_whose_supports_have_all_fallen(standard):
    """Nothing carries it, though nothing speaks against it and each would weigh enough."""
    fallen = " ".join(f'claim l{n} "L{n}" {{ confidence: 1 counterpoint "Not so" }}' for n in "12")
    assert statuses(f'claim a "A" {{ standard: {standard} {fallen} }}')["a"] == "rejected"


def test_standards_count_where_only_statements_have_one():
    """The map need not have one, and every statement may."""
    found = statuses(
        'claim a "A" { standard: preponderance evidence "P" { confidence: 0.9 } }\n'
        'claim b "B" { opposes: a standard: scintilla confidence: 0.1 }'
    )
    assert found["a"] == "accepted"
    assert found["b"] == "accepted"


def test_the_standard_of_a_map_is_for_claims():
    """A counterpoint has to meet its own standard only, and evidence none."""
    found = statuses(
        'map "M" { thesis: a standard: clear-and-convincing }\n'
        'claim a "A" { evidence weak "P" { confidence: 0.1 } }\n'
        'claim b "B" { evidence "Q" { confidence: 0.9 }\n'
        '  counterpoint low "R" { confidence: 0.1 } }\n'
        'claim c "C" { evidence "S" { confidence: 0.9 }\n'
        '  counterpoint own "T" { standard: clear-and-convincing confidence: 0.5 } }'
    )
    assert (found["weak"], found["a"]) == ("accepted", "rejected")
    assert (found["low"], found["b"]) == ("accepted", "accepted")
    assert (found["own"], found["c"]) == ("rejected", "accepted")
