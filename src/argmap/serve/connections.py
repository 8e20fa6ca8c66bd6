"""How many connections the server keeps, and how long one may take to ask for something.

A client that opens connections and sends half of a request on each, or nothing, keeps nobody else
from being answered: it has a few seconds, and where there are too many connections, the one that
has been without a request for longest is closed.
"""

from __future__ import annotations

import asyncio

from uvicorn.protocols.http.h11_impl import H11Protocol

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
