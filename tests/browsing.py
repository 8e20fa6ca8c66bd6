"""A real browser, and pages in it whose errors are recorded."""

import re
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from attrs import Factory, define

from tests.real import miss

AXE = "4.10.3"
COLOR_RULES = ["color-contrast", "link-in-text-block"]
"""The default rules of axe-core that check colors."""


@define
class Watched:
    """A page in a browser, with its errors and unexpected requests."""

    page: object
    home: str = "file:"
    errors: list[str] = Factory(list)

    def watch(self) -> None:
        def on_console(message):
            if message.type in ("error", "warning"):
                self.errors.append(f"console: {message.text}")

        def on_request(request):
            is_file = self.home == "file:"
            if not request.url.startswith(self.home) or (
                is_file and request.resource_type != "document"
            ):
                self.errors.append(f"request: {request.url}")

        async def on_dialog(dialog):
            self.errors.append(f"dialog: {dialog.message}")
            await dialog.dismiss()

        self.page.on("console", on_console)
        self.page.on("pageerror", lambda error: self.errors.append(f"error: {error}"))
        self.page.on("request", on_request)
        self.page.on("dialog", on_dialog)
        self.page.on("popup", lambda _: self.errors.append("a window was opened"))

    async def text(self, selector: str) -> str:
        return re.sub(r"\s+", " ", await self.page.inner_text(selector)).strip()

    async def sentence(self) -> str | None:
        """Return the sentence in the panel, or None if the panel is closed."""
        if not await self.page.is_visible("#page-panel"):
            return None
        return await self.text("#page-sentence")

    async def address(self) -> str:
        return await self.page.evaluate("decodeURIComponent(location.hash.slice(1))")

    async def focused(self) -> str:
        """Return the id of the focused statement, or of another focused element."""
        id_ = await self.page.evaluate("document.activeElement.id")
        return re.sub(r"^(m[0-9a-f]{8}|live)-s-", "", id_)

    def statement(self, id_: str):
        """Return the element of a statement, by the map's id."""
        return self.page.locator(f'svg .statement[id$="-s-{id_}"]')

    def card(self, id_: str):
        """Return the card of a statement."""
        return self.page.locator(f'g.card:has(.statement[id$="-s-{id_}"])')

    async def view(self) -> tuple[float, float, float]:
        """Return the position of the picture on the stage, and its scale."""
        picture = self.page.locator("#page-stage > svg")
        move = await picture.evaluate("e => e.style.transform")
        x, y, scale = map(float, re.findall(r"-?[\d.]+(?:e-?\d+)?", move))
        return x, y, scale

    async def follow(self, id_: str) -> None:
        """Go to a statement by the URL."""
        await self.page.evaluate("id => { location.hash = encodeURIComponent(id) }", id_)
        await self.page.wait_for_function("() => !document.getElementById('page-panel').hidden")


_PROGRAMS = ("chromium-headless-shell", "chromium")
"""Names of the system's Chromium; the first one is three times as fast."""


def chromium(bundled: str) -> str:
    """Return the path of Playwright's Chromium, or of the system's; skip without one."""
    programs = [bundled if Path(bundled).exists() else None, *map(shutil.which, _PROGRAMS)]
    program = next(filter(None, programs), None)
    return program or miss("Chromium is not installed; run `playwright install chromium`")


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[object]:
    """Chromium, shared by all tests."""
    try:
        from playwright.async_api import async_playwright
    except ImportError:
        miss("playwright is not installed")
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
    """Return the violations that axe-core finds in a page, in light and in dark colors.

    In dark colors, only the rules about colors are checked; the others give the same results.
    """
    if not await seen.page.evaluate("'axe' in window"):
        await seen.page.evaluate(axe)
    messages: list[str] = []
    for scheme, rules in (("dark", COLOR_RULES), ("light", [])):
        await seen.page.emulate_media(color_scheme=scheme)
        options = {"resultTypes": ["violations"]}
        if rules:
            options["runOnly"] = {"type": "rule", "values": rules}
        result = await seen.page.evaluate("options => axe.run(document, options)", options)
        messages += [
            f"{scheme}: {rule['id']}: {rule['help']}: {rule['nodes'][0]['html'][:200]}"
            for rule in result["violations"]
        ]
    return messages
