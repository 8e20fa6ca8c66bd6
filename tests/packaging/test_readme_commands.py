"""Tests the installation commands of the README, and its table of extras."""

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tomllib
from pathlib import Path

import pytest
from tests.conftest import DOWNLOADS
from tests.real import miss

pytestmark = [
    pytest.mark.wheel,
    pytest.mark.skipif(sys.platform == "win32", reason="the lines are for a Unix shell"),
]

ROOT = Path(__file__).parents[2]
PACKAGE_FILES = ("src", "grammar", "pyproject.toml", "README.md", "LICENSE")
SECTION = (
    (ROOT / "README.md").read_text(encoding="utf-8").split("\n## Install\n")[1].split("\n## ")[0]
)
BLOCKS = re.findall(r"^```sh\n(.*?)^```$", SECTION, flags=re.MULTILINE | re.DOTALL)
WAYS = {"venv": BLOCKS[0], "pipx": BLOCKS[1], "uv": BLOCKS[2]}
FIRST_STEPS = BLOCKS[3]


@pytest.fixture(scope="module")
def installers(tmp_path_factory, index) -> Path:
    """A folder with only the programs pipx and uv."""
    folder = tmp_path_factory.mktemp("installers")
    for name in ("pipx", "uv"):
        program = shutil.which(name, path=sysconfig.get_path("scripts"))
        (folder / name).symlink_to(program or miss(f"{name} is not installed"))
    return folder


@pytest.fixture(params=WAYS)
def shell(request, installers, tmp_path):
    """Run lines in a shell, in a copy of the checkout with argmap installed."""
    copy = tmp_path / "check out"
    copy.mkdir()
    for name in PACKAGE_FILES:
        if (ROOT / name).is_dir():
            shutil.copytree(
                ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__", ".*")
            )
        else:
            shutil.copy(ROOT / name, copy / name)
    leading = ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV")
    env = {name: value for name, value in os.environ.items() if name not in leading}
    env |= {
        "HOME": str(tmp_path / "home"),
        "PATH": f"{tmp_path}/bin:{installers}:/usr/local/bin:/usr/bin:/bin",
        "PIPX_HOME": str(tmp_path / "pipx"),
        "PIPX_BIN_DIR": str(tmp_path / "bin"),
        "PIPX_DEFAULT_PYTHON": sys.executable,
        "UV_TOOL_DIR": str(tmp_path / "tools"),
        "UV_TOOL_BIN_DIR": str(tmp_path / "bin"),
        "UV_PYTHON": sys.executable,
        "UV_PYTHON_DOWNLOADS": "never",
        "UV_CACHE_DIR": str((DOWNLOADS or tmp_path) / "uv"),
        "PIP_CACHE_DIR": str((DOWNLOADS or tmp_path) / "pip"),
        "PIP_NO_COMPILE": "1",
    }
    (tmp_path / "home").mkdir()
    activated = ""
    if request.param == "venv":
        activated = ". .venv/bin/activate\n"
        # The interpreter of the tests is recent enough for argmap; the system's may not be.
        (tmp_path / "bin").mkdir()
        (tmp_path / "bin/python3").symlink_to(sys.executable)

    def run(lines, *, is_installed=True):
        return subprocess.run(
            ["sh", "-ec", (activated if is_installed else "") + lines],
            cwd=copy,
            env=env,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    result = run(WAYS[request.param], is_installed=False)
    assert result.returncode == 0, result.stdout + result.stderr
    return run


def test_the_readme_s_lines_install_an_extensible_program(shell):
    """The first steps work, and the command in a message adds the named extra."""
    result = shell(f"mkdir maps\ncd maps\n{FIRST_STEPS}")
    assert result.returncode == 0, result.stdout + result.stderr
    assert "nothing to report" in result.stdout
    assert result.stdout.endswith("map.svg\n")

    assert "#compdef argmap" in shell("argmap completion zsh").stdout

    result = shell("argmap lsp")
    assert result.returncode == 2
    command = re.search(r"needs the extra `lsp`; run `(.*)`$", result.stderr.strip())
    assert command, result.stderr
    result = shell(f"cd /\n{command[1]}")
    assert result.returncode == 0, result.stdout + result.stderr
    result = shell("argmap lsp < /dev/null")
    assert (result.returncode, result.stderr) == (0, "")


def test_the_table_lists_all_extras():
    """Each is listed once, and nothing else."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    listed = re.findall(r"^\| `(\w+)` \|", SECTION, flags=re.MULTILINE)
    assert sorted(listed) == sorted(project["optional-dependencies"])
