"""A file, or a part of one, is written in another notation.

What it does
    Reports lines in another notation, once for each run of lines: Argdown, Markdown (lists, front
    matter, code fences), YAML, JSON, XML, HTML, Mermaid, Graphviz DOT, a Kialo export, BibTeX,
    LaTeX, reStructuredText, or plain text. The argmap code before and after these lines is checked
    as usual.

Why it matters
    These lines are not part of the map. `argmap import` converts Argdown, Kialo exports and other
    formats; in an editor, use the action “convert this file to argmap”. Other notations have no
    fix, because argmap cannot know what they mean: an item that begins with `-` is an attack in
    Argdown, but only a list item in Markdown. `docs/from-other-notations.md` shows how to write the
    same content in argmap.

Example
    [late]: The bus is late.
      - <lane>: It has a lane of its own.

Instead
    claim late "The bus is late" {
      counterpoint lane "It has a lane of its own"
    }

How to silence
    This rule cannot be silenced.
"""

from __future__ import annotations

from collections.abc import Iterator

from argmap.diagnostics import Diagnostic, Severity
from argmap.rules._context import RuleContext, syntax_diagnostic
from argmap.rules._rule import rule
from argmap.syntax import ForeignNotation

RULE = rule(__name__, "SYN005", Severity.ERROR)


def check(context: RuleContext) -> Iterator[Diagnostic]:
    for document in context.resolution.documents:
        for error in document.errors:
            if isinstance(error, ForeignNotation):
                yield syntax_diagnostic(RULE, document, error)
