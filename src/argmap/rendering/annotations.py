"""What is marked on a picture beyond what its map says: statuses, strengths, findings, folds."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field, frozen

from argmap.model import ArgumentMap, Inference, Status
from argmap.rendering.options import Badge, RenderOptions


@frozen
class Annotations:
    """What is known of statements and inferences, by id; what is not in a mapping has no such mark.

    A strength is from 0 to 1, or None where the model does not settle. ``folded`` counts statements
    that are drawn in another picture, by the statement that stands for them here. By ``""``, what
    was found, and folded, belongs to no statement. ``view`` says in words which part of a map is
    drawn; what is folded is then left out, and in no other picture.
    """

    statuses: Mapping[str, Status] = field(factory=dict)
    strengths: Mapping[str, float | None] = field(factory=dict)
    diagnostics: Mapping[str, Badge] = field(factory=dict)
    folded: Mapping[str, int] = field(factory=dict)
    view: str = ""

    def status_of_inference(self, inference: Inference) -> Status | None:
        """Return whether an inference holds, derived from its statements if it is not given."""
        known = self.statuses.get(inference.id)
        if known is not None:
            return known
        premises = [self.statuses.get(name) for name in inference.premises]
        undercutters = [self.statuses.get(name) for name in inference.undercutters]
        if Status.REJECTED in premises or Status.ACCEPTED in undercutters:
            return Status.REJECTED
        if None in premises or None in undercutters:
            return None
        return Status.UNDECIDED if Status.UNDECIDED in (*premises, *undercutters) else premises[0]

    def is_inference_rejected(self, inference: Inference | None) -> bool:
        """Whether an inference is known not to hold."""
        return inference is not None and self.status_of_inference(inference) is Status.REJECTED


NO_ANNOTATIONS = Annotations()


def make_annotations(argument_map: ArgumentMap, options: RenderOptions) -> Annotations:
    """Gather what is to be marked on the picture of a map, evaluating it if that is wanted."""
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
            from argmap.evaluation.strength import strengths as work_out

            strengths = work_out(evaluation).statements
    if not options.verdicts:
        statuses = {}
    return Annotations(statuses, strengths, options.diagnostics, options.folded, options.view)
