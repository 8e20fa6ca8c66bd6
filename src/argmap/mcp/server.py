"""The MCP server: it lists the tools, and runs each call in a child process."""

from __future__ import annotations

import io
import os
import sys
from base64 import b64encode
from functools import partial
from typing import Any, BinaryIO

import anyio
import anyio.to_thread
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server
from mcp.shared.exceptions import MCPError
from mcp_types import (
    INVALID_PARAMS,
    CallToolRequestParams,
    CallToolResult,
    ImageContent,
    ListToolsResult,
    PaginatedRequestParams,
    TextContent,
    Tool,
    ToolAnnotations,
)

from argmap._isolation import Crashed, IsolatedCall, TimedOut, end_all
from argmap._version import __version__
from argmap.mcp import calls
from argmap.mcp.folders import AllowedFolders
from argmap.text.safe import printable

_INSTRUCTIONS = (
    "Argument maps: call `guide` first, read the text with `passages`, write a map, `check` it "
    "until no fault is left, then `explain` its verdict."
)
_MAX_PROCESSES = max(1, min(4, os.cpu_count() or 1))
_MAX_WAITING_CALLS = 16
"""Number of calls that run or wait at the same time; a model makes a few at once."""

MAX_MESSAGE_BYTES = 32 << 20
"""Size of the largest message that is read."""

_CHUNK_BYTES = 1 << 16


def run(folders: AllowedFolders) -> None:
    """Serve the tools over standard input and output until the input ends."""
    anyio.run(_serve, folders)


async def _serve(folders: AllowedFolders) -> None:
    session = _Session(folders)
    server: Server[Any] = Server(
        "argmap",
        version=__version__,
        title="argmap",
        instructions=_INSTRUCTIONS,
        on_list_tools=session.list_tools,
        on_call_tool=session.call,
    )
    _bound_standard_input()
    async with stdio_server() as (read_stream, write_stream):
        try:
            await server.run(read_stream, write_stream, server.create_initialization_options())
        finally:
            end_all()


def _describe(name: str, *, can_write: bool) -> Tool:
    tool = calls.get_tool(name)
    writes = tool.WRITES and can_write
    annotations = ToolAnnotations(
        read_only_hint=not writes,
        destructive_hint=writes,
        idempotent_hint=True,
        open_world_hint=False,
    )
    return Tool(
        name=name,
        description=" ".join(tool.__doc__.split()),
        input_schema=calls.input_schema(tool),
        annotations=annotations,
    )


class _Session:
    """The requests of a client; a few calls run at the same time."""

    def __init__(self, folders: AllowedFolders) -> None:
        self._folders = folders
        self._processes = anyio.CapacityLimiter(_MAX_PROCESSES)
        self._threads = anyio.CapacityLimiter(_MAX_PROCESSES + _MAX_WAITING_CALLS)
        self._count = 0

    async def list_tools(
        self, _context: Any, _params: PaginatedRequestParams | None
    ) -> ListToolsResult:
        """Return all tools."""
        can_write = self._folders.writable is not None
        return ListToolsResult(tools=[_describe(name, can_write=can_write) for name in calls.TOOLS])

    async def call(self, _context: Any, params: CallToolRequestParams) -> CallToolResult:
        """Return the result of a tool.

        Raises:
            MCPError: If the tool does not exist.
        """
        if params.name not in calls.TOOLS:
            name, known = printable(params.name, 100), ", ".join(calls.TOOLS)
            raise MCPError(INVALID_PARAMS, f"unknown tool `{name}`; use one of {known}")
        arguments = params.arguments or {}
        if problem := calls.size_problem(arguments):
            return _content(calls.ToolResult(problem, is_refused=True))
        if self._count >= _MAX_WAITING_CALLS:
            reason = "too many calls at the same time; wait for the results of the others"
            return _content(calls.ToolResult(reason, is_refused=True))
        self._count += 1
        try:
            async with self._processes:
                result = await self._run(calls.ToolCall(params.name, arguments, self._folders))
        finally:
            self._count -= 1
        return _content(result)

    async def _run(self, call: calls.ToolCall) -> calls.ToolResult:
        process = IsolatedCall("argmap.mcp.calls:run_call", call)
        try:
            return await anyio.to_thread.run_sync(
                partial(_wait, process), abandon_on_cancel=True, limiter=self._threads
            )
        except anyio.get_cancelled_exc_class():
            process.kill()
            raise


def _wait(process: IsolatedCall) -> calls.ToolResult:
    """Return the result of a call, or why there is none."""
    try:
        with process:
            result: calls.ToolResult = process.result(calls.TIMEOUT_SECONDS)
            return result
    except TimedOut:
        reason = f"the call took more than {calls.TIMEOUT_SECONDS} seconds; pass a smaller part"
    except Crashed as error:
        reason = f"the call did not succeed: {error}; pass a smaller part"
    except Exception as error:  # noqa: BLE001 (a bug; the other tools still work)
        reason = f"internal error in argmap ({type(error).__name__}: {printable(str(error))})"
    return calls.ToolResult(reason, is_refused=True)


def _content(result: calls.ToolResult) -> CallToolResult:
    if result.picture is not None:
        data = b64encode(result.picture.data).decode()
        return CallToolResult(content=[ImageContent(data=data, mime_type=result.picture.mime_type)])
    text = TextContent(text=result.text)
    return CallToolResult(content=[text], is_error=result.is_refused)


# ---- Standard input ----------------------------------------------------------------------------


class BoundedLines(io.RawIOBase):
    """A stream of bytes with the lines of another one, each cut at a length.

    The SDK reads a message, which is one line, as a whole. A line that is cut is not JSON, so the
    SDK ignores it.
    """

    def __init__(self, stream: BinaryIO, limit: int = MAX_MESSAGE_BYTES) -> None:
        self._stream = stream
        self._limit = limit
        self._length = 0  # of the current line so far

    def readable(self) -> bool:
        return True

    def read1(self, _size: int = -1, /) -> bytes:
        """Return some bytes, or none at the end."""
        while chunk := self._stream.readline(_CHUNK_BYTES):
            self._length += len(chunk)
            is_cut = self._length > self._limit
            if chunk.endswith(b"\n"):
                self._length = 0
                return b"\n" if is_cut else chunk
            if not is_cut:
                return chunk
        return b""


class _StandardInput:
    """What the SDK needs of `sys.stdin`: the stream of its bytes."""

    def __init__(self, stream: BoundedLines) -> None:
        self.buffer = stream


def _bound_standard_input() -> None:
    """Cut the lines of standard input at `MAX_MESSAGE_BYTES`."""
    sys.stdin = _StandardInput(BoundedLines(sys.stdin.buffer))
