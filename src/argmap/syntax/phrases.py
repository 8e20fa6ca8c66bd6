"""What the grammar expects, in the words of somebody who never saw a grammar."""

from __future__ import annotations

from collections.abc import Iterable

from lark import Token

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


def expectation(terminals: Iterable[str]) -> str:
    """Return what may stand somewhere, as a sentence; empty when there is nothing worth saying."""
    expected = set(terminals)
    phrases = [phrase for terminal, phrase in _PHRASES.items() if terminal in expected]
    if not phrases:
        return ""
    if len(phrases) == 1:
        return f"{phrases[0]} is expected here"
    return f"expected here: {', '.join(phrases[:-1])} or {phrases[-1]}"


def shown(token: Token) -> str:
    """Return a token as a message names it."""
    if token.type == "$END":
        return "the end of the file"
    text = token.value if len(token.value) <= 30 else token.value[:29] + "…"  # noqa: PLR2004
    return f"`{text}`"


def article(word: str) -> str:
    """Return the word with its article: ``an objection``."""
    return f"an `{word}`" if word[0] in "aeiou" else f"a `{word}`"
