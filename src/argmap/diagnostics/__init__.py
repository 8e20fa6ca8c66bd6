"""Findings as data: what is wrong, where, how bad, and what would mend it."""

from argmap.diagnostics.diagnostic import Diagnostic, Label
from argmap.diagnostics.fix import Applicability, Fix
from argmap.diagnostics.severity import Severity

__all__ = ["Applicability", "Diagnostic", "Fix", "Label", "Severity"]
