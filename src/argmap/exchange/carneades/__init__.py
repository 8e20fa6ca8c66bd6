"""Argument graphs of Carneades 4 in YAML.

Specification: the user manual and the examples of Carneades 4,
https://github.com/carneades/carneades-4. Gordon & Walton, Formalizing Balancing Arguments, COMMA
2016, define the model.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from argmap.model import ArgumentMap
from argmap.model.losses import LossReport

if TYPE_CHECKING:
    from argmap.exchange.foreign import Draft, ForeignFile

TITLE = "Carneades YAML"
SUFFIX = ".yml"

_KEYS = frozenset(
    {"meta", "statements", "issues", "arguments", "assumptions", "tests", "language"}
    | {"argument_schemes", "issue_schemes", "weighing_functions", "references"}
)
_TOP_LEVEL_KEY = re.compile(r"^([^\s#'\"\-{\[%.][^:\n]*):(?=\s|$)", re.MULTILINE)


def recognizes(file: ForeignFile) -> bool:
    """Return whether all keys at the top of a YAML file are those of an argument graph."""
    from argmap.exchange.foreign import InvalidFile

    if file.first_character in ("", "<", "{", "["):
        return False
    try:
        keys = set(_TOP_LEVEL_KEY.findall(file.text))
    except InvalidFile:
        return False
    return bool(keys) and keys <= _KEYS


def load(file: ForeignFile) -> Iterator[Draft]:
    """Yield the argument graph.

    Statements that are neither assumed nor supported are rejected (``burden: strict``), issues are
    exclusive questions, and `tests` become expectations.

    Raises:
        InvalidFile: If the file is not a mapping in YAML.
        MissingExtra: If the extra ``import`` is not installed.
    """
    from argmap.exchange.carneades.reader import read_graph

    yield read_graph(file)


def dump(argument_map: ArgumentMap, losses: LossReport) -> str:
    """Return the map as an argument graph.

    Attacks become arguments for the negation of a statement, with an issue between the two.
    """
    from argmap.exchange.carneades.writer import write_graph

    return write_graph(argument_map, losses, TITLE)
