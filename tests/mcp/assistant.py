"""An assistant: the SDK's client, connected to a real server over standard input and output."""

import os
import sys
from contextlib import contextmanager
from pathlib import Path

from anyio import fail_after
from anyio.from_thread import start_blocking_portal
from mcp.client.client import Client
from mcp.client.stdio import stdio_client

from mcp import StdioServerParameters

MAP = """\
map "Should we take the bus?" { thesis: bus }
source diary "My diary" { year: 2026 text: "diary.txt" }

claim bus "We should take the bus" {
  evidence cheap "A ticket costs two francs" @diary:2 "two francs"
  counterpoint slow "The bus is always late" @diary:3 {
    counterpoint lane "Since May it has a lane" @diary:4
  }
}
"""
DIARY = "The bus\n\nA ticket costs two francs.\n\nThe bus is late.\n\nSince May it has a lane.\n"
SECRET = "swordfish"
MAX_SECONDS = 120


class Assistant:
    """Calls tools as a language model does."""

    def __init__(self, portal, client):
        self.portal = portal
        self.client = client

    def result(self, tool, arguments):
        return self.portal.call(self._result, tool, arguments)

    async def _result(self, tool, arguments):
        with fail_after(MAX_SECONDS):  # a server that does not answer would block the tests
            return await self.client.call_tool(tool, arguments)

    def call(self, tool, **arguments):
        """Return the text of a result that is not a refusal."""
        result = self.result(tool, arguments)
        assert not result.is_error, result.content[0].text
        return result.content[0].text

    def refused(self, tool, **arguments):
        """Return why a call is refused: one sentence."""
        result = self.result(tool, arguments)
        assert result.is_error, result.content
        (content,) = result.content
        assert "\n" not in content.text
        assert SECRET not in content.text
        return content.text

    def tools(self):
        return self.portal.call(self.client.list_tools).tools


@contextmanager
def started(folder, *arguments):
    """Connect to a server that runs in a folder."""
    environment = {name: value for name, value in os.environ.items() if name != "VIRTUAL_ENV"}
    parameters = StdioServerParameters(
        command=sys.executable,
        args=["-m", "argmap", "mcp", *arguments],
        cwd=folder,
        env=environment,
    )
    with (
        start_blocking_portal() as portal,
        portal.wrap_async_context_manager(Client(stdio_client(parameters))) as client,
    ):
        yield Assistant(portal, client)


def write(folder, **texts):
    """Write files; `__` in a name is a slash and `_` a full stop."""
    for name, text in texts.items():
        path = Path(folder, name.replace("__", "/").replace("_", "."))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
