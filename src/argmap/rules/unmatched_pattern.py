"""A pattern in the configuration matches no file.

What it does
    Reports a pattern of `per-file-ignores` that matches none of the files that were checked. It
    runs where the folder of the configuration is checked as a whole: `argmap check` in that folder
    or above, without `--since`.

Why it matters
    A file was renamed, or the pattern is mistyped: what was to be dropped is reported, or the
    pattern drops the findings of some other file later.

Example
    # file: argmap.toml
    [per-file-ignores]
    "draft/*" = ["EVI"]

Instead
    # file: argmap.toml
    [per-file-ignores]
    "drafts/*" = ["EVI"]

How to silence
    Delete the pattern. Its syntax is that of `.gitignore`, relative to the folder of the
    configuration: `drafts/` is a folder anywhere below, `/drafts/` one in it, `*.draft.argmap`
    files by name; braces are not supported.
"""

from __future__ import annotations

from collections.abc import Iterator

from argmap.diagnostics import Diagnostic, Severity
from argmap.rules._base import Subject, rule

RULE = rule(__name__, "CFG805", Severity.WARNING, is_last=True)


def check(subject: Subject) -> Iterator[Diagnostic]:
    for location, pattern in subject.unmatched:
        yield RULE.finds(
            location,
            f"the pattern `{pattern}` of `per-file-ignores` matches no file",
            help="correct it or delete it; patterns are relative to this file, as in `.gitignore`",
        )
