"""Where the parser stands when it cannot go on.

What a repair is.

Where reading goes on behind a piece of text that begins no token.
"""

from __future__ import annotations

from attrs import frozen
from lark import Token

from argmap.syntax.errors import ParseError
from argmap.syntax.grammar import keywords
from argmap.syntax.recovery.braces import span_of
from argmap.syntax.recovery.missing_quotes import line_end
from argmap.syntax.recovery.synonyms import RELATION_VERBS
from argmap.text import Span

END = "$END"
MAX_LOOKAHEAD_TOKENS = 10_000
"""Tokens: as far as anything looks ahead."""
VALUE_TERMINALS = frozenset({"ID", "PATH", "NUMBER", "DATE", "TEXT", "TRUE", "FALSE"})


@frozen
class RecoveryContext:
    """The tokens taken and ahead, what the grammar expects, and how many blocks are open.

    ``half_width`` is the text with half-width characters outside of texts and comments, at the
    same offsets.

    Every look ahead is bounded by `MAX_LOOKAHEAD_TOKENS`: a file may be one line of a million
    tokens.
    """

    text: str
    half_width: str
    tokens: list[Token]
    position: int
    expected: frozenset[str]
    depth: int

    @property
    def token(self) -> Token:
        """The token that cannot stand here."""
        return self.lookahead(0)

    @property
    def token_span(self) -> Span:
        return span_of(self.token)

    @property
    def insertion_offset(self) -> int:
        """The offset behind the last token taken: where something forgotten would have stood."""
        return self.previous(1).end_pos or 0

    def lookahead(self, count: int) -> Token:
        position = self.position + count
        if position < len(self.tokens):
            return self.tokens[position]
        return Token(END, "", start_pos=len(self.text), end_pos=len(self.text))

    def previous(self, count: int) -> Token:
        """Return the token taken ``count`` tokens ago (1: the last)."""
        position = self.position - count
        if position >= 0:
            return self.tokens[position]
        return Token(END, "", start_pos=0, end_pos=0)

    def is_keyword(self, token: Token) -> bool:
        return keywords().get(token.value) == token.type

    @property
    def is_relation_with_text(self) -> bool:
        """Whether a verb such as `support` is used as a keyword here: ``support c "…"``."""
        if self.token.value.casefold() not in RELATION_VERBS or not self.on_same_line(
            self.token, self.lookahead(1)
        ):
            return False
        text = self.lookahead(2) if self.lookahead(1).type == "ID" else self.lookahead(1)
        return text.type == "TEXT" and self.on_same_line(self.token, text)

    def on_same_line(self, first: Token, second: Token) -> bool:
        """Whether nothing but blanks of one line stands between two tokens."""
        between = self.text[first.end_pos or 0 : second.start_pos or 0]
        return "\n" not in between and "\r" not in between

    def is_first_on_line(self, token: Token) -> bool:
        return is_first_on_line(self.text, token)

    def count_rest_of_line(self) -> int:
        """Return how many tokens from here on stand on this line, up to a brace or citation."""
        return self.count_rest_of_line_from(0)

    def count_rest_of_line_from(self, offset: int) -> int:
        """Return the same, counted from the token at an offset ahead."""
        for count in range(MAX_LOOKAHEAD_TOKENS):
            token = self.lookahead(offset + count)
            if token.type in {END, "LBRACE", "RBRACE", "CITATION"}:
                return count
            if count and not self.on_same_line(self.lookahead(offset + count - 1), token):
                return count
        return MAX_LOOKAHEAD_TOKENS

    def end_of_words(self, offset: int) -> int:
        """Return where words end before the token at an offset: punctuation is part of them."""
        last = self.lookahead(offset - 1).end_pos or 0
        limit = min(line_end(self.text, last), max(self.lookahead(offset).start_pos or 0, last))
        comment = self.text.find("#", last, limit)
        return last + len(self.text[last : comment if comment >= 0 else limit].rstrip())

    def find_closing_brace(self, position: int, depth: int) -> int | None:
        """Return the position of the brace that closes the ``depth``-th open block from here.

        None when it is too far away to look for, or missing.
        """
        for index in range(position, min(position + MAX_LOOKAHEAD_TOKENS, len(self.tokens))):
            depth += (self.tokens[index].type == "LBRACE") - (self.tokens[index].type == "RBRACE")
            if depth == 0:
                return index
        return None


def is_first_on_line(text: str, token: Token) -> bool:
    """Whether only blanks stand before a token on its line."""
    position = (token.start_pos or 0) - 1
    while position >= 0 and text[position] in " \t":
        position -= 1
    return position < 0 or text[position] in "\r\n"


@frozen
class Repair:
    """Drop ``drop`` tokens ahead, take back ``pop`` taken ones, put ``insert`` there instead.

    ``moves`` carry a run of tokens (start, stop) to before a later position. Without a fault the
    mistake has been told already.
    """

    error: ParseError | None
    drop: int = 0
    pop: int = 0
    insert: tuple[Token, ...] = ()
    moves: tuple[tuple[int, int, int], ...] = ()


@frozen
class ErrorToken:
    """The fault, and the token to read instead of ``start`` to ``end`` (none: skip it).

    ``pop`` is the number of tokens before it that belong to it after all; ``extra_tokens`` are
    further tokens to read there. Without a fault the mistake is reported already.
    """

    error: ParseError | None
    start: int
    end: int
    terminal: str = ""
    value: str = ""
    pop: int = 0
    extra_tokens: tuple[tuple[str, str], ...] = ()
