"""Real parts: programs and packages that tests are run against, where they can be had."""

import os
from typing import NoReturn

import pytest


def miss(reason: str) -> NoReturn:
    """Skip for want of a real part, or fail where all of them are required."""
    assert os.environ.get("ARGMAP_REQUIRE_REAL") != "1", reason
    pytest.skip(reason)
