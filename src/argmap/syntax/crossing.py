"""Where reading goes on behind a piece of text that begins no token."""

from __future__ import annotations

from attrs import frozen

from argmap.syntax.faults import SyntaxFault


@frozen
class Bridge:
    """The fault, and the token to read instead of ``start`` to ``end`` (none: skip it).

    ``takes_back`` is the number of tokens before it that belong to it after all; ``more`` are
    further tokens to read there. Without a fault the mistake is reported already.
    """

    fault: SyntaxFault | None
    start: int
    end: int
    terminal: str = ""
    value: str = ""
    takes_back: int = 0
    more: tuple[tuple[str, str], ...] = ()
