"""The verdict on every statement and inference of a map, with the reason for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from attrs import evolve, frozen

from argmap.evaluation.framework import Framework, build_framework
from argmap.evaluation.labelling import Labelling, compute_labelling, is_question_alone
from argmap.evaluation.labels import LABELS, STATUSES
from argmap.evaluation.preferences import is_conceded
from argmap.evaluation.verdicts import Reason, Verdict, inference_verdict, statement_verdict
from argmap.model import ArgumentMap, Polarity, Status
from argmap.model.graph import strongly_connected_components
from argmap.model.statement import display_name


class Answer(NamedTuple):
    """What the evaluation says of a question.

    Attributes:
        accepted: The accepted options, which answer the question.
        undecided: The undecided options; if none is accepted, the question is open between them.
    """

    accepted: tuple[str, ...]
    undecided: tuple[str, ...]


@frozen(eq=False, repr=False)
class Evaluation:
    """The result of evaluating a map under the well-founded semantics.

    Statuses are computed at once, reasons on demand. Results are by id, in the map's order;
    ``framework`` and ``labelling`` hold them by node number, for further analysis
    (`argmap.evaluation.explanation`).
    """

    argument_map: ArgumentMap
    framework: Framework
    labelling: Labelling

    @cached_property
    def node_by_id(self) -> dict[str, int]:
        """The number of every statement and inference in the framework, by id."""
        return {id_: node for node, id_ in enumerate(self.framework.node_ids)}

    @cached_property
    def statements(self) -> dict[str, Verdict]:
        """The verdict on every statement, by id."""
        framework, labels = self.framework, self.labelling.labels
        nodes = range(framework.statement_count)
        return {framework.node_ids[n]: statement_verdict(framework, n, labels) for n in nodes}

    @cached_property
    def inferences(self) -> dict[str, Verdict]:
        """The verdict on every inference, by id; one that holds is accepted."""
        framework, labels = self.framework, self.labelling.labels
        nodes = range(framework.statement_count, len(framework.node_ids))
        return {framework.node_ids[n]: inference_verdict(framework, n, labels) for n in nodes}

    @cached_property
    def circular_statements(self) -> frozenset[str]:
        """The ids of the rejected statements whose support is circular."""
        framework, unfounded = self.framework, self.labelling.unfounded

        def unfounded_supports(node: int) -> list[int]:
            is_statement = node < framework.statement_count
            supports = framework.supports if is_statement else framework.premises
            return [other for other in supports[node] if other in unfounded]

        components = strongly_connected_components(sorted(unfounded), unfounded_supports)
        return frozenset(
            framework.node_ids[node]
            for component in components
            if len(component) > 1
            for node in component
            if node < framework.statement_count
        )

    @cached_property
    def answers(self) -> dict[str, Answer]:
        """The answer to every question, by id."""

        def with_status(options: tuple[str, ...], status: Status) -> tuple[str, ...]:
            return tuple(option for option in options if self.status(option) is status)

        return {
            id_: Answer(
                with_status(question.options, Status.ACCEPTED),
                with_status(question.options, Status.UNDECIDED),
            )
            for id_, question in self.argument_map.questions.items()
        }

    @property
    def cycles(self) -> tuple[tuple[str, ...], ...]:
        """The ids of the statements in each cyclic component of the map."""
        framework, order = self.framework, self.labelling.order
        return tuple(
            tuple(framework.node_ids[n] for n in component if n < framework.statement_count)
            for component in order.components
            if order.is_cyclic(component) and not is_question_alone(framework, component)
        )

    @property
    def thesis(self) -> Verdict | None:
        """The verdict on the thesis; None if the map has no thesis."""
        thesis = self.argument_map.thesis
        return None if thesis is None else self.statements[thesis]

    def with_argument_map(self, argument_map: ArgumentMap) -> Evaluation:
        """Return this evaluation for a map that differs only in the wording of its statements."""
        return evolve(self, argument_map=argument_map)

    def status(self, id_: str) -> Status:
        """Return the status of a statement or an inference; one that holds is accepted."""
        return STATUSES[self.labelling.labels[self.node_by_id[id_]]]


def evaluate(
    argument_map: ArgumentMap,
    suppose: Mapping[str, Status] | None = None,
) -> Evaluation:
    """Evaluate a map: decide which statements are accepted, and why.

    Every map has exactly one evaluation. The semantics is defined in
    `argmap.evaluation.labelling`; the time is linear on maps without cycles.

    Args:
        argument_map: The map to evaluate.
        suppose: Statuses of statements and inferences, by id, that replace the computed ones.

    Raises:
        KeyError: If ``suppose`` contains an id that is not in the map.
    """
    fixed_labels = {id_: LABELS[status] for id_, status in (suppose or {}).items()}
    framework = build_framework(argument_map, fixed_labels)
    return Evaluation(argument_map, framework, compute_labelling(framework))


_EXPLANATIONS = {
    Reason.UNATTACKED: "nothing attacks it",
    Reason.DEFENDED: "every attack on it fails",
    Reason.OUTWEIGHED: "what holds against it is outweighed",
    Reason.ATTACKED: "an attack on it succeeds",
    Reason.INSUFFICIENT: "its support does not meet its standard of proof",
    Reason.UNSUPPORTED: "it has lost its support",
    Reason.CONTESTED: "it depends on an unresolved cycle of attacks",
    Reason.SUPPOSED: "by supposition",
}


def explain_status(evaluation: Evaluation, id_: str) -> str:
    """Return why a statement has its status, as a clause to follow “is accepted: ”."""
    verdict = evaluation.statements[id_]
    if verdict.reason is Reason.EXCLUDED:
        return explain_exclusion(evaluation, id_, verdict.decided_by[0])
    if verdict.reason in (Reason.UNATTACKED, Reason.DEFENDED, Reason.OUTWEIGHED):
        return _explain_acceptance(evaluation, id_, verdict)
    if verdict.reason is Reason.UNSUPPORTED:
        if not verdict.decided_by:
            return "nothing supports it, and the map's burden of proof is strict"
        is_circular = id_ in evaluation.circular_statements
        return "its support is circular" if is_circular else _EXPLANATIONS[verdict.reason]
    if verdict.reason is Reason.CONTESTED:
        return _explain_conflict(evaluation, id_, verdict)
    return _EXPLANATIONS[verdict.reason]


def _explain_conflict(evaluation: Evaluation, id_: str, verdict: Verdict) -> str:
    rival = undecided_rival(evaluation, id_, verdict.decided_by)
    if rival is None:
        return _EXPLANATIONS[verdict.reason]
    if are_options(evaluation.argument_map, id_, rival):
        return "nothing decides between it and another option"
    return explain_contradiction(evaluation, id_, rival)


def undecided_rival(evaluation: Evaluation, id_: str, deciding: Sequence[str]) -> str | None:
    """Return the rival that keeps a statement undecided; None if a cycle of attacks does.

    It is the statement itself if it contradicts itself, or else another option, or else a statement
    that it contradicts, if nothing but those keep it undecided.

    Args:
        evaluation: The evaluation of the map.
        id_: The id of the statement.
        deciding: The ids of what it depends on, the most important first.
    """
    argument_map = evaluation.argument_map
    if id_ in argument_map.contradicted_by.get(id_, ()) and id_ in deciding:
        return id_
    if id_ in argument_map.questions_of:
        for other in deciding:
            if are_options(argument_map, id_, other):
                return other
    if deciding and all(other in argument_map.statements for other in deciding):
        return deciding[0]
    return None


def explain_contradiction(evaluation: Evaluation, id_: str, rival: str) -> str:
    """Return how a contradiction keeps a statement undecided, as a clause."""
    if rival == id_:
        return "it contradicts itself"
    name = display_name(evaluation.argument_map.statements[rival])
    return f"it contradicts {name}, and nothing decides between them"


def _explain_acceptance(evaluation: Evaluation, id_: str, verdict: Verdict) -> str:
    argument_map = evaluation.argument_map
    is_option = any(
        question.is_exclusive and len(question.options) > 1
        for question in argument_map.questions_of.get(id_, ())
    )
    attacks = [
        inference
        for inference in argument_map.inferences_to.get(id_, ())
        if inference.polarity is Polarity.CON
    ]
    holding = [a for a in attacks if evaluation.status(a.id) is not Status.REJECTED]
    if verdict.reason is Reason.OUTWEIGHED:
        rivals = argument_map.contradicted_by.get(id_, ())
        is_granted = all(is_conceded(attack, argument_map) for attack in holding)
        has_rival = any(evaluation.status(rival) is not Status.REJECTED for rival in rivals)
        if is_granted and not has_rival:
            return "what speaks against it is granted, and does not decide"
        return _EXPLANATIONS[verdict.reason]
    if is_option and not attacks:
        return "no other option prevails over it"
    if is_option:
        return "every attack on it fails, and no other option prevails over it"
    if verdict.reason is Reason.UNATTACKED and verdict.decided_by:
        return "its support holds, and nothing attacks it"
    return _EXPLANATIONS[verdict.reason]


def explain_exclusion(evaluation: Evaluation, id_: str, rival: str) -> str:
    """Return how another statement excludes a rejected one, as a clause."""
    name = display_name(evaluation.argument_map.statements[rival])
    if not are_options(evaluation.argument_map, id_, rival):
        return f"it contradicts {name}, which is accepted"
    if evaluation.status(rival) is Status.ACCEPTED:
        return f"another option is accepted: {name}"
    return f"the option {name} outweighs it"


def are_options(argument_map: ArgumentMap, first: str, second: str) -> bool:
    """Return whether two statements are options of one question."""
    questions_of = argument_map.questions_of
    others = questions_of.get(second, ())
    return first != second and any(
        question is other for question in questions_of.get(first, ()) for other in others
    )
