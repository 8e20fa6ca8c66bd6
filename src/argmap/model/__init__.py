"""The argument map as data: frozen, resolved, without a parser in sight."""

from argmap.model.argument_map import ArgumentMap
from argmap.model.citation import Citation, Locator, Source, Unit
from argmap.model.confidence import ESTIMATIVE_WORDS, Confidence
from argmap.model.expectation import Expectation, Status
from argmap.model.inference import Contradiction, Form, Inference, Polarity
from argmap.model.section import Section
from argmap.model.sides import Side
from argmap.model.standard import Burden, Standard
from argmap.model.statement import (
    STATEMENT_KINDS,
    Assumption,
    Claim,
    Counterpoint,
    Evidence,
    Statement,
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
