"""The error-tolerant parser: parses a text with errors, and reports each error once.

The parser is fed token by token. At a token that it cannot accept, the functions in `REPAIRS`
propose what the author most likely meant: tokens to drop, to insert, or to pop from the stack. Each
function handles one kind of error, and returns None for others. The first repair after which the
parser can continue is applied. If there is none, the parser falls back to panic mode.
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
from argmap.syntax.notations import blank_out, find_excerpts, foreign_notation
from argmap.syntax.notations.conflicts import conflict_error, find_conflicts, without_conflicts
from argmap.syntax.recovery import (
    attributes,
    citations,
    colons,
    keywords,
    relations,
    statements,
    texts,
)
from argmap.syntax.recovery.braces import balance_braces
from argmap.syntax.recovery.characters import (
    full_width_errors,
    restore_text_width,
    to_half_width,
)
from argmap.syntax.recovery.context import END, RecoveryContext, Repair
from argmap.syntax.recovery.former_ids import restore_former_ids
from argmap.syntax.recovery.lexer import MAX_ERRORS, tokenize
from argmap.syntax.tree import Item
from argmap.text import Span

__all__ = ["REPAIRS", "Repair", "panic_mode", "recover"]

REPAIRS: tuple[Callable[[RecoveryContext], Repair | None], ...] = (
    citations.loose_locator,
    citations.several_locators,
    citations.locator_after_snippet,
    citations.colon_before_snippet,
    citations.named_locator,
    citations.snippet_before_citation,
    relations.relation_line,
    relations.relation_after_text,
    relations.arrow_before_id,
    relations.joining_word,
    relations.comma_between_statements,
    relations.qualifying_word,
    statements.id_after_text,
    statements.title_in_block,
    statements.year_after_title,
    statements.bad_id,
    attributes.citation_as_value,
    attributes.missing_colon,
    attributes.angle_before_keyword,
    attributes.options_block,
    keywords.phrase_as_keyword,
    keywords.misspelled_keyword,
    keywords.keyword_as_name,
    keywords.keyword_as_attribute,
    attributes.words_with_colon,
    attributes.several_words,
    attributes.missing_comma,
    attributes.missing_value,
    attributes.attribute_outside_block,
    texts.words_after_text,
    relations.bare_reference,
    attributes.stray_word,
    attributes.colon_after_text,
    colons.colon_after_keyword,
    texts.id_of_several_words,
    texts.word_before_text,
    texts.unquoted_text,
    citations.comma_between_citations,
    texts.text_list,
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

_NEVER_POPPED = {"LBRACE", "RBRACE", END}
_LONE_CARRIAGE_RETURN = re.compile(r"\r(?!\n)")


def recover(text: str) -> tuple[list[Item], list[ParseError]]:
    """Parse a text with errors; return its items, and all errors in order."""
    conflicts = find_conflicts(_LONE_CARRIAGE_RETURN.sub("\n", text))
    if conflicts:
        text = without_conflicts(text, conflicts)
        items, errors = recover(text)  # without the markers, which may be all that is wrong
        return items, sorted([*errors, conflict_error(conflicts)], key=lambda error: error.span)
    excerpts = find_excerpts(_LONE_CARRIAGE_RETURN.sub("\n", text))  # of the same length
    if excerpts:
        text = blank_out(text, excerpts)
    half_width, full_width_offsets = to_half_width(text)
    tokens, errors = tokenize(half_width)
    restore_text_width(tokens, half_width, text)
    if len(errors) >= MAX_ERRORS:
        tokens = []  # probably not a map: syntax errors would not help
    lexical_spans = [error.span for error in errors]
    errors += restore_former_ids(half_width, tokens)
    errors += balance_braces(half_width, tokens)
    reported_spans = sorted(error.span for error in errors)
    recovering_parser = _RecoveringParser(text, half_width, tokens)
    max_syntax_errors = max(MAX_ERRORS - len(errors), 0)
    syntax_errors = [
        error
        for error in islice(recovering_parser.parse(), max_syntax_errors)
        if not _is_reported(error.span, reported_spans)
    ]
    explained_spans = _contained_spans(lexical_spans, syntax_errors)
    errors = [error for error in errors if error.span not in explained_spans] + syntax_errors
    if full_width_offsets:
        errors += full_width_errors(text, full_width_offsets, recovering_parser.tokens, errors)
    errors += map(foreign_notation, excerpts)
    errors.sort(key=lambda error: error.span)
    if len(errors) >= MAX_ERRORS:
        errors = [*errors[:MAX_ERRORS], _too_many_errors(text, errors[MAX_ERRORS - 1])]
    return recovering_parser.items, errors


def _is_reported(span: Span, reported_spans: list[Span]) -> bool:
    """Return whether a reported error covers the end of a span, so that it is the same error."""
    position = bisect_right(reported_spans, Span(span.start, sys.maxsize))
    return position > 0 and reported_spans[position - 1].end >= span.end


def _contained_spans(spans: list[Span], errors: list[ParseError]) -> set[Span]:
    """Return the spans inside the span of an error, which describes the problem more precisely."""
    contained: set[Span] = set()
    if not spans:
        return contained
    spans = sorted(spans)
    for error in errors:
        position = bisect_left(spans, error.span)
        while position < len(spans) and spans[position].end <= error.span.end:
            if spans[position] != error.span:
                contained.add(spans[position])
            position += 1
    return contained


def _too_many_errors(text: str, last: ParseError) -> ParseError:
    start = min(last.span.end, max(len(text) - 1, 0))
    return ParseError(
        Span(start, start + 1),
        f"this file has {MAX_ERRORS} mistakes or more; the rest of it was not read",
        help="check that it is an .argmap file",
    )


def panic_mode(ctx: RecoveryContext, can_pop: Callable[[int], bool]) -> Repair:
    """Return the repair that skips to the next token that begins an item.

    First it pops the tokens of the unfinished item, but no closed block. Then it drops tokens, at
    least one unless a token was popped, so that parsing always terminates.

    Args:
        ctx: The state of the parser.
        can_pop: Whether a number of tokens can be popped from the parser's stack.
    """
    pop = 0
    while can_pop(pop + 1) and ctx.previous(pop + 1).type not in _NEVER_POPPED:
        pop += 1
    drop = 0 if pop and _begins_item(ctx, ctx.token) else 1
    open_blocks = int(drop and ctx.token.type == "LBRACE")
    while drop and not _begins_item(ctx, ctx.lookahead(drop), is_in_block=open_blocks > 0):
        open_blocks += ctx.lookahead(drop).type == "LBRACE"
        drop += 1
    last = ctx.lookahead(max(drop - 1, 0))
    span = Span(ctx.token.start_pos or 0, max(last.end_pos or 0, ctx.token.end_pos or 0))
    error = ParseError(
        span if drop else ctx.token_span,
        f"unexpected {display_token(ctx.token)}",
        help=describe_expected(ctx.expected),
    )
    kept, end = _without_closing_braces(ctx, ctx.position + drop, open_blocks)
    return Repair(error, drop=end - ctx.position, pop=pop, insert=kept)


def _begins_item(ctx: RecoveryContext, token: Token, *, is_in_block: bool = False) -> bool:
    """Return whether a token begins or ends an item; in a skipped block, no attribute does."""
    return token.type in {END, "RBRACE"} or (
        ctx.is_first_on_line(token)
        and (ctx.is_keyword(token) or (token.type == "ID" and not is_in_block))
    )


def _without_closing_braces(
    ctx: RecoveryContext, start: int, open_blocks: int
) -> tuple[tuple[Token, ...], int]:
    """Return the tokens from an index on without the braces that close skipped blocks.

    Also returns the index after the last of these braces. The braces are not errors: their opening
    braces were skipped.
    """
    kept: list[Token] = []
    for _ in range(open_blocks):
        closing = ctx.find_closing_brace(start, 1)
        if closing is None:
            break
        kept += ctx.tokens[start:closing]
        start = closing + 1
    return tuple(kept), start


class _RecoveringParser:
    """Lark's parser with a token sequence that repairs can change."""

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
        """Parse all tokens, and yield the errors."""
        while True:
            token = self._lookahead(0)
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
        """Return whether the parser can shift a token, and the tokens next to it allow that.

        Where an attribute is possible, a word must be followed by a colon. A word with a colon is
        an attribute, and not a value of the attribute before it.
        """
        if not self._can_shift([token.type]):
            return False
        if token.type != "ID":
            return True
        has_colon = self._lookahead(1).type == "COLON"
        if self._can_shift(["ID", "COLON"]):
            return has_colon
        return not (has_colon and self._lookahead(-1).type in {"COLON", "COMMA"})

    def _lookahead(self, count: int) -> Token:
        if 0 <= self._position + count < len(self.tokens):
            return self.tokens[self._position + count]
        end = len(self._text)
        return Token(END, "", start_pos=end, end_pos=end)

    def _complete_items(self) -> list[Item]:
        """Return the complete top-level items, when the parser cannot accept the end of the file.

        An item that is not complete is lost.
        """
        values = self._state.value_stack
        if not values or not isinstance(values[0], Tree):
            return []
        return cast("list[Item]", values[0].children)

    def _find_repair(self) -> Repair:
        ctx = RecoveryContext(
            self._text,
            self._half_width,
            self.tokens,
            self._position,
            self._expected(),
            self._depth,
        )
        for propose_repair in REPAIRS:
            repair = propose_repair(ctx)
            if repair is not None and self._is_viable(repair):
                return repair
        return panic_mode(ctx, self._can_pop)

    def _expected(self) -> frozenset[str]:
        actions = self._table[self._state.position]
        return frozenset(name for name in actions if name.isupper() and self._can_shift([name]))

    def _is_viable(self, repair: Repair) -> bool:
        """Return whether the parser can shift the inserted tokens and the token after them."""
        if repair.drop or not repair.insert:
            return self._can_pop(repair.pop)
        terminals = [token.type for token in (*repair.insert, self._lookahead(0))]
        return self._can_pop(repair.pop) and self._can_shift(terminals, repair.pop)

    def _can_pop(self, count: int) -> bool:
        """Return whether the last ``count`` tokens were shifted, but not yet reduced."""
        values = self._state.value_stack
        return count <= len(values) and all(
            isinstance(value, Token) for value in values[len(values) - count :]
        )

    def _apply(self, repair: Repair) -> None:
        if repair.pop:
            # No block is popped: a closed block is reduced already, and `panic_mode` and the
            # repairs stop at an opening brace.
            del self._state.state_stack[-repair.pop :]
            del self._state.value_stack[-repair.pop :]
            self._position -= repair.pop
        end = self._position + repair.pop + repair.drop
        self.tokens[self._position : end] = repair.insert
        for start, stop, target in repair.moves:
            self.tokens[target:target] = self.tokens[start:stop]
            del self.tokens[start:stop]

    def _can_shift(self, terminals: list[str], pop: int = 0) -> bool:
        """Whether the parser can shift tokens of the given types, after popping ``pop`` tokens.

        The parse is simulated on the parse table. The stack is as deep as the nesting of the file,
        so it is not copied: ``pushed`` are the states above its first ``kept_count`` ones.
        """
        stack = self._state.state_stack
        kept_count = len(stack) - pop
        pushed: list[int] = []
        for terminal in terminals:
            while True:
                state = pushed[-1] if pushed else stack[kept_count - 1]
                action = self._table[state].get(terminal)
                if action is None:
                    return False
                kind, target = action
                if kind is Shift:
                    pushed.append(target)
                    break
                size = len(target.expansion)
                cut = min(size, len(pushed))
                del pushed[len(pushed) - cut :]
                kept_count -= size - cut
                state = pushed[-1] if pushed else stack[kept_count - 1]
                pushed.append(self._table[state][target.origin.name][1])
                if terminal == END and pushed[-1] == self._state.parse_conf.end_state:
                    break
        return True
