"""`argmap check --since`: only diagnostics that a revision lacks count. With a real git."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from argmap.errors import InputError
from argmap.workspace.check import RunOptions, check_all
from argmap.workspace.check_config import CliOverrides
from argmap.workspace.git import GitRevision

OLD = 'claim old "It is old"\n'
NEW = 'claim new "It is new" { supports: old }\n'
CITED = 'source s "S" { text: "s.md" }\nclaim c "C" {\n  evidence e "It is said" @s:1 "said"\n}\n'


@pytest.fixture
def git(here, monkeypatch):
    """Run git in the current folder, which is a repository, without the settings of the user."""
    if shutil.which("git") is None:
        assert os.environ.get("ARGMAP_REQUIRE_REAL") != "1", "git is not installed"
        pytest.skip("git is not installed")
    for name in ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"):
        monkeypatch.setenv(name, os.devnull)
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "A")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "a@example.org")

    def run(*words, cwd=here):
        completed = subprocess.run(["git", *words], cwd=cwd, capture_output=True, check=True)
        return completed.stdout.decode().strip()

    run("init", "--quiet")
    return run


@pytest.fixture
def commit(git):
    """Return a function that commits all files, and returns the commit."""

    def commit_all() -> str:
        git("add", "--all")
        git("commit", "--quiet", "--allow-empty", "--message", "All")
        return git("rev-parse", "HEAD")

    return commit_all


def found(*paths, since="HEAD", **others) -> list[str]:
    """Return the codes and elements of the new diagnostics."""
    named = [Path(path) for path in paths or ["."]]
    reports = [
        check_all(named, options=options, since=since, **others).report
        for options in (RunOptions(), RunOptions(jobs=2))
    ]
    one, two = (
        [f"{diagnostic.code} {diagnostic.element}" for diagnostic in report.diagnostics]
        for report in reports
    )
    assert one == two
    return one


def test_old_diagnostics_are_ignored(maps, commit):
    """Even if lines above them are added."""
    path = maps(a=OLD) / "a.argmap"
    commit()
    assert found() == []
    path.write_text(f"# A comment\n\n{OLD}", encoding="utf-8")
    assert found() == []


def test_new_diagnostics_are_reported(maps, commit):
    """In a changed file, staged or not, and in an untracked file."""
    folder = maps(a=OLD)
    commit()
    maps(a=OLD + NEW, b=OLD.replace("old", "other"))
    assert found() == ["EVI301 new", "EVI301 other"]
    subprocess.run(["git", "add", "a.argmap"], cwd=folder, check=True)
    assert found() == ["EVI301 new", "EVI301 other"]
    assert found("a.argmap") == ["EVI301 new"]


def test_any_revision_can_be_named(maps, git, commit):
    """A tag, an abbreviated commit, an ancestor."""
    maps(a=OLD)
    first = commit()
    git("tag", "start")
    maps(a=OLD + NEW)
    commit()
    assert found() == []
    for since in (first, first[:10], "start", "HEAD~1", "HEAD^{/All}~1"):
        assert found(since=since) == ["EVI301 new"], since


def test_a_second_diagnostic_of_a_kind_is_new(maps, commit):
    """Diagnostics without an element are counted."""
    broken = 'clam x "X"\n'
    maps(a=OLD + broken)
    commit()
    maps(a=OLD + broken + broken)
    assert "SYN002 None" in found()
    maps(a=broken.replace("x", "y") + OLD)
    assert "SYN002 None" not in found()


def test_a_diagnostic_caused_by_another_file_is_reported(maps, commit):
    """An unchanged map loses a statement that it imports."""
    part = 'claim x "X" {\n  evidence e "E"\n}\nclaim y "Y" {\n  evidence f "F"\n}\n'
    maps(a='import "p.argmap" as p\nclaim a "A" { supports: p.x }\n', p=part)
    commit()
    maps(p=part.replace("x", "z"))
    assert "REF101" in {line.split()[0] for line in found()}


def test_an_old_diagnostic_of_an_imported_file_is_not_new(maps, commit):
    """Another map begins to import the file."""
    maps(a='import "p.argmap" as p\nclaim a "A" { evidence e "E" supports: p.old }\n', p=OLD)
    commit()
    maps(b='import "p.argmap" as p\nclaim b "B" { evidence f "F" supports: p.old }\n')
    assert [line for line in found() if line.startswith("EVI301")] == []


def test_a_changed_source_text_is_compared(maps, here, commit):
    """The text of a source loses a quotation."""
    maps(a=CITED)
    (here / "s.md").write_text("It was said.\n", encoding="utf-8")
    commit()
    assert found() == []
    (here / "s.md").write_text("It was unheard of.\n", encoding="utf-8")
    assert [line.split()[0] for line in found()] == ["EVI307"]


def test_an_ignored_source_text_counts_as_unchanged(maps, here, git, commit):
    """A text that git ignores is in no commit."""
    maps(a=CITED)
    (here / "s.md").write_text("It was unheard of.\n", encoding="utf-8")
    (here / ".gitignore").write_text("s.md\n", encoding="utf-8")
    commit()
    maps(a=CITED + "# more\n")
    assert [line for line in found() if line.startswith("EVI307")] == []


def test_a_changed_lock_is_compared(maps, here, commit):
    """An invalid line is added to the lock."""
    maps(a=CITED)
    (here / "argmap.lock").write_text("version 1\n", encoding="utf-8")
    commit()
    old = found()
    (here / "argmap.lock").write_text("version 1\nnonsense\n", encoding="utf-8")
    assert old == []
    assert len(found()) == 1


def test_changed_settings_are_compared(maps, here, commit):
    """A rule that is turned on has new diagnostics."""
    maps(a=OLD)
    settings = here / "argmap.toml"
    settings.write_text('ignore = ["EVI301"]\n', encoding="utf-8")
    commit()
    assert found() == []
    settings.write_text("", encoding="utf-8")
    assert found() == ["EVI301 old"]
    assert found(overrides=CliOverrides(ignore=("EVI",))) == []


def test_invalid_settings_of_the_revision_are_ignored(maps, here, commit):
    """The current settings are used instead."""
    maps(a=OLD)
    (here / "argmap.toml").write_text('select = ["NOTHING"]\n', encoding="utf-8")
    commit()
    (here / "argmap.toml").write_text("no TOML", encoding="utf-8")
    commit()
    (here / "argmap.toml").write_text("", encoding="utf-8")
    maps(a=OLD + NEW)
    assert "EVI301 new" in found()
    assert "EVI301 new" in found(since="HEAD~1")


def test_a_project_may_be_in_any_folder_of_a_repository(here, maps, commit, monkeypatch):
    """The command may be run inside it, above it or next to it."""
    maps(deep__project__a=OLD, deep__project__more__b=OLD, beside__c=OLD)
    (here / "deep/project/argmap.toml").write_text("", encoding="utf-8")
    commit()
    maps(deep__project__more__b=OLD + NEW)
    assert found() == ["EVI301 new"]
    for folder, path in (("deep/project", "."), ("deep/project/more", ".."), ("beside", "../deep")):
        monkeypatch.chdir(here / folder)
        assert found(path) == ["EVI301 new"], folder


def test_special_characters_in_file_names_are_supported(here, commit):
    """Spaces, line feeds, quotes and letters of any script."""
    for name in ("a b", "é", "line\nend", "-x", '"'):
        (here / f"{name}.argmap").write_text(OLD, encoding="utf-8")
    commit()
    for path in here.glob("*.argmap"):
        path.write_text(OLD + "# more\n", encoding="utf-8")
    assert found() == []


def test_a_link_counts_as_its_target(here, maps, commit):
    """A link to a map is the same map."""
    maps(a=OLD)
    (here / "b.argmap").symlink_to("a.argmap")
    commit()
    maps(a=OLD + NEW)
    assert found() == ["EVI301 new"]
    assert found("b.argmap") == ["EVI301 new"]


@pytest.mark.parametrize(
    "revision", ["nowhere", "--all", "-n1", "--output=x", "HEAD:a.argmap", "", "HEAD..", "a\0b"]
)
def test_an_unknown_revision_is_reported(maps, commit, here, revision):
    """Nothing is written."""
    maps(a=OLD)
    commit()
    before = sorted(here.rglob("*"))
    with pytest.raises(InputError, match="unknown revision"):
        found(since=revision)
    assert sorted(here.rglob("*")) == before


def test_a_missing_repository_is_reported(maps, tmp_path, monkeypatch):
    """Outside of a repository, there are no revisions."""
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", os.fspath(tmp_path.parent))
    maps(a=OLD)
    with pytest.raises(InputError, match="is not in a git repository"):
        found()


def test_a_missing_git_is_reported(maps, commit, monkeypatch):
    """The message says what to do."""
    from argmap.workspace.git import _program

    maps(a=OLD)
    commit()
    monkeypatch.setenv("PATH", "")
    _program.cache_clear()
    try:
        with pytest.raises(InputError, match="git is not installed"):
            found()
    finally:
        _program.cache_clear()


@pytest.fixture
def prepend_to_path(monkeypatch):
    """Return a function that adds entries to the start of ``PATH``, and forgets the path of git."""
    from argmap.workspace.git import _program

    def prepend(*entries):
        words = [*map(str, entries), *os.get_exec_path()]
        monkeypatch.setenv("PATH", os.pathsep.join(words))
        _program.cache_clear()

    yield prepend
    _program.cache_clear()


@pytest.mark.parametrize("entry", ["/" + "x" * 5000, "relative", ".", ""], ids=len)
def test_invalid_entries_of_path_are_skipped(maps, commit, prepend_to_path, entry):
    """Unreadable entries, and entries relative to the current folder."""
    maps(a=OLD)
    commit()
    prepend_to_path(entry)
    assert found() == []


def test_a_git_that_is_not_executable_is_skipped(maps, commit, prepend_to_path, here):
    """A folder with the name, a file that is not executable, an inaccessible folder."""
    (here / "folder/git").mkdir(parents=True)
    (here / "file").mkdir()
    (here / "file/git").touch(mode=0o644)
    (here / "closed").mkdir(mode=0)
    maps(a=OLD)
    commit()
    prepend_to_path(here / "folder", here / "file", here / "closed")
    assert found() == []


def test_a_repository_of_another_user_is_reported(maps, commit, monkeypatch):
    """The message contains the setting that trusts it, which containers need."""
    folder = maps(a=OLD)
    commit()
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    with pytest.raises(InputError, match="belongs to another user") as caught:
        found()
    assert f"git config --global --add safe.directory {folder.resolve()}" in str(caught.value)


def test_no_program_of_the_repository_is_run(maps, here, git, commit):
    """Filters, hooks, monitors and pagers in its configuration are ignored."""
    trap = here / "trap.sh"
    trap.write_text("#!/bin/sh\ntouch sprung\ncat\n", encoding="utf-8")
    trap.chmod(0o755)
    maps(a=OLD)
    commit()
    (here / ".gitattributes").write_text("* filter=trap diff=trap\n", encoding="utf-8")
    for key in (
        *("filter.trap.clean", "filter.trap.smudge", "filter.trap.process", "core.fsmonitor"),
        *("diff.trap.textconv", "diff.trap.command", "diff.external", "core.pager", "core.editor"),
    ):
        git("config", key, os.fspath(trap))
    git("config", "core.hooksPath", os.fspath(here))
    maps(a=OLD + NEW)
    assert found() == ["EVI301 new"]
    assert not (here / "sprung").exists()


def test_the_variables_of_a_hook_are_ignored(maps, here, commit, monkeypatch):
    """A hook of another repository may call argmap."""
    maps(a=OLD)
    commit()
    monkeypatch.setenv("GIT_DIR", os.fspath(here / "nowhere"))
    monkeypatch.setenv("GIT_INDEX_FILE", os.fspath(here / "nowhere"))
    assert found() == []


def test_the_repository_is_unchanged(maps, here, commit):
    """No file is written."""
    maps(a=OLD)
    commit()
    maps(a=OLD + NEW)

    def modification_times():
        return {path: path.stat().st_mtime_ns for path in here.rglob("*") if path.is_file()}

    before = modification_times()
    assert found() == ["EVI301 new"]
    assert modification_times() == before


def test_missing_objects_are_reported(maps, here, git, commit):
    """The message says to fetch them."""
    maps(a=OLD)
    commit()
    name = git("rev-parse", "HEAD:a.argmap")
    maps(a=OLD + NEW)
    (here / ".git/objects" / name[:2] / name[2:]).unlink()
    with pytest.raises(InputError, match="fetch"):
        found()


def test_unchanged_files_are_recognized_by_their_content(maps, here, commit):
    """They need not be read from git."""
    path = maps(a=OLD) / "a.argmap"
    commit()
    revision = GitRevision(here, "HEAD")
    assert revision.is_unchanged(path)
    assert revision.read(path, 5) == b"claim"
    path.write_text(NEW, encoding="utf-8")
    assert not revision.is_unchanged(path)
    assert revision.is_unchanged(here / "missing")
    assert not revision.is_unchanged(here / ".git/config")
    revision.close()


def test_a_pattern_is_matched_at_the_revision(maps, commit):
    """A file that is added to a map, or deleted from it, changes what is reported."""
    part = 'claim {0} "{0} is so" {{ assumption g{0} "{0} is ground" }}\n'
    main = 'import "parts/*.argmap"\nclaim top "Top" {{ supported-by: {} }}\n'
    folder = maps(
        map=main.format("a, b"), parts__a=part.format("a"), parts__b=part.format("b") + OLD
    )
    commit()
    assert found("map.argmap") == []
    maps(parts__c=NEW.replace("old", "a"))
    assert found("map.argmap") == ["EVI301 new"]
    (folder / "parts/c.argmap").unlink()
    (folder / "parts/b.argmap").unlink()
    assert found("map.argmap") == ["REF101 top"]
    maps(map=main.format("a"))
    assert found("map.argmap") == []
