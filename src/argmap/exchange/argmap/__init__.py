"""The map in its own language: reading the text again gives an equal map.

What a map of several files loses is that they are several: its parts stand in one file, and an id
with dots (``energy.hub``) has become one with hyphens.

A map such as the language can write it.

The language writes an inference as one statement under another or as an attribute only where it is
that simple. A map that comes from elsewhere may hold others: they are written as groups.
"""

from __future__ import annotations

from collections import defaultdict

from attrs import evolve

from argmap.exchange.argmap.edges import Edges, build_edges
from argmap.exchange.argmap.names import Names
from argmap.exchange.argmap.nesting import NestedLayout, lay_out
from argmap.exchange.argmap.printer import Writer
from argmap.model import ArgumentMap, Form, Inference
from argmap.model.attributes import NO_THESIS

Between = dict[tuple[str, str], set[str]]
"""The ids of the inferences from a statement, alone or with others, to another."""


def normalize(argument_map: ArgumentMap) -> ArgumentMap:
    """Return the map with every inference as a group that only a group can express."""
    between: Between = defaultdict(set)
    for inference in argument_map.inferences.values():
        for premise in inference.premises:
            between[premise, inference.conclusion].add(inference.id)
    groups = {
        inference.id: evolve(inference, form=Form.GROUP)
        for inference in argument_map.inferences.values()
        if inference.form is not Form.GROUP and not _is_simple(inference, between, argument_map)
    }
    if not groups:
        return argument_map
    return evolve(argument_map, inferences={**argument_map.inferences, **groups})


def _is_simple(inference: Inference, between: Between, argument_map: ArgumentMap) -> bool:
    if (
        len(inference.premises) != 1
        or inference.is_named
        or inference.tags
        or inference.extra
        or inference.note
    ):
        return False
    others = between[inference.premises[0], inference.conclusion] - {inference.id}
    # An arrow (`undercuts: a -> b`) would undercut the others, too.
    return all(
        undercutter in argument_map.inferences[other].undercutters
        for undercutter in inference.undercutters
        for other in others
    )


SUFFIX = ".argmap"


def dump(argument_map: ArgumentMap) -> str:
    """Return the map as text: two blanks a level, attributes first, then what stands below."""
    argument_map = normalize(argument_map)
    names = _names(argument_map)
    layout = lay_out(argument_map)
    relations = build_edges(argument_map, layout, names)
    _name_what_is_listed(argument_map, layout, relations, names)
    lines = Writer(argument_map, layout, names, relations).write()
    return "\n".join(lines).rstrip("\n") + "\n"


def _names(argument_map: ArgumentMap) -> Names:
    names = Names(taken={NO_THESIS} if argument_map.is_neutral else set())
    names.keep(argument_map.sources)
    parts = (argument_map.statements, argument_map.inferences, argument_map.sections)
    names.keep(part.id for kind in parts for part in kind.values() if part.is_named)
    return names


def _name_what_is_listed(
    argument_map: ArgumentMap, layout: NestedLayout, relations: Edges, names: Names
) -> None:
    """Name the thesis and the premises that groups refer to: nothing may be named while writing."""
    if argument_map.named_thesis is not None:
        names.need(argument_map.named_thesis)
    regrouped = (inference for inferences in relations.groups.values() for inference in inferences)
    groups = (
        inference for inference in argument_map.inferences.values() if inference.form is Form.GROUP
    )
    for inference in (*groups, *regrouped):
        for premise in layout.listed(inference):
            names.need(premise)
