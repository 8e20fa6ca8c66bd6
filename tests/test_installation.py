"""The command that adds an extra is the one for the way argmap is installed."""

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
    """Pretend that argmap came from somewhere, into an environment of some kind."""

    def pretend(origin, *, receipt="", is_active=True):
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

    return pretend


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
    ids=["index", "nothing said", "nonsense", "folder", "editable", "wheel", "git", "revision"],
)
def test_the_command_names_where_argmap_came_from(installed, origin, requirement):
    """From an index by name, from a checkout by its path, from a repository by its address."""
    installed(origin)
    assert command_for("serve") == f"pip install {requirement}"
    assert shlex.split(command_for("serve"))[-1].count("[serve]") == 1


@pytest.mark.parametrize(
    ("receipt", "begin"),
    [("pipx_metadata.json", "pipx install --force "), ("uv-receipt.toml", "uv tool install ")],
)
@pytest.mark.parametrize("origin", [None, FOLDER, EDITABLE], ids=["index", "folder", "editable"])
def test_a_program_is_installed_by_what_installed_it(installed, origin, receipt, begin):
    """Pipx and uv keep programs in environments that pip is not meant to touch."""
    installed(origin, receipt=receipt, is_active=False)
    assert command_for("lsp").startswith(begin)
    assert "[lsp]" in command_for("lsp")


def test_an_environment_that_is_not_active_is_named(installed, tmp_path):
    """A bare pip would install into another Python, or be refused by the system's."""
    installed(None, is_active=False)
    assert command_for("pdf") == f"{tmp_path / 'bin/python'} -m pip install 'argmap[pdf]'"


def test_an_environment_without_pip_is_given_to_uv(installed, tmp_path, monkeypatch):
    """Environments made by uv have no pip of their own."""
    installed(None)
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    python = tmp_path / "bin/python"
    assert command_for("pdf") == f"uv pip install --python {python} 'argmap[pdf]'"


def test_a_checkout_that_runs_is_named(monkeypatch):
    """From source the command names the checkout, whatever folder one is in."""
    if not (CHECKOUT / "pyproject.toml").is_file():
        pytest.skip("this is not a checkout")
    monkeypatch.setattr("importlib.metadata.distributions", lambda **_: [])
    assert f"-e {shlex.quote(f'{CHECKOUT}[serve]')}" in command_for("serve")


def test_the_message_names_the_feature_the_extra_and_the_command():
    """What is missing, then what to do."""
    message = str(MissingExtra("print", "a PNG"))
    assert message == f"a PNG needs the extra `print`; run `{command_for('print')}`"
