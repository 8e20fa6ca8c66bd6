"""A page that follows its map: edit, break, mend."""

from tests.serve.conftest import LANE

PARTS = {
    "main": 'map "Main" { thesis: top }\nimport "part.argmap" as part\n'
    'claim top "The top" { supported-by: part.low }\n',
    "part": 'map "Part" { thesis: low }\nclaim low "The low" { assumption ground "A ground" }\n',
}


async def says(seen, text: str) -> None:
    """Wait until the picture says something."""
    await seen.page.wait_for_function(
        "text => document.getElementById('page-stage')?.textContent.includes(text)", arg=text
    )


async def is_the_same(seen) -> bool:
    """Whether the page has not been loaded anew since it was opened."""
    return bool(await seen.page.evaluate("window.isTheSame === true"))


async def test_a_save_is_seen_and_nothing_else_changes(served, look):
    """The new sentence is there without a reload, and the view, the statement and the fold stay."""
    server = served()
    seen = await look(server)
    page = seen.page
    await seen.card("shops").click()
    await page.keyboard.press(" ")
    assert await page.locator("g.card.away").count() == 1
    await page.click("#page-in")
    await page.mouse.move(200, 500)
    await page.mouse.wheel(0, -120)
    before, box = await seen.view(), await seen.statement("shops").bounding_box()
    address = page.url
    server.change("lane.argmap", "14 crashes", "15 crashes")
    await says(seen, "15 crashes")
    assert await is_the_same(seen)
    assert page.url == address
    assert await seen.view() == before
    assert await seen.statement("shops").bounding_box() == box
    assert await seen.sentence() == "The shops would lose"
    assert await page.locator("g.card.away").count() == 1
    assert await seen.statement("shops").get_attribute("aria-selected") == "true"


async def test_what_is_looked_at_stays_where_it_is(served, look):
    """A statement that comes before the others moves them in the picture, not on the screen."""
    server = served()
    seen = await look(server)
    await seen.card("shops").click()
    before = await seen.statement("shops").bounding_box()
    more = "".join(f'  assumption more{n} "One more thing, number {n}"\n' for n in range(4))
    server.change("lane.argmap", "  evidence", f"{more}  evidence")
    await says(seen, "number 3")
    after = await seen.statement("shops").bounding_box()
    assert abs(after["x"] - before["x"]) < 1
    assert abs(after["y"] - before["y"]) < 1


async def test_who_sees_all_of_a_map_goes_on_to(served, look):
    """A map that grows stays in view as a whole, until one has looked closer."""
    server = served()
    seen = await look(server)

    async def is_all_in_view() -> bool:
        (x, y, scale), stage = (
            await seen.view(),
            await seen.page.locator("#page-stage").bounding_box(),
        )
        size = await seen.page.locator("#page-stage > svg").evaluate(
            "e => [e.getAttribute('width'), e.getAttribute('height')].map(parseFloat)"
        )
        ends = x + size[0] * scale <= stage["width"] and y + size[1] * scale <= stage["height"]
        return x >= 0 and y >= 0 and ends

    assert await is_all_in_view()
    more = "".join(f'  counterpoint more{n} "One more thing, number {n}"\n' for n in range(5))
    server.change("lane.argmap", "  evidence", f"{more}  evidence")
    await says(seen, "number 4")
    assert await is_all_in_view()
    await seen.page.click("#page-in")
    before = await seen.view()
    server.change("lane.argmap", "14 crashes", "15 crashes")
    await says(seen, "15 crashes")
    assert await seen.view() == before


async def test_focus_search_and_keys_go_on(served, look):
    """The keys walk on from the same statement, and hits are marked in the new picture."""
    server = served()
    seen = await look(server)
    await seen.page.fill("#page-query", "shops")
    assert await seen.page.locator(".hit-mark").count() == 1
    await seen.statement("lane").focus()
    server.change("lane.argmap", "14 crashes", "14 crashes at the shops")
    await says(seen, "at the shops")
    assert await seen.page.locator(".hit-mark").count() == 2
    assert await seen.focused() == "lane"
    await seen.page.keyboard.press("ArrowDown")
    assert await seen.focused() == "calm" or await seen.focused() == "crashes"


async def test_the_panel_tells_what_is_so_now(served, look):
    """A verdict that a save has turned is told in the panel that stands open."""
    server = served()
    seen = await look(server)
    await seen.card("shops").click()
    assert "rejected" in (await seen.text("#page-said")).lower()
    server.change("lane.argmap", '    counterpoint garage "The garage has room"\n', "")
    await seen.page.wait_for_function(
        "() => document.querySelector('#page-said .verdict').classList.contains('accepted')"
    )
    assert await seen.sentence() == "The shops would lose"


async def test_a_broken_file_keeps_the_picture_under_a_ribbon(served, look):
    """The ribbon says what is wrong, where, and how much more; mended, it is gone."""
    server = served()
    seen = await look(server)
    await seen.card("shops").click()
    broken = LANE.replace("counterpoint shops", "countrpoint shops").replace(' "Build', " “Build")
    box = await seen.statement("shops").bounding_box()
    server.write("lane.argmap", broken.replace("14 crashes", "99 crashes"))
    await seen.page.wait_for_selector("#page-trouble:visible")
    assert await seen.statement("shops").bounding_box() == box  # the ribbon pushes nothing
    ribbon = await seen.text("#page-trouble")
    assert ribbon.startswith("This map cannot be drawn: ")
    assert "lane.argmap:3:" in ribbon
    assert "1 more error" in ribbon
    assert "14 crashes" in await seen.page.text_content("#page-stage")
    assert await seen.sentence() == "The shops would lose"
    assert "3 findings" in await seen.text("#page-findings-button")
    server.write("lane.argmap", LANE.replace("14 crashes", "16 crashes"))
    await says(seen, "16 crashes")
    assert not await seen.page.is_visible("#page-trouble")
    assert await is_the_same(seen)


async def test_a_page_that_was_broken_from_the_start_heals_by_itself(served, look):
    """It says what is wrong; once that is mended, the picture is there."""
    server = served(lane=LANE.replace("claim lane", "clam lane"))
    seen = await look(server, drawn=False)
    await seen.page.wait_for_selector("#page-trouble:visible")
    assert "lane.argmap:3:1" in await seen.text("#page-trouble")
    assert await seen.page.is_visible("#page-findings-list li")
    server.write("lane.argmap", LANE)
    await seen.page.wait_for_selector("#page-stage .card")
    assert not await seen.page.is_visible("#page-trouble")


async def test_what_is_imported_is_followed(served, look):
    """A save of a part is seen in the map that imports it."""
    server = served(paths=["main.argmap"], **PARTS)
    seen = await look(server, "map/main")
    server.change("part.argmap", "A ground", "Another ground")
    await says(seen, "Another ground")
    server.write("part.argmap", "claim low {")
    await seen.page.wait_for_selector("#page-trouble:visible")
    assert "part.argmap:1:" in await seen.text("#page-trouble")
    server.write("part.argmap", PARTS["part"])
    await seen.page.wait_for_selector("#page-trouble", state="hidden")


async def test_what_lies_beside_the_folder_is_followed(served, look):
    """A part outside of the folder that was named, and inside of the project, is a part."""
    server = served(paths=["."], lane=LANE)
    server.write("shared/part.argmap", PARTS["part"])
    server.write("maps/main.argmap", PARTS["main"].replace("part.argmap", "../shared/part.argmap"))
    server.process.terminate()
    server = served(paths=["maps"])
    seen = await look(server, "map/main")
    server.change("shared/part.argmap", "A ground", "Another ground")
    await says(seen, "Another ground")


async def test_a_file_that_is_away_comes_back(served, look):
    """While a map's file is missing its picture stays; when it is there again, it is followed."""
    server = served()
    seen = await look(server)
    (server.folder / "lane.argmap").unlink()
    await seen.page.wait_for_selector("#page-trouble:visible")
    assert "cannot be read" in await seen.text("#page-trouble")
    assert await seen.statement("shops").is_visible()
    server.write("lane.argmap", LANE.replace("14", "17"))
    await says(seen, "17 crashes")
    assert not await seen.page.is_visible("#page-trouble")


async def test_settings_are_followed(served, look):
    """What the project sets of the rules changes the findings, and a mistake in it is told."""
    server = served()
    seen = await look(server)
    first = await seen.text("#page-findings-button")
    server.write("argmap.toml", 'severity = { EVI302 = "error" }\n')
    await seen.page.wait_for_function(
        "old => document.getElementById('page-findings-button').innerText.trim() !== old", arg=first
    )
    server.write("argmap.toml", "nonsense = 1\n")
    await seen.page.wait_for_selector("#page-trouble:visible")
    told = await seen.text("#page-trouble")
    assert "unknown key `nonsense`" in told
    assert "cannot be checked" in told
    assert "an earlier version" not in told


async def test_a_title_is_followed(served, look):
    """The title stands in the header and on the tab, whatever it is made of."""
    server = served()
    seen = await look(server)
    server.change("lane.argmap", "Should we build the lane?", "<b>Should</b> we?")
    await seen.page.wait_for_function("() => document.title === '<b>Should</b> we?'")
    assert await seen.text("h1") == "<b>Should</b> we?"
    assert await is_the_same(seen)


async def test_an_empty_map_can_be_begun(served, look):
    """A map without a statement becomes a picture as it is written."""
    server = served(lane='map "Lane"\n')
    seen = await look(server, drawn=False)
    await seen.page.wait_for_selector("#page-stage svg")
    server.write("lane.argmap", LANE)
    await seen.page.wait_for_selector("#page-stage .card")
    await seen.card("lane").click(position={"x": 30, "y": 12})
    assert await seen.sentence() == "Build the lane"


async def test_dark_stays_dark(served, look):
    """What the button “Dark” said holds for the picture that comes."""
    server = served()
    seen = await look(server)
    await seen.page.click("#page-dark")
    paper = "getComputedStyle(document.querySelector('#page-stage .card .frame')).fill"
    by_night = await seen.page.evaluate(paper)
    server.change("lane.argmap", "14", "18")
    await says(seen, "18 crashes")
    assert await seen.page.evaluate(paper) == by_night


async def test_a_theme_of_ones_own_is_followed(served, look, tmp_path):
    """Colours change with the file that holds them; a mistake in it is told in the ribbon."""
    theme = tmp_path / "mine.toml"
    theme.write_text('[inks]\npage = ["#FFFFFF", "#000000"]\n', encoding="utf-8")
    server = served("--theme", str(theme))
    seen = await look(server)
    theme.write_text('[inks]\npage = ["#FFEEDD", "#000000"]\n', encoding="utf-8")
    await seen.page.wait_for_function(
        "() => getComputedStyle(document.body).backgroundColor === 'rgb(255, 238, 221)'"
    )
    await seen.page.wait_for_selector("#page-stage .card")
    theme.write_text("nonsense", encoding="utf-8")
    await seen.page.wait_for_selector("#page-trouble:visible")
    assert "mine.toml" in await seen.text("#page-trouble")
    seen.errors.clear()  # the policy of the old page has no place for the new style


async def test_a_page_that_nobody_sees_catches_up(served, look):
    """A hidden page lets its stream go, and is up to date when it is looked at again."""
    server = served()
    seen = await look(server)
    hide = """hidden => {
      Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    }"""
    other = await look(server)
    await seen.page.evaluate(hide, True)
    server.change("lane.argmap", "14", "19")
    await says(other, "19 crashes")  # so all pages that listen have been told
    assert "19 crashes" not in await seen.page.text_content("#page-stage")
    await seen.page.evaluate(hide, False)
    await says(seen, "19 crashes")


async def test_the_end_of_the_server_is_told(served, look):
    """The picture stays, and a line says that nothing follows any more."""
    server = served()
    seen = await look(server)
    server.process.terminate()
    await seen.page.wait_for_selector("#page-away:visible")
    assert await seen.statement("shops").is_visible()
    seen.errors.clear()  # the browser notes that it could not connect
