"""What stands once every counterpoint has had its turn."""

from argmap.evaluation.evaluation import Evaluation, Reason, Verdict, evaluate
from argmap.evaluation.explanation import deciding_chain

__all__ = ["Evaluation", "Reason", "Verdict", "deciding_chain", "evaluate"]
