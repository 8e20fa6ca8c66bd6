"""Running the server: a port of this machine, the thread that draws, and an end at Ctrl-C.

How many connections the server keeps, and how long one may take to ask for something.

A client that opens connections and sends half of a request on each, or nothing, keeps nobody else
from being answered: it has a few seconds, and where there are too many connections, the one that
has been without a request for longest is closed.
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
from argmap.serve.editors import Editor, editor_called
from argmap.serve.events import EventBroadcaster
from argmap.serve.pages import Pages
from argmap.serve.state import EditSession, MapStore
from argmap.serve.worker import RenderWorker
from argmap.workspace.watch import IncrementalChecker

MAX_CONNECTIONS = 200
REQUEST_SECONDS = 10.0
"""In which a request has to arrive, from the first byte of its connection or of itself."""


class Connection(H11Protocol):
    """A connection of uvicorn that is closed when no request arrives on it."""

    _waiting: asyncio.TimerHandle | None = None
    _since: float = 0.0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._wait()
        if len(self.connections) > MAX_CONNECTIONS:
            others = (each for each in self.connections if isinstance(each, Connection))
            idle = [each for each in others if each.is_idle]
            min(idle, key=lambda each: each._since).transport.abort()  # noqa: SLF001 (its own kind)

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if not self.is_idle:
            self._stop_waiting()
        elif self._waiting is None:  # a further request has begun
            self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_waiting()
        super().connection_lost(exc)

    @property
    def is_idle(self) -> bool:
        """Whether no request is being answered; so it is in the moment a connection is made."""
        return self.cycle is None or self.cycle.response_complete

    def _wait(self) -> None:
        self._since = self.loop.time()
        self._waiting = self.loop.call_later(REQUEST_SECONDS, self.transport.abort)

    def _stop_waiting(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None


_HOST = "127.0.0.1"
_GRACE = 2
"""Seconds that the end waits for answers under way, and for the thread."""


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
    choose_engine(options.engine)  # it would be missing for every map
    follower = IncrementalChecker(paths, filter(None, [theme_file(options.theme)]))
    maps = follower.maps
    if editor is None:
        editor = editor_called(load_settings(maps[0].path.parent).editor)
    session = EditSession(secrets.token_hex(8), secrets.token_urlsafe(32), editor)
    events = EventBroadcaster()
    store = MapStore(events.tell)
    pages = Pages(store, session, options.theme)
    worker = RenderWorker(follower, store, options, events.looked_at, diagnostics=diagnostics)
    worker.announce(maps)
    listening = listen(port)
    taken: int = listening.getsockname()[1]
    stop = Event()

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        events.open()
        thread = Thread(target=worker.work, args=(stop,), name="argmap-studio", daemon=True)
        thread.start()
        ready(f"http://{_HOST}:{taken}/", len(maps), port in (taken, 0))
        yield
        stop.set()
        end_all()
        thread.join(_GRACE)

    app = make_app(store, pages, events, session, taken, lifespan)
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
        timeout_graceful_shutdown=_GRACE,
    )
    _Server(config, events).run(sockets=[listening])


def listen(port: int) -> socket.socket:
    """Return a socket that listens on this machine alone: at a port, or at any where it is taken.

    Raises:
        OSError: when there is no port at all.
    """
    for selection in (port, 0):
        made = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        try:
            if sys.platform == "win32":
                made.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
            else:
                made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            made.bind((_HOST, selection))
            made.listen(64)
        except OSError:
            made.close()
            if selection == 0:
                raise
        else:
            return made
    raise AssertionError("the last one returns or raises")


class _Server(uvicorn.Server):
    """Ends its streams when it is told to end: otherwise it would wait for them."""

    def __init__(self, config: uvicorn.Config, events: EventBroadcaster) -> None:
        super().__init__(config)
        self._events = events

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self._events.close()
        super().handle_exit(sig, frame)
