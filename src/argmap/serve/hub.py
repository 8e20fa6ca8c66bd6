"""Telling the browsers that something has changed: server-sent events, as many as are bearable."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable

MOST_STREAMS = 64
"""Pages that are told of changes at once. A page that nobody sees lets its stream go."""

_HEARTBEAT = 15.0
"""Seconds after which a silent stream says that it is still there."""


class Hub:
    """Wakes all streams when `tell` is called, from whatever thread; ends them all at `close`."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._waking: set[asyncio.Event] = set()
        self._looked_at: Counter[str] = Counter()
        self.is_closed = False

    def open(self) -> None:
        """Begin, in the loop that runs."""
        self._loop = asyncio.get_running_loop()

    def tell(self) -> None:
        """Let every stream send what there is now."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._wake)

    def close(self) -> None:
        """End all streams."""
        self.is_closed = True
        self.tell()

    @property
    def is_full(self) -> bool:
        return len(self._waking) >= MOST_STREAMS

    def looked_at(self) -> set[str]:
        """Return the maps that are looked at."""
        return {id_ for id_, count in self._looked_at.copy().items() if count > 0}

    async def stream(self, id_: str, message: Callable[[], str]) -> AsyncIterator[str]:
        """Yield the message at once, and again after every change."""
        waking = asyncio.Event()
        self._waking.add(waking)
        self._looked_at[id_] += 1
        try:
            yield "retry: 1000\n\n"
            while not self.is_closed:
                waking.clear()
                yield f"data: {message()}\n\n"
                while not waking.is_set() and not self.is_closed:
                    try:
                        await asyncio.wait_for(waking.wait(), _HEARTBEAT)
                    except TimeoutError:
                        yield ":\n\n"
        finally:
            self._waking.discard(waking)
            self._looked_at[id_] -= 1

    def _wake(self) -> None:
        for each in self._waking:
            each.set()
