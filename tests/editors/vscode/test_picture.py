"""The picture beside the text, in VS Code: joined to it both ways, and drawn as one writes."""

import pytest

BUS = """\
claim bus "We should take the bus" {
  evidence cheap "A ticket costs two francs"
  counterpoint slow "The bus is late" {
    counterpoint lane "It has a lane of its own"
  }
}
"""


@pytest.fixture
async def bus(window):
    """A window on a map with its picture beside it."""
    await window.shows("bus.argmap", BUS)
    await window.command("Argmap: Show the Picture to the Side")
    await window.card("bus").wait_for()
    return window


async def test_the_picture_is_drawn_beside_the_text(bus):
    """The command opens the map's picture in a group of its own; the text stays, and the focus."""
    left = await bus.page.locator(".editor-instance").first.bounding_box()
    right = await bus.page.locator("iframe.webview").bounding_box()
    assert right["x"] >= left["x"] + left["width"]
    assert "bus.argmap (picture)" in await bus.page.locator(".part.editor").inner_text()
    for id_ in ("bus", "cheap", "slow", "lane"):
        assert await bus.card(id_).is_visible()


async def test_the_picture_follows_what_is_typed_and_not_saved(bus):
    """A word that is changed is changed in the picture, while the file on the disk is as it was."""
    await bus.open("bus.argmap", after="two francs")
    await bus.type(" fifty")
    await bus.sees(bus.card("cheap").text_content, "two francs fifty")
    assert bus.read("bus.argmap") == BUS


async def test_a_click_on_a_card_goes_to_its_line(bus):
    """The cursor stands where the statement is declared, and typing goes on there."""
    await bus.card("lane").click()
    await bus.sees(bus.focused, "Ln 4, Col 5")
    await bus.type("# here ")
    await bus.sees(bus.lines().nth(3).inner_text, "# here counterpoint lane")


async def test_enter_on_a_card_goes_to_its_line(bus):
    """Who uses no mouse gets there, too."""
    await bus.picture.locator('[id$="-s-slow"]').focus()
    await bus.page.keyboard.press("Enter")
    await bus.sees(bus.focused, "Ln 3, Col 3")


async def test_the_card_of_the_statement_that_the_cursor_is_in_is_framed(bus):
    """Moving about in the text moves the frame in the picture."""
    for id_, words in {"cheap": "two francs", "lane": "lane of its own"}.items():
        await bus.open("bus.argmap", at=words)
        await bus.sees(lambda: _framed(bus), f"-{id_}$")


async def _framed(window) -> str:
    lit = await window.picture.locator(".lit").evaluate_all("es => es.map(e => e.id)")
    return " ".join(lit)


async def test_while_a_line_is_broken_the_last_picture_stays_and_says_so(bus):
    """The reason stands above the picture, with the line; when it is mended both go on."""
    await bus.open("bus.argmap", at='"A ticket')
    await bus.type('"')
    problem = bus.picture.locator("#problem")
    seen = await bus.sees(problem.inner_text, r"^bus\.argmap, line 2: ")
    assert "Error" not in seen
    assert await bus.card("cheap").is_visible()
    await bus.page.keyboard.press("Backspace")
    await problem.wait_for(state="hidden")


async def test_the_picture_is_as_dark_as_the_window(bus):
    """In a dark theme the paper is dark and the words on it light; the other way in a light one."""
    papers = {}
    for scheme in ("dark", "light"):
        await bus.page.emulate_media(color_scheme=scheme)
        await bus.picture.locator(f"body.vscode-{scheme}").wait_for()
        around, paper, ink = await bus.picture.locator("body").evaluate(
            """body => [getComputedStyle(body).backgroundColor,
                        ...[".page", ".card text"].map(
                            each => getComputedStyle(document.querySelector(each)).fill)]"""
        )
        assert around == paper
        papers[scheme] = _lightness(paper) - _lightness(ink)
    assert papers["dark"] < 0 < papers["light"]


def _lightness(colour: str) -> int:
    return sum(int(each) for each in colour.removeprefix("rgb(").rstrip(")").split(","))
