"""Words that authors try instead of the keywords of the language."""

from __future__ import annotations

SYNONYMS = {
    "admittedly": "concession",
    "against": "counterpoint",
    "alternative": "claim",
    "alternatives": "claim",
    "although": "concession",
    "answer": "claim",
    "argument": "reason",
    "background": "context",
    "because": "reason",
    "but": "counterpoint",
    "caveat": "concession",
    "chapter": "section",
    "concede": "concession",
    "conceded": "concession",
    "con": "counterpoint",
    "conclusion": "claim",
    "content": "claim",
    "contention": "claim",
    "contra": "counterpoint",
    "counterargument": "counterpoint",
    "decision": "question",
    "definition": "context",
    "driver": "context",
    "fact": "evidence",
    "goal": "claim",
    "granted": "concession",
    "group": "section",
    "however": "counterpoint",
    "hypothesis": "assumption",
    "include": "import",
    "inference": "reason",
    "issue": "question",
    "option": "claim",
    "options": "claim",
    "premise": "claim",
    "pro": "claim",
    "problem": "question",
    "proof": "evidence",
    "rebuttal": "counterpoint",
    "reference": "source",
    "setting": "context",
    "solution": "evidence",
    "statement": "claim",
    "strategy": "reason",
    "suggestion": "claim",
    "thesis": "claim",
    "topic": "question",
    "whereas": "concession",
}
"""Words used as keywords, each with the keyword to use instead."""

PHRASES = {
    ("to", "be", "sure"): "concession",
    ("even", "though"): "concession",
    ("even", "if"): "concession",
    ("of", "course"): "concession",
}
"""Several words used as a keyword, with the keyword to use instead."""

RELATION_VERBS = {
    **dict.fromkeys(("support", "supports", "supporting", "backs"), "claim"),
    **dict.fromkeys(
        ("attack", "attacks", "attacking", "oppose", "opposes", "opposing", "rebuts", "refutes"),
        "counterpoint",
    ),
}
"""Verbs used as keywords, each with the keyword of a statement in that relation."""
