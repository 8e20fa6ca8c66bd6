"""Why, in a few lines: the chain of verdicts that decides one."""

from __future__ import annotations

from collections.abc import Iterator

from argmap.evaluate.verdicts import Evaluation, Reason, Verdict
from argmap.model import Status
from argmap.model.statement import named

_DEPTH = 8

_FINAL = {
    Reason.SUPPOSED: "that is supposed",
    Reason.UNATTACKED: "nothing speaks against it",
    Reason.OUTWEIGHED: "what counts against it is not enough, by its standard of proof",
    Reason.INSUFFICIENT: "what speaks for it is not enough, by its standard of proof",
}
"""Reasons behind which there is no other verdict to go on with."""


def deciding_chain(evaluation: Evaluation, id_: str) -> tuple[str, ...]:
    """Return why a statement has its status, a line a link, indented as it goes down.

    Where several steps decide, the first is followed; the chain ends with what nothing speaks
    against, or after eight links.
    """
    lines: list[str] = []
    seen: set[str] = set()
    following: str | None = id_
    while following is not None and following not in seen and len(lines) < _DEPTH:
        seen.add(following)
        verdict = evaluation.statements[following]
        statement = evaluation.argument.statements[following]
        indent = "  " * len(lines) + ("└ " if lines else "")
        sentence, following = _link(evaluation, following, verdict)
        lines.append(f"{indent}{named(statement)} is {verdict.status.value}: {sentence}")
    return tuple(lines)


def _link(evaluation: Evaluation, id_: str, verdict: Verdict) -> tuple[str, str | None]:
    """Return why, and the statement to go on with."""
    if verdict.reason in _FINAL:
        return _FINAL[verdict.reason], None
    if verdict.reason is Reason.DEFENDED:
        return "what speaks against it falls", next(_fallen(evaluation, id_), None)
    if verdict.reason is Reason.ATTACKED:
        attacker = _first_statement(evaluation, verdict.because[0])
        return f"{_shown(evaluation, attacker)} counts against it", attacker
    if verdict.reason is Reason.UNSUPPORTED:
        return _lost(evaluation, verdict)
    if verdict.because and verdict.because[0] in evaluation.statements:
        rival = verdict.because[0]
        return f"it contradicts {_shown(evaluation, rival)}, and nothing decides between them", None
    contested = next((_first_statement(evaluation, other) for other in verdict.because), None)
    return "it depends on a circle of attacks that nothing breaks", contested


def _lost(evaluation: Evaluation, verdict: Verdict) -> tuple[str, str | None]:
    for name in verdict.because:
        step = evaluation.steps[name]
        if step.because:
            blamed = step.because[0]
            how = "is denied by" if step.reason is Reason.ATTACKED else "needs"
            return f"its support {how} {_shown(evaluation, blamed)}", blamed
    if not verdict.because:
        return "nothing supports it, and the map's burden of proof is strict", None
    return "its support rests on itself alone", None


def _fallen(evaluation: Evaluation, id_: str) -> Iterator[str]:
    """Yield what attacked a statement, and fell."""
    for step in evaluation.argument.steps_onto.get(id_, ()):
        for premise in step.premises:
            if step.polarity.value == "con" and evaluation.status(premise) is Status.REJECTED:
                yield premise


def _first_statement(evaluation: Evaluation, name: str) -> str:
    """Return a statement itself, or of a step the premise that matters most."""
    if name in evaluation.statements:
        return name
    step = evaluation.argument.inferences[name]
    undecided = [p for p in step.premises if evaluation.status(p) is Status.UNDECIDED]
    return (undecided or list(step.premises))[0]


def _shown(evaluation: Evaluation, id_: str) -> str:
    return named(evaluation.argument.statements[id_])
