"""What VS Code is let do in a folder whose authors nobody knows."""

import json
import sys

import pytest

from tests.editors.vscode.window import Window

TRAP = 'open(__file__ + ".sprung", "w").close()\n'


@pytest.fixture
async def strange(opened, server, tmp_path):
    """A window on a folder that says itself which program is to be started."""
    trap = tmp_path / "trap.py"
    trap.write_text(TRAP, encoding="utf-8")
    settings = tmp_path / ".vscode/settings.json"
    settings.parent.mkdir()
    settings.write_text(json.dumps({"argmap.command": [sys.executable, str(trap)]}))
    window = Window(await opened.page.context.new_page(), tmp_path)
    window.project = tmp_path / "strange"
    window.project.mkdir()
    window.write("wet.argmap", 'claim wet "The street is wet"\n')
    await window.visit(server)
    await window.trust("No, I don't trust the authors")
    yield window
    await window.page.close()


async def test_a_folder_that_is_not_trusted_starts_no_program(strange, tmp_path):
    """Its maps are coloured; the program it names is started when it is trusted, and not before."""
    await strange.open("wet.argmap")
    await strange.page.wait_for_selector(".view-line .mtk1 ~ [class^=mtk]")
    await strange.command("Argmap: Show the Picture to the Side")
    await strange.sees(strange.picture.locator("#problem").inner_text, "not trusted")
    assert not (tmp_path / "trap.py.sprung").exists()
    await strange.command("Workspaces: Manage Workspace Trust")
    await strange.page.get_by_role("button", name="Trust", exact=True).first.click()
    told = strange.page.locator(".notification-toast")
    await strange.sees(told.first.inner_text, "cannot be started. Install it with")
    assert await told.count() <= 1  # said once; it goes away by itself
    assert (tmp_path / "trap.py.sprung").exists()
