"""Texts, titles and data as Argdown writes them."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from typing import Any

from argmap.exchange.argdown.shortcodes import symbol

_SPECIAL = re.compile(r"[\\\[\]<>{}#@*_]|={3,}|//|/\*|(?<=/)\*")
_LINE_START = re.compile(r"[ \t]*(?:[-+]|[0-9]+\.(?=\s)|\([0-9]+\)|>)")
_UNTITLED = re.compile(r"untitled [0-9]+", re.IGNORECASE)
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ud800-\udfff]")
_PLAIN_KEY = re.compile(r"[A-Za-z][\w-]*")


def clean(text: str) -> str:
    """Return a text on one line, without control characters."""
    return " ".join(_CONTROLS.sub("", text).split())


def escape(text: str, *, begins_line: bool = False) -> str:
    """Return a text in which no character has a meaning in Argdown.

    Args:
        text: A text on one line.
        begins_line: Whether it begins a line, where numbers and hyphens have a meaning, too.
    """
    escaped = _SPECIAL.sub(lambda match: "".join(f"\\{one}" for one in match[0]), text)
    escaped = _escape_shortcodes(escaped)
    if begins_line and _LINE_START.match(text):
        stripped = escaped.lstrip()
        if stripped[0].isdigit():  # 1. becomes 1\.
            number = re.match("[0-9]+", stripped)
            assert number is not None
            rest = stripped[number.end() :].removeprefix("\\")
            return f"{number[0]}\\{rest}"
        return f"\\{stripped}"
    return escaped


def _escape_shortcodes(text: str) -> str:
    """Escape the dots and colons that would begin a shortcode, or hide an escape from Argdown."""
    if "." not in text and ":" not in text:
        return text
    return " ".join(map(_escape_word, text.split(" ")))


def _escape_word(word: str) -> str:
    """Escape the dots and colons of a word that holds a shortcode or an escape."""
    has_shortcode = any(
        symbol(word[start : end + 1])
        for mark in ".:"
        for start, end in pairwise(index for index, one in enumerate(word) if one == mark)
    )
    if not has_shortcode and "\\" not in word:
        return word
    return re.sub(r"(?<!\\)[.:]", lambda match: f"\\{match[0]}", word)


def as_title(text: str) -> str | None:
    """Return a text as a title in brackets; None if Argdown could not read it as one."""
    title = " ".join(text.split())
    is_valid = bool(title) and not any(character in title for character in "[]<>{}\\")
    if not is_valid or title[0] in "-+_" or _UNTITLED.fullmatch(title) or "===" in title:
        return None
    return title


def write_data(data: dict[str, Any]) -> str:
    """Return data in braces, as YAML on one line; empty without data."""
    return f"{{{_items(data)}}}" if data else ""


def write_value(value: Any) -> str:
    """Return a value as YAML on one line."""
    if isinstance(value, dict):
        return f"{{{_items(value)}}}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(write_value, value))}]"
    if isinstance(value, bool | int | float):
        return json.dumps(value)
    quoted = json.dumps(str(value), ensure_ascii=False)
    for character in "{}\x7f\x85\u2028\u2029\ufeff":
        quoted = quoted.replace(character, f"\\u{ord(character):04x}")
    quoted = quoted.replace("===", "\\u003d==")
    return re.sub(
        "[\x80-\x9f\ufdd0-\ufdef\ufffe\uffff]", lambda match: f"\\u{ord(match[0]):04x}", quoted
    )


def _items(data: dict[str, Any]) -> str:
    return ", ".join(
        f"{key if _PLAIN_KEY.fullmatch(key) else write_value(key)}: {write_value(value)}"
        for key, value in data.items()
    )
