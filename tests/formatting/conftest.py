"""Loading of maps for the tests of the formatter."""

from pathlib import Path

import pytest

from argmap.resolve import resolve
from argmap.syntax import parse
from argmap.text import SourceText


class _Nowhere:
    def document(self, path):
        raise FileNotFoundError(path)


@pytest.fixture(scope="session")
def load():
    """Return a function that resolves a text as the only file of its folder."""

    def read(text):
        document = parse(SourceText("map.argmap", text))
        path = Path("/nowhere/map.argmap")
        return resolve(document, path=path, documents=_Nowhere(), boundary=path.parent).map

    return read
