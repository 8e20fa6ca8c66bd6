"""Compares two versions of a map: what changed, and what that does to the conclusion."""

from argmap.comparison.changes import Aspect, Comparison, ElementChange, compare_maps
from argmap.comparison.matching import Matching, match_maps
from argmap.comparison.passages import CitedBy, PassageReading, SourceReading, compare_readings
from argmap.comparison.replay import Cause
from argmap.comparison.union import Mark, Union, unite
from argmap.comparison.verdict_changes import (
    AnswerChange,
    Flip,
    StrengthChange,
    VerdictChanges,
    VerdictConflict,
    compare_verdicts,
    verdict_conflicts,
)

__all__ = [
    "AnswerChange",
    "Aspect",
    "Cause",
    "CitedBy",
    "Comparison",
    "ElementChange",
    "Flip",
    "Mark",
    "Matching",
    "PassageReading",
    "SourceReading",
    "StrengthChange",
    "Union",
    "VerdictChanges",
    "VerdictConflict",
    "compare_maps",
    "compare_readings",
    "compare_verdicts",
    "match_maps",
    "unite",
    "verdict_conflicts",
]
