"""The programs that what is in editors/ is tried with: npm and Neovim."""

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
    """The folder of what is for editors."""
    if not EDITORS.exists():
        pytest.skip("this is not a checkout")
    return EDITORS


@pytest.fixture(scope="session")
def extension(editors, fetched, tmp_path_factory, worker_id) -> Path:
    """A copy of the extension with the packages that its lock file names, once for all."""
    program = shutil.which("npm")
    if program is None:
        miss("npm is not installed")
    source = editors / "vscode"

    def fetching(into: Path) -> list[str]:
        for name in ("package.json", "package-lock.json"):
            shutil.copy(source / name, into)
        options = ["--ignore-scripts", "--no-audit", "--no-fund"]
        return [program, "ci", *options, f"--prefix={into}"]

    lock = (source / "package-lock.json").read_bytes()
    version = hashlib.sha256(lock).hexdigest()[:12]
    packages = fetched("vscode-packages", fetching, version=version)
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "vscode"
    with FileLock(folder.with_suffix(".lock")):
        if not (folder / "built").exists():
            made = shutil.ignore_patterns("node_modules", "out", "*.vsix")
            shutil.copytree(source, folder, ignore=made)
            (folder / "node_modules").symlink_to(packages / "node_modules")
            built = _run([program, "run", "build"], folder)
            assert built.returncode == 0, built.stdout + built.stderr
            shutil.copytree(folder / "out", folder / "built")  # `out` is made anew by tests
    return folder


@pytest.fixture(scope="session")
def npm(extension) -> Callable[..., str]:
    """Run npm in the copy of the extension; return what it says."""

    def run(*words: str, **env: str) -> str:
        done = _run([shutil.which("npm"), *words], extension, **env)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

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
