"""The thesis does not stand.

What it does
    Tells a thesis that is rejected (an error) or undecided (a warning) once every counterpoint has
    had its turn, with the chain that decides it.

Why it matters
    The map argues for its thesis, and comes to another conclusion.

Example
    claim bus "We should take the bus" {
      counterpoint late "It is always late"
    }

Instead
    claim bus "We should take the bus" {
      counterpoint late "It is always late" {
        counterpoint lane "Since May it has a lane of its own"
      }
    }

How to silence
    Say with `expect: rejected` or `expect: undecided` that this is what the map is to show.
"""

from __future__ import annotations

from collections.abc import Iterator

from argmap.diagnostics import Diagnostic, Severity
from argmap.model import Status
from argmap.rules._base import Subject, named, rule

RULE = rule(__name__, "SEM501", Severity.ERROR, is_structural=True)


def check(subject: Subject) -> Iterator[Diagnostic]:
    thesis = subject.map.thesis
    if thesis is None:
        return
    statement = subject.map.statements[thesis]
    if statement.expect is not None and statement.expect.status is not None:
        return  # its author says what it should be, and SEM502 whether it is
    status = subject.evaluation.status(thesis)
    if status is Status.ACCEPTED:
        return
    is_open = status is Status.UNDECIDED
    name = named(statement)
    yield RULE.finds(
        subject.map.thesis_location or statement.location,
        f"whether the thesis {name} stands is undecided"
        if is_open
        else f"the thesis {name} does not stand",
        severity=Severity.WARNING if is_open else Severity.ERROR,
        tree=subject.deciding_chain(thesis),
        help="answer what counts against it, or give it support that stands; where reasons are to "
        "be weighed instead, see `standard:`; where it is meant to fall, say so: expect: rejected",
        element=thesis,
    )
