"""Engines that hang or crash are stopped, in the child process that they run in."""

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
    """Return a stub engine, with the time limit that its behavior requires."""
    return with_timeout(getattr(stub_engine, kind), timeout=0.5 if kind == "hang" else 60)


def test_a_process_that_hangs_is_stopped():
    """The process is stopped as soon as its time is up."""
    start = time.monotonic()
    with pytest.raises(TimedOut):
        run_isolated(f"{stub_engine.__name__}:hang", ["digraph{}"], 0.5)
    assert time.monotonic() - start < 30


@pytest.mark.skipif(os.name == "nt", reason="there are no signals on Windows")
def test_a_crash_is_reported():
    """A crash, which would have ended this process, is reported with its signal."""
    with pytest.raises(Crashed, match="SIGSEGV"):
        run_isolated(f"{stub_engine.__name__}:crash", ["digraph{}"], 60)


def test_a_process_without_a_result_is_reported():
    """A process that ends without a result is reported with its exit status."""
    with pytest.raises(Crashed, match="status 7"):
        run_isolated(f"{stub_engine.__name__}:leave", ["digraph{}"], 60)


def test_a_process_that_ends_without_an_error_has_no_result_either():
    """Its exit status is 0."""
    with pytest.raises(Crashed, match="ended with status 0"):
        run_isolated("os:_exit", 0, 60)


def test_an_exception_is_raised_in_this_process():
    """An exception is raised here as it would have been without a child process."""
    with pytest.raises(ValueError, match="no such graph"):
        run_isolated(f"{stub_engine.__name__}:fail", ["digraph{}"], 60)


def test_output_is_not_part_of_the_result(capfd):
    """Output of the process neither changes the result nor reaches the terminal."""
    assert run_isolated(f"{stub_engine.__name__}:babble", ["a"], 60) == ["A"]
    assert capfd.readouterr() == ("", "")


def test_an_engine_that_hangs_is_an_error():
    """The message contains the time limit, and what to do."""
    with pytest.raises(RenderError, match=r"after 0\.5 s.*--timeout.*--depth"):
        use("hang")(["digraph{}"])


@pytest.mark.parametrize("kind", ["crash", "leave"])
def test_an_engine_that_crashes_is_an_error(kind):
    """The message says that Graphviz crashed, and what to do."""
    with pytest.raises(RenderError, match=r"crashed.*--engine"):
        use(kind)(["digraph{}"])


def test_small_maps_are_laid_out_in_this_process(monkeypatch):
    """Without a timeout, only large maps are laid out in a child process."""
    monkeypatch.setattr(graphviz, "run_isolated", lambda *_: ["child process"])

    def engine(_graphs):
        return ["this process"]

    draw = with_timeout(engine)
    assert draw(["x" * graphviz.MAX_IN_PROCESS_CHARACTERS]) == ["this process"]
    assert draw(["x" * graphviz.MAX_IN_PROCESS_CHARACTERS, "x"]) == ["child process"]
    assert with_timeout(engine, 5)(["x"]) == ["child process"]


def test_the_picture_does_not_depend_on_the_process():
    """A picture is the same if Graphviz runs in a child process."""
    if not graphviz.has_embedded():
        pytest.skip("pygraphviz has no wheel for this platform")
    argument_map = read_map(SMALL)
    assert to_svg(argument_map, RenderOptions(timeout=120)) == to_svg(argument_map)


@pytest.mark.parametrize("timeout", [0, -1])
def test_a_timeout_must_be_positive(timeout):
    """Options reject a timeout of zero or less."""
    with pytest.raises(ValueError, match="timeout"):
        RenderOptions(timeout=timeout)
