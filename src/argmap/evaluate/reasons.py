"""Why a statement has its status, in half a sentence."""

from __future__ import annotations

from argmap.evaluate.verdicts import Evaluation, Reason

_WHY = {
    Reason.UNATTACKED: "nothing speaks against it",
    Reason.DEFENDED: "what speaks against it falls",
    Reason.OUTWEIGHED: "what holds against it is not enough, by its standard of proof",
    Reason.ATTACKED: "what speaks against it holds",
    Reason.INSUFFICIENT: "what holds for it is not enough, by its standard of proof",
    Reason.UNSUPPORTED: "it has lost its support",
    Reason.CONTESTED: "it depends on a circle of attacks that nothing breaks",
    Reason.SUPPOSED: "that is supposed",
}


def why(evaluation: Evaluation, id_: str) -> str:
    """Return why a statement has its status, to be read after “is accepted: ”."""
    verdict = evaluation.statements[id_]
    if verdict.reason is Reason.UNSUPPORTED:
        if not verdict.because:
            return "nothing supports it, and the map's burden of proof is strict"
        if id_ in evaluation.circular:
            return "what supports it rests on it in turn"
    if verdict.reason is Reason.UNATTACKED and verdict.because:
        return "its support holds, and nothing speaks against it"
    return _WHY[verdict.reason]
