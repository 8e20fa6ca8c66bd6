"""Regular expressions that are compiled when they are first used: many commands use few of them."""

from __future__ import annotations

import re
from functools import partial
from typing import Any, AnyStr, cast


class _LazyPattern:
    """Stands in for a pattern; its methods are those of the pattern from their first use on."""

    def __init__(self, expression: AnyStr, flags: int) -> None:
        self._compile = partial(re.compile, expression, flags)

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._compile(), name)  # which keeps what it has compiled
        setattr(self, name, value)
        return value


def lazy_pattern(expression: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return a pattern whose compilation waits until one of its methods is called.

    Use it for module constants that a check of a map without mistakes does not need.
    """
    return cast("re.Pattern[AnyStr]", _LazyPattern(expression, flags))
