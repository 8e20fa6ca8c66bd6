r"""A text or a comment contains a character that changes the displayed order.

What it does
    Reports Unicode's bidirectional control characters in texts and comments: overrides and
    embeddings (U+202A to U+202E), and isolates (U+2066 to U+2069) that are not closed on the same
    line. Closed isolates and the marks U+200E, U+200F and U+061C are allowed, because Arabic and
    Hebrew texts need them.

Why it matters
    An editor shows different words, or words in a different order, from what argmap reads. A
    reviewer may approve text that is not in the file (“Trojan Source”, CVE-2021-42574). Every
    program that later shows the text has the same problem.

Example
    claim free "The fee is \u{202E}01\u{202C} pounds"

Instead
    claim free "The fee is 10 pounds"

How to silence
    Write `# argmap: ignore[TXT710] because …` before the statement.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from argmap.diagnostics import Applicability, Diagnostic, Fix, Label, Severity
from argmap.rules._context import RuleContext
from argmap.rules._rule import rule
from argmap.syntax.literals import comments_and_texts
from argmap.text import Edit, Location, SourceText, Span

RULE = rule(__name__, "TXT710", Severity.WARNING)

_CONTROL = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
_CONTROL_OR_LINE_END = re.compile(
    r"(?P<control>[\u202a-\u202e\u2066-\u2069])|[\r\n]"
    r"|\\(?:u\{0*(?P<code>202[a-eA-E]|206[6-9])\}|.)"
)
_CLOSING = {
    **dict.fromkeys("\u202a\u202b\u202d\u202e", "\N{POP DIRECTIONAL FORMATTING}"),
    **dict.fromkeys("\u2066\u2067\u2068", "\N{POP DIRECTIONAL ISOLATE}"),
}
"""The control that closes each opening control."""


def check(context: RuleContext) -> Iterator[Diagnostic]:
    for document in context.resolution.documents:
        text = document.source.text
        has_control = not text.isascii() and _CONTROL.search(text) is not None
        if not has_control and "\\u{" not in text:
            continue
        for span in comments_and_texts(text):
            for control, spans in _forbidden_controls(text, span):
                yield _diagnostic(document.source, control, spans)


def _forbidden_controls(text: str, span: Span) -> Iterator[tuple[str, list[Span]]]:
    """Yield each forbidden control, with its span and the span of its closing control, if any."""
    is_comment = text[span.start] == "#"
    unclosed: list[tuple[str, list[Span]]] = []
    controls: list[tuple[str, list[Span]]] = []
    for match in _CONTROL_OR_LINE_END.finditer(text, *span):
        control = match["control"]
        if match["code"] and not is_comment:
            control = chr(int(match["code"], 16))
        if match.group() in "\r\n":
            unclosed.clear()
        elif control in _CLOSING:
            unclosed.append((control, [Span(*match.span())]))
            controls.append(unclosed[-1])
        elif control and unclosed and _CLOSING[unclosed[-1][0]] == control:
            opening = unclosed.pop()
            opening[1].append(Span(*match.span()))
        elif control:
            controls.append((control, [Span(*match.span())]))
    for control, spans in controls:
        is_closed_isolate = _CLOSING.get(control) == "\N{POP DIRECTIONAL ISOLATE}" and spans[1:]
        if not is_closed_isolate:
            yield control, spans


def _diagnostic(source: SourceText, control: str, spans: list[Span]) -> Diagnostic:
    name = unicodedata.name(control).lower()
    first, *others = spans
    edits = tuple(Edit(span, "") for span in spans)
    return RULE.diagnostic(
        Location(source, first),
        f"U+{ord(control):04X} ({name}) changes the order in which this text is displayed",
        labels=tuple(Label(Location(source, span), "its effect ends here") for span in others),
        help="delete it; around words of another direction, use U+2068 and U+2069 on one line",
        fixes=(Fix("delete it", source, edits, Applicability.UNSAFE),),
    )
