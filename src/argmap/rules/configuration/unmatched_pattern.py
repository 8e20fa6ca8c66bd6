"""A pattern in the configuration matches no file.

What it does
    Reports a pattern in `per-file-ignores` that matches none of the checked files. The rule runs
    only if you check the whole folder of the configuration: run `argmap check` in that folder or a
    parent folder, without `--since`.

Why it matters
    The file may have been renamed, or the pattern may be mistyped. The findings that you wanted to
    ignore are reported, or the pattern later ignores the findings of a different file.

Example
    # file: argmap.toml
    [per-file-ignores]
    "draft/*" = ["EVI"]

Instead
    # file: argmap.toml
    [per-file-ignores]
    "drafts/*" = ["EVI"]

How to silence
    Delete or correct the pattern. Patterns use the syntax of `.gitignore`, relative to the folder
    of the configuration: `drafts/` matches a folder of that name at any depth, `/drafts/` only one
    directly in the configuration's folder, and `*.draft.argmap` matches files by name. Braces are
    not supported.
"""

from __future__ import annotations

from collections.abc import Iterator

from argmap.diagnostics import Diagnostic, Severity
from argmap.rules._context import RuleContext
from argmap.rules._rule import rule

RULE = rule(__name__, "CFG805", Severity.WARNING, runs_last=True)


def check(context: RuleContext) -> Iterator[Diagnostic]:
    for location, pattern in context.unmatched:
        yield RULE.diagnostic(
            location,
            f"the pattern `{pattern}` in `per-file-ignores` matches no file",
            help="correct or delete it; patterns are relative to this file, as in `.gitignore`",
        )
