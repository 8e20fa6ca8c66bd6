"""Ids that have become keywords: `concession`, `context` and `question`.

Maps from before may use these words as ids. All uses of such an id are one error with one fix,
which renames it everywhere in the file.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from lark import Token

from argmap.model.attributes import ATTRIBUTES, FORMER_NAMES, REFERENCE_KINDS
from argmap.syntax.errors import ParseError
from argmap.syntax.recovery.braces import span_of
from argmap.text import Edit, Span

_FORMER_IDS = {"CONCESSION", "CONTEXT", "QUESTION"}
_HEADS_WITH_TEXT = {
    *("CLAIM", "EVIDENCE", "ASSUMPTION", "COUNTERPOINT", "SECTION"),
    *_FORMER_IDS,
}
_HEADS_WITH_BLOCK = {"REASON", "OBJECTION"}
_HEADS_WITH_ID = {"SOURCE", "AS"}
_BEFORE_VALUE = {"COLON", "COMMA", "ARROW"}
_CITED = re.compile(r"@(concession|context|question)(?=:|$)")


def restore_former_ids(text: str, tokens: list[Token]) -> list[ParseError]:
    """Turn keywords that are used as ids into ids; return one error for each such keyword.

    The former name of an attribute, `question: 2`, becomes an id, too, as all other names are.
    """
    uses: dict[str, list[Span]] = defaultdict(list)
    citations: dict[str, list[Span]] = defaultdict(list)
    attribute = ""
    for index, token in enumerate(tokens):
        following = [following.type for following in tokens[index + 1 : index + 3]]
        if token.type == "CITATION" and (match := _CITED.match(token.value)):
            start = (token.start_pos or 0) + 1
            citations[match[1]].append(Span(start, start + len(match[1])))
        elif token.type == "ID" and following[:1] == ["COLON"]:
            attribute = token.value
        elif token.type in _FORMER_IDS:
            is_reference = _is_reference(text, tokens, index, attribute)
            if is_reference or _is_declared_id(text, tokens, index):
                tokens[index] = _as_id(token)
                uses[token.value].append(span_of(token))
            elif following == ["COLON", "NUMBER"] and token.value in FORMER_NAMES:
                tokens[index] = _as_id(token)
                attribute = FORMER_NAMES[token.value]
    if not uses:
        return []
    ids = {token.value for token in tokens if token.type == "ID"}
    return [_error(word, spans, citations.get(word, ()), ids) for word, spans in uses.items()]


def _as_id(token: Token) -> Token:
    return Token("ID", token.value, start_pos=token.start_pos, end_pos=token.end_pos)


def _is_declared_id(text: str, tokens: list[Token], index: int) -> bool:
    """Return whether a keyword is at the place of an id: ``claim question "…"``."""
    if index == 0 or not _on_same_line(text, tokens[index - 1], tokens[index]):
        return False
    head = tokens[index - 1].type
    next_type = tokens[index + 1].type if index + 1 < len(tokens) else ""
    return (
        head in _HEADS_WITH_ID
        or (head in _HEADS_WITH_TEXT and next_type == "TEXT")
        or (head in _HEADS_WITH_BLOCK and next_type == "LBRACE")
    )


def _is_reference(text: str, tokens: list[Token], index: int, attribute: str) -> bool:
    """Return whether a keyword is at the place of a reference: ``supports: question``."""
    spec = ATTRIBUTES.get(attribute)
    if index == 0 or spec is None or spec.value_kind not in REFERENCE_KINDS:
        return False
    previous, following = tokens[index - 1], [token.type for token in tokens[index + 1 : index + 3]]
    if previous.type not in _BEFORE_VALUE or not _on_same_line(text, previous, tokens[index]):
        return following[:1] == ["ARROW"]
    return following[:1] != ["TEXT"] and following != ["ID", "TEXT"]


def _on_same_line(text: str, first: Token, second: Token) -> bool:
    between = text[first.end_pos or 0 : second.start_pos or 0]
    return "\n" not in between and "\r" not in between


def _error(word: str, spans: list[Span], citations: Sequence[Span], ids: set[str]) -> ParseError:
    number = 1
    while f"{word}-{number}" in ids:
        number += 1
    name = f"{word}-{number}"
    return ParseError(
        spans[0],
        f"the keyword `{word}` cannot be an id",
        help=f"choose another id, for example `{name}`",
        fix=f"rename it to `{name}`",
        edits=tuple(Edit(span, name) for span in sorted((*spans, *citations))),
        is_safe=False,
        concerns_file=True,
    )
