"""How each step is drawn: as a box, as a docked row of evidence, or as a link across the tree."""

from __future__ import annotations

from attrs import field, frozen

from argmap.model import ArgumentMap, Counterpoint, Evidence, Inference, Polarity
from argmap.model.sides import defends
from argmap.render.scene.homes import Home, find_homes
from argmap.render.scene.roles import Role


@frozen
class Plan:
    """What the map's graph becomes on paper; every answer is about one step."""

    argument: ArgumentMap
    homes: dict[str, Home] = field()

    @homes.default
    def _find_homes(self) -> dict[str, Home]:
        return find_homes(self.argument)

    @property
    def roots(self) -> list[str]:
        """The statements that hang under nothing, in order."""
        return [statement for statement in self.argument.statements if statement not in self.homes]

    def steps_onto(self, statement: str) -> list[Inference]:
        return self.argument.steps_onto.get(statement, [])

    def premises(self, step: Inference) -> list[str]:
        return list(dict.fromkeys(step.premises))

    def role_of(self, step: Inference) -> Role:
        """Return what the premises of a step do to its conclusion.

        An attack that defends the thesis is a rebuttal: against a counterpoint, and against
        whatever else speaks against the thesis. Where the ways to the thesis disagree, the place
        where the conclusion is drawn decides.
        """
        if step.polarity is Polarity.PRO:
            return Role.SUPPORT
        is_defense = defends(self.argument, step)
        if is_defense is not None:
            return Role.REBUTTAL if is_defense else Role.ATTACK
        conclusion = self.argument.statements[step.conclusion]
        home = self.homes.get(step.conclusion)
        attacks = home is not None and (home.is_undercut or home.step.polarity is Polarity.CON)
        return Role.REBUTTAL if attacks or isinstance(conclusion, Counterpoint) else Role.ATTACK

    def is_at_home(self, premise: str, step: Inference) -> bool:
        """Whether a premise is drawn at this step, and not at another."""
        home = self.homes.get(premise)
        return home is not None and home.step is step and not home.is_undercut

    def undercutters_at_home(self, step: Inference) -> list[str]:
        return [name for name in dict.fromkeys(step.undercutters) if self._denies_here(name, step)]

    def undercutters_elsewhere(self, step: Inference) -> list[str]:
        names = dict.fromkeys(step.undercutters)
        return [name for name in names if not self._denies_here(name, step)]

    def _denies_here(self, statement: str, step: Inference) -> bool:
        home = self.homes.get(statement)
        return home is not None and home.step is step and home.is_undercut

    def has_box(self, step: Inference) -> bool:
        """Whether a step's premises stand in a box of their own.

        Linked premises always do. A lone premise that is drawn elsewhere needs none, unless the
        step is undercut: then the box is where the undercut can point.
        """
        premises = self.premises(step)
        return (
            len(premises) > 1
            or bool(step.undercutters)
            or any(self.is_at_home(premise, step) for premise in premises)
        )

    def docks(self, step: Inference) -> bool:
        """Whether a step is one piece of evidence, and nothing else hangs on it or on the step."""
        premises = self.premises(step)
        return (
            len(premises) == 1
            and step.polarity is Polarity.PRO
            and step.scheme is None
            and not step.undercutters
            and premises[0] not in self.argument.steps_onto
            and self.is_at_home(premises[0], step)
            and isinstance(self.argument.statements[premises[0]], Evidence)
        )
