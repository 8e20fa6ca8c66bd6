"""Tokens of a text that may be broken: nothing raises, every oddity is told and bridged.

The parser's own lexer stops at the first character that begins no token. Here it goes on: what is
meant is guessed by `bridges`, and what means nothing is skipped in one piece.
"""

from __future__ import annotations

from lark import Token, UnexpectedCharacters

from argmap.syntax.bridges import bridge
from argmap.syntax.crossing import Bridge
from argmap.syntax.faults import SyntaxFault, inserting
from argmap.syntax.grammar import parser
from argmap.syntax.inner_quotes import continued_text, unescaped_quotes
from argmap.syntax.invisible import invisible
from argmap.syntax.lost_quotes import line_end, lost_quote
from argmap.syntax.strings import quote
from argmap.syntax.unquoted_texts import unquoted_text
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
                if token.type == "TEXT" and (end := _reread(text, token, tokens, faults)):
                    counter.char_pos = end
                    break
                tokens.append(token)
            else:
                break
        except UnexpectedCharacters:
            counter.char_pos = _read_on(text, counter.char_pos, tokens, faults)
    return tokens, faults


def _reread(text: str, token: Token, tokens: list[Token], faults: list[SyntaxFault]) -> int | None:
    """Read a text as part of a longer one, where it is that; return where reading goes on."""
    start, end = token.start_pos or 0, token.end_pos or 0
    if lost := _mend(text, start, tokens, faults):
        return lost
    found = continued_text(text, start, end, is_value=_is_value(tokens))
    found = found or unquoted_text(text, start, tokens)
    return None if found is None else _take(found, tokens, faults)


def _read_on(text: str, at: int, tokens: list[Token], faults: list[SyntaxFault]) -> int:
    """Read what begins at a character that begins no token; return where reading goes on."""
    # An apostrophe, say, may be in a text whose quote comes later on its line.
    closing = text.find('"', at, line_end(text, at))
    if closing >= 0 and (end := _mend(text, closing, tokens, faults)):
        return end
    found = unquoted_text(text, at, tokens)
    if found is None and closing == at:
        found = unescaped_quotes(text, at, is_value=_is_value(tokens))
    return _cross(text, at, tokens, faults) if found is None else _take(found, tokens, faults)


def _is_value(tokens: list[Token]) -> bool:
    return bool(tokens) and tokens[-1].type in ("COLON", "COMMA")


def _take(bridge: Bridge, tokens: list[Token], faults: list[SyntaxFault]) -> int:
    """Put in a text, and take back what was made of its words; return where reading goes on."""
    _take_back(bridge.start, tokens, faults)
    tokens.append(Token(bridge.terminal, bridge.value, start_pos=bridge.start, end_pos=bridge.end))
    if bridge.fault is not None:
        faults.append(bridge.fault)
    return bridge.end


def _take_back(start: int, tokens: list[Token], faults: list[SyntaxFault]) -> None:
    while tokens and (tokens[-1].start_pos or 0) >= start:
        tokens.pop()
    while faults and faults[-1].span.start >= start:
        faults.pop()


def _mend(text: str, at: int, tokens: list[Token], faults: list[SyntaxFault]) -> int | None:
    """Take a quote at ``at`` for the end of a text without its beginning, where it is that.

    Returns where reading goes on. What was made of its words before is taken back.
    """
    start = lost_quote(text, at)
    if start is None:
        return None
    end = at + 1
    fault = SyntaxFault(
        Span(start, end),
        "missing opening quote",
        fix="put the quote",
        edits=inserting(start, '"'),
    )
    return _take(Bridge(fault, start, end, "TEXT", quote(text[start:at])), tokens, faults)


def _cross(text: str, start: int, tokens: list[Token], faults: list[SyntaxFault]) -> int:
    """Take the text at ``start`` for what it was meant to be; return where reading goes on."""
    crossing = invisible(text, start, tokens[-1] if tokens else None) or bridge(
        text, start, [token.type for token in tokens[-_BEFORE:]]
    )
    if crossing.fault is not None:
        faults.append(crossing.fault)
    del tokens[len(tokens) - crossing.takes_back :]
    read = ((crossing.terminal, crossing.value), *crossing.more) if crossing.terminal else ()
    tokens += (
        Token(terminal, value, start_pos=crossing.start, end_pos=crossing.end)
        for terminal, value in read
    )
    return crossing.end
