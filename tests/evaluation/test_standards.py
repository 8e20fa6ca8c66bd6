"""Standards of proof follow their definition for all weights."""

import pytest
from tests.evaluation.definition import well_founded_statuses
from tests.evaluation.random_maps import load_map

from argmap.evaluation import evaluate

STANDARDS = (
    *("dialectical", "scintilla", "preponderance", "clear-and-convincing"),
    "beyond-reasonable-doubt",
    "accrual",
)
WEIGHTS = [round(number / 10, 1) for number in range(11)]


def statuses(text: str) -> dict[str, str]:
    evaluation = evaluate(load_map(text))
    return {id_: verdict.status.value for id_, verdict in evaluation.statements.items()}


def check(text: str) -> None:
    assert statuses(text) == well_founded_statuses(load_map(text))


@pytest.mark.parametrize("standard", STANDARDS)
@pytest.mark.parametrize("pro", WEIGHTS)
def test_one_support_and_one_attack(standard, pro):
    """Supports of every weight are tested with attacks of every weight, and without an attack."""
    lines = []
    for con in (None, *WEIGHTS):
        id_ = f"c{con}".replace(".", "_")
        attack = "" if con is None else f' claim "C" {{ opposes: {id_} confidence: {con} }}'
        lines.append(
            f'claim {id_} "A" {{ standard: {standard} evidence "P" {{ confidence: {pro} }} }}'
            f"{attack}"
        )
    check("\n".join(lines))


@pytest.mark.parametrize("standard", STANDARDS[1:])
@pytest.mark.parametrize("confidence", WEIGHTS)
def test_a_claim_without_support(standard, confidence):
    """Its weight is the confidence that the author gives it."""
    lines = []
    for con in (None, *WEIGHTS):
        id_ = f"c{con}".replace(".", "_")
        lines.append(f'claim {id_} "A" {{ standard: {standard} confidence: {confidence} }}')
        if con is not None:
            lines.append(f'claim "C" {{ opposes: {id_} confidence: {con} }}')
    check("\n".join(lines))


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
    """The defaults are 0.6 for the weight and 0.3 for the margin."""
    pairs = [(0.55, 0.1), (0.6, 0.4), (0.6, 0.3), (0.7, 0.1)]
    lines = [f'map "M" {{ thesis: c0 standard: clear-and-convincing {bounds} }}']
    for number, (pro, con) in enumerate(pairs):
        lines.append(
            f'claim c{number} "A" {{ evidence "P" {{ confidence: {pro} }} }} '
            f'evidence "C" {{ opposes: c{number} confidence: {con} }}'
        )
    result = statuses("\n".join(lines))
    assert [result[f"c{number}"] for number in range(4)] == expected


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
def test_a_map_sets_the_bound_of_a_reasonable_doubt(bounds, con, expected):
    """By default, an attack with a weight below 0.2 is not a reasonable doubt."""
    result = statuses(
        f'map "M" {{ thesis: a standard: beyond-reasonable-doubt {bounds} }}\n'
        f'claim a "A" {{ evidence "P" {{ confidence: 0.95 }} }}\n'
        f'evidence "C" {{ opposes: a confidence: {con} }}'
    )
    assert result["a"] == expected


@pytest.mark.parametrize("rejected_weight", [0.9, 0.6])
@pytest.mark.parametrize("standard", STANDARDS[1:])
def test_a_rejected_support_has_no_weight(standard, rejected_weight):
    """The claim is accepted because of its other support, whichever is heavier."""
    rejected = f'claim low "L" {{ confidence: {rejected_weight} counterpoint "It is not so" }}'
    accepted = 'evidence high "H" { confidence: 0.8 }'
    for supports in (f"{rejected} {accepted}", f"{accepted} {rejected}"):
        attack = 'objection { evidence "C" { confidence: 0.1 } }'
        text = f'claim a "A" {{ standard: {standard} {supports} {attack} }}'
        result = statuses(text)
        assert (result["low"], result["a"]) == ("rejected", "accepted")


@pytest.mark.parametrize("standard", STANDARDS)
def test_a_claim_whose_supports_are_all_rejected(standard):
    """It is rejected, although nothing attacks it and each support would be heavy enough."""
    rejected = " ".join(
        f'claim l{n} "L{n}" {{ confidence: 1 counterpoint "Not so" }}' for n in "12"
    )
    assert statuses(f'claim a "A" {{ standard: {standard} {rejected} }}')["a"] == "rejected"


def test_statements_can_have_standards_in_a_map_without_one():
    """The standard of a statement does not depend on that of the map."""
    result = statuses(
        'claim a "A" { standard: preponderance evidence "P" { confidence: 0.9 } }\n'
        'claim b "B" { opposes: a standard: scintilla confidence: 0.1 }'
    )
    assert result["a"] == "accepted"
    assert result["b"] == "accepted"


def test_the_standard_of_a_map_applies_only_to_claims():
    """A counterpoint needs to meet only its own standard, evidence none."""
    result = statuses(
        'map "M" { thesis: a standard: clear-and-convincing }\n'
        'claim a "A" { evidence weak "P" { confidence: 0.1 } }\n'
        'claim b "B" { evidence "Q" { confidence: 0.9 }\n'
        '  counterpoint low "R" { confidence: 0.1 } }\n'
        'claim c "C" { evidence "S" { confidence: 0.9 }\n'
        '  counterpoint own "T" { standard: clear-and-convincing confidence: 0.5 } }'
    )
    assert (result["weak"], result["a"]) == ("accepted", "rejected")
    assert (result["low"], result["b"]) == ("accepted", "accepted")
    assert (result["own"], result["c"]) == ("rejected", "accepted")
