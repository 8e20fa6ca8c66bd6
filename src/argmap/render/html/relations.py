"""What speaks for and against a statement, and what it bears on itself."""

from __future__ import annotations

from collections.abc import Iterable

from argmap.model import ArgumentMap, Inference, Polarity

Group = tuple[str, ...]
"""Statements that count together: the premises of one step."""


def relations(argument: ArgumentMap, id_: str) -> list[tuple[str, list[Group]]]:
    """Return headings, each with the statements that stand in that relation; no empty ones."""
    onto = argument.steps_onto.get(id_, [])
    own = argument.steps_from.get(id_, [])
    undercut = [step.conclusion for step in argument.undercuts_by.get(id_, [])]
    found = [
        ("Speaks for it", _premises(onto, Polarity.PRO)),
        ("Speaks against it", _premises(onto, Polarity.CON)),
        ("Denies a step to it", _each(other for step in onto for other in step.undercutters)),
        ("Cannot stand together with", _each(argument.contradicted_by.get(id_, []))),
        ("It speaks for", _conclusions(own, Polarity.PRO)),
        ("It speaks against", _conclusions(own, Polarity.CON)),
        ("It denies a step to", _each(undercut)),
        ("Together with", _partners(own, id_)),
    ]
    return [(heading, groups) for heading, groups in found if groups]


def _premises(steps: list[Inference], polarity: Polarity) -> list[Group]:
    return [step.premises for step in steps if step.polarity is polarity and step.premises]


def _conclusions(steps: list[Inference], polarity: Polarity) -> list[Group]:
    return _each(step.conclusion for step in steps if step.polarity is polarity)


def _partners(steps: list[Inference], id_: str) -> list[Group]:
    return _each(other for step in steps for other in step.premises if other != id_)


def _each(ids: Iterable[str]) -> list[Group]:
    return [(id_,) for id_ in dict.fromkeys(ids)]
