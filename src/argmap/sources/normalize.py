"""One form for texts that are to be compared: what a typesetter changes is taken out."""

from __future__ import annotations

import re
import unicodedata

_QUOTES = dict.fromkeys("‘’‚‛′‵´`ʹʼ＇", "'") | dict.fromkeys("“”„‟″‶«»‹›〝〞＂", '"')
_DASHES = dict.fromkeys("‐‑‒–—―−⁃﹘﹣－⸺⸻", "-")
_UNSEEN = dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", "")

ALIKE = str.maketrans(_QUOTES | _DASHES)
"""Quotes and dashes of every shape, each to the one on a keyboard; character for character."""

_ALIKE_OR_UNSEEN = str.maketrans(_QUOTES | _DASHES | _UNSEEN)
_DASH_RUN = re.compile("--+")


def normalize(text: str) -> str:
    """Return ``text`` in the form in which snippets and passages are compared.

    Unicode's compatibility form (NFKC), so that ligatures and full-width letters are letters; every
    quotation mark ``"`` or ``'``; every dash, and every row of dashes, ``-``; soft hyphens and
    zero-width characters gone; white space of any kind and length one blank, none at the ends. The
    case is kept: it is the author's and not the typesetter's. A normalised text is its own normal
    form.
    """
    # Before NFKC, which would take a double prime apart; and after it, for what it makes.
    alike = unicodedata.normalize("NFKC", text.translate(_ALIKE_OR_UNSEEN))
    alike = alike.translate(_ALIKE_OR_UNSEEN)
    return " ".join(_DASH_RUN.sub("-", alike).split())
