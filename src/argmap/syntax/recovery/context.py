"""The parser's state at a syntax error, and the repairs and error tokens that recovery returns."""

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
"""Tokens that a repair may look ahead: a file may be one line of a million tokens."""
VALUE_TERMINALS = frozenset({"ID", "PATH", "NUMBER", "DATE", "TEXT", "TRUE", "FALSE"})


@frozen
class RecoveryContext:
    """The state of the parser at a token that it cannot accept.

    Attributes:
        text: The whole text.
        half_width: The text with full-width characters replaced, except in texts and comments. Both
            have the same offsets.
        tokens: All tokens, as repaired so far.
        position: The index of the unexpected token.
        expected: The terminals that the grammar accepts instead.
        depth: The number of open blocks.
    """

    text: str
    half_width: str
    tokens: list[Token]
    position: int
    expected: frozenset[str]
    depth: int

    @property
    def token(self) -> Token:
        """The unexpected token."""
        return self.lookahead(0)

    @property
    def token_span(self) -> Span:
        return span_of(self.token)

    @property
    def insertion_offset(self) -> int:
        """The offset after the last accepted token, where missing tokens are inserted."""
        return self.previous(1).end_pos or 0

    def lookahead(self, count: int) -> Token:
        """Return the token ``count`` places after the unexpected one (0: that token)."""
        position = self.position + count
        if position < len(self.tokens):
            return self.tokens[position]
        return Token(END, "", start_pos=len(self.text), end_pos=len(self.text))

    def previous(self, count: int) -> Token:
        """Return the token ``count`` places before the unexpected one (1: the last accepted)."""
        position = self.position - count
        if position >= 0:
            return self.tokens[position]
        return Token(END, "", start_pos=0, end_pos=0)

    def is_keyword(self, token: Token) -> bool:
        return keywords().get(token.value) == token.type

    @property
    def begins_declaration(self) -> bool:
        """Whether the tokens from here are a keyword, an id or none, and a text on its line."""
        text = self.lookahead(1 + (self.lookahead(1).type == "ID"))
        is_complete = text.type == "TEXT" and self.on_same_line(self.token, text)
        return is_complete and self.is_keyword(self.token)

    @property
    def is_relation_with_text(self) -> bool:
        """Whether a verb such as `support` is used as a keyword: ``support c "…"``."""
        if self.token.value.casefold() not in RELATION_VERBS or not self.on_same_line(
            self.token, self.lookahead(1)
        ):
            return False
        text = self.lookahead(2) if self.lookahead(1).type == "ID" else self.lookahead(1)
        return text.type == "TEXT" and self.on_same_line(self.token, text)

    def on_same_line(self, first: Token, second: Token) -> bool:
        """Return whether the second token follows the first without a line break.

        A repair may have moved a token before others; such a token is on another line.
        """
        start, end = first.end_pos or 0, second.start_pos or 0
        between = self.text[start:end]
        return start <= end and "\n" not in between and "\r" not in between

    def is_first_on_line(self, token: Token) -> bool:
        return is_first_on_line(self.text, token)

    def character_before(self, token: Token) -> str:
        return character_before(self.text, token)

    def count_rest_of_line(self, start: int = 0) -> int:
        """Return the number of tokens left on the line, up to a brace or citation.

        ``start`` is the lookahead of the first token counted.
        """
        for count in range(MAX_LOOKAHEAD_TOKENS):
            token = self.lookahead(start + count)
            if token.type in {END, "LBRACE", "RBRACE", "CITATION"}:
                return count
            if count and not self.on_same_line(self.lookahead(start + count - 1), token):
                return count
        return MAX_LOOKAHEAD_TOKENS

    def end_of_words(self, count: int) -> int:
        """Return the offset at which the words before a lookahead token end.

        The words include the punctuation after them, which the lexer skips.
        """
        last = self.lookahead(count - 1).end_pos or 0
        limit = min(line_end(self.text, last), max(self.lookahead(count).start_pos or 0, last))
        comment = self.text.find("#", last, limit)
        return last + len(self.text[last : comment if comment >= 0 else limit].rstrip())

    def find_closing_brace(self, position: int, depth: int) -> int | None:
        """Return the index of the brace that closes a block.

        Args:
            position: The index of the token to start from.
            depth: The number of open blocks at that token, counted from the block.

        Returns:
            The index; None if the brace is missing or more than `MAX_LOOKAHEAD_TOKENS` away.
        """
        for index in range(position, min(position + MAX_LOOKAHEAD_TOKENS, len(self.tokens))):
            depth += (self.tokens[index].type == "LBRACE") - (self.tokens[index].type == "RBRACE")
            if depth == 0:
                return index
        return None


def is_first_on_line(text: str, token: Token) -> bool:
    """Return whether only spaces are before a token on its line."""
    return character_before(text, token) in {"", "\r", "\n"}


def character_before(text: str, token: Token) -> str:
    """Return the last character before a token that is not a space; empty if there is none."""
    position = (token.start_pos or 0) - 1
    while position >= 0 and text[position] in " \t":
        position -= 1
    return text[position] if position >= 0 else ""


@frozen
class Repair:
    """A change of the token sequence after which the parser can continue.

    Attributes:
        error: The error to report; None if it is reported already.
        drop: The number of tokens to drop, from the unexpected one on.
        pop: The number of accepted tokens to pop from the parser's stack.
        insert: The tokens to insert instead.
        moves: Runs of tokens (start, stop) to move before a later index (target).
    """

    error: ParseError | None
    drop: int = 0
    pop: int = 0
    insert: tuple[Token, ...] = ()
    moves: tuple[tuple[int, int, int], ...] = ()


@frozen
class ErrorToken:
    """A piece of text that begins no token, and the token that recovery makes of it.

    Attributes:
        error: The error to report; None if it is reported already.
        start: The offset at which the piece begins.
        end: The offset at which lexing continues.
        terminal: The terminal of the token; empty to skip the piece.
        value: The value of the token.
        pop: The number of preceding tokens that belong to the piece and are removed.
        extra_tokens: Further tokens, as terminal and value.
    """

    error: ParseError | None
    start: int
    end: int
    terminal: str = ""
    value: str = ""
    pop: int = 0
    extra_tokens: tuple[tuple[str, str], ...] = ()
