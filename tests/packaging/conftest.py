"""Fixtures that build distributions once and install them into empty environments."""

import os
import subprocess
import sys
import venv
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from attrs import frozen

ROOT = Path(__file__).parents[2]


def _environment() -> dict[str, str]:
    """Return the environment without variables that point to this checkout or installation."""
    leading = ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "__PYVENV_LAUNCHER__")
    return {name: value for name, value in os.environ.items() if name not in leading}


def _run(*command: object, cwd: Path, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        env=_environment() | {"PIP_DISABLE_PIP_VERSION_CHECK": "1"} | env,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def _must(result: subprocess.CompletedProcess[str]) -> None:
    assert result.returncode == 0, result.stdout + result.stderr


@frozen
class Distributions:
    """An sdist, the wheel made from it, and the wheel made from the checkout."""

    sdist: Path
    wheel: Path
    direct_wheel: Path

    def content(self, wheel: Path) -> dict[str, bytes]:
        """Return the files of a wheel by path."""
        with zipfile.ZipFile(wheel) as archive:
            return {name: archive.read(name) for name in archive.namelist()}


@frozen
class Environment:
    """A virtual environment with argmap, used from ``home``, outside the checkout."""

    scripts: Path
    home: Path

    def run(self, program: str, *arguments: object) -> subprocess.CompletedProcess[str]:
        """Run a program of the environment; ``python`` does not import from the current folder."""
        isolated = ["-I"] if program == "python" else []
        cache = str(self.home / "cache")
        return _run(
            self.scripts / program, *isolated, *arguments, cwd=self.home, XDG_CACHE_HOME=cache
        )

    def evaluate(self, script: str) -> str:
        """Return what a Python expression prints in the environment."""
        result = self.run("python", "-c", script)
        _must(result)
        return result.stdout.strip()


@pytest.fixture(scope="session")
def index(tmp_path_factory) -> None:
    """Skip if pip can reach no index, or fail where real parts are required."""
    folder = tmp_path_factory.mktemp("index")
    result = _run(sys.executable, "-m", "pip", "download", "--no-deps", "attrs", cwd=folder)
    if result.returncode:
        reason = f"pip reaches no index: {result.stderr.strip().splitlines()[-1:]}"
        assert os.environ.get("ARGMAP_REQUIRE_REAL") != "1", reason
        pytest.skip(reason)


@pytest.fixture(scope="session")
def checkout() -> Path:
    """The checkout to build from."""
    if not (ROOT / "pyproject.toml").exists():
        pytest.skip("this is not a checkout")
    return ROOT


@pytest.fixture(scope="session")
def distributions(tmp_path_factory, checkout, index) -> Distributions:
    """Build an sdist, a wheel from that, and a wheel straight from the checkout."""
    dist, direct = (tmp_path_factory.mktemp(name) for name in ("dist", "direct"))
    # Without options `build` makes the wheel from the sdist.
    build = (sys.executable, "-m", "build", "--installer=uv", checkout)
    _must(_run(*build, "--outdir", dist, cwd=dist))
    _must(_run(*build, "--wheel", "--outdir", direct, cwd=dist))
    (sdist,), (wheel,), (direct_wheel,) = (
        dist.glob("*.tar.gz"),
        dist.glob("*.whl"),
        direct.glob("*.whl"),
    )
    return Distributions(sdist, wheel, direct_wheel)


@pytest.fixture(scope="session")
def install(tmp_path_factory, index) -> Callable[..., Environment]:
    """Make an empty environment and install something into it."""

    def make(*packages: object) -> Environment:
        folder = tmp_path_factory.mktemp("venv")
        venv.create(folder)
        scripts = folder / ("Scripts" if sys.platform == "win32" else "bin")
        home = tmp_path_factory.mktemp("home")
        pip = (sys.executable, "-m", "pip", "--python", scripts / "python")
        _must(_run(*pip, "install", "--no-compile", *packages, cwd=home))
        return Environment(scripts, home)

    return make


@pytest.fixture(scope="session")
def installed(install, distributions) -> Environment:
    """An environment with the built wheel."""
    return install(distributions.wheel)


@pytest.fixture(scope="session")
def editable(install, checkout) -> Environment:
    """An environment with an editable installation of the checkout."""
    return install("--editable", checkout)
