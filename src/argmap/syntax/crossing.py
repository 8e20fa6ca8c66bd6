"""Where reading goes on behind a piece of text that begins no token."""

from __future__ import annotations

from attrs import frozen

from argmap.syntax.faults import SyntaxFault


@frozen
class Bridge:
    """The fault, and the token to read instead of ``start`` to ``end`` (none: skip it).

    ``takes_back`` is how many tokens before it belong to it after all.
    """

    fault: SyntaxFault
    start: int
    end: int
    terminal: str = ""
    value: str = ""
    takes_back: int = 0
