"""What is marked on a picture beyond what its map says: statuses, strengths, findings, folds."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import evolve, field, frozen

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

    def fails(self, inference: Inference | None) -> bool:
        """Whether an inference is known not to hold."""
        return inference is not None and self.status_of_inference(inference) is Status.REJECTED


UNMARKED = Annotations()


def with_evaluation(
    argument_map: ArgumentMap, options: RenderOptions, *, needs_statuses: bool = False
) -> RenderOptions:
    """Return the options with the statuses and strengths of a map, evaluated unless given.

    With ``needs_statuses``, statuses are added even if the options do not show them.
    """
    needs_statuses = options.statuses is None and (needs_statuses or options.verdicts)
    if not (needs_statuses or options.strengths is True):
        return options
    from argmap.evaluation import evaluate

    evaluation = evaluate(argument_map)
    if needs_statuses:
        ids = (*argument_map.statements, *argument_map.inferences)
        options = evolve(options, statuses={id_: evaluation.status(id_) for id_ in ids})
    if options.strengths is True:
        from argmap.evaluation.strength import compute_strengths

        options = evolve(options, strengths=compute_strengths(evaluation).statements)
    return options


def make_annotations(argument_map: ArgumentMap, options: RenderOptions) -> Annotations:
    """Return the annotations of a map's picture, evaluating the map if the options need it."""
    options = with_evaluation(argument_map, options)
    return Annotations(
        (options.statuses or {}) if options.verdicts else {},
        options.strengths if isinstance(options.strengths, Mapping) else {},
        options.diagnostics,
        options.folded,
        options.view,
    )
