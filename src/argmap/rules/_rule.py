"""What a rule is, apart from what it does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from argmap.diagnostics import Diagnostic, Severity
from argmap.rules._option import Option
from argmap.text import Location


class Rule(NamedTuple):
    """A rule's identity: its ``code`` never changes, its ``name`` is its file's.

    One that is not ``is_default`` only runs when it is selected. What one that ``varies``
    finds hangs on more than the map: texts at hand, a lock, the day. Whether one that
    ``is_structural`` finds anything hangs on less: on the map's shape (`argmap.syntax.shape`),
    whatever the words of its statements and wherever they stand. One that ``is_last`` looks at what
    came of the others. ``options`` are what a project can set of it, by their names.
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
        """Whether nothing turns it off: what it finds means that the map is not what was meant."""
        return self.severity is Severity.ERROR and self.code.startswith(("SYN", "REF"))

    @property
    def is_suppressible(self) -> bool:
        """Whether a comment in a map can silence it."""
        return not self.is_firm and not self.code.startswith("CFG")

    def finds(
        self, location: Location, message: str, *, severity: Severity | None = None, **details: Any
    ) -> Diagnostic:
        """Return a finding of this rule; ``details`` are further fields of `Diagnostic`."""
        return Diagnostic(
            self.code, self.name, severity or self.severity, message, location, **details
        )


def rule(module: str, code: str, severity: Severity, **traits: Any) -> Rule:
    """Return the rule of a module, named as it is: ``empty_text`` makes ``empty-text``.

    ``traits`` are further fields of `Rule`.
    """
    return Rule(code, module.rpartition(".")[2].replace("_", "-"), severity, **traits)
