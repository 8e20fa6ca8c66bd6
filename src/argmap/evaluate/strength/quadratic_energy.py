"""The quadratic energy model: what speaks for and against a statement pulls it like a spring.

Duality of support and attack, no saturation, continuous. Without supports and attacks, and where
they balance, the strength is the base score.

Source: Potyka, Continuous Dynamical Systems for Weighted Bipolar Argumentation, KR 2018.
"""

from __future__ import annotations


def combine(base: float, supports: list[float], attacks: list[float]) -> float:
    """Return the strength, from 0 to 1."""
    energy = sum(supports) - sum(attacks)
    pull = energy * energy / (1 + energy * energy)
    return base + (1 - base) * pull if energy > 0 else base - base * pull
