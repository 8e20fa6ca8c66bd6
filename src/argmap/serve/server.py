"""Runs the server on a port of this machine, with the worker thread, until Ctrl-C.

The number of connections and the time for a request are limited, so that a client that opens many
connections and sends nothing cannot block others: a connection without a request is closed after a
few seconds, and if there are too many, the one that has been idle for longest is closed.
"""

from __future__ import annotations

import asyncio
import secrets
import socket
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from threading import Event, Thread
from types import FrameType

import uvicorn
from starlette.applications import Starlette
from uvicorn.protocols.http.h11_impl import H11Protocol

from argmap._isolation import end_all
from argmap.config import load_settings
from argmap.rendering import RenderOptions
from argmap.rendering.layout.graphviz import choose_engine
from argmap.rendering.theme import theme_file
from argmap.serve.app import make_app
from argmap.serve.editors import Editor, find_editor
from argmap.serve.events import EventBroadcaster
from argmap.serve.pages import Pages
from argmap.serve.state import EditSession, MapStore
from argmap.serve.worker import RenderWorker
from argmap.workspace.review import default_reviewer
from argmap.workspace.watch import IncrementalChecker

MAX_CONNECTIONS = 200
REQUEST_TIMEOUT_SECONDS = 10.0
"""The time for a request to arrive, from the opening of the connection or its first byte."""


class Connection(H11Protocol):
    """A connection that is closed if no request arrives in time."""

    _timer: asyncio.TimerHandle | None = None
    _idle_since: float = 0.0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._start_timer()
        if len(self.connections) > MAX_CONNECTIONS:
            connections = (item for item in self.connections if isinstance(item, Connection))
            idle = [connection for connection in connections if connection.is_idle]
            oldest = min(idle, key=lambda connection: connection._idle_since)  # noqa: SLF001
            oldest.transport.abort()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if not self.is_idle:
            self._stop_timer()
        elif self._timer is None:  # another request has begun
            self._start_timer()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_timer()
        super().connection_lost(exc)

    @property
    def is_idle(self) -> bool:
        """Whether no request is being answered, as when the connection is opened."""
        return self.cycle is None or self.cycle.response_complete

    def _start_timer(self) -> None:
        self._idle_since = self.loop.time()
        self._timer = self.loop.call_later(REQUEST_TIMEOUT_SECONDS, self.transport.abort)

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


_HOST = "127.0.0.1"
_SHUTDOWN_SECONDS = 2
"""The time that the server waits for open responses and for the worker when it ends."""


def run(
    paths: Sequence[Path],
    options: RenderOptions,
    editor: Editor | None,
    *,
    port: int,
    diagnostics: bool,
    ready: Callable[[str, int, bool], None],
) -> None:
    """Serve maps (see `argmap.serve.serve`)."""
    choose_engine(options.engine)  # report a missing engine once, not for every map
    checker = IncrementalChecker(paths, filter(None, [theme_file(options.theme)]))
    maps = checker.maps
    if editor is None:
        editor = find_editor(load_settings(maps[0].path.parent).editor)
    run_id, token = secrets.token_hex(8), secrets.token_urlsafe(32)
    session = EditSession(run_id, token, editor, default_reviewer())
    events = EventBroadcaster()
    store = MapStore(events.notify)
    pages = Pages(store, session, options.theme)
    worker = RenderWorker(checker, store, options, events.viewed_maps, diagnostics=diagnostics)
    worker.register(maps)
    server_socket = listen(port)
    actual_port: int = server_socket.getsockname()[1]
    stop = Event()

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        events.open()
        thread = Thread(target=worker.run, args=(stop,), name="argmap-render", daemon=True)
        thread.start()
        ready(f"http://{_HOST}:{actual_port}/", len(maps), port in (actual_port, 0))
        yield
        stop.set()
        end_all()
        thread.join(_SHUTDOWN_SECONDS)

    app = make_app(store, pages, events, session, actual_port, lifespan)
    config = uvicorn.Config(
        app,
        http=Connection,
        ws="none",
        lifespan="on",
        log_config=None,
        log_level="critical",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=_SHUTDOWN_SECONDS,
    )
    _Server(config, events).run(sockets=[server_socket])


def listen(port: int) -> socket.socket:
    """Return a socket that listens on 127.0.0.1, at a port or, if it is in use, at any free one.

    Raises:
        OSError: If no port is free.
    """
    for candidate in (port, 0):
        server_socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        try:
            if sys.platform == "win32":
                server_socket.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
            else:
                server_socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            server_socket.bind((_HOST, candidate))
            server_socket.listen(64)
        except OSError:
            server_socket.close()
            if candidate == 0:
                raise
        else:
            return server_socket
    raise AssertionError("the loop returns or raises")


class _Server(uvicorn.Server):
    """Closes the event streams on a signal, because the shutdown would wait for them."""

    def __init__(self, config: uvicorn.Config, events: EventBroadcaster) -> None:
        super().__init__(config)
        self._events = events

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self._events.close()
        super().handle_exit(sig, frame)
