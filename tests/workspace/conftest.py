from collections.abc import Callable
from pathlib import Path

import pytest

from argmap.workspace.files import FileCache

CLEAN = 'claim street "The street is wet" {\n  assumption rain "It has rained"\n}\n'


@pytest.fixture
def clean() -> str:
    """A map without diagnostics."""
    return CLEAN


@pytest.fixture
def files() -> FileCache:
    """The files on the disk; none has been read."""
    return FileCache()


@pytest.fixture
def here(tmp_path, monkeypatch) -> Path:
    """A temporary folder as the current folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def maps(here) -> Callable[..., Path]:
    """Return a function that writes maps below the current folder, and returns the folder."""

    def write(**texts: str) -> Path:
        for name, text in texts.items():
            path = here / f"{name.replace('__', '/')}.argmap"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return here

    return write
