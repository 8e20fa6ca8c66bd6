"""The grammar: where it lies, and the parser made from it.

Lark's basic lexer without what nobody here asks for.

Lark counts lines and columns token by token, and that is half the time it takes to read a map;
spans here are offsets, and lines are looked up where a report shows them. This lexer takes Lark's
terminals, in Lark's order, and makes Lark's tokens, with their offsets only. It is put in by the
hook that lark-cython uses too (``_plugins``).

The class of combining marks in an id takes longer to compile than most maps to read. A text that
can hold none is lexed with a leaner form of the id.
"""

from __future__ import annotations

import hashlib
import io
import re
import sys
from collections.abc import Iterator
from contextlib import suppress
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import lark
from lark import Token, UnexpectedCharacters
from lark.common import LexerConf
from lark.lexer import BasicLexer, LexerState

from argmap._version import __version__
from argmap.config import cache_folder
from argmap.errors import GrammarNotFound
from argmap.model.identifiers import ID, MARKLESS_ID, may_have_marks
from argmap.syntax.tree import TreeBuilder
from argmap.text import write_atomically


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
        return self._compiled(MARKLESS_ID)

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


def grammar_path() -> Path:
    """Return the grammar's path: beside this module in a wheel, in ``grammar/`` in a checkout.

    Raises:
        GrammarNotFound: when it is in neither place.
    """
    packaged = Path(__file__).with_name("argmap.lark")
    checkout = Path(__file__).parents[3] / "grammar" / "argmap.lark"
    for path in (packaged, checkout):
        if path.is_file():
            return path
    raise GrammarNotFound(
        f"the grammar is missing: neither {packaged} nor {checkout} is there; install argmap again"
    )


@cache
def parser() -> lark.Lark:
    """Return the parser, from the cache where there is a good one.

    Compiling the grammar takes longer than reading most maps. The compiled tables are kept in the
    user's cache folder under a name that changes with the grammar, lark and Python; where nothing
    can be read or written there, they are compiled each time.
    """
    grammar = grammar_path().read_text(encoding="utf-8")
    folder = cache_folder()
    if folder is None:
        return _compile(grammar, None)
    path = folder / f"grammar-{_key(grammar)}.pickle"
    return _load(path) or _compile(grammar, path)


@cache
def keywords() -> dict[str, str]:
    """Return the language's words by themselves, each with its terminal: ``claim`` → ``CLAIM``."""
    return {
        terminal.pattern.value: terminal.name
        for terminal in parser().terminals
        if terminal.pattern.type == "str" and terminal.pattern.value.isalpha()
    }


@cache
def _text_end() -> re.Pattern[str]:
    """Return what the grammar asks for after a closing quote (`NO_WORD_NEXT` and the like)."""
    grammar = grammar_path().read_text(encoding="utf-8")
    return re.compile("".join(re.findall(r"^NO_\w+: /(.+)/$", grammar, flags=re.MULTILINE)))


def ends_text(text: str, at: int) -> bool:
    """Whether what is at an offset, after a closing quote, lets a text end there."""
    return _text_end().match(text, at) is not None


def _load(path: Path) -> lark.Lark | None:
    # A cache that is damaged, or was made by something else, may fail in any way at all.
    try:
        with path.open("rb") as file:
            return lark.Lark.load(file)
    except Exception:  # noqa: BLE001
        return None


def _compile(grammar: str, path: Path | None) -> lark.Lark:
    compiled = lark.Lark(
        grammar,
        parser="lalr",
        lexer="basic",
        transformer=TreeBuilder(),
        _plugins={"BasicLexer": OffsetLexer},
    )
    if path is None:
        return compiled
    stored = io.BytesIO()
    compiled.save(stored)
    with suppress(OSError):  # a read-only home is no reason to fail
        write_atomically(path, stored.getvalue())
    return compiled


def _key(grammar: str) -> str:
    versions = f"{lark.__version__} {sys.version} {__version__}"
    return hashlib.sha256(f"{versions}\n{grammar}".encode()).hexdigest()[:32]
