"""The command that adds an extra depends on how argmap is installed."""

import json
import shlex
import sys
from pathlib import Path

import pytest

from argmap import _installation
from argmap._installation import command_for
from argmap.errors import MissingExtra

CHECKOUT = Path(_installation.__file__).resolve().parents[2]


@pytest.fixture
def installed(monkeypatch, tmp_path):
    """Return a function that simulates an installation of argmap."""

    def simulate(origin, *, receipt="", is_active=True):
        package = tmp_path / "lib/argmap"
        package.mkdir(parents=True)
        info = tmp_path / "lib/argmap-1.dist-info"
        info.mkdir()
        (info / "METADATA").write_text("Name: argmap\nVersion: 1\n", encoding="utf-8")
        if origin is not None:
            (info / "direct_url.json").write_text(json.dumps(origin), encoding="utf-8")
        if receipt:
            (tmp_path / receipt).touch()
        monkeypatch.setattr(_installation, "_PACKAGE", package)
        monkeypatch.setattr(sys, "path", [str(tmp_path / "lib"), *sys.path])
        monkeypatch.setattr(sys, "prefix", str(tmp_path))
        monkeypatch.setattr(sys, "executable", str(tmp_path / "bin/python"))
        monkeypatch.setattr("importlib.util.find_spec", lambda _: object())
        monkeypatch.setenv("VIRTUAL_ENV", str(tmp_path) if is_active else "/elsewhere")

    return simulate


FOLDER = {"url": "file:///home/me/my%20maps/argmap", "dir_info": {}}
EDITABLE = {**FOLDER, "dir_info": {"editable": True}}
WHEEL = {"url": "file:///tmp/argmap-1-py3-none-any.whl", "archive_info": {}}
GIT = {"url": "https://example.org/argmap", "vcs_info": {"vcs": "git", "commit_id": "0a"}}
REVISION = {**GIT, "vcs_info": {"vcs": "git", "requested_revision": "v1", "commit_id": "0a"}}


@pytest.mark.parametrize(
    ("origin", "requirement"),
    [
        (None, "'argmap[serve]'"),
        ({}, "'argmap[serve]'"),
        ([], "'argmap[serve]'"),
        (FOLDER, "'/home/me/my maps/argmap[serve]'"),
        (EDITABLE, "-e '/home/me/my maps/argmap[serve]'"),
        (WHEEL, "'/tmp/argmap-1-py3-none-any.whl[serve]'"),
        (GIT, "'argmap[serve] @ git+https://example.org/argmap'"),
        (REVISION, "'argmap[serve] @ git+https://example.org/argmap@v1'"),
    ],
    ids=["index", "empty", "invalid", "folder", "editable", "wheel", "git", "revision"],
)
def test_the_command_contains_the_origin_of_argmap(installed, origin, requirement):
    """The origin is a package name, a path, or the URL of a repository."""
    installed(origin)
    assert command_for("serve") == f"pip install {requirement}"
    assert shlex.split(command_for("serve"))[-1].count("[serve]") == 1


@pytest.mark.parametrize(
    ("receipt", "prefix"),
    [("pipx_metadata.json", "pipx install --force "), ("uv-receipt.toml", "uv tool install ")],
)
@pytest.mark.parametrize("origin", [None, FOLDER, EDITABLE], ids=["index", "folder", "editable"])
def test_the_command_uses_the_tool_that_installed_argmap(installed, origin, receipt, prefix):
    """Pip should not change the dedicated environments of pipx and uv."""
    installed(origin, receipt=receipt, is_active=False)
    assert command_for("lsp").startswith(prefix)
    assert "[lsp]" in command_for("lsp")


def test_the_command_names_the_interpreter_of_an_inactive_environment(installed, tmp_path):
    """A plain `pip` would install into another Python, or fail in the system's."""
    installed(None, is_active=False)
    assert command_for("pdf") == f"{tmp_path / 'bin/python'} -m pip install 'argmap[pdf]'"


def test_the_command_uses_uv_in_an_environment_without_pip(installed, tmp_path, monkeypatch):
    """Uv creates environments without pip."""
    installed(None)
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    python = tmp_path / "bin/python"
    assert command_for("pdf") == f"uv pip install --python {python} 'argmap[pdf]'"


def test_the_command_contains_the_path_of_a_checkout(monkeypatch):
    """If argmap runs from a checkout, the command works in any folder."""
    if not (CHECKOUT / "pyproject.toml").is_file():
        pytest.skip("this is not a checkout")
    monkeypatch.setattr("importlib.metadata.distributions", lambda **_: [])
    assert f"-e {shlex.quote(f'{CHECKOUT}[serve]')}" in command_for("serve")


def test_the_message_contains_the_feature_the_extra_and_the_command():
    """It says what is missing, then what to do."""
    message = str(MissingExtra("print", "a PNG"))
    assert message == f"a PNG needs the extra `print`; run `{command_for('print')}`"
