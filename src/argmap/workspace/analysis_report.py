"""The analyses of `argmap evaluate`: load-bearing grounds and parts, and the attack surface.

The JSON output is described in ``docs/semantics.md``.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from textwrap import shorten
from typing import Any

from argmap.errors import InputError, MissingExtra
from argmap.evaluation import Evaluation
from argmap.evaluation.counterfactuals import (
    MAX_FLIP_SET_SIZE,
    FlipSets,
    attack_surface,
    flip_sets,
    smallest_flip_set,
)
from argmap.evaluation.parts import Part, find_parts, part_effects
from argmap.evaluation.shapley import Contributions, contributions
from argmap.evaluation.strength import DEFAULT_MODEL
from argmap.model import ArgumentMap, Statement, Status
from argmap.workspace.evaluation_report import (
    MARKS,
    count_of,
    formatted_number,
    joined_lines,
    rounded,
    statement_line,
)

_LINE_WIDTH = 78
_MAX_LISTED = 12
"""The number of sets of each size, and of contributions, in the text."""
_MAX_LISTED_IN_PART = 4
"""The number of grounds of each part in the text."""

_SET_MEMBER_WIDTHS = {2: 38, 3: 25}
"""The width of each statement in a line with a set, by the size of the set."""

_MIN_SHOWN_CONTRIBUTION = 0.0005


def targets_of(evaluation: Evaluation) -> tuple[str, ...]:
    """Return the ids of what a map argues for: its theses, or else the answers to its questions.

    Raises:
        InputError: If the map has neither.
    """
    answers = (id_ for answer in evaluation.answers.values() for id_ in answer.accepted)
    targets = evaluation.argument_map.theses or tuple(dict.fromkeys(answers))
    if not targets:
        raise InputError("the map has no thesis; name it in the header: map “…” { thesis: ID }")
    return targets


# ---- Load-bearing grounds ----------------------------------------------------------------------


def load_bearing_text(evaluation: Evaluation, model: str = DEFAULT_MODEL) -> str:
    """Return the grounds and parts that each thesis or answer depends on, and contributions."""
    lines: list[str] = []
    for target in targets_of(evaluation):
        lines += [*([""] if lines else []), *_load_bearing_lines(evaluation, target, model)]
    return joined_lines(lines)


def load_bearing_data(evaluation: Evaluation, model: str = DEFAULT_MODEL) -> dict[str, Any]:
    """Return the load-bearing grounds and parts as JSON data: a list if there are several theses.

    Unlike the text, the data contains no sets that need a solver.
    """
    data = [_target_data(evaluation, target, model) for target in targets_of(evaluation)]
    return {"load_bearing": data[0] if len(data) == 1 else data}


def _target_data(evaluation: Evaluation, target: str, model: str) -> dict[str, Any]:
    flips = flip_sets(evaluation, target)
    shares = contributions(evaluation, target, model)
    share_data = None
    if shares is not None:
        share_data = {id_: rounded(value) for id_, value in shares.values.items()}
    parts, all_parts = part_effects(evaluation, target)
    return {
        "thesis": target,
        "sets": [list(ids) for ids in flips.sets],
        "is_whole": flips.is_complete,
        "parts": [
            {
                "section": effect.part.id or None,
                "title": effect.part.title,
                "file": effect.part.file or None,
                "status": effect.status.value,
                "changes": effect.changed_count,
            }
            for effect in parts
        ],
        "parts_are_all": all_parts,
        "shares": share_data,
        "error": None if shares is None else rounded(shares.error),
    }


def _target_line(evaluation: Evaluation, target: str) -> str:
    """Return the status and the text of a thesis or an answer."""
    status = evaluation.status(target)
    noun = "thesis" if target in evaluation.argument_map.theses else "answer"
    text = evaluation.argument_map.statements[target].text
    return f"{MARKS[status]} The {noun} is {status.value}: {text}"


def _load_bearing_lines(evaluation: Evaluation, thesis: str, model: str) -> Iterator[str]:
    status = evaluation.status(thesis)
    yield _target_line(evaluation, thesis)
    flips = flip_sets(evaluation, thesis)
    yield ""
    if flips.sets:
        yield from _set_lines(evaluation, flips, status)
    elif flips.is_complete:
        yield from _larger_set_lines(evaluation, thesis)
    if not flips.is_complete:
        yield _stopped_line(flips)
    yield from _part_lines(evaluation, thesis)
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
        if size == 1 and (groups := _by_part(evaluation, sets)):
            yield from _group_lines(evaluation, groups)
            continue
        for ids in sets[:_MAX_LISTED]:
            width = _SET_MEMBER_WIDTHS.get(size, _LINE_WIDTH)
            yield f"    {' · '.join(statement_line(statements[id_], width) for id_ in ids)}"
        if len(sets) > _MAX_LISTED:
            yield f"    … and {len(sets) - _MAX_LISTED} more"


def _by_part(evaluation: Evaluation, sets: list[tuple[str, ...]]) -> dict[str, list[str]]:
    """Return single grounds by the heading of their part; empty if all are in one."""
    heading_of = {
        id_: _part_name(part)
        for part in find_parts(evaluation.argument_map)
        for id_ in part.statements
        if part.depth == 0
    }
    groups: dict[str, list[str]] = {}
    for (id_,) in sets:
        groups.setdefault(heading_of.get(id_, "outside of sections"), []).append(id_)
    return groups if len(groups) > 1 else {}


def _group_lines(evaluation: Evaluation, groups: dict[str, list[str]]) -> Iterator[str]:
    statements = evaluation.argument_map.statements
    for heading, ids in groups.items():
        yield f"    {heading} ({len(ids)})"
        for id_ in ids[:_MAX_LISTED_IN_PART]:
            yield f"      {statement_line(statements[id_])}"
        if len(ids) > _MAX_LISTED_IN_PART:
            yield f"      … and {len(ids) - _MAX_LISTED_IN_PART} more"


def _part_name(part: Part) -> str:
    if not part.file or part.title == part.file:
        return f"“{part.title}”"
    return f"“{part.title}” ({part.file})"


def _part_lines(evaluation: Evaluation, thesis: str) -> Iterator[str]:
    """Yield what would change without each section and imported file."""
    effects, is_complete = part_effects(evaluation, thesis)
    if effects:
        yield ""
        yield "By section and file:"
    before = evaluation.status(thesis)
    for part, status, changed_count in effects:
        others = count_of(changed_count, "other statement")
        verb = "changes" if changed_count == 1 else "change"
        consequence = "nothing changes"
        if status is not before:
            consequence = f"it would be {status.value}"
        elif changed_count:
            consequence = f"its status stays the same, and {others} {verb}"
        yield f"  {'  ' * part.depth}without {_part_name(part)}, {consequence}"
    if not is_complete:
        yield f"The search stopped after {count_of(len(effects), 'part')}; there may be more."


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
    """Return where one new counterpoint would overturn each thesis or answer, nearest first."""
    lines: list[str] = []
    for target in targets_of(evaluation):
        lines += [*([""] if lines else []), *_attack_surface_lines(evaluation, target)]
    return joined_lines(lines)


def _attack_surface_lines(evaluation: Evaluation, target: str) -> Iterator[str]:
    places, is_complete, tried = attack_surface(evaluation, target)
    yield _target_line(evaluation, target)
    yield ""
    if evaluation.status(target) is not Status.ACCEPTED:
        yield "The thesis is not accepted, so no counterpoint is needed to overturn it."
    elif not places:
        yield "No single new counterpoint would overturn it."
    else:
        count = "one place" if len(places) == 1 else f"any of {len(places)} places"
        yield f"One new, unanswered counterpoint would overturn it at {count}:"
        yield from (f"  {location_text(evaluation.argument_map, id_)}" for id_ in places)
    if not is_complete:
        yield f"The search stopped after {count_of(tried, 'place')}; there may be more."


def attack_surface_data(evaluation: Evaluation) -> dict[str, Any]:
    """Return the attack surface as JSON data: a list if there are several theses."""
    data: list[dict[str, Any]] = []
    for target in targets_of(evaluation):
        surface = attack_surface(evaluation, target)
        data.append(
            {"thesis": target, "places": list(surface.targets), "is_whole": surface.is_complete}
        )
    return {"attack_surface": data[0] if len(data) == 1 else data}


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
