"""Tests that many open connections do not delay page requests."""

import asyncio
import signal
import socket
from contextlib import asynccontextmanager, suppress

import pytest
import uvicorn

from argmap.serve import server
from argmap.serve.events import MAX_STREAMS, EventBroadcaster
from argmap.serve.server import MAX_CONNECTIONS, Connection

HALF = b"GET / HTTP/1.1\r\nHost: 127.0.0.1"


def half_request(port: int) -> socket.socket:
    """Open a connection and send half of a request."""
    opened = socket.create_connection(("127.0.0.1", port), timeout=20)
    opened.sendall(HALF)
    return opened


async def test_the_number_of_streams_is_limited(serve_maps):
    """Of many simultaneous requests, no more than the limit are accepted."""
    server = serve_maps()

    async def ask() -> tuple[bytes, asyncio.StreamWriter]:
        reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
        host = f"Host: 127.0.0.1:{server.port}".encode()
        writer.write(b"GET /events?map=lane HTTP/1.1\r\n" + host + b"\r\n\r\n")
        return (await reader.readline()).split()[1], writer

    answers = await asyncio.gather(*(ask() for _ in range(150)))
    codes = [code for code, _ in answers]
    assert (codes.count(b"200"), codes.count(b"503")) == (MAX_STREAMS, 150 - MAX_STREAMS)
    for _, writer in answers:
        writer.close()
    # all streams are released
    for _ in range(100):
        code, writer = await ask()
        writer.close()
        if code == b"200":
            break
    assert code == b"200"


def test_half_requests_do_not_delay_a_page(serve_maps):
    """If there are too many, the oldest are closed."""
    server = serve_maps()
    halves = [half_request(server.port) for _ in range(2 * MAX_CONNECTIONS)]
    assert server.ask(path="/map/lane").status == 200
    with suppress(ConnectionResetError):
        assert halves[0].recv(100) == b""
    for opened in halves:
        opened.close()
    assert server.ask(path="/map/lane").status == 200


async def _answer(scope, receive, send):
    await send(
        {"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]}
    )
    await send({"type": "http.response.body", "body": b"ok"})


@asynccontextmanager
async def running():
    """Run a server with our connection class; yields its port."""
    listening = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(_answer, http=Connection, lifespan="off", log_config=None, ws="none")
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    yield listening.getsockname()[1]
    server.should_exit = True
    await serving


async def test_a_signal_ends_the_event_streams():
    """Otherwise the server would wait for the pages that are open."""
    events = EventBroadcaster()
    events.open()
    subscription = events.subscribe("lane")
    stream = events.stream(subscription, lambda: "{}")
    assert [await anext(stream), await anext(stream)] == ["retry: 1000\n\n", "data: {}\n\n"]
    stopping = server._Server(uvicorn.Config(_answer, log_config=None), events)
    stopping.handle_exit(signal.SIGINT, None)
    assert stopping.should_exit
    with pytest.raises(StopAsyncIteration):
        await asyncio.wait_for(anext(stream), 5)


async def test_an_incomplete_request_is_dropped(monkeypatch):
    """This holds for the first request, later ones, and connections without any."""
    monkeypatch.setattr(server, "REQUEST_TIMEOUT_SECONDS", 0.2)
    complete = HALF + b"\r\n\r\n"
    async with running() as port:
        for sent in (b"", b"G", HALF, complete + HALF):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(sent)
            try:
                answer = await asyncio.wait_for(reader.read(), 20)
            except ConnectionResetError:
                answer = b"200" if sent.startswith(complete) else b""
            assert (b"200" in answer) == sent.startswith(complete)
            writer.close()


async def test_requests_on_one_connection_are_answered(monkeypatch):
    """Each request has its own time limit."""
    monkeypatch.setattr(server, "REQUEST_TIMEOUT_SECONDS", 2.0)
    async with running() as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for _ in range(4):
            writer.write(HALF)
            await asyncio.sleep(0.6)
            writer.write(b"\r\n\r\n")
            assert b"200" in await reader.readline()
            assert await reader.readuntil(b"ok")
        writer.close()
