"""Rules by the words that mean them: codes, beginnings of codes, names."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from argmap.rules._rule import Rule

ALL = "ALL"
"""The word for every rule there is."""
_FAMILY = 3  # letters of a code


class RuleTable:
    """Looks rules up by words as they stand in settings, on the command line and in maps."""

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
        """Return the rules that a word means: a code, its beginning (``EVI``), a name, ``ALL``."""
        return self._by_word.get(word, ())

    def silenced(self, word: str) -> frozenset[str]:
        """Return the codes that a word in a map's comment silences."""
        return self._silenced.setdefault(
            word, frozenset(rule.code for rule in self.matching(word) if rule.is_suppressible)
        )

    def nearest(self, word: str) -> str | None:
        """Return the code, family or name that looks most like a word, if one does."""
        from argmap.text import nearest

        codes = (rule.code for rule in self.rules)
        families = dict.fromkeys(rule.code[:_FAMILY] for rule in self.rules)
        return nearest(word, (*codes, *(rule.name for rule in self.rules), *families, ALL))
