"""Files in other formats, and drafts: what all formats that argmap reads share.

A format's ``load`` reads a `ForeignFile` and returns `Draft` objects: what the file says, with its
own keys. `build` makes an argument map of a draft, with readable ids and a sensible order. A format
that argmap writes counts what it expresses with `report_coverage`.

`json_values`, `xml`, `yaml` and `plain_text` have functions for values in these notations.
"""

from __future__ import annotations

from argmap.exchange.foreign.build import SHARED_OPTION, build, drop_unaccepted
from argmap.exchange.foreign.coverage import KINDS, report_coverage
from argmap.exchange.foreign.draft import (
    Draft,
    DraftCitation,
    DraftContext,
    DraftPreference,
    DraftQuestion,
    DraftRelation,
    DraftSection,
    DraftSource,
    DraftStatement,
    Extra,
)
from argmap.exchange.foreign.file import MAX_BYTES, ForeignFile, InvalidFile, ReadNeighbor
from argmap.exchange.foreign.names import Names
from argmap.exchange.foreign.relations import EDGE

__all__ = [
    "EDGE",
    "KINDS",
    "MAX_BYTES",
    "SHARED_OPTION",
    "Draft",
    "DraftCitation",
    "DraftContext",
    "DraftPreference",
    "DraftQuestion",
    "DraftRelation",
    "DraftSection",
    "DraftSource",
    "DraftStatement",
    "Extra",
    "ForeignFile",
    "InvalidFile",
    "Names",
    "ReadNeighbor",
    "build",
    "drop_unaccepted",
    "report_coverage",
]
