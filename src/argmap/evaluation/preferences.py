"""Declared preferences (`outweighs:`): where the two elements of each meet.

A preference says that one element prevails over another. The two can meet in four ways: the weaker
one attacks the stronger statement, or undercuts the stronger inference; both are inferences for and
against the same conclusion; or both are statements that contradict each other, or options of one
exclusive question. The id of a statement also stands for the inferences that it is a premise of.

Preferences on a cycle contradict each other. They are reported and have no effect.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from attrs import field, frozen

from argmap.model import ArgumentMap, Concession, Inference, Polarity, Preference
from argmap.model.graph import strongly_connected_components

_NONE: frozenset[str] = frozenset()


class OptionOrder(NamedTuple):
    """Which options of an exclusive question outweigh others, directly or through others.

    Sets of options are integers, in which bit n is set for option n: a chain of thousands of
    preferences has millions of pairs.

    Attributes:
        question: The id of the question.
        index_of: The index of each option, by id.
        weaker: For each option, the options that it outweighs.
        stronger: For each option, the options that outweigh it.
    """

    question: str
    index_of: dict[str, int]
    weaker: list[int]
    stronger: list[int]

    def outweighs(self, stronger: str, weaker: str) -> bool:
        """Return whether an option outweighs another statement as an option of this question."""
        index = self.index_of.get(weaker)
        return index is not None and bool(self.weaker[self.index_of[stronger]] >> index & 1)


@frozen
class PreferenceOrder:
    """What outweighs what in a map.

    Attributes:
        weaker_by_stronger: The elements that each element outweighs where the two meet, by id.
            Inferences outweigh inferences with the same conclusion and statements that undercut
            them; statements outweigh inferences against them and their rivals. Of the options that
            an option outweighs, only those of declared preferences are included.
        option_orders: The orders of the questions that each option belongs to, by its id.
        cyclic: The preferences on a cycle.
        idle: The preferences without effect: the two elements never meet, or the stronger one is
            only a concession there.
    """

    weaker_by_stronger: dict[str, set[str]] = field(factory=dict)
    option_orders: dict[str, list[OptionOrder]] = field(factory=dict)
    cyclic: tuple[Preference, ...] = ()
    idle: tuple[Preference, ...] = ()

    def outweighs(self, stronger: str, weaker: str) -> bool:
        """Return whether one element outweighs another where they meet."""
        return weaker in self.weaker_by_stronger.get(stronger, _NONE) or any(
            order.outweighs(stronger, weaker) for order in self.option_orders.get(stronger, ())
        )


def is_conceded(inference: Inference, argument_map: ArgumentMap) -> bool:
    """Return whether an inference is an attack by a concession, which never decides."""
    return inference.polarity is Polarity.CON and any(
        isinstance(argument_map.statements[premise], Concession) for premise in inference.premises
    )


def find_preferences(argument_map: ArgumentMap) -> PreferenceOrder:
    """Return the preferences of a map where the elements meet, without those on cycles.

    Among the options of one exclusive question, preferences are transitive.
    """
    if not argument_map.preferences:
        return PreferenceOrder()
    meetings = [
        (preference, set(_meetings(preference, argument_map)))
        for preference in argument_map.preferences
    ]
    successors: dict[str, set[str]] = defaultdict(set)
    for _, pairs in meetings:
        for stronger, weaker in pairs:
            successors[stronger].add(weaker)
    component_of: dict[str, int] = {}
    components = strongly_connected_components(
        list(successors), lambda id_: successors.get(id_, ())
    )
    for number, component in enumerate(components):
        component_of.update(dict.fromkeys(component, number))

    def is_cyclic(stronger: str, weaker: str) -> bool:
        return component_of[stronger] == component_of[weaker]

    cyclic = [p for p, pairs in meetings if any(is_cyclic(*pair) for pair in pairs)]
    weaker_by_stronger: dict[str, set[str]] = {}
    for stronger, others in successors.items():
        kept = {weaker for weaker in others if not is_cyclic(stronger, weaker)}
        if kept:
            weaker_by_stronger[stronger] = kept
    option_orders = _order_options(argument_map, weaker_by_stronger)
    idle = tuple(preference for preference, pairs in meetings if not pairs)
    return PreferenceOrder(weaker_by_stronger, option_orders, tuple(cyclic), idle)


def _meetings(preference: Preference, argument_map: ArgumentMap) -> Iterator[tuple[str, str]]:
    """Yield the pairs of elements through which the two elements of a preference meet."""
    stronger, weaker = preference.stronger, preference.weaker
    stronger_inferences = inferences_of(stronger, argument_map)
    weaker_inferences = inferences_of(weaker, argument_map)
    if stronger in argument_map.statements:
        for attack in weaker_inferences:
            if attack.conclusion == stronger and attack.polarity is Polarity.CON:
                yield stronger, attack.id
        if are_rivals(stronger, weaker, argument_map):
            yield stronger, weaker
    for inference in stronger_inferences:
        if weaker in inference.undercutters:
            yield inference.id, weaker
        if is_conceded(inference, argument_map):
            continue
        for other in weaker_inferences:
            has_same_conclusion = other.conclusion == inference.conclusion
            if has_same_conclusion and other.polarity is not inference.polarity:
                yield inference.id, other.id


def inferences_of(id_: str, argument_map: ArgumentMap) -> list[Inference]:
    """Return the inferences that an id stands for in a preference."""
    if id_ in argument_map.inferences:
        return [argument_map.inferences[id_]]
    return argument_map.inferences_from.get(id_, [])


def are_rivals(first: str, second: str, argument_map: ArgumentMap) -> bool:
    """Return whether two statements contradict each other or are options, so that one wins."""
    if first == second:
        return False
    if second in argument_map.contradicted_by.get(first, ()):
        return True
    return any(
        question.is_exclusive and second in question.options
        for question in argument_map.questions_of.get(first, ())
    )


def _order_options(
    argument_map: ArgumentMap, weaker_by_stronger: dict[str, set[str]]
) -> dict[str, list[OptionOrder]]:
    """Return the transitive orders of the exclusive questions that each option belongs to.

    The preferences must have no cycles.
    """
    orders: dict[str, list[OptionOrder]] = {}
    for question in argument_map.questions.values():
        options = question.options
        if not question.is_exclusive or weaker_by_stronger.keys().isdisjoint(options):
            continue
        index_of = {option: index for index, option in enumerate(options)}
        direct = [
            [index_of[id_] for id_ in weaker_by_stronger.get(option, ()) if id_ in index_of]
            + [
                index
                for earlier in orders.get(option, ())
                for other, index in index_of.items()
                if earlier.outweighs(option, other)
            ]
            for option in options
        ]
        weaker, stronger = [0] * len(options), [0] * len(options)
        components = strongly_connected_components(range(len(options)), direct.__getitem__)
        weakest_first = [index for component in components for index in component]
        for index in weakest_first:
            for other in direct[index]:
                weaker[index] |= 1 << other | weaker[other]
        for index in reversed(weakest_first):
            for other in direct[index]:
                stronger[other] |= 1 << index | stronger[index]
        order = OptionOrder(question.id, index_of, weaker, stronger)
        for option in options:
            orders.setdefault(option, []).append(order)
    return orders
