"""The text of a source cannot be found or read.

What it does
    Reports a `text:` (or a text named in `[tool.argmap.sources]`) that is missing, unreadable, or
    outside the project. A missing text is not reported if `argmap.lock` has entries for the source,
    because argmap then checks the citations against the lock. For the same reason, a PDF that
    argmap cannot read without pypdf is only an info. With `--online`, the rule also reports web
    addresses (`url:`) that do not work.

Why it matters
    Without the text and without a lock, argmap cannot check the citations.

Example
    source paper "The paper" { text: "papre.txt" }
    evidence trade "Trade passed $34 billion" @paper:2

Instead
    source paper "The paper" { text: "paper.txt" }
    evidence trade "Trade passed $34 billion" @paper:2

How to silence
    Write `# argmap: ignore[EVI304] because …` before the source.
"""

from __future__ import annotations

from collections.abc import Iterator

from argmap.diagnostics import Diagnostic, Severity
from argmap.model.statement import display_name
from argmap.rules._context import RuleContext
from argmap.rules._rule import rule

RULE = rule(__name__, "EVI304", Severity.WARNING, depends_on_environment=True)


def check(context: RuleContext) -> Iterator[Diagnostic]:
    if context.citations is None:
        return
    from argmap.sources.findings import DeadLink, MissingText
    from argmap.sources.loader import TextUnavailable, UnavailableReason

    add_path = "pass it with --source {id}=PATH, or add it to [tool.argmap.sources]"
    helps = {
        UnavailableReason.MISSING: (
            "pass it with --source {id}=PATH, or lock the citations where it is available"
        ),
        UnavailableReason.OUTSIDE: add_path,
        UnavailableReason.HIDDEN: add_path,
    }
    for text in context.citations.of_type(MissingText):
        if text.is_locked and text.reason is UnavailableReason.MISSING:
            continue
        is_replaced = text.is_locked and text.reason is UnavailableReason.NEEDS_PYPDF
        yield RULE.diagnostic(
            text.source.location,
            TextUnavailable(text.reason, text.detail).message(text.name, text.source.display_name),
            severity=Severity.INFO if is_replaced else None,
            help=helps.get(text.reason, "").format(
                id=text.source.id if text.source.is_named else "NAME"
            ),
            element=text.source.id,
        )
    for dead in context.citations.of_type(DeadLink):
        yield RULE.diagnostic(
            dead.location,
            f"the address {dead.url} of {_name(context, dead.element)} {dead.reason}",
            help="fix it, or cite another copy (an archive, a DOI)",
            element=dead.element,
        )


def _name(context: RuleContext, id_: str) -> str:
    """Return the name of a statement or source for a message."""
    if id_ in context.map.sources:
        return context.map.sources[id_].display_name
    return display_name(context.map.statements[id_])
