"""`argmap lsp` as a command."""

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
def test_it_listens_on_this_machine_only(address):
    """An address that others can reach is refused."""
    done = run("--tcp", address)
    assert done.returncode == 2
    assert "is not this machine" in done.stderr


@pytest.mark.parametrize("address", ["0", "70000", "x", "localhost:", "127.0.0.1:-1"])
def test_a_port_is_a_number(address):
    """What is no port is refused in a sentence."""
    done = run("--tcp", address)
    assert done.returncode == 2
    assert "names no port" in done.stderr


def test_without_the_library_it_says_what_to_install(monkeypatch):
    """The extra is named in the line that installs it."""
    monkeypatch.setattr("argmap.lsp.find_spec", lambda _: None)
    with pytest.raises(MissingExtra, match=r"needs the extra `lsp`; run `.*install .*\[lsp\]"):
        serve()


def test_without_the_library_the_command_ends_in_2(tmp_path):
    """Where the library is not installed, the command says so, without a traceback."""
    hide = "import sys; sys.modules.update(pygls=None); from argmap.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", hide, "lsp"], capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 2
    assert "needs the extra `lsp`" in done.stderr
    assert "Traceback" not in done.stderr


def test_it_ends_when_the_editor_is_gone():
    """An editor that dies takes its server along: nobody has to clean up."""
    started = time.monotonic()
    done = run()
    assert done.returncode == 0
    assert done.stdout == ""
    assert time.monotonic() - started < 50


async def test_it_serves_over_a_port():
    """An editor can connect to a port, and gets the same answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
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
