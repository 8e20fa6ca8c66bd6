"""What git knows of files at a revision: read out of its objects, with nothing checked out.

Only commands that read objects are run, with all arguments fixed but for the revision, which is
looked up first; no program that a repository may name is started.

What a check found at an earlier revision, so that only what is new counts.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from contextlib import ExitStack, closing
from functools import cache
from hashlib import new
from pathlib import Path
from shlex import quote

from argmap.config import Settings
from argmap.errors import ConfigError, InputError
from argmap.text import MAX_FILE_BYTES
from argmap.workspace.aggregation import DiagnosticAggregator
from argmap.workspace.check_config import CheckConfig, SettingsCache
from argmap.workspace.files import read_bytes
from argmap.workspace.results import MapResult

_SAFE = (
    "--no-pager",
    "--no-optional-locks",
    "--no-replace-objects",
    *("-c", "core.fsmonitor=false", "-c", f"core.hooksPath={os.devnull}"),
)
_LOCAL = (
    *("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR"),
    *("GIT_NAMESPACE", "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES"),
)
"""Variables that a hook has, and that would lead from the files to some other repository."""
_DUBIOUS = re.compile(r"dubious ownership in repository at '(.+)'")
"""What git says of a repository whose owner is another user and that is not trusted."""
_LENGTH_SHA256 = 64
_REGULAR = ("100644", "100755")


class GitRevision:
    """The files of a repository at a revision. ``folder`` lies in the repository's work tree.

    Raises:
        InputError: when there is no git, no repository, or no such revision.
    """

    def __init__(self, folder: Path, revision: str) -> None:
        self._folder = folder
        self.root = Path(self._text("rev-parse", "--show-toplevel")).resolve()
        self._commit = self._find(revision)
        self._revision = revision
        self._tree = dict(self._list(revision))
        self._reader: subprocess.Popen[bytes] | None = None

    def close(self) -> None:
        """End what reads objects, if it runs."""
        if self._reader is not None:
            self._reader.communicate()
            self._reader = None

    def _find(self, revision: str) -> str:
        words = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
        done = None if "\0" in revision else self._run(*words)
        if done is None or done.returncode or not done.stdout.strip().isalnum():
            raise InputError(
                f"there is no revision `{revision}` in `{self.root}`; where only a part of the "
                "history is there, fetch it first"
            )
        return done.stdout.decode().strip()

    def _list(self, revision: str) -> list[tuple[Path, str]]:
        done = self._run("ls-tree", "-r", "-z", "--full-tree", self._commit)
        if done.returncode:
            raise InputError(f"git has not all files of `{revision}`; fetch them first")
        found: list[tuple[Path, str]] = []
        for line in done.stdout.split(b"\0")[:-1]:
            head, _, name = line.partition(b"\t")
            mode, _, blob = head.decode().split(" ")
            if mode in _REGULAR:
                found.append((self.root / os.fsdecode(name), blob))
        return found

    def covers(self, path: Path) -> bool:
        """Whether git can say what a file was: it lies in the work tree, and is not ignored."""
        if not path.is_relative_to(self.root):
            return False
        return path in self._tree or not self._is_ignored(path)

    def _is_ignored(self, path: Path) -> bool:
        done = self._run("check-ignore", "-z", "--stdin", stdin=os.fsencode(path) + b"\0")
        return done.returncode == 0

    def has(self, path: Path) -> bool:
        """Whether a file was there."""
        return path in self._tree

    def is_as_now(self, path: Path) -> bool:
        """Whether a file's bytes are what they were, or it was as little there as it is now."""
        try:
            data = path.read_bytes() if path.is_file() else None
        except OSError:
            return False
        blob = self._tree.get(path)
        if data is None or blob is None:
            return data is None and blob is None
        kind = "sha256" if len(blob) == _LENGTH_SHA256 else "sha1"
        named = new(kind, b"blob %d\0" % len(data), usedforsecurity=False)
        named.update(data)
        return named.hexdigest() == blob

    def read(self, path: Path, limit: int) -> bytes:
        """Return at most ``limit`` bytes of a file as it was.

        Raises:
            FileNotFoundError: when it was not there.
            InputError: when its content was not fetched.
        """
        blob = self._tree.get(path)
        if blob is None:
            raise FileNotFoundError(path)
        if self._reader is None:
            self._reader = self._start("cat-file", "--batch")
        asking, answer = self._reader.stdin, self._reader.stdout
        assert asking is not None  # both are pipes
        assert answer is not None
        asking.write(blob.encode() + b"\n")
        asking.flush()
        _, _, length = answer.readline().partition(b" blob ")
        if not length:
            raise InputError(f"git has not all files of `{self._revision}`; fetch them first")
        data = answer.read(int(length))
        answer.read(1)  # a line end
        return data[:limit]

    # ---- Running git ---------------------------------------------------------------------------

    def _text(self, *words: str) -> str:
        done = self._run(*words)
        if done.returncode:
            error = done.stderr.decode(errors="replace")
            if owned := _DUBIOUS.search(error):
                raise InputError(
                    f"git does not read `{owned[1]}`, which belongs to another user; to trust it, "
                    f"run `git config --global --add safe.directory {quote(owned[1])}`"
                )
            said = error.strip().splitlines()
            why = f" ({said[0]})" if said else ""
            raise InputError(f"`{self._folder}` is in no git repository{why}")
        return os.fsdecode(done.stdout.removesuffix(b"\n"))

    def _run(self, *words: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        with self._start(*words) as process:
            out, err = process.communicate(stdin)
        return subprocess.CompletedProcess(words, process.returncode, out, err)

    def _start(self, *words: str) -> subprocess.Popen[bytes]:
        env = {name: value for name, value in os.environ.items() if name not in _LOCAL}
        # What was not fetched is not fetched now: whatever program that takes is the repository's.
        env |= {"GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
        pipe = subprocess.PIPE
        command = [_program(), *_SAFE, "-C", os.fspath(self._folder), *words]
        try:
            return subprocess.Popen(  # noqa: S603 (every word is fixed, or was looked up)
                command, stdin=pipe, stdout=pipe, stderr=pipe, env=env
            )
        except OSError as error:
            raise InputError(f"git cannot be run: {error.strerror}") from error


@cache
def _program() -> str:
    """Return the path of git's executable, ignoring relative and unreadable entries of ``PATH``.

    Raises:
        InputError: when there is no git.
    """
    name = "git.exe" if sys.platform == "win32" else "git"
    for folder in os.get_exec_path():
        program = os.path.join(folder, name)  # noqa: PTH118
        # These two, unlike `Path.is_file`, return False where a folder may not be entered.
        if os.path.isabs(folder) and os.path.isfile(program) and os.access(program, os.X_OK):  # noqa: PTH113, PTH117
            return program
    raise InputError(
        "there is no git to ask for the revision; install it, or check without --since"
    )


def results_at_revision(
    outcomes: Mapping[Path, MapResult],
    since: str,
    config: CheckConfig,
    now: SettingsCache,
) -> DiagnosticAggregator:
    """Return what the maps, given with what is found in them ``now``, had at a revision of git.

    A map whose files, lock, texts and settings are what they were is not read again.

    Raises:
        InputError: when there is no git, no repository, or no such revision.
    """
    aggregator = DiagnosticAggregator()
    with ExitStack() as opened:
        past: _RevisionChecker | None = None
        for path, outcome in outcomes.items():
            if past is None or not path.is_relative_to(past.revision.root):
                revision = opened.enter_context(closing(GitRevision(path.parent, since)))
                past = _RevisionChecker(revision, config, now)
            found = past.outcome(path, outcome)
            if found is not None:
                aggregator.add(found)
    return aggregator


class _RevisionChecker:
    """The files and settings at a revision."""

    def __init__(self, revision: GitRevision, config: CheckConfig, now: SettingsCache) -> None:
        from argmap.workspace.checker import Checker
        from argmap.workspace.files import FileCache

        self.revision = revision
        self._now = now
        self._file = config.overrides.config
        self._settings_cache: SettingsCache | None = None
        self._files = FileCache(self._read_map)
        checker_choices = config.overrides._replace(config=None)
        self._checker = Checker(
            config.texts, checker_choices, read=self._read_text, settings=self._settings
        )

    def outcome(self, path: Path, now: MapResult) -> MapResult | None:
        """Return what was found in a map; nothing where it was not there."""
        if not self._is_concerned(path, now):
            return now
        if not self.revision.has(path):
            return None
        from argmap.workspace.load import load_resolution

        resolution = load_resolution(path, self._files)
        try:
            return self._checker.check_map(resolution)
        except InputError:  # what was wrong then stands in the way of nobody now
            return None

    def _is_concerned(self, path: Path, now: MapResult) -> bool:
        if now.trace is None or self._settings(path.parent) != self._now.settings(path.parent):
            return True
        paths = (*now.trace.files, *(text.path.absolute() for text in now.trace.texts))
        return not all(self._is_as_now(each) for each in paths)

    def _is_as_now(self, path: Path) -> bool:
        return self.revision.is_as_now(path) or not self.revision.covers(path)

    def _settings(self, folder: Path) -> Settings:
        """Return what was set; what is set now, where that was not fit to be used."""
        try:
            if self._settings_cache is None:
                self._settings_cache = SettingsCache(self._file, self._read_settings)
            return self._settings_cache.settings(folder)
        except ConfigError:
            return self._now.settings(folder)

    def _read_settings(self, path: Path) -> bytes | None:
        path = path.resolve()
        if not path.is_relative_to(self.revision.root):
            return path.read_bytes() if path.is_file() else None
        return self.revision.read(path, MAX_FILE_BYTES) if self.revision.has(path) else None

    def _read_map(self, path: Path, limit: int) -> bytes:
        if not path.is_relative_to(self.revision.root):
            return read_bytes(path, limit)
        return self.revision.read(path, limit)

    def _read_text(self, path: Path, limit: int) -> bytes:
        path = path.absolute()
        if not self.revision.covers(path):
            return read_bytes(path, limit)
        return self.revision.read(path, limit)
