"""Tests the command `argmap serve`."""

import os
import signal
import socket
import subprocess
import sys
import time

import pytest
from tests.serve.conftest import LANE

from argmap.errors import InputError, MissingExtra
from argmap.rendering import RenderOptions
from argmap.serve import serve


def run(*arguments, cwd, **env):
    return subprocess.run(
        [sys.executable, "-m", "argmap", "serve", *arguments],
        cwd=cwd,
        env={**os.environ, **env},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )


@pytest.fixture
def folder(tmp_path):
    """A folder with a map."""
    (tmp_path / "lane.argmap").write_text(LANE, encoding="utf-8")
    return tmp_path


def test_the_address_is_printed_in_one_line(shared_server):
    """The line gives the number of maps, the address, and how to stop."""
    server = shared_server()
    assert server.first_line == f"1 map at {server.address} (Ctrl-C ends it)\n"


def test_the_page_can_be_opened_at_once(serve_maps, recorder):
    """With --open, the browser gets the address."""
    command, recorded = recorder
    server = serve_maps("--open", env={"BROWSER": f"{command} %s"})
    for _ in range(100):
        if recorded():
            break
        time.sleep(0.1)
    assert recorded() == [[server.address]]


def test_another_port_is_used_if_one_is_taken(serve_maps):
    """The command says so and serves the maps."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        server = serve_maps(f"--port={port}")
        assert server.port != port
        assert server.ask(path="/map/lane").status == 200
        server.process.send_signal(signal.SIGINT)
        _, errors = server.process.communicate(timeout=20)
    assert errors == f"argmap: port {port} is taken; another one is used\n"


@pytest.mark.skipif(sys.platform == "win32", reason="signals differ on Windows")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_it(serve_maps, number):
    """It stops at once, with open streams, with the exit code of interrupted commands."""
    server = serve_maps()
    streams = []
    for _ in range(3):
        stream = socket.create_connection(("127.0.0.1", server.port))
        stream.sendall(f"GET /events HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n\r\n".encode())
        assert b"200" in stream.recv(100)
        streams.append(stream)
    server.process.send_signal(number)
    output, errors = server.process.communicate(timeout=10)
    assert server.process.returncode == (130 if number == signal.SIGINT else -number)
    assert (output, errors) == ("", "")
    for stream in streams:
        stream.close()


@pytest.mark.skipif(sys.platform == "win32", reason="signals differ on Windows")
def test_a_running_layout_does_not_delay_the_end(serve_maps, tmp_path):
    """A hanging Graphviz is stopped with the server, and no process is left."""
    programs = tmp_path / "programs"
    programs.mkdir()
    mark = tmp_path / "mark"
    dot = programs / "dot"
    dot.write_text(f"#!/bin/sh\necho $$ > {mark}\nexec sleep 600\n", encoding="utf-8")
    dot.chmod(0o755)
    env = {"PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"}
    server = serve_maps("--engine=system", env=env)
    for _ in range(100):
        if mark.exists() and mark.read_text(encoding="utf-8").strip():
            break
        server.ask(path="/map/lane")
        time.sleep(0.1)
    assert server.ask(path="/map/lane").status == 200  # it still answers
    server.process.send_signal(signal.SIGINT)
    server.process.communicate(timeout=15)
    ps = ["ps", "-o", "stat=", "-p", mark.read_text(encoding="utf-8").strip()]
    state = subprocess.run(ps, capture_output=True, encoding="utf-8", check=False).stdout
    assert state.strip()[:1] in (
        "",
        "Z",
    )  # it has ended, whether or not its parent has collected it


async def test_a_layout_that_takes_too_long_is_reported(serve_maps, open_page, tmp_path):
    """The banner says that Graphviz was stopped; the next save tries again."""
    dot = tmp_path / "dot"
    dot.write_text("#!/bin/sh\nexec sleep 600\n", encoding="utf-8")
    dot.chmod(0o755)
    env = {"PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"}
    server = serve_maps("--engine=system", "--timeout=1", env=env)
    watched = await open_page(server, drawn=False)
    await watched.page.wait_for_selector("#page-trouble:visible")
    assert "Graphviz was stopped" in await watched.text("#page-trouble")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["nothing.argmap"], "`nothing.argmap` does not exist"),
        (["lane.argmap", "--theme", "plaid"], "plaid"),
        (["lane.argmap", "--editor", "no-such-editor"], "unknown editor `no-such-editor`"),
        (["lane.argmap", "--editor", "javascript:alert('{path}')"], "is not a valid editor link"),
        (["lane.argmap", "--editor", "'"], "is not a valid command"),
        (["lane.argmap", "--editor", "$EDITOR"], "the environment variable EDITOR is not set"),
        (["lane.argmap", "--port", "70000"], "70000"),
        ([], "PATH"),
    ],
)
def test_invalid_arguments_are_reported_at_once(folder, arguments, sentence):
    """The exit code is 2, with a message, and no server starts."""
    result = run(*arguments, cwd=folder, EDITOR="")
    assert result.returncode == 2
    assert sentence in result.stderr
    assert result.stdout == ""


def test_a_command_cannot_be_configured(folder):
    """The project may be untrusted: an editor command in argmap.toml is never run."""
    (folder / "argmap.toml").write_text('editor = "touch x"\n', encoding="utf-8")
    result = run("lane.argmap", cwd=folder)
    assert result.returncode == 2
    assert "`editor` must be one of vscode," in result.stderr


def test_without_the_libraries_the_message_names_the_extra(monkeypatch, folder):
    """The message contains the line that installs it."""
    monkeypatch.setattr("argmap.serve.find_spec", lambda _: None)
    with pytest.raises(MissingExtra, match=r"needs the extra `serve`; run `.*install .*\[serve\]"):
        serve([folder], RenderOptions(), None, ready=print)


def test_without_the_libraries_the_command_ends_in_2(folder):
    """The message contains no traceback."""
    hide = "import sys; sys.modules.update(starlette=None); from argmap.cli import main; main()"
    result = subprocess.run(
        [sys.executable, "-c", hide, "serve", "lane.argmap"],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert result.returncode == 2
    assert "needs the extra `serve`" in result.stderr


def test_a_folder_without_a_map_is_not_served(tmp_path):
    """Nothing to show is wrong usage."""
    with pytest.raises(InputError, match=r"contains no \.argmap file"):
        serve([tmp_path], RenderOptions(), None, ready=print)
