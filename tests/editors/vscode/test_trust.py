"""The extension in a folder that is not trusted."""

import json
import sys

import pytest

from tests.editors.vscode.window import Window

TRAP = 'open(__file__ + ".started", "w").close()\n'


@pytest.fixture
async def untrusted(trusted_window, server, tmp_path):
    """A window with a folder whose settings contain a program to start."""
    trap = tmp_path / "trap.py"
    trap.write_text(TRAP, encoding="utf-8")
    settings = tmp_path / ".vscode/settings.json"
    settings.parent.mkdir()
    settings.write_text(json.dumps({"argmap.command": [sys.executable, str(trap)]}))
    window = Window(await trusted_window.page.context.new_page(), tmp_path)
    window.project = tmp_path / "untrusted"
    window.project.mkdir()
    window.write("wet.argmap", 'claim wet "The street is wet"\n')
    await window.visit(server)
    await window.trust("No, I don't trust the authors")
    yield window
    await window.page.close()


async def test_a_folder_that_is_not_trusted_starts_no_program(untrusted, tmp_path):
    """Its maps are highlighted; its program is started when the folder is trusted, not before."""
    await untrusted.open("wet.argmap")
    await untrusted.page.wait_for_selector(".view-line .mtk1 ~ [class^=mtk]")
    await untrusted.command("Argmap: Show the Picture to the Side")
    await untrusted.wait_for(untrusted.picture.locator("#problem").inner_text, "not trusted")
    assert not (tmp_path / "trap.py.started").exists()
    await untrusted.command("Workspaces: Manage Workspace Trust")
    await untrusted.page.get_by_role("button", name="Trust", exact=True).first.click()
    toasts = untrusted.page.locator(".notification-toast")
    await untrusted.wait_for(toasts.first.inner_text, "cannot be started. Install it with")
    assert await toasts.count() <= 1  # shown once; it disappears by itself
    assert (tmp_path / "trap.py.started").exists()
