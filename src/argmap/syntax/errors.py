"""Parse errors as data, and the words that their messages share."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import evolve, frozen
from lark import Token

from argmap.text import Edit, Span

_TERMINAL_DESCRIPTIONS = {
    "TEXT": "a text in quotes",
    "ID": "an id",
    "COLON": "a colon",
    "LBRACE": "a block in braces",
    "RBRACE": "a closing brace",
    "COMMA": "a comma",
    "NUMBER": "a number",
    "CITATION": "a citation",
    "CLAIM": "a statement (claim, evidence, assumption, counterpoint, concession)",
    "CONTEXT": "a context",
    "QUESTION": "a question",
    "SECTION": "a section",
    "$END": "the end of the file",
}
DECLARATION_HELP = (
    "begin a declaration with claim, evidence, assumption, counterpoint, concession or context, "
    "or at the top level also with question"
)
"""The help for a word that is not a keyword and resembles none."""
_MAX_DISPLAY_LENGTH = 30


@frozen
class ParseError:
    """A syntax error: its span, its message, and the edits that fix it.

    Attributes:
        span: The underlined text.
        message: What is wrong, as one sentence for the author.
        label: A note next to the underline.
        help: What to do about it.
        labels: Further spans that explain the error, each with a note.
        fix: The title of the fix, in the imperative; empty if there is none.
        edits: The edits of the fix.
        is_safe: Whether the fix is certain to be what the author meant.
        concerns_file: Whether the error can only be judged with the whole file.
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
        """All spans of the error: underlined, labeled and edited ones."""
        return (self.span, *(span for span, _ in self.labels), *(edit.span for edit in self.edits))

    def shifted(self, offset: int) -> ParseError:
        """Return the same error, moved by ``offset`` code points."""
        return evolve(
            self,
            span=self.span.shifted(offset),
            labels=tuple((span.shifted(offset), text) for span, text in self.labels),
            edits=tuple(Edit(span.shifted(offset), new) for span, new in self.edits),
        )


class UnknownKeyword(ParseError):
    """An unknown word in the place of a keyword: ``clam``."""

    __slots__ = ()


class ForeignNotation(ParseError):
    """Text in another notation: Argdown, Markdown, JSON, prose."""

    __slots__ = ()


def replace_span(span: Span, replacement: str) -> tuple[Edit, ...]:
    """Return the edits that replace a span by a text."""
    return (Edit(span, replacement),)


def insert_at(offset: int, text: str) -> tuple[Edit, ...]:
    """Return the edits that insert a text at an offset."""
    return (Edit(Span(offset, offset), text),)


def describe_expected(terminals: Iterable[str]) -> str:
    """Return what the grammar expects, as a sentence; empty if no terminal has a description."""
    expected = set(terminals)
    if "SECTION" not in expected:  # the resolver reports a question that is nested in a statement
        expected.discard("QUESTION")
    descriptions = [
        description
        for terminal, description in _TERMINAL_DESCRIPTIONS.items()
        if terminal in expected
    ]
    if not descriptions:
        return ""
    if len(descriptions) == 1:
        return f"expected {descriptions[0]}"
    return f"expected {', '.join(descriptions[:-1])} or {descriptions[-1]}"


def display_token(token: Token) -> str:
    """Return a token as messages name it: in backticks, and shortened if it is long."""
    if token.type == "$END":
        return "end of the file"
    text = token.value
    if len(text) > _MAX_DISPLAY_LENGTH:
        text = text[: _MAX_DISPLAY_LENGTH - 1] + "…"
    return f"`{text}`"


def with_article(word: str) -> str:
    """Return a word in backticks, after its indefinite article."""
    return f"an `{word}`" if word[0] in "aeiou" else f"a `{word}`"
