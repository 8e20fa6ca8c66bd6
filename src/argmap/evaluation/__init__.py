"""Evaluates argument maps: decides which statements are accepted, and explains why."""

from argmap.evaluation.evaluation import Evaluation, Reason, Verdict, evaluate
from argmap.evaluation.explanation import deciding_chain

__all__ = ["Evaluation", "Reason", "Verdict", "deciding_chain", "evaluate"]
