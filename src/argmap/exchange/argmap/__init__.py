"""The map in its own language: parsing the text gives an equal map.

The only information that is lost is the division into several files: imported files become
sections, and an id with dots (``energy.hub``) becomes one with hyphens.
"""

from __future__ import annotations

from collections import defaultdict

from attrs import evolve

from argmap.exchange.argmap.edges import Edges, build_edges
from argmap.exchange.argmap.names import NameTable
from argmap.exchange.argmap.nesting import NestedLayout, lay_out
from argmap.exchange.argmap.printer import Printer
from argmap.model import ArgumentMap, Form, Inference
from argmap.model.attributes import NO_THESIS
from argmap.model.losses import LossReport

TITLE = "argmap"
SUFFIX = ".argmap"

InferencesByEnds = dict[tuple[str, str], set[str]]
"""The ids of the inferences from a premise, alone or with others, to a conclusion."""


def dump(argument_map: ArgumentMap, losses: LossReport) -> str:  # noqa: ARG001 (nothing is lost)
    """Return the map as text, indented by two spaces per level, attributes before statements."""
    argument_map = normalize(argument_map)
    names = _name_elements(argument_map)
    layout = lay_out(argument_map)
    edges = build_edges(argument_map, layout, names)
    _name_listed_statements(argument_map, layout, edges, names)
    lines = Printer(argument_map, layout, names, edges).lines()
    return "\n".join(lines).rstrip("\n") + "\n"


def normalize(argument_map: ArgumentMap) -> ArgumentMap:
    """Return the map with a group in place of each inference that only a group can express.

    The language can express only simple inferences by nesting or by an attribute. A map that does
    not come from a text in the language may contain others.
    """
    by_ends: InferencesByEnds = defaultdict(set)
    for inference in argument_map.inferences.values():
        for premise in inference.premises:
            by_ends[premise, inference.conclusion].add(inference.id)
    preferences = _Preferences(argument_map)
    around_contexts = {context.parent for context in argument_map.contexts.values()}
    groups = {
        inference.id: evolve(inference, form=Form.GROUP)
        for inference in argument_map.inferences.values()
        if inference.form is not Form.GROUP
        and (
            inference.id in around_contexts
            or not _is_simple(inference, by_ends, argument_map, preferences)
        )
    }
    if not groups:
        return argument_map
    return evolve(argument_map, inferences={**argument_map.inferences, **groups})


class _Preferences:
    """The preferences of a map by what they are over.

    Attributes:
        stronger: The elements that outweigh another one.
        outweighed_by: The elements that outweigh each element.
    """

    def __init__(self, argument_map: ArgumentMap) -> None:
        self.stronger = {preference.stronger for preference in argument_map.preferences}
        self.outweighed_by: dict[str, set[str]] = defaultdict(set)
        for preference in argument_map.preferences:
            self.outweighed_by[preference.weaker].add(preference.stronger)


def _is_simple(
    inference: Inference,
    by_ends: InferencesByEnds,
    argument_map: ArgumentMap,
    preferences: _Preferences,
) -> bool:
    """Return whether nesting or an attribute can express an inference."""
    if (
        len(inference.premises) != 1
        or inference.is_named
        or inference.tags
        or inference.extra
        or inference.note
        or inference.confidence is not None
        or inference.label is not None
        or inference.fidelity is not None
        or inference.id in preferences.stronger
    ):
        return False
    others = by_ends[inference.premises[0], inference.conclusion] - {inference.id}
    # An arrow (`undercuts: a -> b`) would also undercut or outweigh the others.
    stronger = preferences.outweighed_by[inference.id]
    return all(
        stronger <= preferences.outweighed_by[other]
        and set(inference.undercutters) <= set(argument_map.inferences[other].undercutters)
        for other in others
    )


def _name_elements(argument_map: ArgumentMap) -> NameTable:
    """Return a table with the names of all elements that have an id."""
    names = NameTable(taken={NO_THESIS} if argument_map.is_neutral else set())
    names.assign_all(argument_map.sources)
    tables = (
        argument_map.statements,
        argument_map.inferences,
        argument_map.sections,
        argument_map.questions,
        argument_map.contexts,
    )
    names.assign_all(
        element.id for table in tables for element in table.values() if element.is_named
    )
    return names


def _name_listed_statements(
    argument_map: ArgumentMap, layout: NestedLayout, edges: Edges, names: NameTable
) -> None:
    """Assign names to theses, listed premises and options, before any of them is written."""
    for thesis in argument_map.named_theses:
        names.require(thesis)
    for question in argument_map.questions.values():
        for option in (*layout.listed_options(question), *question.expected_options):
            names.require(option)
    groups = [
        inference for inference in argument_map.inferences.values() if inference.form is Form.GROUP
    ]
    for inferences in edges.groups.values():
        groups += inferences
    for inference in groups:
        for premise in layout.listed_premises(inference):
            names.require(premise)
