"""Whether a text is in English, in which numbers and dates can be read."""

from __future__ import annotations

import re
from collections import Counter

_ENGLISH_WORDS = (
    "the of and to that for with is are were was from by it not have has had this which be"
)
_ENGLISH = frozenset(_ENGLISH_WORDS.split())
_FOREIGN_WORDS = (
    "der die das und ist nicht ein eine den dem mit von zu auf für sich im le la les des est et "
    "que une du dans qui pas pour sur au el los las y es por con del una se il di che è per "
    "della non sono nel o os um uma não em do da ao een het van en dat niet zijn op te bir ve "
    "bu için ile olarak daha och att som det är på inte av i w na nie się że z jest do"
)
_FOREIGN = frozenset(_FOREIGN_WORDS.split())
_WORD = re.compile(r"[^\W\d_]+")
_LOOKED_AT = 20_000  # characters
_LEAST = 3  # words of another language, before a text is taken to be in it


def is_english(tag: str | None) -> bool:
    """Whether a language tag (BCP 47) is one of English; without one, a map is in English."""
    return tag is None or re.split(r"[-_]", tag.lower())[0] in {"en", "eng", "english"}


def reads_as_english(text: str) -> bool:
    """Whether a text may be in English: unless its small words are more often another language's.

    A table of numbers and names has none, and may be.
    """
    words = Counter(_WORD.findall(text[:_LOOKED_AT].lower()))
    english = sum(words[word] for word in _ENGLISH)
    foreign = sum(words[word] for word in _FOREIGN)
    return foreign < _LEAST or english >= foreign
