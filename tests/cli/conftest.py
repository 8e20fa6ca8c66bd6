"""Fixtures that run the real command in a separate process."""

import gc
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryFile

import pytest
from attrs import frozen
from tests.cli.launcher import CAN_FORK, Launcher, starts_alike

_CALLER_VARIABLES = (
    *("NO_COLOR", "FORCE_COLOR", "COLUMNS", "ARGMAP_TRACEBACK", "PYTHONIOENCODING"),
    *("GITHUB_STEP_SUMMARY", "ARGMAP_CACHE_DIR"),
)
_TIMEOUT_SECONDS = 300


@frozen
class Outcome:
    """The output and the exit code of a command."""

    returncode: int
    stdout: str
    stderr: str


@pytest.fixture(scope="session")
def cache_home(tmp_path_factory) -> Path:
    """A cache folder for the whole run: the grammar is compiled once, outside the home folder."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def run(cache_home, tmp_path) -> Callable[..., Outcome]:
    """Run a program in ``tmp_path``; a variable set to None in ``env`` is removed.

    The output has to be valid in ``encoding`` and must not contain a traceback.
    """

    def run_it(
        command,
        *,
        input=b"",  # noqa: A002
        env=None,
        cwd=tmp_path,
        encoding="utf-8",
        **options,
    ) -> Outcome:
        result = subprocess.run(
            [os.fspath(word) for word in command],
            input=input.encode() if isinstance(input, str) else input,
            env=_variables(cache_home, env),
            cwd=cwd,
            capture_output=True,
            timeout=_TIMEOUT_SECONDS,
            check=False,
            **options,
        )
        outcome = Outcome(
            result.returncode, result.stdout.decode(encoding), result.stderr.decode(encoding)
        )
        assert "Traceback" not in outcome.stdout + outcome.stderr
        return outcome

    return run_it


@pytest.fixture(scope="session")
def launcher() -> Iterator[Launcher | None]:
    """A launcher that starts commands quickly, or None on systems without ``fork``."""
    if not CAN_FORK:
        yield None
        return
    new_launcher = Launcher()
    yield new_launcher
    new_launcher.close()


@pytest.fixture
def argmap(run, launcher, cache_home, tmp_path) -> Callable[..., Outcome]:
    """Run ``argmap`` with arguments in a separate process (see `tests.cli.launcher`)."""

    def run_it(
        *arguments,
        input=b"",  # noqa: A002
        env=None,
        cwd=tmp_path,
        encoding="utf-8",
        **options,
    ) -> Outcome:
        variables = _variables(cache_home, env)
        is_like_here = launcher is not None and not options and starts_alike(variables)
        if not is_like_here or not launcher.free.acquire(blocking=False):
            command = [sys.executable, "-m", "argmap", *arguments]
            return run(command, input=input, env=env, cwd=cwd, encoding=encoding, **options)
        try:
            return launched(arguments, input, variables, cwd, encoding)
        finally:
            launcher.free.release()

    def launched(arguments, input, variables, cwd, encoding) -> Outcome:  # noqa: A002
        with TemporaryFile() as stdin, TemporaryFile() as stdout, TemporaryFile() as stderr:
            stdin.write(input.encode() if isinstance(input, str) else input)
            files = [stdin, stdout, stderr]
            for file in files:
                file.seek(0)
            code = launcher.run(
                [os.fspath(word) for word in arguments],
                cwd=cwd,
                env=variables,
                streams=[file.fileno() for file in files],
                timeout=_TIMEOUT_SECONDS,
            )
            output, errors = (_read(file, encoding) for file in files[1:])
        assert "Traceback" not in output + errors
        return Outcome(code, output, errors)

    return run_it


def _variables(cache_home: Path, env) -> dict[str, str]:
    """Return the caller's environment without variables that change the output."""
    variables = {k: v for k, v in os.environ.items() if k not in _CALLER_VARIABLES}
    variables |= {"XDG_CACHE_HOME": str(cache_home), **(env or {})}
    return {name: os.fspath(value) for name, value in variables.items() if value is not None}


def _read(file, encoding: str) -> str:
    file.seek(0)
    return file.read().decode(encoding)


@pytest.fixture
def run_in_process(tmp_path, monkeypatch, capfd) -> Iterator[Callable[..., Outcome]]:
    """Run ``argmap`` in this process, for tests that run it hundreds of times."""
    from argmap.cli import main

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ARGMAP_CACHE_DIR", str(tmp_path / "cache"))
    for name in _CALLER_VARIABLES[:-1]:
        monkeypatch.delenv(name, raising=False)

    def run_it(*arguments: str) -> Outcome:
        monkeypatch.setattr(sys, "argv", ["argmap", *map(os.fspath, arguments)])
        with pytest.raises(SystemExit) as stopped:
            main()
        captured = capfd.readouterr()
        assert "Traceback" not in captured.out + captured.err
        return Outcome(stopped.value.code or 0, captured.out, captured.err)

    yield run_it
    gc.enable()  # a command turns it off


@pytest.fixture
def write(tmp_path) -> Callable[..., Path]:
    """Write a file below ``tmp_path`` and create its folders; returns its path."""

    def write_it(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write_it


@pytest.fixture
def clean() -> str:
    """A map without diagnostics."""
    return 'claim street "The street is wet" {\n  assumption rain "It has rained"\n}\n'


@pytest.fixture
def doubtful() -> str:
    """A map with one warning (EVI301)."""
    return 'claim street "The street is wet"\n'


@pytest.fixture
def broken() -> str:
    """A map with one error (SYN002)."""
    return 'clam street "The street is wet" {\n  assumption rain "It has rained"\n}\n'


@pytest.fixture
def tree(tmp_path) -> Callable[[], dict[str, bytes | None]]:
    """Return everything below ``tmp_path``: the contents of files, None for folders."""

    def read() -> dict[str, bytes | None]:
        return {
            path.relative_to(tmp_path).as_posix(): path.read_bytes() if path.is_file() else None
            for path in sorted(tmp_path.rglob("*"))
        }

    return read


@pytest.fixture
def permissions(tmp_path_factory) -> None:
    """Skip where file permissions are not enforced: for root, and on Windows."""
    path = tmp_path_factory.mktemp("permissions") / "file"
    path.touch(mode=0)
    try:
        path.read_bytes()
    except PermissionError:
        return
    pytest.skip("this user may read every file")
