from collections.abc import Callable

import pytest

from argmap.text import SourceText


@pytest.fixture
def source() -> Callable[[str], SourceText]:
    """Make a source text of a string."""
    return lambda text: SourceText("map.argmap", text)
