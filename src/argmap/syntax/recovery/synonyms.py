"""Words that are none of the language's, but that people try."""

from __future__ import annotations

SYNONYMS = {
    "against": "counterpoint",
    "argument": "reason",
    "because": "reason",
    "but": "counterpoint",
    "chapter": "section",
    "con": "counterpoint",
    "conclusion": "claim",
    "counterargument": "counterpoint",
    "fact": "evidence",
    "group": "section",
    "however": "counterpoint",
    "hypothesis": "assumption",
    "include": "import",
    "inference": "reason",
    "premise": "claim",
    "pro": "claim",
    "proof": "evidence",
    "rebuttal": "counterpoint",
    "reference": "source",
    "statement": "claim",
    "thesis": "claim",
}
"""Words that people try first, each with the word of the language that says it."""

RELATION_VERBS = {
    **dict.fromkeys(("support", "supports", "supporting", "backs"), "claim"),
    **dict.fromkeys(
        ("attack", "attacks", "attacking", "oppose", "opposes", "opposing", "rebuts", "refutes"),
        "counterpoint",
    ),
}
"""Verbs that people use as keywords, each with the keyword that says it."""
