"""Normalization of texts that are compared: typographic differences are removed."""

from __future__ import annotations

import re
import unicodedata

_QUOTES = dict.fromkeys("‘’‚‛′‵´`ʹʼ＇", "'") | dict.fromkeys("“”„‟″‶«»‹›〝〞＂", '"')
_DASHES = dict.fromkeys("‐‑‒–—―−⁃﹘﹣－⸺⸻", "-")
_INVISIBLE = dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", "")

ASCII_PUNCTUATION = str.maketrans(_QUOTES | _DASHES)
"""A translation of all quotes and dashes to those in ASCII; it keeps the length of a text."""

_SIMPLIFY = str.maketrans(_QUOTES | _DASHES | _INVISIBLE)
_DASHES_IN_A_ROW = re.compile("--+")


def normalize(text: str) -> str:
    """Return the normal form in which quotations are compared with passages.

    - Unicode's compatibility form (NFKC): ligatures and full-width letters become letters.
    - Every quotation mark becomes ``"`` or ``'``, and one or more dashes become ``-``.
    - Soft hyphens and zero-width characters are removed.
    - White space of any kind and length becomes one space; there is none at the ends.

    The case is kept, because it is the author's choice and not the typesetter's. Normalizing twice
    changes nothing more.
    """
    # Before NFKC, which would decompose a double prime, and again for the characters it produces.
    text = unicodedata.normalize("NFKC", text.translate(_SIMPLIFY)).translate(_SIMPLIFY)
    return " ".join(_DASHES_IN_A_ROW.sub("-", text).split())
