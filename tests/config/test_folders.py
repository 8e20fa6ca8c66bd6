"""The root of a project, and the folders of caches."""

import sys
from pathlib import Path

import pytest

from argmap.config.settings import PROJECT_MARKERS, cache_folder, find_root, result_cache_folder


@pytest.mark.parametrize("marker", PROJECT_MARKERS)
def test_the_root_of_a_project_is_the_nearest_folder_with_a_marker(tmp_path, marker):
    """Folders above it, and folders without a marker, are not the root."""
    inner = tmp_path / "outer" / "inner" / "deep"
    inner.mkdir(parents=True)
    for folder in (tmp_path, tmp_path / "outer"):
        (folder / marker).touch()
    assert find_root(inner) == tmp_path / "outer"
    assert find_root(tmp_path) == tmp_path


def test_a_folder_without_a_project_is_its_own_root(tmp_path, monkeypatch):
    """No file above it is read."""
    monkeypatch.setattr("argmap.config.settings.PROJECT_MARKERS", ("no such marker",))
    assert find_root(tmp_path) == tmp_path


@pytest.mark.parametrize(
    ("platform", "variables", "expected"),
    [
        ("linux", {}, "/home/ada/.cache/argmap"),
        ("linux", {"XDG_CACHE_HOME": "/cache"}, "/cache/argmap"),
        ("linux", {"XDG_CACHE_HOME": "cache"}, "/home/ada/.cache/argmap"),
        ("darwin", {"XDG_CACHE_HOME": "/cache"}, "/home/ada/Library/Caches/argmap"),
        ("win32", {}, "/home/ada/AppData/Local/argmap"),
        ("win32", {"LOCALAPPDATA": "/local"}, "/local/argmap"),
    ],
)
@pytest.mark.skipif(sys.platform == "win32", reason="home folders are found differently")
def test_the_cache_is_in_the_usual_folder_of_the_system(monkeypatch, platform, variables, expected):
    """Check results can be in another folder."""
    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA", "ARGMAP_CACHE_DIR"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {"HOME": "/home/ada", **variables}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("argmap.config.settings.sys.platform", platform)
    assert cache_folder() == result_cache_folder() == Path(expected)
    monkeypatch.setenv("ARGMAP_CACHE_DIR", "results")
    assert result_cache_folder() == Path.cwd() / "results"
    assert cache_folder() == Path(expected)


def test_without_a_home_folder_there_is_no_cache(monkeypatch):
    """Nothing is stored then."""
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.delenv("ARGMAP_CACHE_DIR", raising=False)

    def fail(_):
        raise RuntimeError

    monkeypatch.setattr(Path, "expanduser", fail)
    assert cache_folder() is None
    assert result_cache_folder() is None
