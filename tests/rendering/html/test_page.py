"""The page in a browser: looking, searching, folding, walking, reading."""

import re

import pytest

from argmap.diagnostics import Severity
from argmap.rendering import Badge


async def test_it_opens_on_the_picture(opened):
    """The picture and the tools are there; the panel waits until something is chosen."""
    seen = await opened()
    assert await seen.page.title() == "Should we build the lane?"
    assert await seen.text("h1") == "Should we build the lane?"
    assert await seen.text(".about") == "Ada · 2024"
    assert await seen.statement("lane").is_visible()
    assert await seen.sentence() is None
    assert await seen.page.is_visible("#page-query")


async def test_without_a_script_the_picture_is_there(opened):
    """Who runs no scripts gets the picture, to be scrolled, and no tools that do nothing."""
    seen = await opened(java_script_enabled=False)
    assert await seen.page.is_visible("svg .card")
    assert not await seen.page.is_visible(".tools")
    assert await seen.page.locator("#page-stage").evaluate("e => getComputedStyle(e).overflow") == (
        "auto"
    )


async def test_an_empty_map_has_a_page(opened):
    """It says that there is nothing yet, and every key is harmless."""
    seen = await opened('map "Nothing"')
    assert "claims nothing yet" in await seen.text("#page-stage")
    await seen.page.fill("#page-query", "x")
    await seen.page.press("#page-query", "Enter")
    await seen.page.click("#page-fit")


# Looking


async def test_zooming(opened):
    """Buttons, keys, the wheel and a pinch of the touchpad zoom; 0 shows all."""
    seen = await opened()
    x, y, start = await seen.view()
    await seen.page.click("#page-in")
    assert (await seen.view())[2] > start
    await seen.page.click("#page-fit")
    assert await seen.view() == (x, y, start)
    await seen.statement("lane").focus()
    await seen.page.keyboard.press("+")
    assert (await seen.view())[2] == pytest.approx(1.3 * start)
    await seen.page.keyboard.press("-")
    assert (await seen.view())[2] == pytest.approx(start)
    await seen.page.keyboard.press("+")
    await seen.page.keyboard.press("0")
    assert await seen.view() == (x, y, start)
    await seen.page.mouse.move(300, 300)
    await seen.page.mouse.wheel(0, -200)
    assert (await seen.view())[2] > start
    await seen.page.click("#page-fit")
    await seen.page.mouse.move(300, 300)
    await seen.page.keyboard.down("Control")
    await seen.page.mouse.wheel(0, 20)
    await seen.page.keyboard.up("Control")
    assert (await seen.view())[2] < start


async def test_the_wheel_zooms_at_the_pointer(opened):
    """What lies under the pointer stays there."""
    seen = await opened()
    box = await seen.statement("shops").bounding_box()
    await seen.page.mouse.move(box["x"], box["y"])
    await seen.page.mouse.wheel(0, -300)
    after = await seen.statement("shops").bounding_box()
    assert after["width"] > 1.2 * box["width"]
    assert (after["x"], after["y"]) == pytest.approx((box["x"], box["y"]), abs=1)


async def test_dragging_moves_the_picture_and_chooses_nothing(opened):
    """The picture follows the hand, and does not get lost."""
    seen = await opened()
    x, y, scale = await seen.view()
    box = await seen.statement("lane").bounding_box()
    mouse = seen.page.mouse
    await mouse.move(box["x"] + 5, box["y"] + 5)
    await mouse.down()
    await mouse.move(box["x"] + 65, box["y"] + 45, steps=4)
    await mouse.up()
    assert await seen.view() == pytest.approx((x + 60, y + 40, scale))
    assert await seen.sentence() is None
    for _ in range(6):
        await mouse.move(200, 200)
        await mouse.down()
        await mouse.move(1270, 790, steps=2)
        await mouse.up()
    width, height = await seen.page.evaluate(
        "(({clientWidth, clientHeight}) => [clientWidth, clientHeight])"
        "(document.getElementById('page-stage'))"
    )
    assert (await seen.view())[:2] <= (width, height)


async def test_pinching(opened):
    """Two fingers zoom, and one drags."""
    seen = await opened(has_touch=True, is_mobile=True, size=(390, 800))
    _, _, start = await seen.view()
    client = await seen.page.context.new_cdp_session(seen.page)

    async def touch(kind, *points):
        fingers = [{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(points)]
        await client.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": fingers})

    await touch("touchStart", (150, 400), (250, 400))
    await touch("touchMove", (100, 400), (300, 400))
    await touch("touchEnd")
    x, _, scale = await seen.view()
    assert scale == pytest.approx(2 * start, rel=0.05)
    await touch("touchStart", (200, 400))
    await touch("touchMove", (170, 400))
    await touch("touchMove", (140, 400))
    await touch("touchEnd")
    assert (await seen.view())[0] == pytest.approx(x - 60, abs=2)


# Searching


async def test_searching(opened):
    """Hits are counted, marked and told; the keys go from one to the next, and round."""
    seen = await opened()
    page = seen.page
    await page.fill("#page-query", "the SHOPS")
    assert await seen.text("#page-count") == "1"
    await page.fill("#page-query", "safe")
    assert await seen.text("#page-count") == "3"
    assert await page.text_content("#page-live") == "3 hits"
    assert await page.locator(".hit-mark").count() == 3
    await page.press("#page-query", "Enter")
    assert await seen.text("#page-count") == "1 of 3"
    first = await seen.sentence()
    assert await page.text_content("#page-live") == f"Hit 1 of 3: {first}"
    assert await page.locator(".hit-mark.here").count() == 1
    await page.click("#page-next")
    second = await seen.sentence()
    await page.press("#page-query", "Enter")
    third = await seen.sentence()
    assert {first, second, third} == {"A lane is safe", "Safety is wanted", "Safety has its price"}
    await page.press("#page-query", "Enter")
    assert await seen.sentence() == first
    await page.press("#page-query", "Shift+Enter")
    assert await seen.sentence() == third
    await page.click("#page-previous")
    assert await seen.sentence() == second
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
async def test_what_is_found(opened, words, count):
    """Words, in any order, case and accents aside: in sentences, sources, tags and ids."""
    seen = await opened()
    await seen.page.fill("#page-query", words)
    assert await seen.text("#page-count") == str(count)
    assert await seen.page.is_disabled("#page-next") == (count == 0)
    if not count:
        assert await seen.page.text_content("#page-live") == "Nothing found"


async def test_what_is_found_is_unfolded(opened):
    """A hit in a folded branch is shown."""
    seen = await opened()
    await seen.statement("lane").focus()
    await seen.page.keyboard.press("Space")
    assert not await seen.statement("calm").is_visible()
    await seen.page.fill("#page-query", "drivers")
    assert await seen.statement("calm").is_visible()


# Folding


async def test_folding_a_branch(opened):
    """Cards and lines below go; the card says how many; all comes back."""
    seen = await opened()
    lines = seen.page.locator("g.lines > g:visible")
    before = await lines.count()
    handle = seen.card("shops").locator(".fold")
    await handle.click()
    assert not await seen.statement("garage").is_visible()
    assert await seen.statement("shops").is_visible()
    assert await handle.text_content() == "+1"
    assert await lines.count() == before - 1
    assert await seen.statement("shops").get_attribute("aria-expanded") == "false"
    assert await seen.page.text_content("#page-live") == "Folded: 1 statement below"
    await handle.click()
    assert await seen.statement("garage").is_visible()
    assert await lines.count() == before


async def test_folding_by_keys_and_at_once(opened):
    """Space folds and unfolds, → opens what is folded, a button unfolds all."""
    seen = await opened()
    down = await _down(seen)
    await seen.statement("lane").focus()
    await seen.page.keyboard.press("Space")
    assert await seen.page.locator("g.card:visible").count() == 2 + 1  # the thesis, other, heading
    await seen.page.click("#page-unfold")
    assert await seen.statement("paid").is_visible()
    assert not await seen.page.is_visible("#page-unfold")
    await seen.statement("lane").focus()
    await seen.page.keyboard.press("Space")
    await seen.page.keyboard.press(down)
    assert await seen.statement("paid").is_visible()
    assert await seen.focused() == "crashes"


async def test_folding_takes_what_is_current_along(opened):
    """If the current statement goes out of sight, the folded one becomes the current one."""
    seen = await opened(address="#calm")
    assert await seen.sentence() == "Drivers keep out of it"
    await seen.card("lane").locator(".fold").click()
    assert await seen.sentence() == "Build the lane"


async def test_one_branch_alone(opened):
    """Only a branch and, pale, the way to it are shown, until Escape or a button."""
    seen = await opened(address="#shops")
    await seen.page.click("text=Only this branch")
    assert await seen.statement("garage").is_visible()
    assert not await seen.statement("calm").is_visible()
    assert "dim" in (await seen.card("lane").get_attribute("class")).split()
    assert "dim" not in (await seen.card("garage").get_attribute("class")).split()
    await seen.page.click("#page-whole")
    assert await seen.statement("calm").is_visible()
    await seen.statement("shops").focus()
    await seen.page.keyboard.press("f")
    assert not await seen.statement("calm").is_visible()
    await seen.page.keyboard.press("Escape")  # closes the panel
    await seen.page.keyboard.press("Escape")
    assert await seen.statement("calm").is_visible()


async def test_a_way_out_of_the_branch(opened):
    """Following a link to what is hidden shows the whole map again."""
    seen = await opened(address="#shops")
    await seen.page.click("text=Only this branch")
    await seen.follow("calm")
    assert await seen.statement("calm").is_visible()


# Walking


async def _down(seen) -> str:
    """Return the key that leads from a statement to what bears on it."""
    one, other = seen.card("lane"), seen.card("shops")
    one, other = await one.bounding_box(), await other.bounding_box()
    return "ArrowDown" if other["y"] >= one["y"] + one["height"] else "ArrowRight"


@pytest.mark.parametrize(
    ("direction", "down", "up", "after", "before"),
    [
        ("down", "ArrowDown", "ArrowUp", "ArrowRight", "ArrowLeft"),
        ("right", "ArrowRight", "ArrowLeft", "ArrowDown", "ArrowUp"),
    ],
)
async def test_arrows_walk_the_tree(visit, made, direction, down, up, after, before):
    """They lead the way that the picture shows, and stop at the ends."""
    seen = await visit(made(direction=direction), "#lane")
    await seen.statement("lane").focus()
    walked = [
        (up, "lane"),
        (down, "crashes"),
        (before, "crashes"),
        (after, "safe"),
        (after, "wanted"),
        (before, "safe"),
        (down, "calm"),
        (down, "calm"),
        (up, "safe"),
        ("End", "safe"),
        ("Home", "lane"),
        (after, "other"),
    ]
    for key, where in walked:
        await seen.page.keyboard.press(key)
        assert (key, await seen.focused()) == (key, where)
        assert await seen.address() == where


async def test_walking_with_the_panel(opened):
    """Enter opens it and goes there, Escape closes it and comes back; open, it follows the walk."""
    seen = await opened()
    await seen.statement("lane").focus()
    await seen.page.keyboard.press(await _down(seen))
    assert await seen.sentence() is None
    await seen.page.keyboard.press("Enter")
    assert await seen.sentence() == "There were 14 crashes"
    assert await seen.focused() == "page-sentence"
    await seen.page.keyboard.press("Escape")
    assert await seen.sentence() is None
    assert await seen.focused() == "crashes"
    assert await seen.address() == ""
    await seen.page.keyboard.press("Enter")
    await seen.statement("crashes").focus()
    await seen.page.keyboard.press("Home")
    assert await seen.sentence() == "Build the lane"


async def test_the_focus_can_be_seen(opened):
    """A ring lies round the current statement, at every scale."""
    seen = await opened()
    ring = seen.page.locator(".ring")
    assert await ring.evaluate("e => getComputedStyle(e).stroke") == "none"
    await seen.page.keyboard.press("Tab")
    assert await seen.focused() == "page-skip"
    await seen.page.keyboard.press("Enter")
    assert await seen.focused() == "lane"
    assert await ring.evaluate("e => getComputedStyle(e).stroke") != "none"
    box, card = await ring.bounding_box(), await seen.card("lane").bounding_box()
    assert box["width"] >= 236 * (await seen.view())[2]
    assert box["x"] == pytest.approx(card["x"], abs=8)
    for _ in range(6):
        await seen.page.keyboard.press("-")
    width = await ring.evaluate("e => parseFloat(e.style.strokeWidth)")
    assert width * (await seen.view())[2] == pytest.approx(3, abs=0.1)


async def test_the_map_is_one_stop_of_the_tab_key(opened):
    """Not every statement is: the arrows walk inside."""
    seen = await opened()
    assert await seen.page.locator("svg [tabindex='0']").count() == 1
    await seen.follow("garage")
    assert await seen.page.locator("svg [tabindex='0']").count() == 1
    assert await seen.statement("garage").get_attribute("tabindex") == "0"


async def test_letters_are_keys_in_the_map_alone(opened):
    """In the search field they are letters."""
    seen = await opened(address="#lane")
    await seen.page.focus("#page-query")
    await seen.page.keyboard.type("f0+ /")
    assert await seen.page.input_value("#page-query") == "f0+ /"
    await seen.page.keyboard.press("Escape")
    await seen.page.keyboard.press("/")
    assert await seen.focused() == "page-query"


async def test_what_is_walked_to_comes_into_view(visit, made, read):
    """However far away it is, and however small the map was shown."""
    claims = "".join(f'claim c{n} "Claim number {n}"\n' for n in range(60))
    seen = await visit(made(f'claim top "Top" {{\n{claims}}}'), "#top", size=(900, 600))
    await seen.follow("c59")
    box = await seen.card("c59").bounding_box()
    assert box["x"] >= 0
    assert 0 <= box["y"] < 600
    assert box["width"] >= 100


# Reading


async def test_the_panel_tells_all(opened):
    """Sentence, kind, verdict and why, strength, sources, and what speaks for and against."""
    seen = await opened(address="#lane")
    said = await seen.text("#page-panel")
    assert await seen.text("#page-kind") == "claim"
    assert "Accepted: every attack on it fails." in said
    assert re.search(r"Strength: 0\.\d\d of 1", said)
    for heading in (
        "Why",
        "Speaks for it",
        "Speaks against it",
        "Denies an inference to it",
        "Noted",
    ):
        assert heading in await seen.page.locator("#page-said h3").all_inner_texts()
    why = await seen.text("#page-said h3:text-is('Why') + ul")
    assert "against it would be ✗ rejected: The shops would lose" in why
    assert "The street" in said


async def test_the_panel_leads_to_the_sources_on_the_web(opened):
    """And to nothing else: another scheme's address stays away."""
    seen = await opened(address="#crashes")
    links = seen.page.locator("#page-said a:not([href^='#'])")
    assert await links.count() == 1
    assert await links.get_attribute("href") == "https://example.org/count"
    assert await links.get_attribute("rel") == "noopener noreferrer"
    sources = await seen.text("#page-said h3:text-is('Sources') + ul")
    assert sources == "Traffic count, Ashby, 2023 ¶4 “14 crashes” What was said"


async def test_the_panel_leads_to_other_statements(opened):
    """A link goes there: on the map, in the panel, in the address; back comes back."""
    seen = await opened(address="#lane")
    await seen.page.click("#page-said h3:text-is('Speaks against it') + ul a")
    assert await seen.sentence() == "The shops would lose"
    assert await seen.address() == "shops"
    await seen.page.click("#page-said h3:text-is('It speaks against') + ul a")
    assert await seen.sentence() == "Build the lane"
    await seen.page.go_back()
    assert await seen.sentence() == "The shops would lose"
    await seen.page.go_forward()
    assert await seen.sentence() == "Build the lane"


async def test_without_verdicts_there_are_none(visit, made):
    """What the picture leaves out the panel leaves out."""
    seen = await visit(made(verdicts=False), "#lane")
    said = await seen.text("#page-panel")
    assert "ccepted" not in said
    assert "Strength" not in said


async def test_clicking(opened):
    """A click on a statement opens it; the cross closes."""
    seen = await opened()
    await seen.statement("wanted").locator("text").first.click()
    assert await seen.sentence() == "Safety is wanted"
    assert await seen.address() == "wanted"
    await seen.page.click("#page-close")
    assert await seen.sentence() is None
    await seen.page.go_back()
    assert await seen.sentence() == "Safety is wanted"


@pytest.mark.parametrize("address", ["", "#", "#nothing", "#%", "#page-panel", "#__proto__"])
async def test_addresses_that_lead_nowhere(opened, address):
    """They do no harm."""
    seen = await opened(address=address)
    assert await seen.sentence() is None
    assert await seen.statement("lane").is_visible()


async def test_an_id_of_any_script(opened):
    """Deep links work for every id there can be."""
    seen = await opened('claim größe "Größe" { assumption 日本 "日本" }', "#日本")
    assert await seen.sentence() == "日本"


# Looks


async def test_light_and_dark(opened):
    """The system decides, until the switch does: for the page and for the picture."""
    paper = "getComputedStyle(document.body).backgroundColor"
    frame = "getComputedStyle(document.querySelector('svg .support .frame')).fill"
    seen = await opened(color_scheme="dark")
    dark = [await seen.page.evaluate(paper), await seen.page.evaluate(frame)]
    assert await seen.page.get_attribute("#page-dark", "aria-pressed") == "true"
    await seen.page.click("#page-dark")
    light = [await seen.page.evaluate(paper), await seen.page.evaluate(frame)]
    assert dark == ["rgb(17, 22, 28)", "rgb(16, 48, 74)"]
    assert light == ["rgb(255, 255, 255)", "rgb(220, 235, 249)"]
    await seen.page.click("#page-dark")
    assert [await seen.page.evaluate(paper), await seen.page.evaluate(frame)] == dark
    other = await opened(color_scheme="light")
    assert [await other.page.evaluate(paper), await other.page.evaluate(frame)] == light


async def test_print(opened):
    """The title and the picture are printed, in light colours, whatever was open."""
    seen = await opened(address="#lane", color_scheme="dark")
    await seen.page.emulate_media(media="print", color_scheme="dark")
    assert await seen.page.is_visible("svg .card")
    for tool in ("#page-panel", "#page-query", ".zoom", ".ring", ".fold"):
        assert not await seen.page.locator(tool).first.is_visible()
    body = await seen.page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert body == "rgb(255, 255, 255)"
    box = await seen.page.locator("#page-stage > svg").bounding_box()
    assert box["x"] >= 0
    assert box["width"] <= 1280


async def test_on_a_phone_the_panel_is_a_sheet(opened):
    """It lies at the foot, the page does not scroll sideways, the statement is seen above it."""
    seen = await opened(address="#garage", size=(390, 800), has_touch=True, is_mobile=True)
    target = await seen.page.locator("#page-panel").bounding_box()
    assert (target["x"], target["width"]) == (0, 390)
    assert target["y"] + target["height"] == pytest.approx(800, abs=1)
    card = await seen.card("garage").bounding_box()
    assert card["y"] + card["height"] <= target["y"]
    assert await seen.page.evaluate("document.documentElement.scrollWidth") <= 390
    for button in await seen.page.locator("button:visible").all():
        box = await button.bounding_box()
        assert box["x"] + box["width"] <= 390
        assert min(box["width"], box["height"]) >= 24


async def test_reduced_motion(opened):
    """Nothing glides for those who do not want it, and it does for others."""
    click = """() => {
      document.getElementById('page-in').click()
      return getComputedStyle(document.querySelector('#page-stage > svg')).transitionDuration
    }"""  # at once: it is over soon
    for wish, lasting in (("reduce", "0s"), ("no-preference", "0.22s")):
        seen = await opened()
        await seen.page.emulate_media(reduced_motion=wish)
        assert await seen.page.evaluate(click) == lasting


async def test_help(opened):
    """The keys and the legend are told in a dialog, which Escape closes."""
    seen = await opened(color_scheme="dark")
    await seen.page.click("#page-help")
    assert "fold or unfold" in await seen.text("#page-keys")
    assert await seen.page.locator("#page-legend text").count() > 3
    color = "getComputedStyle(document.querySelector('#page-legend text')).fill"
    assert await seen.page.evaluate(color) == "rgb(180, 190, 201)"
    await seen.page.keyboard.press("Escape")
    assert not await seen.page.is_visible("#page-keys")


async def test_the_policy_holds(browser, visit, made, tmp_path):
    """A script or a style that gets in all the same does not count, and nothing is fetched."""
    text = made().replace("</h1>", "<script>window.hit = 1</script></h1>", 1)
    text = text.replace("<main ", '<main onclick="window.hit = 1" style="color: red" ', 1)
    text = text.replace("</main>", '<img src="https://example.org/x.png"></main>', 1)
    (tmp_path / "bad.html").write_text(text, encoding="utf-8")
    page = await browser.new_page()
    said = []
    page.on("console", lambda message: said.append(message.text))
    await page.goto((tmp_path / "bad.html").as_uri())
    await page.click("main", position={"x": 5, "y": 5})
    assert await page.evaluate("window.hit") is None
    assert len([each for each in said if "Content Security Policy" in each]) >= 3
    assert await page.is_visible(".tools")  # the page's own script runs
    await page.close()


async def test_marks_on_a_card_are_not_taken_for_it(visit, made):
    """The ring goes round the statement, also where a finding or its strength stands on it."""
    badge = Badge(Severity.WARNING, ("EVI301",), ("warning EVI301: nothing supports it",))
    annotations = dict.fromkeys(("lane", "shops", "safe"), badge)
    for options in ({"diagnostics": annotations}, {"strengths": True}):
        seen = await visit(made(**options))
        for id_ in ("lane", "shops", "safe"):
            await seen.follow(id_)
            ring = await seen.page.locator("svg .ring").bounding_box()
            box = await seen.statement(id_).bounding_box()
            assert ring["width"] >= 0.9 * box["width"]
            assert ring["height"] >= 0.9 * box["height"]
