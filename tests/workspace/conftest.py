from collections.abc import Callable
from pathlib import Path

import pytest

from argmap.workspace.files import FileCache

CLEAN = 'claim street "The street is wet" {\n  assumption rain "It has rained"\n}\n'


@pytest.fixture
def clean() -> str:
    """A map in which nothing is wrong."""
    return CLEAN


@pytest.fixture
def files() -> FileCache:
    """The disk, nothing read yet."""
    return FileCache()


@pytest.fixture
def here(tmp_path, monkeypatch) -> Path:
    """A current folder of the test's own."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def maps(here) -> Callable[..., Path]:
    """Write files, each with its text, below the current folder; returns that."""

    def write(**texts: str) -> Path:
        for name, text in texts.items():
            path = here / f"{name.replace('__', '/')}.argmap"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return here

    return write
