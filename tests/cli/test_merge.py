"""`argmap merge` and `argmap git`: with a real git, which merges, rebases and picks maps."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

BASE = """\
map "Should we build the lane?" { thesis: build }

claim build "We should build the lane" {
  evidence safe "Separate lanes halve injuries"
  counterpoint cost "It costs too much" {
    counterpoint grant "A grant pays for it"
    counterpoint saving "Fewer injuries save more than it costs"
  }
}
"""
OLD = '    counterpoint grant "A grant pays for it"\n'
LATE = OLD[:-1] + ' {\n      counterpoint late "It ends too early"\n    }\n'
SAVING = '    counterpoint saving "Fewer injuries save more than it costs"\n'
DOUBT = SAVING[:-1] + ' {\n      counterpoint doubt "The estimate is wrong"\n    }\n'
FAST = '  claim fast "It is faster"\n'
QUIET = '  claim quiet "It is quiet"\n'
NAME = "lane.argmap"


def replaced(*pairs, text=BASE):
    """Return the text with replacements, each of which changes something."""
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    return text


WITH_FAST = replaced(("  counterpoint cost", FAST + "  counterpoint cost"))
WITH_QUIET = replaced(("  counterpoint cost", QUIET + "  counterpoint cost"))
WITH_BOTH = replaced(("  counterpoint cost", FAST + QUIET + "  counterpoint cost"))


class Repository:
    """A repository with a map, in a folder."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self.folder, self.environment = folder, environment

    def git(self, *words, cwd=None, code=0) -> str:
        """Run git, and return what it prints."""
        completed = subprocess.run(
            ["git", *words],
            cwd=cwd or self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        output = completed.stdout.decode()
        assert "Traceback" not in output
        assert completed.returncode == code, output
        return output

    def write(self, text, name=NAME) -> None:
        """Write a file."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())

    def read(self, name=NAME) -> str:
        """Return the text of a file."""
        return (self.folder / name).read_bytes().decode()

    def commit(self, text, name=NAME) -> None:
        """Commit a file with a text."""
        self.write(text, name)
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", "Edit")

    def branch(self, branch, *texts, name=NAME, start="main") -> None:
        """Commit texts on a new branch, and return to the main one."""
        self.git("switch", "--quiet", "--create", branch, start)
        for text in texts:
            self.commit(text, name)
        self.git("switch", "--quiet", "main")


@pytest.fixture
def new_repository(tmp_path, cache_home):
    """Return a function that makes a repository in which `argmap git enable` was run."""
    if shutil.which("git") is None:
        assert os.environ.get("ARGMAP_REQUIRE_REAL") != "1", "git is not installed"
        pytest.skip("git is not installed")
    programs = tmp_path / "programs"
    programs.mkdir()
    script = programs / "argmap"
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m argmap "$@"\n')
    script.chmod(0o755)
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("GIT_")},
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
        "GIT_CONFIG_GLOBAL": str(tmp_path / "gitconfig"),
        "GIT_CONFIG_SYSTEM": os.devnull,
        "XDG_CACHE_HOME": str(cache_home),
        "XDG_CONFIG_HOME": str(tmp_path / "xdg"),
    }
    for role in ("AUTHOR", "COMMITTER"):
        environment |= {f"GIT_{role}_NAME": "A", f"GIT_{role}_EMAIL": "a@example.org"}

    def make(folder="repository", text=BASE):
        path = tmp_path / folder
        path.mkdir()
        repository = Repository(path, environment)
        repository.git("init", "--quiet", "--initial-branch=main")
        subprocess.run(["argmap", "git", "enable"], cwd=path, env=environment, check=True)
        repository.commit(text)
        return repository

    return make


@pytest.fixture
def repository(new_repository):
    """A repository in which `argmap git enable` was run."""
    return new_repository()


# ---- The measured examples of the design -------------------------------------------------------


def test_a_verdict_that_neither_branch_had_stops_the_merge(repository):
    """Each branch refutes one of the two answers, and keeps the thesis accepted."""
    repository.branch("one", replaced((OLD, LATE)))
    repository.commit(replaced((SAVING, DOUBT)))
    output = repository.git("merge", "one", code=1)
    assert repository.read() == replaced((OLD, LATE), (SAVING, DOUBT))
    assert f"{NAME}: " in output
    assert "after the merge that neither version had" in output
    assert "✗ the thesis `build` “We should build the lane”" in output
    for label in ("ours", "theirs"):
        assert f"      {label:<8}`build` is accepted: every attack on it fails" in output
    assert "      merged  `build` is rejected" in output


def test_a_rename_beside_a_new_reference(repository):
    """The reference that one branch adds has the id that the other branch gave."""
    repository.branch("one", replaced(("evidence safe", "evidence injuries")))
    use = 'claim health "Health costs fall" { supported-by: safe }\n'
    repository.commit(BASE + use)
    output = repository.git("merge", "one")
    assert repository.read() == replaced(("evidence safe", "evidence injuries")) + use.replace(
        "safe", "injuries"
    )
    assert f"{NAME}: references to `safe` are now to `injuries`" in output


def test_two_insertions_at_one_place(repository):
    """Git alone reports a conflict."""
    repository.branch("one", WITH_QUIET)
    repository.commit(WITH_FAST)
    repository.git("merge", "one")
    assert repository.read() == WITH_BOTH
    assert repository.git("status", "--porcelain") == ""


def test_a_conflict(repository):
    """It is between markers, the file is listed as unmerged, and `check` reports one error."""
    repository.branch("one", replaced(("halve injuries", "avoid injuries")))
    repository.commit(replaced(("halve injuries", "reduce injuries")))
    output = repository.git("merge", "one", code=1)
    assert f"{NAME}: 1 conflict\n  line 4: evidence `safe`: both versions change it" in output
    assert repository.git("status", "--porcelain") == f"UU {NAME}\n"
    completed = subprocess.run(
        ["argmap", "check", "--select", "SYN", NAME],
        cwd=repository.folder,
        env=repository.environment,
        capture_output=True,
        check=False,
    )
    assert completed.returncode == 1
    assert b"unresolved merge conflict\n" in completed.stdout
    assert b"Found 1 error in 1 file" in completed.stdout


# ---- Operations of git -------------------------------------------------------------------------


@pytest.mark.parametrize("words", [("rebase", "one"), ("cherry-pick", "one")])
def test_rebase_and_cherry_pick(repository, words):
    """They use the same driver."""
    repository.branch("one", WITH_FAST)
    repository.commit(WITH_QUIET)
    repository.git(*words)
    lines = repository.read().splitlines(keepends=True)
    assert sorted(lines) == sorted(WITH_BOTH.splitlines(keepends=True))


def test_an_octopus_merge(repository):
    """Git does not use merge drivers for it, and refuses; one merge after the other succeeds."""
    repository.branch("one", WITH_FAST)
    repository.branch("two", WITH_QUIET)
    repository.git("merge", "one", "two", code=1)
    repository.git("reset", "--hard", "--quiet", "main")
    repository.git("merge", "--no-edit", "one")
    repository.git("merge", "--no-edit", "two")
    assert all(added in repository.read() for added in (FAST, QUIET))


def test_a_renamed_file(repository):
    """One branch moves the map to another folder; its changes follow."""
    repository.git("switch", "--quiet", "--create", "one")
    repository.write("", "maps/keep")
    repository.git("mv", NAME, "maps/street.argmap")
    repository.commit(WITH_FAST, "maps/street.argmap")
    repository.git("switch", "--quiet", "main")
    repository.commit(WITH_QUIET)
    repository.git("merge", "one")
    assert repository.read("maps/street.argmap").count("  claim ") == 2


def test_criss_cross_merges(repository):
    """The common version is itself a merge, in memory."""
    repository.branch("one", WITH_FAST)
    repository.commit(WITH_QUIET)
    repository.branch("two")
    repository.git("merge", "--no-edit", "one")
    repository.git("switch", "--quiet", "one")
    repository.git("merge", "--no-edit", "two")
    repository.commit(repository.read().replace("halve", "reduce"))
    repository.git("switch", "--quiet", "main")
    repository.commit(repository.read().replace("too much", "a lot"))
    repository.git("merge", "--no-edit", "one")
    text = repository.read()
    assert all(part in text for part in ("reduce", "a lot", FAST, QUIET))


def test_a_worktree_and_a_shallow_clone(repository, tmp_path):
    """The driver needs only the three versions."""
    repository.branch("one", WITH_FAST)
    repository.commit(WITH_QUIET)
    repository.git("worktree", "add", "--quiet", "-b", "tree", "../tree")
    repository.git("merge", "one", cwd=tmp_path / "tree")
    assert (tmp_path / "tree" / NAME).read_text().count("  claim ") == 2
    origin = f"file://{repository.folder}"
    repository.git("clone", "--quiet", "--depth=2", "--no-single-branch", origin, "../shallow")
    shallow = Repository(tmp_path / "shallow", repository.environment)
    subprocess.run(
        ["argmap", "git", "enable"], cwd=shallow.folder, env=shallow.environment, check=True
    )
    shallow.git("merge", "origin/one")
    assert shallow.read().count("  claim ") == 2


def test_a_submodule(repository, new_repository):
    """A submodule has a configuration of its own."""
    outer = new_repository("outer")
    outer.git(
        "-c",
        "protocol.file.allow=always",
        "submodule",
        "--quiet",
        "add",
        str(repository.folder),
        "sub",
    )
    sub = Repository(outer.folder / "sub", outer.environment)
    subprocess.run(["argmap", "git", "enable"], cwd=sub.folder, env=sub.environment, check=True)
    sub.branch("one", WITH_FAST)
    sub.commit(WITH_QUIET)
    sub.git("merge", "one")
    assert sub.read().count("  claim ") == 2


@pytest.mark.parametrize("setting", ["false", "input", "true"])
def test_windows_line_ends(repository, setting):
    """The work tree keeps its line ends."""
    repository.git("config", "core.autocrlf", setting)
    repository.commit(BASE.replace("\n", "\r\n"))
    repository.branch("one", WITH_FAST.replace("\n", "\r\n"))
    repository.commit(WITH_QUIET.replace("\n", "\r\n"))
    repository.git("merge", "one")
    text = repository.read()
    end = "\n" if setting == "input" else "\r\n"
    assert sorted(text.split(end)) == sorted(WITH_BOTH.split("\n"))


def test_imports_are_read_from_the_work_tree(repository):
    """A verdict may depend on another file."""
    repository.commit('claim rule "A rule" {\n  evidence e "E"\n}\n', "parts/rules.argmap")
    text = 'import "parts/rules.argmap" as parts\n' + BASE
    repository.commit(text)
    repository.branch("one", replaced(("evidence safe", "evidence injuries"), text=text))
    repository.commit(text + 'claim new "New" { supported-by: parts.rule, safe }\n')
    repository.git("merge", "one")
    assert repository.read().endswith('claim new "New" { supported-by: parts.rule, injuries }\n')


@pytest.mark.parametrize(
    ("name", "ours", "theirs"),
    [
        ("with 'quotes' and \"spaces\".argmap", WITH_FAST, WITH_QUIET),
        ("-option.argmap", WITH_FAST, WITH_QUIET),
        ("$(touch hacked);.argmap", WITH_FAST, WITH_QUIET),
    ],
)
def test_hostile_file_names(repository, name, ours, theirs):
    """A name is no option and no command."""
    repository.commit(BASE, name)
    repository.branch("one", theirs, name=name)
    repository.commit(ours, name)
    repository.git("merge", "one")
    assert repository.read(name).count("  claim ") == 2
    assert not (repository.folder / "hacked").exists()


# ---- Files that are no valid maps --------------------------------------------------------------


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        (BASE + 'claim late "It is late\n', "ours has syntax errors"),
        (BASE.encode() + b"# \xff\n", "ours is not encoded in UTF-8"),
        (BASE.encode("utf-16"), "ours is not encoded in UTF-8"),
    ],
)
def test_versions_that_cannot_be_parsed(argmap, write, broken, reason):
    """Lines are merged as git does, and the message gives the reason."""
    write("base.argmap", BASE)
    path = write("ours.argmap", "")
    path.write_bytes(broken if isinstance(broken, bytes) else broken.encode())
    write("theirs.argmap", WITH_FAST)
    outcome = argmap("merge", "base.argmap", "ours.argmap", "theirs.argmap")
    assert f"ours.argmap: merged line by line, because {reason}\n" in outcome.stderr
    if outcome.returncode == 0:
        assert FAST.encode() in path.read_bytes()
    else:
        assert b"<<<<<<< ours\n" in path.read_bytes() or broken.startswith(b"\xff\xfe")


def test_without_git_there_is_one_conflict(argmap, write):
    """The lines that both versions begin and end with are outside of it."""
    write("base.argmap", "one\ntwo\nthree\n")
    path = write("ours.argmap", "one\nours\nthree\n")
    write("theirs.argmap", "one\ntheirs\nthree\n")
    names = ("base.argmap", "ours.argmap", "theirs.argmap")
    outcome = argmap("merge", *names, env={"PATH": ""})
    assert outcome.returncode == 1
    expected = "one\n<<<<<<< ours\nours\n=======\ntheirs\n>>>>>>> theirs\nthree\n"
    assert path.read_text() == expected
    path.write_text("one\nours\nthree\n")
    assert argmap("merge", "-p", *names).stdout == expected


# ---- The command -------------------------------------------------------------------------------


def test_where_the_result_goes(argmap, write):
    """To OURS, to another file, or to standard output, byte by byte."""
    write("base.argmap", BASE)
    ours = write("ours.argmap", WITH_FAST)
    write("theirs.argmap", WITH_QUIET)
    names = ("base.argmap", "ours.argmap", "theirs.argmap")
    outcome = argmap("merge", "-p", *names)
    assert (outcome.returncode, outcome.stdout, outcome.stderr) == (0, WITH_BOTH, "")
    assert ours.read_text() == WITH_FAST
    assert argmap("merge", *names, "-o", "new.argmap").returncode == 0
    assert (ours.parent / "new.argmap").read_text() == WITH_BOTH
    assert ours.read_text() == WITH_FAST
    assert argmap("merge", *names).returncode == 0
    assert ours.read_text() == WITH_BOTH


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ((), "name three files: BASE OURS THEIRS"),
        (("a", "b"), "name three files"),
        (("a", "b", "c", "-p", "-o", "d"), "exclude each other"),
        (("missing", "missing", "missing"), "`missing` cannot be read"),
        (("--check", "HEAD"), "at least two revisions"),
        ((".", ".", "."), "`.` cannot be read"),
    ],
)
def test_wrong_usage(argmap, words, message):
    """Exit code 2, and what to do."""
    outcome = argmap("merge", *words)
    assert outcome.returncode == 2
    assert message in outcome.stderr


def test_new_errors(argmap, write):
    """An error that neither version had stops the merge, too."""
    write("base.argmap", BASE)
    write("ours.argmap", replaced(("evidence safe", "evidence a")))
    write(
        "theirs.argmap",
        replaced(
            ("evidence safe", "claim safe"),
            ('injuries"\n', 'injuries" {\n    claim a2 "A two"\n  }\n'),
        ),
    )
    outcome = argmap("merge", "-p", "base.argmap", "ours.argmap", "theirs.argmap")
    assert outcome.returncode == 0
    assert 'claim a "Separate lanes halve injuries" {' in outcome.stdout


def test_a_killed_merge_leaves_an_old_or_a_new_file(repository, tmp_path):
    """The file is replaced in one step, so at any time it is one of both."""
    for name, text in (("base", BASE), ("ours", WITH_FAST), ("theirs", WITH_QUIET)):
        (tmp_path / f"{name}.argmap").write_text(text)
    names = ("base.argmap", "ours.argmap", "theirs.argmap")
    states = set()
    for delay in (0.05, 0.2, 0.4, 0.6, 0.8, 5):
        (tmp_path / "ours.argmap").write_text(WITH_FAST)
        process = subprocess.Popen(
            [sys.executable, "-m", "argmap", "merge", *names],
            cwd=tmp_path,
            env=repository.environment,
        )
        try:
            process.wait(delay)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
        states.add((tmp_path / "ours.argmap").read_text())
    assert states <= {WITH_FAST, WITH_BOTH}


def test_two_merges_at_once(repository, tmp_path):
    """They do not share files."""
    processes = []
    for number in range(2):
        folder = tmp_path / str(number)
        folder.mkdir()
        for name, text in (("base", BASE), ("ours", WITH_FAST), ("theirs", WITH_QUIET)):
            (folder / f"{name}.argmap").write_text(text)
        command = [sys.executable, "-m", "argmap", "merge"]
        command += [f"{name}.argmap" for name in ("base", "ours", "theirs")]
        processes.append(subprocess.Popen(command, cwd=folder, env=repository.environment))
    deadline = time.monotonic() + 120
    assert [process.wait(deadline - time.monotonic()) for process in processes] == [0, 0]
    assert [(tmp_path / n / "ours.argmap").read_text() for n in "01"] == [WITH_BOTH] * 2


# ---- The check of a merge ----------------------------------------------------------------------


def check(repository, *words):
    """Run `argmap merge --check`; return its exit code and its output."""
    completed = subprocess.run(
        ["argmap", "merge", "--check", *words],
        cwd=repository.folder,
        env=repository.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    return completed.returncode, completed.stdout.decode()


def test_a_finished_merge_of_several_files(repository):
    """The driver sees one file at a time; the check sees the whole map."""
    part = 'claim saving "Fewer injuries save more than it costs" { opposes: cost }\n'
    main = replaced((SAVING, ""), ("claim build", 'import "part.argmap"\n\nclaim build'))
    repository.write(part, "part.argmap")
    repository.commit(main)
    doubt = part.replace(" }", ' counterpoint doubt "The estimate is wrong" }')
    repository.branch("one", doubt, name="part.argmap")
    repository.commit(replaced((OLD, LATE), text=main))
    repository.git("merge", "--no-edit", "one")
    code, output = check(repository)
    assert code == 1
    assert "that neither version had" in output
    assert "✗ the thesis `build`" in output
    assert "HEAD^1" in output
    assert check(repository, "HEAD^1", "HEAD^2") == (code, output)
    repository.commit(
        doubt.replace("doubt", "remark").replace("counterpoint", "context"), "part.argmap"
    )
    code, output = check(repository, "HEAD~1^1", "HEAD~1^2")
    assert (code, output) == (
        0,
        "The merge gives no verdict and no error that the merged versions did not give.\n",
    )
    code, output = check(repository)
    assert code == 2
    assert "the last commit is not a merge" in output


def test_an_unfinished_merge(repository):
    """Before the commit, the working tree is compared with both sides."""
    repository.branch("one", replaced((OLD, LATE)))
    repository.commit(replaced((SAVING, DOUBT)))
    repository.git("merge", "one", code=1)
    code, output = check(repository)
    assert code == 1
    assert "MERGE_HEAD" in output
    repository.write(replaced((SAVING, DOUBT)))
    assert check(repository)[0] == 0


# ---- The settings of git -----------------------------------------------------------------------


def test_enable_and_disable_keep_other_lines(argmap, run, write, tmp_path):
    """Enabling twice changes nothing more, and disabling leaves what was there."""
    variables = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    run(["git", "init", "--quiet"])
    before = b"*.png binary\r\n*.argmap text"
    path = tmp_path / ".gitattributes"
    path.write_bytes(before)
    config = (tmp_path / ".git/config").read_bytes()
    assert argmap("git", "enable", env=variables).returncode == 0
    enabled = before + b"\r\n*.argmap merge=argmap diff=argmap\r\n"
    assert path.read_bytes() == enabled
    first = (tmp_path / ".git/config").read_bytes()
    outcome = argmap("git", "enable", env=variables)
    assert "already enabled" in outcome.stdout
    assert (path.read_bytes(), (tmp_path / ".git/config").read_bytes()) == (enabled, first)
    assert argmap("git", "disable", env=variables).returncode == 0
    assert path.read_bytes() == before + b"\r\n"
    assert (tmp_path / ".git/config").read_bytes() == config
    assert "already disabled" in argmap("git", "disable", env=variables).stdout


def test_a_new_file_of_attributes_is_removed(argmap, run, tmp_path):
    """A file that contains nothing else does not stay."""
    run(["git", "init", "--quiet"])
    (tmp_path / "sub").mkdir()
    argmap("git", "enable", cwd=tmp_path / "sub")
    assert (tmp_path / ".gitattributes").exists()
    argmap("git", "disable")
    assert not (tmp_path / ".gitattributes").exists()


def test_global_settings(argmap, tmp_path):
    """They apply to all repositories of the user, and need none."""
    variables = {"GIT_CONFIG_GLOBAL": str(tmp_path / "gitconfig"), "XDG_CONFIG_HOME": str(tmp_path)}
    assert argmap("git", "enable", "--global", env=variables).returncode == 0
    assert "merge=argmap" in (tmp_path / "git/attributes").read_text()
    assert "driver" in (tmp_path / "gitconfig").read_text()
    (tmp_path / "gitconfig").write_text(f"[core]\n\tattributesFile = {tmp_path}/mine\n")
    assert argmap("git", "enable", "--global", env=variables).returncode == 0
    assert "merge=argmap" in (tmp_path / "mine").read_text()


def test_without_a_repository(argmap, tmp_path):
    """There is nothing to enable it in."""
    outcome = argmap("git", "enable", env={"GIT_CEILING_DIRECTORIES": str(tmp_path.parent)})
    assert outcome.returncode == 2
    assert "use --global" in outcome.stderr


def test_hunks_are_named_after_declarations(repository):
    """The header of a hunk shows the declaration that it is in."""
    repository.write(replaced(("counterpoint saving", "counterpoint savings")))
    assert '@@   counterpoint cost "It costs too much" {' in repository.git("diff", "-U0") or (
        "counterpoint grant" in repository.git("diff", "-U0")
    )


def test_a_map_that_both_branches_add(repository):
    """There is no common version; equal elements are added once."""
    repository.branch("one", WITH_QUIET, name="new.argmap")
    repository.commit(WITH_FAST, "new.argmap")
    repository.git("merge", "one")
    text = repository.read("new.argmap")
    assert sorted(text.splitlines()) == sorted(WITH_BOTH.splitlines())
