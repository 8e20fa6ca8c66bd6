"""When nothing else is understood."""

from __future__ import annotations

from collections.abc import Callable

from lark import Token

from argmap.syntax.faults import SyntaxFault
from argmap.syntax.phrases import expectation, shown
from argmap.syntax.repairs.repair import Repair
from argmap.syntax.situation import END, Situation
from argmap.text import Span

_KEPT = {"LBRACE", "RBRACE", END}


def give_up(s: Situation, can_go_back: Callable[[int], bool]) -> Repair:
    """Pass over what cannot be understood, to the next word that begins something.

    What was begun and cannot be finished is taken back first, but no block that is closed; then at
    least one token is dropped, so that reading always ends.
    """
    take_back = 0
    while can_go_back(take_back + 1) and s.before(take_back + 1).type not in _KEPT:
        take_back += 1
    run = 1
    while not _begins_something(s, s.ahead(run)):
        run += 1
    if take_back and _begins_something(s, s.here):
        run = 0
    last = s.ahead(max(run - 1, 0))
    span = Span(s.here.start_pos or 0, max(last.end_pos or 0, s.here.end_pos or 0))
    fault = SyntaxFault(
        span if run else s.here_span,
        f"{shown(s.here)} is unexpected here",
        help=expectation(s.expected),
    )
    return Repair(fault, drop=run, take_back=take_back)


def _begins_something(s: Situation, token: Token) -> bool:
    return token.type in {END, "RBRACE"} or (
        s.begins_line(token) and (s.is_keyword(token) or token.type == "ID")
    )
