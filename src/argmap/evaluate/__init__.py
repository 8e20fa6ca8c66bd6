"""What stands once every counterpoint has had its turn."""

from argmap.evaluate.verdicts import Evaluation, Reason, Verdict, evaluate

__all__ = ["Evaluation", "Reason", "Verdict", "evaluate"]
