"""Tests several maps, their list, and their diagnostics."""

from tests.serve.conftest import LANE
from tests.serve.test_following import PARTS, wait_for_text


async def test_one_map_needs_no_list(shared_server, open_page):
    """The address of the server leads to the only map."""
    watched = await open_page(shared_server(), "")
    assert watched.page.url.endswith("/map/lane")
    assert not await watched.page.is_visible("#page-maps-button")


async def test_all_maps_are_listed_with_their_state(serve_maps, open_page):
    """Each entry links to its page; the list is updated with the maps."""
    server = serve_maps(paths=["."], lane=LANE, **PARTS)
    watched = await open_page(server, "", drawn=False)
    await watched.page.wait_for_function(
        "() => document.querySelectorAll('#page-index li:not(.waiting)').length === 3"
    )
    titles = await watched.page.locator("#page-index a").all_inner_texts()
    assert titles == ["Should we build the lane?", "Main", "Part"]
    server.write("lane.argmap", "claim {")
    await watched.page.wait_for_selector("#page-index li.broken")
    assert "broken" in await watched.text("#page-index li.broken")
    server.write("lane.argmap", LANE)
    await watched.page.wait_for_selector("#page-index li.broken", state="detached")
    await watched.page.click("#page-index a >> nth=0")
    await watched.page.wait_for_selector("#page-stage .card")
    assert watched.page.url.endswith("/map/lane")


async def test_maps_may_be_added_and_deleted(serve_maps, open_page):
    """A new file in the folder appears in the list, and a deleted one disappears."""
    server = serve_maps(paths=["."])
    watched = await open_page(server, "map/lane")
    server.write("new/bus.argmap", 'map "The bus" claim bus "Take it"\n')
    await watched.page.wait_for_selector("#page-maps-button:visible")
    await watched.page.click("#page-maps-button")
    await watched.page.wait_for_selector("#page-maps-list a >> text=The bus")
    (server.folder / "lane.argmap").unlink()
    await watched.page.wait_for_selector("#page-trouble:visible")
    assert "This map is gone" in await watched.text("#page-trouble")
    assert await watched.page.locator("#page-maps-list a").count() == 1
    server.write("lane.argmap", LANE)
    await watched.page.wait_for_selector("#page-trouble", state="hidden")


async def test_a_card_links_to_the_imported_map(shared_server, open_page):
    """An imported file with a picture has a page here, and its card links to it."""
    server = shared_server(paths=["."], **PARTS)
    watched = await open_page(server, "map/main")
    await watched.page.click("#page-stage a")
    await watched.page.wait_for_url("**/map/part")
    await wait_for_text(watched, "A ground")


async def test_diagnostics_link_to_their_cards(shared_server, open_page):
    """Each has its location, and its message leads to the statement."""
    server = shared_server()
    watched = await open_page(server)
    await watched.page.click("#page-findings-button")
    item = watched.page.locator("#page-findings-list li", has_text="lane.argmap:4:")
    await item.first.locator(".what").click()
    assert await watched.sentence() == "There were 14 crashes"
    data = server.page_data()
    assert len(data["findings"]) == await watched.page.locator("#page-findings-list li").count()
    assert {"EVI302"} <= {finding["code"] for finding in data["findings"]}
    await watched.page.keyboard.press("Escape")
    await watched.page.click("#page-findings-close")
    assert not await watched.page.is_visible("#page-findings")


async def test_on_a_phone_list_and_statement_take_turns(shared_server, open_page):
    """A diagnostic closes the list to show its card, and the list closes the card."""
    server = shared_server()
    watched = await open_page(server, viewport={"width": 390, "height": 800})
    await watched.page.click("#page-findings-button")
    await watched.page.locator("#page-findings-list .what").first.click()
    assert not await watched.page.is_visible("#page-findings")
    assert await watched.sentence() is not None
    await watched.page.click("#page-findings-button")
    assert await watched.sentence() is None
    width = await watched.page.evaluate("document.documentElement.scrollWidth")
    assert width <= 390
