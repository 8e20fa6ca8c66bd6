"""How strong a statement is by itself, before anything speaks for or against it.

An author's `confidence:` is the base score. Without one, evidence has the score of the information
(`credibility:`, 1 to 6), drawn towards one half by as much as its source is unreliable
(`reliability:`, A to F). What nobody has judged is one half: it may as well be so as not.

Sources: the two scales are the NATO Admiralty code (AJP-2.1, Intelligence Procedures). It gives
words and no numbers; the numbers are ours, in even steps. Drawing a judgement towards ignorance by
the reliability of its source is discounting (Shafer, A Mathematical Theory of Evidence, 1976,
chapter 11), read as a probability.
"""

from __future__ import annotations

from argmap.model import ArgumentMap, Statement

NEUTRAL = 0.5
"""The base score of what nobody has judged."""

CREDIBILITY = {1: 0.95, 2: 0.8, 3: 0.6, 4: 0.35, 5: 0.1}
"""From confirmed to improbable; 6 (cannot be judged) says nothing."""

RELIABILITY = {"A": 0.95, "B": 0.75, "C": 0.5, "D": 0.25, "E": 0.0}
"""How much of what a source says remains; F (cannot be judged) says nothing."""


def base_score(statement: Statement, argument: ArgumentMap) -> float:
    """Return a statement's own strength, from 0 to 1.

    Of several sources the most reliable counts.
    """
    if statement.confidence is not None:
        return statement.confidence.value
    if statement.kind != "evidence":
        return NEUTRAL
    told = CREDIBILITY.get(statement.credibility or 0)
    grades = [
        RELIABILITY[source.reliability]
        for citation in statement.citations
        if (source := argument.sources.get(citation.source)) and source.reliability in RELIABILITY
    ]
    if not grades:
        return NEUTRAL if told is None else told
    kept = max(grades)
    return kept * (1.0 if told is None else told) + (1 - kept) * NEUTRAL
