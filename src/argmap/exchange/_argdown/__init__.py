"""The Argdown data model, which the formats `argdown` and `argdown_json` share."""

from __future__ import annotations

from argmap.exchange._argdown.annotations import FIDELITIES
from argmap.exchange._argdown.document import (
    ArgdownDocument,
    ArgdownInference,
    ArgdownRelation,
    ArgdownSection,
    End,
    Member,
    PcsStatement,
)
from argmap.exchange._argdown.drafting import to_draft

__all__ = [
    "FIDELITIES",
    "ArgdownDocument",
    "ArgdownInference",
    "ArgdownRelation",
    "ArgdownSection",
    "End",
    "Member",
    "PcsStatement",
    "to_draft",
]
