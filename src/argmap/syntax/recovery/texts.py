"""Texts that are missing, misplaced, or without quotes or a keyword.

The lexer calls `find_unquoted_text` for texts with characters that begin no token, or with words in
quotes: ``claim a It's late``, ``note: the "big" one``. Texts of plain words are repaired in the
parser, by `unquoted_text`.
"""

from __future__ import annotations

import re

from lark import Token

from argmap.model.attributes import ATTRIBUTES, CITING_KEYWORDS, STATEMENT_KEYWORDS, ValueKind
from argmap.syntax.errors import ParseError, replace_span
from argmap.syntax.literals import quote
from argmap.syntax.recovery.attributes import NOT_IN_IDS
from argmap.syntax.recovery.braces import make_token, span_of
from argmap.syntax.recovery.context import END, ErrorToken, RecoveryContext, Repair
from argmap.syntax.recovery.inner_quotes import ESCAPING, may_follow_text
from argmap.syntax.recovery.synonyms import RELATION_VERBS, SYNONYMS
from argmap.text import Edit, Span, is_typo

_TITLED = {"MAP", "SECTION"}
_HEADS = frozenset({"MAP", "SECTION", "SOURCE", *(word.upper() for word in CITING_KEYWORDS)})
_BEFORE_HEAD = frozenset({"TEXT", "CITATION", "LBRACE", "RBRACE"})
_MAX_PRECEDING = 200
"""Tokens before a character that are searched for the head of a declaration."""
_MAX_TEXT = 5_000
"""Characters of a text without quotes."""
_MAX_DISPLAY_LENGTH = 40
QUOTES_HELP = 'write texts in quotes: "…"'

_TEXT_END = re.compile(r"[{}\r\n]|[ \t]#|[ \t]+@\w|@[^\W\d]|[ \t]//|/\*|\Z")
_NEXT_ATTRIBUTE = re.compile(rf"[ \t](?=(?:{'|'.join(ATTRIBUTES)}|x-[\w-]+)[ \t]*:)")
_SPACES = re.compile(r"[ \t]*")
_INITIAL_SYMBOLS = frozenset("$€£¥./~…")
_BRACKETED_CITATION = re.compile(r"[\[(]@?\w[^\[\]()]*\d[\])]\Z")
_QUOTES = frozenset("\"'‘’")
_YEAR = re.compile(r"[12]\d{3}")
_QUOTE_OR_BACKSLASH = re.compile(r"[\"\\]")


def find_unquoted_text(text: str, offset: int, tokens: list[Token]) -> ErrorToken | None:
    """Recover the text without quotes that a character is part of; None if it is part of none.

    Args:
        text: The whole file.
        offset: The offset of a character that begins no token, or of a quote that begins a text.
        tokens: The preceding tokens.
    """
    words = _preceding_words(text, offset, tokens)
    if not words:
        return None
    is_title = _begins_with_keyword(words)
    start = _title_start(text, words, offset) if is_title else _value_start(text, words, offset)
    if start is None or (start == offset and not _may_begin_text(text[offset])):
        return None
    match = _TEXT_END.search(text, start, start + _MAX_TEXT)
    if match is None or match.start() <= offset:
        return None
    end = match.start()
    if not is_title and (attribute := _NEXT_ATTRIBUTE.search(text, offset, end)):
        end = attribute.start()
    content = text[start:end].rstrip()
    ends_line = text[offset] == ";" and offset - start == len(content) - 1
    has_block = text[offset] in _QUOTES and text[end : end + 1] == "{"
    if ends_line or (has_block and not is_title and _is_head(words)):
        return None  # a semicolon as in a programming language, or `tags: a claim 'A' {`
    has_quotes = '"' in content
    if has_quotes and not _has_inner_quotes(text, start, content):
        return None
    is_safe = not _BRACKETED_CITATION.search(content) and (
        _is_prose(content, text[offset])
        if is_title
        else "COMMA" not in {word.type for word in words}
    )
    return _unquoted_text_token(Span(start, start + len(content)), content, is_safe=is_safe)


def _preceding_words(text: str, offset: int, tokens: list[Token]) -> list[Token]:
    """Return the tokens before an offset on its line, back to a text, citation or brace."""
    words: list[Token] = []
    end = offset
    for token in reversed(tokens[-_MAX_PRECEDING:]):
        between = text[token.end_pos or 0 : end]
        if token.type in _BEFORE_HEAD or "\n" in between or "\r" in between:
            break
        words.append(token)
        end = token.start_pos or 0
    return words[::-1]


def _begins_with_keyword(words: list[Token]) -> bool:
    """Return whether the first word is a keyword, a synonym of one, or a misspelled one."""
    first = words[0]
    if first.type != "ID" or [word.type for word in words[1:2]] == ["COLON"]:
        return first.type in _HEADS
    word = first.value.casefold()
    is_synonym = word in SYNONYMS or word in RELATION_VERBS
    return is_synonym or any(is_typo(word, keyword) for keyword in CITING_KEYWORDS)


def _is_head(words: list[Token]) -> bool:
    """Return whether the last words are a keyword, or a keyword and an id."""
    return words[-1].type in _HEADS or (words[-1].type == "ID" and words[-2].type in _HEADS)


def _title_start(text: str, words: list[Token], offset: int) -> int | None:
    """Return where the text of a declaration begins, after its keyword, id and unexpected colon.

    None if `colon_after_keyword` reports the text together with the colon.
    """
    terminals = [word.type for word in words[:3]]
    if "COLON" in terminals[1:] and text[offset] not in _QUOTES:
        return None
    if terminals[1:2] == ["COLON"]:
        head_length = 2
    elif terminals[1:] == ["ID", "COLON"] and terminals[0] != "SOURCE" and is_label(words[1].value):
        head_length = 1
    elif terminals[1:] == ["ID", "COLON"]:
        head_length = 3
    else:
        head_length = 1 + (len(words) > 1 and _is_id(text, words[0], words[1], offset))
    return _skip_spaces(text, words[head_length - 1].end_pos or 0)


def is_label(word: str) -> bool:
    """Whether a word before a colon is the label of a sentence, as in ``Note: it is late``."""
    return word[:1].isupper() and word[1:2].islower()


def _is_id(text: str, keyword: Token, word: Token, offset: int) -> bool:
    """Whether a word after a keyword is an id: it begins in lower case and more words follow."""
    end = word.end_pos or 0
    if word.type != "ID" or keyword.type == "MAP" or end >= offset or text[end] not in " \t":
        return False
    return keyword.type == "SOURCE" or not word.value[0].isupper()


def _value_start(text: str, words: list[Token], offset: int) -> int | None:
    """Return where the value around an offset begins, if its attribute takes a text."""
    colon = max((index for index, word in enumerate(words) if word.type == "COLON"), default=0)
    if colon == 0 or text[offset] == ";":
        return None
    is_url = text.startswith("//", words[colon].end_pos or 0)
    labels = [word.type for word in words[max(colon - 3, 0) : colon]]
    is_next_attribute = words[colon - 1].value in ATTRIBUTES.keys() - {words[colon - 3].value}
    if labels == ["ID", "COLON", "ID"] and not is_url and not is_next_attribute:
        colon -= 2  # the value contains the last colon: `doi: doi:10.1234/x`
    name = words[colon - 1].value
    spec = ATTRIBUTES.get(name)
    if not (
        name.startswith("x-") or (spec and spec.value_kind in (ValueKind.TEXT, ValueKind.WORDS))
    ):
        return None
    if text[_skip_spaces(text, words[colon].end_pos or 0)] == "[":
        return None  # a list in brackets
    last_separator = max(
        index
        for index, word in enumerate(words)
        if index == colon or (index > colon and word.type == "COMMA")
    )
    return _skip_spaces(text, words[last_separator].end_pos or 0)


def _skip_spaces(text: str, start: int) -> int:
    match = _SPACES.match(text, start)
    return match.end() if match else start


def _may_begin_text(character: str) -> bool:
    return character.isalnum() or character in _INITIAL_SYMBOLS


def _has_inner_quotes(text: str, start: int, content: str) -> bool:
    """Return whether a text contains pairs of quotes, and neither begins nor ends with a quote."""
    if content.count('"') % 2 or '"' in (content[0], content[-1]):
        return False
    return not may_follow_text(text, start + content.rindex('"') + 1, is_value=True)


def _is_prose(content: str, character: str) -> bool:
    """Whether a text cannot be an id of several words before a text: ``claim my id "text"``."""
    if '"' not in content or character != '"':
        return True
    before = content[: content.index('"')].split()
    return len(before) > 1 or content[0].isupper()


_TYPOGRAPHIC_QUOTE = re.compile("[“”„«»]")
"""One of them alone belongs to a text that spans lines."""


def _unquoted_text_token(span: Span, content: str, *, is_safe: bool) -> ErrorToken:
    start, end = span
    is_safe = is_safe and len(_TYPOGRAPHIC_QUOTE.findall(content)) != 1
    escapes = [start + match.start() for match in _QUOTE_OR_BACKSLASH.finditer(content)]
    first = '"\\' if start in escapes else '"'
    edits = (
        Edit(Span(start, start), first),
        *(Edit(Span(offset, offset), "\\") for offset in escapes if offset != start),
        Edit(Span(end, end), '"'),
    )
    error = ParseError(
        span,
        "missing quotes around a text",
        help=ESCAPING if '"' in content else QUOTES_HELP,
        fix="put it in quotes" if is_safe else "",
        edits=edits if is_safe else (),
    )
    value = '"' + _QUOTE_OR_BACKSLASH.sub(lambda match: "\\" + match[0], content) + '"'
    return ErrorToken(error, start, end, "TEXT", value)


def id_of_several_words(ctx: RecoveryContext) -> Repair | None:
    """Join the words of the id in ``claim my id "…"``."""
    if "TEXT" not in ctx.expected or ctx.previous(1).type != "ID" or ctx.token.type != "ID":
        return None
    run = _count_words_before_text(ctx)
    if run == 0:
        return None
    words = [ctx.previous(1), *(ctx.lookahead(offset) for offset in range(run))]
    joined = "-".join(word.value for word in words)
    span = Span(words[0].start_pos or 0, words[-1].end_pos or 0)
    are_joinable = NOT_IN_IDS.isdisjoint(ctx.text[span.start : span.end])
    written = ctx.text[span.start : span.end]
    has_space = len(written.split()) > 1
    error = ParseError(
        span,
        "unexpected space in an id" if has_space else f"`{written}` is not a valid id",
        help=f"join the words with a hyphen: `{joined}`"
        if has_space
        else f"use letters, digits, `_` and `-`: `{joined}`",
        fix=("join the words" if has_space else f"write `{joined}`") if are_joinable else "",
        edits=replace_span(span, joined) if are_joinable else (),
        is_safe=_are_certainly_id(ctx, words, ctx.lookahead(run)),
    )
    name = Token("ID", joined, start_pos=span.start, end_pos=span.end)
    return Repair(error, drop=run, pop=1, insert=(name,))


def _are_certainly_id(ctx: RecoveryContext, words: list[Token], text: Token) -> bool:
    """Return whether words before a text can only be an id.

    They must be in lower case, separated by spaces, and followed by straight quotes. Otherwise,
    joining them could delete characters between them, or they could begin the text.
    """
    start, end = words[0].start_pos or 0, words[-1].end_pos or 0
    text_start = text.start_pos or 0
    return (
        ctx.text[start:end].split() == [word.value for word in words]
        and not ctx.text[start - 1 : start].strip()
        and not ctx.text[end:text_start].strip()
        and ctx.text[text_start] == '"'
        and not any(word.value[0].isupper() for word in words)
    )


def _count_words_before_text(ctx: RecoveryContext) -> int:
    """Return the number of words from here to a text on this line; 0 if no text follows them."""
    run = 0
    while ctx.lookahead(run).type == "ID" and ctx.on_same_line(
        ctx.lookahead(run - 1), ctx.lookahead(run)
    ):
        run += 1
    text = ctx.lookahead(run)
    return run if text.type == "TEXT" and ctx.on_same_line(ctx.token, text) else 0


def word_before_text(ctx: RecoveryContext) -> Repair | None:
    """Drop the words in ``map rain "…"``, before the text of a declaration that has no id."""
    if ctx.expected != {"TEXT"} or ctx.token.type != "ID" or not ctx.is_keyword(ctx.previous(1)):
        return None
    run = _count_words_before_text(ctx)
    if run == 0:
        return None
    error = ParseError(
        Span(ctx.token.start_pos or 0, ctx.lookahead(run - 1).end_pos or 0),
        f"unexpected {'word' if run == 1 else 'words'} between `{ctx.previous(1).value}` and its "
        "text",
        help=f'write `{ctx.previous(1).value} "text"`',
        fix="delete it" if run == 1 else "delete them",
        edits=replace_span(Span(ctx.token.start_pos or 0, ctx.lookahead(run).start_pos or 0), ""),
        is_safe=run == 1,  # several words may be another declaration: `map clam rain "…"`
    )
    return Repair(error, drop=run)


def unquoted_text(ctx: RecoveryContext) -> Repair | None:
    """Read ``claim a Some words`` as a text without quotes."""
    if "TEXT" not in ctx.expected or ctx.token.type in {
        END,
        "LBRACE",
        "RBRACE",
        "CITATION",
        "TEXT",
    }:
        return None
    previous = ctx.previous(1)
    is_head = previous.type == "ID" or ctx.is_keyword(previous)
    run = ctx.count_rest_of_line()
    if not is_head or not run or not ctx.on_same_line(previous, ctx.token):
        return None
    if any(ctx.lookahead(offset).type == "TEXT" for offset in range(run)):
        return None
    start, end = ctx.token.start_pos or 0, ctx.end_of_words(run)
    pop = 0
    if previous.type == "ID" and previous.value[:1].isupper() and ctx.is_keyword(ctx.previous(2)):
        start, pop = previous.start_pos or 0, 1  # `claim The bus is late` has no id
    words = ctx.text[start:end]
    quoted = quote(words)
    text = Token("TEXT", quoted, start_pos=start, end_pos=end)
    if ctx.previous(2).type == "SOURCE" and _YEAR.fullmatch(words):
        error = ParseError(
            Span(start, end),
            "missing title of a source",
            help=f'write `source {previous.value} "title" {{ year: {words} }}`',
        )
        return Repair(error, drop=run, insert=(text,))
    is_import = previous.type == "IMPORT"
    error = ParseError(
        Span(start, end),
        "missing quotes around a path" if is_import else "missing quotes around a text",
        help=f"write `import {quoted}`, with the path to the file" if is_import else QUOTES_HELP,
        fix="put it in quotes",
        edits=replace_span(Span(start, end), quoted),
    )
    return Repair(error, drop=run, pop=pop, insert=(text,))


def words_after_text(ctx: RecoveryContext) -> Repair | None:
    """Drop the words in ``claim a "Freedom" is vague``."""
    text = ctx.previous(1)
    if text.type != "TEXT" or not ctx.on_same_line(text, ctx.token):
        return None
    if ctx.token.type not in {"ID", "NUMBER", "DATE", "PATH"} or ctx.token.type in ctx.expected:
        return None
    run = ctx.count_rest_of_line()
    if run < 2 or any(ctx.lookahead(offset).type in {"TEXT", "COLON"} for offset in range(run)):  # noqa: PLR2004
        return None
    error = ParseError(
        Span(ctx.token.start_pos or 0, ctx.lookahead(run - 1).end_pos or 0),
        "unexpected words after a text",
        labels=((span_of(text), "the text"),),
        help=f"write a text in one pair of quotes; {ESCAPING}",
    )
    return Repair(error, drop=run)


def may_be_reference(ctx: RecoveryContext) -> bool:
    """Whether ``claim u`` without a text is in a block, and may refer to a statement ``u``."""
    name, keyword = ctx.previous(1), ctx.previous(2)
    return (
        ctx.depth > 0
        and name.type == "ID"
        and ctx.token.type != "LBRACE"
        and keyword.value in STATEMENT_KEYWORDS
        and ctx.is_keyword(keyword)
    )


def missing_text(ctx: RecoveryContext) -> Repair | None:
    """Insert an empty text after a head without a text."""
    if "TEXT" not in ctx.expected or not ctx.expected <= {"ID", "TEXT"}:
        return None
    head = ctx.previous(2) if ctx.previous(1).type == "ID" else ctx.previous(1)
    last = ctx.previous(1)
    span = Span(head.start_pos or 0, last.end_pos or 0)
    noun = "path" if head.type == "IMPORT" else "title" if head.type in _TITLED else "text"
    error = ParseError(
        span,
        f"this {head.value} has no {noun}",
        help=f'write it in quotes: {ctx.text[span.start : span.end]} "…"',
        concerns_file=may_be_reference(ctx),
    )
    return Repair(error, insert=(make_token("TEXT", "", ctx.insertion_offset),))


def text_list(ctx: RecoveryContext) -> Repair | None:
    """Drop the further texts in ``evidence a "D", "E"``; a statement has one text."""
    first = ctx.previous(1)
    if ctx.token.type != "COMMA" or first.type != "TEXT" or "CITATION" not in ctx.expected:
        return None
    count = 0
    while ctx.lookahead(2 * count).type == "COMMA" and ctx.lookahead(2 * count + 1).type == "TEXT":
        count += 1
    if not count:
        return None
    last = ctx.lookahead(2 * count - 1)
    keyword = ctx.previous(3) if ctx.previous(2).type == "ID" else ctx.previous(2)
    error = ParseError(
        Span(ctx.lookahead(1).start_pos or 0, last.end_pos or 0),
        "unexpected second text",
        labels=((span_of(first), "the first text"),),
        help="write "
        + (
            f"`{keyword.value} {last.value}`"
            if len(last.value) <= _MAX_DISPLAY_LENGTH
            else "the other text"
        )
        + " as a separate statement",
    )
    return Repair(error, drop=2 * count)


def second_text(ctx: RecoveryContext) -> Repair | None:
    """Drop a second text after the first; read a text without a keyword as a claim."""
    if ctx.token.type != "TEXT" or "TEXT" in ctx.expected:
        return None
    previous = ctx.previous(1)
    if previous.type == "COMMA":
        return None
    if ctx.on_same_line(previous, ctx.token) and previous.type == "TEXT":
        error = ParseError(
            ctx.token_span,
            "unexpected second text",
            labels=((span_of(previous), "the first text"),),
            help=ESCAPING,
        )
        return Repair(error, drop=1)
    if "CLAIM" not in ctx.expected:
        return None
    error = ParseError(
        ctx.token_span,
        "missing keyword before a text",
        help="write claim, evidence, assumption or counterpoint before it",
    )
    return Repair(error, insert=(make_token("CLAIM", "claim", ctx.token.start_pos or 0),))
