"""Tests how `argmap check` runs: processes, progress, cache, revisions, interruption."""

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from argmap.cli.options import check
from argmap.workspace.parallel import _interrupts_deferred

INTERRUPTED = 130

PROGRAM = (
    "from argmap.cli import main; from argmap.cli.options import check; "
    "check._PROGRESS_DELAY_SECONDS = {}; main()"
)
"""Runs argmap with a different delay in seconds before the progress bar appears."""


@pytest.fixture
def many(write, doubtful):
    """The name of a folder with several maps."""
    for number in range(30):
        write(f"maps/m{number}.argmap", doubtful.replace("street", f"street{number}"))
    return "maps"


@pytest.fixture
def git(run, tmp_path):
    """Run git in ``tmp_path``, which is a repository."""
    if shutil.which("git") is None:
        assert os.environ.get("ARGMAP_REQUIRE_REAL") != "1", "git is not installed"
        pytest.skip("git is not installed")
    identity = {
        f"GIT_{role}_{field}": "a@b"
        for role in ("AUTHOR", "COMMITTER")
        for field in ("NAME", "EMAIL")
    }
    env = {**identity, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}

    def git_it(*words):
        outcome = run([shutil.which("git"), *words], env=env)
        assert outcome.returncode == 0, outcome.stderr

    git_it("init", "--quiet")
    return git_it


@pytest.mark.parametrize(
    "format_", ["text", "concise", "json", "sarif", "junit", "gitlab", "github"]
)
def test_jobs_and_cache_do_not_change_a_report(argmap, many, tmp_path, format_):
    """One process or two, any state of the cache: the same bytes and exit code."""
    env = {"ARGMAP_CACHE_DIR": tmp_path / "cache"}
    check = ("check", "--format", format_, many)
    plain = argmap(*check, "--no-cache", "--jobs", "1")
    assert plain.returncode == 1
    assert not (tmp_path / "cache/findings").exists()
    for options in (["--no-cache", "--jobs", "2"], ["--jobs", "3"], [], ["-q"]):
        assert argmap(*check, *options, env=env) == plain, options
    assert len([*(tmp_path / "cache/findings").rglob("*.json")]) == 30


def test_fix_ignores_cached_results(argmap, write, tmp_path):
    """--fix reads the maps themselves, and the next check sees its changes."""
    path = write("map.argmap", 'clam a "A" {\n  assumption b "B"\n}\n')
    env = {"ARGMAP_CACHE_DIR": tmp_path / "cache"}
    for _ in range(2):
        assert argmap("check", "map.argmap", env=env).returncode == 1
    assert argmap("check", "--fix", "map.argmap", env=env).returncode == 0
    assert path.read_text(encoding="utf-8").startswith("claim a")
    for _ in range(2):
        assert argmap("check", "map.argmap", env=env).returncode == 0


@pytest.mark.parametrize("jobs", ["0", "-1", "many"])
def test_jobs_must_be_positive(argmap, many, jobs):
    """Less than one process is wrong usage."""
    assert argmap("check", "--jobs", jobs, many).returncode == 2


# ---- Since a revision --------------------------------------------------------------------------


def test_since_reports_only_new_diagnostics(argmap, write, doubtful, git):
    """Diagnostics of the last commit are ignored; new ones fail."""
    write("map.argmap", doubtful)
    git("add", "--all")
    git("commit", "--quiet", "--message", "All")
    outcome = argmap("check", "--since", "HEAD", "map.argmap")
    assert (outcome.returncode, outcome.stderr) == (0, "")
    assert "nothing to report" in outcome.stdout
    write("other.argmap", doubtful)
    outcome = argmap("check", "--format", "concise", "--since", "HEAD", ".")
    assert outcome.returncode == 1
    assert outcome.stdout.startswith("other.argmap:1:")
    assert "Found 1 warning" in outcome.stdout


def test_since_an_unknown_revision_is_wrong_usage(argmap, write, doubtful, git):
    """The message is one line."""
    write("map.argmap", doubtful)
    outcome = argmap("check", "--since", "v9\x1b[31m", "map.argmap")
    assert (outcome.returncode, outcome.stdout) == (2, "")
    assert outcome.stderr.startswith("argmap: unknown revision `v9")
    assert "\x1b" not in outcome.stderr


@pytest.mark.parametrize(
    "options",
    [["--fix"], ["--diff"], ["--baseline", "base", "--update-baseline"], ["-"]],
    ids=" ".join,
)
def test_since_cannot_be_combined_with_writing(argmap, write, doubtful, options):
    """Options that change files, and standard input, have no revision to compare with."""
    write("map.argmap", doubtful)
    paths = [] if options == ["-"] else ["map.argmap"]
    outcome = argmap("check", "--since", "HEAD", *options, *paths, input=doubtful)
    assert outcome.returncode == 2
    assert "--since" in outcome.stderr


# ---- Ctrl-C ------------------------------------------------------------------------------------


def _begin(cwd, cache_home, *arguments, **options):
    """Start argmap in a new process group, so that a signal reaches all of its processes."""
    env = {k: v for k, v in os.environ.items() if k != "ARGMAP_CACHE_DIR"}
    return subprocess.Popen(
        [sys.executable, "-m", "argmap", *arguments],
        cwd=cwd,
        env={**env, "XDG_CACHE_HOME": os.fspath(cache_home)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        **options,
    )


def _wait_for_work(process) -> None:
    """Wait until a process and its children have used more CPU time than they need to start."""
    while _seconds_of_work(process.pid) < 0.8:
        assert process.poll() is None, "it finished too soon for this test"
        time.sleep(0.02)


def _seconds_of_work(pid: int) -> float:
    """Return the CPU time of a process and its children in seconds."""
    folder = Path("/proc", str(pid))
    try:
        fields = (folder / "stat").read_text(encoding="ascii").rpartition(")")[2].split()
        children = (folder / "task" / str(pid) / "children").read_text(encoding="ascii").split()
    except FileNotFoundError:  # it has ended, or this is not Linux
        return 0.0 if Path("/proc/self/stat").exists() else 1.0
    own = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return own + sum(_seconds_of_work(int(child)) for child in children)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("reaches", ["all", "one"])
def test_ctrl_c_stops_a_check(write, tmp_path, cache_home, jobs, reaches):
    """It stops soon, with 130, without a traceback, and leaves no process running."""
    claims = "".join(f'claim c{n} "A claim {n}" {{ supports: c{n + 1} }}\n' for n in range(3_000))
    for number in range(40):
        write(f"maps/m{number}.argmap", claims)
    arguments = ("check", "--no-cache", "--jobs", str(jobs), "maps")
    process = _begin(tmp_path, cache_home, *arguments)
    _wait_for_work(process)
    before = time.monotonic()
    if reaches == "all":
        os.killpg(process.pid, signal.SIGINT)
    else:
        process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == INTERRUPTED
    assert time.monotonic() - before < 20
    assert (out, err) == (b"", b"")
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot block signals")
def test_an_interrupt_is_not_lost_while_processes_start():
    """It takes effect as soon as all processes have been started."""
    steps = []

    def interrupt_oneself():
        with _interrupts_deferred():
            signal.pthread_kill(threading.main_thread().ident, signal.SIGINT)
            steps.append("the rest of the block")

    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt):
            interrupt_oneself()
    finally:
        signal.signal(signal.SIGINT, before)
    assert steps == ["the rest of the block"]


def test_a_killed_worker_is_reported(write, tmp_path, cache_home):
    """When a worker process is killed, the check prints one line and exits with 3."""
    children = Path("/proc/self/task", str(os.getpid()), "children")
    if not children.exists():
        pytest.skip("this system does not list the children of a process")
    claims = "".join(f'claim c{n} "A claim {n}" {{ supports: c{n + 1} }}\n' for n in range(3_000))
    for number in range(40):
        write(f"maps/m{number}.argmap", claims)
    process = _begin(tmp_path, cache_home, "check", "--no-cache", "--jobs", "2", "maps")
    children = Path("/proc", str(process.pid), "task", str(process.pid), "children")
    deadline = time.monotonic() + 60
    while not (child_ids := children.read_text(encoding="ascii").split()):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    os.kill(int(child_ids[0]), signal.SIGKILL)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (3, b"")
    assert err.startswith(b"argmap: a worker process ended unexpectedly")
    assert err.count(b"\n") == 1


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
def test_ctrl_c_stops_a_waiting_command(tmp_path, cache_home):
    """A command that waits for input exits with 130 too."""
    process = _begin(tmp_path, cache_home, "check", "-", stdin=subprocess.PIPE)
    process.stdin.write(b"# more than a pipe holds\n" * 40_000)  # the command has begun to read
    stat = Path("/proc", str(process.pid), "stat")
    while stat.exists() and stat.read_text(encoding="ascii").rpartition(")")[2].split()[0] != "S":
        time.sleep(0.01)  # until it waits for more
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=60) == INTERRUPTED
    process.communicate()


# ---- Progress ----------------------------------------------------------------------------------


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such terminals")
@pytest.mark.parametrize(
    ("options", "delay", "is_shown"),
    [([], 0.0, True), (["--quiet"], 0.0, False), ([], 1_000.0, False)],
    ids=["long", "quiet", "short"],
)
def test_a_terminal_shows_progress(write, tmp_path, cache_home, options, delay, is_shown):
    """A long check shows progress unless --quiet is given.

    Whether a check is long depends on the machine, so the test sets the delay.
    """
    pty = pytest.importorskip("pty")
    for number in range(5):
        write(f"maps/m{number}.argmap", 'claim a "A claim"\n')
    program = PROGRAM.format(delay)
    terminal, child_terminal = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", program, "check", "--no-cache", *options, "maps"],
        cwd=tmp_path,
        env={**os.environ, "XDG_CACHE_HOME": os.fspath(cache_home), "TERM": "xterm", "CI": ""},
        stdout=subprocess.DEVNULL,
        stderr=child_terminal,
    )
    os.close(child_terminal)
    output = b""
    try:
        while data := os.read(terminal, 1 << 16):
            output += data
    except OSError:  # the terminal is closed
        pass
    os.close(terminal)
    assert process.wait() == 1
    assert (b"checking" in output) == is_shown
    assert is_shown or not output


def test_progress_is_shown_after_a_second():
    """A shorter check leaves nothing on the terminal."""
    assert check._PROGRESS_DELAY_SECONDS == 1.0


def test_a_pipe_shows_no_progress(run, write):
    """Only the report is written, however long the check takes."""
    for number in range(4):
        write(f"maps/m{number}.argmap", 'claim a "A claim"\n')
    program = PROGRAM.format(0.0)
    outcome = run([sys.executable, "-c", program, "check", "--no-cache", "maps"])
    assert (outcome.returncode, outcome.stderr) == (1, "")
