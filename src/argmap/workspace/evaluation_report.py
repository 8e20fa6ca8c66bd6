"""The output of `argmap evaluate`: the evaluation of a map as text and as JSON.

The JSON output is described in ``docs/semantics.md``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import groupby
from textwrap import shorten
from typing import Any

from argmap.errors import InputError, MissingExtra
from argmap.evaluation import Evaluation, Reason, Verdict, deciding_chain
from argmap.evaluation.counterfactuals import (
    MAX_FLIP_SET_SIZE,
    FlipSets,
    attack_surface,
    flip_sets,
    smallest_flip_set,
)
from argmap.evaluation.direct_reasons import ReasonRanking
from argmap.evaluation.extensions import Extensions
from argmap.evaluation.shapley import Contributions, contributions
from argmap.evaluation.strength import DEFAULT_MODEL, Strengths
from argmap.model import ArgumentMap, Statement, Status
from argmap.reporting._text import escape_unprintable

MARKS = {Status.ACCEPTED: "✓", Status.REJECTED: "✗", Status.UNDECIDED: "?"}

VERSION = 2
"""The version of the JSON output. It changes if a key is removed or changes its meaning."""

_STRENGTH_DIGITS = 9
"""The decimals of a strength in JSON; further ones differ between machines."""

_LINE_WIDTH = 78
_MAX_LISTED = 12
"""The number of sets of each size, and of contributions, in the text."""

_SET_MEMBER_WIDTHS = {2: 38, 3: 25}
"""The width of each statement in a line with a set, by the size of the set."""

_MIN_SHOWN_CONTRIBUTION = 0.0005


def thesis_of(evaluation: Evaluation) -> str:
    """Return the id of the thesis.

    Raises:
        InputError: If the map has no thesis.
    """
    if evaluation.argument_map.thesis is None:
        raise InputError("the map has no thesis; name it in the header: map “…” { thesis: ID }")
    return evaluation.argument_map.thesis


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
    if not argument_map.statements:
        yield "The map is empty."
        return
    yield from _thesis_lines(evaluation, strengths)
    ranking = ReasonRanking(evaluation)
    for status, heading in ((Status.UNDECIDED, "Undecided"), (Status.REJECTED, "Rejected")):
        ids = [id_ for id_ in argument_map.statements if evaluation.status(id_) is status]
        if ids:
            yield ""
            yield f"{heading} ({len(ids)})"
        for id_ in ids:
            strength = f"{formatted_number(strengths.statements[id_])}  " if strengths else ""
            line = statement_line(argument_map.statements[id_])
            yield f"  {MARKS[status]} {strength}{line}"
            chain = deciding_chain(evaluation, id_, ranking)
            yield from (f"      {reason.strip()}" for reason in chain[:1])
            if alternatives is not None and status is Status.UNDECIDED:
                yield f"      {_acceptance(alternatives, id_)}"
    if alternatives is not None:
        yield from _model_lines(evaluation, alternatives)
    if strengths is not None:
        yield from _strength_lines(evaluation, strengths)
    yield ""
    yield _status_counts(evaluation)


def _thesis_lines(evaluation: Evaluation, strengths: Strengths | None) -> Iterator[str]:
    argument_map = evaluation.argument_map
    thesis = argument_map.thesis
    if thesis is None:
        yield "The map names no thesis, and several statements could be the thesis."
        return
    status = evaluation.status(thesis)
    strength = f" (strength {formatted_number(strengths.statements[thesis])})" if strengths else ""
    text = argument_map.statements[thesis].text
    yield f"{MARKS[status]} The thesis is {status.value}{strength}: {text}"
    yield from (f"    {line}" for line in deciding_chain(evaluation, thesis))


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
    thesis = before.argument_map.thesis
    changed.sort(key=lambda id_: id_ != thesis)
    if not changed:
        return "Nothing else would change.\n"
    lines = [f"{len(changed)} would change:"]
    ranking = ReasonRanking(after)
    for id_ in changed:
        mark = " (the thesis)" if id_ == thesis else ""
        text = statement_line(before.argument_map.statements[id_])
        lines.append(f"  {before.status(id_).value} → {after.status(id_).value}{mark}: {text}")
        lines += [f"      {line}" for line in deciding_chain(after, id_, ranking)]
    return joined_lines(lines)


# ---- Load-bearing grounds ----------------------------------------------------------------------


def load_bearing_text(evaluation: Evaluation, model: str = DEFAULT_MODEL) -> str:
    """Return the grounds that the verdict on the thesis depends on, and their contributions."""
    return joined_lines(list(_load_bearing_lines(evaluation, thesis_of(evaluation), model)))


def load_bearing_data(evaluation: Evaluation, model: str = DEFAULT_MODEL) -> dict[str, Any]:
    """Return the load-bearing grounds and their contributions as JSON data.

    Unlike the text, the data contains no sets that need a solver.
    """
    thesis = thesis_of(evaluation)
    flips = flip_sets(evaluation, thesis)
    shares = contributions(evaluation, thesis, model)
    share_data = None
    if shares is not None:
        share_data = {id_: _rounded(value) for id_, value in shares.values.items()}
    return {
        "load_bearing": {
            "thesis": thesis,
            "sets": [list(ids) for ids in flips.sets],
            "is_whole": flips.is_complete,
            "shares": share_data,
            "error": None if shares is None else _rounded(shares.error),
        }
    }


def _load_bearing_lines(evaluation: Evaluation, thesis: str, model: str) -> Iterator[str]:
    status = evaluation.status(thesis)
    text = evaluation.argument_map.statements[thesis].text
    yield f"{MARKS[status]} The thesis is {status.value}: {text}"
    flips = flip_sets(evaluation, thesis)
    yield ""
    if flips.sets:
        yield from _set_lines(evaluation, flips, status)
    elif flips.is_complete:
        yield from _larger_set_lines(evaluation, thesis)
    if not flips.is_complete:
        yield _stopped_line(flips)
    shares = contributions(evaluation, thesis, model)
    yield ""
    if shares is None:
        yield (
            "Contributions to its strength are not shown: the strength does not converge, or there "
            "are too many grounds."
        )
    else:
        yield from _contribution_lines(evaluation, shares)


def _set_lines(evaluation: Evaluation, flips: FlipSets, status: Status) -> Iterator[str]:
    statements = evaluation.argument_map.statements
    yield f"It would not be {status.value} if these were rejected:"
    for size, group in groupby(flips.sets, key=len):
        sets = list(group)
        heading = "any one of" if size == 1 else f"all {size} in a line"
        yield f"  {heading} ({len(sets)})"
        for ids in sets[:_MAX_LISTED]:
            width = _SET_MEMBER_WIDTHS.get(size, _LINE_WIDTH)
            yield f"    {' · '.join(statement_line(statements[id_], width) for id_ in ids)}"
        if len(sets) > _MAX_LISTED:
            yield f"    … and {len(sets) - _MAX_LISTED} more"


def _larger_set_lines(evaluation: Evaluation, thesis: str) -> Iterator[str]:
    yield f"Rejecting up to {MAX_FLIP_SET_SIZE} grounds would not change that."
    try:
        smallest = smallest_flip_set(evaluation, thesis)
    except MissingExtra as missing:
        yield f"  Larger sets were not searched: {missing}"
        return
    if not smallest.sets:
        is_certain = smallest.is_complete
        yield "  Nor would rejecting all grounds." if is_certain else "  No larger set was found."
        return
    (grounds,) = smallest.sets
    yield f"  A smallest set that would change it has {count_of(len(grounds), 'ground')}:"
    for id_ in grounds[:_MAX_LISTED]:
        yield f"    {statement_line(evaluation.argument_map.statements[id_])}"
    if len(grounds) > _MAX_LISTED:
        yield f"    … and {len(grounds) - _MAX_LISTED} more"


def _stopped_line(flips: FlipSets) -> str:
    searched = (
        f"all sets of up to {count_of(flips.searched_size, 'ground')} were searched"
        if flips.searched_size
        else "not all single grounds were searched"
    )
    tried = count_of(flips.tried_count, "set")
    return f"The search stopped after {tried}: {searched}; there may be more."


def _contribution_lines(evaluation: Evaluation, shares: Contributions) -> Iterator[str]:
    error = f" (each ±{shares.error:.3f} or less, 95 %)" if shares.error else ""
    yield (
        f"Its strength is {formatted_number(shares.strength)}, and without any ground "
        f"{formatted_number(shares.strength_without_grounds)}. Contribution of each ground{error}:"
    )
    ranked = sorted(shares.values.items(), key=lambda pair: -abs(pair[1]))
    listed = [(id_, value) for id_, value in ranked if abs(value) >= _MIN_SHOWN_CONTRIBUTION]
    for id_, value in listed[:_MAX_LISTED]:
        yield f"  {value:+.3f}  {statement_line(evaluation.argument_map.statements[id_], 70)}"
    rest = len(ranked) - min(len(listed), _MAX_LISTED)
    if rest:
        yield f"  … and {count_of(rest, 'ground')} with smaller contributions"


# ---- Attack surface ----------------------------------------------------------------------------


def attack_surface_text(evaluation: Evaluation) -> str:
    """Return where one new counterpoint would overturn the thesis, nearest to the thesis first."""
    thesis = thesis_of(evaluation)
    argument_map, status = evaluation.argument_map, evaluation.status(thesis)
    lines = [
        f"{MARKS[status]} The thesis is {status.value}: {argument_map.statements[thesis].text}",
        "",
    ]
    places, is_complete, tried = attack_surface(evaluation, thesis)
    if status is not Status.ACCEPTED:
        lines.append("The thesis is not accepted, so no counterpoint is needed to overturn it.")
    elif not places:
        lines.append("No single new counterpoint would overturn it.")
    else:
        count = "one place" if len(places) == 1 else f"any of {len(places)} places"
        lines.append(f"One new, unanswered counterpoint would overturn it at {count}:")
        lines += [f"  {location_text(argument_map, id_)}" for id_ in places]
    if not is_complete:
        lines.append(f"The search stopped after {count_of(tried, 'place')}; there may be more.")
    return joined_lines(lines)


def attack_surface_data(evaluation: Evaluation) -> dict[str, Any]:
    """Return the attack surface as JSON data: the ids, nearest to the thesis first."""
    thesis = thesis_of(evaluation)
    surface = attack_surface(evaluation, thesis)
    data = {"thesis": thesis, "places": list(surface.targets), "is_whole": surface.is_complete}
    return {"attack_surface": data}


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
            "strength": _rounded(strengths.statements[thesis]),
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
        "strength": _rounded(strength),
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
            actual = _rounded(strength)
            is_met = strength is not None and expected.admits(strength)
        yield {"id": statement.id, "expected": str(expected), "found": actual, "met": is_met}


def _rounded(strength: float | None) -> float | None:
    return None if strength is None else round(strength, _STRENGTH_DIGITS)


# ---- Text --------------------------------------------------------------------------------------


def statement_line(statement: Statement, width: int = _LINE_WIDTH) -> str:
    """Return the id (if the author gave one) and the text of a statement, shortened to a width."""
    name = f"{statement.id}: " if statement.is_named else ""
    return shorten(name + statement.text, width, placeholder=" …")


def location_text(argument_map: ArgumentMap, id_: str) -> str:
    """Return a line that describes a statement, or an inference by its premises and conclusion."""
    if id_ in argument_map.statements:
        return statement_line(argument_map.statements[id_])
    inference = argument_map.inferences[id_]
    premises = (_short_name(argument_map.statements[premise]) for premise in inference.premises)
    conclusion = _short_name(argument_map.statements[inference.conclusion])
    return f"the inference from {' and '.join(premises)} to {conclusion}"


def _short_name(statement: Statement) -> str:
    if statement.is_named:
        return statement.id
    return f"“{shorten(statement.text, 40, placeholder=' …')}”"


def formatted_number(value: float | None) -> str:
    """Return a strength with two decimals, or a dash for None."""
    return "–" if value is None else f"{value:.2f}"


def count_of(count: int, noun: str) -> str:
    """Return a number with its noun: ``1 statement``, ``2 statements``."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def joined_lines(lines: list[str]) -> str:
    """Join lines, replacing control characters that a terminal would interpret."""
    return "\n".join(map(escape_unprintable, lines)) + "\n"
