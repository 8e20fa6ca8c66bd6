"""A file cannot be imported.

What it does
    Reports an import whose file is missing or unreadable, is imported twice, imports the importing
    file in turn, is outside the project, or does not have the extension `.argmap`. The project is
    the folder that contains `argmap.toml`, `pyproject.toml` or `.git`; without one of these, it is
    the map's own folder.

Why it matters
    Without this rule, a map with a missing part would look complete.

Example
    import "enrgy.argmap" as energy

Instead
    import "energy.argmap" as energy

How to silence
    This rule cannot be silenced.
"""

from __future__ import annotations

from collections.abc import Iterator

from argmap.diagnostics import Diagnostic, Label, Severity
from argmap.resolve.errors import ImportFailure, ImportFailureReason
from argmap.rules._context import RuleContext
from argmap.rules._rule import rule

RULE = rule(__name__, "REF105", Severity.ERROR)

_MESSAGES = {
    ImportFailureReason.MISSING: ("there is no file `{path}`", "paths are relative to this file"),
    ImportFailureReason.UNREADABLE: ("the file `{path}` cannot be read", "may you read it?"),
    ImportFailureReason.OUTSIDE: (
        "`{path}` lies outside of the project and is not read",
        "import files of the project by paths relative to this file, with / between folders",
    ),
    ImportFailureReason.NOT_A_MAP: (
        "`{path}` is not read: only .argmap files can be imported",
        "a source's text is named in `text:` of its `source`",
    ),
    ImportFailureReason.CIRCULAR: (
        "importing `{path}` leads back to this file",
        "take one of these imports out; what both files need can go into a third",
    ),
    ImportFailureReason.TWICE: ("`{path}` is imported twice", "delete one of the two"),
}


def check(context: RuleContext) -> Iterator[Diagnostic]:
    for error in context.errors(ImportFailure):
        message, hint = _MESSAGES[error.reason]
        is_ring = error.reason is ImportFailureReason.CIRCULAR
        yield RULE.diagnostic(
            error.location,
            message.format(path=error.path),
            label="imported again here" if error.reason is ImportFailureReason.TWICE else "",
            labels=tuple(
                Label(place, "imported here" if is_ring else "imported here first")
                for place in error.cycle
            ),
            tree=_ring(error) if is_ring else (),
            help=hint,
        )


def _ring(error: ImportFailure) -> tuple[str, ...]:
    files = [*error.files, error.files[0]]
    return tuple(
        "  " * depth + (f"└ imports {name}" if depth else name) for depth, name in enumerate(files)
    )
