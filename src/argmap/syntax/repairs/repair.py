"""What a repair is."""

from __future__ import annotations

from attrs import frozen
from lark import Token

from argmap.syntax.faults import SyntaxFault


@frozen
class Repair:
    """Drop ``drop`` tokens ahead, take back ``take_back`` taken ones, put ``insert`` there instead.

    ``moves`` carry a run of tokens (start, stop) to before a later position. Without a fault the
    mistake has been told already.
    """

    fault: SyntaxFault | None
    drop: int = 0
    take_back: int = 0
    insert: tuple[Token, ...] = ()
    moves: tuple[tuple[int, int, int], ...] = ()
