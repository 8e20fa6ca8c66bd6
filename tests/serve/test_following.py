"""Tests a page that follows its map through edits, errors and fixes."""

from tests.serve.conftest import LANE

PARTS = {
    "main": 'map "Main" { thesis: top }\nimport "part.argmap" as part\n'
    'claim top "The top" { supported-by: part.low }\n',
    "part": 'map "Part" { thesis: low }\nclaim low "The low" { assumption ground "A ground" }\n',
}


async def wait_for_text(watched, text: str) -> None:
    """Wait until the picture contains a text."""
    await watched.page.wait_for_function(
        "text => document.getElementById('page-stage')?.textContent.includes(text)", arg=text
    )


async def is_not_reloaded(watched) -> bool:
    """Return whether the page has not been reloaded since it was opened."""
    return bool(await watched.page.evaluate("window.isTheSame === true"))


async def test_a_save_is_shown_and_nothing_else_changes(serve_maps, open_page):
    """The text changes without a reload; view, statement and fold are kept."""
    server = serve_maps()
    watched = await open_page(server)
    page = watched.page
    await watched.card("shops").click()
    await page.keyboard.press(" ")
    assert await page.locator("g.card.away").count() == 1
    await page.click("#page-in")
    await page.mouse.move(200, 500)
    await page.mouse.wheel(0, -120)
    before, box = await watched.view(), await watched.statement("shops").bounding_box()
    address = page.url
    server.change("lane.argmap", "14 crashes", "15 crashes")
    await wait_for_text(watched, "15 crashes")
    assert await is_not_reloaded(watched)
    assert page.url == address
    assert await watched.view() == before
    assert await watched.statement("shops").bounding_box() == box
    assert await watched.sentence() == "The shops would lose"
    assert await page.locator("g.card.away").count() == 1
    assert await watched.statement("shops").get_attribute("aria-selected") == "true"


async def test_the_viewed_card_does_not_move(serve_maps, open_page):
    """A new statement before the others moves them in the picture, not on the screen."""
    server = serve_maps()
    watched = await open_page(server)
    await watched.card("shops").click()
    before = await watched.statement("shops").bounding_box()
    more = "".join(f'  assumption more{n} "One more thing, number {n}"\n' for n in range(4))
    server.change("lane.argmap", "  evidence", f"{more}  evidence")
    await wait_for_text(watched, "number 3")
    after = await watched.statement("shops").bounding_box()
    assert abs(after["x"] - before["x"]) < 1
    assert abs(after["y"] - before["y"]) < 1


async def test_a_map_that_fits_is_kept_in_view(serve_maps, open_page):
    """A growing map stays fully visible until the user zooms in."""
    server = serve_maps()
    watched = await open_page(server)

    async def is_all_in_view() -> bool:
        (x, y, scale), stage = (
            await watched.view(),
            await watched.page.locator("#page-stage").bounding_box(),
        )
        size = await watched.page.locator("#page-stage > svg").evaluate(
            "e => [e.getAttribute('width'), e.getAttribute('height')].map(parseFloat)"
        )
        ends = x + size[0] * scale <= stage["width"] and y + size[1] * scale <= stage["height"]
        return x >= 0 and y >= 0 and ends

    assert await is_all_in_view()
    more = "".join(f'  counterpoint more{n} "One more thing, number {n}"\n' for n in range(5))
    server.change("lane.argmap", "  evidence", f"{more}  evidence")
    await wait_for_text(watched, "number 4")
    assert await is_all_in_view()
    await watched.page.click("#page-in")
    before = await watched.view()
    server.change("lane.argmap", "14 crashes", "15 crashes")
    await wait_for_text(watched, "15 crashes")
    assert await watched.view() == before


async def test_focus_search_and_keys_are_kept(serve_maps, open_page):
    """The keys continue from the same statement, and hits are marked in the new picture."""
    server = serve_maps()
    watched = await open_page(server)
    await watched.page.fill("#page-query", "shops")
    assert await watched.page.locator(".hit-mark").count() == 1
    await watched.statement("lane").focus()
    server.change("lane.argmap", "14 crashes", "14 crashes at the shops")
    await wait_for_text(watched, "at the shops")
    assert await watched.page.locator(".hit-mark").count() == 2
    assert await watched.focused() == "lane"
    await watched.page.keyboard.press("ArrowDown")
    assert await watched.focused() == "calm" or await watched.focused() == "crashes"


async def test_the_panel_is_updated(serve_maps, open_page):
    """A verdict that changes with a save changes in the open panel."""
    server = serve_maps()
    watched = await open_page(server)
    await watched.card("shops").click()
    assert "rejected" in (await watched.text("#page-said")).lower()
    server.change("lane.argmap", '    counterpoint garage "The garage has room"\n', "")
    await watched.page.wait_for_function(
        "() => document.querySelector('#page-said .verdict').classList.contains('accepted')"
    )
    assert await watched.sentence() == "The shops would lose"


async def test_a_broken_file_keeps_the_picture_under_a_banner(serve_maps, open_page):
    """The banner shows the error, its location and the number of others; a fix removes it."""
    server = serve_maps()
    watched = await open_page(server)
    await watched.card("shops").click()
    broken = LANE.replace("counterpoint shops", "countrpoint shops").replace(' "Build', " “Build")
    box = await watched.statement("shops").bounding_box()
    server.write("lane.argmap", broken.replace("14 crashes", "99 crashes"))
    await watched.page.wait_for_selector("#page-trouble:visible")
    assert await watched.statement("shops").bounding_box() == box  # the banner moves nothing
    banner = await watched.text("#page-trouble")
    assert banner.startswith("This map cannot be drawn: ")
    assert "lane.argmap:3:" in banner
    assert "1 more error" in banner
    assert "14 crashes" in await watched.page.text_content("#page-stage")
    assert await watched.sentence() == "The shops would lose"
    assert "3 findings" in await watched.text("#page-findings-button")
    server.write("lane.argmap", LANE.replace("14 crashes", "16 crashes"))
    await wait_for_text(watched, "16 crashes")
    assert not await watched.page.is_visible("#page-trouble")
    assert await is_not_reloaded(watched)


async def test_a_page_that_was_broken_from_the_start_recovers(serve_maps, open_page):
    """It shows the error; after the fix, the picture appears."""
    server = serve_maps(lane=LANE.replace("claim lane", "clam lane"))
    watched = await open_page(server, drawn=False)
    await watched.page.wait_for_selector("#page-trouble:visible")
    assert "lane.argmap:3:1" in await watched.text("#page-trouble")
    assert await watched.page.is_visible("#page-findings-list li")
    server.write("lane.argmap", LANE)
    await watched.page.wait_for_selector("#page-stage .card")
    assert not await watched.page.is_visible("#page-trouble")


async def test_an_imported_file_is_followed(serve_maps, open_page):
    """A save of the imported file updates the importing map."""
    server = serve_maps(paths=["main.argmap"], **PARTS)
    watched = await open_page(server, "map/main")
    server.change("part.argmap", "A ground", "Another ground")
    await wait_for_text(watched, "Another ground")
    server.write("part.argmap", "claim low {")
    await watched.page.wait_for_selector("#page-trouble:visible")
    assert "part.argmap:1:" in await watched.text("#page-trouble")
    server.write("part.argmap", PARTS["part"])
    await watched.page.wait_for_selector("#page-trouble", state="hidden")


async def test_a_file_outside_the_served_folder_is_followed(serve_maps, open_page):
    """A map may import a file from elsewhere in the project."""
    server = serve_maps(paths=["."], lane=LANE)
    server.write("shared/part.argmap", PARTS["part"])
    server.write("maps/main.argmap", PARTS["main"].replace("part.argmap", "../shared/part.argmap"))
    server.process.terminate()
    server = serve_maps(paths=["maps"])
    watched = await open_page(server, "map/main")
    server.change("shared/part.argmap", "A ground", "Another ground")
    await wait_for_text(watched, "Another ground")


async def test_a_deleted_file_may_come_back(serve_maps, open_page):
    """The picture is kept while the file is missing; afterwards it is followed again."""
    server = serve_maps()
    watched = await open_page(server)
    (server.folder / "lane.argmap").unlink()
    await watched.page.wait_for_selector("#page-trouble:visible")
    assert "cannot be read" in await watched.text("#page-trouble")
    assert await watched.statement("shops").is_visible()
    server.write("lane.argmap", LANE.replace("14", "17"))
    await wait_for_text(watched, "17 crashes")
    assert not await watched.page.is_visible("#page-trouble")


async def test_settings_are_followed(serve_maps, open_page):
    """Rule settings change the diagnostics, and a mistake in them is reported."""
    server = serve_maps()
    watched = await open_page(server)
    first = await watched.text("#page-findings-button")
    server.write("argmap.toml", 'severity = { EVI302 = "error" }\n')
    await watched.page.wait_for_function(
        "old => document.getElementById('page-findings-button').innerText.trim() !== old", arg=first
    )
    server.write("argmap.toml", "nonsense = 1\n")
    await watched.page.wait_for_selector("#page-trouble:visible")
    banner = await watched.text("#page-trouble")
    assert "unknown key `nonsense`" in banner
    assert "cannot be checked" in banner
    assert "an earlier version" not in banner


async def test_a_title_is_followed(serve_maps, open_page):
    """The title appears in the header and on the tab, with any characters."""
    server = serve_maps()
    watched = await open_page(server)
    server.change("lane.argmap", "Should we build the lane?", "<b>Should</b> we?")
    await watched.page.wait_for_function("() => document.title === '<b>Should</b> we?'")
    assert await watched.text("h1") == "<b>Should</b> we?"
    assert await is_not_reloaded(watched)


async def test_an_empty_map_is_followed(serve_maps, open_page):
    """A map without statements becomes a picture as it is written."""
    server = serve_maps(lane='map "Lane"\n')
    watched = await open_page(server, drawn=False)
    await watched.page.wait_for_selector("#page-stage svg")
    server.write("lane.argmap", LANE)
    await watched.page.wait_for_selector("#page-stage .card")
    await watched.card("lane").click(position={"x": 30, "y": 12})
    assert await watched.sentence() == "Build the lane"


async def test_dark_mode_is_kept(serve_maps, open_page):
    """The choice of the button “Dark” applies to the next picture."""
    server = serve_maps()
    watched = await open_page(server)
    await watched.page.click("#page-dark")
    paper = "getComputedStyle(document.querySelector('#page-stage .card .frame')).fill"
    by_night = await watched.page.evaluate(paper)
    server.change("lane.argmap", "14", "18")
    await wait_for_text(watched, "18 crashes")
    assert await watched.page.evaluate(paper) == by_night


async def test_a_custom_theme_is_followed(serve_maps, open_page, tmp_path):
    """Colors change with the theme file; a mistake in it appears in the banner."""
    theme = tmp_path / "mine.toml"
    theme.write_text('[inks]\npage = ["#FFFFFF", "#000000"]\n', encoding="utf-8")
    server = serve_maps("--theme", str(theme))
    watched = await open_page(server)
    theme.write_text('[inks]\npage = ["#FFEEDD", "#000000"]\n', encoding="utf-8")
    await watched.page.wait_for_function(
        "() => getComputedStyle(document.body).backgroundColor === 'rgb(255, 238, 221)'"
    )
    await watched.page.wait_for_selector("#page-stage .card")
    theme.write_text("nonsense", encoding="utf-8")
    await watched.page.wait_for_selector("#page-trouble:visible")
    assert "mine.toml" in await watched.text("#page-trouble")
    watched.errors.clear()  # the old page's content security policy blocks the new style


async def test_a_hidden_page_catches_up(serve_maps, open_page):
    """A hidden page closes its stream, and is updated when it is shown again."""
    server = serve_maps()
    watched = await open_page(server)
    hide = """hidden => {
      Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    }"""
    other = await open_page(server)
    await watched.page.evaluate(hide, True)
    server.change("lane.argmap", "14", "19")
    await wait_for_text(other, "19 crashes")  # by now, all pages that listen have been notified
    assert "19 crashes" not in await watched.page.text_content("#page-stage")
    await watched.page.evaluate(hide, False)
    await wait_for_text(watched, "19 crashes")


async def test_the_end_of_the_server_is_shown(serve_maps, open_page):
    """The picture is kept, and a line says that it is no longer updated."""
    server = serve_maps()
    watched = await open_page(server)
    server.process.terminate()
    await watched.page.wait_for_selector("#page-away:visible")
    assert await watched.statement("shops").is_visible()
    watched.errors.clear()  # the browser logs that it could not connect


SECTIONS = """map "Should we build the lane?" { thesis: lane }
source report "Report" { text: "report.txt" }
claim lane "Build the lane" { supported-by: safe, cheap }
section safety "Safety" {
  claim safe "It is safe" @report:2 "very safe" {
    evidence crashes "There were 14 crashes" @report:3
  }
}
section money "Money" { claim cheap "It is cheap" @report:4 }
"""
REPORT = "Title\n\nIt is very safe.\n\nThere were 14 crashes.\n\nIt is cheap.\n"


async def test_the_views_are_kept(serve_maps, open_page):
    """A save keeps the part, the order of the table, the place in the text, and the search."""
    server = serve_maps(lane=SECTIONS)
    server.write("report.txt", REPORT)
    watched = await open_page(server, "map/lane#/part/safety")
    page = watched.page
    await page.fill("#page-query", "crashes")
    server.change("lane.argmap", "14 crashes", "15 crashes")
    await wait_for_text(watched, "15 crashes")
    assert await page.locator("#page-part option:checked").inner_text() == "Safety"
    assert await page.locator("#page-results-list li").count() == 1
    assert await page.locator(".hit-mark").count() == 1
    await page.fill("#page-query", "")
    await page.locator('.views [data-view="table"]').click()
    await page.locator("#page-columns button", has_text="Kind").click()
    server.change("lane.argmap", "15 crashes", "16 crashes")
    await page.wait_for_function(
        "() => document.getElementById('page-rows').textContent.includes('16 crashes')"
    )
    assert await page.locator("[data-column=kind]").get_attribute("aria-sort") == "ascending"
    await page.locator("#page-rows a", has_text="¶2").click()
    assert await page.locator("mark.chosen").all_inner_texts() == ["very safe"]
    server.write("report.txt", REPORT.replace("very safe", "now very safe"))
    await page.wait_for_function(
        "() => document.getElementById('page-passages').textContent.includes('now very safe')"
    )
    assert await page.locator("mark.chosen").all_inner_texts() == ["very safe"]
    assert await watched.address() == "/text/report/2;safe"
    await page.locator('.views [data-view="overview"]').click()
    server.change("lane.argmap", '"It is cheap"', '"It is not dear"')
    await page.wait_for_function(
        "() => document.getElementById('page-overview').textContent.includes('not dear')"
    )
    assert await page.locator("#page-overview a:visible").count() == 3
    assert await is_not_reloaded(watched)
