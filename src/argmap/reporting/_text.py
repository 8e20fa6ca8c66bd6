r"""Text helpers of the report formats: safe characters, terminal styles, Markdown and sentences.

Text in a report can come from an untrusted file. Characters that a terminal would act on (escape
sequences, a bell), reorder (bidirectional controls) or hide (zero-width spaces) are printed as
escapes of the language: ``\u{1b}``.
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
    "\ud800-\udfff"  # lone surrogates, which no encoding supports
    "]"
)
_COMMAND = re.compile(r"\s*::")
"""The beginning of a line that GitHub's runner executes as a command."""

_COMBINING_JAMO = range(0x1160, 0x1200)  # vowels and finals, drawn into the preceding syllable
_MAX_TREE_LINES = 40


# ---- Characters ---------------------------------------------------------------------------------


def escape_unprintable(text: str) -> str:
    """Return ``text`` with unsafe characters as escapes, and tabs as four spaces."""
    return text if text.isprintable() else _UNSAFE.sub(_escape, text)


def _escape(match: re.Match[str]) -> str:
    character = match[0]
    return _TAB if character == "\t" else f"\\u{{{ord(character):x}}}"


def safe_name(name: str) -> str:
    """Return the name of a file, safe to print at the beginning of a line."""
    return escape_unprintable(f"./{name}" if _COMMAND.match(name) else name)


def shorten(text: str, limit: int = 1000) -> str:
    """Return at most ``limit`` characters of ``text``, safe to print; ``…`` marks a cut."""
    return escape_unprintable(text if len(text) <= limit else text[: limit - 1] + "…")


def display_width(text: str) -> int:
    """Return the number of columns of a printable text in a terminal."""
    return len(text) if text.isascii() else sum(map(_character_width, text))


def _character_width(character: str) -> int:
    if east_asian_width(character) in "WF":
        return 2
    if category(character) in {"Mn", "Me", "Cf"} or ord(character) in _COMBINING_JAMO:
        return 0
    return 1


_MARKDOWN = re.compile(r"[\\`*_\[\]|<>&~#@:!$]")


def escape_github_markdown(text: str) -> str:
    """Return Markdown that shows one line of ``text`` literally, in a paragraph or a table.

    Every character that is special in Markdown, HTML or on GitHub becomes a character reference.
    """
    return _MARKDOWN.sub(lambda match: f"&#{ord(match[0])};", text)


# ---- Terminal styles ----------------------------------------------------------------------------


class TerminalStyle(StrEnum):
    """The role of a piece of a report, with its ANSI style (SGR parameters)."""

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
"""A function that applies a style to a text."""


def paint_ansi(text: str, style: TerminalStyle) -> str:
    return f"\x1b[{style}m{text}\x1b[0m" if text and style else text


def paint_plain(text: str, style: TerminalStyle) -> str:  # noqa: ARG001 (the signature of `Paint`)
    return text


# ---- Parts of a diagnostic ----------------------------------------------------------------------


def worst_first(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Return the diagnostics by descending severity, otherwise in the given order."""
    return sorted(diagnostics, key=lambda diagnostic: -diagnostic.severity)


def display_location(diagnostic: Diagnostic) -> str:
    """Return ``file:line:column``, safe to print."""
    return shorten(safe_name(str(diagnostic.location)))


def repository_location(diagnostic: Diagnostic) -> str:
    """Return ``file:line:column`` with the file's path in the repository, safe to print."""
    line, column = diagnostic.location.start
    return shorten(f"{repository_path(diagnostic.location.source.name)}:{line}:{column}")


def sentences(diagnostic: Diagnostic, limit: int = 1000) -> str:
    """Return message and help as sentences on one line, each at most ``limit`` characters long."""
    return " ".join(
        _sentence(part, limit) for part in (diagnostic.message, diagnostic.help) if part
    )


def _sentence(text: str, limit: int) -> str:
    line = shorten(" ".join(text.split()), limit)
    return line[:1].upper() + line[1:] + ("" if line.endswith((".", "?", "!")) else ".")


def tree_lines(lines: tuple[str, ...]) -> Iterator[str]:
    """Yield the tree of a diagnostic, safe to print, without the middle of a long one."""
    hidden = len(lines) - _MAX_TREE_LINES
    half = _MAX_TREE_LINES // 2
    shown = lines if hidden <= 0 else (*lines[:half], f"… {hidden:,} more …", *lines[-half:])
    yield from map(shorten, shown)


# ---- The summary line ---------------------------------------------------------------------------


def summary_line(report: Report) -> str:
    """Return the totals as a sentence.

    Example: ``Found 2 errors and 1 warning in 3 files; 1 comes with a fix.``
    """
    if report.diagnostics:
        counts = [
            count_noun(report.count(severity), str(severity))
            for severity in sorted(Severity, reverse=True)
            if report.count(severity)
        ]
        parts = [f"Found {_enumerate(counts)} in {count_noun(report.files, 'file')}"]
    else:
        files = count_noun(report.files, "file")
        statements = count_noun(report.statements, "statement")
        parts = [f"{files} checked, {statements}: nothing to report"]
    if report.fixable:
        parts.append(f"{report.fixable:,} {'comes' if report.fixable == 1 else 'come'} with a fix")
    if report.fixed:
        parts.append(f"{report.fixed:,} fixed")
    if report.suppressed:
        parts.append(f"{len(report.suppressed):,} suppressed")
    return "; ".join(parts) + "."


def count_noun(number: int, noun: str) -> str:
    """Return a number and a noun: ``no files``, ``1 file``, ``2 files``."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}" if number else f"no {noun}s"


def _enumerate(parts: list[str]) -> str:
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)
