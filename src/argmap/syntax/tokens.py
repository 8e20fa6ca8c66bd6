"""Tokens of a text that may be broken: nothing raises, every oddity is told and bridged.

The parser's own lexer stops at the first character that begins no token. Here it goes on: what is
meant is guessed by `bridges`, and what means nothing is skipped in one piece.
"""

from __future__ import annotations

from lark import Token, UnexpectedCharacters

from argmap.syntax.bridges import bridge
from argmap.syntax.faults import SyntaxFault, inserting
from argmap.syntax.grammar import parser
from argmap.syntax.lost_quotes import line_end, lost_quote
from argmap.syntax.strings import quote
from argmap.text import Span

FAULT_LIMIT = 1000
"""Faults told of one file. Beyond this it is no map with mistakes but something else altogether."""

_BEFORE = 8
"""Tokens before an oddity by which it is told what it was meant to be."""


def tokenize(text: str) -> tuple[list[Token], list[SyntaxFault]]:
    """Return the tokens of ``text``, and what was wrong with its characters, in order.

    After `FAULT_LIMIT` faults the rest of the text is left alone.
    """
    thread = parser().parse_interactive(text).lexer_thread
    assert thread.state is not None  # a text was given
    counter = thread.state.line_ctr
    tokens: list[Token] = []
    faults: list[SyntaxFault] = []
    while len(faults) < FAULT_LIMIT:
        try:
            for token in thread.lex(None):  # type: ignore[no-untyped-call]
                if token.type == "TEXT" and (end := _mend(text, token.start_pos, tokens, faults)):
                    counter.char_pos = end
                    break
                tokens.append(token)
            else:
                break
        except UnexpectedCharacters:
            at = counter.char_pos
            # An apostrophe, say, may stand in a text whose quote comes later on its line.
            closing = text.find('"', at, line_end(text, at))
            if closing >= 0 and (end := _mend(text, closing, tokens, faults)):
                counter.char_pos = end
            else:
                end = _cross(text, at, tokens, faults)
                counter.feed(text[at:end])
    return tokens, faults


def _mend(text: str, at: int, tokens: list[Token], faults: list[SyntaxFault]) -> int | None:
    """Take a quote at ``at`` for the end of a text without its beginning, where it is that.

    Returns where reading goes on. What was made of its words before is taken back.
    """
    start = lost_quote(text, at)
    if start is None:
        return None
    while tokens and (tokens[-1].start_pos or 0) >= start:
        tokens.pop()
    faults[:] = [fault for fault in faults if fault.span.start < start]
    end = at + 1
    tokens.append(Token("TEXT", quote(text[start:at]), start_pos=start, end_pos=end))
    faults.append(
        SyntaxFault(
            Span(start, end),
            "this text lacks the quote that it begins with",
            fix="put the quote",
            edits=inserting(start, '"'),
        )
    )
    return end


def _cross(text: str, start: int, tokens: list[Token], faults: list[SyntaxFault]) -> int:
    """Take the text at ``start`` for what it was meant to be; return where reading goes on."""
    crossing = bridge(text, start, [token.type for token in tokens[-_BEFORE:]])
    if crossing.fault is not None:
        faults.append(crossing.fault)
    del tokens[len(tokens) - crossing.takes_back :]
    read = ((crossing.terminal, crossing.value), *crossing.more) if crossing.terminal else ()
    tokens += (
        Token(terminal, value, start_pos=crossing.start, end_pos=crossing.end)
        for terminal, value in read
    )
    return crossing.end
