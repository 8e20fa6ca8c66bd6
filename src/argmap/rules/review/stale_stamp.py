"""A line of `argmap.review` belongs to no statement, or cannot be read.

What it does
    Reports a review of a statement that the map does not have, for example because it was deleted,
    or got another id. Also reports lines that are not reviews, such as the markers of a merge
    conflict; until they are fixed, the other rules about reviews report nothing.

Why it matters
    If the id is used again, the review seems to be about the new statement. A statement that was
    only renamed seems to have no review.

Example
    # `argmap.review` contains reviews of `plane` and `train`
    claim plane "The plane is fast"

Instead
    # `argmap.review` contains reviews of `plane` and `train`
    claim plane "The plane is fast"
    claim train "The train is fast"

How to silence
    Run `argmap review --prune`, or `argmap check --fix --unsafe-fixes`. Both remove such lines, and
    write the new id of a statement that was only renamed.
"""

from __future__ import annotations

from collections.abc import Iterator

from argmap.diagnostics import Applicability, Diagnostic, Fix, Severity
from argmap.reviews.review_file import LocatedStamp, escape
from argmap.rules._context import RuleContext
from argmap.rules._rule import rule
from argmap.text import Edit

RULE = rule(__name__, "REV606", Severity.WARNING, depends_on_environment=True)

_HELP = "`argmap review --prune` does this for all such lines"


def check(context: RuleContext) -> Iterator[Diagnostic]:
    if context.stamps is not None and context.stamps.broken:
        lines = context.stamps.broken
        yield RULE.diagnostic(
            lines[0],
            "this line is not a review, so no review is compared with the map"
            if len(lines) == 1
            else f"{len(lines)} lines, beginning with this one, are not reviews, so no review is "
            "compared with the map",
            help="delete the markers of a merge conflict, or restore the file from git",
        )
    if context.stamps is None or context.reviews is None:
        return
    for id_ in context.reviews.stale:
        yield _diagnostic(context.stamps.by_id[id_], context.reviews.new_id(id_))


def _diagnostic(located: LocatedStamp, new_id: str | None) -> Diagnostic:
    id_ = located.stamp.id
    if new_id is None:
        message = f"this is a review of `{id_}`, which is not in the map"
        title, edit = "delete the line", Edit(located.removal, "")
    else:
        message = f"this is a review of `{id_}`, which is now `{new_id}`"
        title, edit = f"write `{new_id}`", Edit(located.id_location.span, escape(new_id))
    fix = Fix(title, located.line.source, (edit,), Applicability.UNSAFE)
    return RULE.diagnostic(located.id_location, message, help=_HELP, fixes=(fix,), element=id_)
