"""argmap in a browser page: checks, explains and draws the map that is being written.

`docs/playground` contains the page. It runs this package in WebAssembly (Pyodide), in a worker,
with a Graphviz that is a function of the page. Nothing here needs files, threads or processes.
"""

from argmap.playground.limits import MAX_CHARACTERS, MAX_NESTING, refusal
from argmap.playground.session import PlaygroundSession, request_handler

__all__ = ["MAX_CHARACTERS", "MAX_NESTING", "PlaygroundSession", "refusal", "request_handler"]
