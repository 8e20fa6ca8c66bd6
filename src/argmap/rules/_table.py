"""Lookup of rules by code, code prefix or name."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from argmap.rules._rule import Rule

ALL = "ALL"
"""The word that matches every rule."""
_FAMILY = 3  # length of the family prefix of a code


class RuleTable:
    """Looks up rules by words in settings, on the command line and in comments."""

    def __init__(self, rules: Iterable[Rule] = ()) -> None:
        self.rules = tuple(rules)
        self._silenced: dict[str, frozenset[str]] = {}

    @cached_property
    def _by_word(self) -> dict[str, tuple[Rule, ...]]:
        found: dict[str, list[Rule]] = {ALL: list(self.rules)}
        for rule in self.rules:
            found[rule.name] = [rule]
            for length in range(_FAMILY, len(rule.code) + 1):
                found.setdefault(rule.code[:length], []).append(rule)
        return {word: tuple(rules) for word, rules in found.items()}

    def matching(self, word: str) -> tuple[Rule, ...]:
        """Return the rules that match a code, a code prefix (``EVI``), a name or ``ALL``."""
        return self._by_word.get(word, ())

    def silenced(self, word: str) -> frozenset[str]:
        """Return the codes that a word in a suppression comment silences."""
        return self._silenced.setdefault(
            word, frozenset(rule.code for rule in self.matching(word) if rule.is_suppressible)
        )

    def nearest(self, word: str) -> str | None:
        """Return the most similar code, family or name, or None."""
        from argmap.text import nearest

        codes = (rule.code for rule in self.rules)
        families = dict.fromkeys(rule.code[:_FAMILY] for rule in self.rules)
        return nearest(word, (*codes, *(rule.name for rule in self.rules), *families, ALL))
