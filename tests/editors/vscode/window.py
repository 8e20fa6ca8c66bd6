"""A window of VS Code: its commands, its editors and its picture."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from pathlib import Path

from attrs import define, field

from tests.editors.vscode.server import CLOSE_ALL_KEY

TIMEOUT_SECONDS = 60

_QUICK_INPUT = ".quick-input-widget:not([style*='display: none']) .quick-input-box input"
_QUICK_INPUT_ROW = ".quick-input-widget .monaco-list-row"
_EDITOR = ".editor-instance .monaco-editor"


@define
class Window:
    """A window with a folder, which is controlled by keys where possible."""

    page: object
    workspace: Path
    project: Path = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.project = self.workspace
        self.page.set_default_timeout(TIMEOUT_SECONDS * 1000)

    # ---- The window --------------------------------------------------------------------------

    async def visit(self, server) -> None:
        """Open the window."""
        await self.page.goto(server.url(self.workspace))

    async def trust(self, answer: str = "Yes, I trust the authors") -> None:
        """Answer whether the folder is trusted, and wait until the window is loaded."""
        await self.page.get_by_role("button", name=answer).click()
        await self.page.wait_for_selector(".explorer-folders-view")

    async def close_all(self) -> None:
        """Close all editors, panels and notifications."""

        async def attempt() -> None:
            for _ in range(3):  # suggestions, hovers, open input boxes
                await self.page.keyboard.press("Escape")
            await self.page.keyboard.press(CLOSE_ALL_KEY)
            open_parts = self.page.locator(".editor-instance, .part.panel .composite.panel")
            await open_parts.first.wait_for(state="hidden", timeout=10_000)

        await retry(attempt)

    async def command(self, title: str) -> None:
        """Run a command by its title."""

        async def attempt() -> None:
            await self.page.keyboard.press("Escape")
            await self.page.keyboard.press("F1")
            await self.page.fill(_QUICK_INPUT, f">{title}", timeout=5_000)
            row = self.page.locator(_QUICK_INPUT_ROW).filter(has_text=title).first
            await row.wait_for(timeout=10_000)
            await row.click(timeout=5_000)

        await retry(attempt)

    async def cursor(self) -> str:
        """Return the position of the cursor, as shown in the status bar."""
        return await self.page.locator("#status\\.editor\\.selection").inner_text()

    async def notices(self) -> list[str]:
        """Return the texts of all notifications about argmap."""
        toasts = self.page.locator(".notification-toast").filter(has_text="argmap")
        return await toasts.all_inner_texts()

    # ---- Texts -------------------------------------------------------------------------------

    def write(self, name: str, text: str) -> Path:
        """Write a file of the project."""
        file = self.project / name
        file.write_text(text, encoding="utf-8")
        return file

    def read(self, name: str) -> str:
        """Return the saved text of a file of the project."""
        return (self.project / name).read_text(encoding="utf-8")

    async def open(self, name: str, at: str = "", after: str = "") -> None:
        """Open a file of the project, with the cursor before ``at`` or after ``after``."""
        text = self.read(name)
        offset = text.index(at or after) + len(after)
        line = text.count("\n", 0, offset) + 1
        column = offset - (text.rfind("\n", 0, offset) + 1) + 1

        async def attempt() -> None:
            await self.page.keyboard.press("Escape")
            await self.page.keyboard.press("Control+p")
            await self.page.fill(
                _QUICK_INPUT, f"{self.project / name}:{line}:{column}", timeout=5_000
            )
            rows = self.page.locator(_QUICK_INPUT_ROW).filter(has_text=name)
            # While the box is searching, it lists recent files of other projects.
            await rows.filter(has_text=self.project.name).first.click(timeout=10_000)
            await self.wait_for(self.cursor, f"Ln {line}, Col {column}", seconds=10)

        await retry(attempt)

    async def write_and_open(self, name: str, text: str) -> None:
        """Write and open a file, and wait until the server has analyzed it."""
        self.write(name, text)
        await self.open(name)
        await self.page.wait_for_selector(".codelens-decoration")

    async def type(self, text: str) -> None:
        """Type text at the cursor."""
        await self.page.keyboard.type(text)

    async def save(self) -> None:
        """Save the file."""
        await self.page.keyboard.press("Control+s")

    def lines(self):
        """Return the visible lines of the text."""
        return self.page.locator(f"{_EDITOR} .view-line")

    def row(self, selector: str, text: str):
        """Return the first row of a list that contains a text."""
        return self.page.locator(f"{selector} .monaco-list-row").filter(has_text=text).first

    async def choose(self, selector: str, text: str) -> None:
        """Choose the row of a list that contains a text, with the keyboard."""
        await self.row(selector, text).wait_for()
        focused = self.page.locator(f"{selector} .monaco-list-row.focused")

        async def attempt() -> None:
            await self.page.keyboard.press("ArrowDown")
            await self.wait_for(focused.inner_text, re.escape(text), seconds=1)

        await retry(attempt)
        await self.page.keyboard.press("Enter")

    # ---- The picture -------------------------------------------------------------------------

    @property
    def picture(self):
        """The page with the picture."""
        return self.page.frame_locator("iframe.webview").frame_locator("#active-frame")

    def card(self, id_: str):
        """Return the card of a statement."""
        return self.picture.locator(f'g.card:has([id$="-s-{id_}"])')

    # ---- Waiting -----------------------------------------------------------------------------

    async def wait_for(
        self, read: Callable[[], Awaitable[str]], expected: str, seconds: float = TIMEOUT_SECONDS
    ) -> str:
        """Read a text until it matches a regular expression; return the text."""
        end = asyncio.get_running_loop().time() + seconds
        while True:
            text = re.sub(r"\s", " ", await read())
            if re.search(expected, text):
                return text
            assert asyncio.get_running_loop().time() < end, f"{expected!r} is not in {text!r}"
            await asyncio.sleep(0.05)


async def retry(action: Callable[[], Awaitable[None]], attempts: int = 6) -> None:
    """Run an action again if it fails, because a busy window loses keys."""
    from playwright.async_api import Error

    for remaining in reversed(range(attempts)):
        try:
            return await action()
        except (Error, AssertionError):
            if not remaining:
                raise
    return None
