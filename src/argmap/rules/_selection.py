"""Which rules run, and how bad their findings are."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import evolve, field, frozen

from argmap.diagnostics import Severity
from argmap.rules._option import Value
from argmap.rules._rule import Rule


@frozen
class Selection:
    """What a project and a command line want of the rules.

    ``codes`` are the rules that run (None: all that do by default); firm ones always do.
    ``severities`` are levels other than a rule's own, by code. ``skipped`` are codes by the names
    of files in which they count for nothing. ``options`` are rules' options, by code.
    """

    codes: frozenset[str] | None = None
    severities: Mapping[str, Severity] = field(factory=dict)
    skipped: Mapping[str, frozenset[str]] = field(factory=dict)
    options: Mapping[str, Mapping[str, Value]] = field(factory=dict)

    def wants(self, rule: Rule) -> bool:
        """Whether a rule runs at all."""
        return rule.is_firm or (rule.is_default if self.codes is None else rule.code in self.codes)

    def skips(self, rule: Rule, file: str) -> bool:
        """Whether a rule's findings in one file count for nothing."""
        return not rule.is_firm and rule.code in self.skipped.get(file, ())

    def skipping(self, skipped: Mapping[str, frozenset[str]]) -> Selection:
        """Return the selection with codes that count for nothing in some files."""
        return evolve(self, skipped=skipped)


DEFAULT = Selection()
FIRM_ONLY = Selection(codes=frozenset())
