"""The live page for everybody: axe-core finds nothing in what it has more than a file."""

import pytest
from tests.browsing import violations
from tests.serve.conftest import LANE
from tests.serve.test_following import PARTS, says


@pytest.mark.parametrize("size", [(1280, 800), (390, 800)], ids=["desktop", "phone"])
async def test_axe_finds_nothing(served, look, axe, size):
    """At rest, with findings, with the list of maps, under a ribbon, after a change."""
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
    await says(seen, "15 crashes")
    assert await violations(seen, axe) == []


async def test_axe_finds_nothing_without_a_map(reading, look, axe):
    """In the list, and in a page that waits for its first picture."""
    server = reading(paths=["."], lane=LANE, bad="clam")
    for path, sign in (("", "#page-index a"), ("map/bad", "#page-trouble:visible")):
        seen = await look(server, path, drawn=False)
        await seen.page.wait_for_selector(sign)
        assert await violations(seen, axe) == []


async def test_changes_are_told_to_those_who_do_not_see_them(served, look):
    """How many statements are new is said, and a mistake is an alert."""
    server = served()
    seen = await look(server)
    server.change("lane.argmap", "14", "15")
    await says(seen, "15 crashes")
    said = await seen.page.text_content("#page-live")
    assert said == "The map has changed: 1 statement new or changed"
    assert await seen.page.locator(".fresh").count() == 1
    assert await seen.page.locator("#page-trouble").get_attribute("role") == "alert"
