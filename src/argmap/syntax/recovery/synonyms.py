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
    "assertion": "claim",
    "background": "context",
    "because": "reason",
    "but": "counterpoint",
    "caveat": "concession",
    "chapter": "section",
    "con": "counterpoint",
    "concede": "concession",
    "conceded": "concession",
    "conclusion": "claim",
    "content": "claim",
    "contention": "claim",
    "contra": "counterpoint",
    "counterargument": "counterpoint",
    "data": "evidence",
    "decision": "question",
    "defence": "counterpoint",
    "defense": "counterpoint",
    "definition": "context",
    "definitions": "context",
    "disadvantage": "concession",
    "downside": "concession",
    "drawback": "concession",
    "driver": "context",
    "exception": "concession",
    "fact": "evidence",
    "figure": "evidence",
    "figures": "evidence",
    "finding": "claim",
    "forecast": "claim",
    "goal": "claim",
    "granted": "concession",
    "group": "section",
    "however": "counterpoint",
    "hypothesis": "assumption",
    "include": "import",
    "inference": "reason",
    "issue": "question",
    "judgement": "claim",
    "judgment": "claim",
    "limitation": "concession",
    "observation": "evidence",
    "opinion": "claim",
    "option": "claim",
    "options": "claim",
    "position": "claim",
    "prediction": "claim",
    "premise": "claim",
    "presumption": "assumption",
    "pro": "claim",
    "problem": "question",
    "proof": "evidence",
    "proposal": "claim",
    "rebuttal": "counterpoint",
    "recommendation": "claim",
    "reference": "source",
    "reply": "counterpoint",
    "response": "counterpoint",
    "scope": "context",
    "setting": "context",
    "solution": "evidence",
    "statement": "claim",
    "statistic": "evidence",
    "statistics": "evidence",
    "strategy": "reason",
    "suggestion": "claim",
    "supposition": "assumption",
    "testimony": "evidence",
    "thesis": "claim",
    "topic": "question",
    "whereas": "concession",
}
"""Words used as keywords, each with the keyword to use instead."""

ANSWERS = frozenset(
    {"answer", "but", "defence", "defense", "however", "rebuttal", "reply", "response"}
)
"""The synonyms whose keyword depends on their place: what they attack, or defend."""

DRAWBACKS = frozenset({"caveat", "disadvantage", "downside", "drawback", "exception", "limitation"})
"""The synonyms that may concede something or attack a statement."""

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
