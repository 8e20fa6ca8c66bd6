"""The command `argmap lsp`."""

import asyncio
import os
import socket
import subprocess
import sys
import time

import pytest

from argmap.errors import MissingExtra
from argmap.lsp import serve

COMMAND = [sys.executable, "-m", "argmap", "lsp"]


def run(*arguments, **options):
    return subprocess.run(
        [*COMMAND, *arguments],
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
        stdin=subprocess.DEVNULL,
        **options,
    )


@pytest.mark.parametrize("address", ["0.0.0.0:2087", "example.org:2087", "[::]:2087", "10.0.0.1:1"])
def test_addresses_of_other_machines_are_rejected(address):
    """The server only listens on loopback addresses."""
    result = run("--tcp", address)
    assert result.returncode == 2
    assert "is not this machine" in result.stderr


@pytest.mark.parametrize("address", ["0", "70000", "x", "localhost:", "127.0.0.1:-1"])
def test_an_invalid_port_is_rejected(address):
    """A port that is not a number from 1 to 65535 is a usage error."""
    result = run("--tcp", address)
    assert result.returncode == 2
    assert "is not a port number" in result.stderr


def test_a_missing_library_is_reported_with_the_extra(monkeypatch):
    """The message contains the command that installs the extra."""
    monkeypatch.setattr("argmap.lsp.find_spec", lambda _: None)
    with pytest.raises(MissingExtra, match=r"needs the extra `lsp`; run `.*install .*\[lsp\]"):
        serve()


def test_a_missing_library_exits_with_2(tmp_path):
    """If the library is not installed, the command reports it without a traceback."""
    hide = "import sys; sys.modules.update(pygls=None); from argmap.cli import main; main()"
    result = subprocess.run(
        [sys.executable, "-c", hide, "lsp"], capture_output=True, encoding="utf-8", check=False
    )
    assert result.returncode == 2
    assert "needs the extra `lsp`" in result.stderr
    assert "Traceback" not in result.stderr


def test_the_server_exits_when_the_input_ends():
    """The server of an editor that crashed ends by itself."""
    started = time.monotonic()
    result = run()
    assert result.returncode == 0
    assert result.stdout == ""
    assert time.monotonic() - started < 50


async def test_the_server_accepts_tcp_connections():
    """An editor can connect to a TCP port and initialize a session."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = await asyncio.create_subprocess_exec(
        *COMMAND, "--tcp", str(port), stderr=asyncio.subprocess.PIPE, env=dict(os.environ)
    )
    try:
        assert f":{port}" in (await process.stderr.readline()).decode()
        for _ in range(100):
            try:
                reader, writer = await asyncio.open_connection("127.0.0.1", port)
                break
            except OSError:
                await asyncio.sleep(0.1)
        body = b'{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"capabilities":{}}}'
        writer.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        async with asyncio.timeout(30):
            header = await reader.readline()
        assert header.startswith(b"Content-Length")
        writer.close()
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
