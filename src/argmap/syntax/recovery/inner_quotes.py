"""Quotes inside a text that are not escaped: ``"Hume's "fork" is sound"``.

The quotes on a line are paired as a typesetter pairs them: a quote after a space opens a pair, and
one after a letter closes a pair. A text ends at the quote that closes its first one, if something
follows that may follow a text: the end of the line, a brace, a citation, a comment, a declaration.
"""

from __future__ import annotations

import re
from enum import Enum
from itertools import islice

from attrs import define, field, frozen

from argmap.model.attributes import ATTRIBUTES, DECLARATION_WORDS
from argmap.model.identifiers import ROUGH_ID
from argmap.syntax.errors import ParseError, insert_at
from argmap.syntax.grammar import keywords
from argmap.syntax.recovery.context import ErrorToken
from argmap.syntax.recovery.missing_quotes import line_end, next_line
from argmap.text import Edit, Span, apply_edits

ESCAPING = 'write \\" for a quote inside a text, or use typographic quotes: “ ”'
MAX_MARKS = 200
"""Quotes on a line in which the end of a text is looked for."""
_MAX_LOOKAHEAD = 2_000
"""Characters after a text in three quotes in which a later end is looked for."""
MAX_MARKS_AFTER_END = 12
"""The same, for a text that could be complete as it is."""

_MARK = re.compile(r"\\[^\r\n]|[\"“”„]|(?<=[ \t])#(?=\s)|[\r\n]")
_QUOTES_OF_ANY_KIND = frozenset("\"“”„«»‘’'")
_OTHER_MARKS = frozenset({"“", "”", "„", '\\"'})
_SPACES = frozenset(" \t\r\n\u00a0\u202f")
_OPENING_PUNCTUATION = frozenset("([{<-–—/=¿¡“„«‘‹'")
_CLOSING_PUNCTUATION = frozenset('".,;:!?)]}”»’')
_APOSTROPHES = frozenset("'’‘`")
_SYMBOLS = frozenset("{}@#,:")
_PAIR_AROUND_SYMBOL = re.compile(r"[^\s\w\"](?:[^\"\r\n]*[^\s\"])?\"(?:[\s.,;:!?)]|\Z)")

_KEYWORD = rf"(?:import|{'|'.join(DECLARATION_WORDS)})\b"
_DECLARATION = rf"{_KEYWORD}(?:[ \t]+{ROUGH_ID})?(?:[ \t]+[\"“„«‘'](?=\S)|[ \t]*\{{)"
_ATTRIBUTE = rf"(?:{'|'.join(ATTRIBUTES)}|x-[\w-]+)[ \t]*:"
_AFTER_TEXT = re.compile(
    rf"[ \t]*(?:\Z|[\r\n#{{}}]|@[^\W\d])|[ \t]+(?:as[ \t]+{ROUGH_ID}|{_DECLARATION}|{_ATTRIBUTE})"
)
_AFTER_VALUE = re.compile(r"[ \t]*,")
_DECLARATION_NEXT = re.compile(rf"[ \t]+{_DECLARATION}")
_SPACED_KEYWORD = re.compile(rf"[ \t]+{_KEYWORD}")
_JOINED_DECLARATION = re.compile(_DECLARATION)

_FIRST_WORD = re.compile(r"[ \t]*(\}|[\w-]+)")
_ATTRIBUTE_LINE = re.compile(r"[ \t]*[^\W\d][\w-]*[ \t]*:[ \t]*\S")
_MAX_LINES = 20

_BLOCK_TEXT = re.compile(r'"""(?:[^"\\]|\\[\s\S]|"(?!""))*"""')
_THREE_QUOTES = re.compile(r'\\[\s\S]|(""")|[\r\n]')
_QUOTES = re.compile(r'"+')


class QuoteRole(Enum):
    """What a quotation mark does, by the characters on both sides of it."""

    OPENS = "opens a pair"
    CLOSES = "closes a pair"
    EITHER = "has spaces on both sides"


@frozen
class QuotedText:
    """A text as its author meant it, from the quote at ``start`` to the one at ``closing``.

    ``closing`` is None where that one is missing. ``inner`` are the offsets of the quotes between
    them. Unless ``is_certain``, the text may end elsewhere.
    """

    start: int
    closing: int | None
    inner: tuple[int, ...]
    is_certain: bool = True

    @property
    def escapes(self) -> tuple[Edit, ...]:
        """Edits that escape the inner quotes; of doubled ones, as in CSV, one of two is kept."""
        if self._is_doubled():
            return tuple(Edit(Span(offset, offset + 1), "\\") for offset in self.inner[::2])
        return tuple(Edit(Span(offset, offset), "\\") for offset in self.inner)

    def _is_doubled(self) -> bool:
        pairs = list(zip(self.inner[::2], self.inner[1::2], strict=False))
        is_even = len(self.inner) == 2 * len(pairs) and len(pairs) % 2 == 0
        return bool(pairs) and is_even and all(second == offset + 1 for offset, second in pairs)


def unescaped_quotes(text: str, start: int, *, is_value: bool) -> ErrorToken | None:
    """Bridge a text that the lexer rejects although another quote follows on its line.

    Args:
        text: the whole file.
        start: the offset of the quote that begins the text.
        is_value: whether the text is an attribute's value, after which a comma may come.

    Returns:
        What to read instead; None where no quote ends the text.
    """
    if text.startswith('"""', start):
        found = _doubled_at_start(text, start) or _block_text(text, start)
    else:
        found = quoted_text(text, start, is_value=is_value)
    if found is None or found.closing is None:
        return None
    if (
        not found.is_certain
        and closing_on_later_line(text, line_end(text, found.closing)) is not None
    ):
        return None
    return _bridge(text, found)


def continued_text(text: str, start: int, end: int, *, is_value: bool) -> ErrorToken | None:
    """Bridge a text whose token ends at ``end``, where what follows shows that the text goes on."""
    if text.startswith('"""', start):
        return None
    if may_follow(text, end, is_value=is_value):
        is_empty = end == start + 2
        if text[end : end + 1] not in _SYMBOLS or (
            role(text, end - 1, end, is_outside=True, is_after_opening=is_empty)
            is not QuoteRole.OPENS
        ):
            return None
    found = _find_end(text, start, is_value=is_value, limit=MAX_MARKS_AFTER_END)
    return _bridge(text, found) if found is not None and found.inner else None


def quoted_text(text: str, start: int, *, is_value: bool) -> QuotedText:
    """Return the text that begins with the quote at an offset, as it was most likely meant."""
    found = _find_end(text, start, is_value=is_value, limit=MAX_MARKS)
    if found is not None:
        return found
    pairs = _Pairs(text, start, is_value)
    pairs.find_end(MAX_MARKS)
    return pairs.best_guess()


def closing_mark(text: str, start: int, marks: str, *, is_value: bool) -> tuple[int | None, bool]:
    """Return where a text ends that begins with a typographic or single quote.

    Args:
        text: the whole file.
        start: the offset of the quote that begins the text.
        marks: the marks that may close it; where there is none, a straight quote may.
        is_value: whether the text is an attribute's value.

    Returns:
        The offset of the mark (None where there is none), and whether nothing else can be meant.
    """
    opening = text[start]
    for closing in (marks, '"'):
        pairs = _OddPairs(text, start, opening if closing == marks else '"', closing, is_value)
        if (found := pairs.find_end()) is not None:
            return found, True
        if (guess := pairs.best_guess()) is not None:
            return guess, False
    return None, False


def begins_declaration(line: str) -> bool:
    """Whether a line begins with a keyword or a closing brace."""
    first = _FIRST_WORD.match(line)
    return first is not None and (first.group(1) == "}" or first.group(1) in keywords())


def closing_on_later_line(text: str, end: int) -> int | None:
    """Return where a quote closes a text that runs on over the next lines of prose, if one does."""
    position = end
    for _ in range(_MAX_LINES):
        following = next_line(text, position)
        if following is None:
            return None
        position = line_end(text, following)
        line = text[following:position]
        if not line.strip() or begins_declaration(line) or _ATTRIBUTE_LINE.match(line):
            return None
        if line.count('"') == 1:
            return _if_prose(text, following, following + line.index('"'))
        found = quoted_text(text, following - 1, is_value=False)  # as if it began with this line
        if not found.is_certain:
            return None
        if found.closing is not None:
            return _if_prose(text, following, found.closing)
    return None


def _if_prose(text: str, start: int, closing: int) -> int | None:
    return None if set("{}@").intersection(text[start:closing]) else closing


def may_follow(text: str, offset: int, *, is_value: bool) -> bool:
    """Whether what is at an offset may follow a text; a comma may only follow a value."""
    return bool(_AFTER_TEXT.match(text, offset) or (is_value and _AFTER_VALUE.match(text, offset)))


def touches_quote(text: str, span: Span) -> bool:
    """Whether a quote touches a word, so that it is likely to be a word of a text."""
    return not _QUOTES_OF_ANY_KIND.isdisjoint(
        (text[span.start - 1 : span.start], text[span.end : span.end + 1])
    )


def role(
    text: str, start: int, end: int, *, is_outside: bool, is_after_opening: bool = False
) -> QuoteRole:
    """Return what the mark between two offsets does.

    ``is_outside`` says that no inner pair is open there, ``is_after_opening`` that the mark right
    before it opens one.
    """
    before, after = text[start - 1 : start] or "\n", text[end : end + 1] or "\n"
    if before in _SPACES and after in _SPACES and not is_after_opening:
        return QuoteRole.EITHER
    if after in _SPACES:
        return QuoteRole.CLOSES
    if is_after_opening or before in _SPACES:
        is_sentence = after not in _SYMBOLS or _PAIR_AROUND_SYMBOL.match(text, end)
        return QuoteRole.OPENS if is_sentence else QuoteRole.CLOSES
    if before == '"':
        return QuoteRole.CLOSES
    if before in _OPENING_PUNCTUATION and after not in _CLOSING_PUNCTUATION:
        return QuoteRole.OPENS
    return QuoteRole.OPENS if is_outside and (after.isalnum() or after == "_") else QuoteRole.CLOSES


@define
class _Pairs:
    """The quotes of a text, paired one after the other.

    ``open_marks`` are those that are not closed yet, ``complete`` and ``possible`` are quotes at
    which the text could end, each with the number of inner quotes before it: one outside of all
    pairs with prose after it, and one that closes an inner pair with the end of the line after it.
    """

    text: str
    start: int
    is_value: bool
    counts_others: bool = False
    has_others: bool = False
    inner: list[int] = field(factory=list)
    open_marks: list[str] = field(factory=lambda: ['"'])
    is_certain: bool = True
    complete: tuple[int, int] | None = None
    possible: tuple[int, int] | None = None
    last: tuple[int, int] | None = None

    def find_end(self, limit: int) -> QuotedText | None:
        """Return the text up to the quote that closes its first one; None without one."""
        opening = self.start  # the last mark that opened a pair
        marks = _MARK.finditer(self.text, self.start + 1)
        for match in islice(marks, limit):
            mark, offset = match.group(), match.start()
            is_outside = len(self.open_marks) == 1
            if mark in "\r\n" or (mark == "#" and is_outside):
                break
            if mark != '"':
                self._pair_other(offset, mark)
                continue
            does = role(
                self.text,
                offset,
                offset + 1,
                is_outside=is_outside,
                is_after_opening=opening == offset - 1,
            )
            if does is QuoteRole.OPENS:
                if self.possible and not _DECLARATION_NEXT.match(self.text, self.possible[0] + 1):
                    break  # the text ended there: a new one begins
                opening = offset
                self.open_marks.append('"')
            elif is_outside:
                if may_follow(self.text, offset + 1, is_value=self.is_value):
                    return QuotedText(self.start, offset, tuple(self.inner), self.is_certain)
                self._go_on(does, offset)
            else:
                self._close(offset)
            self.inner.append(offset)
        return None

    def _go_on(self, does: QuoteRole, offset: int) -> None:
        """Take a quote outside of all pairs, with prose after it, for an inner one."""
        if does is QuoteRole.EITHER:
            self.open_marks.append('"')
            self.is_certain = self.is_certain and not _SPACED_KEYWORD.match(self.text, offset + 1)
        elif self.complete is None:
            self.complete = offset, len(self.inner)

    def _close(self, offset: int) -> None:
        self.open_marks.pop()
        if may_follow(self.text, offset + 1, is_value=False):
            self.last = offset, len(self.inner)
            if len(self.open_marks) == 1:
                self.possible = self.possible or self.last

    def _pair_other(self, offset: int, mark: str) -> None:
        """Let a typographic or escaped mark open a pair that a plain one closes, or the reverse."""
        self.has_others = self.has_others or mark in _OTHER_MARKS
        if not self.counts_others or mark not in _OTHER_MARKS:
            return
        is_outside = len(self.open_marks) == 1
        if mark == "„" or (
            mark != "”"
            and role(self.text, offset, offset + len(mark), is_outside=is_outside)
            is QuoteRole.OPENS
        ):
            self.open_marks.append(mark)
        elif not is_outside:
            self.open_marks.pop()

    def best_guess(self) -> QuotedText:
        """Return the text up to where it may end, when nothing shows where it does."""
        if joined := self._joined():
            return QuotedText(self.start, joined, (), is_certain=True)
        if self.complete is not None and self.complete[1] and self.complete[1] % 2 == 0:
            closing, count = self.complete
        elif (guess := self.possible or self.last) is not None:
            closing, count = guess
        else:
            return QuotedText(self.start, None, tuple(self.inner), len(self.open_marks) == 1)
        return QuotedText(self.start, closing, tuple(self.inner[:count]), is_certain=False)

    def _joined(self) -> int | None:
        """Return the first inner quote, if it is joined to a declaration: ``"A"claim b "B"``."""
        if not self.inner or self.text[self.inner[0] - 1] in _SPACES:
            return None
        first = self.inner[0]
        return first if _JOINED_DECLARATION.match(self.text, first + 1) else None


@define
class _OddPairs:
    """The marks of one kind in a text that begins with a typographic or single quote.

    ``complete`` and ``possible`` are as in `_Pairs`.
    """

    text: str
    start: int
    opening: str
    closing: str
    is_value: bool
    complete: int | None = None
    possible: int | None = None

    def find_end(self) -> int | None:
        """Return the offset of the mark that closes the text; None without one."""
        marks = re.compile(rf"\\[^\r\n]|[{re.escape(self.opening + self.closing)}]|[\r\n]")
        depth = 1
        opening = self.start  # the last mark that opened a pair
        for match in islice(marks.finditer(self.text, self.start + 1), MAX_MARKS):
            mark, offset = match.group(), match.start()
            if mark in "\r\n":
                break
            if mark[0] == "\\" or self._is_apostrophe(offset):
                continue
            does = self._role(offset, is_outside=depth == 1, is_after_opening=opening == offset - 1)
            if does is not QuoteRole.CLOSES:
                opening = offset
                depth += 1
            elif depth > 1:
                depth -= 1
                if depth == 1 and self.possible is None and self._may_end(offset):
                    self.possible = offset
            elif self._may_end(offset):
                return offset
            elif self.complete is None:
                self.complete = offset
        return None

    def best_guess(self) -> int | None:
        """Return where the text may end, when nothing shows where it does."""
        guesses = [self.complete, self.possible]
        if self.opening in _APOSTROPHES:
            guesses.reverse()  # what seems to close it may be an apostrophe: the dogs'
        return next((guess for guess in guesses if guess is not None), None)

    def _may_end(self, offset: int) -> bool:
        return may_follow(self.text, offset + 1, is_value=self.is_value)

    def _is_apostrophe(self, offset: int) -> bool:
        """Whether a mark is between two letters: it is never a quote."""
        around = self.text[offset - 1 : offset] + self.text[offset + 1 : offset + 2]
        return self.text[offset] in _APOSTROPHES and len(around) == 2 and around.isalnum()  # noqa: PLR2004

    def _role(self, offset: int, *, is_outside: bool, is_after_opening: bool) -> QuoteRole:
        mark = self.text[offset]
        if mark not in self.closing:
            return QuoteRole.OPENS
        if mark in "”»」』" and mark != self.opening:
            return QuoteRole.CLOSES
        does = role(
            self.text, offset, offset + 1, is_outside=is_outside, is_after_opening=is_after_opening
        )
        return (
            QuoteRole.CLOSES
            if does is QuoteRole.EITHER and is_outside and self._may_end(offset)
            else does
        )


def _find_end(text: str, start: int, *, is_value: bool, limit: int) -> QuotedText | None:
    pairs = _Pairs(text, start, is_value)
    found = pairs.find_end(limit)
    if found is not None or not pairs.has_others:
        return found
    return _Pairs(text, start, is_value, counts_others=True).find_end(limit)


def _doubled_at_start(text: str, start: int) -> QuotedText | None:
    """Read a text that begins with a doubled inner quote, and thus with three quotes."""
    pairs = _Pairs(text, start, is_value=False)
    found = pairs.find_end(MAX_MARKS)
    if found is None or not found.is_certain:
        return None
    return found if len(found.escapes) * 2 == len(found.inner) else None


def _block_text(text: str, start: int) -> QuotedText | None:
    """Read a text in three quotes that ends with a quote of its own, or that a word touches."""
    match = _BLOCK_TEXT.match(text, start)
    if match is None:
        return None
    end = match.end()
    run = _QUOTES.match(text, end)
    if run is not None and may_follow(text, run.end(), is_value=True):
        return QuotedText(start, run.end() - 1, tuple(range(end - 3, run.end() - 3)))
    if _JOINED_DECLARATION.match(text, end):
        return QuotedText(start, end - 1, ())
    inner = [*range(end - 3, end)]
    for later in _THREE_QUOTES.finditer(text, end, end + _MAX_LOOKAHEAD):
        if later.group() in "\r\n":
            break
        if later.group(1) and may_follow(text, later.end(), is_value=True):
            return QuotedText(start, later.end() - 1, tuple(inner), is_certain=False)
        inner += range(later.start(), later.end()) if later.group(1) else ()
    return QuotedText(start, end - 1, (), is_certain=False)


def _bridge(text: str, found: QuotedText) -> ErrorToken:
    assert found.closing is not None  # the callers see to it
    end = found.closing + 1
    edits = [Edit(span.shifted(-found.start), new) for span, new in found.escapes]
    value = apply_edits(text[found.start : end], edits)
    return ErrorToken(_fault(found), found.start, end, "TEXT", value)


def _fault(found: QuotedText) -> ParseError:
    assert found.closing is not None  # the callers see to it
    if not found.inner:
        end = found.closing + 1
        return ParseError(
            Span(found.closing, end),
            "missing space after a text",
            help=ESCAPING,
            fix="insert a space" if found.is_certain else "",
            edits=insert_at(end, " ") if found.is_certain else (),
        )
    is_one = len(found.inner) == 1
    return ParseError(
        Span(found.inner[0], found.inner[-1] + 1),
        "unescaped quote inside a text" if is_one else "unescaped quotes inside a text",
        help=ESCAPING,
        fix=("escape the quote" if is_one else "escape the quotes") if found.is_certain else "",
        edits=found.escapes if found.is_certain else (),
    )
