"""Words that authors try instead of the keywords of the language."""

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
"""Words used as keywords, each with the keyword to use instead."""

RELATION_VERBS = {
    **dict.fromkeys(("support", "supports", "supporting", "backs"), "claim"),
    **dict.fromkeys(
        ("attack", "attacks", "attacking", "oppose", "opposes", "opposing", "rebuts", "refutes"),
        "counterpoint",
    ),
}
"""Verbs used as keywords, each with the keyword of a statement in that relation."""
