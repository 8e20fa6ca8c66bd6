"""Waiting for files to change."""

import threading
from pathlib import Path

import pytest

from argmap.errors import MissingExtra
from argmap.workspace.watch import WatchedFiles, change_events


@pytest.fixture
def told(here):
    """Collect the rounds of a thread that watches this folder; returns how to wait for one."""
    stop, came = threading.Event(), threading.Semaphore(0)
    folder = here.resolve()
    watched = WatchedFiles(frozenset({folder / "a.txt"}), frozenset({folder}), (folder,))

    def work():
        for _ in change_events(lambda: watched, stop, "this test"):
            came.release()

    thread = threading.Thread(target=work)
    thread.start()
    yield lambda: came.acquire(timeout=10)
    stop.set()
    thread.join(10)
    assert not thread.is_alive()


def test_there_is_a_round_at_once_and_after_every_change(told):
    """A file that is watched, and a map that turns up, are told."""
    assert told()
    Path("a.txt").write_text("1", encoding="utf-8")
    assert told()
    Path("new.argmap").write_text("", encoding="utf-8")
    assert told()


def test_there_is_a_look_where_nothing_is_told(told):
    """Without any event there is a round now and then."""
    assert told()
    assert told()


def test_it_ends_when_it_is_told_to(here):
    """The end is seen before the next look."""
    stop = threading.Event()
    watching = change_events(
        lambda: WatchedFiles(frozenset(), frozenset(), (here,)), stop, "this test"
    )
    next(watching)
    stop.set()
    assert list(watching) == []


def test_folders_that_are_gone_end_nothing(here):
    """A folder that cannot be watched is looked at instead."""
    stop = threading.Event()
    nowhere = WatchedFiles(frozenset(), frozenset(), (here / "nowhere",))
    watching = change_events(lambda: nowhere, stop, "this test")
    next(watching)
    next(watching)
    stop.set()


def test_without_the_library_it_says_what_to_install(monkeypatch):
    """The extra is named in the line that installs it."""
    monkeypatch.setattr("argmap.workspace.watch.find_spec", lambda _: None)
    with pytest.raises(
        MissingExtra, match=r"this needs the extra `serve`; run `.*install .*\[serve\]"
    ):
        change_events(lambda: WatchedFiles(frozenset(), frozenset(), ()), threading.Event(), "this")
