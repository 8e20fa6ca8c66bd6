"""Diagnostics: what is wrong in a map, where, how severe it is, and how to fix it."""

from argmap.diagnostics.diagnostic import Applicability, Diagnostic, Fix, Label, Severity

__all__ = ["Applicability", "Diagnostic", "Fix", "Label", "Severity"]
