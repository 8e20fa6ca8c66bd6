"""Regular expressions that are compiled on first use, because most commands need few of them."""

from __future__ import annotations

import re
from functools import partial
from typing import Any, AnyStr, cast


class _LazyPattern:
    """A proxy for a pattern that compiles it when one of its attributes is first used."""

    def __init__(self, expression: AnyStr, flags: int) -> None:
        self._compile = partial(re.compile, expression, flags)

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._compile(), name)  # `re.compile` caches the pattern
        setattr(self, name, value)
        return value


def lazy_pattern(expression: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return a pattern that is compiled when one of its methods is first called.

    Use it for module constants that are not needed to check a map without errors.
    """
    return cast("re.Pattern[AnyStr]", _LazyPattern(expression, flags))
