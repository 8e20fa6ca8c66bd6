"""The files that are skipped when a folder is searched for maps. With a real git."""

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
from argmap.workspace.path_patterns import parse_patterns

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
"""Common patterns, and some invalid ones."""


@pytest.fixture
def tree(here):
    """Return a function that makes maps in the current folder, and returns the folder."""

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
        contents = find_maps(Path(path), Exclusions(exclusion, **others))
    except InputError as error:
        assert "neither excluded nor ignored" in str(error)  # noqa: PT017
        return []
    return [file.relative_to(Path.cwd()).with_suffix("").as_posix() for file in contents.files]


def write(name, *lines):
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


# ---- Files that git ignores --------------------------------------------------------------------


@pytest.fixture(scope="module")
def repository(tmp_path_factory):
    """A repository with all of `TREE`, and a function that lists the maps git does not ignore."""
    if shutil.which("git") is None:
        miss("git is not installed")
    folder = tmp_path_factory.mktemp("repository").resolve()
    env = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}

    def git(*words):
        command = ["git", "-C", folder, *words]
        completed = subprocess.run(command, capture_output=True, check=True, env=env)
        return [os.fsdecode(name) for name in completed.stdout.split(b"\0") if name]

    git("init", "--quiet")
    for name in TREE:
        (folder / f"{name}.argmap").parent.mkdir(parents=True, exist_ok=True)
        (folder / f"{name}.argmap").touch()

    def not_ignored():
        names = git("ls-files", "--others", "--exclude-standard", "-z")
        return sorted(name for name in names if name.endswith(".argmap"))

    return folder, not_ignored


LINES = st.lists(st.sampled_from(PATTERNS), max_size=5)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(LINES, LINES, LINES, st.sampled_from(["\n", "\r\n"]))
def test_files_that_git_ignores_are_excluded(repository, outer, inner, clone, line_end):
    """Nested files, the excludes of the clone, negation, odd patterns: as git says."""
    folder, not_ignored = repository
    for name, lines in {".gitignore": outer, "src/.gitignore": inner}.items():
        (folder / name).write_text(line_end.join(lines), encoding="utf-8", newline="")
    (folder / ".git/info/exclude").write_text("\n".join(clone), encoding="utf-8")
    walk = Exclusions().walk(folder)
    maps = sorted(
        (subfolder / name).relative_to(folder).as_posix()
        for subfolder, names in walk
        for name in names
    )
    assert maps == not_ignored()


def test_an_ignored_folder_is_searched_if_it_is_named(tree):
    """Other patterns still apply in it."""
    tree("build/a", "build/b", "build/deep/c")
    Path(".git").mkdir()
    write(".gitignore", "build/", "b.argmap")
    assert found() == []
    assert found("build") == ["build/a", "build/deep/c"]
    assert found("build/deep") == ["build/deep/c"]
    assert found("build/b.argmap") == ["build/b"]


def test_ignore_files_above_apply_up_to_the_root_of_the_repository(tree):
    """Files above the root do not."""
    tree("repo/maps/a", "repo/maps/b", "repo/maps/c")
    write(".gitignore", "a.argmap")
    write("repo/.gitignore", "b.argmap", "/c.argmap")
    Path("repo/.git").mkdir()
    assert found("repo/maps") == ["repo/maps/a", "repo/maps/c"]
    assert found("repo") == ["repo/maps/a", "repo/maps/c"]


def test_a_nested_repository_has_its_own_patterns(tree):
    """The patterns of the outer repository do not apply to a submodule."""
    tree("a", "sub/a", "sub/b")
    Path(".git").mkdir()
    write(".gitignore", "a.argmap")
    write("sub/.git", "gitdir: ../.git/modules/sub")
    write(".git/modules/sub/info/exclude", "b.argmap")
    assert found() == ["sub/a"]


def test_a_worktree_shares_the_excludes_of_its_repository(tree):
    """Its ``.git`` is a file that leads to the common folder."""
    tree("tree/a", "tree/b")
    write("tree/.git", "gitdir: ../main/.git/worktrees/tree")
    write("main/.git/worktrees/tree/commondir", "../..")
    write("main/.git/info/exclude", "a.argmap")
    assert found("tree") == ["tree/b"]


def test_ignore_files_apply_without_a_repository(tree):
    """For example, in an unpacked archive."""
    tree("a", "build/a")
    write(".gitignore", "build/")
    assert found() == ["a"]


def test_ignore_files_can_be_turned_off(tree):
    """In the configuration, and on the command line, which overrides it."""
    tree("a", "build/a")
    write(".gitignore", "build/")
    assert found(exclusion=ExclusionOptions(respects_gitignore=False)) == ["a", "build/a"]
    write("argmap.toml", "respect-gitignore = false")
    assert found() == ["a", "build/a"]
    assert found(exclusion=ExclusionOptions(respects_gitignore=True)) == ["a"]


@pytest.mark.parametrize("content", [b"\xff\xfe", b"\xef\xbb\xbfbuild/\n", b"\0", b"build/" * 9999])
def test_any_content_of_an_ignore_file_is_accepted(tree, content):
    """Invalid UTF-8, a byte-order mark, a very long line."""
    tree("a")
    Path(".gitignore").write_bytes(content)
    assert found() == ["a"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no named pipes")
def test_an_ignore_file_must_be_a_regular_file(tree):
    """Reading a named pipe would never end."""
    tree("a")
    os.mkfifo(".gitignore")
    assert found() == ["a"]


# ---- Exclusions of the project -----------------------------------------------------------------


def test_exclude_replaces_the_default_exclusions(tree):
    """`extend-exclude` adds to them; hidden folders are always excluded."""
    tree("a", "vendor/a", "node_modules/a", "venv/a", "__pycache__/a", ".hidden/a")
    assert found() == ["a", "vendor/a"]
    write("argmap.toml", 'extend-exclude = ["vendor"]')
    assert found() == ["a"]
    write("argmap.toml", 'exclude = ["vendor"]')
    assert found() == ["__pycache__/a", "a", "node_modules/a", "venv/a"]
    write("argmap.toml", "exclude = []")
    assert found() == ["__pycache__/a", "a", "node_modules/a", "vendor/a", "venv/a"]


@pytest.mark.parametrize(
    ("patterns", "expected"),
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
def test_patterns_have_the_syntax_of_gitignore(tree, patterns, expected):
    """They are relative to the folder of the configuration; a leading ``./`` is ignored."""
    tree("a", "vendor/a", "vendor/deep/b")
    write("argmap.toml", f"exclude = {patterns}")
    assert found() == expected


def test_patterns_are_relative_to_the_configuration(tree, monkeypatch):
    """For any current folder, and any folder that is named."""
    folder = tree("maps/a", "maps/old/b", "old/c")
    write("argmap.toml", 'exclude = ["/maps/old"]')
    assert found() == ["maps/a", "old/c"]
    monkeypatch.chdir(folder / "maps")
    assert found() == ["a"]


def test_the_nearest_configuration_applies(tree):
    """Each folder has its own."""
    tree("a", "one/a", "one/b", "two/a", "two/b")
    write("argmap.toml", 'exclude = ["/a.argmap", "b.argmap"]')
    write("one/argmap.toml", 'exclude = ["/a.argmap"]')
    write("two/pyproject.toml", "[tool.other]")
    assert found() == ["one/b", "two/a"]


def test_the_command_line_overrides_the_configuration(tree):
    """`--exclude` replaces the patterns, `--extend-exclude` adds to them."""
    tree("a", "b", "vendor/c")
    write("argmap.toml", 'exclude = ["a.argmap"]')
    assert found(exclusion=ExclusionOptions(exclude=("b.argmap",))) == ["a", "vendor/c"]
    assert found(exclusion=ExclusionOptions(extend=("/vendor",))) == ["b"]
    assert found("vendor", exclusion=ExclusionOptions(extend=("/vendor",))) == ["vendor/c"]


def test_named_files_are_excluded_only_if_forced(tree):
    """Hooks name every changed file."""
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
def test_an_invalid_pattern_is_reported(tree, key, pattern):
    """The message contains the file and the key."""
    tree("a")
    write("argmap.toml", f'{key} = ["{pattern}"]')
    with pytest.raises(ConfigError, match=f"`{key}`.*is not a valid path pattern"):
        find_maps(Path(), Exclusions())
    with pytest.raises(InputError, match="is not a valid path pattern"):
        find_maps(Path(), Exclusions(ExclusionOptions(exclude=(pattern,)), lambda _: Settings()))


def test_excluded_folders_are_not_watched(tree):
    """The watched folders are the ones that are searched."""
    folder = tree("a", "vendor/deep/b", "maps/c")
    write("argmap.toml", 'exclude = ["vendor"]')
    assert list(walk_folders(folder)) == [folder, folder / "maps"]


@pytest.mark.parametrize("text", ['exclude = ["!"]', "exclude = 1", "nonsense = 1", "]"])
def test_a_lenient_search_ignores_invalid_settings(tree, text):
    """The configuration may be incomplete while a user edits it."""
    folder = tree("a", "venv/b")
    write("argmap.toml", text)
    with pytest.raises(ConfigError):
        list(Exclusions().walk(folder))
    assert list(Exclusions(is_lenient=True).walk(folder)) == [(folder, ["a.argmap"])]


@pytest.mark.parametrize(
    "pattern", ["a*a*a*a*b", "**/a*/**/b*/**/c*/**/*z", "*" * 9 + "a" + "*a" * 30]
)
def test_patterns_with_exponential_time_are_rejected(tree, pattern):
    """They are ignored in an ignore file, and an error in a configuration."""
    tree("a" * 200)
    write(".gitignore", pattern)
    assert found() == ["a" * 200]
    write("argmap.toml", f'exclude = ["{pattern}"]')
    with pytest.raises(ConfigError, match="has too many"):
        find_maps(Path(), Exclusions())


def test_a_pattern_of_a_folder_applies_only_to_its_contents(tmp_path):
    """The last pattern that applies decides; a folder decides about all that is in it."""
    patterns = parse_patterns(tmp_path, ["*", "!kept", "/build/", "./a.argmap"])
    assert patterns
    assert patterns.decide(tmp_path / "x") is True
    assert patterns.decide(tmp_path / "kept") is False
    assert patterns.decide(tmp_path, is_folder=True) is None
    assert patterns.decide(tmp_path.parent / "x") is None
    folders = parse_patterns(tmp_path, ["/build/"])
    assert folders.decide(tmp_path / "build") is None
    assert folders.decide(tmp_path / "build", is_folder=True) is True
    assert folders.match(tmp_path / "build" / "deep" / "a.argmap")
    assert not folders.match(tmp_path / "other" / "a.argmap")
    assert not parse_patterns(tmp_path, [])
    assert not parse_patterns(tmp_path, []).match(tmp_path / "x")
