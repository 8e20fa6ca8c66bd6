r"""Characters as a terminal shows them: what is printed for each, and how wide it is.

Text in a report may come from a stranger's file. Whatever a terminal would act on (escape
sequences, a bell), reorder (bidirectional controls) or hide (zero-width spaces) is printed as the
escape by which the language writes it: ``\u{1b}``.

Colours, or none.

Text in Markdown that stays text.

Findings as sentences: the same words in every format that people read.

The last line of a report: how much was found, or that nothing was.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from unicodedata import category, east_asian_width

from argmap.diagnostics import Diagnostic, Severity
from argmap.reporting import Report
from argmap.reporting._locations import repository_path

_TAB = "    "

_UNSAFE = re.compile(
    "["
    "\x00-\x1f\x7f-\x9f"  # controls: C0, DEL, C1
    "\xad\u180e\u200b\u2060-\u2064\ufeff"  # invisible
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f"  # bidirectional controls
    "\u2028\u2029"  # line and paragraph separators
    "\ufff9-\ufffb\U000e0000-\U000e007f"  # annotations, tags
    "\ud800-\udfff"  # lone surrogates, which no output encodes
    "]"
)

_COMMAND = re.compile(r"\s*::")
"""How a line begins that GitHub's runner takes for a command."""

_JAMO_INSIDE = range(0x1160, 0x1200)  # vowels and finals, drawn into the syllable before them


def escape_unprintable(text: str) -> str:
    """Return ``text`` so that printing it does nothing but show it; tabs become four spaces."""
    return text if text.isprintable() else _UNSAFE.sub(_escape, text)


def safe_name(name: str) -> str:
    """Return a file's name so that a line may begin with it."""
    return escape_unprintable(f"./{name}" if _COMMAND.match(name) else name)


def _escape(match: re.Match[str]) -> str:
    character = match[0]
    return _TAB if character == "\t" else f"\\u{{{ord(character):x}}}"


def width(text: str) -> int:
    """Return how many columns a terminal gives to `escape_unprintable` text."""
    return len(text) if text.isascii() else sum(map(_width, text))


def _width(character: str) -> int:
    if east_asian_width(character) in "WF":
        return 2
    if category(character) in {"Mn", "Me", "Cf"} or ord(character) in _JAMO_INSIDE:
        return 0
    return 1


def shorten(text: str, limit: int = 1000) -> str:
    """Return `escape_unprintable` text of at most ``limit`` characters, cut at the end with ``…``."""
    return escape_unprintable(text if len(text) <= limit else text[: limit - 1] + "…")


class TerminalStyle(StrEnum):
    """What a piece of a report is, and the ANSI sequence (SGR parameters) that says so."""

    PLAIN = ""
    STRONG = "1"
    ERROR = "1;31"
    WARNING = "1;33"
    INFO = "1;34"
    GUTTER = "36"
    SECONDARY = "1;36"
    REMOVED = "31"
    ADDED = "32"


STYLE_BY_SEVERITY = {
    Severity.ERROR: TerminalStyle.ERROR,
    Severity.WARNING: TerminalStyle.WARNING,
    Severity.INFO: TerminalStyle.INFO,
}

Paint = Callable[[str, TerminalStyle], str]
"""A function that gives a piece of text its style."""


def paint_ansi(text: str, style: TerminalStyle) -> str:
    return f"\x1b[{style}m{text}\x1b[0m" if text and style else text


def paint_plain(text: str, style: TerminalStyle) -> str:  # noqa: ARG001 (the shape of a `Paint`)
    return text


_ACTIVE = re.compile(r"[\\`*_\[\]|<>&~#@:!$]")


def escape_markdown(text: str) -> str:
    """Return Markdown that shows ``text``, of one line, as it is inside of a paragraph or a table.

    Every sign that Markdown, HTML or GitHub could act on is written as a character reference.
    """
    return _ACTIVE.sub(lambda match: f"&#{ord(match[0])};", text)


_MOST_TREE_LINES = 40


def worst_first(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Return errors before warnings before the rest, each in the order of the report."""
    return sorted(diagnostics, key=lambda diagnostic: -diagnostic.severity)


def display_location(diagnostic: Diagnostic) -> str:
    """Return ``file:line:column``, safe to print."""
    return shorten(safe_name(str(diagnostic.location)))


def repository_location(diagnostic: Diagnostic) -> str:
    """Return ``file:line:column`` with the file's path in the repository, safe to print."""
    line, column = diagnostic.location.start
    return shorten(f"{repository_path(diagnostic.location.source.name)}:{line}:{column}")


def sentences(diagnostic: Diagnostic, limit: int = 1000) -> str:
    """Return the message and its help as sentences in one line, each cut at ``limit``."""
    return " ".join(
        _sentence(part, limit) for part in (diagnostic.message, diagnostic.help) if part
    )


def tree_lines(lines: tuple[str, ...]) -> Iterator[str]:
    """Yield a finding's tree, safe to print; of a long one the beginning and the end."""
    over = len(lines) - _MOST_TREE_LINES
    half = _MOST_TREE_LINES // 2
    shown = lines if over <= 0 else (*lines[:half], f"… {over:,} more …", *lines[-half:])
    yield from map(shorten, shown)


def _sentence(text: str, limit: int) -> str:
    said = shorten(" ".join(text.split()), limit)
    return said[:1].upper() + said[1:] + ("" if said.endswith((".", "?", "!")) else ".")


def summary_line(report: Report) -> str:
    """Say it as a sentence: Found 2 errors and 1 warning in 3 files; 1 comes with a fix."""
    if not report.diagnostics:
        checked = f"{count_noun(report.files, 'file')} checked"
        said = f"{checked}, {count_noun(report.statements, 'statement')}: nothing to report"
        return "; ".join([said, *_aside(report)]) + "."
    found = [
        count_noun(report.count(severity), str(severity))
        for severity in sorted(Severity, reverse=True)
        if report.count(severity)
    ]
    sentence = f"Found {_joined(found)} in {count_noun(report.files, 'file')}"
    if report.fixable:
        sentence += f"; {report.fixable:,} {'comes' if report.fixable == 1 else 'come'} with a fix"
    return "; ".join([sentence, *_aside(report)]) + "."


def _aside(report: Report) -> list[str]:
    """Return what was found and counts no more."""
    counts = ((report.fixed, "fixed"), (len(report.suppressed), "suppressed"))
    return [f"{count:,} {word}" for count, word in counts if count]


def count_noun(number: int, noun: str) -> str:
    """Return number and noun: ``no files``, ``1 file``, ``2 files``."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}" if number else f"no {noun}s"


def _joined(parts: list[str]) -> str:
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)
