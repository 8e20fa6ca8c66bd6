"""Tests the accessibility of the live page with axe-core."""

import pytest
from tests.browsing import violations
from tests.serve.conftest import LANE
from tests.serve.test_following import PARTS, wait_for_text


@pytest.mark.parametrize("size", [(1280, 800), (390, 800)], ids=["desktop", "phone"])
async def test_axe_finds_nothing(serve_maps, open_page, axe, size):
    """Checks the idle page, diagnostics, the list of maps, the banner, and a changed map."""
    server = serve_maps(paths=["."], lane=LANE, **PARTS)
    viewport = {"width": size[0], "height": size[1]}
    watched = await open_page(server, viewport=viewport)
    assert await violations(watched, axe) == []
    await watched.page.click("#page-findings-button")
    assert await violations(watched, axe) == []
    await watched.page.click("#page-maps-button")
    assert await violations(watched, axe) == []
    await watched.page.keyboard.press("Escape")
    server.write("lane.argmap", LANE.replace("claim lane", "clam lane"))
    await watched.page.wait_for_selector("#page-trouble:visible")
    assert await violations(watched, axe) == []
    server.write("lane.argmap", LANE.replace("14", "15"))
    await wait_for_text(watched, "15 crashes")
    assert await violations(watched, axe) == []


async def test_axe_finds_nothing_without_a_map(shared_server, open_page, axe):
    """The list, and a page that waits for its first picture."""
    server = shared_server(paths=["."], lane=LANE, bad="clam")
    for path, sign in (("", "#page-index a"), ("map/bad", "#page-trouble:visible")):
        watched = await open_page(server, path, drawn=False)
        await watched.page.wait_for_selector(sign)
        assert await violations(watched, axe) == []


async def test_changes_are_announced_to_screen_readers(serve_maps, open_page):
    """The number of new statements is announced, and an error is an alert."""
    server = serve_maps()
    watched = await open_page(server)
    server.change("lane.argmap", "14", "15")
    await wait_for_text(watched, "15 crashes")
    announcement = await watched.page.text_content("#page-live")
    assert announcement == "The map has changed: 1 statement new or changed"
    assert await watched.page.locator(".fresh").count() == 1
    assert await watched.page.locator("#page-trouble").get_attribute("role") == "alert"
