"""Broadcasts changes to browsers as server-sent events, with a limit on open streams."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable

MAX_STREAMS = 64
"""The number of pages that receive changes at once. A hidden page closes its stream."""

_HEARTBEAT_SECONDS = 15.0
"""The time after which an idle stream sends a comment to keep the connection open."""


class Subscription:
    """One page that receives changes, and shows the map with the id ``map_id`` (or none: "")."""

    def __init__(self, map_id: str) -> None:
        self.map_id = map_id
        self.has_changed = asyncio.Event()


class EventBroadcaster:
    """Wakes all streams when a thread calls `notify`, and ends them at `close`."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._subscriptions: set[Subscription] = set()
        self._views: Counter[str] = Counter()
        self.is_closed = False

    def open(self) -> None:
        """Start in the running event loop."""
        self._loop = asyncio.get_running_loop()

    def notify(self) -> None:
        """Make every stream send the current data."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._wake)

    def close(self) -> None:
        """End all streams."""
        self.is_closed = True
        self.notify()

    def subscribe(self, map_id: str) -> Subscription | None:
        """Return a subscription for one more page, or None if there are too many.

        Subscriptions count from this call on, not from the first message, because several requests
        may arrive at the same moment. Call `unsubscribe` for each.
        """
        if len(self._subscriptions) >= MAX_STREAMS:
            return None
        subscription = Subscription(map_id)
        self._subscriptions.add(subscription)
        self._views[map_id] += 1
        return subscription

    def unsubscribe(self, subscription: Subscription) -> None:
        """End a subscription."""
        if subscription in self._subscriptions:
            self._subscriptions.remove(subscription)
            self._views[subscription.map_id] -= 1

    def viewed_maps(self) -> set[str]:
        """Return the ids of the maps that pages show now."""
        return {map_id for map_id, count in self._views.copy().items() if count > 0}

    async def stream(
        self, subscription: Subscription, data: Callable[[], str]
    ) -> AsyncIterator[str]:
        """Yield an event with the current data at once, and after every change."""
        has_changed = subscription.has_changed
        yield "retry: 1000\n\n"
        while not self.is_closed:
            has_changed.clear()
            yield f"data: {data()}\n\n"
            while not has_changed.is_set() and not self.is_closed:
                try:
                    await asyncio.wait_for(has_changed.wait(), _HEARTBEAT_SECONDS)
                except TimeoutError:
                    yield ":\n\n"

    def _wake(self) -> None:
        for subscription in self._subscriptions:
            subscription.has_changed.set()
