"""Rooms that are called like what they do: `argmap.evaluate(map)`, `argmap.render(map)`.

A package takes the place of a function of the same name as soon as it is imported. So that the
public face has both, the package itself can be called.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any


def make_callable(name: str, function: Callable[..., Any]) -> None:
    """Let the module ``name`` be called as ``function``."""

    class CallableModule(ModuleType):
        __call__ = staticmethod(function)

    sys.modules[name].__class__ = CallableModule
