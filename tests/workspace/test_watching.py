"""Waiting for changes of files."""

import threading
from pathlib import Path

import pytest

from argmap.errors import MissingExtra
from argmap.workspace.watch import WatchedFiles, change_events


@pytest.fixture
def wait_for_event(here):
    """Return a function that waits for an event of a thread that watches this folder."""
    stop, events = threading.Event(), threading.Semaphore(0)
    folder = here.resolve()
    watched = WatchedFiles(frozenset({folder / "a.txt"}), frozenset({folder}), (folder,))

    def watch():
        for _ in change_events(lambda: watched, stop, "this test"):
            events.release()

    thread = threading.Thread(target=watch)
    thread.start()
    yield lambda: events.acquire(timeout=10)
    stop.set()
    thread.join(10)
    assert not thread.is_alive()


def test_there_is_an_event_at_the_start_and_after_every_change(wait_for_event):
    """A change of a watched file and a new map are events."""
    assert wait_for_event()
    Path("a.txt").write_text("1", encoding="utf-8")
    assert wait_for_event()
    Path("new.argmap").write_text("", encoding="utf-8")
    assert wait_for_event()


def test_there_are_events_without_changes(wait_for_event):
    """An event occurs at intervals."""
    assert wait_for_event()
    assert wait_for_event()


def test_the_events_end_when_the_stop_event_is_set(here):
    """The stop event is checked before the next event."""
    stop = threading.Event()
    watching = change_events(
        lambda: WatchedFiles(frozenset(), frozenset(), (here,)), stop, "this test"
    )
    next(watching)
    stop.set()
    assert list(watching) == []


def test_a_missing_folder_does_not_end_the_events(here):
    """A folder that cannot be watched is polled."""
    stop = threading.Event()
    nowhere = WatchedFiles(frozenset(), frozenset(), (here / "nowhere",))
    watching = change_events(lambda: nowhere, stop, "this test")
    next(watching)
    next(watching)
    stop.set()


def test_a_missing_library_is_reported_with_the_extra(monkeypatch):
    """The message contains the command that installs the extra."""
    monkeypatch.setattr("argmap.workspace.watch.find_spec", lambda _: None)
    with pytest.raises(
        MissingExtra, match=r"this needs the extra `serve`; run `.*install .*\[serve\]"
    ):
        change_events(lambda: WatchedFiles(frozenset(), frozenset(), ()), threading.Event(), "this")
