"""Repairs of attributes without colon, comma, value or block, and of unknown or misplaced words."""

from __future__ import annotations

import re
from itertools import pairwise

from lark import Token

from argmap.model.attributes import (
    ATTRIBUTES,
    FREE_PREFIX,
    REFERENCE_KINDS,
    AttributeSpec,
    ValueKind,
)
from argmap.model.statement import ESTIMATIVE_WORDS, estimative_word_for
from argmap.syntax.errors import (
    DECLARATION_HELP,
    ParseError,
    display_token,
    insert_at,
    replace_span,
)
from argmap.syntax.literals import quote
from argmap.syntax.recovery.braces import make_token, span_of
from argmap.syntax.recovery.context import END, VALUE_TERMINALS, RecoveryContext, Repair
from argmap.syntax.recovery.synonyms import SYNONYMS
from argmap.text import Span, closest_match

NOT_IN_IDS = frozenset("{}[]()\"',;:@#\\")
"""Characters that have another meaning between two words than being part of an id."""
_FRACTION = re.compile(r"(\d{1,4})\s*/\s*(\d{1,4})")
_OPTION_WORDS = frozenset({"options", "alternatives", "answers", "choices"})
_MAX_LOOKBACK = 200
"""Tokens that are searched backwards for the attribute of a value."""


def missing_comma(ctx: RecoveryContext) -> Repair | None:
    """Insert the comma in ``supports: a b``."""
    first, second = ctx.previous(1), ctx.token
    if "COMMA" not in ctx.expected or second.type not in VALUE_TERMINALS:
        return None
    if not ctx.on_same_line(first, second):
        return None
    third = ctx.lookahead(1)
    is_and = second.value == "and" and third.type in VALUE_TERMINALS
    if is_and and ctx.on_same_line(second, third) and ctx.lookahead(2).type != "COLON":
        return _and_between_values(ctx)
    if ctx.text[first.end_pos or 0 : second.start_pos or 0].strip(" \t\0"):
        return _id_with_symbols(ctx)
    offset = first.end_pos or 0
    are_apart = offset < (second.start_pos or 0)  # otherwise they may be one word: `2024-05-0x`
    error = ParseError(
        Span(first.start_pos or 0, second.end_pos or 0),
        "missing comma between two values",
        fix="insert a comma",
        edits=insert_at(offset, ","),
        is_safe=(are_apart and _is_list_of_ids(ctx)) or (first.type == second.type == "TEXT"),
    )
    return Repair(error, insert=(make_token("COMMA", ",", offset),))


def _id_with_symbols(ctx: RecoveryContext) -> Repair | None:
    """Read ``supports: a/b`` as one id, like the declaration of that id."""
    first, second = ctx.previous(1), ctx.token
    span = Span(first.start_pos or 0, second.end_pos or 0)
    if first.type != "ID" or second.type != "ID" or any(map(str.isspace, ctx.text[slice(*span)])):
        return None
    if not NOT_IN_IDS.isdisjoint(ctx.text[first.end_pos or 0 : second.start_pos or 0]):
        return None
    joined = f"{first.value}-{second.value}"
    error = ParseError(
        span,
        f"`{ctx.text[span.start : span.end]}` is not a valid id",
        help=f"use letters, digits, `_` and `-`: `{joined}`",
        fix=f"write `{joined}`",
        edits=replace_span(span, joined),
    )
    name = Token("ID", joined, start_pos=span.start, end_pos=span.end)
    return Repair(error, drop=1, pop=1, insert=(name,))


def _and_between_values(ctx: RecoveryContext) -> Repair:
    """Replace the ``and`` in ``supports: a and b`` by a comma."""
    span = Span(ctx.previous(1).end_pos or 0, ctx.token_span.end)
    error = ParseError(
        ctx.token_span,
        "unexpected `and` between two values",
        help="separate values by commas",
        fix="write a comma",
        edits=replace_span(span, ","),
        is_safe=_is_list_of_ids(ctx),
    )
    return Repair(error, drop=1, insert=(make_token("COMMA", ",", span.start),))


def _is_list_of_ids(ctx: RecoveryContext) -> bool:
    """Return whether the attribute takes a list of ids, so that two words must be two values."""
    for count in range(2, _MAX_LOOKBACK):
        if ctx.previous(count).type == "COLON":
            spec = ATTRIBUTES.get(ctx.previous(count + 1).value)
            return spec is not None and spec.value_kind in REFERENCE_KINDS
    return False


def several_words(ctx: RecoveryContext) -> Repair | None:
    """Join the words in ``confidence: very likely``; quote those in ``note: some words``."""
    first, name = ctx.previous(1), ctx.previous(3)
    spec = ATTRIBUTES.get(name.value)
    is_value = "COMMA" in ctx.expected and ctx.previous(2).type == "COLON" and name.type == "ID"
    if not is_value or spec is None or spec.value_kind in REFERENCE_KINDS:
        return None
    run = ctx.count_rest_of_line()
    if not run or first.type == "TEXT" or not ctx.on_same_line(first, ctx.token):
        return None
    if any(ctx.lookahead(offset).type in {"COLON", "COMMA", "TEXT"} for offset in range(run)):
        return None
    span = Span(first.start_pos or 0, ctx.lookahead(run - 1).end_pos or 0)
    words = ctx.text[span.start : span.end]
    if not set("{}[]").isdisjoint(words):
        return None  # brackets that were dropped are not part of a text
    is_word = "-".join(words.split()) in ESTIMATIVE_WORDS or spec.value_kind is ValueKind.WORD
    if not is_word and spec.value_kind not in (ValueKind.TEXT, ValueKind.WORDS):
        return _invalid_value(ctx, span, spec, run)
    correction = "-".join(words.split()) if is_word else quote(words)
    error = ParseError(
        span,
        f"`{name.value}` takes one value, not several words",
        help="join the words with hyphens" if is_word else "write several words in quotes",
        fix=f"write {correction}",
        edits=replace_span(span, correction),
    )
    kind = "ID" if is_word else "TEXT"
    token = Token(kind, correction, start_pos=span.start, end_pos=span.end)
    return Repair(error, drop=run, pop=1, insert=(token,))


def words_with_colon(ctx: RecoveryContext) -> Repair | None:
    """Read ``note: Remark: some words`` as one text without quotes."""
    name = ctx.previous(2)
    spec = ATTRIBUTES.get(name.value)
    if ctx.previous(1).type != "COLON" or spec is None or spec.value_kind is not ValueKind.TEXT:
        return None
    run = ctx.count_rest_of_line()
    if ctx.token.type != "ID" or not run or not ctx.on_same_line(ctx.previous(1), ctx.token):
        return None
    tokens = [ctx.lookahead(offset) for offset in range(run + 1)]
    if any(token.type == "TEXT" for token in tokens):
        return None
    labels = [word for word, mark in pairwise(tokens) if mark.type == "COLON"]
    if not labels or any(map(_may_be_attribute, labels)):
        return None
    span = Span(ctx.token_span.start, ctx.end_of_words(run))
    if not set("{}[]").isdisjoint(ctx.text[span.start : span.end]):
        return None  # brackets that were dropped are not part of a text
    quoted = quote(ctx.text[span.start : span.end])
    error = ParseError(
        span,
        "missing quotes around a text",
        help=f'write `{name.value}: "…"`',
        fix="put it in quotes",
        edits=replace_span(span, quoted),
    )
    return Repair(
        error, drop=run, insert=(Token("TEXT", quoted, start_pos=span[0], end_pos=span[1]),)
    )


def _may_be_attribute(word: Token) -> bool:
    """Return whether a word before a colon is an attribute, and not the label of a sentence."""
    if word.type != "ID" or word.value[:1].isupper():
        return False
    is_known = word.value in ATTRIBUTES or word.value in SYNONYMS
    return (
        is_known
        or word.value.startswith(FREE_PREFIX)
        or closest_match(word.value, ATTRIBUTES, cutoff=0.7) is not None
    )


def _invalid_value(ctx: RecoveryContext, span: Span, spec: AttributeSpec, run: int) -> Repair:
    """Drop words that are an invalid value of an attribute."""
    words = ctx.text[span.start : span.end]
    is_confidence = spec.value_kind is ValueKind.CONFIDENCE
    choices = ": " + ", ".join(ESTIMATIVE_WORDS) if is_confidence else ""
    share = _fraction_value(words) if is_confidence else ""
    word = (estimative_word_for(words) or "") if is_confidence else ""
    fallback = f"it takes {spec.value_kind.value}{choices}"
    error = ParseError(
        span,
        f"`{words}` is not a valid value of `{spec.name}`",
        help=f"write {share}"
        if share
        else f"{f'did you mean `{word}`? ' if word else ''}{fallback}",
        fix=f"write {share}" if share else f"write `{word}`" if word else "",
        edits=replace_span(span, share or word) if share or word else (),
        is_safe=False,
    )
    return Repair(error, drop=run)


def _fraction_value(words: str) -> str:
    """Return `7/10` as `0.7`; empty if the words are not a fraction between 0 and 1."""
    match = _FRACTION.fullmatch(words)
    if match is None or not 0 < int(match[2]) >= int(match[1]):
        return ""
    return f"{int(match[1]) / int(match[2]):.3g}"


def missing_colon(ctx: RecoveryContext) -> Repair | None:
    """Insert the colon in ``confidence likely``."""
    name, value = ctx.token, ctx.lookahead(1)
    if name.type != "ID" or "ID" not in ctx.expected or value.type not in VALUE_TERMINALS:
        return None
    if ctx.is_relation_with_text:
        return None  # `support c "…"` is meant as a declaration
    if (
        value.type == "ID"
        and ctx.lookahead(2).type == "TEXT"
        and ctx.on_same_line(value, ctx.lookahead(2))
    ):
        return None  # as is `question q "…"`
    is_attribute = name.value in ATTRIBUTES or (
        not name.value[:1].isupper() and closest_match(name.value, ATTRIBUTES, cutoff=0.85)
    )
    is_keyword = name.value in SYNONYMS and (name.value not in ATTRIBUTES or value.type == "TEXT")
    if not is_attribute or is_keyword or not ctx.on_same_line(name, value):
        return None
    offset = name.end_pos or 0
    error = ParseError(
        ctx.token_span,
        f"missing colon after `{name.value}`",
        help="write attributes as `name: value`",
        fix="insert a colon",
        edits=insert_at(offset, ":"),
    )
    return Repair(error, drop=1, insert=(name, make_token("COLON", ":", offset)))


def missing_value(ctx: RecoveryContext) -> Repair | None:
    """Drop ``confidence:`` without a value, or a comma without a value after it."""
    previous = ctx.previous(1)
    if previous.type not in {"COLON", "COMMA"} or "TEXT" not in ctx.expected:
        return None
    is_name = ctx.token.type == "ID" and ctx.lookahead(1).type == "COLON"
    is_end = ctx.token.type in {END, "RBRACE", "LBRACE", "COMMA"}
    is_declaration = previous.type == "COMMA" and ctx.begins_declaration
    is_complete = is_name or is_end or is_declaration
    if not is_complete and ctx.on_same_line(previous, ctx.token):
        return None
    if previous.type == "COMMA":
        span = span_of(previous)
        if is_name:
            message = "unexpected comma between attributes; separate them by spaces or line breaks"
        elif is_declaration:
            message = "unexpected comma after an attribute; write a space or a line break"
        else:
            message = "missing value after a comma"
        is_clear = ctx.token.type != "LBRACE" or not ctx.on_same_line(previous, ctx.token)
        error = ParseError(
            span,
            message,
            fix="delete the comma" if is_clear else "",
            edits=replace_span(span, "") if is_clear else (),
        )
        return Repair(error, pop=1)
    name = ctx.previous(2)
    spec = ATTRIBUTES.get(name.value)
    error = ParseError(
        span_of(name),
        f"`{name.value}` has no value",
        help=f"it takes {spec.value_kind.value}" if spec else "write a value after the colon",
    )
    return Repair(error, drop=int(ctx.token.type == "COMMA"), pop=2)


def citation_as_value(ctx: RecoveryContext) -> Repair | None:
    """Drop ``cite: @paper:3``, an attribute with a citation as its value."""
    if (
        ctx.token.type != "CITATION"
        or ctx.previous(1).type != "COLON"
        or ctx.previous(2).type != "ID"
    ):
        return None
    name = ctx.previous(2)
    drop = 1
    while ctx.lookahead(drop).type in {"CITATION", "TEXT", "COMMA"} and ctx.on_same_line(
        ctx.lookahead(drop - 1), ctx.lookahead(drop)
    ):
        drop += 1
    error = ParseError(
        Span(name.start_pos or 0, ctx.token.end_pos or 0),
        f"the citation `{ctx.token.value}` cannot be the value of an attribute",
        help='write it after the text of the statement and before its block: "…" '
        f"{ctx.token.value}",
    )
    return Repair(error, drop=drop, pop=2)


def attribute_outside_block(ctx: RecoveryContext) -> Repair | None:
    """Drop an attribute at the top level, where it belongs to no declaration."""
    if ctx.token.type != "ID" or ctx.lookahead(1).type != "COLON" or ctx.depth:
        return None
    error = ParseError(
        ctx.token_span,
        f"the attribute `{ctx.token.value}` is outside of any block",
        help="write an attribute in the block of its declaration; "
        'write attributes of the map in `map "title" { … }`',
    )
    return Repair(error, drop=2 + count_values(ctx, 2))


def colon_after_text(ctx: RecoveryContext) -> Repair | None:
    """Drop the words in ``claim a "A" :foo``; without the colon, they would be an error as well."""
    word = ctx.lookahead(1)
    if (ctx.previous(1).type, ctx.token.type) != ("TEXT", "COLON") or "LBRACE" not in ctx.expected:
        return None
    if word.type not in {"ID", "NUMBER", "PATH", "DATE"} or not ctx.on_same_line(ctx.token, word):
        return None
    if word.type == "ID" and ctx.lookahead(2).type == "COLON":
        return None
    count = ctx.count_rest_of_line(1)
    span = ctx.token_span.join(span_of(ctx.lookahead(count)))
    error = ParseError(
        span,
        f"unexpected `{ctx.text[span.start : span.end]}` after a text",
        help='write a place in the source before the snippet: @source:31 "…"; '
        "write an attribute in a block: { name: value }",
    )
    return Repair(error, drop=1 + count)


def stray_word(ctx: RecoveryContext) -> Repair | None:
    """Drop a word that begins neither a declaration nor an attribute, or a line of words."""
    is_between_attributes = {"ID", "RBRACE"} <= ctx.expected
    if ctx.token.type != "ID" or not (ctx.expected & {"CLAIM", "COLON"} or is_between_attributes):
        return None
    if ctx.token.value in ATTRIBUTES and ctx.depth and ctx.lookahead(1).type in {"RBRACE", END}:
        spec = ATTRIBUTES[ctx.token.value]
        missing = ParseError(
            ctx.token_span,
            f"`{spec.name}` has no value",
            help=f"write it after a colon; it takes {spec.value_kind.value}",
        )
        return Repair(missing, drop=1)
    run = ctx.count_rest_of_line()
    if run > 1 and ctx.is_first_on_line(ctx.token) and ctx.token.value[:1].isupper():
        words = ctx.text[ctx.token_span.start : ctx.lookahead(run - 1).end_pos or 0]
        prose = ParseError(
            Span(ctx.token_span.start, ctx.lookahead(run - 1).end_pos or 0),
            "missing keyword and quotes around a text",
            help=f"write it as a statement, `claim id {quote(words)}`, or begin the line with #",
        )
        return Repair(prose, drop=run)
    error = ParseError(
        ctx.token_span,
        f"`{ctx.token.value}` is neither a declaration nor an attribute",
        help=f"{DECLARATION_HELP}; write an attribute as `name: value`",
    )
    return Repair(error, drop=max(ctx.count_rest_of_line(), 1))


def count_values(ctx: RecoveryContext, offset: int) -> int:
    """Return the number of tokens from a lookahead of ``offset`` on that are a list of values."""
    count = 0
    while ctx.lookahead(offset + count).type in VALUE_TERMINALS | {"COMMA", "ARROW", "COMPARISON"}:
        token = ctx.lookahead(offset + count)
        is_next_name = token.type == "ID" and ctx.lookahead(offset + count + 1).type == "COLON"
        if is_next_name or (count == 0 and not ctx.on_same_line(ctx.lookahead(offset - 1), token)):
            break
        count += 1
    return count


def options_block(ctx: RecoveryContext) -> Repair | None:
    """Drop the braces in ``question q "…" { options { claim a "…" } }``; keep the claims."""
    word, brace = ctx.token, ctx.lookahead(1)
    if word.value.casefold() not in _OPTION_WORDS or brace.type != "LBRACE":
        return None
    if word.type != "ID" or "CLAIM" not in ctx.expected:
        return None
    closing = ctx.find_closing_brace(ctx.position + 1, 0)
    error = ParseError(
        ctx.token_span,
        f"unexpected block `{word.value}`; the claims in a question are its options",
        help="write the claims directly in the block of the `question`",
    )
    if closing is None:
        return Repair(error, drop=2)
    items = tuple(ctx.tokens[ctx.position + 2 : closing])
    return Repair(error, drop=closing + 1 - ctx.position, insert=items)


def angle_before_keyword(ctx: RecoveryContext) -> Repair | None:
    """Drop the ``>`` in ``> claim a "A"``, as in a quoted e-mail, or the ``<`` in ``}<claim``."""
    keyword = ctx.lookahead(1)
    if (
        ctx.token.type not in {"COMPARISON", "COLON"}
        or keyword.type not in ctx.expected
        or not ctx.is_keyword(keyword)
    ):
        return None
    is_alone = ctx.character_before(ctx.token) in {"", "\n", "\r", "{", "}"}
    is_before = ctx.on_same_line(ctx.token, keyword)
    if not (is_alone or is_before):
        return None
    end = keyword.start_pos or 0 if is_alone and is_before else ctx.token_span.end
    error = ParseError(
        ctx.token_span,
        f"unexpected {display_token(ctx.token)} before a declaration",
        fix="delete it",
        edits=replace_span(Span(ctx.token_span.start, end), ""),
        is_safe=is_alone,  # elsewhere, it may be meant as a relation
    )
    return Repair(error, drop=1)
