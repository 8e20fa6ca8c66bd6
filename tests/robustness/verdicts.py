"""Checks the explanations of verdicts of random small maps, by evaluating changed maps.

    python tests/robustness/verdicts.py --count 10000 --seed 0

Each set of `--load-bearing` must flip the verdict, and no other set of up to three grounds may. A
dispute tree must decide its root independently of the rest of the map, and without a redundant
reason. A new counterpoint must overturn the thesis exactly at the places of `--attack-surface`.
"""

import sys
from itertools import combinations
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[2]))

from attrs import evolve
from tests.cases_reader import Case
from tests.robustness.searching import options, search

from argmap.evaluation import evaluate
from argmap.evaluation.counterfactuals import attack_surface, flip_sets, smallest_flip_set
from argmap.evaluation.explanation import build_dispute_tree
from argmap.model import Confidence, Evidence, Form, Inference, Polarity, Status

STANDARDS = ("scintilla", "preponderance", "clear-and-convincing", "beyond-reasonable-doubt")
KINDS = ("claim", "evidence", "assumption", "counterpoint")
CONFIDENCES = (0.1, 0.3, 0.6, 0.7, 0.9, 0.9, 1)
MAX_GROUNDS = 7
"""Grounds of a map of which all sets are tried, if no set of up to three flips the verdict."""


def random_map(random):
    """Return the text of a small map with cycles of support and attack, most with standards."""
    count = random.choice((1, 2, 3, 3, 4, 4, 5, 6, 7))
    ids = [f"s{number}" for number in range(count)]
    has_standards = random.random() < 0.85
    lines = []
    if random.random() < 0.3:
        burden = random.choice(("asserted", "strict"))
        standard = random.choice(("dialectical", *STANDARDS)) if has_standards else "dialectical"
        lines.append(f'map "M" {{ burden: {burden} standard: {standard} }}')
    arrows = []
    density = random.choice((0.5, 1, 1.5, 2))
    for index, id_ in enumerate(ids):
        is_weighed = has_standards and random.random() < 0.5
        kinds = ("claim", "counterpoint") if is_weighed else KINDS
        edges = {}
        if random.random() < 0.5:
            word = random.choice(("supports", "supports", "opposes"))
            edges[word] = [ids[(index + random.choice((0, 1))) % count]]
        while random.random() < density / (1 + density):
            word = random.choice(("supports", "supports", "opposes", "opposes", "contradicts"))
            edges.setdefault(word, []).append(random.choice(ids))
        attributes = [f"{word}: {', '.join(dict.fromkeys(to))}" for word, to in edges.items()]
        arrows += [
            f"{id_} -> {to}" for word in ("supports", "opposes") for to in edges.get(word, ())
        ]
        if has_standards and random.random() < 0.7:
            attributes.append(f"confidence: {random.choice(CONFIDENCES)}")
        if is_weighed:
            attributes.append(f"standard: {random.choice(STANDARDS)}")
        if random.random() < 0.2:
            premises = ", ".join(random.sample(ids, min(count, random.randint(1, 2))))
            attributes.append(
                f"{random.choice(('reason', 'objection'))} {{ premises: {premises} }}"
            )
        lines.append(f'{random.choice(kinds)} {id_} "{id_}" {{ {" ".join(attributes)} }}')
    return "\n".join([*lines, *_undercuts(random, ids, arrows)])


def _undercuts(random, ids, arrows):
    for number in range(random.choice((0, 0, 0, 1, 2)) if arrows else 0):
        target = random.choice(arrows)
        if random.random() < 0.5:
            yield f'counterpoint u{number} "u" {{ undercuts: {target} }}'
        else:
            yield f'claim u{number} "u" {{ undercuts: {target} supports: {random.choice(ids)} }}'


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
        if status(name) is Status.UNDECIDED:
            if not reasons or any(status(reason) is not Status.UNDECIDED for reason in reasons):
                yield f"tree of {id_}: {name} is undecided because of {reasons}"
            continue
        if evaluation.node_by_id[name] in evaluation.labelling.unfounded:
            continue  # decided by the cycle as a whole
        for omitted in (None, *reasons):
            kept = {reason: status(reason) for reason in reasons if reason != omitted}
            others = {other: Status.UNDECIDED for other in names if other not in (name, *kept)}
            result = evaluate(evaluation.argument_map, {**others, **kept}).status(name)
            if (result is status(name)) != (omitted is None) and name not in reasons:
                yield f"tree of {id_}: {name} because of {reasons} without {omitted}"


def check(random):
    """Check the explanations of some statements of a random map."""
    text = random_map(random)
    argument_map = resolved(text)
    targets = random.sample(list(argument_map.statements), min(len(argument_map.statements), 3))
    failures = [line for target in targets for line in failures_of(argument_map, target)]
    return len(targets), [text, *failures] if failures else []


def replay(text):
    """Return a map and the failures of all its statements; empty if there are none."""
    argument_map = resolved(text)
    failures = [
        line for target in argument_map.statements for line in failures_of(argument_map, target)
    ]
    return [text, *failures] if failures else []


if __name__ == "__main__":
    search("verdicts", check, replay, options(__doc__.partition("\n")[0]).parse_args())
