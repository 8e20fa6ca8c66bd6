"""A statement changes nothing.

What it does
    Tells evidence, assumptions and claims that could fall without any other verdict changing: the
    statement they speak for stands without them, or falls with them. Counterpoints are left out,
    which are meant to come to nothing. It is off unless selected, because good support is often
    more than is needed.

Why it matters
    What changes nothing may be decoration. Or the argument does not use it as its author thinks.

Example
    claim bus "We should take the bus" {
      evidence cheap "A ticket costs two francs"
      evidence warm "It is warm inside"
    }

Instead
    claim bus "We should take the bus" {
      reason {
        evidence cheap "A ticket costs two francs"
        evidence warm "It is warm inside"
      }
    }

How to silence
    Leave SEM504 out of `select`.
"""

from __future__ import annotations

from collections.abc import Iterator

from argmap.diagnostics import Diagnostic, Severity
from argmap.rules._base import Subject, named, rule

RULE = rule(__name__, "SEM504", Severity.INFO, is_default=False, is_structural=True)


def check(subject: Subject) -> Iterator[Diagnostic]:
    from argmap.evaluate.whatif import WhatIf

    whatif = WhatIf(subject.evaluation)
    for id_, statement in subject.map.statements.items():
        bears = id_ in subject.map.steps_from or id_ in subject.map.undercuts_by
        if statement.kind == "counterpoint" or not bears:
            continue
        if not whatif.matters(id_):
            yield RULE.finds(
                statement.location,
                f"{named(statement)} has no effect: without it every other verdict is the same",
                help="say with a reason what it carries together with others, or leave it out",
                element=id_,
            )
