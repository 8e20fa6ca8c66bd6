"""The definition of the semantics before the language had questions, preferences and concessions.

A map that uses none of them keeps its verdicts. Nothing is shared with the evaluation but the base
scores and the standard that applies to a statement.
"""

from argmap.evaluation.standards import base_score, effective_standard
from argmap.model import ArgumentMap, Burden, Polarity, Standard

EPSILON = 1e-9


def earlier_statuses(argument_map: ArgumentMap) -> dict[str, str]:
    """Return the status of every statement: the alternating fixpoint of the definition."""
    definition = EarlierDefinition(argument_map)
    true: set[str] = set()
    while (after := definition.least(possible := definition.least(true))) != true:
        true = after
    return {
        id_: "accepted" if id_ in true else "undecided" if id_ in possible else "rejected"
        for id_ in argument_map.statements
    }


class EarlierDefinition:
    """The definition applied to one map."""

    def __init__(self, argument_map: ArgumentMap):
        self.map = argument_map

    def least(self, negations):
        """Return the least set of atoms that follows from itself, given the negations."""
        atoms: set[str] = set()
        while (after := self._step(atoms, negations)) != atoms:
            atoms = after
        return atoms

    def _step(self, atoms, negations):
        inferences = {
            i.id
            for i in self.map.inferences.values()
            if atoms.issuperset(i.premises) and negations.isdisjoint(i.undercutters)
        }
        return inferences | {
            id_ for id_ in self.map.statements if self._is_accepted(id_, atoms, negations)
        }

    def _is_accepted(self, id_, atoms, negations):
        grounds = [self._weight(i) for i in self._inferences(id_, Polarity.PRO) if i.id in atoms]
        if self._is_asserted(id_):
            grounds.append(base_score(self.map.statements[id_], self.map))
        attacks = [
            self._weight(i) for i in self._inferences(id_, Polarity.CON) if i.id in negations
        ]
        return self._meets_standard(id_, grounds, attacks) and negations.isdisjoint(
            self.map.contradicted_by.get(id_, ())
        )

    def _is_asserted(self, id_):
        statement = self.map.statements[id_]
        is_strict = self.map.burden is Burden.STRICT and statement.kind == "claim"
        return statement.is_ground or not (is_strict or self._inferences(id_, Polarity.PRO))

    def _inferences(self, id_, polarity):
        return [i for i in self.map.inferences_to.get(id_, ()) if i.polarity is polarity]

    def _weight(self, inference):
        return min(base_score(self.map.statements[id_], self.map) for id_ in inference.premises)

    def _meets_standard(self, id_, grounds, attacks):
        standard = effective_standard(self.map.statements[id_], self.map)
        if not grounds or standard is Standard.SCINTILLA:
            return bool(grounds)
        if standard is Standard.DIALECTICAL:
            return not attacks
        support, attack = max(grounds), max(attacks, default=0)
        if support <= attack + EPSILON or standard is Standard.PREPONDERANCE:
            return support > attack + EPSILON
        is_clear = support >= 0.6 - EPSILON and support - attack >= 0.3 - EPSILON
        is_doubtful = standard is Standard.BEYOND_REASONABLE_DOUBT and attack >= 0.2 - EPSILON
        return is_clear and not is_doubtful
