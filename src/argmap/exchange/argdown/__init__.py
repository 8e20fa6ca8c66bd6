"""Argdown 2, a text format for debates and reconstructed arguments (https://argdown.org/syntax/)."""

from __future__ import annotations

from collections.abc import Iterator

from argmap.exchange._argdown import to_draft
from argmap.exchange.foreign import Draft, ForeignFile
from argmap.model import ArgumentMap
from argmap.model.losses import LossReport

TITLE = "Argdown"
SUFFIX = ".argdown"


def recognizes(file: ForeignFile) -> bool:
    """Return whether a text has what only Argdown has; a list of statements may be Markdown."""
    from argmap.exchange.argdown.recognition import is_argdown

    return is_argdown(file)


def load(file: ForeignFile) -> Iterator[Draft]:
    """Yield the map that an Argdown text describes."""
    from argmap.exchange.argdown.interpretation import interpret
    from argmap.exchange.argdown.parser import parse

    document = parse(file)
    interpret(document)
    yield to_draft(document)


def dump(argument_map: ArgumentMap, losses: LossReport) -> str:
    """Return a map as Argdown text, which Argdown 2 accepts."""
    from argmap.exchange.argdown.writer import write

    return write(argument_map, losses)
