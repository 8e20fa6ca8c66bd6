"""Graphviz kept in bounds: hanging and crashing engines, in the process they get."""

import os
import time

import pytest
from tests.rendering import stub_engine
from tests.rendering.conftest import SMALL, read_map

from argmap._isolation import Crashed, TimedOut, run_isolated
from argmap.errors import RenderError
from argmap.rendering import RenderOptions, to_svg
from argmap.rendering.layout import graphviz
from argmap.rendering.layout.graphviz import with_timeout


def use(kind):
    """Return a stub of an engine, with the time limit that its behavior calls for."""
    return with_timeout(getattr(stub_engine, kind), timeout=0.5 if kind == "hang" else 60)


def test_what_hangs_is_ended():
    """The process is gone as soon as its time is up."""
    begin = time.monotonic()
    with pytest.raises(TimedOut):
        run_isolated(f"{stub_engine.__name__}:hang", ["digraph{}"], 0.5)
    assert time.monotonic() - begin < 30


@pytest.mark.skipif(os.name == "nt", reason="there are no signals on Windows")
def test_what_crashes_is_told():
    """A crash, which would have ended this process, says by which signal."""
    with pytest.raises(Crashed, match="SIGSEGV"):
        run_isolated(f"{stub_engine.__name__}:crash", ["digraph{}"], 60)


def test_what_leaves_is_told():
    """A process that ends before it answers says with which status."""
    with pytest.raises(Crashed, match="status 7"):
        run_isolated(f"{stub_engine.__name__}:leave", ["digraph{}"], 60)


def test_an_error_comes_back():
    """An exception is raised here as it would have been without a process."""
    with pytest.raises(ValueError, match="no such graph"):
        run_isolated(f"{stub_engine.__name__}:fail", ["digraph{}"], 60)


def test_what_is_printed_is_no_answer(capfd):
    """Output in between neither spoils the answer nor reaches the terminal."""
    assert run_isolated(f"{stub_engine.__name__}:babble", ["a"], 60) == ["A"]
    assert capfd.readouterr() == ("", "")


def test_a_hanging_engine_is_an_error():
    """The message names the time, and what can be done."""
    with pytest.raises(RenderError, match=r"after 0\.5 s.*--timeout.*--depth"):
        use("hang")(["digraph{}"])


@pytest.mark.parametrize("kind", ["crash", "leave"])
def test_a_crashing_engine_is_an_error(kind):
    """The message says that Graphviz crashed, and what can be done."""
    with pytest.raises(RenderError, match=r"crashed.*--engine"):
        use(kind)(["digraph{}"])


def test_small_maps_get_no_process(monkeypatch):
    """Without a timeout a small layout stays here, and a large one goes."""
    monkeypatch.setattr(graphviz, "run_isolated", lambda *_: ["apart"])

    def engine(_graphs):
        return ["here"]

    draw = with_timeout(engine)
    assert draw(["x" * graphviz.MAX_IN_PROCESS_CHARACTERS]) == ["here"]
    assert draw(["x" * graphviz.MAX_IN_PROCESS_CHARACTERS, "x"]) == ["apart"]
    assert with_timeout(engine, 5)(["x"]) == ["apart"]


def test_the_picture_is_the_same_from_either_process():
    """Where Graphviz runs makes no difference to what it makes."""
    if not graphviz.has_embedded():
        pytest.skip("pygraphviz is not there for this platform")  # there are some without a wheel
    argument_map = read_map(SMALL)
    assert to_svg(argument_map, RenderOptions(timeout=120)) == to_svg(argument_map)


@pytest.mark.parametrize("timeout", [0, -1])
def test_a_timeout_is_above_zero(timeout):
    """No layout takes no time."""
    with pytest.raises(ValueError, match="timeout"):
        RenderOptions(timeout=timeout)
