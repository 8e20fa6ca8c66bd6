from collections.abc import Callable

import pytest

from argmap.text import SourceText


@pytest.fixture
def source() -> Callable[[str], SourceText]:
    """Return a function that creates a source text from a string."""
    return lambda text: SourceText("map.argmap", text)
