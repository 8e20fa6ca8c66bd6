"""The argument map: immutable classes for its elements, independent of the syntax."""

from argmap.model.argument_map import ArgumentMap, Section
from argmap.model.inference import Contradiction, Form, Inference, Polarity
from argmap.model.sides import Side
from argmap.model.source import Citation, Locator, Source, Unit
from argmap.model.statement import (
    ESTIMATIVE_WORDS,
    STATEMENT_KINDS,
    Assumption,
    Burden,
    Claim,
    Confidence,
    Counterpoint,
    Evidence,
    Expectation,
    Standard,
    Statement,
    Status,
)

__all__ = [
    "ESTIMATIVE_WORDS",
    "STATEMENT_KINDS",
    "ArgumentMap",
    "Assumption",
    "Burden",
    "Citation",
    "Claim",
    "Confidence",
    "Contradiction",
    "Counterpoint",
    "Evidence",
    "Expectation",
    "Form",
    "Inference",
    "Locator",
    "Polarity",
    "Section",
    "Side",
    "Source",
    "Standard",
    "Statement",
    "Status",
    "Unit",
]
