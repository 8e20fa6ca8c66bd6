"""What is said about verdicts is replayed, on random small maps.

    python tests/robustness/verdicts.py --count 10000 --seed 0

Every set of `--load-bearing` must flip the verdict and every other set of up to three grounds must
not, which trying all of them shows. A dispute tree must decide its root whatever the rest of the
map may be, with no reason too many. A new counterpoint must overturn the thesis at the places of
`--attack-surface`, and at no other.
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
MAX_TRIED = 7
"""Grounds of which all sets are tried where no three of them are enough."""


def random_map(random):
    """Return the text of a small map: rings of support and attack, most with standards on them."""
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
    for place, id_ in enumerate(ids):
        is_weighed = has_standards and random.random() < 0.5
        kinds = ("claim", "counterpoint") if is_weighed else KINDS
        said = {}
        if random.random() < 0.5:
            word = random.choice(("supports", "supports", "opposes"))
            said[word] = [ids[(place + random.choice((0, 1))) % count]]
        while random.random() < density / (1 + density):
            word = random.choice(("supports", "supports", "opposes", "opposes", "contradicts"))
            said.setdefault(word, []).append(random.choice(ids))
        attributes = [f"{word}: {', '.join(dict.fromkeys(to))}" for word, to in said.items()]
        arrows += [
            f"{id_} -> {to}" for word in ("supports", "opposes") for to in said.get(word, ())
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
    """Return what is untrue of what is said about a statement."""
    evaluation = evaluate(argument_map)
    return [
        *_of_flip_sets(evaluation, target),
        *_of_attack_surface(evaluation, target),
        *_of_dispute(evaluation, target),
    ]


def _flips(evaluation, target, grounds):
    anew = evaluate(evaluation.argument_map, dict.fromkeys(grounds, Status.REJECTED))
    return anew.status(target) is not evaluation.status(target)


def _smallest(evaluation, target, sizes):
    """Return all sets of grounds that flip a verdict and contain no other that does."""
    framework = evaluation.framework
    grounds = [
        n for n, is_one in zip(framework.node_ids, framework.is_asserted, strict=False) if is_one
    ]
    found = []
    for size in sizes:
        for chosen in combinations(grounds, size):
            within = set(chosen)
            if not any(each <= within for each in found) and _flips(evaluation, target, chosen):
                found.append(within)
    return found


def _of_flip_sets(evaluation, target):
    said = flip_sets(evaluation, target)
    tried = _smallest(evaluation, target, (1, 2, 3))
    if not said.is_complete:
        yield f"flip sets of {target}: the search was ended"
    if sorted(map(sorted, said.sets)) != sorted(map(sorted, tried)):
        yield f"flip sets of {target}: {said.sets} is said, {tried} flip it"
    if not tried and sum(evaluation.framework.is_asserted) <= MAX_TRIED:
        larger = _smallest(evaluation, target, range(4, MAX_TRIED + 1))
        said = smallest_flip_set(evaluation, target)
        size = len(said.sets[0]) if said.sets else 0
        least = min(map(len, larger), default=0)
        if size != least or (said.sets and not _flips(evaluation, target, said.sets[0])):
            yield f"smallest flip set of {target}: {said.sets} is said, {larger} flip it"


def _of_attack_surface(evaluation, target):
    argument_map, places = evaluation.argument_map, attack_surface(evaluation, target).targets
    for name in evaluation.framework.node_ids:
        falls = evaluation.status(target) is Status.ACCEPTED and (
            evaluate(_attacked(argument_map, name)).status(target) is not Status.ACCEPTED
        )
        if falls != (name in places):
            yield f"attack surface of {target}: {name} {'is missing' if falls else 'does nothing'}"


def _attacked(argument_map, name):
    """Return a map with a new counterpoint, which is certain, against a statement or a step."""
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


def _of_dispute(evaluation, id_):
    its = build_dispute_tree(evaluation, id_)
    status, names = evaluation.status, evaluation.framework.node_ids
    rest = {name: Status.UNDECIDED for name in names if name not in its.children}
    by_tree = evaluate(evaluation.argument_map, rest)
    for name, because in its.children.items():
        if by_tree.status(name) is not status(name):
            yield f"tree of {id_}: {name} is not decided by the tree"
        if status(name) is Status.UNDECIDED:
            if not because or any(status(other) is not Status.UNDECIDED for other in because):
                yield f"tree of {id_}: {name} is undecided because of {because}"
            continue
        if evaluation.node_by_id[name] in evaluation.labelling.unfounded:
            continue  # the ring as a whole decides
        for missing in (None, *because):
            known = {other: status(other) for other in because if other != missing}
            others = {other: Status.UNDECIDED for other in names if other not in (name, *known)}
            alone = evaluate(evaluation.argument_map, {**others, **known}).status(name)
            if (alone is status(name)) != (missing is None) and name not in because:
                yield f"tree of {id_}: {name} because of {because} without {missing}"


def check(random):
    """Make a map, and replay what is said about some of its statements."""
    text = random_map(random)
    argument_map = resolved(text)
    targets = random.sample(list(argument_map.statements), min(len(argument_map.statements), 3))
    failures = [each for target in targets for each in failures_of(argument_map, target)]
    return len(targets), [text, *failures] if failures else []


def replay(text):
    """Return a map and what is untrue of any of its statements, if anything is."""
    argument_map = resolved(text)
    failures = [
        each for target in argument_map.statements for each in failures_of(argument_map, target)
    ]
    return [text, *failures] if failures else []


if __name__ == "__main__":
    search("verdicts", check, replay, options(__doc__.partition("\n")[0]).parse_args())
