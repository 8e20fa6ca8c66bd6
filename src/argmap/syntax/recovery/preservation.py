"""Whether edits preserve what an author wrote: quoted words, numbers, cited passages, ids.

A fix that does not is never a safe one, whatever its producer says (`argmap.rules.check`). The
text before and after the edits is read as a sequence of words, numbers and citations, in the lines
that the edits touch; punctuation does not count, nor do invisible characters and the full-width
forms of others. The two sequences must be equal, except for their order, for keywords, attribute
names and fixed values, for comments, and for ids deleted from a list.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from difflib import SequenceMatcher
from functools import cache
from typing import NamedTuple

from argmap.model import ESTIMATIVE_WORDS, Burden, Standard, Status
from argmap.model.attributes import ATTRIBUTES, ValueKind
from argmap.model.identifiers import INVISIBLE, LENIENT_PATH
from argmap.syntax.grammar import keywords, parser
from argmap.syntax.literals import unescape, unquote
from argmap.syntax.recovery.characters import to_half_width
from argmap.syntax.recovery.citations import cited_passages
from argmap.syntax.recovery.foreign_values import iso_date
from argmap.syntax.recovery.synonyms import RELATION_VERBS, SYNONYMS
from argmap.text import Edit, Span, apply_edits, is_typo

_MAX_LINE = 2_000
"""Characters before and after an edit that are compared: a file may be one line."""

_LEAD = 500
"""Characters before a line in which the name of the attribute is whose list goes on there."""

_LINE_ENDS = "\r\n"
_QUOTES = "\"'`“”„«»‘’‚「」『』＂"
# Marks belong to letters, and symbols to words: all but blanks and punctuation. No class of `re`
# holds the marks that some scripts write vowels as.
_WORD = r"[^\s!-/:-@\[-^`{-~¡§¶¿‐-‧‹›※-⁞「」『』＂–—“”„«»‘’‚]+"
_INVISIBLE = re.compile(f"[{INVISIBLE}]")
_FENCE = re.compile(r"\s*(?:`{3,}|~{3,})[ \t]*\w*\s*")
"""A line that Markdown has around a map, with the name of its language."""
_CONTENT = re.compile(
    r"(?P<cite>@(?=[^\W\d]))"
    r"|(?P<date>(?<![\w.])\d{1,4}([./-])\d{1,2}\3\d{1,4}(?![\w-]|\.\d))"
    r"|(?P<number>(?:(?<![\w.)-])[+-])?(?<![\w.])(?:\d+(?:\.\d+)?|\.\d+)(?![\w%]|\.\w))"
    r"|(?P<percent>(?:(?<![\w.)-])[+-])?(?<![\w.])(?:\d+(?:\.\d+)?|\.\d+)%)"
    rf"|(?P<word>{_WORD}(?:(?:['’.]|-(?=\d)){_WORD})*)"
)
# What may be next to a text in quotes, besides the start and the end of what is looked at.
_BEFORE_TEXT = {"", " ", "\t", "\r", "\n", "{", "}", ":", "=", ",", "(", "["}
_BEHIND_TEXT = {"", " ", "\t", "\r", "\n", "{", "}", "@", ";", ",", ")", "]"}
_STRAY = re.compile(r"[\"`“”„«»‘‚「」『』＂]|(?<!\w)['’]|['’](?!\w)")
_HEAD = re.compile(rf"(?:{LENIENT_PATH}\s*)?[\"{{“”„«»'‘’‚「」『』＂]")
_NAME = re.compile(r"[^\W\d][\w-]*")
_LAST_NAME = re.compile(r"([^\W\d][\w-]*)\s*[:=][^:{}\"]*\Z")
_OWN_NAME = re.compile(r"\s*([^\W\d][\w-]*)\s*:(.*)", re.DOTALL)
_COMMENT = re.compile(r"#[^\r\n]*")
_REFERENCE = rf"{LENIENT_PATH}(?:\s*->\s*{LENIENT_PATH})?"
_LIST = re.compile(rf"\s*,?\s*(?:{_REFERENCE}\s*,?\s*)+")
_REFERRING = (ValueKind.STATEMENTS, ValueKind.THESIS, ValueKind.INFERENCES)
_FIXED_VALUES: dict[ValueKind, frozenset[str]] = {
    ValueKind.CONFIDENCE: frozenset(ESTIMATIVE_WORDS),
    ValueKind.EXPECTATION: frozenset(each.value for each in Status),
    ValueKind.STANDARD: frozenset(each.value for each in Standard),
    ValueKind.BURDEN: frozenset(each.value for each in Burden),
}


class _Atom(NamedTuple):
    """A word, number, date or citation, and where it is; ``place`` is text, comment or bare."""

    value: object
    place: str
    span: Span


def preserves(text: str, edits: Iterable[Edit]) -> bool:
    """Return whether edits change no quoted word, no number, no cited passage and no id."""
    windows = _windows(text, sorted(edits, key=lambda edit: edit.span))
    return all(
        _is_same(text[span.start : span.end], inside, text[max(span.start - _LEAD, 0) : span.start])
        for span, inside in windows
    )


def _windows(text: str, edits: list[Edit]) -> Iterator[tuple[Span, list[Edit]]]:
    """Yield the lines that edits touch, with the edits relative to them."""
    window: Span | None = None
    inside: list[Edit] = []
    for edit in edits:
        span = _lines(text, edit.span)
        if window is not None and span.start <= window.end:
            window = Span(window.start, max(window.end, span.end))
            inside.append(edit)
            continue
        if window is not None:
            yield window, [Edit(each.span.shifted(-window.start), each[1]) for each in inside]
        window, inside = span, [edit]
    if window is not None:
        yield window, [Edit(each.span.shifted(-window.start), each[1]) for each in inside]


def _lines(text: str, span: Span) -> Span:
    low, high = max(span.start - _MAX_LINE, 0), min(span.end + _MAX_LINE, len(text))
    start = max(text.rfind(mark, low, span.start) for mark in _LINE_ENDS) + 1
    ends = [found for mark in _LINE_ENDS if (found := text.find(mark, span.end, high)) >= 0]
    return Span(max(start, low), min(ends, default=high))


def _is_same(before: str, edits: list[Edit], lead: str) -> bool:
    """Whether edits keep what lines say; ``lead`` is what comes before them."""
    if all(_deletes_fence(before, edit) for edit in edits):
        return True
    before = to_half_width(before)[0]  # of the same length
    try:
        after = apply_edits(before, edits)
    except ValueError:
        return False
    if (_has_stray_quote(before) or _has_stray_quote(after)) and (
        _without_quotes(before) != _without_quotes(after)
    ):
        return False  # where a text begins and ends there is not known
    if _changes_inside_text(before, edits) or _has_quote_at_quote(before, edits):
        return False
    if _values(before) == _values(after):
        return True
    old, new = list(_atoms(before)), list(_atoms(after))
    values = [atom.value for atom in old], [atom.value for atom in new]
    changes = SequenceMatcher(None, *values, autojunk=False).get_opcodes()
    return all(
        _may_change(before, after, old[low:high], new[start:end], edits, lead)
        for kind, low, high, start, end in changes
        if kind != "equal"
    )


def _values(text: str) -> Counter[object]:
    """Return all words, numbers and citations, in whatever order."""
    return Counter(atom.value for atom in _atoms(_INVISIBLE.sub("", text)))


def _deletes_fence(text: str, edit: Edit) -> bool:
    """Whether an edit deletes the line that Markdown has before or after a map."""
    span, replacement = edit
    return not replacement and _FENCE.fullmatch(text[span.start : span.end]) is not None


def _changes_inside_text(text: str, edits: list[Edit]) -> bool:
    """Whether anything but quotation marks and escapes changes between two quotes."""
    texts = [found.span() for found in _quoted().finditer(text) if found.lastgroup == "TEXT"]
    for (first, last), replacement in edits:
        is_inside = any(
            start < max(last, first + 1) and first < end and (start < first or first < last)
            for start, end in texts
        )
        if is_inside and _without_quotes(text[first:last]) != _without_quotes(replacement):
            return True
    return False


def _has_quote_at_quote(text: str, edits: list[Edit]) -> bool:
    """Whether edits put a quote next to one, or behind a backslash: it would mean another thing."""
    escaped = {edit.span.end for edit in edits if edit.replacement.endswith("\\")}
    for (start, end), replacement in edits:
        previous = text[max(start - 1, 0) : start]
        is_marked = previous == "\\" or (previous == '"' and start - 1 not in escaped)
        if replacement[:1] == '"' and is_marked:
            return True
        if replacement[-1:] == '"' and text[end : end + 1] == '"':
            return True
    return False


def _has_stray_quote(text: str) -> bool:
    """Whether a quotation mark is in no text, or a text touches a letter: it may have ended early.

    Three quotes are of a text over several lines, and an apostrophe is no quotation mark.
    """
    position = 0
    for found in (*_quoted().finditer(text), None):
        start = found.start() if found else len(text)
        if _STRAY.search(text, position, start):
            return True
        if found is None:
            break
        position = found.end()
        if found.lastgroup == "COMMENT" and text[:start].strip():
            comment = found.group()  # or what looks like one, and is the rest of a text
            is_even = comment.count('"') % 2 == 0
            if not is_even or _STRAY.search(comment.replace('"', " ")):
                return True
        if found.lastgroup == "TEXT":
            before, behind = text[max(start - 1, 0) : start], text[position : position + 1]
            if before not in _BEFORE_TEXT or behind not in _BEHIND_TEXT:
                return True
    return False


def _without_quotes(text: str) -> str:
    return "".join(char for char in text if char not in _QUOTES and char not in "\\ \t")


def _atoms(text: str) -> Iterator[_Atom]:
    position = 0
    for found in _quoted().finditer(text):
        yield from _bare(text, position, found.start())
        start, position = found.span()
        if found.lastgroup == "MARK":  # of a text over several lines
            continue
        if found.lastgroup == "TEXT":
            said = unquote(found.group())
            yield from (_Atom(atom.value, "text", Span(start, position)) for atom in _of(said, 0))
        else:
            yield from (
                _Atom(atom.value, "comment", Span(start, position))
                for atom in _of(found.group(), start)
            )
    yield from _bare(text, position, len(text))


def _bare(text: str, start: int, end: int) -> Iterator[_Atom]:
    part = text[start:end]
    if "\\" in part:
        part = unescape(part)
        yield from (_Atom(atom.value, "bare", Span(start, end)) for atom in _of(part, 0))
    else:
        yield from _of(part, start)


def _of(text: str, by: int) -> Iterator[_Atom]:
    """Yield what is written outside of quotes, or what a text says."""
    position = 0
    while found := _CONTENT.search(text, position):
        position = found.end()
        span = Span(found.start() + by, found.end() + by)
        if found.lastgroup == "cite" or text[found.start()] == "@":
            passages, position = cited_passages(text, found.start())
            span = Span(span.start, position + by)
            yield from (_Atom(each, "bare", span) for each in passages)
        else:
            yield _Atom(_value(found), "bare", span)


def _value(found: re.Match[str]) -> object:
    written = found.group()
    if found["date"]:
        return iso_date(written, unambiguous_only=True) or written
    if found["number"]:
        return Decimal(written)
    if found["percent"]:
        return Decimal(written[:-1]) / 100
    return written


@cache
def _quoted() -> re.Pattern[str]:
    patterns = {each.name: each.pattern.to_regexp() for each in parser().terminals}
    return re.compile(
        f'(?P<TEXT>{patterns["TEXT"]})|(?P<COMMENT>{patterns["COMMENT"]})|(?P<MARK>"{{3}})'
    )


# ---- What may change -------------------------------------------------------------------------


def _may_change(
    before: str, after: str, old: list[_Atom], new: list[_Atom], edits: list[Edit], lead: str
) -> bool:
    """Whether one run of words may become another, at the same place of a line."""
    if any(atom.place == "text" for atom in (*old, *new)) or not all(map(_is_plain, new)):
        return False
    if not new:
        if all(atom.place == "comment" for atom in old):
            return True
        return all(_is_unlisted(before, atom, edits, lead) for atom in old)
    is_replaceable = all(
        _is_plain(atom) and atom.place == "bare" and not _touches_quote(before, atom.span)
        for atom in old
    )
    return is_replaceable and all(_is_fixed_word(after, atom, old) for atom in new)


def _is_plain(atom: _Atom) -> bool:
    """Whether it is a word without a digit."""
    return isinstance(atom.value, str) and not any(map(str.isdigit, atom.value))


def _touches_quote(text: str, span: Span) -> bool:
    around = text[max(span.start - 1, 0) : span.start] + text[span.end : span.end + 1]
    return any(mark in _QUOTES for mark in around)


def _is_fixed_word(text: str, atom: _Atom, old: list[_Atom]) -> bool:
    """Whether a word is a keyword, an attribute's name or one of its fixed values, in its place.

    A keyword must be what the ``old`` words can only mean, and begin a line or a block. With a
    capital elsewhere, either may be the rest of a text.
    """
    start = atom.span.start
    while start and (text[start - 1].isalnum() or text[start - 1] in "_-"):
        start -= 1
    found = _NAME.match(text, start)
    if found is None:
        return False
    word, behind = found.group(), text[found.end() :].lstrip()
    if atom.value not in (word, *word.split("-")):
        return False
    before = text[:start].rstrip()
    begins_line = not before or any(end in text[len(before) : start] for end in _LINE_ENDS)
    written = "-".join(str(atom.value) for atom in old)
    if word in ATTRIBUTES and behind[:1] in (":", "="):
        return written.islower() or begins_line or before[-1] == "{"
    if word in keywords():
        is_meant = is_typo(written, word) or written.casefold() in (*SYNONYMS, *RELATION_VERBS)
        is_first = begins_line or before[-1] == "{" or (before[-1] == "}" and written.islower())
        return is_meant and is_first and _HEAD.match(behind) is not None
    name = _LAST_NAME.search(text[:start])
    spec = ATTRIBUTES.get(name.group(1)) if name else None
    return spec is not None and word in _FIXED_VALUES.get(spec.value_kind, ())


def _is_unlisted(text: str, atom: _Atom, edits: list[Edit], lead: str) -> bool:
    """Whether a word goes that is an id in a list, the list's name, or an `and` between two ids."""
    edit = next((e for e in edits if e.span.start <= atom.span.start < e.span.end), None)
    if edit is None or edit.replacement.strip() not in ("", ","):
        return False
    start, end = edit.span
    written = text[start:end]
    name = _LAST_NAME.search(_COMMENT.sub("", lead + text[:start]))
    if edit.replacement:
        return written.strip() == "and" and name is not None
    own = _OWN_NAME.fullmatch(written)
    if own is None and written in ATTRIBUTES and text[end:].lstrip()[:1] in (":", "#"):
        own = _OWN_NAME.fullmatch(written + ":")  # the name goes by itself: comments are between
    listed = own.group(2) if own else written
    spec = ATTRIBUTES.get(own.group(1) if own else name.group(1) if name else "")
    is_referring = spec is not None and spec.value_kind in _REFERRING
    return is_referring and (not listed.strip() or _LIST.fullmatch(listed) is not None)
