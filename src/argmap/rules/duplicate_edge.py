"""The same edge is drawn twice.

What it does
    Tells a statement that bears on another twice in the same way: nested under it and named again
    in `supports:`, or named twice in one list.

Why it matters
    The picture shows two arrows for one reason, and a strength would count it double.

Example
    claim angry "Passengers are angry" {
      claim late "The bus is late" { supports: angry }
    }

Instead
    claim angry "Passengers are angry" {
      claim late "The bus is late"
    }

How to silence
    There is no way to silence it yet.
"""

from __future__ import annotations

from collections.abc import Iterator

from argmap.diagnostics import Diagnostic, Fix, Label, Severity
from argmap.model import Form, Inference
from argmap.rules._base import Subject, named, rule
from argmap.text import Edit, Location, Span

RULE = rule(__name__, "REF104", Severity.WARNING)


def check(subject: Subject) -> Iterator[Diagnostic]:
    first: dict[object, Inference] = {}
    for step in subject.map.inferences.values():
        key = (step.polarity, step.conclusion, frozenset(step.premises))
        earlier = first.setdefault(key, step)
        if earlier is not step:
            # What is nested is the outline itself: the edge that repeats it is the one to go.
            kept, repeated = (step, earlier) if step.form is Form.NESTED else (earlier, step)
            yield _finding(subject, kept, repeated)


def _finding(subject: Subject, kept: Inference, repeated: Inference) -> Diagnostic:
    premise = subject.map.statements[repeated.premises[0]]
    conclusion = subject.map.statements[repeated.conclusion]
    verb = "supports" if repeated.polarity.value == "pro" else "opposes"
    fixes: tuple[Fix, ...] = ()
    if repeated.form is Form.EDGE:
        edit = Edit(_with_comma(repeated.location), "")
        fixes = (Fix("delete the repetition", repeated.location.source, (edit,)),)
    return RULE.finds(
        repeated.location,
        f"{named(premise)} {verb} {named(conclusion)} twice",
        labels=(Label(kept.location, "it does already here"),),
        fixes=fixes,
        element=premise.id,
    )


def _with_comma(location: Location) -> Span:
    """Return a listed value with the comma that goes with it, or the whole attribute when alone."""
    text, (start, end) = location.source.text, location.span
    before = text[:start].rstrip()
    after = len(text) - len(text[end:].lstrip())
    if before.endswith(","):
        return Span(len(before) - 1, end)
    if text[after : after + 1] == ",":
        rest = len(text) - len(text[after + 1 :].lstrip())
        return Span(start, rest)
    name = before.removesuffix(":").rstrip()
    while name and (name[-1].isalnum() or name[-1] in "-_"):
        name = name[:-1]
    return _with_line(text, len(name), end)


def _with_line(text: str, start: int, end: int) -> Span:
    """Return a span with the blanks before it, and its line end when it had a line to itself."""
    kept = len(text[:start].rstrip(" \t"))
    is_whole_line = text[kept - 1 : kept] == "\n" and text[end : end + 1] in ("\n", "\r", "")
    return Span(kept - 1, end) if is_whole_line else Span(kept, end)
