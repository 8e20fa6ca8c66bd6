"""Attributes without a colon, a comma, a value or a block.

Words that are none, or stand in the wrong place.
"""

from __future__ import annotations

import re
from itertools import pairwise

from lark import Token

from argmap.model.attributes import (
    ATTRIBUTES,
    DECLARATION_KEYWORDS,
    FREE_PREFIX,
    INFERENCE_KEYWORDS,
    AttributeSpec,
    ValueKind,
)
from argmap.model.statement import ESTIMATIVE_WORDS
from argmap.syntax.errors import ParseError, UnknownKeyword, insert_at, replace_span
from argmap.syntax.grammar import keywords
from argmap.syntax.literals import quote
from argmap.syntax.recovery.braces import make_token, span_of
from argmap.syntax.recovery.context import END, VALUE_TERMINALS, RecoveryContext, Repair
from argmap.syntax.recovery.inner_quotes import touches_quote
from argmap.syntax.recovery.synonyms import RELATION_VERBS, SYNONYMS
from argmap.text import Span, closest_match

_NOT_OF_IDS = frozenset("{}[]()\"',;:@#\\")
"""Characters between two words that do not make them one id: each has another meaning."""
_FRACTION = re.compile(r"(\d{1,4})\s*/\s*(\d{1,4})")
_BACK = 200
"""Tokens to look back for the attribute that a value belongs to."""


def missing_comma(s: RecoveryContext) -> Repair | None:
    """Mend ``supports: a b``."""
    first, second = s.before(1), s.here
    if "COMMA" not in s.expected or second.type not in VALUE_TERMINALS:
        return None
    if not s.same_line(first, second):
        return None
    third = s.ahead(1)
    is_and = second.value == "and" and third.type in VALUE_TERMINALS
    if is_and and s.same_line(second, third) and s.ahead(2).type != "COLON":
        return _and_between_values(s)
    if s.text[first.end_pos or 0 : second.start_pos or 0].strip(" \t\0"):
        return _odd_id(s)
    offset = first.end_pos or 0
    are_apart = offset < (second.start_pos or 0)  # or they may be one word: `2024-05-0x`
    error = ParseError(
        Span(first.start_pos or 0, second.end_pos or 0),
        "a comma is missing between two values",
        fix="put a comma",
        edits=insert_at(offset, ","),
        is_safe=(are_apart and _lists_names(s)) or (first.type == second.type == "TEXT"),
    )
    return Repair(error, insert=(make_token("COMMA", ",", offset),))


def _odd_id(s: RecoveryContext) -> Repair | None:
    """Read ``supports: a/b`` as one id, as its declaration is read."""
    first, second = s.before(1), s.here
    span = Span(first.start_pos or 0, second.end_pos or 0)
    if first.type != "ID" or second.type != "ID" or any(map(str.isspace, s.text[slice(*span)])):
        return None
    if not _NOT_OF_IDS.isdisjoint(s.text[first.end_pos or 0 : second.start_pos or 0]):
        return None
    joined = f"{first.value}-{second.value}"
    error = ParseError(
        span,
        f"`{s.text[span.start : span.end]}` is not an id",
        help=f"an id holds letters, digits, `_` and `-`: `{joined}`",
        fix=f"write `{joined}`",
        edits=replace_span(span, joined),
    )
    name = Token("ID", joined, start_pos=span.start, end_pos=span.end)
    return Repair(error, drop=1, take_back=1, insert=(name,))


def _and_between_values(s: RecoveryContext) -> Repair:
    """Fix ``supports: a and b``."""
    span = Span(s.before(1).end_pos or 0, s.here_span.end)
    error = ParseError(
        s.here_span,
        "unexpected `and` between two values",
        help="values are separated by commas",
        fix="write a comma",
        edits=replace_span(span, ","),
        is_safe=_lists_names(s),
    )
    return Repair(error, drop=1, insert=(make_token("COMMA", ",", span.start),))


def _lists_names(s: RecoveryContext) -> bool:
    """Whether the attribute here takes ids: two of them side by side can be nothing but two."""
    for count in range(2, _BACK):
        if s.before(count).type == "COLON":
            spec = ATTRIBUTES.get(s.before(count + 1).value)
            return spec is not None and spec.value_kind in (
                ValueKind.STATEMENTS,
                ValueKind.INFERENCES,
            )
    return False


def several_words(s: RecoveryContext) -> Repair | None:
    """Mend ``confidence: very likely`` and ``note: some words``: a value without its quotes."""
    first, name = s.before(1), s.before(3)
    spec = ATTRIBUTES.get(name.value)
    is_value = "COMMA" in s.expected and s.before(2).type == "COLON" and name.type == "ID"
    if (
        not is_value
        or spec is None
        or spec.value_kind in (ValueKind.STATEMENTS, ValueKind.INFERENCES)
    ):
        return None
    run = s.rest_of_line()
    if not run or first.type == "TEXT" or not s.same_line(first, s.here):
        return None
    if any(s.ahead(offset).type in {"COLON", "COMMA", "TEXT"} for offset in range(run)):
        return None
    span = Span(first.start_pos or 0, s.ahead(run - 1).end_pos or 0)
    words = s.text[span.start : span.end]
    if not {"{", "}"}.isdisjoint(words):
        return None  # braces that were passed over are no part of a text
    is_word = "-".join(words.split()) in ESTIMATIVE_WORDS or spec.value_kind is ValueKind.WORD
    if not is_word and spec.value_kind not in (ValueKind.TEXT, ValueKind.WORDS):
        return _no_such_value(s, span, spec, run)
    meant = "-".join(words.split()) if is_word else quote(words)
    error = ParseError(
        span,
        f"`{name.value}` takes one value, but this is several words",
        help="join the words with hyphens" if is_word else "write several words in quotes",
        fix=f"write {meant}",
        edits=replace_span(span, meant),
    )
    kind = "ID" if is_word else "TEXT"
    token = Token(kind, meant, start_pos=span.start, end_pos=span.end)
    return Repair(error, drop=run, take_back=1, insert=(token,))


def words_with_colon(s: RecoveryContext) -> Repair | None:
    """Read ``note: Remark: some words`` as one text without its quotes."""
    name = s.before(2)
    spec = ATTRIBUTES.get(name.value)
    if s.before(1).type != "COLON" or spec is None or spec.value_kind is not ValueKind.TEXT:
        return None
    run = s.rest_of_line()
    if s.here.type != "ID" or not run or not s.same_line(s.before(1), s.here):
        return None
    tokens = [s.ahead(offset) for offset in range(run + 1)]
    if any(token.type == "TEXT" for token in tokens):
        return None
    labels = [word for word, mark in pairwise(tokens) if mark.type == "COLON"]
    if not labels or any(map(_may_be_attribute, labels)):
        return None
    span = Span(s.here_span.start, s.end_of_words(run))
    if not {"{", "}"}.isdisjoint(s.text[span.start : span.end]):
        return None  # braces that were passed over are no part of a text
    said = quote(s.text[span.start : span.end])
    error = ParseError(
        span,
        "missing quotes around a text",
        help=f'write `{name.value}: "…"`',
        fix="put it in quotes",
        edits=replace_span(span, said),
    )
    return Repair(
        error, drop=run, insert=(Token("TEXT", said, start_pos=span[0], end_pos=span[1]),)
    )


def _may_be_attribute(word: Token) -> bool:
    """Whether a word before a colon names an attribute, and is not the label of a sentence."""
    if word.type != "ID" or word.value[:1].isupper():
        return False
    is_known = word.value in ATTRIBUTES or word.value in SYNONYMS
    return (
        is_known
        or word.value.startswith(FREE_PREFIX)
        or closest_match(word.value, ATTRIBUTES, cutoff=0.7) is not None
    )


def _no_such_value(s: RecoveryContext, span: Span, spec: AttributeSpec, run: int) -> Repair:
    """Take the words for one wrong value: what was meant cannot be guessed from them."""
    words = s.text[span.start : span.end]
    choices = ": " + ", ".join(ESTIMATIVE_WORDS) if spec.value_kind is ValueKind.CONFIDENCE else ""
    message = f"`{words}` is not a value of `{spec.name}`"
    share = _share(words) if spec.value_kind is ValueKind.CONFIDENCE else ""
    error = ParseError(
        span,
        message,
        help=f"write {share}" if share else f"it takes {spec.value_kind.value}{choices}",
        fix=f"write {share}" if share else "",
        edits=replace_span(span, share) if share else (),
        is_safe=False,
    )
    return Repair(error, drop=run)


def _share(words: str) -> str:
    """Return `7/10` as `0.7`; empty where the words are no share."""
    match = _FRACTION.fullmatch(words)
    if match is None or not 0 < int(match[2]) >= int(match[1]):
        return ""
    return f"{int(match[1]) / int(match[2]):.3g}"


def missing_colon(s: RecoveryContext) -> Repair | None:
    """Mend ``confidence likely``."""
    name, value = s.here, s.ahead(1)
    if name.type != "ID" or "ID" not in s.expected or value.type not in VALUE_TERMINALS:
        return None
    if s.is_relation_with_text:
        return None  # `support c "…"` is a declaration
    if value.type == "ID" and s.ahead(2).type == "TEXT" and s.same_line(value, s.ahead(2)):
        return None  # and so is `question q "…"`
    is_attribute = name.value in ATTRIBUTES or (
        not name.value[:1].isupper() and closest_match(name.value, ATTRIBUTES, cutoff=0.85)
    )
    if not is_attribute or name.value in SYNONYMS or not s.same_line(name, value):
        return None
    offset = name.end_pos or 0
    error = ParseError(
        s.here_span,
        f"missing colon after `{name.value}`",
        help="write attributes as `name: value`",
        fix="put a colon",
        edits=insert_at(offset, ":"),
    )
    return Repair(error, drop=1, insert=(name, make_token("COLON", ":", offset)))


def missing_value(s: RecoveryContext) -> Repair | None:
    """Pass over ``confidence:`` without a value, and a comma without one after it."""
    previous = s.before(1)
    if previous.type not in {"COLON", "COMMA"} or "TEXT" not in s.expected:
        return None
    is_name = s.here.type == "ID" and s.ahead(1).type == "COLON"
    is_end = s.here.type in {END, "RBRACE", "LBRACE", "COMMA"}
    if not is_name and not is_end and s.same_line(previous, s.here):
        return None
    if previous.type == "COMMA":
        span = span_of(previous)
        message = (
            "attributes are not separated by commas; a space or a new line is enough"
            if is_name
            else "no value follows this comma"
        )
        is_clear = s.here.type != "LBRACE" or not s.same_line(previous, s.here)
        error = ParseError(
            span,
            message,
            fix="delete the comma" if is_clear else "",
            edits=replace_span(span, "") if is_clear else (),
        )
        return Repair(error, take_back=1)
    name = s.before(2)
    spec = ATTRIBUTES.get(name.value)
    error = ParseError(
        span_of(name),
        f"`{name.value}` has no value",
        help=f"it takes {spec.value_kind.value}" if spec else "write a value after the colon",
    )
    return Repair(error, drop=int(s.here.type == "COMMA"), take_back=2)


def citation_as_value(s: RecoveryContext) -> Repair | None:
    """Pass over ``cite: @paper:3``: a citation in the place of an attribute's value."""
    if s.here.type != "CITATION" or s.before(1).type != "COLON" or s.before(2).type != "ID":
        return None
    name = s.before(2)
    drop = 1
    while s.ahead(drop).type in {"CITATION", "TEXT", "COMMA"} and s.same_line(
        s.ahead(drop - 1), s.ahead(drop)
    ):
        drop += 1
    error = ParseError(
        Span(name.start_pos or 0, s.here.end_pos or 0),
        f"`{s.here.value}` cannot be the value of an attribute",
        help=f'write it after the text of the statement and before its block: "…" {s.here.value}',
    )
    return Repair(error, drop=drop, take_back=2)


def attribute_outside(s: RecoveryContext) -> Repair | None:
    """Pass over an attribute at the top level, where there is nothing it could belong to."""
    if s.here.type != "ID" or s.ahead(1).type != "COLON" or s.depth:
        return None
    error = ParseError(
        s.here_span,
        f"the attribute `{s.here.value}` is outside of any block",
        help="write attributes between the braces of what they describe; "
        'write those of the map in `map "title" { … }`',
    )
    return Repair(error, drop=2 + count_values(s, 2))


def stray_word(s: RecoveryContext) -> Repair | None:
    """Pass over a word by itself."""
    is_between_attributes = {"ID", "RBRACE"} <= s.expected
    if s.here.type != "ID" or not (s.expected & {"CLAIM", "COLON"} or is_between_attributes):
        return None
    if s.here.value in ATTRIBUTES and s.depth and s.ahead(1).type in {"RBRACE", END}:
        spec = ATTRIBUTES[s.here.value]
        missing = ParseError(
            s.here_span,
            f"`{spec.name}` has no value",
            help=f"write it after a colon; it takes {spec.value_kind.value}",
        )
        return Repair(missing, drop=1)
    run = s.rest_of_line()
    if run > 1 and s.begins_line(s.here) and s.here.value[:1].isupper():
        words = s.text[s.here_span.start : s.ahead(run - 1).end_pos or 0]
        prose = ParseError(
            Span(s.here_span.start, s.ahead(run - 1).end_pos or 0),
            "missing keyword and quotes around a text",
            help=f"write it as a statement, `claim id {quote(words)}`, or begin the line with #",
        )
        return Repair(prose, drop=run)
    error = ParseError(
        s.here_span,
        f"`{s.here.value}` is neither a declaration nor an attribute",
        help="a statement begins with claim, evidence, assumption or counterpoint; "
        "an attribute is written `name: value`",
    )
    return Repair(error, drop=max(s.rest_of_line(), 1))


def count_values(s: RecoveryContext, offset: int) -> int:
    """Return how many tokens from ``offset`` on are a list of values."""
    count = 0
    while s.ahead(offset + count).type in VALUE_TERMINALS | {"COMMA", "ARROW", "COMPARISON"}:
        token = s.ahead(offset + count)
        is_next_name = token.type == "ID" and s.ahead(offset + count + 1).type == "COLON"
        if is_next_name or (count == 0 and not s.same_line(s.ahead(offset - 1), token)):
            break
        count += 1
    return count


def misspelt_keyword(s: RecoveryContext) -> Repair | None:
    """Mend ``clam c1 "…"``: a word where a declaration should begin."""
    word, following = s.here, s.ahead(1)
    if word.type != "ID" or "CLAIM" not in s.expected:
        return None
    if following.type not in {"ID", "TEXT", "LBRACE"} or not s.same_line(word, following):
        return None
    if touches_quote(s.text, s.here_span) and not s.begins_line(word):
        return None  # it is a word of a text whose quotes are wrong
    folded = word.value.casefold()
    meant = SYNONYMS.get(folded) or RELATION_VERBS.get(folded)
    meant = meant or closest_match(word.value, DECLARATION_KEYWORDS)
    has_text = "TEXT" in (following.type, s.ahead(2).type)
    if meant is None and not (has_text and s.begins_line(word)):
        return None
    if meant in INFERENCE_KEYWORDS and has_text:
        meant = "claim" if meant == "reason" else "counterpoint"  # an inference has no text
    span = s.here_span
    error = UnknownKeyword(
        span,
        f"unknown keyword `{word.value}`",
        help=f"did you mean `{meant}`?"
        if meant
        else "a statement begins with claim, evidence, assumption or counterpoint",
        fix=f"write `{meant}`" if meant else "",
        edits=replace_span(span, meant) if meant else (),
    )
    keyword = meant or "claim"
    token = Token(keywords()[keyword], keyword, start_pos=span.start, end_pos=span.end)
    return Repair(error, drop=1, insert=(token,))


def angle_before_keyword(s: RecoveryContext) -> Repair | None:
    """Pass over the ``>`` in ``> claim a "A"``, as in a quoted e-mail."""
    if s.here.value != ">" or not s.begins_line(s.here) or not s.is_keyword(s.ahead(1)):
        return None
    error = ParseError(
        s.here_span,
        "unexpected `>` before a declaration",
        help="its first word says what it is, and its place in the outline what it bears on",
        fix="delete it",
        edits=replace_span(Span(s.here_span.start, s.ahead(1).start_pos or 0), ""),
    )
    return Repair(error, drop=1)


def keyword_as_name(s: RecoveryContext) -> Repair | None:
    """Mend ``claim evidence "…"`` and ``supports: claim``: a keyword where an id belongs."""
    if not s.is_keyword(s.here) or "ID" not in s.expected or s.expected == {"COLON"}:
        return None
    previous = s.before(1)
    is_value = previous.type in {"COLON", "COMMA", "ARROW"}
    if not s.same_line(previous, s.here) or not (is_value or s.is_keyword(previous)):
        return None
    error = ParseError(
        s.here_span,
        f"`{s.here.value}` is a word of the language and cannot be an id",
        help=f"choose another id, for example `{s.here.value}-1`, or put a text in quotes",
    )
    name = Token("ID", s.here.value, start_pos=s.here.start_pos, end_pos=s.here.end_pos)
    return Repair(error, drop=1, insert=(name,))


def keyword_as_attribute(s: RecoveryContext) -> Repair | None:
    """Pass over ``source: "…"``: a keyword used as an attribute's name."""
    keyword = s.here
    if not s.is_keyword(keyword) or s.ahead(1).type != "COLON" or "CLAIM" not in s.expected:
        return None
    name = s.ahead(2).value if s.ahead(2).type == "ID" else "paper"
    hint = f'cite a source after the text: "…" @{name}' if keyword.value == "source" else ""
    error = ParseError(
        s.here_span,
        f"`{keyword.value}` begins a declaration and is not an attribute",
        help=hint or "attributes are written `name: value`, such as `confidence: likely`",
    )
    drop = 2 + count_values(s, 2)
    while s.ahead(drop).type in {"CITATION", "TEXT", "COMMA"} and s.same_line(
        s.ahead(drop - 1), s.ahead(drop)
    ):
        drop += 1
    return Repair(error, drop=drop)
