"""A call of a tool: its arguments are validated, and it runs in a child process with limits."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from importlib import import_module
from typing import Any, Protocol, cast

from attrs import frozen

from argmap._isolation import limit_memory, limit_processor_time
from argmap._plugins import module_names
from argmap.errors import ArgmapError
from argmap.mcp import tools
from argmap.mcp.context import Arguments, Schema, ToolContext, ToolPicture
from argmap.mcp.folders import AllowedFolders
from argmap.text.safe import printable

TIMEOUT_SECONDS = 60
"""The time for a call. Clients give up after one to four minutes."""

MAX_ARGUMENT_BYTES = 4 << 20
"""Size of all arguments of a call, as JSON."""

MAX_RESULT_LENGTH = 24_000
"""Number of characters of a result: about 8,000 tokens."""

MAX_PICTURE_BYTES = 750_000
"""Size of a picture in a result, which clients receive in base64."""

_MAX_MEMORY_BYTES = 2 << 30

TOOLS = module_names(tools.__path__)
"""The names of the tools."""


class Tool(Protocol):
    """What all modules in `argmap.mcp.tools` have; the docstring describes the tool to the model.

    Attributes:
        PROPERTIES: The JSON Schemas of the parameters.
        REQUIRED: The names of the parameters that must be given.
        WRITES: Whether the tool can write files.
    """

    __doc__: str
    PROPERTIES: Schema
    REQUIRED: tuple[str, ...]
    WRITES: bool

    def run(self, arguments: Arguments, context: ToolContext) -> str | ToolPicture:
        """Return the result of the tool.

        Raises:
            ArgmapError: If the call is refused; the message says why.
        """
        ...


@frozen
class ToolCall:
    """A call, as it is passed to the child process."""

    name: str
    arguments: Mapping[str, Any]
    folders: AllowedFolders


@frozen
class ToolResult:
    """The result of a call, or the reason why it is refused."""

    text: str = ""
    picture: ToolPicture | None = None
    is_refused: bool = False


def get_tool(name: str) -> Tool:
    """Return a tool by its name."""
    return cast("Tool", import_module(f"{tools.__name__}.{name}"))


def input_schema(tool: Tool) -> Schema:
    """Return the JSON Schema of the arguments of a tool."""
    return {
        "type": "object",
        "properties": tool.PROPERTIES,
        "required": list(tool.REQUIRED),
        "additionalProperties": False,
    }


def size_problem(arguments: Mapping[str, Any]) -> str:
    """Return why arguments are too large to look at; empty if they are not."""
    try:
        size = len(json.dumps(arguments))
    except (RecursionError, ValueError):
        return "the arguments are nested too deeply; pass a text or a path"
    if size > MAX_ARGUMENT_BYTES:
        return (
            f"the arguments have {size:,} bytes, and at most {MAX_ARGUMENT_BYTES:,} are allowed; "
            "pass a path or a part"
        )
    return ""


def run_call(call: ToolCall) -> ToolResult:
    """Run a tool; call this only in a child process.

    Mistakes of the model are results, not exceptions, so that the model can correct them.
    """
    limit_memory(_MAX_MEMORY_BYTES)
    limit_processor_time(TIMEOUT_SECONDS + 1)
    os.chdir(call.folders.readable[0])  # messages have paths relative to it
    tool = get_tool(call.name)
    if problem := _argument_problem(tool, call.arguments):
        return ToolResult(problem, is_refused=True)
    try:
        result = tool.run(call.arguments, ToolContext(call.folders))
    except (ArgmapError, ValueError) as error:
        return ToolResult(printable(str(error), 1_000), is_refused=True)
    except OSError as error:
        reason = f"a file cannot be read: {error.strerror or type(error).__name__}"
        return ToolResult(reason, is_refused=True)
    except (MemoryError, RecursionError):
        return ToolResult("the call needs too much memory; pass a smaller part", is_refused=True)
    if isinstance(result, ToolPicture):
        return _bounded_picture(result)
    return ToolResult(shorten_result(result))


def _argument_problem(tool: Tool, arguments: Mapping[str, Any]) -> str:
    """Return what is wrong with arguments; empty if they are valid."""
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import best_match

    unknown = [name for name in arguments if name not in tool.PROPERTIES]
    if unknown:
        known = ", ".join(f"`{name}`" for name in tool.PROPERTIES) or "none"
        return f"unknown parameter `{printable(unknown[0], 100)}`; the parameters are {known}"
    error = best_match(Draft202012Validator(input_schema(tool)).iter_errors(dict(arguments)))
    if error is None:
        return ""
    place = "/".join(str(part) for part in error.absolute_path)
    message = printable(error.message, 300)
    return f"`{printable(place, 100)}` is not valid: {message}" if place else message


def shorten_result(text: str) -> str:
    """Return a result that is not too long, cut at the end of a line."""
    text = text.rstrip("\n")
    if len(text) <= MAX_RESULT_LENGTH:
        return text
    kept = text[:MAX_RESULT_LENGTH]
    kept = kept[: max(kept.rfind("\n"), MAX_RESULT_LENGTH // 2)]
    return f"{kept}\n… {len(text) - len(kept):,} more characters are cut; ask for a part"


def _bounded_picture(picture: ToolPicture) -> ToolResult:
    if len(picture.data) <= MAX_PICTURE_BYTES:
        return ToolResult(picture=picture)
    reason = (
        f"the picture has {len(picture.data):,} bytes, and at most {MAX_PICTURE_BYTES:,} are "
        "returned; draw a part with `focus` and `depth`, or write it to a file with `output`"
    )
    return ToolResult(reason, is_refused=True)
