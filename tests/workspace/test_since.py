"""`--since`: only what a revision of git did not have counts. With a real git."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from argmap.errors import InputError
from argmap.workspace.check import RunOptions, check_all
from argmap.workspace.check_config import CliOverrides
from argmap.workspace.git import GitRevision

OLD = 'claim old "It has stood here for long"\n'
NEW = 'claim new "It is new" { supports: old }\n'
CITED = 'source s "S" { text: "s.md" }\nclaim c "C" {\n  evidence e "It is said" @s:1 "said"\n}\n'


@pytest.fixture
def git(here, monkeypatch):
    """Run git in the current folder, which is a repository; whose settings are nobody's."""
    if shutil.which("git") is None:
        assert os.environ.get("ARGMAP_REQUIRE_REAL") != "1", "git is not installed"
        pytest.skip("git is not installed")
    for name in ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"):
        monkeypatch.setenv(name, os.devnull)
    for who in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{who}_NAME", "A")
        monkeypatch.setenv(f"GIT_{who}_EMAIL", "a@example.org")

    def run(*words, cwd=here):
        done = subprocess.run(["git", *words], cwd=cwd, capture_output=True, check=True)
        return done.stdout.decode().strip()

    run("init", "--quiet")
    return run


@pytest.fixture
def commit(git):
    """Commit all that there is; return the commit."""

    def commit_all() -> str:
        git("add", "--all")
        git("commit", "--quiet", "--allow-empty", "--message", "All")
        return git("rev-parse", "HEAD")

    return commit_all


def found(*paths, since="HEAD", **others) -> list[str]:
    """Return what is new: codes and what they are about."""
    named = [Path(path) for path in paths or ["."]]
    ways = [RunOptions(), RunOptions(jobs=2)]
    reports = [check_all(named, options=way, since=since, **others).report for way in ways]
    said = [[f"{each.code} {each.element}" for each in report.diagnostics] for report in reports]
    assert said[0] == said[1]
    return said[0]


def test_what_was_there_is_not_told(maps, commit):
    """Findings of the last commit are not told again, also where lines above them come and go."""
    path = maps(a=OLD) / "a.argmap"
    commit()
    assert found() == []
    path.write_text(f"# A comment\n\n{OLD}", encoding="utf-8")
    assert found() == []


def test_what_is_new_is_told(maps, commit):
    """In a changed file, staged or not, and in one that git does not know yet."""
    folder = maps(a=OLD)
    commit()
    maps(a=OLD + NEW, b=OLD.replace("old", "other"))
    assert found() == ["EVI301 new", "EVI301 other"]
    subprocess.run(["git", "add", "a.argmap"], cwd=folder, check=True)
    assert found() == ["EVI301 new", "EVI301 other"]
    assert found("a.argmap") == ["EVI301 new"]


def test_any_revision_will_do(maps, git, commit):
    """A branch, a tag, a commit's beginning, one before the last."""
    maps(a=OLD)
    first = commit()
    git("tag", "start")
    maps(a=OLD + NEW)
    commit()
    assert found() == []
    for since in (first, first[:10], "start", "HEAD~1", "HEAD^{/All}~1"):
        assert found(since=since) == ["EVI301 new"], since


def test_a_second_of_a_kind_is_new(maps, commit):
    """What is about no element is counted: of two that say the same, one is new."""
    broken = 'clam x "X"\n'
    maps(a=OLD + broken)
    commit()
    maps(a=OLD + broken + broken)
    assert "SYN002 None" in found()
    maps(a=broken.replace("x", "y") + OLD)
    assert "SYN002 None" not in found()


def test_what_a_change_elsewhere_causes_is_told(maps, commit):
    """A map that has not changed itself loses a statement of what it imports."""
    part = 'claim x "X" {\n  evidence e "E"\n}\nclaim y "Y" {\n  evidence f "F"\n}\n'
    maps(a='import "p.argmap" as p\nclaim a "A" { supports: p.x }\n', p=part)
    commit()
    maps(p=part.replace("x", "z"))
    assert "REF101" in {each.split()[0] for each in found()}


def test_what_a_part_had_is_not_new_to_another_map(maps, commit):
    """Another map begins to import a file with an old finding: nobody has caused that now."""
    maps(a='import "p.argmap" as p\nclaim a "A" { evidence e "E" supports: p.old }\n', p=OLD)
    commit()
    maps(b='import "p.argmap" as p\nclaim b "B" { evidence f "F" supports: p.old }\n')
    assert [each for each in found() if each.startswith("EVI301")] == []


def test_a_text_that_changes_is_told_of(maps, here, commit):
    """A source's text loses what is cited from it."""
    maps(a=CITED)
    (here / "s.md").write_text("It was said.\n", encoding="utf-8")
    commit()
    assert found() == []
    (here / "s.md").write_text("It was unheard of.\n", encoding="utf-8")
    assert [each.split()[0] for each in found()] == ["EVI307"]


def test_a_text_that_git_ignores_is_as_it_was(maps, here, git, commit):
    """A text that may not be shared is in no commit: that is no reason to tell of it."""
    maps(a=CITED)
    (here / "s.md").write_text("It was unheard of.\n", encoding="utf-8")
    (here / ".gitignore").write_text("s.md\n", encoding="utf-8")
    commit()
    maps(a=CITED + "# more\n")
    assert [each for each in found() if each.startswith("EVI307")] == []


def test_a_lock_that_changes_is_told_of(maps, here, commit):
    """A line that cannot be read comes into the lock."""
    maps(a=CITED)
    (here / "argmap.lock").write_text("version 1\n", encoding="utf-8")
    commit()
    before = found()
    (here / "argmap.lock").write_text("version 1\nnonsense\n", encoding="utf-8")
    assert before == []
    assert len(found()) == 1


def test_settings_that_change_are_told_of(maps, here, commit):
    """A rule that is turned on finds what nobody has looked for before."""
    maps(a=OLD)
    settings = here / "argmap.toml"
    settings.write_text('ignore = ["EVI301"]\n', encoding="utf-8")
    commit()
    assert found() == []
    settings.write_text("", encoding="utf-8")
    assert found() == ["EVI301 old"]
    assert found(overrides=CliOverrides(ignore=("EVI",))) == []


def test_settings_that_were_broken_stand_in_nobodys_way(maps, here, commit):
    """What could not be used then is taken for what is set now."""
    maps(a=OLD)
    (here / "argmap.toml").write_text('select = ["NOTHING"]\n', encoding="utf-8")
    commit()
    (here / "argmap.toml").write_text("no TOML", encoding="utf-8")
    commit()
    (here / "argmap.toml").write_text("", encoding="utf-8")
    maps(a=OLD + NEW)
    assert "EVI301 new" in found()
    assert "EVI301 new" in found(since="HEAD~1")


def test_a_project_may_lie_anywhere_in_a_repository(here, maps, commit, monkeypatch):
    """In a folder of its own, seen from there, from above and from beside it."""
    maps(deep__project__a=OLD, deep__project__more__b=OLD, beside__c=OLD)
    (here / "deep/project/argmap.toml").write_text("", encoding="utf-8")
    commit()
    maps(deep__project__more__b=OLD + NEW)
    assert found() == ["EVI301 new"]
    for folder, path in (("deep/project", "."), ("deep/project/more", ".."), ("beside", "../deep")):
        monkeypatch.chdir(here / folder)
        assert found(path) == ["EVI301 new"], folder


def test_names_that_are_hard_to_quote_are_found(here, commit):
    """Names with blanks, line ends and letters of any script."""
    for name in ("a b", "é", "line\nend", "-x", '"'):
        (here / f"{name}.argmap").write_text(OLD, encoding="utf-8")
    commit()
    for path in here.glob("*.argmap"):
        path.write_text(OLD + "# more\n", encoding="utf-8")
    assert found() == []


def test_a_link_is_no_file_of_its_own(here, maps, commit):
    """A link to a map counts as what it leads to."""
    maps(a=OLD)
    (here / "b.argmap").symlink_to("a.argmap")
    commit()
    maps(a=OLD + NEW)
    assert found() == ["EVI301 new"]
    assert found("b.argmap") == ["EVI301 new"]


@pytest.mark.parametrize(
    "revision", ["nowhere", "--all", "-n1", "--output=x", "HEAD:a.argmap", "", "HEAD..", "a\0b"]
)
def test_no_revision_is_a_mistake_of_the_caller(maps, commit, here, revision):
    """What names no commit is told, and nothing else comes of it."""
    maps(a=OLD)
    commit()
    before = sorted(here.rglob("*"))
    with pytest.raises(InputError, match="unknown revision"):
        found(since=revision)
    assert sorted(here.rglob("*")) == before


def test_no_repository_is_told(maps, tmp_path, monkeypatch):
    """Outside of any repository there are no revisions."""
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", os.fspath(tmp_path.parent))
    maps(a=OLD)
    with pytest.raises(InputError, match="is not in a git repository"):
        found()


def test_no_git_is_told(maps, commit, monkeypatch):
    """Where there is no git, there is nobody to ask."""
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
def path(monkeypatch):
    """Put entries before those of ``PATH``, and look git up anew."""
    from argmap.workspace.git import _program

    def put(*entries):
        words = [*map(str, entries), *os.get_exec_path()]
        monkeypatch.setenv("PATH", os.pathsep.join(words))
        _program.cache_clear()

    yield put
    _program.cache_clear()


@pytest.mark.parametrize("entry", ["/" + "x" * 5000, "relative", ".", ""], ids=len)
def test_entries_of_path_that_are_of_no_use_are_skipped(maps, commit, path, entry):
    """What cannot be looked into, and what depends on the current folder."""
    maps(a=OLD)
    commit()
    path(entry)
    assert found() == []


def test_a_git_that_cannot_be_run_is_skipped(maps, commit, path, here):
    """A folder of that name, a file that is not executable, a folder that may not be entered."""
    (here / "folder/git").mkdir(parents=True)
    (here / "file").mkdir()
    (here / "file/git").touch(mode=0o644)
    (here / "closed").mkdir(mode=0)
    maps(a=OLD)
    commit()
    path(here / "folder", here / "file", here / "closed")
    assert found() == []


def test_a_repository_of_another_user_is_told_plainly(maps, commit, monkeypatch):
    """As in a container: the message says which setting trusts it."""
    folder = maps(a=OLD)
    commit()
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    with pytest.raises(InputError, match="belongs to another user") as caught:
        found()
    assert f"git config --global --add safe.directory {folder.resolve()}" in str(caught.value)


def test_nothing_of_the_repository_is_run(maps, here, git, commit):
    """Filters, hooks, monitors and aliases that a repository sets up stay as they are."""
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


def test_a_hooks_variables_lead_nowhere_else(maps, here, commit, monkeypatch):
    """A hook of another repository may call argmap."""
    maps(a=OLD)
    commit()
    monkeypatch.setenv("GIT_DIR", os.fspath(here / "nowhere"))
    monkeypatch.setenv("GIT_INDEX_FILE", os.fspath(here / "nowhere"))
    assert found() == []


def test_nothing_is_left_behind(maps, here, commit):
    """No file of the repository changes, and no process goes on."""
    maps(a=OLD)
    commit()
    maps(a=OLD + NEW)

    def files():
        return {path: path.stat().st_mtime_ns for path in here.rglob("*") if path.is_file()}

    before = files()
    assert found() == ["EVI301 new"]
    assert files() == before


def test_what_was_not_fetched_is_told(maps, here, git, commit):
    """An object that is not there is no empty file."""
    maps(a=OLD)
    commit()
    name = git("rev-parse", "HEAD:a.argmap")
    maps(a=OLD + NEW)
    (here / ".git/objects" / name[:2] / name[2:]).unlink()
    with pytest.raises(InputError, match="fetch"):
        found()


def test_a_file_is_known_by_its_bytes(maps, here, commit):
    """What is the same as it was is not read out of git at all."""
    path = maps(a=OLD) / "a.argmap"
    commit()
    revision = GitRevision(here, "HEAD")
    assert revision.is_unchanged(path)
    assert revision.read(path, 5) == b"claim"
    path.write_text(NEW, encoding="utf-8")
    assert not revision.is_unchanged(path)
    assert revision.is_unchanged(here / "gone")
    assert not revision.is_unchanged(here / ".git/config")
    revision.close()
