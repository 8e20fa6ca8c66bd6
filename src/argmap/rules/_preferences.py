"""Names of the two elements of a preference (`outweighs:`), for messages."""

from __future__ import annotations

from argmap.model import ArgumentMap, Inference, Polarity, Preference
from argmap.model.statement import display_name


def preference_element(argument_map: ArgumentMap, preference: Preference) -> str:
    """Return the element of a diagnostic about a preference: the one that declares it."""
    inference = argument_map.inferences.get(preference.stronger)
    if inference is None or inference.is_named:
        return preference.stronger
    return inference.premises[0]


def element_name(argument_map: ArgumentMap, id_: str) -> str:
    """Return the name of a statement or an inference in a message.

    An inference without an id is named by its ends.
    """
    inference = argument_map.inferences.get(id_)
    if inference is None:
        return display_name(argument_map.statements[id_])
    return f"`{id_}`" if inference.is_named else _ends(argument_map, inference)


def _ends(argument_map: ArgumentMap, inference: Inference) -> str:
    premise = argument_map.statements[inference.premises[0]]
    conclusion = argument_map.statements[inference.conclusion]
    if len(inference.premises) == 1 and premise.is_named and conclusion.is_named:
        return f"`{premise.id} -> {conclusion.id}`"
    noun = "reason for" if inference.polarity is Polarity.PRO else "objection to"
    return f"the {noun} {display_name(conclusion)} with {display_name(premise)}"
