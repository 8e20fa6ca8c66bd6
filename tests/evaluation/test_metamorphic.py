"""Changes to a map that must change verdicts, and changes that must not."""

from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.cases_reader import Case
from tests.evaluation.random_maps import load_map
from tests.evaluation.test_oracles import small_maps, statuses

from argmap.evaluation import evaluate
from argmap.model import ArgumentMap, Evidence, Form, Inference, Polarity, Status


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


@given(small_maps())
@settings(max_examples=100, deadline=None)
def test_the_order_does_not_matter(argument_map: ArgumentMap):
    """Statements and inferences in another order have the same verdicts."""
    reversed_map = evolve(
        argument_map,
        statements=dict(reversed(argument_map.statements.items())),
        inferences=dict(reversed(argument_map.inferences.items())),
        contradictions=argument_map.contradictions[::-1],
    )
    assert statuses(reversed_map) == statuses(argument_map)


@given(small_maps())
@settings(max_examples=100, deadline=None)
def test_an_isolated_statement_does_not_matter(argument_map: ArgumentMap):
    """A statement without any relation does not change other verdicts."""
    island = Evidence("island", "Elsewhere", location=argument_map.location)
    wider = evolve(argument_map, statements={**argument_map.statements, "island": island})
    verdicts = statuses(wider)
    assert verdicts.pop("island") == "accepted"
    assert verdicts == statuses(argument_map)


@given(small_maps())
@settings(max_examples=100, deadline=None)
def test_ids_do_not_matter(argument_map: ArgumentMap):
    """With other ids, in another alphabetical order, the verdicts are the same."""
    new = {
        id_: f"z{len(argument_map.statements) - n}" for n, id_ in enumerate(argument_map.statements)
    }
    renamed = evolve(
        argument_map,
        statements={new[i]: evolve(s, id=new[i]) for i, s in argument_map.statements.items()},
        inferences={
            id_: evolve(
                inference,
                premises=tuple(new[p] for p in inference.premises),
                undercutters=tuple(new[u] for u in inference.undercutters),
                conclusion=new[inference.conclusion],
            )
            for id_, inference in argument_map.inferences.items()
        },
        contradictions=tuple(
            evolve(pair, first=new[pair.first], second=new[pair.second])
            for pair in argument_map.contradictions
        ),
    )
    before = statuses(argument_map)
    assert statuses(renamed) == {new[id_]: status for id_, status in before.items()}


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
