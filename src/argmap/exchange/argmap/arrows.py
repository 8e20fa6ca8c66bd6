"""Arrows: ``a -> b`` means every step from ``a``, alone or with others, to ``b``."""

from __future__ import annotations

from collections import defaultdict

from attrs import Factory, define

from argmap.model import ArgumentMap, Inference


@define
class Arrows:
    """Finds arrows that undercut a step and no other step but those that are undercut anyway."""

    argument_map: ArgumentMap
    _between: dict[tuple[str, str], set[str]] = Factory(lambda: defaultdict(set))
    _undercut: dict[str, set[str]] = Factory(dict)

    def __attrs_post_init__(self) -> None:
        for step in self.argument_map.inferences.values():
            for premise in step.premises:
                self._between[premise, step.conclusion].add(step.id)
        for statement, steps in self.argument_map.undercuts_by.items():
            self._undercut[statement] = {step.id for step in steps}

    def premise(self, step: Inference, statement: str) -> str | None:
        """Return the premise from which an arrow says that a statement undercuts a step, if any."""
        statements = self.argument_map.statements
        if not statements[step.conclusion].is_named:
            return None
        return next(
            (
                premise
                for premise in step.premises
                if statements[premise].is_named
                and self._between[premise, step.conclusion] <= self._undercut[statement]
            ),
            None,
        )
