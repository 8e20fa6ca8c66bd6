"""Telling the browsers that something has changed: server-sent events, to a limited number."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable

MAX_STREAMS = 64
"""Pages that receive changes at once. A hidden page closes its stream."""

_HEARTBEAT = 15.0
"""Seconds after which a silent stream says that it is still there."""


class MapLocation:
    """The place of one page among those that receive changes to the map ``id``."""

    def __init__(self, id_: str) -> None:
        self.id = id_
        self.waking = asyncio.Event()


class EventBroadcaster:
    """Wakes all streams when `tell` is called, from whatever thread; ends them all at `close`."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._places: set[MapLocation] = set()
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

    def join(self, id_: str) -> MapLocation | None:
        """Return a place for one more page, to be given back with `leave`; None when all are taken.

        Places are counted from here on, and not from the first message: requests may arrive at the
        same moment.
        """
        if len(self._places) >= MAX_STREAMS:
            return None
        place = MapLocation(id_)
        self._places.add(place)
        self._looked_at[id_] += 1
        return place

    def leave(self, place: MapLocation) -> None:
        """Give a place back."""
        if place in self._places:
            self._places.remove(place)
            self._looked_at[place.id] -= 1

    def looked_at(self) -> set[str]:
        """Return the maps that are looked at."""
        return {id_ for id_, count in self._looked_at.copy().items() if count > 0}

    async def stream(self, place: MapLocation, message: Callable[[], str]) -> AsyncIterator[str]:
        """Yield the message at once, and again after every change."""
        waking = place.waking
        yield "retry: 1000\n\n"
        while not self.is_closed:
            waking.clear()
            yield f"data: {message()}\n\n"
            while not waking.is_set() and not self.is_closed:
                try:
                    await asyncio.wait_for(waking.wait(), _HEARTBEAT)
                except TimeoutError:
                    yield ":\n\n"

    def _wake(self) -> None:
        for place in self._places:
            place.waking.set()
