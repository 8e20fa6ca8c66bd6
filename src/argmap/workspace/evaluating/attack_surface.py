"""Where one new counterpoint would overturn the thesis."""

from __future__ import annotations

from typing import Any

from argmap.evaluation import Evaluation
from argmap.evaluation.counterfactuals import attack_surface
from argmap.model import Status
from argmap.workspace.evaluating.load_bearing import thesis_of
from argmap.workspace.evaluating.wording import MARKS, counted, place, written


def as_text(evaluation: Evaluation) -> str:
    """Return the places, nearest to the thesis first, for people."""
    thesis = thesis_of(evaluation)
    argument, status = evaluation.argument, evaluation.status(thesis)
    lines = [
        f"{MARKS[status]} The thesis is {status.value}: {argument.statements[thesis].text}",
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
        lines += [f"  {place(argument, id_)}" for id_ in places]
    if not is_whole:
        lines.append(f"The search stopped after {counted(tried, 'place')}; there may be more.")
    return written(lines)


def as_data(evaluation: Evaluation) -> dict[str, Any]:
    """Return the ids of the places, nearest first, for programs."""
    thesis = thesis_of(evaluation)
    found = attack_surface(evaluation, thesis)
    data = {"thesis": thesis, "places": list(found.places), "is_whole": found.is_whole}
    return {"attack_surface": data}
