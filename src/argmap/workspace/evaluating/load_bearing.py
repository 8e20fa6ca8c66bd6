"""Which grounds carry the thesis: what it falls without, and what each adds to its strength."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from argmap.errors import InputError, MissingExtra
from argmap.evaluation import Evaluation
from argmap.evaluation.counterfactuals import LARGEST, FlipSets, flip_sets, smallest_flip_set
from argmap.evaluation.shapley import Shares, shares
from argmap.evaluation.strength import DEFAULT
from argmap.workspace.evaluating.wording import MARKS, counted, entry, number, written

_SHOWN = 12
"""Sets of each size, and shares, in the text."""


def thesis_of(evaluation: Evaluation) -> str:
    """Return the thesis.

    Raises:
        InputError: when the map has none to ask about.
    """
    if evaluation.argument.thesis is None:
        raise InputError("the map has no thesis to ask about: name one (map “…” { thesis: … })")
    return evaluation.argument.thesis


def as_text(evaluation: Evaluation, model: str = DEFAULT) -> str:
    """Return what carries the thesis, for people."""
    return written(list(_lines(evaluation, thesis_of(evaluation), model)))


def as_data(evaluation: Evaluation, model: str = DEFAULT) -> dict[str, Any]:
    """Return what carries the thesis, for programs; only sets that were found, whole or not."""
    thesis = thesis_of(evaluation)
    found = flip_sets(evaluation, thesis)
    added = shares(evaluation, thesis, model)
    return {
        "load_bearing": {
            "thesis": thesis,
            "sets": [list(each) for each in found.sets],
            "is_whole": found.is_whole,
            "shares": None
            if added is None
            else {id_: round(value, 9) for id_, value in added.values.items()},
            "error": None if added is None else round(added.error, 9),
        }
    }


def _lines(evaluation: Evaluation, thesis: str, model: str) -> Iterator[str]:
    argument = evaluation.argument
    status = evaluation.status(thesis)
    yield f"{MARKS[status]} The thesis is {status.value}: {argument.statements[thesis].text}"
    found = flip_sets(evaluation, thesis)
    yield ""
    if found.sets:
        yield from _sets(evaluation, found)
    elif found.is_whole:
        yield from _larger(evaluation, thesis)
    if not found.is_whole:
        yield _stopped(found)
    added = shares(evaluation, thesis, model)
    yield ""
    if added is None:
        yield "What each adds to its strength is not told: it never settles, or they are too many."
    else:
        yield from _shares(evaluation, added)


def _sets(evaluation: Evaluation, found: FlipSets) -> Iterator[str]:
    statements = evaluation.argument.statements
    yield "It would not be, if these fell:"
    for size, group in groupby(found.sets, key=len):
        sets = list(group)
        kind = "any one of" if size == 1 else f"all {size} of a line"
        yield f"  {kind} ({len(sets)})"
        for each in sets[:_SHOWN]:
            if size == 1:
                yield f"    {entry(statements[each[0]])}"
            else:
                yield f"    {' · '.join(entry(statements[id_], WIDTHS[size]) for id_ in each)}"
        if len(sets) > _SHOWN:
            yield f"    … and {len(sets) - _SHOWN} more"


def _stopped(found: FlipSets) -> str:
    searched = (
        f"all sets of up to {counted(found.searched, 'ground')} were searched"
        if found.searched
        else "not all single grounds were tried"
    )
    return f"The search stopped after {counted(found.tried, 'set')}: {searched}; there may be more."


WIDTHS = {2: 38, 3: 25}


def _larger(evaluation: Evaluation, thesis: str) -> Iterator[str]:
    yield f"No {LARGEST} grounds together would change that if they fell."
    try:
        smallest = smallest_flip_set(evaluation, thesis)
    except MissingExtra as missing:
        yield f"  Larger sets were not searched: {missing}"
        return
    if not smallest.sets:
        whole = "Nor would all of them." if smallest.is_whole else "No larger set was found."
        yield f"  {whole}"
        return
    (grounds,) = smallest.sets
    yield f"  A smallest set that would has {len(grounds)}:"
    for id_ in grounds[:_SHOWN]:
        yield f"    {entry(evaluation.argument.statements[id_])}"
    if len(grounds) > _SHOWN:
        yield f"    … and {len(grounds) - _SHOWN} more"


def _shares(evaluation: Evaluation, added: Shares) -> Iterator[str]:
    error = f", each ±{added.error:.3f} or less (95 %)" if added.error else ""
    yield (
        f"Its strength is {number(added.within)}, and without any ground "
        f"{number(added.without)}. What each adds{error}:"
    )
    ranked = sorted(added.values.items(), key=lambda pair: -abs(pair[1]))
    told = [(id_, value) for id_, value in ranked if abs(value) >= 0.0005]  # noqa: PLR2004
    for id_, value in told[:_SHOWN]:
        yield f"  {value:+.3f}  {entry(evaluation.argument.statements[id_], 70)}"
    rest = len(ranked) - min(len(told), _SHOWN)
    if rest:
        yield f"  … and {counted(rest, 'ground')} with less"
