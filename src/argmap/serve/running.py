"""Running the server: a port of this machine, the thread that draws, and an end at Ctrl-C."""

from __future__ import annotations

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

from argmap._isolation import end_all
from argmap.config import load_settings
from argmap.rendering import RenderOptions
from argmap.rendering.layout.graphviz import choose_engine
from argmap.rendering.theme import theme_file
from argmap.serve.app import make_app
from argmap.serve.connections import Connection
from argmap.serve.editors import Editor, editor_called
from argmap.serve.gallery import Gallery
from argmap.serve.hub import Hub
from argmap.serve.pages import Pages
from argmap.serve.studio import Studio
from argmap.serve.telling import Session
from argmap.workspace.following import Follower

_HOST = "127.0.0.1"
_GRACE = 2
"""Seconds that the end waits for answers under way, and for the thread."""


def run(
    paths: Sequence[Path],
    options: RenderOptions,
    editor: Editor | None,
    *,
    port: int,
    findings: bool,
    ready: Callable[[str, int, bool], None],
) -> None:
    """Serve maps (see `argmap.serve.serve`)."""
    choose_engine(options.engine)  # it would be missing for every map
    follower = Follower(paths, filter(None, [theme_file(options.theme)]))
    maps = follower.maps
    if editor is None:
        editor = editor_called(load_settings(maps[0].path.parent).editor)
    session = Session(secrets.token_hex(8), secrets.token_urlsafe(32), editor)
    hub = Hub()
    gallery = Gallery(hub.tell)
    pages = Pages(gallery, session, options.theme)
    studio = Studio(follower, gallery, options, hub.looked_at, findings=findings)
    studio.announce(maps)
    listening = listen(port)
    taken: int = listening.getsockname()[1]
    stop = Event()

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        hub.open()
        thread = Thread(target=studio.work, args=(stop,), name="argmap-studio", daemon=True)
        thread.start()
        ready(f"http://{_HOST}:{taken}/", len(maps), port in (taken, 0))
        yield
        stop.set()
        end_all()
        thread.join(_GRACE)

    app = make_app(gallery, pages, hub, session, taken, lifespan)
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
    _Server(config, hub).run(sockets=[listening])


def listen(port: int) -> socket.socket:
    """Return a socket that listens on this machine alone: at a port, or at any where it is taken.

    Raises:
        OSError: when there is no port at all.
    """
    for wanted in (port, 0):
        made = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        try:
            if sys.platform == "win32":
                made.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
            else:
                made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            made.bind((_HOST, wanted))
            made.listen(64)
        except OSError:
            made.close()
            if wanted == 0:
                raise
        else:
            return made
    raise AssertionError("the last one returns or raises")


class _Server(uvicorn.Server):
    """Ends its streams when it is told to end: otherwise it would wait for them."""

    def __init__(self, config: uvicorn.Config, hub: Hub) -> None:
        super().__init__(config)
        self._hub = hub

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self._hub.close()
        super().handle_exit(sig, frame)
