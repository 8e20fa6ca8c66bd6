"""Optional programs and packages that tests use if they are available."""

import os
from importlib import import_module
from types import ModuleType
from typing import NoReturn

import pytest


def miss(reason: str) -> NoReturn:
    """Skip a test because something is not available, or fail if everything is required."""
    assert os.environ.get("ARGMAP_REQUIRE_REAL") != "1", reason
    pytest.skip(reason)


def require_module(name: str) -> ModuleType:
    """Return an optional package, or skip the test if it is not installed."""
    try:
        return import_module(name)
    except ImportError:
        miss(f"{name} is not installed")
