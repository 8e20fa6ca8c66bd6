"""The output of `argmap evaluate`: the evaluation of a map as text and as JSON.

The JSON output is described in ``docs/semantics.md``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from textwrap import shorten
from typing import Any

from argmap.evaluation import Evaluation, Reason, Verdict, deciding_chain
from argmap.evaluation.direct_reasons import ReasonRanking
from argmap.evaluation.extensions import Extensions
from argmap.evaluation.strength import Strengths
from argmap.model import Question, Statement, Status
from argmap.reporting._text import escape_unprintable

MARKS = {Status.ACCEPTED: "✓", Status.REJECTED: "✗", Status.UNDECIDED: "?"}

VERSION = 2
"""The version of the JSON output. It changes if a key is removed or changes its meaning."""

_STRENGTH_DIGITS = 9
"""The decimals of a strength in JSON; further ones differ between machines."""

MAX_RIVALS = 8
"""The most other options that are considered as the reason for the status of an option."""
_MAX_OPTIONS = 3
"""The most options that an answer names."""
_LINE_WIDTH = 78


# ---- Table -------------------------------------------------------------------------------------


def table_text(
    evaluation: Evaluation,
    strengths: Strengths | None = None,
    alternatives: Extensions | None = None,
) -> str:
    """Return the thesis, then the undecided and rejected statements, with reasons.

    Args:
        evaluation: The evaluation of the map.
        strengths: Strengths to show for each statement.
        alternatives: The models of another semantics to show.
    """
    return joined_lines(list(_table_lines(evaluation, strengths, alternatives)))


def _table_lines(
    evaluation: Evaluation, strengths: Strengths | None, alternatives: Extensions | None
) -> Iterator[str]:
    argument_map = evaluation.argument_map
    if not (argument_map.statements or argument_map.questions):
        yield "The map is empty."
        return
    ranking = ReasonRanking(evaluation, MAX_RIVALS)
    yield from _thesis_lines(evaluation, strengths, ranking)
    for status, heading in ((Status.UNDECIDED, "Undecided"), (Status.REJECTED, "Rejected")):
        ids = [id_ for id_ in argument_map.statements if evaluation.status(id_) is status]
        if ids:
            yield ""
            yield f"{heading} ({len(ids)})"
        for id_ in ids:
            strength = f"{formatted_number(strengths.statements[id_])}  " if strengths else ""
            line = statement_line(argument_map.statements[id_])
            yield f"  {MARKS[status]} {strength}{line}"
            chain = deciding_chain(evaluation, id_, ranking, max_length=1)
            yield from (f"      {reason.strip()}" for reason in chain)
            if alternatives is not None and status is Status.UNDECIDED:
                yield f"      {_acceptance(alternatives, id_)}"
    if alternatives is not None:
        yield from _model_lines(evaluation, alternatives)
    if strengths is not None:
        yield from _strength_lines(evaluation, strengths)
    yield ""
    yield _status_counts(evaluation)


def _thesis_lines(
    evaluation: Evaluation, strengths: Strengths | None, ranking: ReasonRanking
) -> Iterator[str]:
    argument_map = evaluation.argument_map
    if not (argument_map.theses or argument_map.questions or argument_map.is_neutral):
        yield "The map names no thesis, and several statements could be the thesis."
    if argument_map.is_neutral and not argument_map.questions:
        yield "The map shows a debate without a thesis."
    noun = "The thesis" if len(argument_map.theses) == 1 else "A thesis"
    for thesis in argument_map.theses:
        status = evaluation.status(thesis)
        strength = (
            f" (strength {formatted_number(strengths.statements[thesis])})" if strengths else ""
        )
        text = argument_map.statements[thesis].text
        yield f"{MARKS[status]} {noun} is {status.value}{strength}: {text}"
        yield from (f"    {line}" for line in deciding_chain(evaluation, thesis, ranking))
    for question in argument_map.questions.values():
        yield f"{answer_mark(evaluation, question)} {question.text}"
        yield f"    {answer_text(evaluation, question)}"


def answer_mark(evaluation: Evaluation, question: Question) -> str:
    """Return the mark of a question: that of its answer."""
    answer = evaluation.answers[question.id]
    if answer.accepted:
        return MARKS[Status.ACCEPTED]
    return MARKS[Status.UNDECIDED if answer.undecided else Status.REJECTED]


def answer_text(evaluation: Evaluation, question: Question) -> str:
    """Return what the evaluation says of a question."""
    accepted, undecided = evaluation.answers[question.id]
    if accepted:
        return f"is answered by {list_names(evaluation, accepted, _MAX_OPTIONS)}"
    if undecided:
        names = list_names(evaluation, undecided, _MAX_OPTIONS)
        return (
            f"is open between {names}" if len(undecided) > 1 else f"is open: {names} is undecided"
        )
    return "has no accepted option" if question.options else "has no options"


def list_names(evaluation: Evaluation, ids: Sequence[str], max_count: int | None = None) -> str:
    """Return the ids of statements, or their texts if they have no ids, as a list in words.

    At most ``max_count`` are named, and the others counted.
    """
    statements = evaluation.argument_map.statements
    names = [
        id_
        if statements[id_].is_named
        else f"“{shorten(statements[id_].text, 40, placeholder=' …')}”"
        for id_ in ids[:max_count]
    ]
    if len(ids) > len(names):
        names.append(f"{len(ids) - len(names):,} more")
    return " and ".join([*([", ".join(names[:-1])] if names[1:] else []), *names[-1:]])


def _acceptance(alternatives: Extensions, id_: str) -> str:
    """Return whether a statement is accepted in all, some or none of the models."""
    models = f"{alternatives.semantics} models"
    if not alternatives.has_models:
        return f"there are no {models}"
    if id_ in alternatives.skeptical:
        return f"accepted in all {models}"
    return f"accepted in {'some' if id_ in alternatives.credulous else 'none of the'} {models}"


def _model_lines(evaluation: Evaluation, alternatives: Extensions) -> Iterator[str]:
    semantics = alternatives.semantics
    yield ""
    if not alternatives.has_models:
        yield f"There is no {semantics} model: an attack cycle cannot be decided either way."
        return
    if not any(
        evaluation.status(id_) is Status.UNDECIDED for id_ in evaluation.argument_map.statements
    ):
        yield f"Nothing is undecided: the only {semantics} model is this evaluation."
        return
    count = len(alternatives.models)
    yield (
        f"The first {count} {semantics} models"
        if not alternatives.is_complete
        else count_of(count, f"{semantics} model")
    )
    for number, model in enumerate(alternatives.models, start=1):
        yield f"  {number:>3}  {', '.join(model) or '(decides nothing more)'}"


def _strength_lines(evaluation: Evaluation, strengths: Strengths) -> Iterator[str]:
    yield ""
    yield f"Strengths ({strengths.model})"
    for id_, statement in evaluation.argument_map.statements.items():
        mark = MARKS[evaluation.status(id_)]
        strength = formatted_number(strengths.statements[id_])
        yield f"  {strength}  {mark} {statement_line(statement, 70)}"
    if strengths.unconverged:
        yield "  – does not converge: the strengths in a cycle oscillate"


def _status_counts(evaluation: Evaluation) -> str:
    statuses = [evaluation.status(id_) for id_ in evaluation.argument_map.statements]
    counts = (f"{statuses.count(status)} {status.value}" for status in Status)
    return f"{count_of(len(statuses), 'statement')}: {', '.join(counts)}."


# ---- What if -----------------------------------------------------------------------------------


def what_if_text(before: Evaluation, after: Evaluation) -> str:
    """Return the statements whose status a supposition changes, the thesis first, with reasons."""
    changed = [
        id_
        for id_ in before.argument_map.statements
        if before.status(id_) is not after.status(id_)
        and after.statements[id_].reason is not Reason.SUPPOSED
    ]
    theses = before.argument_map.theses
    changed.sort(key=lambda id_: id_ not in theses)
    if not changed:
        return "Nothing else would change.\n"
    lines = [f"{len(changed)} would change:"]
    ranking = ReasonRanking(after, MAX_RIVALS)
    for id_ in changed:
        mark = f" ({'the' if len(theses) == 1 else 'a'} thesis)" if id_ in theses else ""
        text = statement_line(before.argument_map.statements[id_])
        lines.append(f"  {before.status(id_).value} → {after.status(id_).value}{mark}: {text}")
        lines += [f"      {line}" for line in deciding_chain(after, id_, ranking)]
    for question in before.argument_map.questions.values():
        if before.answers[question.id] != after.answers[question.id]:
            lines.append(f"  {question.text}: {answer_text(after, question)}")
    return joined_lines(lines)


# ---- JSON --------------------------------------------------------------------------------------


def as_json(
    evaluation: Evaluation,
    strengths: Strengths,
    alternatives: Extensions | None = None,
    extra: dict[str, Any] | None = None,
) -> str:
    """Return all verdicts as JSON, with ids in the order of the map.

    Args:
        evaluation: The evaluation of the map.
        strengths: The strengths of statements and inferences.
        alternatives: The models of another semantics.
        extra: Further keys.
    """
    data = _json_data(evaluation, strengths, alternatives) | (extra or {})
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _json_data(
    evaluation: Evaluation, strengths: Strengths, alternatives: Extensions | None
) -> dict[str, Any]:
    argument_map = evaluation.argument_map
    thesis = argument_map.thesis
    data: dict[str, Any] = {
        "version": VERSION,
        "semantics": alternatives.semantics if alternatives else "well-founded",
        "strength": strengths.model,
        "thesis": None
        if thesis is None
        else {
            "id": thesis,
            "status": evaluation.status(thesis).value,
            "strength": rounded(strengths.statements[thesis]),
        },
        "theses": list(argument_map.theses),
        "questions": {
            id_: {"accepted": list(answer.accepted), "undecided": list(answer.undecided)}
            for id_, answer in evaluation.answers.items()
        },
        "nodes": {
            id_: _verdict_data(verdict, strengths.statements[id_])
            for id_, verdict in evaluation.statements.items()
        },
        "inferences": {
            id_: _verdict_data(verdict, strengths.inferences[id_])
            for id_, verdict in evaluation.inferences.items()
        },
        "expectations": list(_expectation_data(evaluation, strengths)),
    }
    if alternatives is not None:
        data["models"] = [list(model) for model in alternatives.models]
        data["models_are_all"] = alternatives.is_complete
        for id_, node in data["nodes"].items():
            node["in_some"] = id_ in alternatives.credulous
            node["in_all"] = id_ in alternatives.skeptical
    return data


def _verdict_data(verdict: Verdict, strength: float | None) -> dict[str, Any]:
    return {
        "status": verdict.status.value,
        "reason": verdict.reason.value,
        "strength": rounded(strength),
        "because": list(verdict.decided_by),
    }


def _expectation_data(evaluation: Evaluation, strengths: Strengths) -> Iterator[dict[str, Any]]:
    """Yield each ``expect:`` with the actual status or strength, and whether it is met."""
    for statement in evaluation.argument_map.statements.values():
        expected = statement.expect
        if expected is None:
            continue
        actual: str | float | None
        if expected.status is not None:
            actual = evaluation.status(statement.id).value
            is_met = actual == expected.status.value
        else:
            strength = strengths.statements[statement.id]
            actual = rounded(strength)
            is_met = strength is not None and expected.admits(strength)
        yield {"id": statement.id, "expected": str(expected), "found": actual, "met": is_met}


def rounded(strength: float | None) -> float | None:
    """Return a strength with the decimals of JSON."""
    return None if strength is None else round(strength, _STRENGTH_DIGITS)


# ---- Text --------------------------------------------------------------------------------------


def statement_line(statement: Statement, width: int = _LINE_WIDTH) -> str:
    """Return the id (if the author gave one) and the text of a statement, shortened to a width."""
    name = f"{statement.id}: " if statement.is_named else ""
    return shorten(name + statement.text, width, placeholder=" …")


def formatted_number(value: float | None) -> str:
    """Return a strength with two decimals, or a dash for None."""
    return "–" if value is None else f"{value:.2f}"


def count_of(count: int, noun: str) -> str:
    """Return a number with its noun: ``1 statement``, ``2 statements``."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def joined_lines(lines: list[str]) -> str:
    """Join lines, replacing control characters that a terminal would interpret."""
    return "\n".join(map(escape_unprintable, lines)) + "\n"
