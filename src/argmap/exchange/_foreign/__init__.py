"""What all formats that argmap reads share: files, drafts, and the maps made from them.

A format's ``load`` reads a `ForeignFile` and returns `Draft` objects: what the file says, with its
own keys. `build` makes an argument map of a draft, with readable ids and a sensible order.
"""

from __future__ import annotations

from argmap.exchange._foreign.build import build
from argmap.exchange._foreign.draft import (
    Draft,
    DraftCitation,
    DraftContext,
    DraftPreference,
    DraftQuestion,
    DraftRelation,
    DraftSection,
    DraftSource,
    DraftStatement,
)
from argmap.exchange._foreign.file import ForeignFile, InvalidFile

__all__ = [
    "Draft",
    "DraftCitation",
    "DraftContext",
    "DraftPreference",
    "DraftQuestion",
    "DraftRelation",
    "DraftSection",
    "DraftSource",
    "DraftStatement",
    "ForeignFile",
    "InvalidFile",
    "build",
]
