"""What the reader of a file finds wrong with it, as data.

What the grammar expects, in the words of somebody who never saw a grammar.
"""

from __future__ import annotations

from collections.abc import Iterable

from attrs import evolve, frozen
from lark import Token

from argmap.text import Edit, Span


@frozen
class ParseError:
    """One mistake: where, in words for whoever wrote it, and what would mend it.

    ``label`` is said beside the underline, ``places`` are other spans that explain it, ``edits``
    would mend it under the name ``fix``; unless ``is_safe``, something else may have been meant.
    Whether a mistake that ``concerns_file`` is one, only the whole file says.
    """

    span: Span
    message: str
    label: str = ""
    help: str = ""
    labels: tuple[tuple[Span, str], ...] = ()
    fix: str = ""
    edits: tuple[Edit, ...] = ()
    is_safe: bool = True
    concerns_file: bool = False

    @property
    def spans(self) -> tuple[Span, ...]:
        """All places that it speaks of: its own, those that explain it, those to be edited."""
        return (self.span, *(span for span, _ in self.labels), *(edit.span for edit in self.edits))

    def shifted(self, by: int) -> ParseError:
        """Return the same mistake ``by`` code points further on."""
        return evolve(
            self,
            span=self.span.shifted(by),
            labels=tuple((span.shifted(by), text) for span, text in self.labels),
            edits=tuple(Edit(span.shifted(by), new) for span, new in self.edits),
        )


class UnknownKeyword(ParseError):
    """A word where a keyword belongs that is none: ``clam``."""

    __slots__ = ()


class ForeignNotation(ParseError):
    """Something in another notation: Argdown, Markdown, JSON, prose."""

    __slots__ = ()


def replace_span(span: Span, replacement: str) -> tuple[Edit, ...]:
    return (Edit(span, replacement),)


def insert_at(offset: int, text: str) -> tuple[Edit, ...]:
    return (Edit(Span(offset, offset), text),)


_PHRASES = {
    "TEXT": "a text in quotes",
    "ID": "an id",
    "COLON": "a colon",
    "LBRACE": "a block in braces",
    "RBRACE": "a closing brace",
    "COMMA": "a comma",
    "NUMBER": "a number",
    "CITATION": "a citation",
    "CLAIM": "a statement (claim, evidence, assumption, counterpoint)",
    "SECTION": "a section",
    "$END": "the end of the file",
}


def describe_expected(terminals: Iterable[str]) -> str:
    """Return what may stand somewhere, as a sentence; empty when there is nothing worth saying."""
    expected = set(terminals)
    phrases = [phrase for terminal, phrase in _PHRASES.items() if terminal in expected]
    if not phrases:
        return ""
    if len(phrases) == 1:
        return f"{phrases[0]} is expected here"
    return f"expected here: {', '.join(phrases[:-1])} or {phrases[-1]}"


def display_token(token: Token) -> str:
    """Return a token as a message names it."""
    if token.type == "$END":
        return "the end of the file"
    text = token.value if len(token.value) <= 30 else token.value[:29] + "…"  # noqa: PLR2004
    return f"`{text}`"


def with_article(word: str) -> str:
    """Return the word with its article: ``an objection``."""
    return f"an `{word}`" if word[0] in "aeiou" else f"a `{word}`"
