"""Lark's basic lexer without what nobody here asks for.

Lark counts lines and columns token by token, and that is half the time it takes to read a map;
spans here are offsets, and lines are looked up where a report shows them. This lexer takes Lark's
terminals, in Lark's order, and makes Lark's tokens, with their offsets only. It is put in by the
hook that lark-cython uses too (``_plugins``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from lark import Token
from lark.lexer import BasicLexer, LexerState


class OffsetLexer(BasicLexer):
    """Yields the tokens of `lark.lexer.BasicLexer`, without lines and columns."""

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        """All terminals in one expression, behind whatever is ignored."""
        patterns = {terminal.name: terminal.pattern.to_regexp() for terminal in self.terminals}
        ignored = "|".join(patterns[name] for name in self.ignore_types)
        taken = "|".join(
            f"(?P<{terminal.name}>{patterns[terminal.name]})"
            for terminal in self.terminals
            if terminal.name not in self.ignore_types and terminal.name not in self._words.values()
        )
        # What is ignored is taken once and for all: a million blanks before a mistake would else be
        # cut up in every way there is.
        return re.compile(f"(?>(?:{ignored})*)(?:{taken})", self.g_regex_flags)

    @cached_property
    def _words(self) -> dict[str, str]:
        """The terminals that are words by themselves: each looks like an id, and is none."""
        return {
            terminal.pattern.value: terminal.name
            for terminal in self.terminals
            if terminal.pattern.type == "str" and terminal.pattern.value.isalpha()
        }

    def lex(self, state: LexerState, parser_state: Any) -> Iterator[Token]:
        """Yield the tokens from where ``state`` stands.

        Raises:
            UnexpectedCharacters: where no token begins; ``state`` then stands there.
        """
        counter = state.line_ctr
        text = state.text.text
        match, words = self._pattern.match, self._words
        position = counter.char_pos
        while found := match(text, position):
            kind = found.lastgroup
            value = found[kind]  # type: ignore[index]
            position = found.end()
            if kind == "ID":
                kind = words.get(value, kind)
            token = Token(kind, value, position - len(value))  # type: ignore[arg-type]
            token.end_pos = position
            yield token
        # What is left is ignored, or begins no token: Lark says which, and where.
        counter.feed(text[counter.char_pos : position])
        yield from super().lex(state, parser_state)
