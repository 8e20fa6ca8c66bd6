"""An engine that behaves badly; its name says how to `argmap.rendering.layout.graphviz`."""

import os
import signal
import time


def hang(graphs):
    """Never answer."""
    time.sleep(600)


def crash(graphs):
    """End the process as a fault in C code does."""
    os.kill(os.getpid(), signal.SIGSEGV)


def leave(graphs):
    """End the process without a word."""
    os._exit(7)


def fail(graphs):
    """Find nothing."""
    raise ValueError("no such graph")


def babble(graphs):
    """Print where the answer goes, and answer."""
    os.write(1, b"babble")
    print("babble")
    return [graph.upper() for graph in graphs]
