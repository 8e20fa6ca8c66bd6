"""Detection of English texts, the only ones whose numbers and dates are read."""

from __future__ import annotations

import re
from collections import Counter

_ENGLISH = "the of and to that for with is are were was from by it not have has had this which be"
_OTHER = (
    "der die das und ist nicht ein eine den dem mit von zu auf für sich im le la les des est et "
    "que une du dans qui pas pour sur au el los las y es por con del una se il di che è per "
    "della non sono nel o os um uma não em do da ao een het van en dat niet zijn op te bir ve "
    "bu için ile olarak daha och att som det är på inte av i w na nie się że z jest do"
)
_ENGLISH_WORDS = frozenset(_ENGLISH.split())
_OTHER_WORDS = frozenset(_OTHER.split())
_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE_LENGTH = 20_000  # characters
_MIN_OTHER_WORDS = 3  # below, a text counts as English


def is_english_tag(tag: str | None) -> bool:
    """Return whether a language tag (BCP 47) means English; maps without a tag are in English."""
    return tag is None or re.split(r"[-_]", tag.lower())[0] in {"en", "eng", "english"}


def looks_english(text: str) -> bool:
    """Return whether a text is probably in English, judging by its function words.

    A text with hardly any function words, such as a table of names and numbers, counts as English.
    """
    words = Counter(_WORD.findall(text[:_SAMPLE_LENGTH].lower()))
    english = sum(words[word] for word in _ENGLISH_WORDS)
    other = sum(words[word] for word in _OTHER_WORDS)
    return other < _MIN_OTHER_WORDS or english >= other
