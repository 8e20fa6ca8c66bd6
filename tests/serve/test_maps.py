"""Several maps, their list, and their findings."""

from tests.serve.conftest import LANE
from tests.serve.test_following import PARTS, says


async def test_one_map_needs_no_list(reading, look):
    """The address of the server leads to the only map."""
    seen = await look(reading(), "")
    assert seen.page.url.endswith("/map/lane")
    assert not await seen.page.is_visible("#page-maps-button")


async def test_all_maps_are_listed_with_how_they_stand(served, look):
    """Each leads to its page; the list follows what becomes of them."""
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


async def test_maps_come_and_go(served, look):
    """A new file in the folder is a map of the list, one that is deleted is none any more."""
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


async def test_a_card_leads_to_the_part_that_is_drawn_apart(reading, look):
    """A part with a picture of its own has a page here, and its card is a link to it."""
    server = reading(paths=["."], **PARTS)
    seen = await look(server, "map/main")
    await seen.page.click("#page-stage a")
    await seen.page.wait_for_url("**/map/part")
    await says(seen, "A ground")


async def test_findings_lead_to_their_cards(reading, look):
    """The list has each finding with its place; its sentence leads to the statement."""
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


async def test_on_a_phone_findings_and_statement_take_turns(reading, look):
    """A finding closes the list when it shows its card, and the list closes the card."""
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
