"""The names of argumentation schemes in AIF and its relatives.

Files name schemes in CamelCase, Title Case or lower case: ``ExpertOpinion``, ``Expert Opinion``,
``Argument From Expert Opinion``. AIFdb numbers its schemes; the numbers are those of AIFdb as
published with arguebuf.
"""

from __future__ import annotations

import re
from functools import lru_cache

from argmap.model.identifiers import id_words, is_id
from argmap.model.schemes import find_scheme

AIFDB_NUMBERS = {
    "Analogy": 1,
    "Bias": 2,
    "Causal Slippery Slope": 3,
    "Cause To Effect": 4,
    "Circumstantial Ad Hominem": 5,
    "Commitment": 6,
    "Correlation To Cause": 7,
    "Dilemma": 9,
    "Direct Ad Hominem": 10,
    "Ethotic": 12,
    "Evidence To Hypothesis": 13,
    "Example": 14,
    "Expert Opinion": 15,
    "Falsification Of Hypothesis": 16,
    "Fear Appeal": 17,
    "Full Slippery Slope": 18,
    "Ignorance": 19,
    "Inconsistent Commitment": 20,
    "Negative Consequences": 22,
    "Popular Opinion": 24,
    "Popular Practice": 25,
    "Position To Know": 26,
    "Positive Consequences": 27,
    "Practical Reasoning": 28,
    "Precedent Slippery Slope": 29,
    "Sign": 30,
    "Verbal Classification": 31,
    "Verbal Slippery Slope": 32,
    "Waste": 33,
    "Modus Ponens": 35,
    "Arbitrary Verbal Classification": 59,
    "Vague Verbal Classification": 60,
    "Established Rule": 61,
    "Exceptional Case": 62,
    "Gradualism": 63,
    "Value Based Practical Reasoning": 81,
    "Authority": 160,
    "Informant Report": 170,
    "Moral Virtue": 182,
    "Practical Wisdom": 183,
    "Goodwill": 184,
    "Alternatives": 235,
    "Composition": 236,
    "Consequences": 237,
    "Definition To Verbal Classification": 239,
    "Division": 240,
    "Need For Help": 242,
    "Oppositions": 243,
    "Perception": 244,
    "Rules": 245,
    "Values": 247,
    "Witness Testimony": 248,
    "Interaction Of Act And Person": 249,
    "Generic Ad Hominem": 250,
    "Alternative Means": 34,
    "Logical": 36,
    "Biased Classification": 37,
    "Conflicting Goals": 39,
    "Differences Undermine Similarity": 40,
    "Expertise Inconsistency": 42,
    "Lack Of Complete Knowledge": 45,
    "Lack Of Expert Reliability": 46,
    "Opposed Commitment": 48,
    "Required Steps": 55,
    "Weakest Link": 58,
    "Ad Hominem": 172,
}
"""The names of schemes in AIFdb with their numbers."""

DEFAULT_NAMES = {
    "RA": ("Default Inference", 72),
    "CA": ("Default Conflict", 71),
    "MA": ("Default Rephrase", 144),
    "PA": ("Default Preference", 161),
    "YA": ("Asserting", 74),
}
"""The name and the number in AIFdb of the schemes that say nothing, by the type of node."""

_NAMES_BY_NUMBER = {
    **{str(number): name for name, number in AIFDB_NUMBERS.items()},
    **{str(number): name for name, number in DEFAULT_NAMES.values()},
}
_DEFAULTS = frozenset(
    [
        *("ra", "ca", "ma", "pa", "default", "support", "attack"),
        *("inference", "conflict", "rephrase", "preference"),
        *("default-inference", "default-conflict", "default-rephrase", "default-preference"),
        *("default-support", "default-attack"),
    ]
)
_CAMEL_CASE = re.compile(r"(?<=[a-z])(?=[A-Z])")
_OWL_SUFFIX = re.compile(r"_(?:Inference|Conflict|Scheme)$")
_GENERATED = re.compile(r"(?:RA|CA|MA|PA|YA|TA)_[0-9a-f]{8,}")


@lru_cache(maxsize=4096)
def scheme_from_name(name: str) -> str | None:
    """Return the value of ``scheme:`` for a name; None if the name says nothing.

    A name that argmap does not know is kept, in lower case and with hyphens.
    """
    if _GENERATED.fullmatch(name):
        return None
    words = id_words(_CAMEL_CASE.sub(" ", _OWL_SUFFIX.sub("", name)).replace("_", " "))
    joined = "-".join(words).lower()
    if not joined or joined in _DEFAULTS:
        return None
    if scheme := find_scheme(joined):
        return scheme.name
    return joined if is_id(joined) else f"scheme-{joined}"


def scheme_from_number(number: str) -> str | None:
    """Return the value of ``scheme:`` for a number of AIFdb; None if it is unknown or a default."""
    name = _NAMES_BY_NUMBER.get(number)
    return scheme_from_name(name) if name else None


@lru_cache(maxsize=4096)
def aifdb_name(scheme: str) -> tuple[str, int | None]:
    """Return the name of a scheme in AIFdb, in Title Case, and its number if it has one."""
    for name, number in AIFDB_NUMBERS.items():
        if scheme_from_name(name) == scheme:
            return name, number
    return scheme.replace("-", " ").title(), None
