"""Evaluates argument maps: decides which statements are accepted, and explains why."""

from argmap.evaluation.chains import deciding_chain
from argmap.evaluation.evaluation import Answer, Evaluation, evaluate
from argmap.evaluation.verdicts import Reason, Verdict

__all__ = ["Answer", "Evaluation", "Reason", "Verdict", "deciding_chain", "evaluate"]
