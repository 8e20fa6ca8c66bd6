"""VS Code without a window of its own: its server, which shows it in a browser.

The server is a part of the package `code-server` of npm. Nothing of it is compiled: what it would
have compiled writes logs and opens terminals, and it runs without.
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
PATIENCE = 120
"""Seconds after which a server that has not come up is given up."""

MACHINE = {"argmap.command": [sys.executable, "-m", "argmap"], "argmap.picture.delay": 0.1}
USER = {
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
TIDY = "Control+Alt+F11"
"""The key that closes everything."""
KEYS = [
    {
        "key": "ctrl+alt+f11",
        "command": "runCommands",
        "args": {
            "commands": [
                "workbench.action.revertAndCloseActiveEditor",  # one without a name, too
                "workbench.action.files.saveAll",
                "workbench.action.closeAllEditors",
                "workbench.action.closePanel",
                "notifications.clearAll",
            ]
        },
    }
]


def fetching(into: Path) -> list[str]:
    """Return the command that fetches the server's packages into a folder."""
    shutil.copytree(PACKAGES, into, dirs_exist_ok=True)
    options = ["--ignore-scripts", "--no-audit", "--no-fund"]
    return ["npm", "ci", *options, f"--prefix={into}"]


def version_of_packages() -> str:
    """Return the version of the server's packages: a hash of the file that names them all."""
    return hashlib.sha256((PACKAGES / "package-lock.json").read_bytes()).hexdigest()[:12]


@frozen
class Server:
    """A server that is running."""

    port: str
    token: str

    def address(self, folder: Path) -> str:
        """Return where the browser finds a folder, opened in VS Code."""
        asked = urlencode({"tkn": self.token, "folder": folder})
        return f"http://127.0.0.1:{self.port}/?{asked}"


@contextmanager
def serving(packages: Path, extension: Path, home: Path) -> Iterator[Server]:
    """Run a server with an extension (a .vsix) in it; all that it keeps is kept in `home`."""
    _set_up(home)
    token = secrets.token_urlsafe(16)
    said = home / "said.txt"
    command = [
        *("node", _program(packages), "--start-server", f"--install-extension={extension}"),
        *("--host=127.0.0.1", "--port=0", f"--connection-token={token}"),
        *(f"--server-data-dir={home}", f"--extensions-dir={home / 'extensions'}"),
        *("--accept-server-license-terms", "--telemetry-level=off"),
    ]
    nowhere = {"EXTENSIONS_GALLERY": "{}"}  # it would ask a shop on the web for news
    with (
        said.open("wb") as log,
        subprocess.Popen(
            command, env=os.environ | nowhere, stdout=log, stderr=log, start_new_session=True
        ) as process,
    ):
        try:
            yield Server(_port(process, said), token)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


def _set_up(home: Path) -> None:
    kept = {
        "Machine/settings.json": MACHINE,
        "User/settings.json": USER,
        "User/keybindings.json": KEYS,
    }
    for name, what in kept.items():
        file = home / "data" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(what), encoding="utf-8")


def _program(packages: Path) -> Path:
    """Return the server's program, with its packages where it looks for them."""
    folder = packages / "node_modules/code-server/lib/vscode"
    for name in ("node_modules", "node_modules.asar"):
        with suppress(FileExistsError):
            (folder / name).symlink_to(packages / "node_modules")
    return folder / "out/server-main.js"


def _port(process: subprocess.Popen[bytes], said: Path) -> str:
    """Wait until the server listens, and the extension is installed; return the port."""
    end = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < end:
        text = said.read_text(encoding="utf-8", errors="replace")
        port = re.search(r"agent listening on (\d+)", text)
        if port and "was successfully installed" in text:
            return port[1]
        time.sleep(0.1)
    pytest.fail(f"VS Code's server does not come up:\n{said.read_text(encoding='utf-8')}")
