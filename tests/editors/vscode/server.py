"""The web server of VS Code, which shows its window in a browser.

The server is part of the npm package `code-server`. Its native modules, for logs and terminals, are
not compiled; the server runs without them.
"""

import hashlib
import json
import os
import re
import secrets
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlencode

import pytest
from attrs import frozen

PACKAGES = Path(__file__).parent / "server"
START_TIMEOUT_SECONDS = 120

MACHINE_SETTINGS = {"argmap.command": [sys.executable, "-m", "argmap"], "argmap.picture.delay": 0.1}
USER_SETTINGS = {
    "editor.minimap.enabled": False,
    "extensions.ignoreRecommendations": True,
    "files.autoSave": "off",
    "git.enabled": False,
    "security.workspace.trust.startupPrompt": "always",
    "telemetry.telemetryLevel": "off",
    "window.autoDetectColorScheme": True,
    "workbench.enableExperiments": False,
    "workbench.startupEditor": "none",
}
CLOSE_ALL_KEY = "Control+Alt+F11"
KEY_BINDINGS = [
    {
        "key": "ctrl+alt+f11",
        "command": "runCommands",
        "args": {
            "commands": [
                "workbench.action.revertAndCloseActiveEditor",  # also without saving
                "workbench.action.files.saveAll",
                "workbench.action.closeAllEditors",
                "workbench.action.closePanel",
                "notifications.clearAll",
            ]
        },
    }
]


def install_command(into: Path) -> list[str]:
    """Return the command that installs the server's packages in a folder."""
    shutil.copytree(PACKAGES, into, dirs_exist_ok=True)
    options = ["--ignore-scripts", "--no-audit", "--no-fund"]
    return ["npm", "ci", *options, f"--prefix={into}"]


def packages_version() -> str:
    """Return a hash of the server's lock file."""
    return hashlib.sha256((PACKAGES / "package-lock.json").read_bytes()).hexdigest()[:12]


@frozen
class Server:
    """A running server."""

    port: str
    token: str

    def url(self, folder: Path) -> str:
        """Return the URL of a window with a folder."""
        query = urlencode({"tkn": self.token, "folder": folder})
        return f"http://127.0.0.1:{self.port}/?{query}"


@contextmanager
def run_server(packages: Path, extension: Path, home: Path) -> Iterator[Server]:
    """Run a server with an extension (a .vsix file); its data is stored in ``home``."""
    _write_settings(home)
    token = secrets.token_urlsafe(16)
    log_file = home / "log.txt"
    command = [
        *("node", _program(packages), "--start-server", f"--install-extension={extension}"),
        *("--host=127.0.0.1", "--port=0", f"--connection-token={token}"),
        *(f"--server-data-dir={home}", f"--extensions-dir={home / 'extensions'}"),
        *("--accept-server-license-terms", "--telemetry-level=off"),
    ]
    no_gallery = {"EXTENSIONS_GALLERY": "{}"}  # otherwise it looks for updates of extensions
    with (
        log_file.open("wb") as log,
        subprocess.Popen(
            command, env=os.environ | no_gallery, stdout=log, stderr=log, start_new_session=True
        ) as process,
    ):
        try:
            yield Server(_port(process, log_file), token)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


def _write_settings(home: Path) -> None:
    files = {
        "Machine/settings.json": MACHINE_SETTINGS,
        "User/settings.json": USER_SETTINGS,
        "User/keybindings.json": KEY_BINDINGS,
    }
    for name, content in files.items():
        file = home / "data" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(content), encoding="utf-8")


def _program(packages: Path) -> Path:
    """Return the server's program, with links to the packages where it expects them."""
    folder = packages / "node_modules/code-server/lib/vscode"
    for name in ("node_modules", "node_modules.asar"):
        with suppress(FileExistsError):
            (folder / name).symlink_to(packages / "node_modules")
    return folder / "out/server-main.js"


def _port(process: subprocess.Popen[bytes], log_file: Path) -> str:
    """Wait until the server listens and the extension is installed; return the port."""
    end = time.monotonic() + START_TIMEOUT_SECONDS
    while process.poll() is None and time.monotonic() < end:
        text = log_file.read_text(encoding="utf-8", errors="replace")
        port = re.search(r"agent listening on (\d+)", text)
        if port and "was successfully installed" in text:
            return port[1]
        time.sleep(0.1)
    pytest.fail(f"VS Code's server does not start:\n{log_file.read_text(encoding='utf-8')}")
