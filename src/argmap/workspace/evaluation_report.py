"""What stands in a map, told to people and to programs: one file an answer.

Where one new counterpoint would overturn the thesis.

All verdicts as data: ``docs/semantics.md`` describes the form.

What the map expects of the evaluation, and what it finds.

Which grounds carry the thesis: what it falls without, and what each adds to its strength.

The table: the thesis first, then what is undecided or rejected, and why.

What if: the verdicts that a supposition would flip.

Statements and numbers as the answers show them.
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
from argmap.evaluation.extensions import Extensions
from argmap.evaluation.shapley import Contributions, contributions
from argmap.evaluation.strength import DEFAULT_MODEL, Strengths
from argmap.model import ArgumentMap, Statement, Status
from argmap.reporting._text import visible

MARKS = {Status.ACCEPTED: "✓", Status.REJECTED: "✗", Status.UNDECIDED: "?"}
WIDTH = 78


def statement_line(statement: Statement, width: int = WIDTH) -> str:
    """Return a statement in a line: its id, if its author gave it one, and its text."""
    name = f"{statement.id}: " if statement.is_named else ""
    return shorten(name + statement.text, width, placeholder=" …")


def location_text(argument_map: ArgumentMap, id_: str, width: int = WIDTH) -> str:
    """Return a statement, or an inference by its ends, in a line."""
    if id_ in argument_map.statements:
        return statement_line(argument_map.statements[id_], width)
    inference = argument_map.inferences[id_]
    premises = (argument_map.statements[premise] for premise in inference.premises)
    ends = [*(_brief(premise) for premise in premises)]
    conclusion = _brief(argument_map.statements[inference.conclusion])
    return f"the inference from {' and '.join(ends)} to {conclusion}"


def _brief(statement: Statement) -> str:
    return (
        statement.id if statement.is_named else f"“{shorten(statement.text, 40, placeholder=' …')}”"
    )


def formatted_number(value: float | None) -> str:
    """Return a strength with two digits; a dash where there is none."""
    return "–" if value is None else f"{value:.2f}"


def count_of(count: int, noun: str) -> str:
    """Return a number with its noun: ``1 statement``, ``2 statements``."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def joined_lines(lines: list[str]) -> str:
    """Return lines as a text that a terminal only shows."""
    return "\n".join(map(visible, lines)) + "\n"


_SHOWN = 12
"""Sets of each size, and shares, in the text."""


def thesis_of(evaluation: Evaluation) -> str:
    """Return the thesis.

    Raises:
        InputError: when the map has none to ask about.
    """
    if evaluation.argument_map.thesis is None:
        raise InputError("the map has no thesis to ask about: name one (map “…” { thesis: … })")
    return evaluation.argument_map.thesis


def load_bearing_text(evaluation: Evaluation, model: str = DEFAULT_MODEL) -> str:
    """Return what carries the thesis, for people."""
    return joined_lines(list(_lines(evaluation, thesis_of(evaluation), model)))


def load_bearing_data(evaluation: Evaluation, model: str = DEFAULT_MODEL) -> dict[str, Any]:
    """Return what carries the thesis, for programs; only sets that were found, whole or not."""
    thesis = thesis_of(evaluation)
    found = flip_sets(evaluation, thesis)
    added = contributions(evaluation, thesis, model)
    return {
        "load_bearing": {
            "thesis": thesis,
            "sets": [list(each) for each in found.sets],
            "is_whole": found.is_complete,
            "shares": None
            if added is None
            else {id_: round(value, 9) for id_, value in added.values.items()},
            "error": None if added is None else round(added.error, 9),
        }
    }


def _lines(evaluation: Evaluation, thesis: str, model: str) -> Iterator[str]:
    argument_map = evaluation.argument_map
    status = evaluation.status(thesis)
    yield f"{MARKS[status]} The thesis is {status.value}: {argument_map.statements[thesis].text}"
    found = flip_sets(evaluation, thesis)
    yield ""
    if found.sets:
        yield from _sets(evaluation, found)
    elif found.is_complete:
        yield from _larger(evaluation, thesis)
    if not found.is_complete:
        yield _stopped(found)
    added = contributions(evaluation, thesis, model)
    yield ""
    if added is None:
        yield "What each adds to its strength is not told: it never settles, or they are too many."
    else:
        yield from _shares(evaluation, added)


def _sets(evaluation: Evaluation, found: FlipSets) -> Iterator[str]:
    statements = evaluation.argument_map.statements
    yield "It would not be, if these fell:"
    for size, group in groupby(found.sets, key=len):
        sets = list(group)
        kind = "any one of" if size == 1 else f"all {size} of a line"
        yield f"  {kind} ({len(sets)})"
        for each in sets[:_SHOWN]:
            if size == 1:
                yield f"    {statement_line(statements[each[0]])}"
            else:
                lines = (statement_line(statements[id_], WIDTHS[size]) for id_ in each)
                yield f"    {' · '.join(lines)}"
        if len(sets) > _SHOWN:
            yield f"    … and {len(sets) - _SHOWN} more"


def _stopped(found: FlipSets) -> str:
    searched = (
        f"all sets of up to {count_of(found.searched_size, 'ground')} were searched"
        if found.searched_size
        else "not all single grounds were tried"
    )
    return (
        f"The search stopped after {count_of(found.tried_count, 'set')}: {searched}; "
        "there may be more."
    )


WIDTHS = {2: 38, 3: 25}


def _larger(evaluation: Evaluation, thesis: str) -> Iterator[str]:
    yield f"No {MAX_FLIP_SET_SIZE} grounds together would change that if they fell."
    try:
        smallest = smallest_flip_set(evaluation, thesis)
    except MissingExtra as missing:
        yield f"  Larger sets were not searched: {missing}"
        return
    if not smallest.sets:
        whole = "Nor would all of them." if smallest.is_complete else "No larger set was found."
        yield f"  {whole}"
        return
    (grounds,) = smallest.sets
    yield f"  A smallest set that would has {len(grounds)}:"
    for id_ in grounds[:_SHOWN]:
        yield f"    {statement_line(evaluation.argument_map.statements[id_])}"
    if len(grounds) > _SHOWN:
        yield f"    … and {len(grounds) - _SHOWN} more"


def _shares(evaluation: Evaluation, added: Contributions) -> Iterator[str]:
    error = f", each ±{added.error:.3f} or less (95 %)" if added.error else ""
    yield (
        f"Its strength is {formatted_number(added.strength)}, and without any ground "
        f"{formatted_number(added.strength_without_grounds)}. What each adds{error}:"
    )
    ranked = sorted(added.values.items(), key=lambda pair: -abs(pair[1]))
    told = [(id_, value) for id_, value in ranked if abs(value) >= 0.0005]  # noqa: PLR2004
    for id_, value in told[:_SHOWN]:
        yield f"  {value:+.3f}  {statement_line(evaluation.argument_map.statements[id_], 70)}"
    rest = len(ranked) - min(len(told), _SHOWN)
    if rest:
        yield f"  … and {count_of(rest, 'ground')} with less"


def attack_surface_text(evaluation: Evaluation) -> str:
    """Return the places, nearest to the thesis first, for people."""
    thesis = thesis_of(evaluation)
    argument_map, status = evaluation.argument_map, evaluation.status(thesis)
    lines = [
        f"{MARKS[status]} The thesis is {status.value}: {argument_map.statements[thesis].text}",
        "",
    ]
    places, is_whole, tried = attack_surface(evaluation, thesis)
    if status is not Status.ACCEPTED:
        lines.append("It does not stand as it is: nothing has to be added to bring it down.")
    elif not places:
        lines.append("No single new counterpoint would bring it down.")
    else:
        count = "one place" if len(places) == 1 else f"any of {len(places)} places"
        lines.append(f"One new counterpoint, unanswered, would bring it down in {count}:")
        lines += [f"  {location_text(argument_map, id_)}" for id_ in places]
    if not is_whole:
        lines.append(f"The search stopped after {count_of(tried, 'place')}; there may be more.")
    return joined_lines(lines)


def attack_surface_data(evaluation: Evaluation) -> dict[str, Any]:
    """Return the ids of the places, nearest first, for programs."""
    thesis = thesis_of(evaluation)
    found = attack_surface(evaluation, thesis)
    data = {"thesis": thesis, "places": list(found.targets), "is_whole": found.is_complete}
    return {"attack_surface": data}


def expectations(evaluation: Evaluation, strengths: Strengths) -> Iterator[dict[str, Any]]:
    """Yield each ``expect:`` with what it finds, and whether it is met."""
    for statement in evaluation.argument_map.statements.values():
        expected = statement.expect
        if expected is None:
            continue
        found: str | float | None
        if expected.status is not None:
            found = evaluation.status(statement.id).value
            is_met = found == expected.status.value
        else:
            strength = strengths.statements[statement.id]
            found = None if strength is None else round(strength, 9)
            is_met = strength is not None and expected.admits(strength)
        yield {"id": statement.id, "expected": str(expected), "found": found, "met": is_met}


VERSION = 1
"""Of the form. It changes when a key changes its meaning or goes, not when one is added."""


def as_json(
    evaluation: Evaluation,
    strengths: Strengths,
    alternatives: Extensions | None = None,
    more: dict[str, Any] | None = None,
) -> str:
    """Return all verdicts; ids in the map's order. ``more`` are further keys."""
    data = _data(evaluation, strengths, alternatives) | (more or {})
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _data(
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
            id_: _verdict(verdict, strengths.statements[id_])
            for id_, verdict in evaluation.statements.items()
        },
        "inferences": {
            id_: _verdict(verdict, strengths.inferences[id_])
            for id_, verdict in evaluation.inferences.items()
        },
        "expectations": list(expectations(evaluation, strengths)),
    }
    if alternatives is not None:
        data["models"] = [list(model) for model in alternatives.models]
        data["models_are_all"] = alternatives.is_complete
        for id_, node in data["nodes"].items():
            node["in_some"] = id_ in alternatives.credulous
            node["in_all"] = id_ in alternatives.skeptical
    return data


def _verdict(verdict: Verdict, strength: float | None) -> dict[str, Any]:
    return {
        "status": verdict.status.value,
        "reason": verdict.reason.value,
        "strength": _rounded(strength),
        "because": list(verdict.decided_by),
    }


def _rounded(strength: float | None) -> float | None:
    """Return a strength with as many digits as two machines agree on."""
    return None if strength is None else round(strength, 9)


def table_text(
    evaluation: Evaluation,
    strengths: Strengths | None = None,
    alternatives: Extensions | None = None,
) -> str:
    """Return what a person wants to know of what stands.

    Strengths and the models of another semantics are shown where they are given.
    """
    return joined_lines(list(_table_lines(evaluation, strengths, alternatives)))


def _table_lines(
    evaluation: Evaluation, strengths: Strengths | None, alternatives: Extensions | None
) -> Iterator[str]:
    argument_map = evaluation.argument_map
    if not argument_map.statements:
        yield "The map is empty."
        return
    yield from _thesis(evaluation, strengths)
    for status, heading in ((Status.UNDECIDED, "Undecided"), (Status.REJECTED, "Rejected")):
        found = [id_ for id_ in argument_map.statements if evaluation.status(id_) is status]
        if found:
            yield ""
            yield f"{heading} ({len(found)})"
        for id_ in found:
            line = statement_line(argument_map.statements[id_])
            yield f"  {MARKS[status]} {_strength(strengths, id_)}{line}"
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
    argument_map = evaluation.argument_map
    thesis = argument_map.thesis
    if thesis is None:
        yield "No thesis is named, and there is more than one statement it could be."
        return
    status = evaluation.status(thesis)
    strength = f" (strength {formatted_number(strengths.statements[thesis])})" if strengths else ""
    text = argument_map.statements[thesis].text
    yield f"{MARKS[status]} The thesis is {status.value}{strength}: {text}"
    yield from (f"    {line}" for line in deciding_chain(evaluation, thesis))


def _strength(strengths: Strengths | None, id_: str) -> str:
    return f"{formatted_number(strengths.statements[id_])}  " if strengths else ""


def _standing(alternatives: Extensions, id_: str) -> str:
    """Return in which of the models a statement is accepted."""
    kind = f"{alternatives.semantics} models"
    if not alternatives.has_models:
        return f"there are no {kind}"
    if id_ in alternatives.skeptical:
        return f"accepted in all {kind}"
    return f"accepted in {'some' if id_ in alternatives.credulous else 'none of the'} {kind}"


def _models(evaluation: Evaluation, alternatives: Extensions) -> Iterator[str]:
    kind = alternatives.semantics
    yield ""
    if not alternatives.has_models:
        yield f"There is no {kind} model: some ring of attacks cannot be decided either way."
        return
    if not any(
        evaluation.status(id_) is Status.UNDECIDED for id_ in evaluation.argument_map.statements
    ):
        yield f"Nothing is undecided: there is one {kind} model, and it is this one."
        return
    count = len(alternatives.models)
    yield (
        f"The first {count} {kind} models"
        if not alternatives.is_complete
        else count_of(count, f"{kind} model")
    )
    for place, model in enumerate(alternatives.models, start=1):
        yield f"  {place:>3}  {', '.join(model) or '(takes no side)'}"


def _strongest(evaluation: Evaluation, strengths: Strengths) -> Iterator[str]:
    yield ""
    yield f"Strengths ({strengths.model})"
    for id_, statement in evaluation.argument_map.statements.items():
        mark = MARKS[evaluation.status(id_)]
        strength = formatted_number(strengths.statements[id_])
        yield f"  {strength}  {mark} {statement_line(statement, 70)}"
    if strengths.unconverged:
        yield "  – where it does not settle: a ring in which strengths go on swinging"


def _counts(evaluation: Evaluation) -> str:
    verdicts = [evaluation.status(id_) for id_ in evaluation.argument_map.statements]
    counts = (f"{verdicts.count(status)} {status.value}" for status in Status)
    return f"{count_of(len(verdicts), 'statement')}: {', '.join(counts)}."


def what_if_text(before: Evaluation, after: Evaluation) -> str:
    """Return the statements whose verdict differs, the thesis first, each with its chain."""
    flipped = [
        id_
        for id_ in before.argument_map.statements
        if before.status(id_) is not after.status(id_)
        and after.statements[id_].reason is not Reason.SUPPOSED
    ]
    thesis = before.argument_map.thesis
    flipped.sort(key=lambda id_: id_ != thesis)
    if not flipped:
        return "Nothing else would change.\n"
    lines = [f"{len(flipped)} would change:"]
    for id_ in flipped:
        mark = " (the thesis)" if id_ == thesis else ""
        text = statement_line(before.argument_map.statements[id_])
        lines.append(f"  {before.status(id_).value} → {after.status(id_).value}{mark}: {text}")
        lines += [f"      {line}" for line in deciding_chain(after, id_)]
    return joined_lines(lines)
