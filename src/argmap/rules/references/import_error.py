"""A file cannot be imported.

What it does
    Reports an import whose file is missing or unreadable, is imported twice, imports the importing
    file in turn, is outside the project, or does not have the extension `.argmap`. Of an import by
    pattern, such as `"parts/*.argmap"`, reports that no other map matches it, that more than 1,000
    do, or that it has a name (`as`), which can only mean one file. The project is the folder that
    contains `argmap.toml`, `pyproject.toml` or `.git`; without one of these, it is the map's own
    folder.

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
from pathlib import Path

from argmap.config import MAP_SUFFIX
from argmap.diagnostics import Diagnostic, Label, Severity
from argmap.resolve.errors import ImportFailure, ImportFailureReason
from argmap.rules._context import RuleContext
from argmap.rules._rule import rule
from argmap.text.import_patterns import MAX_MATCHES

RULE = rule(__name__, "REF105", Severity.ERROR)

_MESSAGES = {
    ImportFailureReason.MISSING: (
        "the file `{path}` does not exist",
        "check the path; it is relative to this file",
    ),
    ImportFailureReason.UNREADABLE: ("the file `{path}` cannot be read", "check its permissions"),
    ImportFailureReason.OUTSIDE: (
        "`{path}` is outside the project and is not imported",
        "import only files in the project, by paths relative to this file, with / between folders",
    ),
    ImportFailureReason.NOT_A_MAP: (
        "`{path}` is not imported: only .argmap files can be imported",
        "to name the text of a source, write `text:` in the `source`",
    ),
    ImportFailureReason.CIRCULAR: (
        "circular import: `{path}` leads back to this file",
        "delete one of these imports; move what both files need into a third file",
    ),
    ImportFailureReason.TWICE: ("`{path}` is imported twice", "delete one of the imports"),
    ImportFailureReason.NO_MATCH: (
        "no other map matches `{path}`",
        "check the pattern; it is relative to this file, and `*` stands for characters in a name",
    ),
    ImportFailureReason.TOO_MANY: (
        f"`{{path}}` matches more than {MAX_MATCHES:,} maps, or searches too many folders",
        "write a pattern that matches fewer, such as one for each folder",
    ),
    ImportFailureReason.NAMED_PATTERN: (
        "the pattern `{path}` may match several maps, which cannot share a name",
        "delete `as` and the name after it, or import each map by itself",
    ),
}


def check(context: RuleContext) -> Iterator[Diagnostic]:
    for error in context.errors(ImportFailure):
        message, help_ = _MESSAGES[error.reason]
        if error.reason is ImportFailureReason.NOT_A_MAP and not Path(error.path).suffix:
            help_ = _all_maps_help(error.path)
        is_circular = error.reason is ImportFailureReason.CIRCULAR
        yield RULE.diagnostic(
            error.location,
            message.format(path=error.path),
            label="imported again here" if error.reason is ImportFailureReason.TWICE else "",
            labels=tuple(
                Label(location, "imported here" if is_circular else "first imported here")
                for location in error.cycle
            ),
            tree=_cycle(error) if is_circular else (),
            help=help_,
        )


def _all_maps_help(path: str) -> str:
    """Return how to import all maps of a folder, or of all folders below it."""
    folder = path.rstrip("/*")
    prefix = f"{folder}/" if folder else ""
    if "**" not in path[len(folder) :].split("/"):
        return f'to import all maps in a folder, write `import "{prefix}*{MAP_SUFFIX}"`'
    return (
        "to import all maps in a folder and in the folders below it, "
        f'write `import "{prefix}**/*{MAP_SUFFIX}"`'
    )


def _cycle(error: ImportFailure) -> tuple[str, ...]:
    files = [*error.files, error.files[0]]
    return tuple(
        "  " * depth + (f"└ imports {name}" if depth else name) for depth, name in enumerate(files)
    )
