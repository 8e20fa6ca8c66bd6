"""Compares two versions of a map: what changed, and what that does to the conclusion."""

from argmap.comparison.changes import Aspect, Change, Comparison, compare_maps
from argmap.comparison.matching import Matching, match_maps
from argmap.comparison.replay import Cause
from argmap.comparison.verdict_changes import (
    AnswerChange,
    Flip,
    StrengthChange,
    VerdictChanges,
    compare_verdicts,
)
from argmap.comparison.word_diff import Piece, diff_words

__all__ = [
    "AnswerChange",
    "Aspect",
    "Cause",
    "Change",
    "Comparison",
    "Flip",
    "Matching",
    "Piece",
    "StrengthChange",
    "VerdictChanges",
    "compare_maps",
    "compare_verdicts",
    "diff_words",
    "match_maps",
]
