"""What stands in a map, as a table and as data."""

from __future__ import annotations

import json
from collections.abc import Iterator
from textwrap import shorten
from typing import Any

from argmap.evaluate import Evaluation, Reason, Verdict, deciding_chain
from argmap.model import Status
from argmap.report.text.characters import visible

VERSION = 1
_WIDTH = 78
_MARKS = {Status.ACCEPTED: "✓", Status.REJECTED: "✗", Status.UNDECIDED: "?"}


def as_text(evaluation: Evaluation) -> str:
    """Return what a person wants to know: the thesis first, then what falls or is open, and why."""
    return "\n".join(visible(line) for line in _lines(evaluation)) + "\n"


def _lines(evaluation: Evaluation) -> Iterator[str]:
    argument = evaluation.argument
    thesis = argument.thesis
    if not argument.statements:
        yield "The map is empty."
        return
    if thesis is None:
        yield "No thesis is named, and there is more than one statement it could be."
    else:
        status = evaluation.status(thesis)
        yield f"{_MARKS[status]} The thesis is {status.value}: {argument.statements[thesis].text}"
        yield from (f"    {line}" for line in deciding_chain(evaluation, thesis))
    for status, heading in ((Status.UNDECIDED, "Undecided"), (Status.REJECTED, "Rejected")):
        found = [id_ for id_, verdict in evaluation.statements.items() if verdict.status is status]
        if found:
            yield ""
            yield f"{heading} ({len(found)})"
            for id_ in found:
                yield from _entry(evaluation, id_)
    yield ""
    yield _counts(evaluation)


def _entry(evaluation: Evaluation, id_: str) -> Iterator[str]:
    statement = evaluation.argument.statements[id_]
    name = f"{id_}: " if statement.is_named else ""
    verdict = evaluation.statements[id_]
    text = shorten(name + statement.text, _WIDTH, placeholder=" …")
    yield f"  {_MARKS[verdict.status]} {text}"
    yield from (f"      {line.strip()}" for line in deciding_chain(evaluation, id_)[:1])


def _counts(evaluation: Evaluation) -> str:
    verdicts = [verdict.status for verdict in evaluation.statements.values()]
    counts = (f"{verdicts.count(status)} {status.value}" for status in Status)
    noun = "statement" if len(verdicts) == 1 else "statements"
    return f"{len(verdicts):,} {noun}: {', '.join(counts)}."


def what_if_as_text(before: Evaluation, after: Evaluation) -> str:
    """Return the verdicts that a supposition would flip, the thesis first."""
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
        statement = before.argument.statements[id_]
        mark = " (the thesis)" if id_ == thesis else ""
        text = shorten(statement.text, _WIDTH, placeholder=" …")
        lines.append(f"  {before.status(id_).value} → {after.status(id_).value}{mark}: {text}")
        lines += [f"      {line}" for line in deciding_chain(after, id_)]
    return "\n".join(map(visible, lines)) + "\n"


def as_json(evaluation: Evaluation) -> str:
    """Return all verdicts as data; ids in the map's order, the format versioned."""
    return json.dumps(_data(evaluation), ensure_ascii=False, indent=2) + "\n"


def _data(evaluation: Evaluation) -> dict[str, Any]:
    argument = evaluation.argument
    thesis = argument.thesis
    return {
        "version": VERSION,
        "semantics": "well-founded",
        "thesis": None
        if thesis is None
        else {"id": thesis, "status": evaluation.status(thesis).value},
        "nodes": {id_: _verdict(verdict) for id_, verdict in evaluation.statements.items()},
        "steps": {id_: _verdict(verdict) for id_, verdict in evaluation.steps.items()},
        "expectations": [
            {
                "id": statement.id,
                "expected": str(statement.expect),
                "found": evaluation.status(statement.id).value,
                "met": evaluation.status(statement.id) is statement.expect.status,
            }
            for statement in argument.statements.values()
            if statement.expect is not None and statement.expect.status is not None
        ],
    }


def _verdict(verdict: Verdict) -> dict[str, Any]:
    return {
        "status": verdict.status.value,
        "reason": verdict.reason.value,
        "because": list(verdict.because),
    }
