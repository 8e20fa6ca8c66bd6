"""The identity and properties of a rule."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from argmap.diagnostics import Diagnostic, Severity
from argmap.rules._option import Option
from argmap.text import Location


class Rule(NamedTuple):
    """The identity and properties of a rule.

    Attributes:
        code: A code that never changes, such as ``EVI301``.
        name: The name of the rule's module, with hyphens.
        severity: The severity of its findings, unless a finding or the project sets another.
        is_default: Whether the rule runs if the project selects no rules.
        varies: Whether the findings depend on more than the map: source texts, a lock, the date.
        is_structural: Whether the existence of findings depends only on the map's shape
            (`argmap.syntax.shape`), not on the words or the positions of its statements.
        is_last: Whether the rule runs after the others, and uses their results.
        options: The options that a project can set, by name.
    """

    code: str
    name: str
    severity: Severity
    is_default: bool = True
    varies: bool = False
    is_structural: bool = False
    is_last: bool = False
    options: Mapping[str, Option] = {}

    @property
    def is_firm(self) -> bool:
        """Whether the rule cannot be turned off, because argmap cannot read the map as intended."""
        return self.severity is Severity.ERROR and self.code.startswith(("SYN", "REF"))

    @property
    def is_suppressible(self) -> bool:
        """Whether a comment in a map can silence the rule."""
        return not self.is_firm and not self.code.startswith("CFG")

    def finds(
        self, location: Location, message: str, *, severity: Severity | None = None, **details: Any
    ) -> Diagnostic:
        """Return a finding of this rule; ``details`` are further fields of `Diagnostic`."""
        return Diagnostic(
            self.code, self.name, severity or self.severity, message, location, **details
        )


def rule(module: str, code: str, severity: Severity, **traits: Any) -> Rule:
    """Return the rule of a module; the module ``empty_text`` becomes the rule ``empty-text``.

    ``traits`` are further fields of `Rule`.
    """
    return Rule(code, module.rpartition(".")[2].replace("_", "-"), severity, **traits)
