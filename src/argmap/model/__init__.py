"""The argument map: immutable classes for its elements, independent of the syntax."""

from argmap.model.argument_map import ArgumentMap, Section
from argmap.model.inference import Contradiction, Form, Inference, Polarity, Preference
from argmap.model.locator import Locator, Unit
from argmap.model.question import Context, Question, Sentence
from argmap.model.sides import Side
from argmap.model.source import Citation, Source
from argmap.model.statement import (
    ESTIMATIVE_WORDS,
    STATEMENT_KINDS,
    Assumption,
    Burden,
    Claim,
    Concession,
    Confidence,
    Counterpoint,
    Evidence,
    Expectation,
    Fidelity,
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
    "Concession",
    "Confidence",
    "Context",
    "Contradiction",
    "Counterpoint",
    "Evidence",
    "Expectation",
    "Fidelity",
    "Form",
    "Inference",
    "Locator",
    "Polarity",
    "Preference",
    "Question",
    "Section",
    "Sentence",
    "Side",
    "Source",
    "Standard",
    "Statement",
    "Status",
    "Unit",
]
