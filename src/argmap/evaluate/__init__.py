"""What stands once every counterpoint has had its turn."""

from argmap._callable import make_callable
from argmap.evaluate.chain import deciding_chain
from argmap.evaluate.verdicts import Evaluation, Reason, Verdict, evaluate

__all__ = ["Evaluation", "Reason", "Verdict", "deciding_chain", "evaluate"]

make_callable(__name__, evaluate)
