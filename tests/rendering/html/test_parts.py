"""The overview, the parts of the map, and the search over all of them, in a browser."""

import pytest
from tests.browsing import violations
from tests.rendering.html.parts_map import large_map, parts_map

from argmap.rendering.html import to_html
from argmap.rendering.html.page import digest_in_page, digest_of_page
from argmap.rendering.options import RenderOptions

SIZES = pytest.mark.parametrize("size", [(1280, 800), (390, 844)], ids=["desktop", "phone"])


@pytest.fixture
def open_parts(visit):
    """Return a function that opens the page of the map with parts."""

    async def open_page(address: str = "", argument_map=None, **context):
        return await visit(to_html(argument_map or parts_map()), address, **context)

    return open_page


async def view_of(watched) -> tuple[str, str]:
    """Return the name of the view, and the title of the picture."""
    return await watched.page.evaluate(
        """() => {
          const part = document.getElementById("page-part");
          return [document.documentElement.dataset.view, part.selectedOptions[0]?.textContent];
        }"""
    )


async def covered(watched) -> list[str]:
    """Return the controls that something else covers, or that are out of the window."""
    return await watched.page.evaluate(
        """() => {
          const controls = document.querySelectorAll("button, input, select, .views a, .crumb");
          const isReached = (element) => {
            const { left, top, width, height } = element.getBoundingClientRect();
            const hit = document.elementFromPoint(left + width / 2, top + height / 2);
            return hit && (element.contains(hit) || hit.contains(element));
          };
          return [...controls]
            .filter((element) => element.checkVisibility())
            .filter((element) => !element.closest(".table, .side, aside, dialog"))
            .filter((element) => !isReached(element))
            .map((element) => element.outerHTML);
        }"""
    )


@SIZES
async def test_a_page_begins_with_the_overview(open_parts, axe, size):
    """Its cards lead into the parts; the browser goes back and forward between them."""
    watched = await open_parts(size=size)
    page = watched.page
    assert await view_of(watched) == ["overview", "Whole map"]
    assert await violations(watched, axe) == []
    cards = page.locator("#page-overview a:visible")
    assert await cards.count() == 3
    await page.get_by_role("link", name="Safety.").click()
    assert await view_of(watched) == ["map", "Safety"]
    assert await watched.address() == "/part/safety"
    assert await watched.statement("mirrors").is_visible()
    assert await violations(watched, axe) == []
    assert await covered(watched) == []
    await watched.statement("crashes").click()
    assert await watched.sentence() == "There were fourteen crashes"
    assert await violations(watched, axe) == []
    assert await covered(watched) == []
    await page.go_back()
    assert await view_of(watched) == ["map", "Safety"]
    assert await watched.sentence() is None
    await page.go_back()
    assert await view_of(watched) == ["overview", "Whole map"]
    await page.go_forward()
    assert await view_of(watched) == ["map", "Safety"]
    await page.locator(".crumb", has_text="Overview").click()
    assert await view_of(watched) == ["overview", "Whole map"]
    width = await page.evaluate("document.documentElement.scrollWidth")
    assert width <= size[0]


async def test_parts_with_the_keys(open_parts):
    """A card of the overview, the parts and the views can be opened with the keys alone."""
    watched = await open_parts()
    page = watched.page
    await page.locator("#page-overview a:visible").nth(1).focus()
    await page.keyboard.press("Enter")
    assert await view_of(watched) == ["map", "Safety"]
    assert await watched.focused() == "lane"  # the conclusion of the part, which is its neighbor
    await page.focus("#page-part")
    await page.keyboard.press("ArrowDown")
    assert await view_of(watched) == ["map", "=Money"]
    await page.focus("#page-before")
    await page.keyboard.press("Enter")
    assert await view_of(watched) == ["map", "Safety"]
    await page.keyboard.press("Tab")
    await page.evaluate("document.activeElement.blur()")
    for key, name in {"t": "table", "o": "overview", "m": "map"}.items():
        await page.keyboard.press(key)
        assert (await view_of(watched))[0] == name


@pytest.mark.parametrize(
    ("address", "view", "address_after"),
    [
        ("#/map", ["map", "Whole map"], "/map"),
        ("#/part/money", ["map", "=Money"], "/part/money"),
        ("#/part/money;funds", ["map", "=Money"], "/part/money;funds"),
        ("#safe", ["map", "Whole map"], "safe"),
        ("#/table;safe", ["table", "Whole map"], "/table;safe"),
        ("#/part/nothing", ["overview", "Whole map"], "/part/nothing"),
        ("#/text/report/3", ["overview", "Whole map"], "/text/report/3"),
        ("#%E0%A4%A", ["overview", "Whole map"], None),
    ],
)
async def test_addresses(open_parts, address, view, address_after):
    """Each state has an address; an unknown one shows the start of the page."""
    watched = await open_parts(address)
    assert await view_of(watched) == view
    if address_after is not None:
        assert await watched.address() == address_after
    assert (await watched.sentence() is not None) == (";" in address or address == "#safe")


@SIZES
async def test_searching_all_parts(open_parts, axe, size):
    """The hits of all parts are listed; a hit opens the part that contains it."""
    watched = await open_parts(argument_map=large_map(), size=size)
    page = watched.page
    await page.fill("#page-query", "the lane is")
    assert await watched.text("#page-count") == "2"
    assert await page.locator("#page-results-list li").count() == 2
    assert await page.locator("#page-results-list mark").count() >= 4
    assert await violations(watched, axe) == []
    await page.locator("#page-results-list a", has_text="cheap").click()
    assert await view_of(watched) == ["map", "=Money"]
    assert await watched.address() == "cheap"
    assert await watched.sentence() == "The lane is cheap"
    assert await watched.statement("cheap").is_visible()
    assert await page.locator(".hit-mark.here").count() == 1
    assert await violations(watched, axe) == []
    assert await covered(watched) == []
    await page.click("#page-next")
    assert await view_of(watched) == ["map", "Safety"]
    assert await watched.sentence() == "The lane is safe"
    await page.click("#page-results-close")
    assert await page.locator(".hit-mark").count() == 0
    assert not await page.is_visible("#page-results")


async def test_folded_parts(open_parts):
    """In a large map the parts are folded; their cards and the panel lead to their pictures."""
    watched = await open_parts("#/map", large_map())
    assert await watched.statement("c7").count() == 0
    await watched.statement("cheap").locator("a").first.click()
    assert await view_of(watched) == ["map", "=Money"]
    assert await watched.statement("c7").count() == 1
    await watched.follow("lane")
    assert await view_of(watched) == ["map", "Whole map"]
    await watched.page.locator("#page-said a", has_text="The lane is safe").first.click()
    assert await watched.sentence() == "The lane is safe"
    assert await view_of(watched) == ["map", "Whole map"]
    await watched.page.locator("#page-said a", has_text="Open the part “Safety”").click()
    assert await view_of(watched) == ["map", "Safety"]
    assert await watched.sentence() == "The lane is safe"


async def test_a_picture_keeps_its_view(open_parts):
    """A picture that is opened again is where the reader left it, with one handle per branch."""
    watched = await open_parts("#/map")
    await watched.page.click("#page-in")
    before = await watched.view()
    handles = await watched.page.locator("#page-stage .fold").count()
    await watched.page.select_option("#page-part", label="Safety")
    await watched.page.click("#page-dark")
    await watched.page.select_option("#page-part", label="Whole map")
    assert await watched.view() == before
    assert await watched.page.locator("#page-stage .fold").count() == handles
    fill = "getComputedStyle(document.querySelector('#page-stage .card .frame')).fill"
    dark = await watched.page.evaluate(fill)
    await watched.page.click("#page-dark")
    assert await watched.page.evaluate(fill) != dark


async def test_the_overview_of_a_question(visit):
    """Its options lead to the statements."""
    text = (
        'map "Which?"\nquestion q "Which one?" { claim a "This one" { evidence e "It is near" } '
        'claim b "That one" { counterpoint c "It is far" } }'
    )
    from tests.rendering.conftest import read_map

    watched = await visit(to_html(read_map(text)))
    await watched.page.locator("#page-overview a:visible", has_text="That one").click()
    assert await watched.sentence() == "That one"
    await watched.page.go_back()
    assert (await view_of(watched))[0] == "overview"


async def test_without_scripts_the_overview_is_above_the_map(open_parts):
    """Both can be read without JavaScript, the overview once."""
    watched = await open_parts(java_script_enabled=False)
    assert await watched.page.locator("#page-overview svg:visible").count() == 1
    assert await watched.page.locator("#page-stage svg:visible").count() == 1


def test_the_digest_covers_the_parts():
    """A page is out of date if only a picture of a part has changed."""
    argument_map, options = parts_map(), RenderOptions()
    page = to_html(argument_map, options).encode()
    assert digest_in_page(page) == digest_of_page(argument_map, options)
    assert digest_in_page(page) != digest_of_page(large_map(), options)


def test_every_sentence_has_a_picture(paper):
    """Each statement, question and context of a large map is in the picture it is looked up in."""
    from argmap.rendering.html.parts import PageContents, pictures_with_parts

    for argument_map in (paper, parts_map(), large_map()):
        pictures = pictures_with_parts(argument_map, RenderOptions(), PageContents())
        drawn = [
            {sentence.id for sentence in picture.argument_map.sentences}
            for picture in pictures.pictures
        ]
        for sentence in argument_map.sentences:
            assert sentence.id in drawn[pictures.homes[sentence.id]]
