"""The results of an evaluation, by id."""

import pytest

import argmap
from argmap import Status

BUS = """claim bus "We should take the bus" {
  evidence cheap "A ticket costs two francs"
  counterpoint late "It is always late" { counterpoint lane "It has a lane of its own" }
}
claim train "Trains are faster"
question how "How?" { options: bus, train }"""


@pytest.fixture
def evaluation():
    return argmap.evaluate(argmap.loads(BUS))


def test_it_maps_ids_to_results(evaluation):
    """In the order of the map; it has the methods of a mapping."""
    assert list(evaluation) == ["bus", "cheap", "late", "lane", "train"]
    assert len(evaluation) == 5
    assert "late" in evaluation
    assert "how" not in evaluation
    assert evaluation.get("nothing") is None
    rejected = [id_ for id_, result in evaluation.items() if result.status is Status.REJECTED]
    assert rejected == ["late", "train"]


def test_a_result_says_why(evaluation):
    """With the reason as a clause, the deciding ids, and the strength."""
    result = evaluation["late"]
    assert result.text == "It is always late"
    assert result.because == "an attack on it succeeds"
    assert result.decided_by == ("lane->late",)
    assert result.strength == evaluation.strengths["late"] < 0.5


def test_inferences_have_statuses_too(evaluation):
    """One that holds is accepted."""
    assert evaluation.status("cheap->bus") is Status.ACCEPTED
    assert evaluation.statuses["late->bus"] is Status.REJECTED


def test_questions_have_answers(evaluation):
    """And the explanation of a question is that of its options."""
    assert evaluation.answers["how"].accepted == ("bus",)
    assert "How?" in evaluation.explain("how")
    assert evaluation.thesis is None
    assert evaluation.explain().startswith(evaluation.explain("how").splitlines()[0])


@pytest.mark.parametrize("status", ["rejected", Status.REJECTED])
def test_statuses_can_be_supposed(status):
    """As the status or its name; the reason says so."""
    evaluation = argmap.evaluate(argmap.loads(BUS), suppose={"lane": status})
    assert evaluation["lane"].because == "by supposition"
    assert evaluation["late"].status is Status.ACCEPTED


@pytest.mark.parametrize(
    "call",
    [
        lambda evaluation: evaluation["chaep"],
        lambda evaluation: evaluation.status("chaep"),
        lambda evaluation: evaluation.explain("chaep"),
        lambda evaluation: argmap.evaluate(evaluation.argument_map, {"chaep": "rejected"}),
        lambda evaluation: evaluation.argument_map.supporters("chaep"),
        lambda evaluation: evaluation.argument_map.attackers("chaep"),
    ],
)
def test_an_unknown_id_is_a_key_error_with_a_suggestion(evaluation, call):
    """The message is a sentence, not the key."""
    with pytest.raises(KeyError) as caught:
        call(evaluation)
    assert isinstance(caught.value, argmap.UnknownId)
    assert str(caught.value) == "the map has no statement `chaep`; did you mean `cheap`?"


def test_unknown_values_are_reported(evaluation):
    """With what exists."""
    argument_map = evaluation.argument_map
    with pytest.raises(ValueError, match="maybe"):
        argmap.evaluate(argument_map, {"bus": "maybe"})
    with pytest.raises(ValueError, match="did you mean `df-quad`"):
        argmap.evaluate(argument_map, strength="df-quat")
    assert argmap.evaluate(argument_map, strength="df-quad").strengths != evaluation.strengths


def test_representations_are_one_line(evaluation):
    """For a session, in which every result is printed."""
    assert repr(evaluation) == "<MapEvaluation: 3 accepted, 2 rejected>"
    assert repr(evaluation.argument_map) == "<ArgumentMap: 5 statements>"
    assert repr(evaluation.argument_map.statements["late"]) == (
        "<Counterpoint late: “It is always late”>"
    )
    assert repr(argmap.evaluate(argmap.loads("", strict=False))) == (
        "<MapEvaluation: no statements>"
    )


def test_maps_are_read_only(evaluation):
    """All of their mappings; a copy is an ordinary dictionary."""
    argument_map = evaluation.argument_map
    statement = argument_map.statements["bus"]
    for change in (
        lambda table: table.__setitem__("x", statement),
        lambda table: table.__delitem__("bus"),
        lambda table: table.pop("bus"),
        lambda table: table.update(x=statement),
        lambda table: table.clear(),
        lambda table: table.setdefault("x", statement),
        lambda table: table.popitem(),
        lambda table: table.__ior__({}),
    ):
        with pytest.raises(TypeError, match="cannot be changed"):
            change(argument_map.statements)
    with pytest.raises(AttributeError):
        argument_map.title = "X"
    copy = argument_map.statements | {}
    copy["x"] = statement
    assert "x" not in argument_map.statements
