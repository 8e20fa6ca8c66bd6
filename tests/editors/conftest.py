"""Fixtures for the tests of the folder editors/: the VS Code extension and npm."""

import hashlib
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock

from tests.real import miss

ROOT = Path(__file__).parents[2]
EDITORS = ROOT / "editors"


@pytest.fixture(scope="session")
def editors() -> Path:
    """The folder editors/."""
    if not EDITORS.exists():
        pytest.skip("the tests do not run in a checkout")
    return EDITORS


@pytest.fixture(scope="session")
def extension(editors, fetched, tmp_path_factory, worker_id) -> Path:
    """A built copy of the extension, with the packages of its lock file."""
    program = shutil.which("npm")
    if program is None:
        miss("npm is not installed")
    source = editors / "vscode"

    def install_command(into: Path) -> list[str]:
        for name in ("package.json", "package-lock.json"):
            shutil.copy(source / name, into)
        options = ["--ignore-scripts", "--no-audit", "--no-fund"]
        return [program, "ci", *options, f"--prefix={into}"]

    lock = (source / "package-lock.json").read_bytes()
    version = hashlib.sha256(lock).hexdigest()[:12]
    packages = fetched("vscode-packages", install_command, version=version)
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "vscode"
    with FileLock(folder.with_suffix(".lock")):
        if not (folder / "built").exists():
            generated = shutil.ignore_patterns("node_modules", "out", "*.vsix")
            shutil.copytree(source, folder, ignore=generated)
            (folder / "node_modules").symlink_to(packages / "node_modules")
            build = _run([program, "run", "build"], folder)
            assert build.returncode == 0, build.stdout + build.stderr
            shutil.copytree(folder / "out", folder / "built")  # tests create `out` again
    return folder


@pytest.fixture(scope="session")
def npm(extension) -> Callable[..., str]:
    """A function that runs npm in the copy of the extension and returns its output."""

    def run(*args: str, **env: str) -> str:
        process = _run([shutil.which("npm"), *args], extension, **env)
        assert process.returncode == 0, process.stdout + process.stderr
        return process.stdout

    return run


def _run(command: list[str], folder: Path, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        cwd=folder,
        env=os.environ | env,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
