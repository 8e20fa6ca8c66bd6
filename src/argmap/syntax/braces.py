"""Braces that are missing, found by the indentation.

The grammar alone notices a missing brace at the end of the file, or never: everything behind it
just stands one level too deep or too high. Authors indent, so the column at which a line begins
says where they meant a block to open or to end. Only a file whose braces do not balance is looked at.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from lark import Token

from argmap.syntax.faults import SyntaxFault, inserting
from argmap.syntax.grammar import keywords
from argmap.text import Span


def balance(text: str, tokens: list[Token]) -> list[SyntaxFault]:
    """Put the braces that are missing into ``tokens``; return a fault for each mistake."""
    types = [token.type for token in tokens]
    missing = types.count("LBRACE") - types.count("RBRACE")
    if missing > 0:
        return _close_blocks(text, tokens, missing)
    if missing < 0:
        return _open_blocks(text, tokens, -missing)
    return []


def span_of(token: Token) -> Span:
    return Span(token.start_pos or 0, token.end_pos or 0)


def made(terminal: str, value: str, offset: int) -> Token:
    """Return a token that stands nowhere in the text: it was forgotten at ``offset``."""
    return Token(terminal, value, start_pos=offset, end_pos=offset)


class _Lines:
    """At which column the line of a token begins to say something."""

    def __init__(self, text: str) -> None:
        blanks = [match.span() for match in re.finditer(r"^[ \t]*", text, re.MULTILINE)]
        self._starts = [end for _, end in blanks]
        self._indents = [end - start for start, end in blanks]

    def indent(self, token: Token) -> int:
        return self._indents[self._line(token)]

    def begins(self, token: Token) -> bool:
        """Whether the token is the first on its line."""
        return self._starts[self._line(token)] == token.start_pos

    def _line(self, token: Token) -> int:
        return max(bisect_right(self._starts, token.start_pos or 0) - 1, 0)


def _close_blocks(text: str, tokens: list[Token], missing: int) -> list[SyntaxFault]:
    lines = _Lines(text)
    declarations = set(keywords().values()) - {"AS", "TRUE", "FALSE"}
    open_blocks: list[tuple[Token, int]] = []
    faults: list[SyntaxFault] = []
    balanced: list[Token] = []
    for token in tokens:
        if token.type in declarations or token.type == "RBRACE":
            while open_blocks and missing and lines.begins(token):
                opening, indent = open_blocks[-1]
                column = lines.indent(token)
                is_outside = column < indent or (column == indent and token.type != "RBRACE")
                if not is_outside or opening is balanced[-1]:
                    break
                open_blocks.pop()
                missing -= 1
                offset = balanced[-1].end_pos or 0
                faults.append(_unclosed(text, opening, token, offset, indent))
                balanced.append(made("RBRACE", "}", offset))
        if token.type == "LBRACE":
            open_blocks.append((token, lines.indent(token)))
        elif token.type == "RBRACE" and open_blocks:
            open_blocks.pop()
        balanced.append(token)
    if open_blocks:
        faults.append(_unclosed_at_end(text, [opening for opening, _ in open_blocks]))
        balanced += [made("RBRACE", "}", len(text)) for _ in open_blocks]
    tokens[:] = balanced
    return faults


def _unclosed(text: str, opening: Token, following: Token, offset: int, indent: int) -> SyntaxFault:
    line_start = text.rfind("\n", 0, opening.start_pos or 0) + 1
    return SyntaxFault(
        span_of(opening),
        "this block is never closed",
        label="it is opened here",
        help="a block ends with } on a line of its own",
        places=((span_of(following), "going by the indentation, it ends before this"),),
        fix="close the block",
        edits=inserting(offset, "\n" + text[line_start : line_start + indent] + "}"),
    )


def _unclosed_at_end(text: str, openings: list[Token]) -> SyntaxFault:
    count = len(openings)
    message = (
        "this block is never closed"
        if count == 1
        else f"the file ends, and {count} blocks are still open"
    )
    return SyntaxFault(
        span_of(openings[-1]),
        message,
        label="it is opened here" if count == 1 else "the innermost of them",
        help="every { wants a } that closes it",
        places=tuple((span_of(opening), "still open too") for opening in openings[-4:-1]),
        fix="close the block" if count == 1 else "close the blocks",
        edits=inserting(len(text.rstrip()), "\n" + "}" * count),
    )


def _open_blocks(text: str, tokens: list[Token], missing: int) -> list[SyntaxFault]:
    lines = _Lines(text)
    faults: list[SyntaxFault] = []
    balanced: list[Token] = []
    head: Token | None = None  # the keyword of the declaration that may have lost its brace
    for position, token in enumerate(tokens):
        if missing and head is not None and lines.begins(token):
            is_inside = lines.indent(token) > lines.indent(head)
            if is_inside and _begins_item(tokens, position) and balanced[-1].type != "LBRACE":
                offset = balanced[-1].end_pos or 0
                faults.append(_unopened(head, offset, token))
                balanced.append(made("LBRACE", "{", offset))
                missing -= 1
        if lines.begins(token):
            head = token if token.type in _BLOCK_HEADS else None
        balanced.append(token)
    tokens[:] = balanced
    return faults


_BLOCK_HEADS = {
    "MAP", "SOURCE", "SECTION", "CLAIM", "EVIDENCE", "ASSUMPTION", "COUNTERPOINT", "REASON", "OBJECTION",
}  # fmt: skip


def _begins_item(tokens: list[Token], position: int) -> bool:
    token = tokens[position]
    if token.type == "ID":
        return position + 1 < len(tokens) and tokens[position + 1].type == "COLON"
    return token.type in _BLOCK_HEADS


def _unopened(head: Token, offset: int, inside: Token) -> SyntaxFault:
    return SyntaxFault(
        span_of(head),
        f"the block of this {head.value} is never opened",
        label="a { is missing at the end of its head",
        places=((span_of(inside), "going by the indentation, this belongs to it"),),
        fix="open the block",
        edits=inserting(offset, " {"),
    )
