"""Lark's basic lexer without what nobody here asks for.

Lark counts lines and columns token by token, and that is half the time it takes to read a map;
spans here are offsets, and lines are looked up where a report shows them. This lexer takes Lark's
terminals, in Lark's order, and makes Lark's tokens, with their offsets only. It is put in by the
hook that lark-cython uses too (``_plugins``).

The class of combining marks in an id takes longer to compile than most maps to read. A text that
can hold none is lexed with a leaner form of the id.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from lark import Token, UnexpectedCharacters
from lark.common import LexerConf
from lark.lexer import BasicLexer, LexerState

from argmap.model.identifiers import ID, LEAN_ID, may_have_marks


class OffsetLexer(BasicLexer):
    """Yields the tokens of `lark.lexer.BasicLexer`, without lines and columns."""

    def __init__(self, conf: LexerConf, comparator: Any = None) -> None:
        # A test validates the grammar; doing so each time takes longer than to read most maps.
        conf.skip_validation = True
        super().__init__(conf, comparator)

    def _pattern_of(self, text: str) -> re.Pattern[str]:
        """Return the expression for a text; a text with mistakes is asked for again and again."""
        last, pattern = self._last
        if last is not text:
            pattern = self._full if may_have_marks(text) else self._lean
            self._last = (text, pattern)
        return pattern

    @cached_property
    def _last(self) -> tuple[str, re.Pattern[str]]:
        return "", self._lean

    @cached_property
    def _full(self) -> re.Pattern[str]:
        return self._compiled(ID)

    @cached_property
    def _lean(self) -> re.Pattern[str]:
        return self._compiled(LEAN_ID)

    @cached_property
    def _ignored(self) -> re.Pattern[str]:
        patterns = {terminal.name: terminal.pattern.to_regexp() for terminal in self.terminals}
        return re.compile("|".join(patterns[name] for name in self.ignore_types))

    def _compiled(self, id_: str) -> re.Pattern[str]:
        """Return all terminals in one expression, after the ignored ones.

        ``id_`` replaces the grammar's expression of an id, which matches the same, and which
        paths and citations are made of.
        """
        patterns = {terminal.name: terminal.pattern.to_regexp() for terminal in self.terminals}
        written = patterns["ID"]
        ignored = "|".join(patterns[name] for name in self.ignore_types)
        taken = "|".join(
            f"(?P<{terminal.name}>{patterns[terminal.name].replace(written, id_)})"
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

    def lex(self, state: LexerState, parser_state: Any) -> Iterator[Token]:  # noqa: ARG002 (Lark passes it)
        """Yield the tokens from where ``state`` stands.

        Raises:
            UnexpectedCharacters: where no token begins; ``state`` then stands there.
        """
        counter = state.line_ctr
        text = state.text.text
        match, words = self._pattern_of(text).match, self._words
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
        while ignored := self._ignored.match(text, position):
            position = ignored.end()
        counter.char_pos = position
        if position < len(text):
            line, column = counter.line, counter.column  # not counted, and not asked for
            raise UnexpectedCharacters(text, position, line, column)  # type: ignore[no-untyped-call]
