"""What the elements of an argument map are in a goal structure: types, ids, strategies, challenges.

The rules are the checks of gsn2x, which are given in parentheses.
"""

from __future__ import annotations

from collections import defaultdict

from attrs import Factory, define

from argmap.exchange.gsn.elements import CONTEXTS, ELEMENT_ID, TYPES
from argmap.model import ArgumentMap, Inference, Polarity
from argmap.model.losses import LossReport

Relation = tuple[str, str]
"""The two ends of a relation, by their ids in the map."""


@define
class Challenge:
    """What a statement attacks: an element, or the relation between two."""

    target: str
    relation: Relation | None = None


@define
class Roles:
    """The roles of the elements of a map, by their ids in the map.

    Attributes:
        argument_map: The map; support in it does not run in a cycle.
        losses: The report of what is changed.
        types: The type of each statement, context and strategy.
        names: The id of each of them in the goal structure.
        supports: The supporting inferences to each statement.
        strategies: The inferences that are strategies.
        challenges: What each statement challenges.
    """

    argument_map: ArgumentMap
    losses: LossReport
    types: dict[str, str] = Factory(dict)
    names: dict[str, str] = Factory(dict)
    supports: dict[str, list[Inference]] = Factory(lambda: defaultdict(list))
    strategies: set[str] = Factory(set)
    challenges: dict[str, list[Challenge]] = Factory(lambda: defaultdict(list))
    _taken: set[str] = Factory(set)
    _numbers: dict[str, int] = Factory(lambda: defaultdict(lambda: 1))

    def assign(self) -> None:
        """Decide on all roles."""
        argument_map = self.argument_map
        for inference in argument_map.inferences.values():
            if inference.polarity is Polarity.PRO:
                self.supports[inference.conclusion].append(inference)
        counters = self._counters()
        self._find_strategies(counters)
        premises = {
            premise
            for inferences in self.supports.values()
            for inference in inferences
            for premise in inference.premises
        }
        for statement in argument_map.statements.values():
            is_counter = statement.id in counters
            is_solution = statement.kind == "evidence" and not self.supports[statement.id]
            if is_solution and not is_counter and statement.id not in premises:
                is_solution = False  # the top-level elements are goals (C02)
                reason = "a solution that supports nothing becomes a goal"
                self.change("evidence", reason, statement.id)
            type_ = "Solution" if is_solution else "Goal"
            self._name(statement.id, f"Counter{type_}" if is_counter else type_)
        for context in argument_map.contexts.values():
            type_ = (context.extra.get("x-node-type") or ("Context",))[0]
            self._name(context.id, type_ if type_ in CONTEXTS else "Context")
        for inference in argument_map.inferences.values():
            if inference.id in self.strategies:
                self._name(inference.id, "Strategy")
        self._find_challenges(counters)

    def new_name(self, type_: str) -> str:
        """Return an unused id that shows a type."""
        prefix = next(prefix for prefix, one in TYPES if one == type_)
        number = self._numbers[type_]
        while (name := f"{prefix}{number}") in self._taken:
            number += 1
        self._numbers[type_] = number + 1
        self._taken.add(name)
        return name

    def change(self, element: str, reason: str, place: str) -> None:
        """Report a change of an element that was counted as kept."""
        self.losses.kept[element] -= 1
        self.losses.change(element, reason, place)

    def drop(self, element: str, reason: str, place: str) -> None:
        """Report the loss of an element that was counted as kept."""
        self.losses.kept[element] -= 1
        self.losses.drop(element, reason, place)

    def _counters(self) -> set[str]:
        """Return the statements that challenge (V12), and what supports them (V04)."""
        argument_map = self.argument_map
        counters: dict[str, None] = {}
        for inference in argument_map.inferences.values():
            against = [*inference.undercutters]
            if inference.polarity is Polarity.CON:
                against += [one for one in inference.premises if one != inference.conclusion]
            counters |= dict.fromkeys(against)
        for pair in argument_map.contradictions:
            if pair.first != pair.second and not {pair.first, pair.second} & counters.keys():
                is_thesis = pair.first in argument_map.theses
                counters[pair.second if is_thesis else pair.first] = None
        pending = list(counters)
        while pending:
            for inference in self.supports.get(pending.pop(), ()):
                for premise in inference.premises:
                    if premise not in counters:
                        counters[premise] = None
                        pending.append(premise)
        return set(counters)

    def _find_strategies(self, counters: set[str]) -> None:
        """Find the inferences that need a strategy; nothing else has a text or a context."""
        for conclusion, inferences in self.supports.items():
            for inference in inferences:
                is_plain = not (inference.label or inference.is_named or inference.scheme)
                if len(inferences) == 1 and is_plain:
                    continue
                if conclusion in counters:
                    reason = "a counter goal has no strategies, only elements that support it"
                    self.change("support", reason, inference.id)
                else:
                    self.strategies.add(inference.id)

    def _name(self, id_: str, type_: str) -> None:
        """Keep an id whose beginning shows the type; otherwise number the elements of the type."""
        self.types[id_] = type_
        shown = next((one for prefix, one in TYPES if id_.startswith(prefix)), "")
        if ELEMENT_ID.fullmatch(id_) and shown == type_ and id_ not in self._taken:
            self._taken.add(id_)
            self.names[id_] = id_
        else:
            self.names[id_] = self.new_name(type_)

    # ---- Challenges -----------------------------------------------------------------------------

    def _find_challenges(self, counters: set[str]) -> None:
        for inference in self.argument_map.inferences.values():
            if inference.polarity is Polarity.CON:
                self._add_attack(inference)
            relation = self._relation(inference)
            for undercutter in inference.undercutters:
                if relation is not None:
                    self._challenge(undercutter, Challenge(relation[1], relation))
                elif inference.id in self.strategies:
                    self._challenge(undercutter, Challenge(inference.id))
                else:
                    self.drop("undercut", "a statement cannot challenge itself", inference.id)
        for pair in self.argument_map.contradictions:
            if pair.first == pair.second:
                reason = "a statement cannot challenge itself"
                self.losses.drop("contradiction", reason, pair.first)
                continue
            first, second = pair.first, pair.second
            if first not in counters or (first in self.argument_map.theses and second in counters):
                first, second = second, first
            self._challenge(first, Challenge(second))

    def _add_attack(self, inference: Inference) -> None:
        premises = [premise for premise in inference.premises if premise != inference.conclusion]
        for premise in premises:
            self._challenge(premise, Challenge(inference.conclusion))
        if not premises:
            self.drop("attack", "a statement cannot challenge itself", inference.id)
        elif len(premises) > 1:
            self.change("attack", "each of its premises challenges by itself", inference.id)

    def _challenge(self, statement: str, challenge: Challenge) -> None:
        if challenge not in self.challenges[statement]:
            self.challenges[statement].append(challenge)

    def _relation(self, inference: Inference) -> Relation | None:
        """Return the relation that stands for an inference; None for a strategy (C15, C16)."""
        if inference.id in self.strategies:
            return None
        premise = next((one for one in inference.premises if one != inference.conclusion), None)
        if premise is None:
            return None
        if inference.polarity is Polarity.CON:
            return premise, inference.conclusion
        return inference.conclusion, premise
