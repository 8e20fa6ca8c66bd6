"""What an author most likely meant where the grammar cannot go on.

Each function looks at one kind of situation and proposes a repair, or None when it is not that
kind. They are asked in the order of `REPAIRS`; the first whose repair the parser can take wins.
"""

from __future__ import annotations

from collections.abc import Callable

from attrs import frozen
from lark import Token

from argmap.model.vocabulary import ATTRIBUTES, DECLARATION_WORDS, STATEMENT_WORDS, STEP_WORDS
from argmap.syntax.braces import made, span_of
from argmap.syntax.faults import SyntaxFault, UnknownWord, inserting, replacing
from argmap.syntax.grammar import keywords
from argmap.syntax.phrases import article, expectation, shown
from argmap.syntax.situation import END, VALUE_TERMINALS, Situation
from argmap.syntax.strings import quote
from argmap.text import Span, nearest

SYNONYMS = {
    "argument": "reason",
    "because": "reason",
    "but": "counterpoint",
    "chapter": "section",
    "con": "counterpoint",
    "conclusion": "claim",
    "counterargument": "counterpoint",
    "fact": "evidence",
    "group": "section",
    "hypothesis": "assumption",
    "include": "import",
    "inference": "reason",
    "premise": "claim",
    "pro": "claim",
    "proof": "evidence",
    "rebuttal": "counterpoint",
    "reference": "source",
    "statement": "claim",
    "thesis": "claim",
}
"""Words that people try first, each with the word of the language that says it."""


@frozen
class Repair:
    """Drop ``drop`` tokens ahead, take back ``take_back`` taken ones, put ``insert`` there instead.

    ``moves`` carry a run of tokens (start, stop) to before a later position. Without a fault the
    mistake has been told already.
    """

    fault: SyntaxFault | None
    drop: int = 0
    take_back: int = 0
    insert: tuple[Token, ...] = ()
    moves: tuple[tuple[int, int, int], ...] = ()


# ---- Words that are none ------------------------------------------------------------------------


def misspelt_keyword(s: Situation) -> Repair | None:
    """Mend ``clam c1 "…"``: a word where a declaration should begin."""
    word, following = s.here, s.ahead(1)
    if word.type != "ID" or "CLAIM" not in s.expected:
        return None
    if following.type not in {"ID", "TEXT", "LBRACE"} or not s.same_line(word, following):
        return None
    meant = SYNONYMS.get(word.value.casefold()) or nearest(word.value, DECLARATION_WORDS)
    has_text = "TEXT" in (following.type, s.ahead(2).type)
    if meant is None and not (has_text and s.begins_line(word)):
        return None
    if meant in STEP_WORDS and has_text:
        meant = "claim" if meant == "reason" else "counterpoint"  # a step has no text
    span = s.here_span
    fault = UnknownWord(
        span,
        f"`{word.value}` is no word of the language",
        help=f"did you mean `{meant}`?"
        if meant
        else "a statement begins with claim, evidence, assumption or counterpoint",
        fix=f"write `{meant}`" if meant else "",
        edits=replacing(span, meant) if meant else (),
    )
    keyword = meant or "claim"
    token = Token(keywords()[keyword], keyword, start_pos=span.start, end_pos=span.end)
    return Repair(fault, drop=1, insert=(token,))


def keyword_as_name(s: Situation) -> Repair | None:
    """Mend ``claim evidence "…"`` and ``supports: claim``: a keyword where an id belongs."""
    if not s.is_keyword(s.here) or "ID" not in s.expected or s.expected == {"COLON"}:
        return None
    previous = s.before(1)
    is_value = previous.type in {"COLON", "COMMA", "ARROW"}
    if not s.same_line(previous, s.here) or not (is_value or s.is_keyword(previous)):
        return None
    fault = SyntaxFault(
        s.here_span,
        f"`{s.here.value}` is a word of the language and cannot be an id",
        help=f"choose another id, for example `{s.here.value}-1`, or put a text in quotes",
    )
    name = Token("ID", s.here.value, start_pos=s.here.start_pos, end_pos=s.here.end_pos)
    return Repair(fault, drop=1, insert=(name,))


def keyword_as_attribute(s: Situation) -> Repair | None:
    """Pass over ``source: "…"``: a keyword used as an attribute's name."""
    keyword = s.here
    if not s.is_keyword(keyword) or s.ahead(1).type != "COLON" or "CLAIM" not in s.expected:
        return None
    hint = "cite a source behind the text: @paper:31" if keyword.value == "source" else ""
    fault = SyntaxFault(
        s.here_span,
        f"`{keyword.value}` begins a declaration and is no attribute",
        help=hint or "attributes are written `name: value`, such as `confidence: likely`",
    )
    return Repair(fault, drop=2 + _values_from(s, 2))


# ---- Attributes ---------------------------------------------------------------------------------


def missing_comma(s: Situation) -> Repair | None:
    """Mend ``supports: a b``."""
    first, second = s.before(1), s.here
    if "COMMA" not in s.expected or second.type not in VALUE_TERMINALS:
        return None
    if not s.same_line(first, second):
        return None
    offset = first.end_pos or 0
    fault = SyntaxFault(
        Span(first.start_pos or 0, second.end_pos or 0),
        "a comma is missing between two values",
        fix="put a comma",
        edits=inserting(offset, ","),
    )
    return Repair(fault, insert=(made("COMMA", ",", offset),))


def missing_colon(s: Situation) -> Repair | None:
    """Mend ``confidence likely``."""
    name, value = s.here, s.ahead(1)
    if name.type != "ID" or "ID" not in s.expected or value.type not in VALUE_TERMINALS:
        return None
    is_attribute = name.value in ATTRIBUTES or nearest(name.value, ATTRIBUTES, cutoff=0.85)
    if not is_attribute or name.value in SYNONYMS or not s.same_line(name, value):
        return None
    offset = name.end_pos or 0
    fault = SyntaxFault(
        s.here_span,
        f"a colon is missing behind `{name.value}`",
        help="attributes are written `name: value`",
        fix="put a colon",
        edits=inserting(offset, ":"),
    )
    return Repair(fault, drop=1, insert=(name, made("COLON", ":", offset)))


def missing_value(s: Situation) -> Repair | None:
    """Pass over ``confidence:`` without a value, and a comma without one behind it."""
    previous = s.before(1)
    if previous.type not in {"COLON", "COMMA"} or "TEXT" not in s.expected:
        return None
    is_name = s.here.type == "ID" and s.ahead(1).type == "COLON"
    is_end = s.here.type in {END, "RBRACE", "LBRACE"}
    if not is_name and not is_end and s.same_line(previous, s.here):
        return None
    if previous.type == "COMMA":
        span = span_of(previous)
        fault = SyntaxFault(
            span, "no value follows this comma", fix="delete it", edits=replacing(span, "")
        )
        return Repair(fault, take_back=1)
    name = s.before(2)
    spec = ATTRIBUTES.get(name.value)
    fault = SyntaxFault(
        span_of(name),
        f"`{name.value}` has no value",
        help=f"it takes {spec.takes.value}" if spec else "put a value behind the colon",
    )
    return Repair(fault, take_back=2)


def attribute_outside(s: Situation) -> Repair | None:
    """Pass over an attribute at the top level, where there is nothing it could belong to."""
    if s.here.type != "ID" or s.ahead(1).type != "COLON" or s.depth:
        return None
    fault = SyntaxFault(
        s.here_span,
        f"the attribute `{s.here.value}` stands outside of any block",
        help="attributes stand between the braces of what they describe; "
        'the map\'s own go into `map "title" { … }`',
    )
    return Repair(fault, drop=2 + _values_from(s, 2))


def stray_word(s: Situation) -> Repair | None:
    """Pass over a word by itself."""
    if s.here.type != "ID" or not s.expected & {"CLAIM", "COLON"}:
        return None
    fault = SyntaxFault(
        s.here_span,
        f"`{s.here.value}` is neither a declaration nor an attribute",
        help="a statement begins with claim, evidence, assumption or counterpoint; "
        "an attribute is written `name: value`",
    )
    return Repair(fault, drop=max(s.rest_of_line(), 1))


def _values_from(s: Situation, offset: int) -> int:
    """Return how many tokens from ``offset`` on are a list of values."""
    count = 0
    while s.ahead(offset + count).type in VALUE_TERMINALS | {"COMMA", "ARROW", "COMPARISON"}:
        token = s.ahead(offset + count)
        is_next_name = token.type == "ID" and s.ahead(offset + count + 1).type == "COLON"
        if is_next_name or (count == 0 and not s.same_line(s.ahead(offset - 1), token)):
            break
        count += 1
    return count


# ---- Texts --------------------------------------------------------------------------------------


def colon_behind_keyword(s: Situation) -> Repair | None:
    """Mend ``claim: "…"`` and ``claim a: "…"``."""
    if s.here.type != "COLON" or not (s.expected & {"TEXT", "LBRACE"} or s.expected == {"ID"}):
        return None
    fault = SyntaxFault(
        s.here_span,
        f"no colon belongs behind `{s.before(1).value}`",
        help='a statement is written `claim id "text"`; only attributes have a colon',
        fix="delete the colon",
        edits=replacing(s.here_span, ""),
    )
    return Repair(fault, drop=1)


def id_of_several_words(s: Situation) -> Repair | None:
    """Mend ``claim my id "…"``."""
    if "TEXT" not in s.expected or s.before(1).type != "ID" or s.here.type != "ID":
        return None
    run = 0
    while s.ahead(run).type == "ID" and s.same_line(s.ahead(run - 1), s.ahead(run)):
        run += 1
    if run == 0 or s.ahead(run).type != "TEXT" or not s.same_line(s.here, s.ahead(run)):
        return None
    words = [s.before(1), *(s.ahead(offset) for offset in range(run))]
    joined = "-".join(word.value for word in words)
    span = Span(words[0].start_pos or 0, words[-1].end_pos or 0)
    fault = SyntaxFault(
        span,
        "an id is one word",
        help=f"join the words with a hyphen: `{joined}`",
        fix="join the words",
        edits=replacing(span, joined),
    )
    name = Token("ID", joined, start_pos=span.start, end_pos=span.end)
    return Repair(fault, drop=run, take_back=1, insert=(name,))


def unquoted_text(s: Situation) -> Repair | None:
    """Mend ``claim a Some words``: a text without its quotes."""
    if "TEXT" not in s.expected or s.here.type in {END, "LBRACE", "RBRACE", "CITATION", "TEXT"}:
        return None
    previous = s.before(1)
    is_head = previous.type == "ID" or s.is_keyword(previous)
    run = s.rest_of_line()
    if not is_head or not run or not s.same_line(previous, s.here):
        return None
    if any(s.ahead(offset).type == "TEXT" for offset in range(run)):
        return None
    start, end = s.here.start_pos or 0, s.ahead(run - 1).end_pos or 0
    take_back = 0
    if previous.type == "ID" and previous.value[:1].isupper() and s.is_keyword(s.before(2)):
        start, take_back = previous.start_pos or 0, 1  # `claim The bus is late`: no id, a sentence
    said = quote(s.text[start:end])
    fault = SyntaxFault(
        Span(start, end),
        "this text stands without quotes",
        fix="put it in quotes",
        edits=replacing(Span(start, end), said),
    )
    text = Token("TEXT", said, start_pos=start, end_pos=end)
    return Repair(fault, drop=run, take_back=take_back, insert=(text,))


def missing_text(s: Situation) -> Repair | None:
    """Go on behind a head without a text."""
    if "TEXT" not in s.expected or not s.expected <= {"ID", "TEXT"}:
        return None
    head = s.before(2) if s.before(1).type == "ID" else s.before(1)
    last = s.before(1)
    span = Span(head.start_pos or 0, last.end_pos or 0)
    what = "path" if head.type == "IMPORT" else "title" if head.type in _TITLED else "text"
    fault = SyntaxFault(
        span,
        f"this {head.value} has no {what}",
        help=f'write it in quotes: {s.text[span.start : span.end]} "…"',
    )
    return Repair(fault, insert=(made("TEXT", "", s.gap),))


_TITLED = {"MAP", "SECTION"}


def second_text(s: Situation) -> Repair | None:
    """Pass over a second text behind the first, and read one without a keyword as a claim."""
    if s.here.type != "TEXT" or "TEXT" in s.expected:
        return None
    previous = s.before(1)
    if s.same_line(previous, s.here) and previous.type == "TEXT":
        fault = SyntaxFault(
            s.here_span,
            "a second text stands behind the first",
            places=((span_of(previous), "the first one"),),
            help='quotes inside a text are written \\"',
        )
        return Repair(fault, drop=1)
    if "CLAIM" not in s.expected:
        return None
    fault = SyntaxFault(
        s.here_span,
        "nothing says what this text is",
        help="put claim, evidence, assumption or counterpoint before it",
    )
    return Repair(fault, insert=(made("CLAIM", "claim", s.here.start_pos or 0),))


# ---- Ids, blocks, places ------------------------------------------------------------------------


def missing_id(s: Situation) -> Repair | None:
    """Go on where a name must stand and none does: behind ``source`` and ``as``."""
    if s.expected != {"ID"} or s.before(1).type not in {"SOURCE", "AS"}:
        return None
    what = "a source" if s.before(1).type == "SOURCE" else "`as`"
    fault = SyntaxFault(
        span_of(s.before(1)),
        f"{what} wants an id behind it",
        help='for example: source paper "Title"' if s.before(1).type == "SOURCE" else "",
    )
    offset = s.gap
    return Repair(fault, insert=(made("ID", f"_{offset}", offset),))


def text_of_step(s: Situation) -> Repair | None:
    """Pass over the text of a ``reason``, which has none."""
    if s.here.type != "TEXT" or "LBRACE" not in s.expected or "CLAIM" in s.expected:
        return None
    if s.before(1).type == "TEXT":
        return None
    word = s.before(2) if s.before(1).type == "ID" else s.before(1)
    if word.type not in {"REASON", "OBJECTION"}:
        return None
    instead = "claim" if word.type == "REASON" else "counterpoint"
    fault = SyntaxFault(
        s.here_span,
        f"{article(word.value)} has no text: its premises are the statements in its block",
        help=f"for a single premise, write `{instead}` instead; for a remark, use `note:`",
    )
    return Repair(fault, drop=1)


def missing_block(s: Situation) -> Repair | None:
    """Go on behind a ``reason`` without its block."""
    if not s.expected <= {"ID", "LBRACE"} or "LBRACE" not in s.expected:
        return None
    word = s.before(2) if s.before(1).type == "ID" else s.before(1)
    fault = SyntaxFault(
        span_of(word),
        f"{article(word.value)} wants a block with its premises",
        help=f"write {word.value} {{ … }}",
    )
    return Repair(fault, insert=(made("LBRACE", "{", s.gap), made("RBRACE", "}", s.gap)))


def stray_closing_brace(s: Situation) -> Repair | None:
    """Pass over a brace that closes nothing."""
    if s.here.type != "RBRACE" or "RBRACE" in s.expected or s.depth > 0:
        return None
    if s.is_keyword(s.before(1)):
        return None
    fault = SyntaxFault(
        s.here_span,
        "this } closes nothing",
        fix="delete it",
        edits=replacing(s.here_span, ""),
    )
    return Repair(fault, drop=1)


def block_open_at_end(s: Situation) -> Repair | None:
    """Close what is still open at the end though as many braces close as open: one stood too early."""
    if s.here.type != END or "RBRACE" not in s.expected:
        return None
    closing = tuple(made("RBRACE", "}", len(s.text)) for _ in range(s.depth))
    fault = SyntaxFault(
        span_of(s.before(1)),
        "the file ends, and a block is still open",
        help="a } stands too early somewhere above",
    )
    return Repair(fault, insert=closing)


def stray_block(s: Situation) -> Repair | None:
    """Pass over braces that belong to nothing; what they hold is read all the same."""
    if s.here.type != "LBRACE" or "LBRACE" in s.expected or "CLAIM" not in s.expected:
        return None
    fault = SyntaxFault(
        s.here_span,
        "this block belongs to nothing",
        help="a block stands behind the head of a declaration",
    )
    closing = s.where_closed(s.position, 0)
    if closing is None:
        return Repair(fault, drop=1)
    inside = tuple(s.tokens[s.position + 1 : closing])
    return Repair(fault, drop=closing + 1 - s.position, insert=inside)


def late_citation(s: Situation) -> Repair | None:
    """Pass over a citation that stands behind a block, or before the text."""
    if s.here.type != "CITATION" or "CITATION" in s.expected:
        return None
    if "TEXT" in s.expected and s.ahead(1).type == "TEXT":
        moved = SyntaxFault(s.here_span, "a citation stands behind the text, not before it")
        return Repair(moved, drop=1)
    if "CLAIM" not in s.expected:
        return None
    fault = SyntaxFault(
        s.here_span,
        "this citation belongs to no statement",
        help="a citation stands behind a statement's text and before its block",
    )
    return Repair(fault, drop=2 if s.ahead(1).type == "TEXT" else 1)


def misplaced_declaration(s: Situation) -> Repair | None:
    """Read a ``source`` inside a statement, or a claim inside a source, as if it stood behind it."""
    if not s.is_keyword(s.here) or s.here.type in {"AS", "TRUE", "FALSE"} | s.expected:
        return None
    if "RBRACE" not in s.expected or s.depth == 0:
        return None
    stop = _end_of_declaration(s)
    closing = s.where_closed(stop, s.depth)
    where = "in a section or " if s.here.type == "SECTION" else ""
    fault = SyntaxFault(
        s.here_span,
        f"{article(s.here.value)} cannot stand inside of this block",
        help=f"it stands {where}by itself, outside of the block",
    )
    if closing is None:
        return Repair(fault, drop=stop - s.position)
    return Repair(fault, moves=((s.position, stop, closing + 1),))


def _end_of_declaration(s: Situation) -> int:
    """Return the position behind the declaration that begins here."""
    offset = 1
    parts = {"ID", "TEXT", "AS", "CITATION"}
    while s.ahead(offset).type in parts and s.ahead(offset + 1).type != "COLON":
        offset += 1
    if s.ahead(offset).type == "LBRACE":
        closing = s.where_closed(s.position + offset, 0)
        return s.position + offset if closing is None else closing + 1
    return s.position + offset


REPAIRS: tuple[Callable[[Situation], Repair | None], ...] = (
    missing_colon,
    misspelt_keyword,
    keyword_as_name,
    keyword_as_attribute,
    missing_comma,
    missing_value,
    attribute_outside,
    stray_word,
    colon_behind_keyword,
    id_of_several_words,
    unquoted_text,
    second_text,
    late_citation,
    text_of_step,
    missing_text,
    missing_id,
    missing_block,
    stray_closing_brace,
    block_open_at_end,
    stray_block,
    misplaced_declaration,
)


def give_up(s: Situation, can_go_back: Callable[[int], bool]) -> Repair:
    """Pass over what cannot be understood, to the next word that begins something.

    What was begun and cannot be finished is taken back first; then at least one token is dropped,
    so that reading always ends.
    """
    take_back = 0
    while can_go_back(take_back + 1) and s.before(take_back + 1).type not in {"LBRACE", END}:
        take_back += 1
    run = 1
    while not _begins_something(s, s.ahead(run)):
        run += 1
    if take_back and _begins_something(s, s.here):
        run = 0
    last = s.ahead(max(run - 1, 0))
    span = Span(s.here.start_pos or 0, max(last.end_pos or 0, s.here.end_pos or 0))
    fault = SyntaxFault(
        span if run else s.here_span,
        f"{shown(s.here)} cannot stand here",
        help=expectation(s.expected),
    )
    return Repair(fault, drop=run, take_back=take_back)


def _begins_something(s: Situation, token: Token) -> bool:
    return token.type in {END, "RBRACE"} or (
        s.begins_line(token) and (s.is_keyword(token) or token.type == "ID")
    )
