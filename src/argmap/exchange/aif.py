"""AIF, the Argument Interchange Format, as JSON in the dialect of AIFdb.

Specification: Chesñevar et al., Towards an Argument Interchange Format, Knowledge Engineering
Review 21, 2006; Reed & Budzynska, Inference Anchoring Theory, 2011; the JSON of AIFdb (arg.tech).
"""

from __future__ import annotations

from collections.abc import Iterator

from argmap.exchange._node_graphs import aif_document, is_aif, read_aif
from argmap.exchange.foreign import Draft, ForeignFile, InvalidFile
from argmap.exchange.foreign.json_values import json_text
from argmap.model import ArgumentMap
from argmap.model.losses import LossReport

TITLE = "AIF JSON"
SUFFIX = ".json"


def recognizes(file: ForeignFile) -> bool:
    """Return whether the content is an object with AIF's nodes and edges."""
    return is_aif(file.as_json())


def load(file: ForeignFile) -> Iterator[Draft]:
    """Yield the map in a file."""
    document = file.json
    if not isinstance(document, dict) or "nodes" not in document:
        raise InvalidFile(f"`{file.name}` is not AIF: it is not an object with `nodes`")
    yield read_aif(document, file.name)


def dump(argument_map: ArgumentMap, losses: LossReport) -> str:
    """Return the map as AIF, with one node or edge per line."""
    return json_text(aif_document(argument_map, "AIF", losses))
