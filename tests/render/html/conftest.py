"""Pages, opened in a real browser from a file."""

import re
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from attrs import Factory, define

from argmap.model import ArgumentMap
from argmap.render import RenderOptions
from argmap.render.html import to_html
from argmap.workspace.library import DiskLibrary
from argmap.workspace.loading import load_resolution

MAPS = Path(__file__).parents[3] / "maps"

LANE = """
map "Should we build the lane?" { thesis: lane  author: "Ada"  date: 2024 }
source count "Traffic count" { url: "https://example.org/count"  publisher: "Ashby"  year: 2023 }
source talk "What was said" { url: "javascript:alert(1)" }

section street "The street" {
  claim lane "Build the lane" {
    expect: accepted
    evidence crashes "There were 14 crashes" @count:4 "14 crashes" @talk
    reason safety {
      scheme: practical-reasoning
      claim safe "A lane is safe" { assumption calm "Drivers keep out of it" }
      assumption wanted "Safety is wanted"
      counterpoint dear "Safety has its price" { counterpoint paid "It is paid for" }
    }
    counterpoint shops "The shops would lose" {
      expect: rejected
      counterpoint garage "The garage has room" { tags: parking }
    }
  }
  claim other "Café owners agree" { contradicts: shops }
}
"""


@define
class Watched:
    """A page in a browser, and whatever it did that it should not."""

    page: object
    faults: list[str] = Factory(list)

    def watch(self) -> None:
        def of_console(message):
            if message.type in ("error", "warning"):
                self.faults.append(f"console: {message.text}")

        def of_request(request):
            if not request.url.startswith("file:") or request.resource_type != "document":
                self.faults.append(f"request: {request.url}")

        async def of_dialog(dialog):
            self.faults.append(f"dialog: {dialog.message}")
            await dialog.dismiss()

        self.page.on("console", of_console)
        self.page.on("pageerror", lambda error: self.faults.append(f"error: {error}"))
        self.page.on("request", of_request)
        self.page.on("dialog", of_dialog)
        self.page.on("popup", lambda _: self.faults.append("a window was opened"))

    async def text(self, selector: str) -> str:
        return re.sub(r"\s+", " ", await self.page.inner_text(selector)).strip()

    async def sentence(self) -> str | None:
        """Return the sentence in the panel; None while that is closed."""
        if not await self.page.is_visible("#page-panel"):
            return None
        return await self.text("#page-sentence")

    async def address(self) -> str:
        return await self.page.evaluate("decodeURIComponent(location.hash.slice(1))")

    async def focused(self) -> str:
        """Return the id of the statement that has the focus, or of another element."""
        id_ = await self.page.evaluate("document.activeElement.id")
        return re.sub(r"^m[0-9a-f]{8}-s-", "", id_)

    def statement(self, id_: str):
        """Return the element of a statement, by the map's id."""
        return self.page.locator(f'svg .statement[id$="-s-{id_}"]')

    def card(self, id_: str):
        """Return the card that a statement stands on."""
        return self.page.locator(f'g.card:has(.statement[id$="-s-{id_}"])')

    async def view(self) -> tuple[float, float, float]:
        """Return where the picture lies on the stage, and its scale."""
        picture = self.page.locator("#page-stage > svg")
        move = await picture.evaluate("e => e.style.transform")
        x, y, scale = map(float, re.findall(r"-?[\d.]+(?:e-?\d+)?", move))
        return x, y, scale

    async def follow(self, id_: str) -> None:
        """Go to a statement by the address."""
        await self.page.evaluate("id => { location.hash = encodeURIComponent(id) }", id_)
        await self.page.wait_for_function("() => !document.getElementById('page-panel').hidden")


@pytest.fixture
async def visit(browser, tmp_path) -> AsyncIterator[Callable]:
    """Open a page (or a picture) from its text; at the end it must have behaved."""
    watched: list[Watched] = []
    contexts = []

    async def open_it(text: str, address: str = "", suffix: str = "html", **context) -> Watched:
        file = tmp_path / f"page{len(watched)}.{suffix}"
        file.write_text(text, encoding="utf-8")
        size = context.pop("size", (1280, 800))
        context.setdefault("viewport", {"width": size[0], "height": size[1]})
        contexts.append(await browser.new_context(reduced_motion="reduce", **context))
        seen = Watched(await contexts[-1].new_page())
        seen.page.set_default_timeout(10_000)
        seen.watch()
        watched.append(seen)
        await seen.page.goto(file.as_uri() + address)
        return seen

    yield open_it
    for context in contexts:
        await context.close()
    assert [fault for seen in watched for fault in seen.faults] == []


@pytest.fixture(scope="session")
def lane() -> str:
    """A small map with something of everything."""
    return LANE


@pytest.fixture
def made(read) -> Callable[..., str]:
    """Make a page of a map's text."""

    def make(text: str = LANE, **options: object) -> str:
        return to_html(read(text), RenderOptions(**options))

    return make


@pytest.fixture
def opened(visit, made) -> Callable:
    """Open the page of a map's text."""

    async def open_it(text: str = LANE, address: str = "", **context) -> Watched:
        return await visit(made(text), address, **context)

    return open_it


@pytest.fixture(scope="session")
def paper() -> ArgumentMap:
    """The map of the paper, whole."""
    return load_resolution(MAPS / "turkiye-russia/map.argmap", DiskLibrary()).map


@pytest.fixture(scope="session")
def axe(fetched) -> str:
    """The script of axe-core, from npm."""
    options = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-save"]
    folder = fetched(
        "axe-core", lambda into: ["npm", "install", *options, f"--prefix={into}", "axe-core@4.10.3"]
    )
    return (folder / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
