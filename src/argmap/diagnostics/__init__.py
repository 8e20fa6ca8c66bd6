"""Findings as data: what is wrong, where, how bad, and what would mend it."""

from argmap.diagnostics.diagnostic import Applicability, Diagnostic, Fix, Label, Severity

__all__ = ["Applicability", "Diagnostic", "Fix", "Label", "Severity"]
