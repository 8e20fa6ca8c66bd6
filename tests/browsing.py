"""A real browser, and a page in it that is watched."""

import re
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from attrs import Factory, define

from tests.real import miss

AXE = "4.10.3"
COLOR_RULES = ["color-contrast", "link-in-text-block"]
"""All rules of axe-core that look at colors, of those that it runs by itself."""


@define
class Watched:
    """A page in a browser, and whatever it did that it should not."""

    page: object
    home: str = "file:"
    errors: list[str] = Factory(list)

    def watch(self) -> None:
        def of_console(message):
            if message.type in ("error", "warning"):
                self.errors.append(f"console: {message.text}")

        def of_request(request):
            is_file = self.home == "file:"
            if not request.url.startswith(self.home) or (
                is_file and request.resource_type != "document"
            ):
                self.errors.append(f"request: {request.url}")

        async def of_dialog(dialog):
            self.errors.append(f"dialog: {dialog.message}")
            await dialog.dismiss()

        self.page.on("console", of_console)
        self.page.on("pageerror", lambda error: self.errors.append(f"error: {error}"))
        self.page.on("request", of_request)
        self.page.on("dialog", of_dialog)
        self.page.on("popup", lambda _: self.errors.append("a window was opened"))

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
        return re.sub(r"^(m[0-9a-f]{8}|live)-s-", "", id_)

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


_PROGRAMS = ("chromium-headless-shell", "chromium")
"""Names of the system's Chromium; the first opens a page in a third of the time."""


def chromium(own: str) -> str:
    """Return where Chromium is: Playwright's own, or the system's; skip without one."""
    programs = [own if Path(own).exists() else None, *map(shutil.which, _PROGRAMS)]
    found = next(filter(None, programs), None)
    return found or miss("there is no Chromium: `playwright install chromium`, or from Debian")


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[object]:
    """Chromium, one for all."""
    try:
        from playwright.async_api import async_playwright
    except ImportError:
        miss("there is no playwright")
    async with async_playwright() as playwright:
        program = chromium(playwright.chromium.executable_path)
        launched = await playwright.chromium.launch(executable_path=program)
        yield launched
        await launched.close()


@pytest.fixture(scope="session")
def axe(fetched) -> str:
    """The script of axe-core, from npm."""
    options = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-save"]
    folder = fetched(
        "axe-core",
        lambda into: ["npm", "install", *options, f"--prefix={into}", f"axe-core@{AXE}"],
        version=AXE,
    )
    return (folder / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")


async def violations(seen: Watched, axe: str) -> list[str]:
    """Return what axe-core finds in a page, in light colors and in dark ones.

    In the dark only the rules about color are asked: the others look at what is the same in both.
    """
    if not await seen.page.evaluate("'axe' in window"):
        await seen.page.evaluate(axe)
    found: list[str] = []
    for scheme, rules in (("dark", COLOR_RULES), ("light", [])):
        await seen.page.emulate_media(color_scheme=scheme)
        options = {"resultTypes": ["violations"]}
        if rules:
            options["runOnly"] = {"type": "rule", "values": rules}
        told = await seen.page.evaluate("options => axe.run(document, options)", options)
        found += [
            f"{scheme}: {each['id']}: {each['help']}: {each['nodes'][0]['html'][:200]}"
            for each in told["violations"]
        ]
    return found
