"""The grammar: where it lies, and the parser made from it."""

from __future__ import annotations

import hashlib
import io
import re
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path

import lark

from argmap._version import __version__
from argmap.config import cache_folder
from argmap.errors import GrammarNotFound
from argmap.syntax.builder import TreeBuilder
from argmap.syntax.lexer import OffsetLexer
from argmap.text import write_atomically


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
