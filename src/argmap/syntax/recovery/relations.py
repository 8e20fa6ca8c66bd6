"""Repairs of relations in words or arrows: ``x supports t``, ``claim t "…" because e``."""

from __future__ import annotations

from lark import Token

from argmap.model.attributes import (
    AGAINST_KEYWORDS,
    ATTRIBUTES,
    CITING_KEYWORDS,
    STATEMENT_KEYWORDS,
)
from argmap.syntax.errors import ParseError, insert_at, replace_span
from argmap.syntax.grammar import keywords
from argmap.syntax.recovery.braces import make_token, span_of
from argmap.syntax.recovery.context import END, RecoveryContext, Repair
from argmap.syntax.recovery.foreign import joining_word_error
from argmap.syntax.recovery.texts import may_be_reference
from argmap.text import Span

_SUPPORTING_VERBS = frozenset(
    ["support", "supports", "supporting", "supported", "backs", "justifies", "proves", "proof-of"]
)
_OPPOSING_VERBS = frozenset(
    [
        "attack",
        "attacks",
        "attacking",
        "oppose",
        "opposes",
        "opposing",
        "rebut",
        "rebuts",
        "refute",
        "refutes",
        "undermine",
        "undermines",
        "contradict",
        "disproves",
        "defeats",
        "answers",
        "objects",
    ]
)
_ATTRIBUTES_AFTER_TEXT = {
    "because": "supported-by",
    "since": "supported-by",
    "although": "opposed-by",
    "despite": "opposed-by",
    "therefore": "supports",
    "so": "supports",
    "supports": "supports",
    "for": "supports",
    "to": "supports",
    "under": "supports",
    "against": "opposes",
    "attacks": "opposes",
    "opposes": "opposes",
    "rebuts": "opposes",
    "undercuts": "undercuts",
    "outweighs": "outweighs",
}
"""Words after the text of a statement, each with the attribute to use instead."""
_ATTRIBUTES_BETWEEN_IDS = {
    "because": "supported-by",
    "since": "supported-by",
    "although": "opposed-by",
    "despite": "opposed-by",
    "therefore": "supports",
    "so": "supports",
    "hence": "supports",
    "thus": "supports",
    "implies": "supports",
    "against": "opposes",
}
"""Words between two ids, each with the attribute of the first statement to use instead."""
_JOINING_WORDS = frozenset({"and", "or", "plus", "also", "AND", "OR"})
_CITING_WORDS = frozenset({"from", "via", "source", "according", "see"})
_NEGATING_WORDS = frozenset({"not", "no", "non", "never"})
_NAME_TERMINALS = frozenset({"ID", "PATH"})
_MAX_HEAD = 50
"""Tokens that are searched backwards for the keyword of a statement."""
_MAX_DISTANCE = 2_000
"""Tokens before and after a reference that are searched for the declaration of its id."""


def relation_line(ctx: RecoveryContext) -> Repair | None:
    """Drop ``x supports t`` and ``x -> t`` on a line between declarations."""
    word = ctx.token
    if (
        word.type not in _NAME_TERMINALS
        or "CLAIM" not in ctx.expected
        or not ctx.is_first_on_line(word)
    ):
        return None
    verb, target = ctx.lookahead(1), ctx.lookahead(2)
    run = ctx.count_rest_of_line()
    if run < 3 or target.type not in _NAME_TERMINALS or not ctx.on_same_line(word, target):  # noqa: PLR2004
        return None
    attribute = _attribute_for(verb.value)
    if verb.type != "ARROW" and (verb.type != "ID" or not attribute):
        return None
    span = Span(word.start_pos or 0, ctx.lookahead(run - 1).end_pos or 0)
    targets = ctx.text[target.start_pos or 0 : span.end]
    relation = (
        f"`{attribute}: {targets}`"
        if attribute
        else f"`supports: {targets}` or `opposes: {targets}`"
    )
    error = ParseError(
        span,
        f"`{ctx.text[span.start : span.end]}` is not a statement; write a relation as an attribute",
        help=f"write {relation} in the block of `{word.value}`",
    )
    return Repair(error, drop=run)


def _attribute_for(verb: str) -> str | None:
    if verb in _ATTRIBUTES_BETWEEN_IDS:
        return _ATTRIBUTES_BETWEEN_IDS[verb]
    if verb in _SUPPORTING_VERBS:
        return "supports"
    if verb in _OPPOSING_VERBS:
        return "contradicts" if verb == "contradict" else "opposes"
    return verb if verb in ("contradicts", "undercuts", "outweighs") else None


def relation_after_text(ctx: RecoveryContext) -> Repair | None:
    """Read ``claim t "…" because e`` and ``claim u "…" to t`` as attributes."""
    word, target = ctx.token, ctx.lookahead(1)
    is_after_text = ctx.previous(1).type in {"TEXT", "CITATION"} and ctx.on_same_line(
        ctx.previous(1), word
    )
    if not is_after_text or "LBRACE" not in ctx.expected or "CITATION" not in ctx.expected:
        return None
    is_arrow = word.type == "ARROW"
    if not (is_arrow or word.type == "ID") or not ctx.on_same_line(word, target):
        return None
    if word.value in _CITING_WORDS and target.type == "ID":
        is_according = word.value == "according" and target.value == "to"
        return _citation_from_words(ctx, 2 if is_according and ctx.lookahead(2).type == "ID" else 1)
    attribute = "supports" if is_arrow else _ATTRIBUTES_AFTER_TEXT.get(word.value)
    next_token = ctx.lookahead(2)
    if attribute is None or target.type not in _NAME_TERMINALS or next_token.type == "TEXT":
        return None
    keyword = _previous_keyword(ctx)
    if keyword not in STATEMENT_KEYWORDS:
        return None
    if (
        attribute == "supports"
        and keyword in AGAINST_KEYWORDS
        and word.value in {"to", "for", "->"}
    ):
        attribute = "opposes"
    span = Span(word.start_pos or 0, target.end_pos or 0)
    has_block = next_token.type == "LBRACE"
    correction = f"{attribute}: {target.value}"
    error = ParseError(
        span,
        f"unexpected `{ctx.text[span.start : span.end]}` after the text of a statement",
        help=f"write `{correction}` in its block",
        fix=f"write `{correction}` in its block",
        edits=(
            *replace_span(
                _with_space_before(ctx.text, span), "" if has_block else f" {{ {correction} }}"
            ),
            *(insert_at(next_token.end_pos or 0, f" {correction}") if has_block else ()),
        ),
        is_safe=False,
    )
    tokens = [
        make_token("LBRACE", "{", span.start),
        make_token("ID", attribute, span.start),
        make_token("COLON", ":", span.start),
        target,
        *([] if has_block else [make_token("RBRACE", "}", span.end)]),
    ]
    return Repair(error, drop=3 if has_block else 2, insert=tuple(tokens))


def _with_space_before(text: str, span: Span) -> Span:
    start = span.start
    while start and text[start - 1] in " \t":
        start -= 1
    return Span(start, span.end)


def _citation_from_words(ctx: RecoveryContext, offset: int) -> Repair:
    source = ctx.lookahead(offset)
    span = Span(ctx.token.start_pos or 0, source.end_pos or 0)
    correction = f"@{source.value}"
    error = ParseError(
        span,
        f"malformed citation; write `{correction}`",
        help="add :31 for a paragraph or :p12 for a page",
        fix=f"write `{correction}`",
        edits=replace_span(span, correction),
        is_safe=False,
    )
    token = Token("CITATION", correction, start_pos=span.start, end_pos=span.end)
    return Repair(error, drop=offset + 1, insert=(token,))


def _previous_keyword(ctx: RecoveryContext) -> str:
    """Return the keyword of the statement whose head has just been parsed."""
    for count in range(1, _MAX_HEAD):
        if ctx.is_keyword(ctx.previous(count)):
            return str(ctx.previous(count).value)
    return ""


def arrow_before_id(ctx: RecoveryContext) -> Repair | None:
    """Drop the arrow in ``supports: -> t``; drop ``-> t`` between attributes."""
    if ctx.token.type != "ARROW" or ctx.lookahead(1).type not in _NAME_TERMINALS:
        return None
    if ctx.previous(1).type in {"COLON", "COMMA"}:
        error = ParseError(
            ctx.token_span,
            f"unexpected arrow before `{ctx.lookahead(1).value}`",
            fix="delete it",
            edits=replace_span(ctx.token_span, ""),
        )
        return Repair(error, drop=1)
    if "CLAIM" not in ctx.expected:
        return None
    target = ctx.lookahead(1).value
    error = ParseError(
        Span(ctx.token.start_pos or 0, ctx.lookahead(1).end_pos or 0),
        f"`-> {target}` is not an attribute",
        help=f"write `supports: {target}` or `opposes: {target}` in the block of the statement",
    )
    return Repair(error, drop=2)


def joining_word(ctx: RecoveryContext) -> Repair | None:
    """Drop a word such as ``and`` between two statements."""
    word, next_token = ctx.token, ctx.lookahead(1)
    if word.value not in _JOINING_WORDS or word.type != "ID" or "CLAIM" not in ctx.expected:
        return None
    if next_token.value not in CITING_KEYWORDS or not ctx.is_keyword(next_token):
        return None
    return Repair(joining_word_error(ctx.token_span, word.value), drop=1)


def comma_between_statements(ctx: RecoveryContext) -> Repair | None:
    """Drop the comma in ``claim a "A", claim b "B"`` and ``claim a "A", }``."""
    if ctx.token.type != "COMMA" or ctx.previous(1).type not in {"TEXT", "CITATION", "RBRACE"}:
        return None
    next_token = ctx.lookahead(1)
    if not (ctx.expected & {"CLAIM", "RBRACE"}):
        return None
    if next_token.type not in {"RBRACE", END} and not ctx.is_keyword(next_token):
        return None
    error = ParseError(
        ctx.token_span,
        "unexpected comma after a statement",
        help="separate statements by spaces or line breaks",
        fix="delete the comma",
        edits=replace_span(
            ctx.token_span, " " if next_token.start_pos == ctx.token_span.end else ""
        ),
    )
    return Repair(error, drop=1)


def qualifying_word(ctx: RecoveryContext) -> Repair | None:
    """Drop the first word of ``strong evidence "…"`` and ``not claim "…"``."""
    word, keyword = ctx.token, ctx.lookahead(1)
    if word.type != "ID" or "CLAIM" not in ctx.expected or not ctx.on_same_line(word, keyword):
        return None
    is_statement = ctx.is_keyword(keyword) and keyword.value in CITING_KEYWORDS
    if not is_statement or ctx.lookahead(2).type not in {"ID", "TEXT"}:
        return None
    help_ = (
        "write the negation in the text, or use `counterpoint` to oppose another statement"
        if word.value.lower() in _NEGATING_WORDS
        else "write the likelihood of a statement in its block, for example `confidence: likely`; "
        "write other words in `tags:`"
    )
    error = ParseError(
        ctx.token_span,
        f"unexpected `{word.value}` before `{keyword.value}`",
        help=help_,
    )
    return Repair(error, drop=1)


def bare_reference(ctx: RecoveryContext) -> Repair | None:
    """Drop an id by itself in the block of a statement."""
    word = ctx.token
    is_alone = ctx.is_first_on_line(word) and not ctx.on_same_line(word, ctx.lookahead(1))
    if (
        word.type not in _NAME_TERMINALS
        or not is_alone
        or not ctx.depth
        or "CLAIM" not in ctx.expected
    ):
        return None
    if "ID" not in ctx.expected or ctx.lookahead(1).type == END or word.value in ATTRIBUTES:
        return None
    error = ParseError(
        ctx.token_span,
        f"`{word.value}` is neither a declaration nor an attribute",
        help=f"to refer to the statement with this id, write `supported-by: {word.value}` or "
        f"`opposed-by: {word.value}`",
    )
    return Repair(error, drop=1)


def declaration_as_reference(ctx: RecoveryContext) -> Repair | None:
    """Read ``claim u`` without a text as a reference, if ``u`` is declared elsewhere."""
    name, keyword = ctx.previous(1), ctx.previous(2)
    if "TEXT" not in ctx.expected or not may_be_reference(ctx) or not _is_declared(ctx, name.value):
        return None
    attribute = "opposed-by" if keyword.value in AGAINST_KEYWORDS else "supported-by"
    span = span_of(keyword).join(span_of(name))
    error = ParseError(
        span,
        f"this {keyword.value} has no text, and `{name.value}` is declared elsewhere",
        help=f"to refer to it, write `{attribute}: {name.value}`",
        fix=f"write `{attribute}: {name.value}`",
        edits=replace_span(span, f"{attribute}: {name.value}"),
        is_safe=False,
        concerns_file=True,
    )
    tokens = (make_token("ID", attribute, span.start), make_token("COLON", ":", span.start), name)
    return Repair(error, pop=2, insert=tokens)


def _is_declared(ctx: RecoveryContext, name: str) -> bool:
    first = max(ctx.position - _MAX_DISTANCE, 1)
    last = min(ctx.position + _MAX_DISTANCE, len(ctx.tokens) - 1)
    statements = {keywords()[word] for word in STATEMENT_KEYWORDS}
    return any(
        ctx.tokens[index].value == name
        and ctx.tokens[index - 1].type in statements
        and ctx.tokens[index + 1].type == "TEXT"
        for index in range(first, last)
    )
