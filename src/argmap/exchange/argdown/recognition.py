"""Whether a text is in Argdown, by signs that Markdown, prose and other formats do not have.

Any text is valid Argdown, so the suffix of its file decides for a text without such signs.
"""

from __future__ import annotations

import re

from argmap.exchange.foreign import ForeignFile, InvalidFile

_MAX_CHARACTERS = 50_000
"""Number of characters that are looked at."""

_SUFFIXES = (".argdown", ".ad")

_OTHER_FORMATS = re.compile(
    r"\s*(?:Discussion Title:|[0-9]+\.(?:[0-9]+\.)*[ \t]|(?:di|sub)?graph\b|flowchart\b|%%|strict\b"
    r"|---\n)"
)
_ARGMAP = re.compile(
    r"(?:\s|#[^\n]*\n)*(?:map|source|section|claim|evidence|assumption|counterpoint|concession"
    r"|question|context|import)\b[^\n]*[\"{]"
)
_COMMENTS = re.compile(
    r"<!--.{0,4000}?-->|/\*.{0,4000}?\*/|^[ \t]*//[^\n]*", re.DOTALL | re.MULTILINE
)
_FENCE = re.compile(r"^[ \t]*(?:```|~~~)", re.MULTILINE)
_FRONT_MATTER_START = re.compile(r"\s*={3,}[ \t]*\n")
_FRONT_MATTER_KEY = re.compile(r"^[A-Za-z][\w-]*:", re.MULTILINE)
_INCLUDE = re.compile(r"^[ \t]*@include\([^)\n]+\)", re.MULTILINE)
_TITLE = r"(?:\[(?![ xX^]?\])(?!\^)[^\]\n]{1,200}\]|<(?![/!?])[^>\n:/=]{1,200}>)"
_VALUE = r"(?!\s*<?(?:[a-z][a-z0-9+.-]*:|/|\.|\#|www\.)\S*>?\s*(?:$|[\"'(]))[ \t]*\S"
_DEFINITION = re.compile(rf"^(?P<indent>[ \t]*){_TITLE}:{_VALUE}", re.MULTILINE)
_REFERENCE_RELATION = re.compile(
    rf"^[ \t]*(?:<?[-+_]|[-+_]>|><)[ \t]*(?P<title>{_TITLE})[ \t]*(?:$|#|\{{)", re.MULTILINE
)
_DEFINED_RELATION = re.compile(
    rf"^[ \t]*(?:<?[-+_]|[-+_]>|><)[ \t]*{_TITLE}:{_VALUE}", re.MULTILINE
)
_UNDER_DEFINITION = re.compile(
    rf"^(?P<indent>[ \t]*){_TITLE}(?::{_VALUE}[^\n]*)?\n"
    rf"(?:(?P=indent)[ \t]*[^\s+<>_-][^\n]*\n){{0,50}}"
    rf"(?P=indent)[ \t]+(?:<?[-+_]|[-+_]>|><)[ \t]+\S",
    re.MULTILINE,
)
_ARROW = re.compile(r"^[ \t]+(<[-+_]|[-+_]>|><)[ \t]*[^\s>]", re.MULTILINE)
_NUMBERED = re.compile(r"[ \t]*\([0-9]+\)[ \t]*\S")
_INFERENCE = re.compile(r"[ \t]*--(?:-*|[^\n]*-)[ \t]*")

_SIGNS = (_INCLUDE, _DEFINED_RELATION, _UNDER_DEFINITION)


def is_argdown(file: ForeignFile) -> bool:
    """Return whether a text has definitions with relations, a PCS or Argdown's front matter.

    A file with Argdown's suffix may be any text that is not in another format.
    """
    if file.first_character in ("", "{", '"'):
        return False
    try:
        text = file.text[:_MAX_CHARACTERS]
    except InvalidFile:
        return False
    if _OTHER_FORMATS.match(text) or _ARGMAP.match(text) or "\0" in text:
        return False
    if file.name.lower().endswith(_SUFFIXES) and not file.root_tag():
        return True
    if "-->" in text or "*/" in text or "//" in text:
        text = _COMMENTS.sub("", text)
    if _FENCE.search(text):
        return False
    return (
        _has_front_matter(text)
        or _has_pcs(text)
        or any(sign.search(text) for sign in _SIGNS)
        or any(_is_title(match["title"]) for match in _REFERENCE_RELATION.finditer(text))
        or len({match[1] for match in _ARROW.finditer(text)}) > 1
    )


def _is_title(written: str) -> bool:
    """Return whether brackets hold a title, and not a mark-up element or a check box."""
    return written.startswith("<") and (" " in written or written[1:2].isupper())


def _has_front_matter(text: str) -> bool:
    """Return whether a text begins with keys between two lines of equals signs."""
    start = _FRONT_MATTER_START.match(text)
    if start is None:
        return False
    end = text.find("===", start.end())
    return end >= 0 and _FRONT_MATTER_KEY.search(text, start.end(), end) is not None


def _has_pcs(text: str) -> bool:
    """Return whether lines without a blank one between them are a premise-conclusion structure."""
    has_premise = has_inference = False
    for line in text.split("\n"):
        if not line.strip():
            has_premise = has_inference = False
        elif _NUMBERED.match(line):
            if has_inference:
                return True
            has_premise = True
        elif has_premise and _INFERENCE.fullmatch(line):
            has_inference = True
    return False
