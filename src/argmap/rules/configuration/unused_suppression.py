"""A suppression comment has no effect.

What it does
    Reports a comment `# argmap: ignore[…]` if a rule in its brackets finds nothing in the element
    that the comment belongs to. The comment belongs to the element after it, or to the element on
    the same line; an `ignore-file` comment belongs to the whole file. Rules that did not run are
    ignored, and so are rules whose findings depend on the texts of sources, the lock or the current
    date. A map that argmap cannot read completely is not checked.

Why it matters
    The comment would silence the next mistake in that element.

Example
    # argmap: ignore[EVI301] because every passenger knows it
    claim late "The bus is always late" {
      assumption log "It came late on 19 of 20 days"
    }

Instead
    claim late "The bus is always late" {
      assumption log "It came late on 19 of 20 days"
    }

How to silence
    Delete the comment, or remove the rule from its brackets; `argmap check --fix` does this for
    you.
"""

from __future__ import annotations

from collections.abc import Iterator

from argmap.diagnostics import Diagnostic, Fix, Severity
from argmap.rules._context import RuleContext
from argmap.rules._rule import rule
from argmap.rules._suppression import Suppression
from argmap.syntax.tree import Word
from argmap.text import Edit, SourceText, Span

RULE = rule(__name__, "CFG802", Severity.WARNING, runs_last=True)


def check(context: RuleContext) -> Iterator[Diagnostic]:
    resolution = context.resolution
    if resolution.errors or any(document.errors for document in resolution.documents):
        return
    for suppression in context.suppressions.comments:
        words = suppression.pragma.rules or ()
        unused = [word for word in words if _is_unused(context, suppression, word)]
        if unused:
            yield _diagnostic(suppression, words, unused)


def _is_unused(context: RuleContext, suppression: Suppression, word: Word) -> bool:
    file = suppression.pragma.location.source.name
    rules = [rule for rule in context.table.matching(word.text) if rule.is_suppressible]
    return (
        bool(rules)
        and word.text not in suppression.used
        and all(
            context.selection.includes(rule)
            and not context.selection.ignores(rule, file)
            and not rule.depends_on_environment
            for rule in rules
        )
    )


def _diagnostic(
    suppression: Suppression, words: tuple[Word, ...], unused: list[Word]
) -> Diagnostic:
    location = suppression.pragma.location
    unique = list(dict.fromkeys(f"`{word.text}`" for word in unused))
    names, verb = " and ".join(unique), "report" if len(unique) > 1 else "reports"
    kept = [word.text for word in words if word not in unused]
    if kept:
        edit = Edit(suppression.pragma.list_span, ", ".join(kept))
        title = f"remove {names} from the brackets"
    else:
        edit = Edit(_with_line(location.source, location.span), "")
        title = "delete the comment"
    return RULE.diagnostic(
        location,
        f"unused suppression: {names} {verb} nothing here",
        help="remove it"
        if suppression.has_subject
        else "move it before the statement, source or section that it is about; none follows it",
        fixes=(Fix(title, location.source, (edit,)),),
    )


def _with_line(source: SourceText, span: Span) -> Span:
    """Extend a comment to the spaces before it, and to the whole line if nothing else is on it."""
    text = source.text
    start = len(text[: span.start].rstrip(" \t"))
    if start and text[start - 1] not in "\r\n":
        return Span(start, span.end)
    end = span.end
    if text.startswith("\r\n", end):
        return Span(start, end + 2)
    return Span(start, end + 1 if end < len(text) else end)
