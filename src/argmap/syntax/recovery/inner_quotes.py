"""Unescaped quotes inside a text: ``"Hume's "fork" is sound"``.

The quotes on a line are paired by typographic rules: a quote after a space opens a pair, and a
quote after a letter closes one. A text ends at the quote that closes its first quote, if it is
followed by something that may follow a text: a line break, brace, citation, comment or declaration.
"""

from __future__ import annotations

import re
from enum import Enum
from itertools import islice

from attrs import define, field, frozen

from argmap.model.attributes import ATTRIBUTES, DECLARATION_KEYWORDS
from argmap.model.identifiers import LENIENT_ID
from argmap.syntax.errors import ParseError, insert_at
from argmap.syntax.grammar import keywords
from argmap.syntax.recovery.context import ErrorToken
from argmap.syntax.recovery.missing_quotes import line_end, next_line
from argmap.text import Edit, Span, apply_edits

ESCAPING = 'write \\" for a quote inside a text, or use typographic quotes: “ ”'
MAX_MARKS = 200
"""Quotes on a line that are searched for the end of a text."""
MAX_MARKS_AFTER_END = 12
"""Quotes that are searched for the end of a text that could be complete as it is."""
_MAX_BLOCK_LOOKAHEAD = 2_000
"""Characters after a text in three quotes that are searched for a later end."""
_MAX_CONTINUATION_LINES = 20
"""Lines that are searched for the closing quote of a text over several lines."""

_MARK = re.compile(r"\\[^\r\n]|[\"“”„]|(?<=[ \t])#(?=\s)|[\r\n]")
_QUOTES_OF_ANY_KIND = frozenset("\"“”„«»‘’'")
_OTHER_MARKS = frozenset({"“", "”", "„", '\\"'})
_SPACES = frozenset(" \t\r\n\u00a0\u202f")
_OPENING_PUNCTUATION = frozenset("([{<-–—/=¿¡“„«‘‹'")
_CLOSING_PUNCTUATION = frozenset('".,;:!?)]}”»’')
_APOSTROPHES = frozenset("'’‘`")
_SYMBOLS = frozenset("{}@#,:")
_PAIR_AROUND_SYMBOL = re.compile(r"[^\s\w\"](?:[^\"\r\n]*[^\s\"])?\"(?:[\s.,;:!?)]|\Z)")

_KEYWORD = rf"(?:import|{'|'.join(DECLARATION_KEYWORDS)})\b"
_DECLARATION = rf"{_KEYWORD}(?:[ \t]+{LENIENT_ID})?(?:[ \t]+[\"“„«‘'](?=\S)|[ \t]*\{{)"
_ATTRIBUTE = rf"(?:{'|'.join(ATTRIBUTES)}|x-[\w-]+)[ \t]*:"
_TEXT_FOLLOWER = re.compile(
    rf"[ \t]*(?:\Z|[\r\n#{{}}]|@[^\W\d])|[ \t]+(?:as[ \t]+{LENIENT_ID}|{_DECLARATION}|{_ATTRIBUTE})"
)
_VALUE_FOLLOWER = re.compile(r"[ \t]*,")
_DECLARATION_NEXT = re.compile(rf"[ \t]+{_DECLARATION}")
_SPACED_KEYWORD = re.compile(rf"[ \t]+{_KEYWORD}")
_JOINED_DECLARATION = re.compile(_DECLARATION)

_LINE_START = re.compile(r"[ \t]*(\}|[\w-]+)")
_ATTRIBUTE_LINE = re.compile(r"[ \t]*[^\W\d][\w-]*[ \t]*:[ \t]*\S")

_BLOCK_TEXT = re.compile(r'"""(?:[^"\\]|\\[\s\S]|"(?!""))*"""')
_THREE_QUOTES = re.compile(r'\\[\s\S]|(""")|[\r\n]')
_QUOTES = re.compile(r'"+')


class QuoteRole(Enum):
    """The role of a quotation mark, derived from the characters next to it."""

    OPENS = "opens a pair"
    CLOSES = "closes a pair"
    EITHER = "has spaces on both sides"


@frozen
class QuotedText:
    """The most likely extent of a quoted text.

    Attributes:
        start: The offset of the opening quote.
        closing: The offset of the closing quote; None if it is missing.
        inner_quotes: The offsets of the quotes between them.
        is_certain: Whether the text cannot end elsewhere.
    """

    start: int
    closing: int | None
    inner_quotes: tuple[int, ...]
    is_certain: bool = True

    @property
    def escapes(self) -> tuple[Edit, ...]:
        """The edits that escape the inner quotes; doubled quotes, as in CSV, become one."""
        if self._is_doubled():
            return tuple(Edit(Span(offset, offset + 1), "\\") for offset in self.inner_quotes[::2])
        return tuple(Edit(Span(offset, offset), "\\") for offset in self.inner_quotes)

    def _is_doubled(self) -> bool:
        pairs = list(zip(self.inner_quotes[::2], self.inner_quotes[1::2], strict=False))
        is_even = len(self.inner_quotes) == 2 * len(pairs) and len(pairs) % 2 == 0
        return bool(pairs) and is_even and all(second == offset + 1 for offset, second in pairs)


def unescaped_quotes(text: str, start: int, *, is_value: bool) -> ErrorToken | None:
    """Recover a text that the lexer rejects although another quote is on its line.

    Args:
        text: The whole file.
        start: The offset of the opening quote.
        is_value: Whether the text is a value of an attribute, which a comma may follow.

    Returns:
        The recovered token; None if no quote ends the text.
    """
    if text.startswith('"""', start):
        quoted = _text_with_doubled_quote(text, start) or _block_text(text, start)
    else:
        quoted = quoted_text(text, start, is_value=is_value)
    if quoted is None or quoted.closing is None:
        return None
    if not quoted.is_certain:
        end = line_end(text, quoted.closing)
        if closing_on_later_line(text, end) is not None:
            return None
    return _error_token(text, quoted)


def continued_text(text: str, start: int, end: int, *, is_value: bool) -> ErrorToken | None:
    """Recover a text that continues after the end of its token, as the text after it shows."""
    if text.startswith('"""', start):
        return None
    if may_follow_text(text, end, is_value=is_value):
        is_empty = end == start + 2
        if text[end : end + 1] not in _SYMBOLS or (
            quote_role(text, end - 1, end, is_outside=True, is_after_opening=is_empty)
            is not QuoteRole.OPENS
        ):
            return None
    quoted = _find_text_end(text, start, is_value=is_value, limit=MAX_MARKS_AFTER_END)
    return _error_token(text, quoted) if quoted is not None and quoted.inner_quotes else None


def quoted_text(text: str, start: int, *, is_value: bool) -> QuotedText:
    """Return the most likely extent of the text whose opening quote is at an offset."""
    quoted = _find_text_end(text, start, is_value=is_value, limit=MAX_MARKS)
    if quoted is not None:
        return quoted
    pairs = _QuotePairs(text, start, is_value)
    pairs.find_end(MAX_MARKS)
    return pairs.best_guess()


def closing_mark(text: str, start: int, marks: str, *, is_value: bool) -> tuple[int | None, bool]:
    """Find the closing mark of a text that begins with a typographic or single quote.

    Args:
        text: The whole file.
        start: The offset of the opening quote.
        marks: The marks that may close the text. If there is none, a straight quote may.
        is_value: Whether the text is a value of an attribute.

    Returns:
        The offset of the mark (None if there is none), and whether the text cannot end elsewhere.
    """
    opening = text[start]
    for closing in (marks, '"'):
        pairs = _OddQuotePairs(text, start, opening if closing == marks else '"', closing, is_value)
        if (end := pairs.find_end()) is not None:
            return end, True
        if (guess := pairs.best_guess()) is not None:
            return guess, False
    return None, False


def begins_declaration(line: str) -> bool:
    """Return whether a line begins with a keyword or a closing brace."""
    start = _LINE_START.match(line)
    return start is not None and (start.group(1) == "}" or start.group(1) in keywords())


def closing_on_later_line(text: str, end: int) -> int | None:
    """Return the offset of the quote that closes a text after further lines of prose.

    ``end`` is the end of the first line. Returns None if a line is not prose, or no quote follows.
    """
    position = end
    for _ in range(_MAX_CONTINUATION_LINES):
        start = next_line(text, position)
        if start is None:
            return None
        position = line_end(text, start)
        line = text[start:position]
        if not line.strip() or begins_declaration(line) or _ATTRIBUTE_LINE.match(line):
            return None
        if line.count('"') == 1:
            return _closing_if_prose(text, start, start + line.index('"'))
        quoted = quoted_text(text, start - 1, is_value=False)  # as if the text began on this line
        if not quoted.is_certain:
            return None
        if quoted.closing is not None:
            return _closing_if_prose(text, start, quoted.closing)
    return None


def _closing_if_prose(text: str, start: int, closing: int) -> int | None:
    return None if set("{}@").intersection(text[start:closing]) else closing


def may_follow_text(text: str, offset: int, *, is_value: bool) -> bool:
    """Whether the text at an offset may follow a quoted text; a comma may only follow a value."""
    return bool(
        _TEXT_FOLLOWER.match(text, offset) or (is_value and _VALUE_FOLLOWER.match(text, offset))
    )


def touches_quote(text: str, span: Span) -> bool:
    """Return whether a quotation mark touches a word, which is then likely to be part of a text."""
    return not _QUOTES_OF_ANY_KIND.isdisjoint(
        (text[span.start - 1 : span.start], text[span.end : span.end + 1])
    )


def quote_role(
    text: str, start: int, end: int, *, is_outside: bool, is_after_opening: bool = False
) -> QuoteRole:
    """Return the role of the quotation mark between two offsets.

    Args:
        text: The whole file.
        start: The offset of the mark.
        end: The offset after the mark.
        is_outside: Whether no inner pair is open before the mark.
        is_after_opening: Whether the character before the mark is a mark that opens a pair.
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
class _QuotePairs:
    """Pairs the quotes of a text from left to right.

    A candidate is a quote at which the text could end, with the number of inner quotes before it.

    Attributes:
        pairs_other_marks: Whether typographic and escaped quotes are paired as well.
        has_other_marks: Whether the text contains typographic or escaped quotes.
        inner_quotes: The offsets of the inner quotes.
        open_marks: The marks that are not closed yet.
        is_certain: Whether the text cannot end elsewhere.
        outer_candidate: The first quote outside of all pairs, with prose after it.
        inner_candidate: The first quote that closes all inner pairs and may end the text.
        last_candidate: The last quote that closes a pair and may end the text.
    """

    text: str
    start: int
    is_value: bool
    pairs_other_marks: bool = False
    has_other_marks: bool = False
    inner_quotes: list[int] = field(factory=list)
    open_marks: list[str] = field(factory=lambda: ['"'])
    is_certain: bool = True
    outer_candidate: tuple[int, int] | None = None
    inner_candidate: tuple[int, int] | None = None
    last_candidate: tuple[int, int] | None = None

    def find_end(self, limit: int) -> QuotedText | None:
        """Return the text up to the quote that closes its opening quote; None if it has none."""
        opening = self.start  # the last mark that opened a pair
        marks = _MARK.finditer(self.text, self.start + 1)
        for match in islice(marks, limit):
            mark, offset = match.group(), match.start()
            is_outside = len(self.open_marks) == 1
            if mark in "\r\n" or (mark == "#" and is_outside):
                break
            if mark != '"':
                self._pair_other_mark(offset, mark)
                continue
            role_of_mark = quote_role(
                self.text,
                offset,
                offset + 1,
                is_outside=is_outside,
                is_after_opening=opening == offset - 1,
            )
            if role_of_mark is QuoteRole.OPENS:
                if self.inner_candidate and not _DECLARATION_NEXT.match(
                    self.text, self.inner_candidate[0] + 1
                ):
                    break  # the text ends at the candidate, and another one begins here
                opening = offset
                self.open_marks.append('"')
            elif is_outside:
                if may_follow_text(self.text, offset + 1, is_value=self.is_value):
                    return QuotedText(self.start, offset, tuple(self.inner_quotes), self.is_certain)
                self._pair_inner_quote(role_of_mark, offset)
            else:
                self._close_pair(offset)
            self.inner_quotes.append(offset)
        return None

    def _pair_inner_quote(self, role_of_mark: QuoteRole, offset: int) -> None:
        """Pair a quote outside of all pairs that has prose after it."""
        if role_of_mark is QuoteRole.EITHER:
            self.open_marks.append('"')
            self.is_certain = self.is_certain and not _SPACED_KEYWORD.match(self.text, offset + 1)
        elif self.outer_candidate is None:
            self.outer_candidate = offset, len(self.inner_quotes)

    def _close_pair(self, offset: int) -> None:
        self.open_marks.pop()
        if may_follow_text(self.text, offset + 1, is_value=False):
            self.last_candidate = offset, len(self.inner_quotes)
            if len(self.open_marks) == 1:
                self.inner_candidate = self.inner_candidate or self.last_candidate

    def _pair_other_mark(self, offset: int, mark: str) -> None:
        """Pair a typographic or escaped mark; plain marks may open or close the same pair."""
        self.has_other_marks = self.has_other_marks or mark in _OTHER_MARKS
        if not self.pairs_other_marks or mark not in _OTHER_MARKS:
            return
        is_outside = len(self.open_marks) == 1
        if mark == "„" or (
            mark != "”"
            and quote_role(self.text, offset, offset + len(mark), is_outside=is_outside)
            is QuoteRole.OPENS
        ):
            self.open_marks.append(mark)
        elif not is_outside:
            self.open_marks.pop()

    def best_guess(self) -> QuotedText:
        """Return the text up to its most likely end, after `find_end` returned None."""
        if joined := self._joined_quote():
            return QuotedText(self.start, joined, (), is_certain=True)
        if (
            self.outer_candidate is not None
            and self.outer_candidate[1]
            and self.outer_candidate[1] % 2 == 0
        ):
            closing, count = self.outer_candidate
        elif (guess := self.inner_candidate or self.last_candidate) is not None:
            closing, count = guess
        else:
            return QuotedText(self.start, None, tuple(self.inner_quotes), len(self.open_marks) == 1)
        return QuotedText(self.start, closing, tuple(self.inner_quotes[:count]), is_certain=False)

    def _joined_quote(self) -> int | None:
        """Return the first inner quote, if it is joined to a declaration: ``"A"claim b "B"``."""
        if not self.inner_quotes or self.text[self.inner_quotes[0] - 1] in _SPACES:
            return None
        first = self.inner_quotes[0]
        return first if _JOINED_DECLARATION.match(self.text, first + 1) else None


@define
class _OddQuotePairs:
    """Pairs the marks of one kind in a text that begins with a typographic or single quote.

    ``outer_candidate`` and ``inner_candidate`` are offsets; they mean the same as in `_QuotePairs`.
    """

    text: str
    start: int
    opening: str
    closing: str
    is_value: bool
    outer_candidate: int | None = None
    inner_candidate: int | None = None

    def find_end(self) -> int | None:
        """Return the offset of the mark that closes the text; None if there is none."""
        marks = re.compile(rf"\\[^\r\n]|[{re.escape(self.opening + self.closing)}]|[\r\n]")
        depth = 1
        opening = self.start  # the last mark that opened a pair
        for match in islice(marks.finditer(self.text, self.start + 1), MAX_MARKS):
            mark, offset = match.group(), match.start()
            if mark in "\r\n":
                break
            if mark[0] == "\\" or self._is_apostrophe(offset):
                continue
            role_of_mark = self._role(
                offset, is_outside=depth == 1, is_after_opening=opening == offset - 1
            )
            if role_of_mark is not QuoteRole.CLOSES:
                opening = offset
                depth += 1
            elif depth > 1:
                depth -= 1
                if depth == 1 and self.inner_candidate is None and self._may_end(offset):
                    self.inner_candidate = offset
            elif self._may_end(offset):
                return offset
            elif self.outer_candidate is None:
                self.outer_candidate = offset
        return None

    def best_guess(self) -> int | None:
        """Return the most likely end of the text, after `find_end` returned None."""
        guesses = [self.outer_candidate, self.inner_candidate]
        if self.opening in _APOSTROPHES:
            guesses.reverse()  # the first candidate may be an apostrophe: the dogs'
        return next((guess for guess in guesses if guess is not None), None)

    def _may_end(self, offset: int) -> bool:
        return may_follow_text(self.text, offset + 1, is_value=self.is_value)

    def _is_apostrophe(self, offset: int) -> bool:
        """Return whether a mark is between two letters or digits, and therefore not a quote."""
        neighbors = self.text[offset - 1 : offset] + self.text[offset + 1 : offset + 2]
        return self.text[offset] in _APOSTROPHES and len(neighbors) == 2 and neighbors.isalnum()  # noqa: PLR2004

    def _role(self, offset: int, *, is_outside: bool, is_after_opening: bool) -> QuoteRole:
        mark = self.text[offset]
        if mark not in self.closing:
            return QuoteRole.OPENS
        if mark in "”»」』" and mark != self.opening:
            return QuoteRole.CLOSES
        role_of_mark = quote_role(
            self.text, offset, offset + 1, is_outside=is_outside, is_after_opening=is_after_opening
        )
        if role_of_mark is QuoteRole.EITHER and is_outside and self._may_end(offset):
            return QuoteRole.CLOSES
        return role_of_mark


def _find_text_end(text: str, start: int, *, is_value: bool, limit: int) -> QuotedText | None:
    pairs = _QuotePairs(text, start, is_value)
    quoted = pairs.find_end(limit)
    if quoted is not None or not pairs.has_other_marks:
        return quoted
    return _QuotePairs(text, start, is_value, pairs_other_marks=True).find_end(limit)


def _text_with_doubled_quote(text: str, start: int) -> QuotedText | None:
    """Return a text that begins with a doubled inner quote, and thus with three quotes."""
    pairs = _QuotePairs(text, start, is_value=False)
    quoted = pairs.find_end(MAX_MARKS)
    if quoted is None or not quoted.is_certain:
        return None
    return quoted if len(quoted.escapes) * 2 == len(quoted.inner_quotes) else None


def _block_text(text: str, start: int) -> QuotedText | None:
    """Return a text in three quotes that ends with an inner quote, or that a word touches."""
    match = _BLOCK_TEXT.match(text, start)
    if match is None:
        return None
    end = match.end()
    run = _QUOTES.match(text, end)
    if run is not None and may_follow_text(text, run.end(), is_value=True):
        return QuotedText(start, run.end() - 1, tuple(range(end - 3, run.end() - 3)))
    if _JOINED_DECLARATION.match(text, end):
        return QuotedText(start, end - 1, ())
    inner_quotes = [*range(end - 3, end)]
    for later in _THREE_QUOTES.finditer(text, end, end + _MAX_BLOCK_LOOKAHEAD):
        if later.group() in "\r\n":
            break
        if later.group(1) and may_follow_text(text, later.end(), is_value=True):
            return QuotedText(start, later.end() - 1, tuple(inner_quotes), is_certain=False)
        inner_quotes += range(later.start(), later.end()) if later.group(1) else ()
    return QuotedText(start, end - 1, (), is_certain=False)


def _error_token(text: str, quoted: QuotedText) -> ErrorToken:
    assert quoted.closing is not None  # the callers check it
    end = quoted.closing + 1
    edits = [Edit(span.shifted(-quoted.start), new) for span, new in quoted.escapes]
    value = apply_edits(text[quoted.start : end], edits)
    return ErrorToken(_quote_error(quoted), quoted.start, end, "TEXT", value)


def _quote_error(quoted: QuotedText) -> ParseError:
    assert quoted.closing is not None  # the callers check it
    if not quoted.inner_quotes:
        end = quoted.closing + 1
        return ParseError(
            Span(quoted.closing, end),
            "missing space after a text",
            help=ESCAPING,
            fix="insert a space" if quoted.is_certain else "",
            edits=insert_at(end, " ") if quoted.is_certain else (),
        )
    is_one = len(quoted.inner_quotes) == 1
    return ParseError(
        Span(quoted.inner_quotes[0], quoted.inner_quotes[-1] + 1),
        "unescaped quote inside a text" if is_one else "unescaped quotes inside a text",
        help=ESCAPING,
        fix=("escape the quote" if is_one else "escape the quotes") if quoted.is_certain else "",
        edits=quoted.escapes if quoted.is_certain else (),
    )
