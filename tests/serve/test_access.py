"""Tests the accessibility of the live page with axe-core."""

import pytest
from tests.browsing import violations
from tests.serve.conftest import LANE
from tests.serve.test_following import PARTS, wait_for_text


@pytest.mark.parametrize("size", [(1280, 800), (390, 800)], ids=["desktop", "phone"])
async def test_axe_finds_nothing(served, look, axe, size):
    """In all states:

    idle, with diagnostics, with the list of maps, under a banner, after a change.
    """
    server = served(paths=["."], lane=LANE, **PARTS)
    viewport = {"width": size[0], "height": size[1]}
    seen = await look(server, viewport=viewport)
    assert await violations(seen, axe) == []
    await seen.page.click("#page-findings-button")
    assert await violations(seen, axe) == []
    await seen.page.click("#page-maps-button")
    assert await violations(seen, axe) == []
    await seen.page.keyboard.press("Escape")
    server.write("lane.argmap", LANE.replace("claim lane", "clam lane"))
    await seen.page.wait_for_selector("#page-trouble:visible")
    assert await violations(seen, axe) == []
    server.write("lane.argmap", LANE.replace("14", "15"))
    await wait_for_text(seen, "15 crashes")
    assert await violations(seen, axe) == []


async def test_axe_finds_nothing_without_a_map(reading, look, axe):
    """The list, and a page that waits for its first picture."""
    server = reading(paths=["."], lane=LANE, bad="clam")
    for path, sign in (("", "#page-index a"), ("map/bad", "#page-trouble:visible")):
        seen = await look(server, path, drawn=False)
        await seen.page.wait_for_selector(sign)
        assert await violations(seen, axe) == []


async def test_changes_are_announced_to_screen_readers(served, look):
    """The number of new statements is announced, and an error is an alert."""
    server = served()
    seen = await look(server)
    server.change("lane.argmap", "14", "15")
    await wait_for_text(seen, "15 crashes")
    said = await seen.page.text_content("#page-live")
    assert said == "The map has changed: 1 statement new or changed"
    assert await seen.page.locator(".fresh").count() == 1
    assert await seen.page.locator("#page-trouble").get_attribute("role") == "alert"
