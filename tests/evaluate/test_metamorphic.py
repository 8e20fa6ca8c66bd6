"""What must not change a verdict, and what must."""

from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.evaluate.test_oracles import small_maps, statuses

from argmap.evaluate import evaluate
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
