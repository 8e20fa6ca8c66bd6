"""What must not change a verdict, and what must."""

from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.cases_reader import Case
from tests.evaluation.test_oracles import resolved, small_maps, statuses

from argmap.evaluation import evaluate
from argmap.model import ArgumentMap, Evidence, Form, Inference, Polarity, Status


def with_leaf(argument_map: ArgumentMap, target: str, polarity: Polarity, name: str) -> ArgumentMap:
    """Add evidence that nothing attacks, for or against a statement."""
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
def test_more_support_never_unseats_what_is_accepted(argument_map: ArgumentMap, data):
    """An unattacked leaf for an accepted statement leaves it accepted."""
    target = data.draw(st.sampled_from(list(argument_map.statements)))
    if evaluate(argument_map).status(target) is Status.ACCEPTED:
        more = with_leaf(argument_map, target, Polarity.PRO, "leaf")
        assert evaluate(more).status(target) is Status.ACCEPTED


@given(small_maps(), st.data())
@settings(max_examples=100, deadline=None)
def test_an_unanswered_counterpoint_defeats_and_its_rebuttal_restores(
    argument_map: ArgumentMap, data
):
    """One leaf against a statement rejects it; one against that leaf gives back what was."""
    target = data.draw(st.sampled_from(list(argument_map.statements)))
    attacked = with_leaf(argument_map, target, Polarity.CON, "against")
    assert evaluate(attacked).status(target) is Status.REJECTED
    restored = with_leaf(attacked, "against", Polarity.CON, "answer")
    before = statuses(argument_map)
    after = statuses(restored)
    assert {id_: after[id_] for id_ in before} == before


@given(small_maps())
@settings(max_examples=100, deadline=None)
def test_order_changes_nothing(argument_map: ArgumentMap):
    """Statements and steps in another order have the same verdicts."""
    turned = evolve(
        argument_map,
        statements=dict(reversed(argument_map.statements.items())),
        inferences=dict(reversed(argument_map.inferences.items())),
        contradictions=argument_map.contradictions[::-1],
    )
    assert statuses(turned) == statuses(argument_map)


@given(small_maps())
@settings(max_examples=100, deadline=None)
def test_an_island_changes_nothing(argument_map: ArgumentMap):
    """What is joined to nothing has no say."""
    island = Evidence("island", "Elsewhere", location=argument_map.location)
    wider = evolve(argument_map, statements={**argument_map.statements, "island": island})
    verdicts = statuses(wider)
    assert verdicts.pop("island") == "accepted"
    assert verdicts == statuses(argument_map)


@given(small_maps())
@settings(max_examples=100, deadline=None)
def test_names_change_nothing(argument_map: ArgumentMap):
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
def test_it_makes_no_difference_which_file_a_statement_is_in(kinds, data):
    """A map in two files, joined by an import, has the verdicts that it has in one."""
    ids = [f"s{number}" for number in range(len(kinds))]
    some = st.tuples(st.sampled_from(ids), st.sampled_from(list(EDGES)), st.sampled_from(ids))
    edges = data.draw(st.lists(some, max_size=8, unique=True))
    apart = set(data.draw(st.lists(st.sampled_from(ids), unique=True)))

    def text(mine):
        lines = []
        for id_, kind in zip(ids, kinds, strict=True):
            if id_ not in mine:
                continue
            said = [f"{word}: {to}" for one, word, to in edges if one == id_ and reach(one, to)]
            # The part does not know of the map: what leads out of it is said from the other end.
            said += [
                f"{EDGES[word]}: {one}"
                for one, word, to in edges
                if to == id_ and not reach(one, to)
            ]
            lines.append(f'{kind} {id_} "{id_}" {{ {" ".join(said)} }}')
        return "\n".join(lines)

    def reach(one, to):
        return to in apart or one not in apart

    whole = resolved(text(ids))
    files = {"map.argmap": 'import "part.argmap"\n' + text(set(ids) - apart)}
    split = Case("", {**files, "part.argmap": text(apart)}).resolve().map
    assert statuses(split) == statuses(whole)
