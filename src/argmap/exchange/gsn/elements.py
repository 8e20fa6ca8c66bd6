"""The elements of a goal structure: their types, ids and keys."""

from __future__ import annotations

import re

TYPES = (
    ("CSn", "CounterSolution"),
    ("CG", "CounterGoal"),
    ("Sn", "Solution"),
    ("G", "Goal"),
    ("S", "Strategy"),
    ("C", "Context"),
    ("A", "Assumption"),
    ("J", "Justification"),
)
"""What the ids of each type begin with; the longer ones come first."""

CONTEXTS = ("Context", "Justification", "Assumption")
"""The types that are in the context of another element, and support nothing."""

STRUCTURE = frozenset(
    {"text", "supportedBy", "inContextOf", "challenges", "nodeType", "undeveloped", "defeated"}
    | {"url", "acp", "classes", "restates"}
)
"""The keys with a meaning of their own; others are layers, or about the layout."""

ELEMENT_ID = re.compile(r"(?:CSn|CG|Sn|G|S|C|A|J)[\w.\-]*", re.ASCII)

RESTATES = "restates"
"""The key, for argmap only, of an element that repeats another one to challenge more than once."""
