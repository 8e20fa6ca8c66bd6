"""Paths relative to the root of the repository."""

import json
import os

import pytest

from argmap.reporting import Report, get_format
from argmap.reporting._locations import fingerprints, repository_path
from argmap.text import Location, SourceText, Span

VARIABLES = ("GITHUB_WORKSPACE", "CI_PROJECT_DIR")


@pytest.fixture
def repository(tmp_path, monkeypatch):
    """A repository with ``packages/foo`` as the current folder, and no runner of a forge."""
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "packages/foo").mkdir(parents=True)
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path / "packages/foo")
    return tmp_path


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("m.argmap", "packages/foo/m.argmap"),
        ("sub/m.argmap", "packages/foo/sub/m.argmap"),
        ("a b/ä:1.argmap", "packages/foo/a b/ä:1.argmap"),
        ("<stdin>", "<stdin>"),
        ("/elsewhere/m.argmap", "/elsewhere/m.argmap"),
    ],
)
def test_a_path_is_relative_to_the_folder_with_dot_git(repository, name, expected):
    """It does not depend on the current folder; paths outside remain absolute."""
    assert repository_path(name) == expected


def test_an_absolute_path_in_the_repository_is_relative(repository):
    """A check names files outside of the current folder by their absolute paths."""
    path = repository.resolve() / "packages/bar/m.argmap"
    assert repository_path(os.fspath(path)) == "packages/bar/m.argmap"


@pytest.mark.parametrize("variable", VARIABLES)
def test_the_runner_defines_the_root(repository, monkeypatch, variable):
    """Its folder counts only if it contains the current folder."""
    monkeypatch.setenv(variable, os.fspath(repository / "packages"))
    assert repository_path("m.argmap") == "foo/m.argmap"
    monkeypatch.setenv(variable, os.fspath(repository / "elsewhere"))
    assert repository_path("m.argmap") == "packages/foo/m.argmap"
    monkeypatch.setenv(variable, "packages")
    assert repository_path("m.argmap") == "packages/foo/m.argmap"


def test_dot_git_may_be_a_file(repository):
    """It is a file in a worktree and in a submodule."""
    (repository / ".git").rmdir()
    (repository / "packages/.git").write_text("gitdir: elsewhere\n", encoding="utf-8")
    assert repository_path("m.argmap") == "foo/m.argmap"


def test_without_a_repository_the_current_folder_is_the_root(repository):
    """Names are not changed."""
    (repository / ".git").rmdir()
    assert repository_path("m.argmap") == "m.argmap"


@pytest.fixture
def report(make_diagnostic):
    """A report with one diagnostic in ``m.argmap``."""
    place = Location(SourceText("m.argmap", "x"), Span(0, 1))
    return Report([make_diagnostic(place)], 1, 1)


def test_formats_for_forges_contain_the_path(repository, report):
    """GitHub: in command, message and summary; GitLab and SARIF: in the location."""
    path = "packages/foo/m.argmap"
    assert f"file={path},line=1" in get_format("github").write(report, color=False)
    assert f"::{path}:1:1: " in get_format("github").write(report, color=False)
    assert path in get_format("github").summary(report).replace("&#95;", "_")
    (entry,) = json.loads(get_format("gitlab").write(report, color=False))
    assert entry["location"]["path"] == path
    (run,) = json.loads(get_format("sarif").write(report, color=False))["runs"]
    place = run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert place == {"uri": path, "uriBaseId": "%SRCROOT%"}
    assert "%SRCROOT%" in run["originalUriBaseIds"]


def test_other_formats_name_files_relative_to_the_current_folder(repository, report):
    """Users and editors open them from there."""
    for name in ("text", "concise", "json"):
        assert "packages" not in get_format(name).write(report, color=False)


def test_a_fingerprint_does_not_depend_on_the_current_folder(
    repository, make_diagnostic, monkeypatch
):
    """It is the same in the root and in a subfolder."""
    below = make_diagnostic(Location(SourceText("m.argmap", "x"), Span(0, 1)))
    made = fingerprints([below])
    monkeypatch.chdir(repository)
    above = make_diagnostic(Location(SourceText("packages/foo/m.argmap", "x"), Span(0, 1)))
    assert fingerprints([above]) == made
