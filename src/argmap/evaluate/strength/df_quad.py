"""DF-QuAD: discontinuity-free quantitative argumentation debates.

Supports are joined as independent chances, and so are attacks; their difference moves the base
score. It saturates: one support and one attack of strength 1 silence all others.

Source: Rago, Toni, Aurisicchio & Baroni, Discontinuity-Free Decision Support with Quantitative
Argumentation Debates, KR 2016.
"""

from __future__ import annotations

from math import prod


def combine(base: float, supports: list[float], attacks: list[float]) -> float:
    """Return the strength, from 0 to 1."""
    balance = prod(1 - attack for attack in attacks) - prod(1 - support for support in supports)
    return base + (1 - base) * balance if balance > 0 else base + base * balance
