"""A text as Markdown that shows it as it is."""

from __future__ import annotations

import re

from argmap.text.safe import link

_ALWAYS = re.compile(r"[\\`*_\[\]<>~#$]|&(?=#|\w)|:(?=[\w+-]+:)")
"""What is markup anywhere in a line, in CommonMark or on GitHub (``$`` is mathematics there)."""

_AT_START = re.compile(r"^(\d{1,9}(?=[.)](?:\s|$))|(?=[-+=|]))")
"""What begins a list, a rule, a heading or a table: a number and a dot, or one of these signs."""

_PARENTHESES = re.compile(r"[()]")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_LINE_END = re.compile(r"\s*[\r\n\u2028\u2029]\s*")


def escape(text: str) -> str:
    """Return one line of Markdown; line ends of ``text`` become blanks."""
    line = _LINE_END.sub(" ", text.strip()).replace("\t", " ")
    return _ALWAYS.sub(r"\\\g<0>", _CONTROL.sub(_escaped_control, line))


def escape_lines(text: str, indent: str) -> str:
    """Return Markdown that keeps the line ends of ``text``, but no empty lines."""
    lines = [_AT_START.sub(r"\1\\", escape(line)) for line in _LINE_END.split(text.strip())]
    return f"\\\n{indent}".join(lines)


def linked(text: str, url: str | None) -> str:
    """Return Markdown as a link, if the address may be one; else as it is."""
    if link(url) is None:
        return text
    target = str(url).replace("&", "&amp;")
    return f"[{text}]({target})" if not _PARENTHESES.search(target) else f"[{text}](<{target}>)"


def shorten(text: str, limit: int = 100) -> str:
    """Return Markdown for the beginning of ``text``, cut between words."""
    line = _LINE_END.sub(" ", text[: limit * 4].strip())
    if len(line) > limit:
        head = line[:limit]
        line = (head.rsplit(" ", 1)[0] if " " in head[limit // 2 :] else head).rstrip(" ,;:.") + "…"
    return escape(line)


def _escaped_control(match: re.Match[str]) -> str:
    return f"\\u{{{ord(match[0]):x}}}"
