"""What must not change a verdict, and what must."""

from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.cases_reader import Case
from tests.evaluate.test_oracles import resolved, small_maps, statuses

from argmap.evaluation import evaluate
from argmap.model import ArgumentMap, Evidence, Form, Inference, Polarity, Status


def with_leaf(argument: ArgumentMap, target: str, polarity: Polarity, name: str) -> ArgumentMap:
    """Add evidence that nothing attacks, for or against a statement."""
    leaf = Evidence(name, "A fact", location=argument.location)
    step = Inference(
        f"{name}->{target}", (name,), target, polarity, Form.EDGE, location=argument.location
    )
    return evolve(
        argument,
        statements={**argument.statements, name: leaf},
        inferences={**argument.inferences, step.id: step},
    )


@given(small_maps(), st.data())
@settings(max_examples=100, deadline=None)
def test_more_support_never_unseats_what_is_accepted(argument: ArgumentMap, data):
    """An unattacked leaf for an accepted statement leaves it accepted."""
    target = data.draw(st.sampled_from(list(argument.statements)))
    if evaluate(argument).status(target) is Status.ACCEPTED:
        more = with_leaf(argument, target, Polarity.PRO, "leaf")
        assert evaluate(more).status(target) is Status.ACCEPTED


@given(small_maps(), st.data())
@settings(max_examples=100, deadline=None)
def test_an_unanswered_counterpoint_defeats_and_its_rebuttal_restores(argument: ArgumentMap, data):
    """One leaf against a statement rejects it; one against that leaf gives back what was."""
    target = data.draw(st.sampled_from(list(argument.statements)))
    attacked = with_leaf(argument, target, Polarity.CON, "against")
    assert evaluate(attacked).status(target) is Status.REJECTED
    restored = with_leaf(attacked, "against", Polarity.CON, "answer")
    before = statuses(argument)
    after = statuses(restored)
    assert {id_: after[id_] for id_ in before} == before


@given(small_maps())
@settings(max_examples=100, deadline=None)
def test_order_changes_nothing(argument: ArgumentMap):
    """Statements and steps in another order have the same verdicts."""
    turned = evolve(
        argument,
        statements=dict(reversed(argument.statements.items())),
        inferences=dict(reversed(argument.inferences.items())),
        contradictions=argument.contradictions[::-1],
    )
    assert statuses(turned) == statuses(argument)


@given(small_maps())
@settings(max_examples=100, deadline=None)
def test_an_island_changes_nothing(argument: ArgumentMap):
    """What is joined to nothing has no say."""
    island = Evidence("island", "Elsewhere", location=argument.location)
    wider = evolve(argument, statements={**argument.statements, "island": island})
    verdicts = statuses(wider)
    assert verdicts.pop("island") == "accepted"
    assert verdicts == statuses(argument)


@given(small_maps())
@settings(max_examples=100, deadline=None)
def test_names_change_nothing(argument: ArgumentMap):
    """With other ids, in another alphabetical order, the verdicts are the same."""
    new = {id_: f"z{len(argument.statements) - n}" for n, id_ in enumerate(argument.statements)}
    renamed = evolve(
        argument,
        statements={new[i]: evolve(s, id=new[i]) for i, s in argument.statements.items()},
        inferences={
            id_: evolve(
                step,
                premises=tuple(new[p] for p in step.premises),
                undercutters=tuple(new[u] for u in step.undercutters),
                conclusion=new[step.conclusion],
            )
            for id_, step in argument.inferences.items()
        },
        contradictions=tuple(
            evolve(pair, first=new[pair.first], second=new[pair.second])
            for pair in argument.contradictions
        ),
    )
    before = statuses(argument)
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
