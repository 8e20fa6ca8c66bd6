"""The map in its own language: reading the text again gives an equal map.

What a map of several files loses is that they are several: its parts stand in one file, and an id
with dots (``energy.hub``) has become one with hyphens.
"""

from __future__ import annotations

from argmap.exchange.argmap.layout import Layout, lay_out
from argmap.exchange.argmap.names import Names
from argmap.exchange.argmap.relations import Relations, relate
from argmap.exchange.argmap.writable import writable
from argmap.exchange.argmap.writing import Writer
from argmap.model import ArgumentMap, Form
from argmap.model.attributes import NO_THESIS

SUFFIX = ".argmap"


def dump(argument_map: ArgumentMap) -> str:
    """Return the map as text: two blanks a level, attributes first, then what stands below."""
    argument_map = writable(argument_map)
    names = _names(argument_map)
    layout = lay_out(argument_map)
    relations = relate(argument_map, layout, names)
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
    argument_map: ArgumentMap, layout: Layout, relations: Relations, names: Names
) -> None:
    """Name the thesis and the premises that groups refer to: nothing may be named while writing."""
    if argument_map.named_thesis is not None:
        names.need(argument_map.named_thesis)
    regrouped = (step for steps in relations.groups.values() for step in steps)
    groups = (step for step in argument_map.inferences.values() if step.form is Form.GROUP)
    for step in (*groups, *regrouped):
        for premise in layout.listed(step):
            names.need(premise)
