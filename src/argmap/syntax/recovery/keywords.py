"""Repairs of unknown and misplaced keywords."""

from __future__ import annotations

from typing import NamedTuple

from lark import Token

from argmap.model.attributes import (
    ATTRIBUTES,
    DECLARATION_KEYWORDS,
    FREE_PREFIX,
    INFERENCE_KEYWORDS,
    ValueKind,
)
from argmap.syntax.errors import DECLARATION_HELP, ParseError, UnknownKeyword, replace_span
from argmap.syntax.grammar import keywords
from argmap.syntax.literals import quote
from argmap.syntax.recovery.attributes import count_values
from argmap.syntax.recovery.context import END, MAX_LOOKAHEAD_TOKENS, RecoveryContext, Repair
from argmap.syntax.recovery.inner_quotes import touches_quote
from argmap.syntax.recovery.synonyms import (
    ANSWERS,
    DRAWBACKS,
    PHRASES,
    RELATION_VERBS,
    SYNONYMS,
)
from argmap.text import Span, closest_match

_ATTACKS = frozenset({"COUNTERPOINT", "CONCESSION", "OBJECTION"})
_MAX_LOOKBACK = 200
"""Tokens that are searched backwards for the attribute of a value."""


def phrase_as_keyword(ctx: RecoveryContext) -> Repair | None:
    """Read the first words of ``to be sure "…"`` as a keyword."""
    if ctx.token.type != "ID" or "CLAIM" not in ctx.expected:
        return None
    for words, keyword in PHRASES.items():
        tokens = [ctx.lookahead(count) for count in range(len(words) + 1)]
        text = ctx.lookahead(len(words) + 1) if tokens[-1].type == "ID" else tokens[-1]
        if tuple(token.value.casefold() for token in tokens[:-1]) != words or text.type != "TEXT":
            continue
        if not ctx.on_same_line(ctx.token, text):
            continue
        span = Span(ctx.token_span.start, tokens[-2].end_pos or 0)
        error = UnknownKeyword(
            span,
            f"unknown keyword `{ctx.text[span.start : span.end]}`",
            help=f"did you mean `{keyword}`?",
            fix=f"write `{keyword}`",
            edits=replace_span(span, keyword),
            is_safe=False,
        )
        token = Token(keywords()[keyword], keyword, start_pos=span.start, end_pos=span.end)
        return Repair(error, drop=len(words), insert=(token,))
    return None


def misspelled_keyword(ctx: RecoveryContext) -> Repair | None:
    """Read the first word of ``clam c1 "…"`` as a keyword."""
    word, next_token = ctx.token, ctx.lookahead(1)
    if word.type != "ID" or "CLAIM" not in ctx.expected:
        return None
    if next_token.type not in {"ID", "TEXT", "LBRACE"} or not ctx.on_same_line(word, next_token):
        return None
    if touches_quote(ctx.text, ctx.token_span) and not ctx.is_first_on_line(word):
        return None  # a word of a text with wrong quotes
    folded = word.value.casefold()
    has_text = "TEXT" in (next_token.type, ctx.lookahead(2).type)
    if folded in ANSWERS and has_text:
        correction = _correct_answer(ctx, folded)
    elif folded in DRAWBACKS:
        help_ = (
            "did you mean `concession`? if it counts against the statement, write `counterpoint`"
        )
        correction = _Correction("concession", help_, is_safe=False)
    else:
        keyword = SYNONYMS.get(folded) or RELATION_VERBS.get(folded)
        keyword = keyword or closest_match(word.value, DECLARATION_KEYWORDS)
        if keyword is None and not (has_text and ctx.is_first_on_line(word)):
            return None
        if keyword in INFERENCE_KEYWORDS and has_text:
            # An inference has no text.
            keyword = "claim" if keyword == "reason" else "counterpoint"
        correction = _Correction(
            keyword, f"did you mean `{keyword}`?" if keyword else DECLARATION_HELP
        )
    span = ctx.token_span
    error = UnknownKeyword(
        span,
        f"unknown keyword `{word.value}`",
        help=correction.help,
        fix=f"write `{correction.keyword}`" if correction.keyword else "",
        edits=replace_span(span, correction.keyword) if correction.keyword else (),
        is_safe=correction.is_safe,
        concerns_file=correction.depends_on_place,
    )
    keyword = correction.keyword or "claim"
    token = Token(keywords()[keyword], keyword, start_pos=span.start, end_pos=span.end)
    return Repair(error, drop=1, insert=(token,))


class _Correction(NamedTuple):
    """The keyword that an unknown one probably stands for.

    Attributes:
        keyword: The keyword; None if it is not clear.
        help: What to write instead.
        is_safe: Whether this is certain.
        depends_on_place: Whether the blocks around the word decide.
    """

    keyword: str | None
    help: str
    is_safe: bool = True
    depends_on_place: bool = False


def _correct_answer(ctx: RecoveryContext, word: str) -> _Correction:
    """Return the keyword for `rebuttal` and similar words, which depends on their place.

    In the block of a counterpoint, they attack it. Next to one, they probably answer it: there
    `counterpoint` would turn a defense of the statement into an attack.
    """
    outer, has_attack_before = _surroundings(ctx)
    if outer in _ATTACKS:
        return _Correction("counterpoint", "did you mean `counterpoint`?", depends_on_place=True)
    if outer == "QUESTION":
        keyword = "claim" if word == "answer" else SYNONYMS[word]
        return _Correction(
            keyword,
            f"did you mean `{keyword}`?",
            is_safe=word == "answer",
            depends_on_place=True,
        )
    if has_attack_before:
        help_ = "to answer a counterpoint, write a `counterpoint` in its block"
        return _Correction(None, help_, is_safe=False, depends_on_place=True)
    keyword = SYNONYMS[word]
    return _Correction(keyword, f"did you mean `{keyword}`?", is_safe=False, depends_on_place=True)


def _surroundings(ctx: RecoveryContext) -> tuple[str, bool]:
    """Return what the innermost block belongs to, and whether an attack is before the token in it.

    Returns:
        The terminal of the keyword, empty at the top level; and whether the block has a
        counterpoint, an objection or a concession before the token.
    """
    depth = 0
    has_attack = False
    for count in range(1, MAX_LOOKAHEAD_TOKENS):
        token = ctx.previous(count)
        if token.type == END:
            break
        if depth < 0 and ctx.is_keyword(token):
            return token.type, has_attack
        depth += (token.type == "RBRACE") - (token.type == "LBRACE")
        if depth == 0 and token.type in _ATTACKS and ctx.is_keyword(token):
            has_attack = True
    return "", has_attack


def keyword_as_name(ctx: RecoveryContext) -> Repair | None:
    """Read the keyword in ``claim evidence "…"`` and ``supports: claim`` as an id."""
    if not ctx.is_keyword(ctx.token) or "ID" not in ctx.expected or ctx.expected == {"COLON"}:
        return None
    previous = ctx.previous(1)
    if previous.type == "COMMA" and ctx.begins_declaration:
        return None  # the comma is the mistake: `tags: x, claim "A"`
    is_value = previous.type in {"COLON", "COMMA", "ARROW"}
    if not ctx.on_same_line(previous, ctx.token) or not (is_value or ctx.is_keyword(previous)):
        return None
    quoted = _takes_text(ctx) and quote(ctx.token.value)
    error = ParseError(
        ctx.token_span,
        f"the keyword `{ctx.token.value}` cannot be an id",
        help=f"write {quoted}"
        if quoted
        else f"choose another id, for example `{ctx.token.value}-1`, or write a text in quotes",
        fix=f"write {quoted}" if quoted else "",
        edits=replace_span(ctx.token_span, quoted) if quoted else (),
    )
    name = Token("ID", ctx.token.value, start_pos=ctx.token.start_pos, end_pos=ctx.token.end_pos)
    return Repair(error, drop=1, insert=(name,))


def _takes_text(ctx: RecoveryContext) -> bool:
    """Return whether the attribute whose values are being parsed takes words or texts."""
    for count in range(1, _MAX_LOOKBACK):
        if ctx.previous(count).type == "COLON":
            name = ctx.previous(count + 1).value
            spec = ATTRIBUTES.get(name)
            is_free = name.startswith(FREE_PREFIX)
            return is_free or (
                spec is not None and spec.value_kind in (ValueKind.TEXT, ValueKind.WORDS)
            )
        if ctx.previous(count).type in {"LBRACE", "RBRACE", END}:
            break
    return False


def keyword_as_attribute(ctx: RecoveryContext) -> Repair | None:
    """Drop ``source: "…"``, an attribute with a keyword as its name."""
    keyword = ctx.token
    if (
        not ctx.is_keyword(keyword)
        or ctx.lookahead(1).type != "COLON"
        or "CLAIM" not in ctx.expected
    ):
        return None
    name = ctx.lookahead(2).value if ctx.lookahead(2).type == "ID" else "paper"
    error = ParseError(
        ctx.token_span,
        f"the keyword `{keyword.value}` cannot be an attribute",
        help=f'cite a source after the text: "…" @{name}'
        if keyword.value == "source"
        else "write attributes as `name: value`, such as `confidence: likely`",
    )
    drop = 2 + count_values(ctx, 2)
    while ctx.lookahead(drop).type in {"CITATION", "TEXT", "COMMA"} and ctx.on_same_line(
        ctx.lookahead(drop - 1), ctx.lookahead(drop)
    ):
        drop += 1
    return Repair(error, drop=drop)
