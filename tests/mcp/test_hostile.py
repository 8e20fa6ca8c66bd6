"""Hostile arguments are refused or bounded, and the server goes on."""

import json
import subprocess
import sys
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import anyio
import pytest
from tests.mcp.assistant import MAP, started, write

from argmap.errors import MissingExtra
from argmap.mcp import calls, serve
from argmap.mcp.server import BoundedLines

HELLO = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {
        "protocolVersion": "2025-06-18",
        "capabilities": {},
        "clientInfo": {"name": "test", "version": "1"},
    },
}


@pytest.mark.parametrize(
    ("tool", "arguments", "reason"),
    [
        ("check", {}, "missing map: pass `text` or `path`"),
        ("check", {"text": 3}, "`text` is not valid: 3 is not of type 'string'"),
        ("check", {"text": None}, "`text` is not valid: None is not of type 'string'"),
        ("check", {"text": ["claim"]}, "`text` is not valid: "),
        ("check", {"path": {"a": "b"}}, "`path` is not valid: "),
        ("check", {"text": "x" * 1_000_001}, "`text` is not valid: "),
        ("check", {"text": "x" * 5_000_000}, "the arguments have 5,000,012 bytes, and at most "),
        ("check", {"text": MAP, "fix": True}, "unknown parameter `fix`; the parameters are `text`"),
        ("guide", {"x" * 500: 1}, "unknown parameter `xxx"),
        ("explain", {"text": MAP, "id": "x" * 501}, "`id` is not valid: "),
        ("explain", {"text": MAP, "id": ""}, "`id` is not valid: "),
        ("explain", {"text": MAP, "id": "\x1b[31m"}, "the map has no statement"),
        ("what_if", {"text": MAP}, "'suppose' is a required property"),
        ("what_if", {"text": MAP, "suppose": {}}, "`suppose` is not valid: "),
        ("what_if", {"text": MAP, "suppose": {"bus": "true"}}, "`suppose/bus` is not valid: "),
        ("what_if", {"text": MAP, "suppose": {"x": "accepted"}}, "the map has no statement `x`"),
        ("what_if", {"text": MAP, "suppose": ["bus"]}, "`suppose` is not valid: "),
        ("passages", {"path": "diary.txt", "first": 0}, "`first` is not valid: "),
        ("passages", {"path": "diary.txt", "first": 1.5}, "`first` is not valid: "),
        ("passages", {"path": "diary.txt", "count": 10**30}, "`count` is not valid: "),
        ("render", {"text": MAP, "format": "exe"}, "`format` is not valid: "),
        ("render", {"text": MAP, "focus": "x"}, "unknown statement `x`"),
        ("render", {"text": MAP, "depth": -1}, "`depth` is not valid: "),
    ],
)
def test_wrong_arguments_are_refused_with_a_reason(assistant, tool, arguments, reason):
    """In one sentence, so that the model can correct them."""
    refusal = assistant.refused(tool, **arguments)
    assert refusal.startswith(reason)
    assert len(refusal) < 1_000
    assert refusal.isprintable()


def test_nested_arguments_are_refused(assistant):
    """The SDK ignores messages with more than 200 levels."""
    value = "x"
    for _ in range(80):
        value = {"a": [value]}
    assert "`suppose/a` is not valid" in assistant.refused("what_if", text=MAP, suppose=value)
    assert assistant.call("check", text=MAP)


BOMBS = {
    "deep": 'claim "A" {' * 5_000,
    "braces": "{" * 3_000,
    "quotes": '"' * 20_000,
    "long line": f'claim a "{"x" * 900_000}"',
    "many statements": "".join(f'claim c{n} "Text {n}" {{}}\n' for n in range(2_000)),
    "many mistakes": "clam x y z @@@ ::: }}\n" * 1_000,
    "ring": "".join(f'claim c{n} "C" {{ opposes: c{(n + 1) % 2_000} }}\n' for n in range(2_000)),
    "controls": "\x1b]0;x\x07\u202e" * 300,
    "itself": 'import "text.argmap"\nimport "*.argmap"\nclaim a "A"',
}


@pytest.mark.parametrize("text", BOMBS.values(), ids=BOMBS)
def test_bombs_are_answered(assistant, text):
    """With a result of limited length, or a reason; no escape sequence is returned."""
    for tool in ("check", "render"):
        result = assistant.result(tool, {"text": text})
        (content,) = result.content
        assert 0 < len(content.text) <= calls.MAX_RESULT_LENGTH + 100
        assert "\x1b" not in content.text
        assert "internal error" not in content.text
    assert assistant.call("check", text=MAP)


def test_a_long_result_is_cut(assistant):
    """At the end of a line, with a hint."""
    text = "".join(f'assumption a{number} "Assumption {number}"\n' for number in range(3_000))
    outline = assistant.call("render", text=text)
    assert len(outline) < calls.MAX_RESULT_LENGTH + 100
    assert outline.endswith(" more characters are cut; ask for a part")


def test_calls_at_the_same_time_get_their_own_results(assistant):
    """More than there are processes."""

    async def call_all():
        results = {}

        async def call(number):
            text = f'claim c{number} "Claim {number}" {{ assumption "A" }}\n'
            results[number] = await assistant.client.call_tool("explain", {"text": text})

        async with anyio.create_task_group() as group:
            for number in range(12):
                group.start_soon(call, number)
        return results

    results = assistant.portal.call(call_all)
    for number, result in results.items():
        assert result.content[0].text.startswith(f"✓ c{number}: Claim {number}\n")


def test_too_many_calls_at_the_same_time_are_refused(assistant):
    """The others are answered."""

    async def call_all():
        refused = 0
        texts = 0

        async def call():
            nonlocal refused, texts
            result = await assistant.client.call_tool("explain", {"id": "EVI301"})
            texts += not result.is_error
            refused += result.is_error

        async with anyio.create_task_group() as group:
            for _ in range(24):
                group.start_soon(call)
        return texts, refused

    texts, refused = assistant.portal.call(call_all)
    assert texts >= 16
    assert texts + refused == 24
    assert refused > 0


def test_a_call_that_takes_too_long_is_ended(tmp_path, monkeypatch):
    """Its process ends with it, and the server goes on."""
    write(tmp_path, sitecustomize_py=SLOW)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with started(tmp_path) as assistant:
        assert assistant.refused("explain", text='claim slow "S"') == (
            "the call took more than 2 seconds; pass a smaller part"
        )
        assert assistant.refused("explain", text='claim crash "C"') == (
            "the call did not succeed: its process ended with status 7; pass a smaller part"
        )
        assert assistant.call("explain", text='claim a "A"')


def test_a_cancelled_call_ends_its_process(tmp_path, monkeypatch):
    """So does the end of the session."""
    write(tmp_path, sitecustomize_py=SLOW.replace("= 2", "= 50"))
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))

    async def call_slowly():
        with anyio.move_on_after(3):
            await assistant.client.call_tool("explain", {"text": 'claim slow "S"'})
            return False
        return True

    with started(tmp_path) as assistant:
        assert assistant.portal.call(call_slowly)
        assert assistant.call("explain", text='claim a "A"')
        assert _children(tmp_path) == 1  # the server
        assert assistant.portal.call(call_slowly)
    assert _children(tmp_path) == 0


def _children(folder):
    """Return the number of processes that run in a folder."""
    if not Path("/proc/self").is_dir():
        pytest.skip("the system has no /proc")
    count = 0
    for process in Path("/proc").iterdir():
        with suppress(OSError):
            count += process.name.isdecimal() and (process / "cwd").readlink() == folder
    return count


SLOW = """\
# Changes the server and its child processes, which import this module when Python starts.
import sys
import importlib.abc
class Finder(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name == "argmap.api.map_evaluation":
            import argmap.mcp.context as context
            old = context.ToolContext.load
            def load(self, arguments, prefix=""):
                text = arguments["text"]
                if "slow" in text:
                    import time; time.sleep(60)
                if "crash" in text:
                    import os; os._exit(7)
                return old(self, arguments, prefix)
            context.ToolContext.load = load
        if name == "argmap.mcp.server":
            import argmap.mcp.calls as calls
            calls.TIMEOUT_SECONDS = 2
        return None
sys.meta_path.insert(0, Finder())
"""


def _talk(folder, lines, ids):
    """Send lines to a server, and return all that it prints: until some ids are answered."""
    command = [sys.executable, "-m", "argmap", "mcp"]
    pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
    with subprocess.Popen(command, cwd=folder, **pipes) as server:
        server.stdin.write(b"".join(lines))
        server.stdin.flush()
        printed = []
        while ids - {json.loads(line).get("id") for line in printed}:
            printed.append(server.stdout.readline())
        rest, errors = server.communicate(timeout=60)
    assert server.returncode == 0, errors
    assert b"Traceback" not in errors
    return [json.loads(line) for line in [*printed, *rest.splitlines()]]


def _message(**members):
    return json.dumps({"jsonrpc": "2.0", **members}).encode() + b"\n"


def test_only_the_protocol_is_printed(tmp_path):
    """Not even for lines that are not messages, or a picture that a library draws."""
    call = {"name": "render", "arguments": {"text": MAP, "format": "png"}}
    messages = _talk(
        tmp_path,
        [
            json.dumps(HELLO).encode() + b"\n",
            _message(method="notifications/initialized"),
            b"not JSON\n",
            b"\n",
            b'{"jsonrpc": "2.0", "id": 2}\n',
            b"[" * 5_000 + b"\n",
            b"\xff\xfe\x00\n",
            _message(id=3, method="tools/call", params={"name": "check"}),
            _message(id=4, method="tools/call", params=call),
            _message(id=5, method="no/such/method"),
            _message(id=6, method="tools/call", params={"name": 3}),
            _message(id=7, method="tools/list"),
        ],
        {1, 3, 4, 5, 6, 7},
    )
    assert {message["jsonrpc"] for message in messages} == {"2.0"}
    answers = {message.get("id"): message for message in messages}
    assert answers[1]["result"]["serverInfo"]["name"] == "argmap"
    assert "error" in answers[5]
    assert "error" in answers[6]
    assert answers[3]["result"]["isError"]
    assert answers[4]["result"]["content"][0]["type"] == "image"
    assert len(answers[7]["result"]["tools"]) == 7


def test_a_line_that_is_too_long_is_cut():
    """The rest of it is dropped, and the next line is read."""
    lines = b"a" * 300_000 + b"\nshort\n" + b"b" * 90_000 + b"\nend"
    stream = BoundedLines(BytesIO(lines), 100_000)
    content = b"".join(iter(stream.read1, b""))
    cut, short, whole, end = content.split(b"\n")
    assert len(cut) <= 100_000
    assert (short, whole, end) == (b"short", b"b" * 90_000, b"end")


def test_a_folder_must_exist(tmp_path):
    """The message says what to name."""
    from click.testing import CliRunner

    from argmap.cli import cli

    for arguments in (["none"], ["--write", "none"]):
        result = CliRunner().invoke(cli, ["mcp", *arguments])
        assert "`none` is not a folder; name a folder that exists" in str(result.exception)


def test_a_missing_sdk_is_reported(monkeypatch, tmp_path):
    """The message names the extra and the command."""
    monkeypatch.setattr("argmap.mcp.find_spec", lambda _name: None)
    with pytest.raises(MissingExtra, match=r"needs the extra `mcp`; run `.*install .*\[mcp\]"):
        serve([tmp_path])
