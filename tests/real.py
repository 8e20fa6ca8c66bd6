"""Real parts: external programs and packages that tests use if they are installed."""

import os
from typing import NoReturn

import pytest


def miss(reason: str) -> NoReturn:
    """Skip because a real part is missing, or fail if ARGMAP_REQUIRE_REAL requires all of them."""
    assert os.environ.get("ARGMAP_REQUIRE_REAL") != "1", reason
    pytest.skip(reason)
