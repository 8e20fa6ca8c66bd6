"""Reads the files of a git revision.

Files are read from the objects of the repository; nothing is checked out. Only commands that read
objects are run. All arguments are fixed except the revision, which is resolved first; no program
that a repository may name is started.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from hashlib import new
from pathlib import Path
from shlex import quote

from argmap.config import MAP_SUFFIX
from argmap.errors import InputError
from argmap.text.import_patterns import FolderEntries, add_maps

_SAFE_OPTIONS = (
    "--no-pager",
    "--no-optional-locks",
    "--no-replace-objects",
    *("-c", "core.fsmonitor=false", "-c", f"core.hooksPath={os.devnull}"),
)
_REPOSITORY_VARIABLES = (
    *("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR"),
    *("GIT_NAMESPACE", "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES"),
)
"""Environment variables that are set in a hook, and that would select another repository."""
_DUBIOUS_OWNERSHIP = re.compile(r"dubious ownership in repository at '(.+)'")
"""The message of git for a repository that belongs to another user and is not trusted."""
_SHA256_LENGTH = 64
_REGULAR_MODES = ("100644", "100755")


class GitRevision:
    """The files of a repository at a revision.

    Args:
        folder: A folder in the work tree of the repository.
        revision: The revision, as a user writes it.

    Raises:
        InputError: If git is not installed, or the repository or the revision does not exist.
    """

    def __init__(self, folder: Path, revision: str) -> None:
        self._folder = folder
        self._revision = revision
        self.root = Path(self._output("rev-parse", "--show-toplevel")).resolve()
        self._commit = self._resolve_commit()
        self._blobs = dict(self._list_blobs())
        self._reader: subprocess.Popen[bytes] | None = None

    @classmethod
    def merge_base(cls, folder: Path, first: str, second: str) -> str:
        """Return the commit at which the histories of two revisions part.

        Raises:
            InputError: If one of them does not exist, or they have no common history.
        """
        one, other = cls(folder, first), cls(folder, second)
        completed = one._run("merge-base", one._commit, other._commit)
        if completed.returncode:
            raise InputError(f"`{first}` and `{second}` have no common commit")
        return completed.stdout.decode().strip()

    def close(self) -> None:
        """End the process that reads objects."""
        if self._reader is not None:
            self._reader.communicate()
            self._reader = None

    def _resolve_commit(self) -> str:
        revision = self._revision
        words = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
        completed = None if "\0" in revision else self._run(*words)
        if completed is None or completed.returncode or not completed.stdout.strip().isalnum():
            raise InputError(
                f"unknown revision `{revision}` in `{self.root}`; in a shallow clone, fetch it "
                "first"
            )
        return completed.stdout.decode().strip()

    def _list_blobs(self) -> Iterator[tuple[Path, str]]:
        """Yield the regular files of the revision, with the names of their blobs."""
        completed = self._run("ls-tree", "-r", "-z", "--full-tree", self._commit)
        if completed.returncode:
            raise self._missing_objects()
        for line in completed.stdout.split(b"\0")[:-1]:
            head, _, name = line.partition(b"\t")
            mode, _, blob = head.decode().split(" ")
            if mode in _REGULAR_MODES:
                yield self.root / os.fsdecode(name), blob

    def _missing_objects(self) -> InputError:
        return InputError(
            f"some files of `{self._revision}` are missing from the local repository; "
            "fetch them first"
        )

    def covers(self, path: Path) -> bool:
        """Return whether a file would be in the revision: in the work tree, and not ignored."""
        if not path.is_relative_to(self.root):
            return False
        return path in self._blobs or not self._is_ignored(path)

    def _is_ignored(self, path: Path) -> bool:
        words = ("check-ignore", "-z", "--stdin")
        return self._run(*words, stdin=os.fsencode(path) + b"\0").returncode == 0

    def has(self, path: Path) -> bool:
        """Return whether a file existed at the revision."""
        return path in self._blobs

    def is_unchanged(self, path: Path) -> bool:
        """Return whether a file has the same content now, or exists in neither version."""
        try:
            data = path.read_bytes() if path.is_file() else None
        except OSError:
            return False
        blob = self._blobs.get(path)
        if data is None or blob is None:
            return data is None and blob is None
        algorithm = "sha256" if len(blob) == _SHA256_LENGTH else "sha1"
        digest = new(algorithm, b"blob %d\0" % len(data), usedforsecurity=False)
        digest.update(data)
        return digest.hexdigest() == blob

    def read(self, path: Path, limit: int) -> bytes:
        """Return at most ``limit`` bytes of a file at the revision.

        Raises:
            FileNotFoundError: If the file did not exist.
            InputError: If the repository lacks the content of the file.
        """
        blob = self._blobs.get(path)
        if blob is None:
            raise FileNotFoundError(path)
        if self._reader is None:
            self._reader = self._start("cat-file", "--batch")
        requests, responses = self._reader.stdin, self._reader.stdout
        assert requests is not None  # both are pipes
        assert responses is not None
        requests.write(blob.encode() + b"\n")
        requests.flush()
        _, _, length = responses.readline().partition(b" blob ")
        if not length:
            raise self._missing_objects()
        data = responses.read(int(length))
        responses.read(1)  # a line end
        return data[:limit]

    def maps(self, path: Path) -> list[Path]:
        """Return the maps in a folder of the revision and below, sorted, or the file itself."""
        if path in self._blobs:
            return [path]
        return sorted(
            file for file in self._blobs if file.suffix == MAP_SUFFIX and file.is_relative_to(path)
        )

    def entries(self, folder: Path) -> FolderEntries:
        """Return the maps and folders in a folder of the revision."""
        return add_maps(FolderEntries(), folder, self._blobs)

    # ---- Running git ---------------------------------------------------------------------------

    def _output(self, *words: str) -> str:
        completed = self._run(*words)
        if completed.returncode:
            error = completed.stderr.decode(errors="replace")
            if match := _DUBIOUS_OWNERSHIP.search(error):
                raise InputError(
                    f"git does not read `{match[1]}`, which belongs to another user; to trust it, "
                    f"run `git config --global --add safe.directory {quote(match[1])}`"
                )
            lines = error.strip().splitlines()
            reason = f" ({lines[0]})" if lines else ""
            raise InputError(f"`{self._folder}` is not in a git repository{reason}")
        return os.fsdecode(completed.stdout.removesuffix(b"\n"))

    def _run(self, *words: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        return run_git(self._folder, *words, stdin=stdin)

    def _start(self, *words: str) -> subprocess.Popen[bytes]:
        return _start(self._folder, *words)


def run_git(folder: Path, *words: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Run git in a folder, without hooks and without access to the network.

    Raises:
        InputError: If git is not installed, or cannot be run.
    """
    with _start(folder, *words) as process:
        out, err = process.communicate(stdin)
    return subprocess.CompletedProcess(words, process.returncode, out, err)


def _start(folder: Path, *words: str) -> subprocess.Popen[bytes]:
    env = {name: value for name, value in os.environ.items() if name not in _REPOSITORY_VARIABLES}
    # Missing objects are not fetched: the repository may name the program that fetches them.
    env |= {"GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
    pipe = subprocess.PIPE
    command = [_program(), *_SAFE_OPTIONS, "-C", os.fspath(folder), *words]
    try:
        return subprocess.Popen(  # noqa: S603 (every argument is fixed or validated)
            command, stdin=pipe, stdout=pipe, stderr=pipe, env=env
        )
    except OSError as error:
        raise InputError(f"git cannot be run: {error.strerror}") from error


def user_name() -> str | None:
    """Return the name that git has for the user; None if git or the name is missing."""
    try:
        words = [_program(), *_SAFE_OPTIONS, "config", "--get", "user.name"]
        completed = subprocess.run(words, capture_output=True, check=False)  # noqa: S603 (fixed)
    except (InputError, OSError):
        return None
    return completed.stdout.decode(errors="replace").strip() or None


def line_authors(path: Path) -> dict[str, str] | None:
    """Return who wrote each line of a file in the last commit, by the text of the line.

    None if git is not installed, or the file is not in a repository.
    """
    options = ("-c", "blame.ignoreRevsFile=")  # a missing file would be an error
    words = ("blame", "--line-porcelain", "--no-textconv", "HEAD", "--", path.name)
    try:
        completed = run_git(path.parent, *options, *words)
        if completed.returncode and run_git(path.parent, "rev-parse", "--git-dir").returncode:
            return None
    except InputError:
        return None
    authors: dict[str, str] = {}
    author = ""
    for line in completed.stdout.decode(errors="replace").split("\n"):
        if line.startswith("author "):
            author = line.removeprefix("author ")
        elif line.startswith("\t"):
            authors.setdefault(line.removeprefix("\t").rstrip("\r"), author)
    return authors


@cache
def _program() -> str:
    """Return the path of git's executable, ignoring relative and unreadable entries of ``PATH``.

    Raises:
        InputError: If git is not installed.
    """
    name = "git.exe" if sys.platform == "win32" else "git"
    for folder in os.get_exec_path():
        program = os.path.join(folder, name)  # noqa: PTH118
        # Unlike `Path.is_file`, these return False if the folder is not accessible.
        if os.path.isabs(folder) and os.path.isfile(program) and os.access(program, os.X_OK):  # noqa: PTH113, PTH117
            return program
    raise InputError("git is not installed; install it, or do not name a revision")
