"""Checks the verdicts of random small maps and their explanations.

    python tests/robustness/verdicts.py --cases 20000 --seed 0

The verdicts must be those of the definition (`tests/evaluation/definition.py`), which shares no
code with the evaluation. Each set of `--load-bearing` must flip the verdict, and no other set of up
to three grounds may. A dispute tree must decide its root independently of the rest of the map, and
without a redundant reason. A new counterpoint must overturn the thesis exactly at the places of
`--attack-surface`.
"""

import sys
from itertools import combinations
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[2]))

from attrs import evolve
from tests.cases_reader import Case
from tests.evaluation.definition import well_founded_statuses
from tests.evaluation.random_maps import random_map_text
from tests.robustness.searching import options, search

from argmap.evaluation import evaluate
from argmap.evaluation.counterfactuals import attack_surface, flip_sets, smallest_flip_set
from argmap.evaluation.explanation import build_dispute_tree
from argmap.model import Confidence, Evidence, Form, Inference, Polarity, Status

MAX_GROUNDS = 7
"""Grounds of a map of which all sets are tried, if no set of up to three flips the verdict."""


def resolved(text):
    """Return the map of a text."""
    return Case("", {"map.argmap": text}).resolve().map


def failures_of(argument_map, target):
    """Return the errors in the explanations of a statement's verdict."""
    evaluation = evaluate(argument_map)
    return [
        *_flip_set_failures(evaluation, target),
        *_attack_surface_failures(evaluation, target),
        *_dispute_tree_failures(evaluation, target),
    ]


def _flips(evaluation, target, grounds):
    """Whether the rejection of grounds changes the status of a statement."""
    changed = evaluate(evaluation.argument_map, dict.fromkeys(grounds, Status.REJECTED))
    return changed.status(target) is not evaluation.status(target)


def _minimal_flip_sets(evaluation, target, sizes):
    """Return the minimal sets of grounds that flip a verdict, found by trying all sets."""
    framework = evaluation.framework
    grounds = [
        name
        for name, is_ground in zip(framework.node_ids, framework.is_asserted, strict=False)
        if is_ground
    ]
    minimal = []
    for size in sizes:
        for names in combinations(grounds, size):
            is_minimal = not any(subset <= set(names) for subset in minimal)
            if is_minimal and _flips(evaluation, target, names):
                minimal.append(set(names))
    return minimal


def _flip_set_failures(evaluation, target):
    result = flip_sets(evaluation, target)
    expected = _minimal_flip_sets(evaluation, target, (1, 2, 3))
    if not result.is_complete:
        yield f"flip sets of {target}: the search is incomplete"
    if sorted(map(sorted, result.sets)) != sorted(map(sorted, expected)):
        yield f"flip sets of {target}: {result.sets} instead of {expected}"
    if not expected and sum(evaluation.framework.is_asserted) <= MAX_GROUNDS:
        larger = _minimal_flip_sets(evaluation, target, range(4, MAX_GROUNDS + 1))
        result = smallest_flip_set(evaluation, target)
        size = len(result.sets[0]) if result.sets else 0
        expected_size = min(map(len, larger), default=0)
        is_wrong = result.sets and not _flips(evaluation, target, result.sets[0])
        if size != expected_size or is_wrong:
            yield f"smallest flip set of {target}: {result.sets} instead of {larger}"


def _attack_surface_failures(evaluation, target):
    argument_map, places = evaluation.argument_map, attack_surface(evaluation, target).targets
    for name in evaluation.framework.node_ids:
        is_overturned = evaluation.status(target) is Status.ACCEPTED and (
            evaluate(_with_attack(argument_map, name)).status(target) is not Status.ACCEPTED
        )
        if is_overturned != (name in places):
            error = "is missing" if is_overturned else "has no effect"
            yield f"attack surface of {target}: {name} {error}"


def _with_attack(argument_map, name):
    """Return a map with a new, certain counterpoint against a statement or an inference."""
    leaf = Evidence("new", "new", confidence=Confidence(1.0), location=argument_map.location)
    statements = {**argument_map.statements, "new": leaf}
    if name in argument_map.inferences:
        inference = argument_map.inferences[name]
        inference = evolve(inference, undercutters=(*inference.undercutters, "new"))
    else:
        inference = Inference(
            f"new->{name}", ("new",), name, Polarity.CON, Form.EDGE, location=argument_map.location
        )
    return evolve(
        argument_map,
        statements=statements,
        inferences={**argument_map.inferences, inference.id: inference},
    )


def _dispute_tree_failures(evaluation, id_):
    tree = build_dispute_tree(evaluation, id_)
    status, names = evaluation.status, evaluation.framework.node_ids
    outside = {name: Status.UNDECIDED for name in names if name not in tree.children}
    evaluation_of_tree = evaluate(evaluation.argument_map, outside)
    for name, reasons in tree.children.items():
        if evaluation_of_tree.status(name) is not status(name):
            yield f"tree of {id_}: {name} is not decided by the tree"
        node = evaluation.node_by_id[name]
        if node in evaluation.framework.question_of:
            continue  # decided by which options lead
        if status(name) is Status.UNDECIDED:
            if not reasons or any(status(reason) is not Status.UNDECIDED for reason in reasons):
                yield f"tree of {id_}: {name} is undecided because of {reasons}"
            continue
        if node in evaluation.labelling.unfounded:
            continue  # decided by the cycle as a whole
        rivals = {other for pair in evaluation.framework.rival_weighings for other in pair}
        # A rival may be rejected and outweighed as well.
        for omitted in (None, *(() if node in rivals else reasons)):
            kept = {reason: status(reason) for reason in reasons if reason != omitted}
            others = {other: Status.UNDECIDED for other in names if other not in (name, *kept)}
            result = evaluate(evaluation.argument_map, {**others, **kept}).status(name)
            if (result is status(name)) != (omitted is None) and name not in reasons:
                yield f"tree of {id_}: {name} because of {reasons} without {omitted}"


def verdict_failures(argument_map):
    """Yield the differences between the verdicts on a map and the definition."""
    verdicts = evaluate(argument_map).statements
    for name, expected in well_founded_statuses(argument_map).items():
        if verdicts[name].status.value != expected:
            yield f"{name} is {verdicts[name].status.value} instead of {expected}"


def check(random):
    """Check the verdicts on a random map, and the explanations of some of them."""
    text = random_map_text(random)
    argument_map = resolved(text)
    targets = random.sample(list(argument_map.statements), min(len(argument_map.statements), 3))
    failures = list(verdict_failures(argument_map))
    failures += [line for target in targets for line in failures_of(argument_map, target)]
    return len(targets), [text, *failures] if failures else []


def replay(text):
    """Return a map and the failures of all its statements; empty if there are none."""
    argument_map = resolved(text)
    failures = list(verdict_failures(argument_map))
    failures += [
        line for target in argument_map.statements for line in failures_of(argument_map, target)
    ]
    return [text, *failures] if failures else []


if __name__ == "__main__":
    search("verdicts", check, replay, options(__doc__.partition("\n")[0]).parse_args())
