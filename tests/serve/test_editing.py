"""Tests opening an editor from the page."""

import shlex
import sys

import pytest
from tests.serve.conftest import LANE

LINE = LANE.splitlines().index('  counterpoint shops "The shops would lose" {') + 1


async def wait_for(watched, recorded, count: int) -> list:
    """Wait until the editor was started the given number of times."""
    for _ in range(100):
        if len(recorded()) >= count:
            break
        await watched.page.wait_for_timeout(100)
    return recorded()


async def test_a_card_opens_in_an_editor(serve_maps, open_page, recorder):
    """Button, key, double click and Alt-click start the command with file, line and column."""
    command, recorded = recorder
    server = serve_maps("--editor", command + " {file} +{line} {column}")
    watched = await open_page(server)
    expected = [str(server.folder / "lane.argmap"), f"+{LINE}", "3"]
    await watched.card("shops").click()
    await watched.page.click("text=Edit")
    assert await wait_for(watched, recorded, 1) == [expected]
    await watched.card("shops").click()
    await watched.page.keyboard.press("e")
    assert len(await wait_for(watched, recorded, 2)) == 2
    await watched.card("shops").dblclick()
    assert len(await wait_for(watched, recorded, 3)) == 3
    await watched.card("shops").click(modifiers=["Alt"])
    assert await wait_for(watched, recorded, 4) == [expected] * 4
    # A plain click opens nothing: the next start is from the next action.
    await watched.card("lane").click(position={"x": 30, "y": 12})
    await watched.card("shops").click(modifiers=["Alt"])
    assert await wait_for(watched, recorded, 5) == [expected] * 5


async def test_a_diagnostic_opens_in_the_editor(serve_maps, open_page, recorder):
    """Each location in the banner and in the list opens the editor."""
    command, recorded = recorder
    server = serve_maps("--editor", command, lane=LANE.replace("claim lane", "clam lane"))
    watched = await open_page(server, drawn=False)
    await watched.page.click("#page-trouble .at")
    assert await wait_for(watched, recorded, 1) == [[str(server.folder / "lane.argmap")]]
    await watched.page.click("#page-findings-list .at >> nth=0")
    assert len(await wait_for(watched, recorded, 2)) == 2


async def test_names_reach_the_editor_unchanged(serve_maps, open_page, recorder):
    """A file name is one argument: no shell reads it, and no placeholder in it is replaced."""
    command, recorded = recorder
    name = "$(touch x); {line} 'a' & b.argmap"
    server = serve_maps("--editor", command + " {file} {line}", paths=["."], **{name[:-7]: LANE})
    (id_,) = [entry["id"] for entry in server.map_list()]
    watched = await open_page(server, f"map/{id_}")
    await watched.card("lane").click(position={"x": 30, "y": 12})
    await watched.page.keyboard.press("e")
    assert await wait_for(watched, recorded, 1) == [[str(server.folder / name), "3"]]
    assert not (server.folder / "x").exists()


async def test_by_default_a_link_opens_the_editor(serve_maps, open_page):
    """The browser gets a `vscode:` link with the location, and the server runs nothing."""
    server = serve_maps()
    watched = await open_page(server)
    await watched.page.evaluate(
        """() => {
          window.followed = [];
          HTMLAnchorElement.prototype.click = function () { window.followed.push(this.href); };
        }"""
    )
    await watched.card("shops").click()
    await watched.page.click("text=Edit")
    path = (server.folder / "lane.argmap").as_posix()
    expected = f"vscode://file{path}:{LINE}:3"
    assert await watched.page.evaluate("window.followed") == [expected]


def test_a_project_names_its_editor(serve_maps):
    """`editor` in argmap.toml is one of the known links; the command line overrides it."""
    server = serve_maps("--editor", "zed")
    assert server.live_link().startswith("zed://file/")
    (server.folder / "argmap.toml").write_text('editor = "vscodium"\n', encoding="utf-8")
    assert serve_maps().live_link().startswith("vscodium://file/")


async def test_without_an_editor_nothing_is_offered(serve_maps, open_page):
    """With `none`, locations are plain text, and the panel has no “Edit”."""
    watched = await open_page(serve_maps("--editor", "none"))
    await watched.card("shops").click()
    assert await watched.page.locator("text=Edit").count() == 0
    await watched.page.click("#page-findings-button")
    assert await watched.page.locator("#page-findings-list .at:enabled").count() == 0


async def test_an_editor_that_cannot_be_started_is_reported(serve_maps, open_page, tmp_path):
    """The page shows the error and does not change."""
    script = tmp_path / "editor"
    script.write_text("#!/nowhere/at/all\n", encoding="utf-8")
    script.chmod(0o755)
    watched = await open_page(serve_maps("--editor", shlex.quote(str(script))))
    await watched.card("shops").click()
    await watched.page.click("text=Edit")
    await watched.page.wait_for_selector("#page-toast:visible")
    assert "cannot be started" in await watched.text("#page-toast")
    watched.errors.clear()  # the browser logs the error response


@pytest.mark.skipif(sys.platform == "win32", reason="programs are found differently on Windows")
def test_the_environment_variable_can_be_used(serve_maps, recorder):
    """`$EDITOR` is replaced by its value."""
    command, _ = recorder
    assert serve_maps("--editor", "$EDITOR", env={"EDITOR": command}).page_data()["editor"][
        "kind"
    ] == ("command")
