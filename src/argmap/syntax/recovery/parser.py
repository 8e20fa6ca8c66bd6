"""Reading on after a mistake.

The parser is fed token by token. Where it cannot take one, the `repairs` look at the situation and
say what the author most likely meant: tokens to drop, to put in, or to take back. The parser then
goes on as if that had stood there, so one mistake is told once, and everything around it is read.

What an author most likely meant where the grammar cannot go on.

Each function looks at one kind of situation and proposes a repair, or None when it is not that
kind. They are asked in the order of `REPAIRS`; the first whose repair the parser can take wins.

When nothing else is understood.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from itertools import islice
from typing import cast

from lark import Token, Tree
from lark.parsers.lalr_analysis import Shift
from lark.parsers.lalr_parser_state import ParserState

from argmap.syntax.errors import ParseError, describe_expected, display_token
from argmap.syntax.grammar import parser
from argmap.syntax.notations import find_excerpts, foreign_notation, without
from argmap.syntax.recovery import attributes, citations, relations, statements, texts
from argmap.syntax.recovery.braces import balance_braces
from argmap.syntax.recovery.characters import (
    full_width_errors,
    restore_text_width,
    to_half_width,
)
from argmap.syntax.recovery.context import END, RecoveryContext, Repair
from argmap.syntax.recovery.lexer import MAX_ERRORS, tokenize
from argmap.syntax.tree import Item
from argmap.text import Span

_KEPT = {"LBRACE", "RBRACE", END}


def panic_mode(ctx: RecoveryContext, can_pop: Callable[[int], bool]) -> Repair:
    """Pass over what cannot be understood, to the next word that begins something.

    What was begun and cannot be finished is taken back first, but no block that is closed; then at
    least one token is dropped, so that reading always ends.
    """
    pop = 0
    while can_pop(pop + 1) and ctx.previous(pop + 1).type not in _KEPT:
        pop += 1
    run = 1
    while not _begins_something(ctx, ctx.lookahead(run)):
        run += 1
    if pop and _begins_something(ctx, ctx.token):
        run = 0
    last = ctx.lookahead(max(run - 1, 0))
    span = Span(ctx.token.start_pos or 0, max(last.end_pos or 0, ctx.token.end_pos or 0))
    error = ParseError(
        span if run else ctx.token_span,
        f"unexpected {display_token(ctx.token)}",
        help=describe_expected(ctx.expected),
    )
    return Repair(error, drop=run, pop=pop)


def _begins_something(ctx: RecoveryContext, token: Token) -> bool:
    return token.type in {END, "RBRACE"} or (
        ctx.is_first_on_line(token) and (ctx.is_keyword(token) or token.type == "ID")
    )


__all__ = ["REPAIRS", "Repair", "panic_mode"]

REPAIRS: tuple[Callable[[RecoveryContext], Repair | None], ...] = (
    citations.loose_locator,
    citations.several_locators,
    citations.colon_before_snippet,
    citations.named_locator,
    citations.snippet_before_citation,
    relations.relation_line,
    relations.relation_behind,
    relations.arrow_before_id,
    relations.joining_word,
    relations.comma_between_statements,
    relations.qualifying_word,
    statements.id_behind_text,
    statements.title_in_block,
    statements.year_behind_title,
    statements.bad_id,
    attributes.citation_as_value,
    attributes.missing_colon,
    attributes.angle_before_keyword,
    attributes.misspelt_keyword,
    attributes.keyword_as_name,
    attributes.keyword_as_attribute,
    attributes.words_with_colon,
    attributes.several_words,
    attributes.missing_comma,
    attributes.missing_value,
    attributes.attribute_outside,
    texts.words_after_text,
    relations.bare_reference,
    attributes.stray_word,
    texts.colon_behind_keyword,
    texts.id_of_several_words,
    texts.word_before_text,
    texts.unquoted_text,
    citations.comma_between_citations,
    texts.listed_texts,
    texts.second_text,
    statements.late_citation,
    statements.text_of_inference,
    relations.declaration_as_reference,
    statements.section_without_quotes,
    texts.missing_text,
    statements.missing_id,
    statements.missing_block,
    statements.stray_closing_brace,
    statements.block_open_at_end,
    statements.stray_block,
    statements.misplaced_declaration,
)


_LONE_RETURN = re.compile(r"\r(?!\n)")


def recover(text: str) -> tuple[list[Item], list[ParseError]]:
    """Read a text that does not parse: return what it says, and every mistake in it."""
    excerpts = find_excerpts(_LONE_RETURN.sub("\n", text))  # of the same length
    if excerpts:
        text = without(text, excerpts)
    half, full_width = to_half_width(text)
    tokens, errors = tokenize(half)
    restore_text_width(tokens, half, text)
    if len(errors) >= MAX_ERRORS:
        tokens = []  # it is no map: reporting what its words are not would help nobody
    of_characters = [error.span for error in errors]
    errors += balance_braces(half, tokens)
    told = sorted(error.span for error in errors)
    reader = _RecoveringParser(text, half, tokens)
    read = islice(reader.parse(), max(MAX_ERRORS - len(errors), 0))
    found = [error for error in read if not _is_reported(error.span, told)]
    explained = _within(of_characters, found)
    errors = [error for error in errors if error.span not in explained] + found
    if full_width:
        errors += full_width_errors(text, full_width, reader.tokens, errors)
    errors += map(foreign_notation, excerpts)
    errors.sort(key=lambda error: error.span)
    if len(errors) >= MAX_ERRORS:
        errors = [*errors[:MAX_ERRORS], _too_many(text, errors[MAX_ERRORS - 1])]
    return reader.items, errors


def _is_reported(span: Span, told: list[Span]) -> bool:
    """Whether a mistake in the characters there has been told already: one report a mistake."""
    position = bisect_right(told, Span(span.start, sys.maxsize))
    return position > 0 and told[position - 1].end >= span.end


def _within(spans: list[Span], errors: list[ParseError]) -> set[Span]:
    """Return the spans that lie in one of the faults, which say more of what is wrong there."""
    explained: set[Span] = set()
    if not spans:
        return explained
    spans = sorted(spans)
    for error in errors:
        position = bisect_left(spans, error.span)
        while position < len(spans) and spans[position].end <= error.span.end:
            if spans[position] != error.span:
                explained.add(spans[position])
            position += 1
    return explained


def _too_many(text: str, last: ParseError) -> ParseError:
    start = min(last.span.end, max(len(text) - 1, 0))
    return ParseError(
        Span(start, start + 1),
        f"there are {MAX_ERRORS} mistakes or more; the rest of the file is not read",
        help="is this an .argmap file?",
    )


class _RecoveringParser:
    """The parser with its tokens; repairs change the tokens ahead and what was just taken."""

    def __init__(self, text: str, half_width: str, tokens: list[Token]) -> None:
        self._text = text
        self._half_width = half_width
        self.tokens = tokens
        self._position = 0
        self._depth = 0
        self._parser = parser().parse_interactive("")
        self._table = self._parser.parser_state.parse_conf.parse_table.states
        self.items: list[Item] = []

    @property
    def _state(self) -> ParserState[int]:
        return self._parser.parser_state

    def parse(self) -> Iterator[ParseError]:
        """Take all tokens, yielding a fault a mistake."""
        while True:
            token = self._next()
            if self._can_accept(token):
                result = self._parser.feed_token(token)
                if token.type == END:
                    self.items = result
                    return
                self._position += 1
                self._depth += (token.type == "LBRACE") - (token.type == "RBRACE")
                continue
            repair = self._find_repair()
            if token.type == END and not repair.insert and not repair.pop:
                self.items = self._complete_items()
                return
            if repair.error is not None:
                yield repair.error
            self._apply(repair)

    def _can_accept(self, token: Token) -> bool:
        """Whether the parser can take a token, and it is not plain already that it should not.

        A word could begin an attribute wherever one may stand; whether it does, the colon says. And
        a word with a colon begins one, even where a value is still wanting.
        """
        if not self._can_shift([token.type]):
            return False
        if token.type != "ID":
            return True
        has_colon = self._lookahead(1).type == "COLON"
        if self._can_shift(["ID", "COLON"]):
            return has_colon
        return not (has_colon and self._lookahead(-1).type in {"COLON", "COMMA"})

    def _next(self) -> Token:
        return self._lookahead(0)

    def _lookahead(self, count: int) -> Token:
        if 0 <= self._position + count < len(self.tokens):
            return self.tokens[self._position + count]
        end = len(self._text)
        return Token(END, "", start_pos=end, end_pos=end)

    def _complete_items(self) -> list[Item]:
        """Return what was read whole, when the end cannot be reached: what is half read is lost."""
        values = self._state.value_stack
        if not values or not isinstance(values[0], Tree):
            return []
        return cast("list[Item]", values[0].children)

    def _find_repair(self) -> Repair:
        situation = RecoveryContext(
            self._text,
            self._half_width,
            self.tokens,
            self._position,
            self._expected(),
            self._depth,
        )
        for propose in REPAIRS:
            repair = propose(situation)
            if repair is not None and self._is_viable(repair):
                return repair
        return panic_mode(situation, self._can_pop)

    def _expected(self) -> frozenset[str]:
        choices = self._table[self._state.position]
        return frozenset(name for name in choices if name.isupper() and self._can_shift([name]))

    def _is_viable(self, repair: Repair) -> bool:
        """Whether the parser takes what the repair puts in, and then at least moves on."""
        if repair.drop or not repair.insert:
            return self._can_pop(repair.pop)
        ahead = self.tokens[self._position + repair.drop :][:1]
        following = [token.type for token in (*repair.insert, *ahead)] or [END]
        if not ahead:
            following = [*(token.type for token in repair.insert), END]
        return self._can_pop(repair.pop) and self._can_shift(following, repair.pop)

    def _can_pop(self, count: int) -> bool:
        """Whether the last ``count`` tokens were only shifted, not yet made into something."""
        values = self._state.value_stack
        return count <= len(values) and all(
            isinstance(value, Token) for value in values[len(values) - count :]
        )

    def _apply(self, repair: Repair) -> None:
        if repair.pop:
            # Never past a block: a brace is made into something as soon as it closes, and
            # `panic_mode` and every repair stop at one that opens.
            del self._state.state_stack[-repair.pop :]
            del self._state.value_stack[-repair.pop :]
            self._position -= repair.pop
        end = self._position + repair.pop + repair.drop
        self.tokens[self._position : end] = repair.insert
        for start, stop, target in repair.moves:
            self.tokens[target:target] = self.tokens[start:stop]
            del self.tokens[start:stop]

    def _can_shift(self, types: list[str], pop: int = 0) -> bool:
        """Whether the parser would take tokens of these types, tried on its tables alone.

        The stack may be as deep as the file nests, so it is not copied: ``grown`` is what a trial
        puts on top of the first ``kept`` states.
        """
        stack = self._state.state_stack
        kept = len(stack) - pop
        grown: list[int] = []
        for terminal in types:
            while True:
                state = grown[-1] if grown else stack[kept - 1]
                action = self._table[state].get(terminal)
                if action is None:
                    return False
                kind, target = action
                if kind is Shift:
                    grown.append(target)
                    break
                size = len(target.expansion)
                cut = min(size, len(grown))
                del grown[len(grown) - cut :]
                kept -= size - cut
                state = grown[-1] if grown else stack[kept - 1]
                grown.append(self._table[state][target.origin.name][1])
                if terminal == END and grown[-1] == self._state.parse_conf.end_state:
                    break
        return True
