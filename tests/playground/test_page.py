"""The page of the playground in a real browser."""

import re
from pathlib import Path

import pytest

from argmap import rendering
from argmap.playground import MAX_NESTING
from argmap.workspace.load import load_bytes
from tests.browsing import Watched, violations
from tests.real import require_module

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted((ROOT / "maps/examples").glob("*.argmap"))
LANE = """map "Should we build the lane?" { thesis: lane }

claim lane "Build the lane" {
  evidence crashes "There were 14 crashes"
  counterpoint shops "The shops would lose"
}
"""
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


PASTE = """
([text]) => {
  const content = document.querySelector("#page-editor").shadowRoot.querySelector(".cm-content");
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", text);
  content.dispatchEvent(
    new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}
"""


def playwright_api():
    """Return the API of Playwright, which is not installed everywhere."""
    return require_module("playwright.async_api")


async def write(seen, text):
    """Replace the text in the editor, as pasting does."""
    await seen.page.locator(".cm-content").focus()
    await seen.page.keyboard.press("ControlOrMeta+a")
    await seen.page.evaluate(PASTE, [text])


async def read(seen):
    """Return the text in the editor, which is as long as the screen or shorter."""
    return "\n".join(await seen.page.locator(".cm-line").all_inner_texts())


async def content_of(download):
    """Return the bytes of a downloaded file."""
    path = await (await download.value).path()
    return path.read_bytes()


async def see(seen, selector, text):
    """Wait until an element contains a text."""
    await seen.page.locator(selector).filter(has_text=text).first.wait_for()


async def test_the_first_map_is_checked_and_drawn(open_page):
    """A visitor sees a map, its picture and its verdict."""
    seen = await open_page()
    await see(seen, "#page-theses", "The library should open on Sundays: accepted")
    await see(seen, "#page-counts", "accepted")


async def test_a_map_is_written_reported_fixed_and_drawn(open_page):
    """A mistake is reported as one types, and a button fixes it."""
    seen = await open_page()
    await write(seen, LANE.replace("counterpoint", "countrpoint"))
    await see(seen, "#page-findings-list", "countrpoint")
    await see(seen, "#page-trouble", "The picture shows an earlier version")
    await seen.page.locator("#page-findings-list .fix").first.click()
    await see(seen, "#page-theses", "Build the lane: rejected")
    assert "counterpoint shops" in await read(seen)
    await seen.card("shops").wait_for()
    assert not await seen.page.is_visible("#page-trouble")


async def test_a_report_leads_to_its_position(open_page):
    """The button of a report selects the place in the text."""
    seen = await open_page()
    await write(seen, LANE)
    item = seen.page.locator("#page-findings-list li").first
    await item.wait_for()
    position = await item.locator(".at").inner_text()
    await item.locator(".at").click()
    await see(seen, ".cm-lineNumbers .cm-activeLineGutter", position.partition(":")[0])


async def test_reports_are_at_the_right_place_after_characters_of_two_units(open_page):
    """Python counts code points, and the browser counts UTF-16 code units."""
    seen = await open_page()
    await write(seen, "# 🚲🚲🚲\n" + LANE.replace("counterpoint", "countrpoint"))
    await see(seen, "#page-findings-list", "countrpoint")
    await seen.page.locator("#page-findings-list .fix").first.click()
    await see(seen, "#page-theses", "Build the lane: rejected")


async def test_a_clicked_statement_is_explained(open_page):
    """The panel has the status and the reasons, which lead to other statements and to the text."""
    seen = await open_page()
    await write(seen, LANE)
    await see(seen, "#page-theses", "Build the lane: rejected")
    await seen.card("lane").click()
    await see(seen, "#page-said .verdict", "rejected")
    await seen.page.locator("#page-said .link", has_text="The shops would lose").first.click()
    await see(seen, "#page-sentence", "The shops would lose")
    await seen.page.get_by_role("button", name="Show in the text").click()
    await see(seen, ".cm-lineNumbers .cm-activeLineGutter", "5")
    await seen.page.keyboard.press("End")
    await seen.page.keyboard.insert_text(' { counterpoint "The garage has room" }')
    await see(seen, "#page-said .verdict", "rejected")
    await see(seen, "#page-theses", "Build the lane: accepted")
    await seen.page.locator("#page-close").click()
    assert not await seen.page.is_visible("#page-panel")


async def test_the_keyboard_reaches_everything(open_page):
    """The arrow keys go from statement to statement, and Enter explains one."""
    seen = await open_page()
    await write(seen, LANE)
    await see(seen, "#page-theses", "Build the lane: rejected")
    await seen.page.focus("#page-stage")
    await seen.page.keyboard.press("Tab")
    assert await seen.focused() == "lane"
    await seen.page.keyboard.press("ArrowDown")
    other = await seen.focused()
    assert other in {"crashes", "shops"}
    await seen.page.keyboard.press("Enter")
    await seen.page.wait_for_selector("#page-sentence:focus")
    await seen.page.keyboard.press("Escape")
    assert not await seen.page.is_visible("#page-panel")


async def test_a_map_is_shared_by_a_link(open_page, address):
    """The link contains the text, in any script; opening it draws the map."""
    seen = await open_page()
    text = LANE.replace("Build the lane", "Fahrradweg — 自行车道 🚲 Türkiye")
    await write(seen, text)
    await see(seen, "#page-theses", "自行车道")
    await seen.page.locator("#page-share").click()
    url = seen.page.locator("#page-link-url")
    await playwright_api().expect(url).to_have_value(re.compile("."))  # the text is compressed
    link = await url.input_value()
    assert link.startswith(f"{address}#map=")
    await seen.page.keyboard.press("Escape")
    other = await open_page(link.removeprefix(address))
    await see(other, "#page-theses", "Fahrradweg — 自行车道 🚲 Türkiye: rejected")


@pytest.mark.parametrize("packed", ["???", "AAAA", "S0osSQQA_w"])
async def test_a_link_without_a_map_is_reported(open_page, packed):
    """The page works as without a link."""
    seen = await open_page(f"#map={packed}")
    await see(seen, "#page-theses", "The library should open on Sundays: accepted")


async def test_a_link_that_grows_is_refused(open_page):
    """A small link cannot contain a text that fills the memory."""
    seen = await open_page()
    packed = await seen.page.evaluate(
        """async () => {
          const zeros = new Blob([new Uint8Array(50_000_000)]).stream();
          const packed = zeros.pipeThrough(new CompressionStream("deflate-raw"));
          const bytes = new Uint8Array(await new Response(packed).arrayBuffer());
          return btoa(String.fromCharCode(...bytes.slice(0, 60_000)));
        }"""
    )
    await seen.page.evaluate("packed => { location.hash = `map=${packed}` }", packed)
    await see(seen, "#page-trouble", "The link contains no map")


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
async def test_the_downloaded_picture_is_that_of_the_command(open_page, path):
    """Each example can be chosen; its picture is the same, byte for byte."""
    seen = await open_page()
    text = path.read_text(encoding="utf-8")
    title = re.search(r'map "([^"]*)"', text)[1]
    await seen.page.select_option("#page-examples", label=title)
    await see(seen, "#page-stage .caption", title[:20])
    async with seen.page.expect_download() as download:
        await seen.page.click("#page-download-svg")
    picture = await content_of(download)
    assert picture == rendering.to_svg(load_bytes(text.encode()).map).encode()
    async with seen.page.expect_download() as download:
        await seen.page.click("#page-download-text")
    assert (await download.value).suggested_filename == "map.argmap"
    assert await content_of(download) == text.encode()


async def test_deep_and_long_texts_are_refused(open_page):
    """They cannot end the interpreter: the next map is drawn."""
    seen = await open_page()
    deep = "".join(f'claim c{level} "C" {{\n' for level in range(MAX_NESTING + 1))
    for text in (deep + "}" * (MAX_NESTING + 1), "# much\n" * 40_000):
        await write(seen, text)
        await see(seen, "#page-trouble", "This map is not checked")
    await write(seen, LANE)
    await see(seen, "#page-theses", "Build the lane: rejected")
    assert not await seen.page.is_visible("#page-trouble")


async def test_the_deepest_maps_are_drawn(open_page):
    """Also several in a row: freeing one must not exhaust the stack."""
    seen = await open_page()
    for name in ("First", "Second", "Third"):
        levels = [f'claim c{level} "{name} {level}" {{\n' for level in range(MAX_NESTING)]
        await write(seen, "".join(levels) + "}" * MAX_NESTING)
        await see(seen, "#page-theses", f"{name} 0: accepted")


HANG = """
self.addEventListener("message", ({ data }) => {
  while (data.argument.includes("hang")) {}
});
"""


async def test_a_hanging_worker_is_replaced(browser, address, playground):
    """The text is not sent again until it changes, and then the map is drawn."""
    context = await browser.new_context()
    page = await context.new_page()
    script = HANG + (playground / "worker.js").read_text(encoding="utf-8")
    await page.route(
        "**/worker.js", lambda route: route.fulfill(body=script, content_type="text/javascript")
    )
    await page.clock.install()
    seen = Watched(page, address)
    await page.goto(address)
    await page.wait_for_selector("#page-stage .card")
    await write(seen, LANE + "# hang")
    await page.wait_for_timeout(500)
    await page.clock.fast_forward("00:25")
    await see(seen, "#page-trouble", "it took too long")
    await write(seen, LANE)
    await see(seen, "#page-theses", "Build the lane: rejected")
    assert not await page.is_visible("#page-trouble")
    await context.close()


@pytest.mark.parametrize("device", [{}, PHONE], ids=["desktop", "phone"])
async def test_the_page_is_accessible(open_page, axe, device):
    """axe-core finds nothing, in light and dark colors, with an explanation and reports."""
    seen = await open_page(bypass_csp=True, **device)
    await write(seen, LANE)
    await see(seen, "#page-theses", "Build the lane: rejected")
    await seen.card("lane").click()
    await see(seen, "#page-said .verdict", "rejected")
    assert await violations(seen, axe) == []
    await seen.page.locator("#page-share").click()
    assert await violations(seen, axe) == []


async def test_a_phone_shows_everything_in_one_column(open_page):
    """Nothing is wider than the screen."""
    seen = await open_page(**PHONE)
    width = await seen.page.evaluate("document.documentElement.scrollWidth")
    assert width <= PHONE["viewport"]["width"]
    await seen.card("open").tap()
    await see(seen, "#page-said .verdict", "accepted")


async def test_the_text_is_kept_when_the_page_is_loaded_again(open_page):
    """Until the tab is closed."""
    seen = await open_page()
    await write(seen, LANE)
    await see(seen, "#page-theses", "Build the lane: rejected")
    await seen.page.reload()
    await see(seen, "#page-theses", "Build the lane: rejected")
