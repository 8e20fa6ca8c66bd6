"""Checks that edits preserve the author's quoted words, numbers, cited passages and ids.

A fix that does not is never applied as a safe one (`argmap.rules.check`). The edited lines are read
as sequences of words, numbers and citations, before and after the edits, without punctuation,
invisible characters and full-width forms. The sequences must be equal, except for their order, for
keywords, attribute names and fixed values, for comments, and for ids deleted from a list.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from difflib import SequenceMatcher
from functools import cache
from typing import NamedTuple

from argmap.model import ESTIMATIVE_WORDS, Burden, Fidelity, Standard, Status
from argmap.model.attributes import ATTRIBUTES, FORMER_NAMES, REFERENCE_KINDS, ValueKind
from argmap.model.identifiers import INVISIBLE, LENIENT_PATH
from argmap.syntax.grammar import keywords, parser
from argmap.syntax.literals import unescape, unquote
from argmap.syntax.recovery.characters import to_half_width
from argmap.syntax.recovery.citations import cited_passages
from argmap.syntax.recovery.foreign_values import iso_date
from argmap.syntax.recovery.synonyms import RELATION_VERBS, SYNONYMS
from argmap.text import Edit, Span, apply_edits, is_typo

_MAX_LINE_CHARACTERS = 2_000
"""Characters before and after an edit that are compared: a file may be one line."""

_MAX_LEAD = 500
"""Characters before a line that are searched for the attribute of a list continued there."""

_LINE_ENDS = "\r\n"
_QUOTES = "\"'`“”„«»‘’‚「」『』＂"
# All characters but spaces and punctuation. The classes of `re` do not contain the combining marks
# that some scripts use for vowels.
_WORD = r"[^\s!-/:-@\[-^`{-~¡§¶¿‐-‧‹›※-⁞「」『』＂–—“”„«»‘’‚]+"
_INVISIBLE = re.compile(f"[{INVISIBLE}]")
_FENCE = re.compile(r"\s*(?:`{3,}|~{3,})[ \t]*\w*\s*")
"""A line of a Markdown code fence, with an optional language."""
_CONTENT = re.compile(
    r"(?P<cite>@(?=[^\W\d]))"
    r"|(?P<date>(?<![\w.])\d{1,4}([./-])\d{1,2}\3\d{1,4}(?![\w-]|\.\d))"
    r"|(?P<number>(?:(?<![\w.)-])[+-])?(?<![\w.])(?:\d+(?:\.\d+)?|\.\d+)(?![\w%]|\.\w))"
    r"|(?P<percent>(?:(?<![\w.)-])[+-])?(?<![\w.])(?:\d+(?:\.\d+)?|\.\d+)%)"
    rf"|(?P<word>{_WORD}(?:(?:['’.]|-(?=\d)){_WORD})*)"
)
# The characters that may be next to a text in quotes; empty at the start and end of the window.
_TEXT_PREDECESSORS = {"", " ", "\t", "\r", "\n", "{", "}", ":", "=", ",", "(", "["}
_TEXT_SUCCESSORS = {"", " ", "\t", "\r", "\n", "{", "}", "@", ";", ",", ")", "]"}
_STRAY_QUOTE = re.compile(r"[\"`“”„«»‘‚「」『』＂]|(?<!\w)['’]|['’](?!\w)")
_DECLARATION_REST = re.compile(rf"(?:{LENIENT_PATH}\s*)?[\"{{“”„«»'‘’‚「」『』＂]")
_NAME = re.compile(r"[^\W\d][\w-]*")
_LAST_NAME = re.compile(r"([^\W\d][\w-]*)\s*[:=][^:{}\"]*\Z")
_NAMED_LIST = re.compile(r"\s*([^\W\d][\w-]*)\s*:(.*)", re.DOTALL)
_COMMENT = re.compile(r"#[^\r\n]*")
_REPEATABLE_WORD = re.compile(r"[^\s,:]+")
_REFERENCE = rf"{LENIENT_PATH}(?:\s*->\s*{LENIENT_PATH})?"
_REFERENCE_LIST = re.compile(rf"\s*,?\s*(?:{_REFERENCE}\s*,?\s*)+")
_FIXED_VALUES: dict[ValueKind, frozenset[str]] = {
    ValueKind.CONFIDENCE: frozenset(ESTIMATIVE_WORDS),
    ValueKind.EXPECTATION: frozenset(status.value for status in Status),
    ValueKind.STANDARD: frozenset(standard.value for standard in Standard),
    ValueKind.BURDEN: frozenset(burden.value for burden in Burden),
    ValueKind.FIDELITY: frozenset(fidelity.value for fidelity in Fidelity),
}


class _Element(NamedTuple):
    """A word, number, date or cited passage; ``context`` is ``text``, ``comment`` or ``bare``."""

    value: object
    context: str
    span: Span


def preserves(text: str, edits: Iterable[Edit]) -> bool:
    """Return whether edits leave all quoted words, numbers, citations and ids unchanged."""
    windows = _edited_line_runs(text, sorted(edits, key=lambda edit: edit.span))
    return all(
        _preserves_lines(
            text[span.start : span.end],
            window_edits,
            text[max(span.start - _MAX_LEAD, 0) : span.start],
        )
        for span, window_edits in windows
    )


def _edited_line_runs(text: str, edits: list[Edit]) -> Iterator[tuple[Span, list[Edit]]]:
    """Yield the runs of lines that edits touch, each with the edits relative to its start."""
    window: Span | None = None
    window_edits: list[Edit] = []
    for edit in edits:
        span = _line_span(text, edit.span)
        if window is not None and span.start <= window.end:
            window = Span(window.start, max(window.end, span.end))
            window_edits.append(edit)
            continue
        if window is not None:
            yield window, _shift_edits(window_edits, -window.start)
        window, window_edits = span, [edit]
    if window is not None:
        yield window, _shift_edits(window_edits, -window.start)


def _shift_edits(edits: list[Edit], offset: int) -> list[Edit]:
    return [Edit(span.shifted(offset), replacement) for span, replacement in edits]


def _line_span(text: str, span: Span) -> Span:
    """Return the span of the lines of a span, up to `_MAX_LINE_CHARACTERS` on both sides."""
    first = max(span.start - _MAX_LINE_CHARACTERS, 0)
    last = min(span.end + _MAX_LINE_CHARACTERS, len(text))
    start = max(text.rfind(mark, first, span.start) for mark in _LINE_ENDS) + 1
    ends = [end for mark in _LINE_ENDS if (end := text.find(mark, span.end, last)) >= 0]
    return Span(max(start, first), min(ends, default=last))


def _preserves_lines(before: str, edits: list[Edit], lead: str) -> bool:
    """Return whether edits preserve the content of lines; ``lead`` is the text before the lines."""
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
        return False  # it is unknown where texts begin and end
    if _changes_inside_text(before, edits) or _has_quote_at_quote(before, edits):
        return False
    if _count_elements(before) == _count_elements(after):
        return True
    return _has_only_permitted_changes(before, after, edits, lead)


def _has_only_permitted_changes(before: str, after: str, edits: list[Edit], lead: str) -> bool:
    """Return whether lines differ only in elements that a fix may change."""
    old, new = list(_elements(before)), list(_elements(after))
    values = [element.value for element in old], [element.value for element in new]
    deleted = [element for element in old if _edit_at(element, edits)]
    kept = [element.value for element in old if not _edit_at(element, edits)]
    if not any(edit.replacement for edit in edits) and kept == values[1]:
        # Of repeated elements, the comparison below may take another one for the deleted one.
        return _may_change(before, after, deleted, [], edits, lead)
    changes = SequenceMatcher(None, *values, autojunk=False).get_opcodes()
    return all(
        _may_change(before, after, old[old_start:old_end], new[start:end], edits, lead)
        for kind, old_start, old_end, start, end in changes
        if kind != "equal"
    )


def _count_elements(text: str) -> Counter[object]:
    """Return the number of occurrences of each word, number and citation."""
    return Counter(element.value for element in _elements(_INVISIBLE.sub("", text)))


def _deletes_fence(text: str, edit: Edit) -> bool:
    """Return whether an edit deletes a line of a Markdown code fence."""
    span, replacement = edit
    return not replacement and _FENCE.fullmatch(text[span.start : span.end]) is not None


def _changes_inside_text(text: str, edits: list[Edit]) -> bool:
    """Return whether edits change more than quotation marks and escapes inside a text."""
    texts = [
        match.span() for match in _text_or_comment().finditer(text) if match.lastgroup == "TEXT"
    ]
    for (first, last), replacement in edits:
        is_inside = any(
            start < max(last, first + 1) and first < end and (start < first or first < last)
            for start, end in texts
        )
        if is_inside and _without_quotes(text[first:last]) != _without_quotes(replacement):
            return True
    return False


def _has_quote_at_quote(text: str, edits: list[Edit]) -> bool:
    """Whether edits insert a quote next to a quote or after a backslash, which changes its role."""
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
    """Whether a quotation mark is outside of all texts, or a letter touches the end of a text.

    Three quotes are part of a text over several lines. Apostrophes are not quotation marks.
    """
    position = 0
    for match in (*_text_or_comment().finditer(text), None):
        start = match.start() if match else len(text)
        if _STRAY_QUOTE.search(text, position, start):
            return True
        if match is None:
            break
        position = match.end()
        if match.lastgroup == "COMMENT" and text[:start].strip():
            comment = match.group()  # may be the rest of a text, too
            is_even = comment.count('"') % 2 == 0
            if not is_even or _STRAY_QUOTE.search(comment.replace('"', " ")):
                return True
        if match.lastgroup == "TEXT":
            before, after = text[max(start - 1, 0) : start], text[position : position + 1]
            if before not in _TEXT_PREDECESSORS or after not in _TEXT_SUCCESSORS:
                return True
    return False


def _without_quotes(text: str) -> str:
    return "".join(char for char in text if char not in _QUOTES and char not in "\\ \t")


def _elements(text: str) -> Iterator[_Element]:
    """Yield the words, numbers and citations of a text, in order."""
    position = 0
    for match in _text_or_comment().finditer(text):
        yield from _unquoted_elements(text, position, match.start())
        start, position = match.span()
        if match.lastgroup == "MARK":  # begins or ends a text over several lines
            continue
        is_text = match.lastgroup == "TEXT"
        content = unquote(match.group()) if is_text else match.group()
        yield from (
            _Element(element.value, "text" if is_text else "comment", Span(start, position))
            for element in _scan(content, 0)
        )
    yield from _unquoted_elements(text, position, len(text))


def _unquoted_elements(text: str, start: int, end: int) -> Iterator[_Element]:
    part = text[start:end]
    if "\\" in part:
        part = unescape(part)
        yield from (_Element(element.value, "bare", Span(start, end)) for element in _scan(part, 0))
    else:
        yield from _scan(part, start)


def _scan(text: str, offset: int) -> Iterator[_Element]:
    """Yield the elements of a text without quotes that begins at an offset."""
    position = 0
    while match := _CONTENT.search(text, position):
        position = match.end()
        span = Span(match.start() + offset, match.end() + offset)
        if match.lastgroup == "cite" or text[match.start()] == "@":
            passages, position = cited_passages(text, match.start())
            span = Span(span.start, position + offset)
            yield from (_Element(passage, "bare", span) for passage in passages)
        else:
            yield _Element(_value(match), "bare", span)


def _value(match: re.Match[str]) -> object:
    """Return a date or number in a normalized form, so that equal values compare equal."""
    original = match.group()
    if match["date"]:
        return iso_date(original, unambiguous_only=True) or original
    if match["number"]:
        return Decimal(original)
    if match["percent"]:
        return Decimal(original[:-1]) / 100
    return original


@cache
def _text_or_comment() -> re.Pattern[str]:
    patterns = {terminal.name: terminal.pattern.to_regexp() for terminal in parser().terminals}
    return re.compile(
        f'(?P<TEXT>{patterns["TEXT"]})|(?P<COMMENT>{patterns["COMMENT"]})|(?P<MARK>"{{3}})'
    )


# ---- Permitted changes -----------------------------------------------------------------------


def _may_change(
    before: str, after: str, old: list[_Element], new: list[_Element], edits: list[Edit], lead: str
) -> bool:
    """Return whether a run of elements may be replaced by another."""
    if any(element.context == "text" for element in (*old, *new)) or not all(
        map(_is_plain_word, new)
    ):
        return False
    if not new:
        if all(element.context == "comment" for element in old):
            return True
        return all(_is_removable_reference(before, element, edits, lead) for element in old)
    is_replaceable = all(
        _is_plain_word(element)
        and element.context == "bare"
        and not _touches_quote(before, element.span)
        for element in old
    )
    return is_replaceable and all(_is_fixed_word(after, element, old) for element in new)


def _is_plain_word(element: _Element) -> bool:
    """Return whether an element is a word without digits."""
    return isinstance(element.value, str) and not any(map(str.isdigit, element.value))


def _touches_quote(text: str, span: Span) -> bool:
    around = text[max(span.start - 1, 0) : span.start] + text[span.end : span.end + 1]
    return any(mark in _QUOTES for mark in around)


def _is_fixed_word(text: str, element: _Element, old: list[_Element]) -> bool:
    """Return whether a word is a keyword, an attribute name or a fixed value, at a place for one.

    A keyword must be the only possible meaning of the ``old`` words, and begin a line or a block.
    An old word with a capital, elsewhere on the line, may be the rest of a text.
    """
    start = element.span.start
    while start and (text[start - 1].isalnum() or text[start - 1] in "_-"):
        start -= 1
    match = _NAME.match(text, start)
    if match is None:
        return False
    word, after_word = match.group(), text[match.end() :].lstrip()
    if element.value not in (word, *word.split("-")):
        return False
    before = text[:start].rstrip()
    begins_line = not before or any(end in text[len(before) : start] for end in _LINE_ENDS)
    original = "-".join(str(element.value) for element in old)
    if word in ATTRIBUTES and after_word[:1] in (":", "="):
        is_renamed = not old and word in FORMER_NAMES.values()
        return is_renamed or original.islower() or begins_line or before[-1] == "{"
    if word in keywords():
        is_synonym = original.casefold() in (*SYNONYMS, *RELATION_VERBS)
        is_certain = is_synonym or is_typo(original, word)
        is_first = begins_line or before[-1] == "{" or (before[-1] == "}" and original.islower())
        return is_certain and is_first and _DECLARATION_REST.match(after_word) is not None
    name = _LAST_NAME.search(text[:start])
    spec = ATTRIBUTES.get(name.group(1)) if name else None
    return spec is not None and word in _FIXED_VALUES.get(spec.value_kind, ())


def _edit_at(element: _Element, edits: list[Edit]) -> Edit | None:
    """Return the edit that replaces an element, if there is one."""
    return next((e for e in edits if e.span.start <= element.span.start < e.span.end), None)


def _is_removable_reference(text: str, element: _Element, edits: list[Edit], lead: str) -> bool:
    """Return whether a deleted word is an id or a repeated word in a list, or belongs to the list.

    The name of the list and an `and` between ids belong to it.
    """
    edit = _edit_at(element, edits)
    if edit is None or edit.replacement.strip() not in ("", ","):
        return False
    start, end = edit.span
    original = text[start:end]
    name = _LAST_NAME.search(_COMMENT.sub("", lead + text[:start]))
    if edit.replacement:
        return original.strip() == "and" and name is not None
    named_list = _NAMED_LIST.fullmatch(original)
    if named_list is None and original in ATTRIBUTES and text[end:].lstrip()[:1] in (":", "#"):
        # The name is deleted separately, because comments are between it and the ids.
        named_list = _NAMED_LIST.fullmatch(original + ":")
    reference_list = named_list.group(2) if named_list else original
    spec = ATTRIBUTES.get(named_list.group(1) if named_list else name.group(1) if name else "")
    if spec is None:
        return False
    if spec.value_kind not in REFERENCE_KINDS:
        earlier = lead + text[:start]
        list_start = name.end(1) if name else len(earlier)
        is_list = spec.is_list or spec.kinds_elsewhere
        return bool(is_list) and element.value in _REPEATABLE_WORD.findall(earlier[list_start:])
    return not reference_list.strip() or _REFERENCE_LIST.fullmatch(reference_list) is not None
