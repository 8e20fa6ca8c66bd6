"""Tests opening an editor from the page."""

import shlex
import sys

import pytest
from tests.serve.conftest import LANE

LINE = LANE.splitlines().index('  counterpoint shops "The shops would lose" {') + 1


async def wait_for(seen, recorded, count: int) -> list:
    """Wait until the editor was started the given number of times."""
    for _ in range(100):
        if len(recorded()) >= count:
            break
        await seen.page.wait_for_timeout(100)
    return recorded()


async def test_a_card_opens_in_an_editor(served, look, recorder):
    """Button, key, double click and Alt-click start the command with file, line and column."""
    command, recorded = recorder
    server = served("--editor", command + " {file} +{line} {column}")
    seen = await look(server)
    expected = [str(server.folder / "lane.argmap"), f"+{LINE}", "3"]
    await seen.card("shops").click()
    await seen.page.click("text=Edit")
    assert await wait_for(seen, recorded, 1) == [expected]
    await seen.card("shops").click()
    await seen.page.keyboard.press("e")
    assert len(await wait_for(seen, recorded, 2)) == 2
    await seen.card("shops").dblclick()
    assert len(await wait_for(seen, recorded, 3)) == 3
    await seen.card("shops").click(modifiers=["Alt"])
    assert await wait_for(seen, recorded, 4) == [expected] * 4
    # A plain click opens nothing: the next start is from the next action.
    await seen.card("lane").click(position={"x": 30, "y": 12})
    await seen.card("shops").click(modifiers=["Alt"])
    assert await wait_for(seen, recorded, 5) == [expected] * 5


async def test_a_diagnostic_opens_in_the_editor(served, look, recorder):
    """Each location in the banner and in the list opens the editor."""
    command, recorded = recorder
    server = served("--editor", command, lane=LANE.replace("claim lane", "clam lane"))
    seen = await look(server, drawn=False)
    await seen.page.click("#page-trouble .at")
    assert await wait_for(seen, recorded, 1) == [[str(server.folder / "lane.argmap")]]
    await seen.page.click("#page-findings-list .at >> nth=0")
    assert len(await wait_for(seen, recorded, 2)) == 2


async def test_names_reach_the_editor_unchanged(served, look, recorder):
    """A file name is one argument: no shell reads it, and no placeholder in it is replaced."""
    command, recorded = recorder
    name = "$(touch x); {line} 'a' & b.argmap"
    server = served("--editor", command + " {file} {line}", paths=["."], **{name[:-7]: LANE})
    (id_,) = [each["id"] for each in server.live_list()]
    seen = await look(server, f"map/{id_}")
    await seen.card("lane").click(position={"x": 30, "y": 12})
    await seen.page.keyboard.press("e")
    assert await wait_for(seen, recorded, 1) == [[str(server.folder / name), "3"]]
    assert not (server.folder / "x").exists()


async def test_by_default_a_link_opens_the_editor(served, look):
    """The browser gets a `vscode:` link with the location, and the server runs nothing."""
    server = served()
    seen = await look(server)
    await seen.page.evaluate(
        """() => {
          window.followed = [];
          HTMLAnchorElement.prototype.click = function () { window.followed.push(this.href); };
        }"""
    )
    await seen.card("shops").click()
    await seen.page.click("text=Edit")
    path = (server.folder / "lane.argmap").as_posix()
    expected = f"vscode://file{path}:{LINE}:3"
    assert await seen.page.evaluate("window.followed") == [expected]


def test_a_project_names_its_editor(served):
    """`editor` in argmap.toml is one of the known links; the command line overrides it."""
    server = served("--editor", "zed")
    assert server.live_link().startswith("zed://file/")
    (server.folder / "argmap.toml").write_text('editor = "vscodium"\n', encoding="utf-8")
    assert served().live_link().startswith("vscodium://file/")


async def test_without_an_editor_nothing_is_offered(served, look):
    """With `none`, locations are plain text, and the panel has no “Edit”."""
    seen = await look(served("--editor", "none"))
    await seen.card("shops").click()
    assert await seen.page.locator("text=Edit").count() == 0
    await seen.page.click("#page-findings-button")
    assert await seen.page.locator("#page-findings-list .at:enabled").count() == 0


async def test_an_editor_that_cannot_be_started_is_reported(served, look, tmp_path):
    """The page shows the error and does not change."""
    script = tmp_path / "editor"
    script.write_text("#!/nowhere/at/all\n", encoding="utf-8")
    script.chmod(0o755)
    seen = await look(served("--editor", shlex.quote(str(script))))
    await seen.card("shops").click()
    await seen.page.click("text=Edit")
    await seen.page.wait_for_selector("#page-toast:visible")
    assert "cannot be started" in await seen.text("#page-toast")
    seen.errors.clear()  # the browser logs the error response


@pytest.mark.skipif(sys.platform == "win32", reason="programs are found otherwise there")
def test_the_environment_variable_can_be_used(served, recorder):
    """`$EDITOR` is replaced by its value."""
    command, _ = recorder
    assert served("--editor", "$EDITOR", env={"EDITOR": command}).live()["editor"]["kind"] == (
        "command"
    )
