"""The selection of the rules that run, with their severities and options."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import evolve, field, frozen

from argmap.diagnostics import Severity
from argmap.rules._option import Value
from argmap.rules._rule import Rule


@frozen
class Selection:
    """The settings of a project and a command line for the rules.

    Attributes:
        codes: The rules that run, or None for the default ones. Firm rules always run.
        severities: Severities that override those of the rules, by code.
        skipped: The codes whose findings are ignored in a file, by the file's name.
        options: The values of the rules' options, by code.
    """

    codes: frozenset[str] | None = None
    severities: Mapping[str, Severity] = field(factory=dict)
    skipped: Mapping[str, frozenset[str]] = field(factory=dict)
    options: Mapping[str, Mapping[str, Value]] = field(factory=dict)

    def wants(self, rule: Rule) -> bool:
        """Whether a rule runs."""
        return rule.is_firm or (rule.is_default if self.codes is None else rule.code in self.codes)

    def skips(self, rule: Rule, file: str) -> bool:
        """Whether a rule's findings in one file are ignored."""
        return not rule.is_firm and rule.code in self.skipped.get(file, ())

    def skipping(self, skipped: Mapping[str, frozenset[str]]) -> Selection:
        """Return a copy of the selection with other ``skipped`` codes."""
        return evolve(self, skipped=skipped)


DEFAULT = Selection()
FIRM_ONLY = Selection(codes=frozenset())
