"""Data inside of an HTML page: nothing in it can end its element, or be read as markup."""

from __future__ import annotations

import json
from typing import Any

from argmap.text.safe import harmless

_ESCAPES = str.maketrans({each: f"\\u{ord(each):04x}" for each in "<>&\u2028\u2029"})


def embedded(data: Any) -> str:
    """Return data as JSON for a ``<script type="application/json">``.

    ``<``, ``>`` and ``&`` occur inside of strings only, and are written as escapes there.
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return harmless(text).translate(_ESCAPES)
