"""Relations in words or arrows: ``x supports t``, ``claim t "…" because e``, ``a and b``."""

from __future__ import annotations

from lark import Token

from argmap.model.attributes import ATTRIBUTES, STATEMENT_WORDS
from argmap.syntax.errors import ParseError, insert_at, replace_span
from argmap.syntax.grammar import keywords
from argmap.syntax.recovery.braces import make_token, span_of
from argmap.syntax.recovery.context import END, RecoveryContext, Repair
from argmap.syntax.recovery.foreign import joining_word_error
from argmap.syntax.recovery.texts import may_be_reference
from argmap.text import Span

SUPPORTING = frozenset(
    ["support", "supports", "supporting", "supported", "backs", "justifies", "proves", "proof-of"]
)
OPPOSING = frozenset(
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
_BEHIND = {
    "because": "supported-by",
    "since": "supported-by",
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
}
"""Words that people put behind a statement, each with the attribute that says it."""
_BETWEEN = {
    "because": "supported-by",
    "since": "supported-by",
    "therefore": "supports",
    "so": "supports",
    "hence": "supports",
    "thus": "supports",
    "implies": "supports",
    "against": "opposes",
}
"""Words between the ids of two statements, each with the attribute of the first."""
_JOINING = frozenset({"and", "or", "plus", "also", "AND", "OR"})
_CITING = frozenset({"from", "via", "source", "according", "see"})
_NEGATING = frozenset({"not", "no", "non", "never"})
_NAMES = frozenset({"ID", "PATH"})


def relation_line(ctx: RecoveryContext) -> Repair | None:
    """Pass over ``x supports t`` and ``x -> t`` on a line between declarations."""
    word = ctx.token
    if word.type not in _NAMES or "CLAIM" not in ctx.expected or not ctx.is_first_on_line(word):
        return None
    verb, target = ctx.lookahead(1), ctx.lookahead(2)
    run = ctx.count_rest_of_line()
    if run < 3 or target.type not in _NAMES or not ctx.on_same_line(word, target):  # noqa: PLR2004
        return None
    attribute = _attribute_of(verb.value)
    if verb.type != "ARROW" and (verb.type != "ID" or not attribute):
        return None
    span = Span(word.start_pos or 0, ctx.lookahead(run - 1).end_pos or 0)
    names = ctx.text[target.start_pos or 0 : span.end]
    return Repair(
        _relation(ctx.text[span.start : span.end], span, word.value, names, attribute), run
    )


def _relation(shown: str, span: Span, name: str, target: str, attribute: str | None) -> ParseError:
    instead = (
        f"`{attribute}: {target}`" if attribute else f"`supports: {target}` or `opposes: {target}`"
    )
    return ParseError(
        span,
        f"`{shown}` is not a statement; a relation is an attribute",
        help=f"write {instead} in the block of `{name}`",
    )


def _attribute_of(verb: str) -> str | None:
    if verb in _BETWEEN:
        return _BETWEEN[verb]
    if verb in SUPPORTING:
        return "supports"
    if verb in OPPOSING:
        return "contradicts" if verb == "contradict" else "opposes"
    return verb if verb in ("contradicts", "undercuts") else None


def relation_behind(ctx: RecoveryContext) -> Repair | None:
    """Read ``claim t "…" because e`` and ``claim u "…" to t`` as the attribute that they mean."""
    word, target = ctx.token, ctx.lookahead(1)
    is_behind = ctx.previous(1).type in {"TEXT", "CITATION"} and ctx.on_same_line(
        ctx.previous(1), word
    )
    if not is_behind or "LBRACE" not in ctx.expected or "CITATION" not in ctx.expected:
        return None
    is_arrow = word.type == "ARROW"
    if not (is_arrow or word.type == "ID") or not ctx.on_same_line(word, target):
        return None
    if word.value in _CITING and target.type == "ID":
        is_according = word.value == "according" and target.value == "to"
        return _citation(ctx, 2 if is_according and ctx.lookahead(2).type == "ID" else 1)
    attribute = "supports" if is_arrow else _BEHIND.get(word.value)
    following = ctx.lookahead(2)
    if attribute is None or target.type not in _NAMES or following.type == "TEXT":
        return None
    keyword = _keyword_of(ctx)
    if attribute == "supports" and keyword == "counterpoint" and word.value in {"to", "for", "->"}:
        attribute = "opposes"
    span = Span(word.start_pos or 0, target.end_pos or 0)
    opens = following.type == "LBRACE"
    correction = f"{attribute}: {target.value}"
    error = ParseError(
        span,
        f"`{ctx.text[span.start : span.end]}` cannot be after a statement's text",
        help=f"write `{correction}` in its block",
        fix=f"write `{correction}` in its block",
        edits=(
            *replace_span(
                _with_space_before(ctx.text, span), "" if opens else f" {{ {correction} }}"
            ),
            *(insert_at(following.end_pos or 0, f" {correction}") if opens else ()),
        ),
        is_safe=False,
    )
    tokens = [
        make_token("LBRACE", "{", span.start),
        make_token("ID", attribute, span.start),
        make_token("COLON", ":", span.start),
        target,
        *([] if opens else [make_token("RBRACE", "}", span.end)]),
    ]
    return Repair(error, drop=3 if opens else 2, insert=tuple(tokens))


def _with_space_before(text: str, span: Span) -> Span:
    start = span.start
    while start and text[start - 1] in " \t":
        start -= 1
    return Span(start, span.end)


def _citation(ctx: RecoveryContext, offset: int) -> Repair:
    source = ctx.lookahead(offset)
    span = Span(ctx.token.start_pos or 0, source.end_pos or 0)
    correction = f"@{source.value}"
    error = ParseError(
        span,
        f"a citation is written `{correction}`",
        help="add :31 for a paragraph or :p12 for a page",
        fix=f"write `{correction}`",
        edits=replace_span(span, correction),
        is_safe=False,
    )
    token = Token("CITATION", correction, start_pos=span.start, end_pos=span.end)
    return Repair(error, drop=offset + 1, insert=(token,))


def _keyword_of(ctx: RecoveryContext) -> str:
    """Return the keyword of the statement whose head was just read."""
    for count in range(1, 50):
        if ctx.is_keyword(ctx.previous(count)):
            return str(ctx.previous(count).value)
    return ""


def arrow_before_id(ctx: RecoveryContext) -> Repair | None:
    """Pass over the arrow in ``supports: -> t``, and read ``-> t`` as an attribute to be named."""
    if ctx.token.type != "ARROW" or ctx.lookahead(1).type not in _NAMES:
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
    """Pass over an ``and`` between two statements, and keep both."""
    word, following = ctx.token, ctx.lookahead(1)
    if word.value not in _JOINING or word.type != "ID" or "CLAIM" not in ctx.expected:
        return None
    if following.value not in STATEMENT_WORDS or not ctx.is_keyword(following):
        return None
    return Repair(joining_word_error(ctx.token_span, word.value), drop=1)


def comma_between_statements(ctx: RecoveryContext) -> Repair | None:
    """Read ``claim a "A", claim b "B"`` and ``claim a "A", }`` without the comma."""
    if ctx.token.type != "COMMA" or ctx.previous(1).type not in {"TEXT", "CITATION", "RBRACE"}:
        return None
    following = ctx.lookahead(1)
    if not (ctx.expected & {"CLAIM", "RBRACE"}):
        return None
    if following.type not in {"RBRACE", END} and not ctx.is_keyword(following):
        return None
    error = ParseError(
        ctx.token_span,
        "statements are not separated by commas; a space or a new line is enough",
        fix="delete the comma",
        edits=replace_span(
            ctx.token_span, " " if following.start_pos == ctx.token_span.end else ""
        ),
    )
    return Repair(error, drop=1)


def qualifying_word(ctx: RecoveryContext) -> Repair | None:
    """Pass over the first word of ``strong evidence "…"`` and ``not claim "…"``."""
    word, keyword = ctx.token, ctx.lookahead(1)
    if word.type != "ID" or "CLAIM" not in ctx.expected or not ctx.on_same_line(word, keyword):
        return None
    is_statement = ctx.is_keyword(keyword) and keyword.value in STATEMENT_WORDS
    if not is_statement or ctx.lookahead(2).type not in {"ID", "TEXT"}:
        return None
    hint = (
        "put the negation into the text; a statement against another is a `counterpoint`"
        if word.value.lower() in _NEGATING
        else "write how likely a statement is in its block, for example `confidence: likely`; "
        "write other words in `tags:`"
    )
    error = ParseError(
        ctx.token_span,
        f"`{word.value}` cannot be before `{keyword.value}`",
        help=hint,
    )
    return Repair(error, drop=1)


def bare_reference(ctx: RecoveryContext) -> Repair | None:
    """Pass over an id by itself in a statement's block, and say how to refer to a statement."""
    word = ctx.token
    is_alone = ctx.is_first_on_line(word) and not ctx.on_same_line(word, ctx.lookahead(1))
    if word.type not in _NAMES or not is_alone or not ctx.depth or "CLAIM" not in ctx.expected:
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


_NEARBY_TOKENS = 2_000


def declaration_as_reference(ctx: RecoveryContext) -> Repair | None:
    """Read ``claim u`` without a text as a reference, where ``u`` is declared elsewhere."""
    name, keyword = ctx.previous(1), ctx.previous(2)
    if "TEXT" not in ctx.expected or not may_be_reference(ctx) or not _is_declared(ctx, name.value):
        return None
    attribute = "opposed-by" if keyword.value == "counterpoint" else "supported-by"
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
    first = max(ctx.position - _NEARBY_TOKENS, 1)
    last = min(ctx.position + _NEARBY_TOKENS, len(ctx.tokens) - 1)
    statements = {keywords()[word] for word in STATEMENT_WORDS}
    return any(
        ctx.tokens[at].value == name
        and ctx.tokens[at - 1].type in statements
        and ctx.tokens[at + 1].type == "TEXT"
        for at in range(first, last)
    )
