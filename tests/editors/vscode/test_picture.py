"""The picture beside the text in VS Code: its links with the text, and its updates."""

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
    """A window with a map and its picture."""
    await window.write_and_open("bus.argmap", BUS)
    await window.command("Argmap: Show the Picture to the Side")
    await window.card("bus").wait_for()
    return window


async def test_the_picture_is_drawn_beside_the_text(bus):
    """The command opens the picture in another editor group; the text keeps the focus."""
    left = await bus.page.locator(".editor-instance").first.bounding_box()
    right = await bus.page.locator("iframe.webview").bounding_box()
    assert right["x"] >= left["x"] + left["width"]
    assert "bus.argmap (picture)" in await bus.page.locator(".part.editor").inner_text()
    for id_ in ("bus", "cheap", "slow", "lane"):
        assert await bus.card(id_).is_visible()


async def test_the_picture_shows_unsaved_changes(bus):
    """A changed word is changed in the picture before the file is saved."""
    await bus.open("bus.argmap", after="two francs")
    await bus.type(" fifty")
    await bus.wait_for(bus.card("cheap").text_content, "two francs fifty")
    assert bus.read("bus.argmap") == BUS


async def test_a_click_on_a_card_opens_its_declaration(bus):
    """The cursor moves to the declaration of the statement, in the focused editor."""
    await bus.card("lane").click()
    await bus.wait_for(bus.cursor, "Ln 4, Col 5")
    await bus.type("# here ")
    await bus.wait_for(bus.lines().nth(3).inner_text, "# here counterpoint lane")


async def test_enter_on_a_card_opens_its_declaration(bus):
    """Declarations can be opened with the keyboard."""
    await bus.picture.locator('[id$="-s-slow"]').focus()
    await bus.page.keyboard.press("Enter")
    await bus.wait_for(bus.cursor, "Ln 3, Col 3")


async def test_the_card_at_the_cursor_is_highlighted(bus):
    """If the cursor moves in the text, another card is highlighted."""
    for id_, words in {"cheap": "two francs", "lane": "lane of its own"}.items():
        await bus.open("bus.argmap", at=words)
        await bus.wait_for(lambda: _highlighted(bus), f"-{id_}$")


async def _highlighted(window) -> str:
    ids = await window.picture.locator(".lit").evaluate_all("es => es.map(e => e.id)")
    return " ".join(ids)


async def test_an_error_is_shown_above_the_last_picture(bus):
    """A syntax error is shown with its line, until it is fixed; the last picture stays."""
    await bus.open("bus.argmap", at='"A ticket')
    await bus.type('"')
    error = bus.picture.locator("#problem")
    text = await bus.wait_for(error.inner_text, r"^bus\.argmap, line 2: ")
    assert "Error" not in text
    assert await bus.card("cheap").is_visible()
    await bus.page.keyboard.press("Backspace")
    await error.wait_for(state="hidden")


async def test_the_picture_has_the_color_scheme_of_the_window(bus):
    """In a dark theme, the background of the picture is darker than its text; else brighter."""
    contrasts = {}
    for scheme in ("dark", "light"):
        await bus.page.emulate_media(color_scheme=scheme)
        await bus.picture.locator(f"body.vscode-{scheme}").wait_for()
        page, background, text = await bus.picture.locator("body").evaluate(
            """body => [getComputedStyle(body).backgroundColor,
                        ...[".page", ".card text"].map(
                            selector => getComputedStyle(document.querySelector(selector)).fill)]"""
        )
        assert page == background
        contrasts[scheme] = _lightness(background) - _lightness(text)
    assert contrasts["dark"] < 0 < contrasts["light"]


def _lightness(color: str) -> int:
    return sum(int(channel) for channel in color.removeprefix("rgb(").rstrip(")").split(","))
