"""What if: the verdicts that a supposition would flip."""

from __future__ import annotations

from argmap.evaluation import Evaluation, Reason, deciding_chain
from argmap.workspace.evaluating.wording import entry, written


def as_text(before: Evaluation, after: Evaluation) -> str:
    """Return the statements whose verdict differs, the thesis first, each with its chain."""
    flipped = [
        id_
        for id_ in before.argument.statements
        if before.status(id_) is not after.status(id_)
        and after.statements[id_].reason is not Reason.SUPPOSED
    ]
    thesis = before.argument.thesis
    flipped.sort(key=lambda id_: id_ != thesis)
    if not flipped:
        return "Nothing else would change.\n"
    lines = [f"{len(flipped)} would change:"]
    for id_ in flipped:
        mark = " (the thesis)" if id_ == thesis else ""
        text = entry(before.argument.statements[id_])
        lines.append(f"  {before.status(id_).value} → {after.status(id_).value}{mark}: {text}")
        lines += [f"      {line}" for line in deciding_chain(after, id_)]
    return written(lines)
