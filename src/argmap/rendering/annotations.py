"""Annotations: what a picture shows beyond the map itself, such as statuses and diagnostics."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field, frozen

from argmap.model import ArgumentMap, Inference, Status
from argmap.rendering.options import Badge, RenderOptions


@frozen
class Annotations:
    """Annotations of statements and inferences, by id; a missing id has no such annotation.

    Attributes:
        statuses: The statuses of statements and perhaps of inferences.
        strengths: Numbers from 0 to 1; None if the strength model does not converge.
        diagnostics: Badges; ``""`` is the map as a whole.
        folded: How many statements that are not drawn are counted on a statement; ``""`` is the map
            as a whole. They are drawn in another picture, unless ``view`` is set.
        view: A description of the part of a map that is drawn; empty for a whole map.
    """

    statuses: Mapping[str, Status] = field(factory=dict)
    strengths: Mapping[str, float | None] = field(factory=dict)
    diagnostics: Mapping[str, Badge] = field(factory=dict)
    folded: Mapping[str, int] = field(factory=dict)
    view: str = ""

    def status_of_inference(self, inference: Inference) -> Status | None:
        """Return the status of an inference: the one given, else one derived from its statements.

        Returns:
            None if the statuses of some premises or undercutters are missing and the others do not
            decide.
        """
        status = self.statuses.get(inference.id)
        if status is not None:
            return status
        premises = [self.statuses.get(premise) for premise in inference.premises]
        undercutters = [self.statuses.get(undercutter) for undercutter in inference.undercutters]
        if Status.REJECTED in premises or Status.ACCEPTED in undercutters:
            return Status.REJECTED
        if None in premises or None in undercutters:
            return None
        return Status.UNDECIDED if Status.UNDECIDED in (*premises, *undercutters) else premises[0]

    def is_inference_rejected(self, inference: Inference | None) -> bool:
        """Whether there is an inference, and it is known not to hold."""
        return inference is not None and self.status_of_inference(inference) is Status.REJECTED


NO_ANNOTATIONS = Annotations()


def make_annotations(argument_map: ArgumentMap, options: RenderOptions) -> Annotations:
    """Return the annotations that the options ask for; evaluate the map if they need it."""
    statuses: Mapping[str, Status] = options.statuses or {}
    strengths: Mapping[str, float | None] = {}
    if isinstance(options.strengths, Mapping):
        strengths = options.strengths
    needs_statuses = options.verdicts and options.statuses is None
    needs_strengths = options.strengths is True
    if (needs_statuses or needs_strengths) and argument_map.statements:
        from argmap.evaluation import evaluate

        evaluation = evaluate(argument_map)
        if needs_statuses:
            ids = (*argument_map.statements, *argument_map.inferences)
            statuses = {id_: evaluation.status(id_) for id_ in ids}
        if needs_strengths:
            from argmap.evaluation.strength import compute_strengths

            strengths = compute_strengths(evaluation).statements
    if not options.verdicts:
        statuses = {}
    return Annotations(statuses, strengths, options.diagnostics, options.folded, options.view)
