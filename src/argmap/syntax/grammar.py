"""The grammar and the parser that Lark generates from it.

The lexer is Lark's basic lexer without line and column numbers. Lark counts lines and columns for
each token, which takes half of the time needed to read a map. Spans are offsets here, and reports
look up the lines that they show. The lexer uses Lark's terminals in Lark's order and produces
Lark's tokens; Lark loads it through the hook that lark-cython uses as well (``_plugins``).

The class of combining marks in an id takes longer to compile than most maps take to parse. Texts
that cannot contain such marks are therefore lexed with a simpler expression for ids.
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
    """A `lark.lexer.BasicLexer` whose tokens have offsets but no lines and columns."""

    def __init__(self, conf: LexerConf, comparator: Any = None) -> None:
        # A test validates the grammar; validating it here would take longer than parsing a map.
        conf.skip_validation = True
        super().__init__(conf, comparator)

    def lex(self, state: LexerState, parser_state: Any) -> Iterator[Token]:  # noqa: ARG002 (Lark passes it)
        """Yield the tokens from the position of ``state`` on.

        Raises:
            UnexpectedCharacters: No token begins at the position that ``state`` then has.
        """
        counter = state.line_ctr
        text = state.text.text
        match, word_terminals = self._pattern_of(text).match, self._word_terminals
        position = counter.char_pos
        while token_match := match(text, position):
            terminal = token_match.lastgroup
            value = token_match[terminal]  # type: ignore[index]
            position = token_match.end()
            if terminal == "ID":
                terminal = word_terminals.get(value, terminal)
            token = Token(terminal, value, position - len(value))  # type: ignore[arg-type]
            token.end_pos = position
            yield token
        while ignored := self._ignored.match(text, position):
            position = ignored.end()
        counter.char_pos = position
        if position < len(text):
            line, column = counter.line, counter.column  # required by Lark, never read
            raise UnexpectedCharacters(text, position, line, column)  # type: ignore[no-untyped-call]

    def _pattern_of(self, text: str) -> re.Pattern[str]:
        """Return the expression for the tokens of a text, cached for the last text.

        A text with errors is lexed in many short runs.
        """
        last_text, pattern = self._last
        if last_text is not text:
            pattern = self._full if may_have_marks(text) else self._lean
            self._last = (text, pattern)
        return pattern

    @cached_property
    def _last(self) -> tuple[str, re.Pattern[str]]:
        return "", self._lean

    @cached_property
    def _full(self) -> re.Pattern[str]:
        return self._compile(ID)

    @cached_property
    def _lean(self) -> re.Pattern[str]:
        return self._compile(MARKLESS_ID)

    @cached_property
    def _ignored(self) -> re.Pattern[str]:
        patterns = {terminal.name: terminal.pattern.to_regexp() for terminal in self.terminals}
        return re.compile("|".join(patterns[name] for name in self.ignore_types))

    def _compile(self, id_pattern: str) -> re.Pattern[str]:
        """Return one expression for all terminals, preceded by the ignored ones.

        ``id_pattern`` replaces the grammar's expression for an id, also inside paths and citations.
        """
        patterns = {terminal.name: terminal.pattern.to_regexp() for terminal in self.terminals}
        grammar_id = patterns["ID"]
        ignored = "|".join(patterns[name] for name in self.ignore_types)
        tokens = "|".join(
            f"(?P<{terminal.name}>{patterns[terminal.name].replace(grammar_id, id_pattern)})"
            for terminal in self.terminals
            if terminal.name not in self.ignore_types
            and terminal.name not in self._word_terminals.values()
        )
        # The group is atomic: backtracking through a million spaces before an error would take
        # exponential time.
        return re.compile(f"(?>(?:{ignored})*)(?:{tokens})", self.g_regex_flags)

    @cached_property
    def _word_terminals(self) -> dict[str, str]:
        """The terminals of keywords, by their text. The expression matches keywords as ids."""
        return {
            terminal.pattern.value: terminal.name
            for terminal in self.terminals
            if terminal.pattern.type == "str" and terminal.pattern.value.isalpha()
        }


def grammar_path() -> Path:
    """Return the path of the grammar: next to this module in a wheel, ``grammar/`` in a checkout.

    Raises:
        GrammarNotFound: The grammar exists in neither place.
    """
    packaged = Path(__file__).with_name("argmap.lark")
    checkout = Path(__file__).parents[3] / "grammar" / "argmap.lark"
    for path in (packaged, checkout):
        if path.is_file():
            return path
    raise GrammarNotFound(
        f"missing grammar: neither {packaged} nor {checkout} exists; reinstall argmap"
    )


@cache
def parser() -> lark.Lark:
    """Return the parser, loaded from the cache if possible.

    Compiling the grammar takes longer than parsing most maps. The compiled tables are stored in the
    user's cache folder, under a name that depends on the grammar and on the versions of argmap,
    Lark and Python. If the folder cannot be read or written, the grammar is compiled each time.
    """
    grammar = grammar_path().read_text(encoding="utf-8")
    folder = cache_folder()
    if folder is None:
        return _compile(grammar, None)
    path = folder / f"grammar-{_cache_key(grammar)}.pickle"
    return _load(path) or _compile(grammar, path)


@cache
def keywords() -> dict[str, str]:
    """Return the keywords of the language, each with its terminal: ``claim`` → ``CLAIM``."""
    return {
        terminal.pattern.value: terminal.name
        for terminal in parser().terminals
        if terminal.pattern.type == "str" and terminal.pattern.value.isalpha()
    }


def ends_text(text: str, offset: int) -> bool:
    """Return whether a text may end before an offset, right after its closing quote."""
    return _text_end().match(text, offset) is not None


@cache
def _text_end() -> re.Pattern[str]:
    """Return the lookaheads of the grammar after a closing quote (`NO_WORD_NEXT` and others)."""
    grammar = grammar_path().read_text(encoding="utf-8")
    return re.compile("".join(re.findall(r"^NO_\w+: /(.+)/$", grammar, flags=re.MULTILINE)))


def _load(path: Path) -> lark.Lark | None:
    # Unpickling a damaged or unrelated file can raise anything.
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
    tables = io.BytesIO()
    compiled.save(tables)
    with suppress(OSError):  # the cache is optional: the folder may be read-only
        write_atomically(path, tables.getvalue())
    return compiled


def _cache_key(grammar: str) -> str:
    versions = f"{lark.__version__} {sys.version} {__version__}"
    return hashlib.sha256(f"{versions}\n{grammar}".encode()).hexdigest()[:32]
