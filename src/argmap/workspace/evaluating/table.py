"""The table: the thesis first, then what is undecided or rejected, and why."""

from __future__ import annotations

from collections.abc import Iterator

from argmap.evaluation import Evaluation, deciding_chain
from argmap.evaluation.extensions import Alternatives
from argmap.evaluation.strength import Strengths
from argmap.model import Status
from argmap.workspace.evaluating.wording import MARKS, counted, entry, number, written


def as_text(
    evaluation: Evaluation,
    strengths: Strengths | None = None,
    alternatives: Alternatives | None = None,
) -> str:
    """Return what a person wants to know of what stands.

    Strengths and the models of another semantics are shown where they are given.
    """
    return written(list(_lines(evaluation, strengths, alternatives)))


def _lines(
    evaluation: Evaluation, strengths: Strengths | None, alternatives: Alternatives | None
) -> Iterator[str]:
    argument = evaluation.argument
    if not argument.statements:
        yield "The map is empty."
        return
    yield from _thesis(evaluation, strengths)
    for status, heading in ((Status.UNDECIDED, "Undecided"), (Status.REJECTED, "Rejected")):
        found = [id_ for id_ in argument.statements if evaluation.status(id_) is status]
        if found:
            yield ""
            yield f"{heading} ({len(found)})"
        for id_ in found:
            yield f"  {MARKS[status]} {_strength(strengths, id_)}{entry(argument.statements[id_])}"
            yield from (f"      {line.strip()}" for line in deciding_chain(evaluation, id_)[:1])
            if alternatives is not None and status is Status.UNDECIDED:
                yield f"      {_standing(alternatives, id_)}"
    if alternatives is not None:
        yield from _models(evaluation, alternatives)
    if strengths is not None:
        yield from _strongest(evaluation, strengths)
    yield ""
    yield _counts(evaluation)


def _thesis(evaluation: Evaluation, strengths: Strengths | None) -> Iterator[str]:
    argument = evaluation.argument
    thesis = argument.thesis
    if thesis is None:
        yield "No thesis is named, and there is more than one statement it could be."
        return
    status = evaluation.status(thesis)
    strength = f" (strength {number(strengths.statements[thesis])})" if strengths else ""
    text = argument.statements[thesis].text
    yield f"{MARKS[status]} The thesis is {status.value}{strength}: {text}"
    yield from (f"    {line}" for line in deciding_chain(evaluation, thesis))


def _strength(strengths: Strengths | None, id_: str) -> str:
    return f"{number(strengths.statements[id_])}  " if strengths else ""


def _standing(alternatives: Alternatives, id_: str) -> str:
    """Return in which of the models a statement is accepted."""
    kind = f"{alternatives.semantics} models"
    if not alternatives.exist:
        return f"there are no {kind}"
    if id_ in alternatives.in_all:
        return f"accepted in all {kind}"
    return f"accepted in {'some' if id_ in alternatives.in_some else 'none of the'} {kind}"


def _models(evaluation: Evaluation, alternatives: Alternatives) -> Iterator[str]:
    kind = alternatives.semantics
    yield ""
    if not alternatives.exist:
        yield f"There is no {kind} model: some ring of attacks cannot be decided either way."
        return
    if not any(
        evaluation.status(id_) is Status.UNDECIDED for id_ in evaluation.argument.statements
    ):
        yield f"Nothing is undecided: there is one {kind} model, and it is this one."
        return
    count = len(alternatives.models)
    yield (
        f"The first {count} {kind} models"
        if not alternatives.is_whole
        else counted(count, f"{kind} model")
    )
    for place, model in enumerate(alternatives.models, start=1):
        yield f"  {place:>3}  {', '.join(model) or '(takes no side)'}"


def _strongest(evaluation: Evaluation, strengths: Strengths) -> Iterator[str]:
    yield ""
    yield f"Strengths ({strengths.model})"
    for id_, statement in evaluation.argument.statements.items():
        mark = MARKS[evaluation.status(id_)]
        yield f"  {number(strengths.statements[id_])}  {mark} {entry(statement, 70)}"
    if strengths.unsettled:
        yield "  – where it does not settle: a ring in which strengths go on swinging"


def _counts(evaluation: Evaluation) -> str:
    verdicts = [evaluation.status(id_) for id_ in evaluation.argument.statements]
    counts = (f"{verdicts.count(status)} {status.value}" for status in Status)
    return f"{counted(len(verdicts), 'statement')}: {', '.join(counts)}."
