"""Engines that misbehave, for tests of `argmap.rendering.layout.graphviz`."""

import os
import signal
import time


def hang(graphs):
    """Never return."""
    time.sleep(600)


def crash(graphs):
    """End the process like a fault in C code."""
    os.kill(os.getpid(), signal.SIGSEGV)


def leave(graphs):
    """End the process without any output."""
    os._exit(7)


def fail(graphs):
    """Raise an error."""
    raise ValueError("no such graph")


def babble(graphs):
    """Print to the standard output, and return a result."""
    os.write(1, b"babble")
    print("babble")
    return [graph.upper() for graph in graphs]
