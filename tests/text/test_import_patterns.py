"""Which maps of a project an import by pattern means."""

import os
import time
from pathlib import Path

import pytest

from argmap.text.import_patterns import FolderEntries, add_maps, list_folder, match_pattern

FILES = (
    *("index.argmap", "a.argmap", "b.argmap", "B.argmap", "notes.txt", ".hidden.argmap"),
    *("parts/one.argmap", "parts/two.argmap", "parts/two-b.argmap", "parts/deep/three.argmap"),
    *("parts/deep/below/four.argmap", "parts/.secret/five.argmap", "a/b/c.argmap"),
)


@pytest.fixture
def project(tmp_path) -> Path:
    """A folder with maps, next to a map that is outside of it."""
    folder = tmp_path.resolve() / "project"
    for name in FILES:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    (folder.parent / "outside").mkdir()
    (folder.parent / "outside" / "secret.argmap").touch()
    return folder


@pytest.fixture
def matched(project):
    """Return a function that returns the paths that a pattern matches, relative to the project."""

    def match(pattern: str, folder: str = ".") -> list[str]:
        found = match_pattern(project / folder, pattern, project)
        return [path.relative_to(project).as_posix() for path in found.files]

    return match


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("*.argmap", ["B.argmap", "a.argmap", "b.argmap", "index.argmap"]),
        ("./parts//*.argmap", ["parts/one.argmap", "parts/two-b.argmap", "parts/two.argmap"]),
        ("parts/two*.argmap", ["parts/two-b.argmap", "parts/two.argmap"]),
        ("parts/t*o*b.argmap", ["parts/two-b.argmap"]),
        ("*/one.argmap", ["parts/one.argmap"]),
        ("*/*/*.argmap", ["a/b/c.argmap", "parts/deep/three.argmap"]),
        (
            "parts/**/t*.argmap",
            ["parts/deep/three.argmap", "parts/two-b.argmap", "parts/two.argmap"],
        ),
        ("**/four.argmap", ["parts/deep/below/four.argmap"]),
        ("**/**/c.argmap", ["a/b/c.argmap"]),
        ("parts/deep/../one*.argmap", ["parts/one.argmap"]),
        ("*.txt", []),
        ("nowhere/*.argmap", []),
        ("a.argmap/*.argmap", []),
        ("[ab]*.argmap", []),
        ("?*.argmap", []),
    ],
)
def test_a_pattern_matches_names(matched, pattern, expected):
    """A star stands for characters of one name, two for folders; nothing else is special."""
    assert matched(pattern) == expected


def test_a_pattern_is_relative_to_the_importing_file(matched):
    """It may lead to another folder of the project."""
    assert matched("*.argmap", "parts/deep") == ["parts/deep/three.argmap"]
    assert matched("../t*.argmap", "parts/deep") == ["parts/two-b.argmap", "parts/two.argmap"]


def test_hidden_files_match_only_in_a_folder_that_is_named(matched):
    """A star does not stand for a hidden name."""
    assert matched("parts/*/five.argmap") == []
    assert matched("parts/.secret/*.argmap") == ["parts/.secret/five.argmap"]
    assert ".hidden.argmap" not in matched("*.argmap")


def test_names_are_compared_in_composed_form(project, matched):
    """Some file systems store decomposed names."""
    (project / "e\u0301te\u0301.argmap").touch()
    assert len(matched("\u00e9t*.argmap")) == 1


@pytest.mark.parametrize(
    "pattern", ["../outside/*.argmap", "../*/*.argmap", "parts/../../outside/*.argmap"]
)
def test_no_folder_outside_of_the_project_is_listed(project, pattern):
    """The pattern itself is what is outside."""
    found = match_pattern(project, pattern, project)
    assert (found.files, found.outside) == ((), (pattern,))
    assert all(folder.is_relative_to(project) for folder in found.folders)


@pytest.mark.parametrize("pattern", ["{}/outside/*.argmap", "..\\outside\\*.argmap"])
def test_absolute_paths_and_backslashes_are_outside(project, pattern):
    """As in other imports."""
    pattern = pattern.format(project.parent.as_posix())
    assert match_pattern(project, pattern, project).outside == (pattern,)


def test_a_link_out_of_the_project_does_not_match(project):
    """A link to a file is reported; a link to a folder is not followed, unless it is named."""
    (project / "parts" / "link.argmap").symlink_to(project.parent / "outside" / "secret.argmap")
    (project / "linked").symlink_to(project.parent / "outside", target_is_directory=True)
    (project / "round").symlink_to(project, target_is_directory=True)
    found = match_pattern(project, "**/*.argmap", project)
    assert found.outside == ("parts/link.argmap",)
    assert len(found.files) == len([n for n in FILES if "/." not in n and n.endswith("p")]) - 1
    found = match_pattern(project, "linked/*.argmap", project)
    assert (found.files, found.outside) == ((), ("linked/*.argmap",))


def test_two_links_to_a_file_match_it_once(project, matched):
    """At the place of the first."""
    (project / "0.argmap").symlink_to("parts/one.argmap")
    assert matched("**/*.argmap").count("parts/one.argmap") == 1
    assert matched("**/*.argmap")[0] == "parts/one.argmap"


def test_too_many_matches_are_incomplete(tmp_path):
    """The number of files and of folders is bounded."""
    maps = FolderEntries(tuple(f"{n}.argmap" for n in range(1_001)))
    assert not match_pattern(tmp_path, "*.argmap", tmp_path, lambda _: maps).is_complete
    folders = FolderEntries((), tuple(map(str, range(10))))
    started = time.perf_counter()
    assert not match_pattern(tmp_path, "**/*.argmap", tmp_path, lambda _: folders).is_complete
    assert not match_pattern(tmp_path, "*/" * 5 + "*.argmap", tmp_path, lambda _: folders).files
    assert time.perf_counter() - started < 10


def test_many_stars_do_not_make_the_search_slow(tmp_path):
    """The time is proportional to the lengths of the name and the pattern."""
    names = FolderEntries(("a" * 200 + ".argmap",))
    pattern = "a*" * 60 + "b.argmap"
    started = time.perf_counter()
    assert not match_pattern(tmp_path, pattern, tmp_path, lambda _: names).files
    assert time.perf_counter() - started < 1


@pytest.mark.parametrize("pattern", ["\0*.argmap", "a\0/*.argmap", "x" * 5_000 + "/*.argmap"])
def test_an_impossible_path_matches_nothing(matched, pattern):
    """An error of the operating system is not raised."""
    assert matched(pattern) == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes")
def test_only_regular_files_are_maps(project):
    """Reading a pipe might never end."""
    os.mkfifo(project / "pipe.argmap")
    assert "pipe.argmap" not in list_folder(project).maps


def test_the_digest_of_a_folder_depends_on_its_maps(project):
    """It changes if a map or a folder is added, and not with other files."""
    digest = list_folder(project).digest
    (project / "picture.svg").touch()
    assert list_folder(project).digest == digest
    (project / "new").mkdir()
    changed = list_folder(project).digest
    assert changed != digest
    (project / "new.argmap").touch()
    assert list_folder(project).digest not in (digest, changed)


def test_maps_that_are_not_on_the_disk_can_be_added(tmp_path):
    """Those in folders below make these folders exist."""
    paths = [tmp_path / "b.argmap", tmp_path / "x" / "c.argmap", tmp_path / "d.txt"]
    added = add_maps(FolderEntries(("a.argmap",)), tmp_path, [*paths, tmp_path.parent / "e.argmap"])
    assert added == FolderEntries(("a.argmap", "b.argmap"), ("x",))
