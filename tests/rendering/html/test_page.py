"""The page in a browser: its view, search, folding, navigation and panel."""

import re

import pytest

from argmap.diagnostics import Severity
from argmap.rendering import Badge


async def test_a_page_opens_with_the_picture(open_page):
    """The picture and the tools are visible; the panel is hidden until a statement is selected."""
    watched = await open_page()
    assert await watched.page.title() == "Should we build the lane?"
    assert await watched.text("h1") == "Should we build the lane?"
    assert await watched.text(".about") == "Ada · 2024"
    assert await watched.statement("lane").is_visible()
    assert await watched.sentence() is None
    assert await watched.page.is_visible("#page-query")


async def test_the_picture_is_visible_without_javascript(open_page):
    """Without JavaScript the picture can be scrolled, and the tools are hidden."""
    watched = await open_page(java_script_enabled=False)
    assert await watched.page.is_visible("svg .card")
    assert not await watched.page.is_visible(".tools")
    assert await watched.page.locator("#page-stage").evaluate(
        "e => getComputedStyle(e).overflow"
    ) == ("auto")


async def test_an_empty_map_has_a_page(open_page):
    """The page says that the map is empty, and the search and the buttons do no harm."""
    watched = await open_page('map "Nothing"')
    assert "claims nothing yet" in await watched.text("#page-stage")
    await watched.page.fill("#page-query", "x")
    await watched.page.press("#page-query", "Enter")
    await watched.page.click("#page-fit")


# View


async def test_zooming(open_page):
    """Buttons, keys, the wheel and a pinch on the touchpad zoom; 0 fits the map."""
    watched = await open_page()
    x, y, start = await watched.view()
    await watched.page.click("#page-in")
    assert (await watched.view())[2] > start
    await watched.page.click("#page-fit")
    assert await watched.view() == (x, y, start)
    await watched.statement("lane").focus()
    await watched.page.keyboard.press("+")
    assert (await watched.view())[2] == pytest.approx(1.3 * start)
    await watched.page.keyboard.press("-")
    assert (await watched.view())[2] == pytest.approx(start)
    await watched.page.keyboard.press("+")
    await watched.page.keyboard.press("0")
    assert await watched.view() == (x, y, start)
    await watched.page.mouse.move(300, 300)
    await watched.page.mouse.wheel(0, -200)
    assert (await watched.view())[2] > start
    await watched.page.click("#page-fit")
    await watched.page.mouse.move(300, 300)
    await watched.page.keyboard.down("Control")
    await watched.page.mouse.wheel(0, 20)
    await watched.page.keyboard.up("Control")
    assert (await watched.view())[2] < start


async def test_the_wheel_zooms_at_the_pointer(open_page):
    """The point under the pointer stays where it is."""
    watched = await open_page()
    box = await watched.statement("shops").bounding_box()
    await watched.page.mouse.move(box["x"], box["y"])
    await watched.page.mouse.wheel(0, -300)
    after = await watched.statement("shops").bounding_box()
    assert after["width"] > 1.2 * box["width"]
    assert (after["x"], after["y"]) == pytest.approx((box["x"], box["y"]), abs=1)


async def test_dragging_moves_the_picture_and_selects_nothing(open_page):
    """The picture follows the pointer, and a part of it always stays visible."""
    watched = await open_page()
    x, y, scale = await watched.view()
    box = await watched.statement("lane").bounding_box()
    mouse = watched.page.mouse
    await mouse.move(box["x"] + 5, box["y"] + 5)
    await mouse.down()
    await mouse.move(box["x"] + 65, box["y"] + 45, steps=4)
    await mouse.up()
    assert await watched.view() == pytest.approx((x + 60, y + 40, scale))
    assert await watched.sentence() is None
    for _ in range(6):
        await mouse.move(200, 200)
        await mouse.down()
        await mouse.move(1270, 790, steps=2)
        await mouse.up()
    width, height = await watched.page.evaluate(
        "(({clientWidth, clientHeight}) => [clientWidth, clientHeight])"
        "(document.getElementById('page-stage'))"
    )
    assert (await watched.view())[:2] <= (width, height)


async def test_pinching(open_page):
    """Two fingers zoom, and one finger drags."""
    watched = await open_page(has_touch=True, is_mobile=True, size=(390, 800))
    _, _, start = await watched.view()
    client = await watched.page.context.new_cdp_session(watched.page)

    async def touch(kind, *points):
        fingers = [{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(points)]
        await client.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": fingers})

    await touch("touchStart", (150, 400), (250, 400))
    await touch("touchMove", (100, 400), (300, 400))
    await touch("touchEnd")
    x, _, scale = await watched.view()
    assert scale == pytest.approx(2 * start, rel=0.05)
    await touch("touchStart", (200, 400))
    await touch("touchMove", (170, 400))
    await touch("touchMove", (140, 400))
    await touch("touchEnd")
    assert (await watched.view())[0] == pytest.approx(x - 60, abs=2)


# Search


async def test_searching(open_page):
    """Hits are counted, marked and announced; keys and buttons go from hit to hit."""
    watched = await open_page()
    page = watched.page
    await page.fill("#page-query", "the SHOPS")
    assert await watched.text("#page-count") == "1"
    await page.fill("#page-query", "safe")
    assert await watched.text("#page-count") == "3"
    assert await page.text_content("#page-live") == "3 hits"
    assert await page.locator(".hit-mark").count() == 3
    await page.press("#page-query", "Enter")
    assert await watched.text("#page-count") == "1 of 3"
    first = await watched.sentence()
    assert await page.text_content("#page-live") == f"Hit 1 of 3: {first}"
    assert await page.locator(".hit-mark.here").count() == 1
    await page.click("#page-next")
    second = await watched.sentence()
    await page.press("#page-query", "Enter")
    third = await watched.sentence()
    assert {first, second, third} == {"A lane is safe", "Safety is wanted", "Safety has its price"}
    await page.press("#page-query", "Enter")
    assert await watched.sentence() == first
    await page.press("#page-query", "Shift+Enter")
    assert await watched.sentence() == third
    await page.click("#page-previous")
    assert await watched.sentence() == second
    await page.press("#page-query", "Escape")
    assert await page.locator(".hit-mark").count() == 0
    assert await page.input_value("#page-query") == ""


@pytest.mark.parametrize(
    ("words", "count"),
    [
        *[(words, 1) for words in ("cafe", "CAFÉ", "owners café", "14 crashes ashby", "parking")],
        *[(words, 0) for words in ("zebra", "<b>", "lane zebra")],
    ],
)
async def test_the_words_of_a_search(open_page, words, count):
    """A search ignores case, accents and the order of words, and looks at sources, tags and ids."""
    watched = await open_page()
    await watched.page.fill("#page-query", words)
    assert await watched.text("#page-count") == str(count)
    assert await watched.page.is_disabled("#page-next") == (count == 0)
    if not count:
        assert await watched.page.text_content("#page-live") == "Nothing found"


async def test_a_hit_is_unfolded(open_page):
    """A hit in a folded branch is shown."""
    watched = await open_page()
    await watched.statement("lane").focus()
    await watched.page.keyboard.press("Space")
    assert not await watched.statement("calm").is_visible()
    await watched.page.fill("#page-query", "drivers")
    assert await watched.statement("calm").is_visible()


# Folding


async def test_folding_a_branch(open_page):
    """Folding hides the cards and lines below a card, which shows their number."""
    watched = await open_page()
    lines = watched.page.locator("g.lines > g:visible")
    before = await lines.count()
    handle = watched.card("shops").locator(".fold")
    await handle.click()
    assert not await watched.statement("garage").is_visible()
    assert await watched.statement("shops").is_visible()
    assert await handle.text_content() == "+1"
    assert await lines.count() == before - 1
    assert await watched.statement("shops").get_attribute("aria-expanded") == "false"
    assert await watched.page.text_content("#page-live") == "Folded: 1 statement below"
    await handle.click()
    assert await watched.statement("garage").is_visible()
    assert await lines.count() == before


async def test_folding_with_keys(open_page):
    """Space folds and unfolds, the arrow to a child unfolds, and a button unfolds everything."""
    watched = await open_page()
    child = await child_key(watched)
    await watched.statement("lane").focus()
    await watched.page.keyboard.press("Space")
    visible_cards = watched.page.locator("g.card:visible")
    assert await visible_cards.count() == 3  # the thesis, `other`, and the heading
    await watched.page.click("#page-unfold")
    assert await watched.statement("paid").is_visible()
    assert not await watched.page.is_visible("#page-unfold")
    await watched.statement("lane").focus()
    await watched.page.keyboard.press("Space")
    await watched.page.keyboard.press(child)
    assert await watched.statement("paid").is_visible()
    assert await watched.focused() == "crashes"


async def test_folding_selects_the_folded_statement(open_page):
    """If folding hides the current statement, the folded one becomes the current one."""
    watched = await open_page(address="#calm")
    assert await watched.sentence() == "Drivers keep out of it"
    await watched.card("lane").locator(".fold").click()
    assert await watched.sentence() == "Build the lane"


async def test_isolating_a_branch(open_page):
    """Only a branch and, dimmed, its path to the thesis are visible, until Escape or a button."""
    watched = await open_page(address="#shops")
    await watched.page.click("text=Only this branch")
    assert await watched.statement("garage").is_visible()
    assert not await watched.statement("calm").is_visible()
    assert "dim" in (await watched.card("lane").get_attribute("class")).split()
    assert "dim" not in (await watched.card("garage").get_attribute("class")).split()
    await watched.page.click("#page-whole")
    assert await watched.statement("calm").is_visible()
    await watched.statement("shops").focus()
    await watched.page.keyboard.press("f")
    assert not await watched.statement("calm").is_visible()
    await watched.page.keyboard.press("Escape")  # closes the panel
    await watched.page.keyboard.press("Escape")
    assert await watched.statement("calm").is_visible()


async def test_following_a_link_out_of_an_isolated_branch(open_page):
    """Following a link to a hidden statement shows the whole map again."""
    watched = await open_page(address="#shops")
    await watched.page.click("text=Only this branch")
    await watched.follow("calm")
    assert await watched.statement("calm").is_visible()


# Navigation


async def child_key(watched) -> str:
    """Return the key that leads from a statement to its first child."""
    parent = await watched.card("lane").bounding_box()
    child = await watched.card("shops").bounding_box()
    return "ArrowDown" if child["y"] >= parent["y"] + parent["height"] else "ArrowRight"


@pytest.mark.parametrize(
    ("direction", "child", "parent", "next_sibling", "previous_sibling"),
    [
        ("down", "ArrowDown", "ArrowUp", "ArrowRight", "ArrowLeft"),
        ("right", "ArrowRight", "ArrowLeft", "ArrowDown", "ArrowUp"),
    ],
)
async def test_arrow_keys(
    visit, make_html, direction, child, parent, next_sibling, previous_sibling
):
    """Arrow keys go in the direction that the picture shows, and stop at the ends."""
    watched = await visit(make_html(direction=direction), "#lane")
    await watched.statement("lane").focus()
    expected = [
        (parent, "lane"),
        (child, "crashes"),
        (previous_sibling, "crashes"),
        (next_sibling, "safe"),
        (next_sibling, "wanted"),
        (previous_sibling, "safe"),
        (child, "calm"),
        (child, "calm"),
        (parent, "safe"),
        ("End", "safe"),
        ("Home", "lane"),
        (next_sibling, "other"),
    ]
    for key, statement in expected:
        await watched.page.keyboard.press(key)
        assert (key, await watched.focused()) == (key, statement)
        assert await watched.address() == statement


async def test_navigation_with_the_panel(open_page):
    """Enter moves the focus into the panel and Escape back; an open panel follows the selection."""
    watched = await open_page()
    await watched.statement("lane").focus()
    await watched.page.keyboard.press(await child_key(watched))
    assert await watched.sentence() is None
    await watched.page.keyboard.press("Enter")
    assert await watched.sentence() == "There were 14 crashes"
    assert await watched.focused() == "page-sentence"
    await watched.page.keyboard.press("Escape")
    assert await watched.sentence() is None
    assert await watched.focused() == "crashes"
    assert await watched.address() == ""
    await watched.page.keyboard.press("Enter")
    await watched.statement("crashes").focus()
    await watched.page.keyboard.press("Home")
    assert await watched.sentence() == "Build the lane"


async def test_the_focus_is_visible(open_page):
    """A ring is drawn around the current statement, as wide at every scale."""
    watched = await open_page()
    ring = watched.page.locator(".ring")
    assert await ring.evaluate("e => getComputedStyle(e).stroke") == "none"
    await watched.page.keyboard.press("Tab")
    assert await watched.focused() == "page-skip"
    await watched.page.keyboard.press("Enter")
    assert await watched.focused() == "lane"
    assert await ring.evaluate("e => getComputedStyle(e).stroke") != "none"
    box, card = await ring.bounding_box(), await watched.card("lane").bounding_box()
    assert box["width"] >= 236 * (await watched.view())[2]
    assert box["x"] == pytest.approx(card["x"], abs=8)
    for _ in range(6):
        await watched.page.keyboard.press("-")
    width = await ring.evaluate("e => parseFloat(e.style.strokeWidth)")
    assert width * (await watched.view())[2] == pytest.approx(3, abs=0.1)


async def test_the_tab_key_stops_once_in_the_map(open_page):
    """Only the current statement can be reached with the Tab key; arrow keys go to the others."""
    watched = await open_page()
    assert await watched.page.locator("svg [tabindex='0']").count() == 1
    await watched.follow("garage")
    assert await watched.page.locator("svg [tabindex='0']").count() == 1
    assert await watched.statement("garage").get_attribute("tabindex") == "0"


async def test_letters_are_shortcuts_only_in_the_map(open_page):
    """In the search field, letters are text."""
    watched = await open_page(address="#lane")
    await watched.page.focus("#page-query")
    await watched.page.keyboard.type("f0+ /")
    assert await watched.page.input_value("#page-query") == "f0+ /"
    await watched.page.keyboard.press("Escape")
    await watched.page.keyboard.press("/")
    assert await watched.focused() == "page-query"


async def test_a_selected_statement_is_scrolled_into_view(visit, make_html, read):
    """A selected statement comes into view, in a readable size, wherever it is."""
    claims = "".join(f'claim c{n} "Claim number {n}"\n' for n in range(60))
    watched = await visit(make_html(f'claim top "Top" {{\n{claims}}}'), "#top", size=(900, 600))
    await watched.follow("c59")
    box = await watched.card("c59").bounding_box()
    assert box["x"] >= 0
    assert 0 <= box["y"] < 600
    assert box["width"] >= 100


# Panel


async def test_the_content_of_the_panel(open_page):
    """The panel shows sentence, kind, status and reasons, strength, relations and details."""
    watched = await open_page(address="#lane")
    panel = await watched.text("#page-panel")
    assert await watched.text("#page-kind") == "claim"
    assert "Accepted: every attack on it fails." in panel
    assert re.search(r"Strength: 0\.\d\d of 1", panel)
    for heading in (
        "Why",
        "Supported by",
        "Opposed by",
        "An inference to it is undercut by",
        "Details",
    ):
        assert heading in await watched.page.locator("#page-said h3").all_inner_texts()
    why = await watched.text("#page-said h3:text-is('Why') + ul")
    assert "against it would be ✗ rejected: The shops would lose" in why
    assert "The street" in panel


async def test_the_panel_links_to_sources(open_page):
    """Web addresses of sources are links; addresses with another scheme are not."""
    watched = await open_page(address="#crashes")
    links = watched.page.locator("#page-said a:not([href^='#'])")
    assert await links.count() == 1
    assert await links.get_attribute("href") == "https://example.org/count"
    assert await links.get_attribute("rel") == "noopener noreferrer"
    sources = await watched.text("#page-said h3:text-is('Sources') + ul")
    assert sources == "Traffic count, Ashby, 2023 ¶4 “14 crashes” What was said"


async def test_the_panel_links_to_statements(open_page):
    """A link selects the statement and changes the address; the back button returns."""
    watched = await open_page(address="#lane")
    await watched.page.click("#page-said h3:text-is('Opposed by') + ul a")
    assert await watched.sentence() == "The shops would lose"
    assert await watched.address() == "shops"
    await watched.page.click("#page-said h3:text-is('Opposes') + ul a")
    assert await watched.sentence() == "Build the lane"
    await watched.page.go_back()
    assert await watched.sentence() == "The shops would lose"
    await watched.page.go_forward()
    assert await watched.sentence() == "Build the lane"


async def test_a_page_without_statuses(visit, make_html):
    """Without verdicts, the panel shows no status and no strength."""
    watched = await visit(make_html(verdicts=False), "#lane")
    panel = await watched.text("#page-panel")
    assert "ccepted" not in panel
    assert "Strength" not in panel


async def test_clicking(open_page):
    """A click on a statement opens the panel, and the close button closes it."""
    watched = await open_page()
    await watched.statement("wanted").locator("text").first.click()
    assert await watched.sentence() == "Safety is wanted"
    assert await watched.address() == "wanted"
    await watched.page.click("#page-close")
    assert await watched.sentence() is None
    await watched.page.go_back()
    assert await watched.sentence() == "Safety is wanted"


@pytest.mark.parametrize("address", ["", "#", "#nothing", "#%", "#page-panel", "#__proto__"])
async def test_invalid_addresses(open_page, address):
    """An address that names no statement does no harm."""
    watched = await open_page(address=address)
    assert await watched.sentence() is None
    assert await watched.statement("lane").is_visible()


async def test_addresses_with_non_ascii_ids(open_page):
    """The address of a statement works for ids in all writing systems."""
    watched = await open_page('claim größe "Größe" { assumption 日本 "日本" }', "#日本")
    assert await watched.sentence() == "日本"


# Appearance


async def test_light_and_dark(open_page):
    """The system setting decides, until the button is used; it applies to page and picture."""
    paper = "getComputedStyle(document.body).backgroundColor"
    frame = "getComputedStyle(document.querySelector('svg .support .frame')).fill"
    watched = await open_page(color_scheme="dark")
    dark = [await watched.page.evaluate(paper), await watched.page.evaluate(frame)]
    assert await watched.page.get_attribute("#page-dark", "aria-pressed") == "true"
    await watched.page.click("#page-dark")
    light = [await watched.page.evaluate(paper), await watched.page.evaluate(frame)]
    assert dark == ["rgb(17, 22, 28)", "rgb(16, 48, 74)"]
    assert light == ["rgb(255, 255, 255)", "rgb(220, 235, 249)"]
    await watched.page.click("#page-dark")
    assert [await watched.page.evaluate(paper), await watched.page.evaluate(frame)] == dark
    light_page = await open_page(color_scheme="light")
    colors = [await light_page.page.evaluate(paper), await light_page.page.evaluate(frame)]
    assert colors == light


async def test_print(open_page):
    """A print contains the title and the picture in light colors, and no tools."""
    watched = await open_page(address="#lane", color_scheme="dark")
    await watched.page.emulate_media(media="print", color_scheme="dark")
    assert await watched.page.is_visible("svg .card")
    for tool in ("#page-panel", "#page-query", ".zoom", ".ring", ".fold"):
        assert not await watched.page.locator(tool).first.is_visible()
    body = await watched.page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert body == "rgb(255, 255, 255)"
    box = await watched.page.locator("#page-stage > svg").bounding_box()
    assert box["x"] >= 0
    assert box["width"] <= 1280


async def test_the_panel_on_a_phone(open_page):
    """On a phone the panel is at the bottom, and the statement is visible above it."""
    watched = await open_page(address="#garage", size=(390, 800), has_touch=True, is_mobile=True)
    target = await watched.page.locator("#page-panel").bounding_box()
    assert (target["x"], target["width"]) == (0, 390)
    assert target["y"] + target["height"] == pytest.approx(800, abs=1)
    card = await watched.card("garage").bounding_box()
    assert card["y"] + card["height"] <= target["y"]
    assert await watched.page.evaluate("document.documentElement.scrollWidth") <= 390
    for button in await watched.page.locator("button:visible").all():
        box = await button.bounding_box()
        assert box["x"] + box["width"] <= 390
        assert min(box["width"], box["height"]) >= 24


async def test_reduced_motion(open_page):
    """The view is animated, unless the reader prefers reduced motion."""
    click = """() => {
      document.getElementById('page-in').click()
      return getComputedStyle(document.querySelector('#page-stage > svg')).transitionDuration
    }"""  # in one call, because the animation is short
    for preference, duration in (("reduce", "0s"), ("no-preference", "0.22s")):
        watched = await open_page()
        await watched.page.emulate_media(reduced_motion=preference)
        assert await watched.page.evaluate(click) == duration


async def test_help(open_page):
    """A dialog shows the keys and the legend, and Escape closes it."""
    watched = await open_page(color_scheme="dark")
    await watched.page.click("#page-help")
    assert "fold or unfold" in await watched.text("#page-keys")
    assert await watched.page.locator("#page-legend text").count() > 3
    color = "getComputedStyle(document.querySelector('#page-legend text')).fill"
    assert await watched.page.evaluate(color) == "rgb(180, 190, 201)"
    await watched.page.keyboard.press("Escape")
    assert not await watched.page.is_visible("#page-keys")


async def test_the_policy_is_enforced(browser, visit, make_html, tmp_path):
    """Injected scripts and styles are ignored, and no request is sent."""
    text = make_html().replace("</h1>", "<script>window.hit = 1</script></h1>", 1)
    text = text.replace("<main ", '<main onclick="window.hit = 1" style="color: red" ', 1)
    text = text.replace("</main>", '<img src="https://example.org/x.png"></main>', 1)
    (tmp_path / "bad.html").write_text(text, encoding="utf-8")
    page = await browser.new_page()
    messages = []
    page.on("console", lambda message: messages.append(message.text))
    await page.goto((tmp_path / "bad.html").as_uri())
    await page.click("main", position={"x": 5, "y": 5})
    assert await page.evaluate("window.hit") is None
    assert len([message for message in messages if "Content Security Policy" in message]) >= 3
    assert await page.is_visible(".tools")  # the page's own script has run
    await page.close()


async def test_the_ring_ignores_icons_on_a_card(visit, make_html):
    """The ring is around the whole statement, even if it has a diagnostic or a strength."""
    badge = Badge(Severity.WARNING, ("EVI301",), ("warning EVI301: nothing supports it",))
    annotations = dict.fromkeys(("lane", "shops", "safe"), badge)
    for options in ({"diagnostics": annotations}, {"strengths": True}):
        watched = await visit(make_html(**options))
        for id_ in ("lane", "shops", "safe"):
            await watched.follow(id_)
            ring = await watched.page.locator("svg .ring").bounding_box()
            box = await watched.statement(id_).bounding_box()
            assert ring["width"] >= 0.9 * box["width"]
            assert ring["height"] >= 0.9 * box["height"]
