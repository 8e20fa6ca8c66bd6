"""Optional programs and packages that tests use if they are available."""

import os
from typing import NoReturn

import pytest


def miss(reason: str) -> NoReturn:
    """Skip a test because something is not available, or fail if everything is required."""
    assert os.environ.get("ARGMAP_REQUIRE_REAL") != "1", reason
    pytest.skip(reason)
