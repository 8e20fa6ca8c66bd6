"""Tokens of a text that may be broken: nothing raises, every oddity is told and bridged.

The parser's own lexer stops at the first character that begins no token. Here it goes on: what is
meant is guessed by `bridges`, and what means nothing is skipped in one piece.
"""

from __future__ import annotations

from lark import Token, UnexpectedCharacters

from argmap.syntax.bridges import bridge
from argmap.syntax.faults import SyntaxFault
from argmap.syntax.grammar import parser

FAULT_LIMIT = 1000
"""Faults told of one file. Beyond this it is no map with mistakes but something else altogether."""

_BEFORE = 3
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
                tokens.append(token)  # noqa: PERF402 - what was read before a stop must be kept
        except UnexpectedCharacters:
            end = _cross(text, counter.char_pos, tokens, faults)
            counter.feed(text[counter.char_pos : end])
        else:
            break
    return tokens, faults


def _cross(text: str, start: int, tokens: list[Token], faults: list[SyntaxFault]) -> int:
    """Take the text at ``start`` for what it was meant to be; return where reading goes on."""
    crossing = bridge(text, start, [token.type for token in tokens[-_BEFORE:]])
    faults.append(crossing.fault)
    del tokens[len(tokens) - crossing.takes_back :]
    if crossing.terminal:
        tokens.append(
            Token(
                crossing.terminal,
                crossing.value,
                start_pos=crossing.start,
                end_pos=crossing.end,
            )
        )
    return crossing.end
