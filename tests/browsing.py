"""A real browser: a page in it that is watched, and where the program is."""

import re
import shutil
from pathlib import Path

from attrs import Factory, define

from tests.real import miss


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


def find_browser(own: str) -> str:
    """Return where Chromium is: Playwright's own, or the system's."""
    program = own if Path(own).exists() else shutil.which("chromium")
    return program or miss("there is no Chromium: `playwright install chromium`, or from Debian")
