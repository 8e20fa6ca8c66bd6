"""What is left out when maps are looked for in a folder. With a real git."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.real import miss

from argmap.config import Settings
from argmap.errors import ConfigError, InputError
from argmap.workspace.discovery import find_maps, walk_folders
from argmap.workspace.exclusions import ExclusionOptions, Exclusions

TREE = (
    *(
        "a",
        "build/a",
        "build/deep/a",
        "src/a",
        "src/b",
        "src/build/a",
        "src/x y/a",
        "src/deep/er/b",
    ),
    *("#a", "!a", "ä/ß", "build.d/a", "src/[a]/a"),
)
PATTERNS = (
    *(
        "build",
        "build/",
        "/build",
        "build/*",
        "build/**",
        "**/build",
        "**/a.argmap",
        "src/*/a.argmap",
    ),
    *(
        "*.argmap",
        "!*.argmap",
        "a.argmap",
        "/a.argmap",
        "!a.argmap",
        "src/",
        "!src/",
        "!/src/",
        "src/*",
    ),
    *(
        "!src/build",
        "!src/build/",
        "src/**",
        "!src/deep/",
        "src/**/b.argmap",
        "*",
        "!*/",
        "**",
        "**/",
    ),
    *(
        "# build",
        r"\#a.argmap",
        r"\!a.argmap",
        "x y",
        "x?y",
        "x y ",
        r"x\ y/",
        "[ab].argmap",
        "[!a]*",
    ),
    *("ä/", "ä/ß.argmap", "deep/er", "/deep", "", "  ", "/", "!", "[", "\\", "b*/", "er/*.argmap"),
    *(
        "build.?",
        r"src/\[a\]",
        "src/[[]a]",
        "[a-c]*",
        "src/*/",
        "./build",
        "../src",
        "src//b.argmap",
    ),
    *(
        "src/**/",
        "**/src/**",
        "!build/**",
        "/*",
        "/*/",
        "/**/",
        "!/*/",
        "**/*",
        "!build/deep/**/",
        "src/*/**",
    ),
)
"""Patterns as people write them, and some that are none."""


@pytest.fixture
def tree(here):
    """Make maps in the current folder; returns it."""

    def make(*names):
        for name in names:
            path = here / f"{name}.argmap"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text('claim a "A"\n', encoding="utf-8")
        return here

    return make


def found(path=".", exclusion=ExclusionOptions(), **others):  # noqa: B008
    """Return the names of the maps in a folder, without suffix."""
    try:
        meant = find_maps(Path(path), Exclusions(exclusion, **others))
    except InputError as error:
        assert "neither excluded nor ignored" in str(error)  # noqa: PT017
        return []
    return [file.relative_to(Path.cwd()).with_suffix("").as_posix() for file in meant.files]


def write(name, *lines):
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


# ---- What git ignores -------------------------------------------------------------------------


@pytest.fixture(scope="module")
def repository(tmp_path_factory):
    """A repository with all of `TREE`, and a function that asks git what it does not ignore."""
    if shutil.which("git") is None:
        miss("git is not installed")
    folder = tmp_path_factory.mktemp("repository").resolve()
    env = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}

    def git(*words):
        command = ["git", "-C", folder, *words]
        done = subprocess.run(command, capture_output=True, check=True, env=env)
        return [os.fsdecode(name) for name in done.stdout.split(b"\0") if name]

    git("init", "--quiet")
    for name in TREE:
        (folder / f"{name}.argmap").parent.mkdir(parents=True, exist_ok=True)
        (folder / f"{name}.argmap").touch()

    def seen():
        names = git("ls-files", "--others", "--exclude-standard", "-z")
        return sorted(name for name in names if name.endswith(".argmap"))

    return folder, seen


LINES = st.lists(st.sampled_from(PATTERNS), max_size=5)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(LINES, LINES, LINES, st.sampled_from(["\n", "\r\n"]))
def test_what_git_ignores_is_left_out(repository, above, below, own, line_end):
    """Nested files, the clone's own file, negation, odd patterns: as git itself says."""
    folder, seen = repository
    for name, lines in {".gitignore": above, "src/.gitignore": below}.items():
        (folder / name).write_text(line_end.join(lines), encoding="utf-8", newline="")
    (folder / ".git/info/exclude").write_text("\n".join(own), encoding="utf-8")
    walk = Exclusions().walk(folder)
    maps = sorted((where / n).relative_to(folder).as_posix() for where, ns in walk for n in ns)
    assert maps == seen()


def test_a_folder_that_is_named_is_looked_into(tree):
    """Also where git ignores it; other patterns still hold in it."""
    tree("build/a", "build/b", "build/deep/c")
    Path(".git").mkdir()
    write(".gitignore", "build/", "b.argmap")
    assert found() == []
    assert found("build") == ["build/a", "build/deep/c"]
    assert found("build/deep") == ["build/deep/c"]
    assert found("build/b.argmap") == ["build/b"]


def test_files_above_count_up_to_the_root_of_the_repository(tree):
    """From a folder below, and no further than the root."""
    tree("repo/maps/a", "repo/maps/b", "repo/maps/c")
    write(".gitignore", "a.argmap")
    write("repo/.gitignore", "b.argmap", "/c.argmap")
    Path("repo/.git").mkdir()
    assert found("repo/maps") == ["repo/maps/a", "repo/maps/c"]
    assert found("repo") == ["repo/maps/a", "repo/maps/c"]


def test_a_repository_in_a_repository_has_patterns_of_its_own(tree):
    """A submodule is not ruled by what is above it."""
    tree("a", "sub/a", "sub/b")
    Path(".git").mkdir()
    write(".gitignore", "a.argmap")
    write("sub/.git", "gitdir: ../.git/modules/sub")
    write(".git/modules/sub/info/exclude", "b.argmap")
    assert found() == ["sub/a"]


def test_a_worktree_shares_the_excludes_of_its_repository(tree):
    """Its ``.git`` is a file, and the common folder is named in another."""
    tree("tree/a", "tree/b")
    write("tree/.git", "gitdir: ../main/.git/worktrees/tree")
    write("main/.git/worktrees/tree/commondir", "../..")
    write("main/.git/info/exclude", "a.argmap")
    assert found("tree") == ["tree/b"]


def test_without_git_the_files_count_as_well(tree):
    """A folder that was unpacked, or is of another version control."""
    tree("a", "build/a")
    write(".gitignore", "build/")
    assert found() == ["a"]


def test_it_can_be_turned_off(tree):
    """In the configuration, and on the command line, which overrides it."""
    tree("a", "build/a")
    write(".gitignore", "build/")
    assert found(exclusion=ExclusionOptions(respects_gitignore=False)) == ["a", "build/a"]
    write("argmap.toml", "respect-gitignore = false")
    assert found() == ["a", "build/a"]
    assert found(exclusion=ExclusionOptions(respects_gitignore=True)) == ["a"]


@pytest.mark.parametrize("content", [b"\xff\xfe", b"\xef\xbb\xbfbuild/\n", b"\0", b"build/" * 9999])
def test_no_content_is_too_odd(tree, content):
    """Bytes that are no UTF-8, a byte-order mark, a very long line."""
    tree("a")
    Path(".gitignore").write_bytes(content)
    assert found() == ["a"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")
def test_what_is_no_file_is_not_read(tree):
    """A pipe of that name would never end."""
    tree("a")
    os.mkfifo(".gitignore")
    assert found() == ["a"]


# ---- What the project excludes ----------------------------------------------------------------


def test_exclude_replaces_what_is_left_out_by_default(tree):
    """`extend-exclude` adds to it; hidden folders are always left out."""
    tree("a", "vendor/a", "node_modules/a", "venv/a", "__pycache__/a", ".hidden/a")
    assert found() == ["a", "vendor/a"]
    write("argmap.toml", 'extend-exclude = ["vendor"]')
    assert found() == ["a"]
    write("argmap.toml", 'exclude = ["vendor"]')
    assert found() == ["__pycache__/a", "a", "node_modules/a", "venv/a"]
    write("argmap.toml", "exclude = []")
    assert found() == ["__pycache__/a", "a", "node_modules/a", "vendor/a", "venv/a"]


@pytest.mark.parametrize(
    ("patterns", "left"),
    [
        (["/a.argmap"], ["vendor/a", "vendor/deep/b"]),
        (["./vendor"], ["a"]),
        (["vendor/*"], ["a"]),
        (["*", "!a.argmap"], ["a"]),
        (["vendor/*", "!vendor/deep/"], ["a", "vendor/deep/b"]),
        (["deep/"], ["a", "vendor/a"]),
        (["b.*"], ["a", "vendor/a"]),
    ],
)
def test_patterns_are_those_of_gitignore(tree, patterns, left):
    """Relative to the folder of the configuration; ``./`` may precede them."""
    tree("a", "vendor/a", "vendor/deep/b")
    write("argmap.toml", f"exclude = {patterns}")
    assert found() == left


def test_patterns_are_relative_to_the_configuration(tree, monkeypatch):
    """Wherever the command runs, and whichever folder is named."""
    folder = tree("maps/a", "maps/old/b", "old/c")
    write("argmap.toml", 'exclude = ["/maps/old"]')
    assert found() == ["maps/a", "old/c"]
    monkeypatch.chdir(folder / "maps")
    assert found() == ["a"]


def test_the_nearest_configuration_counts(tree):
    """Each folder has its own, as it has its own rules."""
    tree("a", "one/a", "one/b", "two/a", "two/b")
    write("argmap.toml", 'exclude = ["/a.argmap", "b.argmap"]')
    write("one/argmap.toml", 'exclude = ["/a.argmap"]')
    write("two/pyproject.toml", "[tool.other]")
    assert found() == ["one/b", "two/a"]


def test_the_command_line_overrides_it(tree):
    """`--exclude` replaces the list, `--extend-exclude` adds; both from the current folder."""
    tree("a", "b", "vendor/c")
    write("argmap.toml", 'exclude = ["a.argmap"]')
    assert found(exclusion=ExclusionOptions(exclude=("b.argmap",))) == ["a", "vendor/c"]
    assert found(exclusion=ExclusionOptions(extend=("/vendor",))) == ["b"]
    assert found("vendor", exclusion=ExclusionOptions(extend=("/vendor",))) == ["vendor/c"]


def test_what_is_named_is_only_left_out_by_force(tree):
    """As hooks want it, which name every file that has changed."""
    tree("a", "vendor/b", "build/c")
    write(".gitignore", "build/")
    write("argmap.toml", 'exclude = ["vendor"]')
    assert found("vendor/b.argmap") == ["vendor/b"]
    force = ExclusionOptions(is_forced=True)
    for name in ("vendor/b.argmap", "build/c.argmap", "vendor", "build"):
        assert found(name, exclusion=force) == []
    assert found("a.argmap", exclusion=force) == ["a"]
    write("argmap.toml", 'exclude = ["vendor"]\nforce-exclude = true')
    assert found("vendor/b.argmap") == []
    assert found("vendor/b.argmap", exclusion=ExclusionOptions(is_forced=False)) == ["vendor/b"]


@pytest.mark.parametrize("key", ["exclude", "extend-exclude"])
@pytest.mark.parametrize("pattern", ["", "  ", "/", "!", "# a"])
def test_what_is_no_pattern_is_reported(tree, key, pattern):
    """With the file and the key."""
    tree("a")
    write("argmap.toml", f'{key} = ["{pattern}"]')
    with pytest.raises(ConfigError, match=f"`{key}`.*is not a pattern"):
        find_maps(Path(), Exclusions())
    with pytest.raises(InputError, match="is not a pattern"):
        find_maps(Path(), Exclusions(ExclusionOptions(exclude=(pattern,)), lambda _: Settings()))


def test_what_is_left_out_is_not_watched(tree):
    """The folders in which maps may turn up are those in which they are looked for."""
    folder = tree("a", "vendor/deep/b", "maps/c")
    write("argmap.toml", 'exclude = ["vendor"]')
    assert list(walk_folders(folder)) == [folder, folder / "maps"]


@pytest.mark.parametrize("text", ['exclude = ["!"]', "exclude = 1", "nonsense = 1", "]"])
def test_a_lenient_walk_takes_a_wrong_setup_for_none(tree, text):
    """For what goes on while the configuration is being written."""
    folder = tree("a", "venv/b")
    write("argmap.toml", text)
    with pytest.raises(ConfigError):
        list(Exclusions().walk(folder))
    assert list(Exclusions(is_lenient=True).walk(folder)) == [(folder, ["a.argmap"])]


@pytest.mark.parametrize(
    "pattern", ["a*a*a*a*b", "**/a*/**/b*/**/c*/**/*z", "*" * 9 + "a" + "*a" * 30]
)
def test_patterns_that_would_take_for_ever_match_nothing(tree, pattern):
    """Matching them is exponential: in a file of git they are skipped, elsewhere an error."""
    tree("a" * 200)
    write(".gitignore", pattern)
    assert found() == ["a" * 200]
    write("argmap.toml", f'exclude = ["{pattern}"]')
    with pytest.raises(ConfigError, match="has too many"):
        find_maps(Path(), Exclusions())
