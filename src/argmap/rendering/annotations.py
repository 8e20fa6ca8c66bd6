"""Annotations: what a picture shows beyond the map itself, such as statuses and diagnostics."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import evolve, field, frozen

from argmap.model import ArgumentMap, Inference, Status
from argmap.rendering.options import Badge, RenderOptions, VersionMark
from argmap.rendering.theme import load_theme


@frozen
class Annotations:
    """Annotations of statements and inferences, by id; a missing id has no such annotation.

    Attributes:
        statuses: The statuses of statements and perhaps of inferences.
        strengths: Numbers from 0 to 1; None if the strength model does not converge.
        diagnostics: Badges; ``""`` is the map as a whole.
        version_marks: How sentences differ from another version of the map.
        folded: How many statements that are not drawn are counted on a statement; ``""`` is the map
            as a whole. They are drawn in another picture, unless ``view`` is set.
        places: The title of the part that they are in, by the same ids, if it is known.
        view: A description of the part of a map that is drawn; empty for a whole map.
        is_detailed: Whether cards also say what only the author of a map needs.
        names_links: Whether a card names the statements of other sections that its links lead to.
        has_tags: Whether cards show tags.
        colored_tags: The tags that the theme colors.
    """

    statuses: Mapping[str, Status] = field(factory=dict)
    strengths: Mapping[str, float | None] = field(factory=dict)
    diagnostics: Mapping[str, Badge] = field(factory=dict)
    folded: Mapping[str, int] = field(factory=dict)
    places: Mapping[str, str] = field(factory=dict)
    view: str = ""
    is_detailed: bool = False
    names_links: bool = False
    has_tags: bool = False
    colored_tags: frozenset[str] = frozenset()
    version_marks: Mapping[str, VersionMark] = field(factory=dict)

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
        """Return whether there is an inference, and it is known not to hold."""
        return inference is not None and self.status_of_inference(inference) is Status.REJECTED


NO_ANNOTATIONS = Annotations()


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
    """Return the annotations of a map's picture, evaluating the map if the options need it.

    Raises:
        RenderError: If tags are shown and the theme cannot be loaded.
    """
    options = with_evaluation(argument_map, options)
    return Annotations(
        (options.statuses or {}) if options.verdicts else {},
        options.strengths if isinstance(options.strengths, Mapping) else {},
        options.diagnostics,
        options.folded,
        options.places,
        options.view,
        options.detail == "author",
        options.page is None,  # pages have notes with the numbers of pages
        options.tags,
        frozenset(load_theme(options.theme).tags) if options.tags else frozenset(),
        options.version_marks,
    )
