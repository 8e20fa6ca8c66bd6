"""Reading on after a mistake, in a part of a text whose rest is known to be sound.

`recover` looks at what stands around a mistake: the line, the item before it, the word that comes
next, and braces. Where a part holds all of that, and its braces are even, the mistakes in it are
the same as if the whole text were read; where there is any doubt, there is no answer.
"""

from __future__ import annotations

import re

from argmap.syntax.braces import balance
from argmap.syntax.faults import SyntaxFault
from argmap.syntax.full_width import half_width
from argmap.syntax.recovery import recover
from argmap.syntax.shifting import shifted
from argmap.syntax.tokens import tokenize
from argmap.syntax.tree import Declaration, Item
from argmap.text import Span

_MOST = 50
"""Mistakes: beyond this the whole text is read, which knows when to stop."""
_FIRST_LINE = re.compile(r"[ \t]*(?:#[^\r\n]*)?(?:\r\n|\n)")
_LAST_LINE = re.compile(r"(?:^|\n)[ \t]*\Z")
_OUTERMOST = re.compile(r"(?:^|\r)(?:map|source|import|section)\b", re.MULTILINE)

Reread = tuple[list[Item], list[SyntaxFault]]


def reread(run: str, opening: str, start: int, before: str) -> Reread | None:
    """Return the items and the mistakes in a run that stands at an offset, in a block or the file.

    ``opening`` is what opens such a block (empty for the file), ``before`` the text before the run.
    None when it cannot be read by itself.
    """
    is_first = not before.strip() or before.rstrip(" \t").endswith("\n")
    if not (is_first or _FIRST_LINE.match(run)) or not _LAST_LINE.search(run):
        return None
    if opening and _OUTERMOST.search(run):
        return None
    text = f"{opening}{run}}}" if opening else run
    if not _is_even(text):
        return None
    items, faults = recover(text)
    inside = Span(len(opening), len(opening) + len(run))
    if len(faults) > _MOST or not all(_is_inside(fault, inside) for fault in faults):
        return None
    if opening:
        block = items[0].block if len(items) == 1 and isinstance(items[0], Declaration) else None
        if block is None or block.span != (len(opening) - 1, len(text)):
            return None
        items = block.items
    by = start - len(opening)
    return shifted(items, by), [fault.shifted(by) for fault in faults]


def _is_even(text: str) -> bool:
    """Whether every brace has its partner, and stands where the indentation wants it.

    Where one does not, the whole file has a say in which of its braces is at fault.
    """
    text, _ = half_width(text)
    tokens, _ = tokenize(text)
    depth = 0
    for token in tokens:
        depth += (token.type == "LBRACE") - (token.type == "RBRACE")
        if depth < 0:
            return False
    return depth == 0 and not balance(text, tokens)


def _is_inside(fault: SyntaxFault, inside: Span) -> bool:
    return all(inside.start <= span.start and span.end <= inside.end for span in fault.spans)
