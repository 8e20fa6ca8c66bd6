"""What somebody does in a window of VS Code, and what they see there."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from pathlib import Path

from attrs import define, field

from tests.editors.vscode.server import TIDY

PATIENCE = 60
"""Seconds after which something that has not come is not waited for any more."""

_BOX = ".quick-input-widget:not([style*='display: none']) .quick-input-box input"
_LIST = ".quick-input-widget .monaco-list-row"
_EDITOR = ".editor-instance .monaco-editor"


@define
class Window:
    """A window on a folder, driven by its keys as far as that goes."""

    page: object
    workspace: Path
    project: Path = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.project = self.workspace
        self.page.set_default_timeout(PATIENCE * 1000)

    # ---- The window --------------------------------------------------------------------------

    async def visit(self, server) -> None:
        """Open the window."""
        await self.page.goto(server.address(self.workspace))

    async def trust(self, answer: str = "Yes, I trust the authors") -> None:
        """Answer whether the folder is trusted; wait until the window is there."""
        await self.page.get_by_role("button", name=answer).click()
        await self.page.wait_for_selector(".explorer-folders-view")

    async def tidy(self) -> None:
        """Close everything, for the next who comes."""

        async def asked() -> None:
            for _ in range(3):  # suggestions, hovers, boxes that are still open
                await self.page.keyboard.press("Escape")
            await self.page.keyboard.press(TIDY)
            gone = self.page.locator(".editor-instance, .part.panel .composite.panel")
            await gone.first.wait_for(state="hidden", timeout=10_000)

        await again(asked)

    async def command(self, title: str) -> None:
        """Run a command by its title."""

        async def asked() -> None:
            await self.page.keyboard.press("Escape")
            await self.page.keyboard.press("F1")
            await self.page.fill(_BOX, f">{title}", timeout=5_000)
            row = self.page.locator(_LIST).filter(has_text=title).first
            await row.wait_for(timeout=10_000)
            await row.click(timeout=5_000)

        await again(asked)

    async def focused(self) -> str:
        """Return where the cursor is, as the status bar has it."""
        return await self.page.locator("#status\\.editor\\.selection").inner_text()

    async def notices(self) -> list[str]:
        """Return what the window tells of argmap, in boxes that lie above all else."""
        told = self.page.locator(".notification-toast").filter(has_text="argmap")
        return await told.all_inner_texts()

    # ---- Texts -------------------------------------------------------------------------------

    def write(self, name: str, text: str) -> Path:
        """Write a file of the project."""
        file = self.project / name
        file.write_text(text, encoding="utf-8")
        return file

    def read(self, name: str) -> str:
        """Return a file of the project, as it is on the disk."""
        return (self.project / name).read_text(encoding="utf-8")

    async def open(self, name: str, at: str = "", after: str = "") -> None:
        """Open a file of the project with the cursor before the words `at` (or after others)."""
        text = self.read(name)
        found = text.index(at or after) + len(after)
        line = text.count("\n", 0, found) + 1
        column = found - (text.rfind("\n", 0, found) + 1) + 1

        async def asked() -> None:
            await self.page.keyboard.press("Escape")
            await self.page.keyboard.press("Control+p")
            await self.page.fill(_BOX, f"{self.project / name}:{line}:{column}", timeout=5_000)
            rows = self.page.locator(_LIST).filter(has_text=name)
            # Those of another project, opened before, are listed as long as the box is searching.
            await rows.filter(has_text=self.project.name).first.click(timeout=10_000)
            await self.sees(self.focused, f"Ln {line}, Col {column}", patience=10)

        await again(asked)

    async def shows(self, name: str, text: str) -> None:
        """Open a file that is written first, and wait until the server has looked at it."""
        self.write(name, text)
        await self.open(name)
        await self.page.wait_for_selector(".codelens-decoration")

    async def type(self, text: str) -> None:
        """Type at the cursor, as fast as one can."""
        await self.page.keyboard.type(text)

    async def save(self) -> None:
        """Save the file."""
        await self.page.keyboard.press("Control+s")

    def lines(self):
        """Return the lines of the text, as they are shown."""
        return self.page.locator(f"{_EDITOR} .view-line")

    def row(self, selector: str, text: str):
        """Return a row of a list, by what it says."""
        return self.page.locator(f"{selector} .monaco-list-row").filter(has_text=text).first

    # ---- The picture -------------------------------------------------------------------------

    @property
    def picture(self):
        """The page of the picture."""
        return self.page.frame_locator("iframe.webview").frame_locator("#active-frame")

    def card(self, id_: str):
        """Return the card that a statement stands on."""
        return self.picture.locator(f'g.card:has([id$="-s-{id_}"])')

    # ---- Waiting -----------------------------------------------------------------------------

    async def sees(
        self, look: Callable[[], Awaitable[str]], expected: str, patience: float = PATIENCE
    ) -> str:
        """Look again and again until what is expected (an expression) is seen; return it."""
        end = asyncio.get_running_loop().time() + patience
        while True:
            seen = re.sub(r"\s", " ", await look())
            if re.search(expected, seen):
                return seen
            assert asyncio.get_running_loop().time() < end, f"{expected!r} is not in {seen!r}"
            await asyncio.sleep(0.05)


async def again(act: Callable[[], Awaitable[None]], times: int = 6) -> None:
    """Do something; when it fails do it again, for a window that is busy loses keys."""
    from playwright.async_api import Error

    for left in reversed(range(times)):
        try:
            return await act()
        except (Error, AssertionError):
            if not left:
                raise
    return None
