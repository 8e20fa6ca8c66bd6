"""Changes to a map that must change verdicts, and changes that must not."""

import re

from attrs import evolve
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.cases_reader import Case
from tests.evaluation.earlier_definition import earlier_statuses
from tests.evaluation.random_maps import load_map, random_map_text
from tests.evaluation.test_oracles import full_maps, small_maps, statuses

from argmap.evaluation import evaluate
from argmap.evaluation.extensions import find_extensions
from argmap.evaluation.preferences import find_preferences
from argmap.evaluation.standards import effective_standard
from argmap.model import (
    ArgumentMap,
    Concession,
    Confidence,
    Evidence,
    Form,
    Inference,
    Polarity,
    Preference,
    Status,
)

ORDER = ["rejected", "undecided", "accepted"]
FULL = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


def is_hurt(before: str, after: str) -> bool:
    """Whether a status became worse."""
    return ORDER.index(after) < ORDER.index(before)


def with_leaf(argument_map: ArgumentMap, target: str, polarity: Polarity, name: str) -> ArgumentMap:
    """Return a map with unattacked evidence added for or against a statement."""
    leaf = Evidence(name, "A fact", location=argument_map.location)
    inference = Inference(
        f"{name}->{target}", (name,), target, polarity, Form.EDGE, location=argument_map.location
    )
    return evolve(
        argument_map,
        statements={**argument_map.statements, name: leaf},
        inferences={**argument_map.inferences, inference.id: inference},
    )


@given(small_maps(), st.data())
@settings(max_examples=100, deadline=None)
def test_more_support_keeps_an_accepted_statement_accepted(argument_map: ArgumentMap, data):
    """Unattacked evidence for an accepted statement does not change its status."""
    target = data.draw(st.sampled_from(list(argument_map.statements)))
    if evaluate(argument_map).status(target) is Status.ACCEPTED:
        more = with_leaf(argument_map, target, Polarity.PRO, "leaf")
        assert evaluate(more).status(target) is Status.ACCEPTED


@given(small_maps(), st.data())
@settings(max_examples=100, deadline=None)
def test_an_attack_rejects_a_statement_and_its_rebuttal_restores_it(
    argument_map: ArgumentMap, data
):
    """Evidence against a statement rejects it; evidence against that restores all verdicts."""
    target = data.draw(st.sampled_from(list(argument_map.statements)))
    attacked = with_leaf(argument_map, target, Polarity.CON, "against")
    assert evaluate(attacked).status(target) is Status.REJECTED
    restored = with_leaf(attacked, "against", Polarity.CON, "answer")
    before = statuses(argument_map)
    after = statuses(restored)
    assert {id_: after[id_] for id_ in before} == before


@given(full_maps(), st.randoms(use_true_random=False))
@FULL
def test_the_order_does_not_matter(argument_map: ArgumentMap, random):
    """Statements, inferences, options and all else in another order have the same verdicts."""

    def shuffled(items):
        items = list(items)
        random.shuffle(items)
        return items

    reordered = evolve(
        argument_map,
        statements=dict(shuffled(argument_map.statements.items())),
        inferences={
            id_: evolve(
                inference,
                premises=tuple(shuffled(inference.premises)),
                undercutters=tuple(shuffled(inference.undercutters)),
            )
            for id_, inference in shuffled(argument_map.inferences.items())
        },
        contradictions=tuple(
            evolve(pair, first=pair.second, second=pair.first) if random.random() < 0.5 else pair
            for pair in shuffled(argument_map.contradictions)
        ),
        preferences=tuple(shuffled(argument_map.preferences)),
        questions={
            id_: evolve(question, options=tuple(shuffled(question.options)))
            for id_, question in shuffled(argument_map.questions.items())
        },
    )
    assert statuses(reordered) == statuses(argument_map)


@given(small_maps())
@settings(max_examples=100, deadline=None)
def test_an_isolated_statement_does_not_matter(argument_map: ArgumentMap):
    """A statement without any relation does not change other verdicts."""
    island = Evidence("island", "Elsewhere", location=argument_map.location)
    wider = evolve(argument_map, statements={**argument_map.statements, "island": island})
    verdicts = statuses(wider)
    assert verdicts.pop("island") == "accepted"
    assert verdicts == statuses(argument_map)


def renamed_text(text: str) -> str:
    """Return a map with other ids, in another alphabetical order."""
    new = {"s": "z", "u": "a", "q": "y", "g-s": "b-z"}
    return re.sub(r"\b(g-s|[suq])(\d)\b", lambda match: f"{new[match[1]]}{9 - int(match[2])}", text)


@given(st.randoms(use_true_random=False))
@FULL
def test_ids_do_not_matter(random):
    """With other ids, the verdicts are the same."""
    text = random_map_text(random)
    before = statuses(load_map(text))
    assert statuses(load_map(renamed_text(text))) == {
        renamed_text(id_): status for id_, status in before.items()
    }


@given(st.randoms(use_true_random=False))
@FULL
def test_an_unconnected_part_does_not_matter(random):
    """Two maps in one file have the verdicts that each has alone."""
    text = random_map_text(random)
    header, *_ = text.splitlines()
    _, *other = renamed_text(random_map_text(random)).splitlines()
    both = statuses(load_map("\n".join([text, *other])))
    alone = statuses(load_map(text)) | statuses(load_map("\n".join([header, *other])))
    assert both == alone


# ---- The guarantees of the language --------------------------------------------------------------


def add(argument_map: ArgumentMap, leaf, *inferences: Inference) -> ArgumentMap:
    """Return a map with another statement, and inferences that are added or replaced."""
    return evolve(
        argument_map,
        statements={**argument_map.statements, leaf.id: leaf},
        inferences={**argument_map.inferences, **{i.id: i for i in inferences}},
    )


def edge(argument_map: ArgumentMap, premise: str, conclusion: str, polarity: Polarity) -> Inference:
    """Return a new inference."""
    location = argument_map.location
    id_ = f"{premise}->{conclusion}"
    return Inference(id_, (premise,), conclusion, polarity, Form.EDGE, location=location)


WEIGHTS = st.sampled_from((0.0, 0.3, 0.5, 0.9, 1.0))


@given(full_maps(), st.data())
@FULL
def test_a_concession_changes_no_verdict(argument_map: ArgumentMap, data):
    """Whatever it weighs, and whether it attacks a statement or undercuts an inference."""
    weight = Confidence(data.draw(WEIGHTS))
    concession = Concession("new", "N", confidence=weight, location=argument_map.location)
    target = data.draw(st.sampled_from([*argument_map.statements, *argument_map.inferences]))
    if target in argument_map.inferences:
        inference = argument_map.inferences[target]
        inference = evolve(inference, undercutters=(*inference.undercutters, "new"))
    else:
        inference = edge(argument_map, "new", target, Polarity.CON)
    after = statuses(add(argument_map, concession, inference))
    assert after.pop("new") == "accepted"
    assert after == statuses(argument_map)


@given(full_maps(), st.data())
@FULL
def test_a_new_reason_never_hurts_its_statement(argument_map: ArgumentMap, data):
    """A reason of any weight, for a statement that has one; a certain one for any statement."""
    target = data.draw(st.sampled_from(list(argument_map.statements)))
    inferences = argument_map.inferences_to.get(target, ())
    has_reason = any(i.polarity is Polarity.PRO for i in inferences)
    has_reason = has_reason or argument_map.statements[target].is_ground
    weight = Confidence(data.draw(WEIGHTS) if has_reason else 1.0)
    leaf = Evidence("new", "N", confidence=weight, location=argument_map.location)
    more = add(argument_map, leaf, edge(argument_map, "new", target, Polarity.PRO))
    assert not is_hurt(statuses(argument_map)[target], statuses(more)[target])


@given(full_maps(), st.data())
@FULL
def test_conceding_an_objection_never_hurts_what_it_is_against(argument_map: ArgumentMap, data):
    """A counterpoint that only attacks one statement may as well be a concession."""
    counterpoints = [s for s in argument_map.statements.values() if s.kind == "counterpoint"]
    attacks = [
        (statement, inference)
        for statement in counterpoints
        for inference in argument_map.inferences_from.get(statement.id, ())
        if inference.polarity is Polarity.CON
        and len(argument_map.inferences_from[statement.id]) == 1
        and statement.id not in argument_map.undercuts_by
        and inference.conclusion != statement.id
    ]
    assume(attacks)
    objection, inference = data.draw(st.sampled_from(attacks))
    fields = {name: getattr(objection, name) for name in ("id", "text", "confidence", "standard")}
    concession = Concession(**fields, location=objection.location)
    conceded = evolve(
        argument_map, statements={**argument_map.statements, objection.id: concession}
    )
    conclusion = inference.conclusion
    assert not is_hurt(statuses(argument_map)[conclusion], statuses(conceded)[conclusion])


@given(full_maps(), st.data())
@FULL
def test_a_preference_never_hurts_its_own_side(argument_map: ArgumentMap, data):
    """If a reason outweighs an objection, the conclusion is no worse off, and the other way."""
    pairs = [
        (first, second)
        for inferences in argument_map.inferences_to.values()
        for first in inferences
        for second in inferences
        if first.polarity is not second.polarity
    ]
    assume(pairs)
    stronger, weaker = data.draw(st.sampled_from(pairs))
    preference = Preference(stronger.id, weaker.id, location=argument_map.location)
    preferring = evolve(argument_map, preferences=(*argument_map.preferences, preference))
    cyclic = find_preferences(argument_map).cyclic
    assume(find_preferences(preferring).cyclic == cyclic)
    before, after = statuses(argument_map), statuses(preferring)
    change = before[stronger.conclusion], after[stronger.conclusion]
    if stronger.polarity is Polarity.CON:
        change = change[::-1]
    assert not is_hurt(*change)


def rivals(argument_map: ArgumentMap):
    """Yield the pairs of statements that cannot both be accepted."""
    for pair in argument_map.contradictions:
        yield pair.first, pair.second
    for question in argument_map.questions.values():
        if question.is_exclusive:
            yield from ((a, b) for a in question.options for b in question.options if a < b)


@given(full_maps())
@FULL
def test_rivals_are_never_both_accepted(argument_map: ArgumentMap):
    """Neither in the evaluation nor in any stable model."""
    evaluation = evaluate(argument_map)
    accepted = {id_ for id_ in argument_map.statements if evaluation.status(id_) is Status.ACCEPTED}
    models = find_extensions(evaluation, "stable", 50).models
    for model in (accepted, *(accepted | set(model) for model in models)):
        for first, second in rivals(argument_map):
            assert not {first, second} <= model


@given(st.one_of(small_maps(), small_maps(has_standards=True)))
@FULL
def test_a_map_without_additions_has_the_verdicts_that_it_had(argument_map: ArgumentMap):
    """If no contradiction or undercutter is in the scope of a weighing standard."""

    def is_weighed(id_):
        return effective_standard(argument_map.statements[id_], argument_map).is_weighing

    is_map_weighing = argument_map.standard is not None and argument_map.standard.is_weighing
    assume(not (is_map_weighing and argument_map.contradictions))
    assume(
        not any(
            i.undercutters and is_weighed(i.conclusion) for i in argument_map.inferences.values()
        )
    )
    assert statuses(argument_map) == earlier_statuses(argument_map)


EDGES = {"supports": "supported-by", "opposes": "opposed-by", "contradicts": "contradicts"}


@given(
    kinds=st.lists(st.sampled_from(["claim", "evidence", "counterpoint"]), min_size=2, max_size=6),
    data=st.data(),
)
@settings(max_examples=100, deadline=None)
def test_the_file_of_a_statement_does_not_matter(kinds, data):
    """A map in two files, joined by an import, has the same verdicts as in one file."""
    ids = [f"s{number}" for number in range(len(kinds))]
    edge = st.tuples(st.sampled_from(ids), st.sampled_from(list(EDGES)), st.sampled_from(ids))
    edges = data.draw(st.lists(edge, max_size=8, unique=True))
    imported = set(data.draw(st.lists(st.sampled_from(ids), unique=True)))

    def text(ids_in_file):
        lines = []
        for id_, kind in zip(ids, kinds, strict=True):
            if id_ not in ids_in_file:
                continue
            attributes = [
                f"{word}: {end}"
                for start, word, end in edges
                if start == id_ and can_refer(start, end)
            ]
            # An imported file cannot refer to the map: its edges are written at the other end.
            attributes += [
                f"{EDGES[word]}: {start}"
                for start, word, end in edges
                if end == id_ and not can_refer(start, end)
            ]
            lines.append(f'{kind} {id_} "{id_}" {{ {" ".join(attributes)} }}')
        return "\n".join(lines)

    def can_refer(start, end):
        return end in imported or start not in imported

    whole = load_map(text(ids))
    files = {"map.argmap": 'import "part.argmap"\n' + text(set(ids) - imported)}
    split = Case("", {**files, "part.argmap": text(imported)}).resolve().map
    assert statuses(split) == statuses(whole)
