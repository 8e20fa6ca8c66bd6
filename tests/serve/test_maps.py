"""Tests several maps, their list, and their diagnostics."""

from tests.serve.conftest import LANE
from tests.serve.test_following import PARTS, wait_for_text


async def test_one_map_needs_no_list(reading, look):
    """The address of the server leads to the only map."""
    seen = await look(reading(), "")
    assert seen.page.url.endswith("/map/lane")
    assert not await seen.page.is_visible("#page-maps-button")


async def test_all_maps_are_listed_with_their_state(served, look):
    """Each entry links to its page; the list is updated with the maps."""
    server = served(paths=["."], lane=LANE, **PARTS)
    seen = await look(server, "", drawn=False)
    await seen.page.wait_for_function(
        "() => document.querySelectorAll('#page-index li:not(.waiting)').length === 3"
    )
    titles = await seen.page.locator("#page-index a").all_inner_texts()
    assert titles == ["Should we build the lane?", "Main", "Part"]
    server.write("lane.argmap", "claim {")
    await seen.page.wait_for_selector("#page-index li.broken")
    assert "broken" in await seen.text("#page-index li.broken")
    server.write("lane.argmap", LANE)
    await seen.page.wait_for_selector("#page-index li.broken", state="detached")
    await seen.page.click("#page-index a >> nth=0")
    await seen.page.wait_for_selector("#page-stage .card")
    assert seen.page.url.endswith("/map/lane")


async def test_maps_may_be_added_and_deleted(served, look):
    """A new file in the folder appears in the list, and a deleted one disappears."""
    server = served(paths=["."])
    seen = await look(server, "map/lane")
    server.write("new/bus.argmap", 'map "The bus" claim bus "Take it"\n')
    await seen.page.wait_for_selector("#page-maps-button:visible")
    await seen.page.click("#page-maps-button")
    await seen.page.wait_for_selector("#page-maps-list a >> text=The bus")
    (server.folder / "lane.argmap").unlink()
    await seen.page.wait_for_selector("#page-trouble:visible")
    assert "This map is gone" in await seen.text("#page-trouble")
    assert await seen.page.locator("#page-maps-list a").count() == 1
    server.write("lane.argmap", LANE)
    await seen.page.wait_for_selector("#page-trouble", state="hidden")


async def test_a_card_links_to_the_imported_map(reading, look):
    """An imported file with a picture has a page here, and its card links to it."""
    server = reading(paths=["."], **PARTS)
    seen = await look(server, "map/main")
    await seen.page.click("#page-stage a")
    await seen.page.wait_for_url("**/map/part")
    await wait_for_text(seen, "A ground")


async def test_diagnostics_link_to_their_cards(reading, look):
    """Each has its location, and its message leads to the statement."""
    server = reading()
    seen = await look(server)
    await seen.page.click("#page-findings-button")
    item = seen.page.locator("#page-findings-list li", has_text="lane.argmap:4:")
    await item.first.locator(".what").click()
    assert await seen.sentence() == "There were 14 crashes"
    live = server.live()
    assert len(live["findings"]) == await seen.page.locator("#page-findings-list li").count()
    assert {"EVI302"} <= {each["code"] for each in live["findings"]}
    await seen.page.keyboard.press("Escape")
    await seen.page.click("#page-findings-close")
    assert not await seen.page.is_visible("#page-findings")


async def test_on_a_phone_list_and_statement_take_turns(reading, look):
    """A diagnostic closes the list to show its card, and the list closes the card."""
    server = reading()
    seen = await look(server, viewport={"width": 390, "height": 800})
    await seen.page.click("#page-findings-button")
    await seen.page.locator("#page-findings-list .what").first.click()
    assert not await seen.page.is_visible("#page-findings")
    assert await seen.sentence() is not None
    await seen.page.click("#page-findings-button")
    assert await seen.sentence() is None
    width = await seen.page.evaluate("document.documentElement.scrollWidth")
    assert width <= 390
