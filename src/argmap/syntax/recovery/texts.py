"""Texts without quotes, a keyword, or a place; and texts that are missing.

Texts without quotes that hold more than words: ``claim a It's late``, ``note: the "big" one``.

A text of words alone is found by the parser (`argmap.syntax.recovery.texts.unquoted_text`), and
one in which a character begins no token, or in which some words are in quotes, is found here.
"""

from __future__ import annotations

import re

from lark import Token

from argmap.model.attributes import ATTRIBUTES, STATEMENT_KEYWORDS, ValueKind
from argmap.syntax.errors import ParseError, replace_span, with_article
from argmap.syntax.literals import quote
from argmap.syntax.recovery.braces import make_token, span_of
from argmap.syntax.recovery.context import END, ErrorToken, RecoveryContext, Repair
from argmap.syntax.recovery.inner_quotes import ESCAPING, may_follow
from argmap.syntax.recovery.synonyms import RELATION_VERBS, SYNONYMS
from argmap.syntax.tree import missing_name
from argmap.text import Edit, Span, is_typo

_HEADS = frozenset({"MAP", "SECTION", "SOURCE", *(word.upper() for word in STATEMENT_KEYWORDS)})
_BEFORE_HEAD = frozenset({"TEXT", "CITATION", "LBRACE", "RBRACE"})
_MAX_WORDS = 200
"""Tokens before a character in which the head of a statement is looked for."""
_MAX_LENGTH = 5_000
"""Characters of a text without quotes."""

_END = re.compile(r"[{}\r\n]|[ \t]#|[ \t]*@[^\W\d]|[ \t]//|/\*|\Z")
_NEXT_ATTRIBUTE = re.compile(rf"[ \t](?=(?:{'|'.join(ATTRIBUTES)}|x-[\w-]+)[ \t]*:)")
_BLANKS = re.compile(r"[ \t]*")
_SYMBOLS_THAT_BEGIN = frozenset("$€£¥./~…")
_BRACKETED_CITATION = re.compile(r"[\[(]@?\w[^\[\]()]*\d[\])]\Z")
_QUOTES = frozenset("\"'‘’")
_SPECIAL = re.compile(r"[\"\\]")


def find_unquoted_text(text: str, at: int, tokens: list[Token]) -> ErrorToken | None:
    """Bridge the text without quotes that a character is part of; None where it is part of none.

    Args:
        text: the whole file.
        at: the offset of a character that begins no token, or of a quote that begins a text.
        tokens: the tokens before it.
    """
    words = _words_before(text, at, tokens)
    if not words:
        return None
    is_title = _is_keyword(words)
    start = _title_start(text, words, at) if is_title else _value_start(text, words, at)
    if start is None or (start == at and not _may_begin(text[at])):
        return None
    match = _END.search(text, start, start + _MAX_LENGTH)
    if match is None or match.start() <= at:
        return None
    end = match.start()
    if not is_title and (following := _NEXT_ATTRIBUTE.search(text, at, end)):
        end = following.start()
    said = text[start:end].rstrip()
    if text[at] == ";" and at - start == len(said) - 1:
        return None  # it ends the line, as in a programming language
    has_quotes = '"' in said
    if has_quotes and not _has_inner_quotes(text, start, said):
        return None
    is_safe = not _BRACKETED_CITATION.search(said) and (
        _is_prose(said, text[at]) if is_title else "COMMA" not in {word.type for word in words}
    )
    return _bridge(Span(start, start + len(said)), said, is_safe=is_safe)


def _words_before(text: str, at: int, tokens: list[Token]) -> list[Token]:
    """Return the tokens before an offset on its line, without any text, citation or brace."""
    words: list[Token] = []
    following = at
    for token in reversed(tokens[-_MAX_WORDS:]):
        between = text[token.end_pos or 0 : following]
        if token.type in _BEFORE_HEAD or "\n" in between or "\r" in between:
            break
        words.append(token)
        following = token.start_pos or 0
    return words[::-1]


def _is_keyword(words: list[Token]) -> bool:
    """Whether words begin with the keyword of a declaration, or one that people try or mistype."""
    first = words[0]
    if first.type != "ID" or [word.type for word in words[1:2]] == ["COLON"]:
        return first.type in _HEADS
    word = first.value.casefold()
    is_tried = word in SYNONYMS or word in RELATION_VERBS
    return is_tried or any(is_typo(word, meant) for meant in STATEMENT_KEYWORDS)


def _title_start(text: str, words: list[Token], at: int) -> int | None:
    """Return where the text of a declaration begins: after its keyword, id and stray colon.

    None where the parser reports the colon with it (`repairs.texts.colon_behind_keyword`).
    """
    types = [word.type for word in words[:3]]
    if "COLON" in types[1:] and text[at] not in _QUOTES:
        return None
    if types[1:2] == ["COLON"]:
        head = 2
    elif types[1:] == ["ID", "COLON"] and types[0] != "SOURCE" and is_label(words[1].value):
        head = 1
    elif types[1:] == ["ID", "COLON"]:
        head = 3
    else:
        head = 1 + (len(words) > 1 and _is_id(text, words[0], words[1], at))
    return _skip_blanks(text, words[head - 1].end_pos or 0)


def is_label(word: str) -> bool:
    """Whether a word before a colon begins a sentence (``Note: it is late``), and is no id."""
    return word[:1].isupper() and word[1:2].islower()


def _is_id(text: str, keyword: Token, word: Token, at: int) -> bool:
    """Whether a word after a keyword is an id: it is in lower case, and more words follow."""
    end = word.end_pos or 0
    if word.type != "ID" or keyword.type == "MAP" or end >= at or text[end] not in " \t":
        return False
    return keyword.type == "SOURCE" or not word.value[0].isupper()


def _value_start(text: str, words: list[Token], at: int) -> int | None:
    """Return where the value begins that a character is part of, if its attribute takes a text."""
    colon = max((i for i, word in enumerate(words) if word.type == "COLON"), default=0)
    if colon == 0 or text[at] == ";":
        return None
    name = words[colon - 1].value
    spec = ATTRIBUTES.get(name)
    if not (
        name.startswith("x-") or (spec and spec.value_kind in (ValueKind.TEXT, ValueKind.WORDS))
    ):
        return None
    if text[_skip_blanks(text, words[colon].end_pos or 0)] == "[":
        return None  # it is a list in brackets
    separators = ("COLON", "COMMA")
    last = max(i for i, word in enumerate(words) if i >= colon and word.type in separators)
    return _skip_blanks(text, words[last].end_pos or 0)


def _skip_blanks(text: str, start: int) -> int:
    match = _BLANKS.match(text, start)
    return match.end() if match else start


def _may_begin(character: str) -> bool:
    return character.isalnum() or character in _SYMBOLS_THAT_BEGIN


def _has_inner_quotes(text: str, start: int, said: str) -> bool:
    """Whether pairs of quotes are around some words of a text, and neither begin nor end it."""
    if said.count('"') % 2 or '"' in (said[0], said[-1]):
        return False
    return not may_follow(text, start + said.rindex('"') + 1, is_value=True)


def _is_prose(said: str, character: str) -> bool:
    """Whether it cannot be an id of several words with its text: ``claim my id "text"``."""
    if '"' not in said or character != '"':
        return True
    before = said[: said.index('"')].split()
    return len(before) > 1 or said[0].isupper()


def _bridge(span: Span, said: str, *, is_safe: bool) -> ErrorToken:
    start, end = span
    escapes = [start + match.start() for match in _SPECIAL.finditer(said)]
    first = '"\\' if start in escapes else '"'
    edits = (
        Edit(Span(start, start), first),
        *(Edit(Span(at, at), "\\") for at in escapes if at != start),
        Edit(Span(end, end), '"'),
    )
    error = ParseError(
        span,
        "missing quotes around a text",
        help=ESCAPING if '"' in said else 'a text is written in quotes: "…"',
        fix="put it in quotes" if is_safe else "",
        edits=edits if is_safe else (),
    )
    value = '"' + _SPECIAL.sub(lambda found: "\\" + found[0], said) + '"'
    return ErrorToken(error, start, end, "TEXT", value)


def colon_behind_keyword(s: RecoveryContext) -> Repair | None:
    """Mend ``claim: "…"`` and ``claim a: "…"``."""
    if s.here.type != "COLON" or not (s.expected & {"TEXT", "LBRACE"} or s.expected == {"ID"}):
        return None
    name = s.before(1).value
    if name == "source" and (words := _words(s, 1)):
        return _source_in_words(s, words)
    is_text = is_label(name) and s.is_keyword(s.before(2)) and s.before(2).type != "SOURCE"
    if is_text and (words := _words(s, 1)):
        return _text_with_label(s, words)
    if "TEXT" in s.expected and (words := _words(s, 1)):
        said = quote(s.text[words.start : words.end])
        head = s.text[_head_start(s) : s.here_span.start]
        error = ParseError(
            s.here_span.join(words),
            f"this text is not in quotes, and unexpected colon after `{name}`",
            help=f"write `{head} {said}`",
            fix=f"write `{head} {said}`",
            edits=(*replace_span(s.here_span, ""), *replace_span(words, said)),
        )
        text = Token("TEXT", said, start_pos=words.start, end_pos=words.end)
        return Repair(error, drop=1 + s.rest_of_line_from(1), insert=(text,))
    error = ParseError(
        s.here_span,
        f"unexpected colon after `{name}`",
        help='write a statement as `claim id "text"`; only attributes have a colon',
        fix="delete the colon",
        edits=replace_span(s.here_span, ""),
    )
    return Repair(error, drop=1)


def _text_with_label(s: RecoveryContext, words: Span) -> Repair:
    """Read ``claim Note: the bus is late`` as a text without its quotes."""
    span = Span(s.before(1).start_pos or 0, words.end)
    said = quote(s.text[span.start : span.end])
    error = ParseError(
        span,
        "missing quotes around a text",
        help='a text is written in quotes: "…"',
        fix="put it in quotes",
        edits=replace_span(span, said),
    )
    text = Token("TEXT", said, start_pos=span.start, end_pos=span.end)
    return Repair(error, drop=1 + s.rest_of_line_from(1), take_back=1, insert=(text,))


def _source_in_words(s: RecoveryContext, words: Span) -> Repair:
    """Read ``source: Smith, The Book`` as a source without an id."""
    said = quote(s.text[words.start : words.end])
    start = s.before(1).start_pos or 0
    error = ParseError(
        Span(start, words.end),
        "a source needs an id, and its title in quotes",
        help=f"write `source id {said}`, and cite it as `@id`",
    )
    name = make_token("ID", missing_name(start), start)
    text = Token("TEXT", said, start_pos=words.start, end_pos=words.end)
    return Repair(error, drop=1 + s.rest_of_line_from(1), insert=(name, text))


def _head_start(s: RecoveryContext) -> int:
    """Return where the declaration begins whose keyword, or id, was just read."""
    first = s.before(1) if s.is_keyword(s.before(1)) else s.before(2)
    return first.start_pos or 0


def _words(s: RecoveryContext, offset: int) -> Span | None:
    """Return where the words are that follow on this line without quotes, if some do."""
    run = s.rest_of_line_from(offset)
    if not run or not s.same_line(s.ahead(offset - 1), s.ahead(offset)):
        return None
    if any(s.ahead(offset + count).type in {"TEXT", "COLON"} for count in range(run)):
        return None
    return Span(s.ahead(offset).start_pos or 0, s.end_of_words(offset + run))


def id_of_several_words(s: RecoveryContext) -> Repair | None:
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
    error = ParseError(
        span,
        "an id is one word",
        help=f"join the words with a hyphen: `{joined}`",
        fix="join the words",
        edits=replace_span(span, joined),
        is_safe=_are_words_of_an_id(s, words, s.ahead(run)),
    )
    name = Token("ID", joined, start_pos=span.start, end_pos=span.end)
    return Repair(error, drop=run, take_back=1, insert=(name,))


def _are_words_of_an_id(s: RecoveryContext, words: list[Token], text: Token) -> bool:
    """Whether words can be nothing else, in lower case and between spaces, before a text in quotes.

    What is between the words, if it is more than space, would be lost; what touches the first may
    be a part of it; and capitals, or other quotes, may be of a text that begins with the words.
    """
    start, end = words[0].start_pos or 0, words[-1].end_pos or 0
    begin = text.start_pos or 0
    return (
        len(s.text[start:end].split()) == len(words)
        and not s.text[start - 1 : start].strip()
        and not s.text[end:begin].strip()
        and s.text[begin] == '"'
        and not any(word.value[0].isupper() for word in words)
    )


def word_before_text(s: RecoveryContext) -> Repair | None:
    """Mend ``map rain "…"``: a word before the text of what takes no id."""
    if s.expected != {"TEXT"} or s.here.type != "ID" or not s.is_keyword(s.before(1)):
        return None
    run = 0
    while s.ahead(run).type == "ID" and s.same_line(s.ahead(run - 1), s.ahead(run)):
        run += 1
    if run == 0 or s.ahead(run).type != "TEXT" or not s.same_line(s.here, s.ahead(run)):
        return None
    error = ParseError(
        Span(s.here.start_pos or 0, s.ahead(run - 1).end_pos or 0),
        f"unexpected word between `{s.before(1).value}` and its text",
        help=f'{with_article(s.before(1).value)} is written `{s.before(1).value} "text"`',
        fix="delete it",
        edits=replace_span(Span(s.here.start_pos or 0, s.ahead(run).start_pos or 0), ""),
    )
    return Repair(error, drop=run)


def unquoted_text(s: RecoveryContext) -> Repair | None:
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
    start, end = s.here.start_pos or 0, s.end_of_words(run)
    take_back = 0
    if previous.type == "ID" and previous.value[:1].isupper() and s.is_keyword(s.before(2)):
        start, take_back = previous.start_pos or 0, 1  # `claim The bus is late`: no id, a sentence
    said = quote(s.text[start:end])
    is_import = previous.type == "IMPORT"
    error = ParseError(
        Span(start, end),
        "missing quotes around a path" if is_import else "missing quotes around a text",
        help=f"write `import {said}`, with the path to the file"
        if is_import
        else 'a text is written in quotes: "…"',
        fix="put it in quotes",
        edits=replace_span(Span(start, end), said),
    )
    text = Token("TEXT", said, start_pos=start, end_pos=end)
    return Repair(error, drop=run, take_back=take_back, insert=(text,))


def words_after_text(s: RecoveryContext) -> Repair | None:
    """Pass over the words in ``claim a "Freedom" is vague``."""
    text = s.before(1)
    if text.type != "TEXT" or not s.same_line(text, s.here):
        return None
    if s.here.type not in {"ID", "NUMBER", "DATE", "PATH"} or s.here.type in s.expected:
        return None
    run = s.rest_of_line()
    if run < 2 or any(s.ahead(offset).type in {"TEXT", "COLON"} for offset in range(run)):  # noqa: PLR2004
        return None
    error = ParseError(
        Span(s.here.start_pos or 0, s.ahead(run - 1).end_pos or 0),
        "unexpected words after a text",
        labels=((span_of(text), "the text"),),
        help=f"a text is written in one pair of quotes; {ESCAPING}",
    )
    return Repair(error, drop=run)


def may_be_reference(s: RecoveryContext) -> bool:
    """Whether ``claim u`` was read in a block: a reference, if `u` is declared."""
    name, keyword = s.before(1), s.before(2)
    return (
        s.depth > 0
        and name.type == "ID"
        and s.here.type != "LBRACE"
        and keyword.value in STATEMENT_KEYWORDS
        and s.is_keyword(keyword)
    )


def missing_text(s: RecoveryContext) -> Repair | None:
    """Go on behind a head without a text."""
    if "TEXT" not in s.expected or not s.expected <= {"ID", "TEXT"}:
        return None
    head = s.before(2) if s.before(1).type == "ID" else s.before(1)
    last = s.before(1)
    span = Span(head.start_pos or 0, last.end_pos or 0)
    what = "path" if head.type == "IMPORT" else "title" if head.type in _TITLED else "text"
    error = ParseError(
        span,
        f"this {head.value} has no {what}",
        help=f'write it in quotes: {s.text[span.start : span.end]} "…"',
        concerns_file=may_be_reference(s),
    )
    return Repair(error, insert=(make_token("TEXT", "", s.gap),))


_TITLED = {"MAP", "SECTION"}


def listed_texts(s: RecoveryContext) -> Repair | None:
    """Pass over the rest of ``evidence a "D", "E"``: a statement has one text."""
    first = s.before(1)
    if s.here.type != "COMMA" or first.type != "TEXT" or "CITATION" not in s.expected:
        return None
    count = 0
    while s.ahead(2 * count).type == "COMMA" and s.ahead(2 * count + 1).type == "TEXT":
        count += 1
    if not count:
        return None
    last = s.ahead(2 * count - 1)
    keyword = s.before(3) if s.before(2).type == "ID" else s.before(2)
    error = ParseError(
        Span(s.ahead(1).start_pos or 0, last.end_pos or 0),
        "unexpected second text",
        labels=((span_of(first), "the first text"),),
        help="a statement has one text: write "
        + (f"`{keyword.value} {last.value}`" if len(last.value) <= _SHOWN else "the other")
        + " as a separate statement",
    )
    return Repair(error, drop=2 * count)


_SHOWN = 40


def second_text(s: RecoveryContext) -> Repair | None:
    """Pass over a second text behind the first, and read one without a keyword as a claim."""
    if s.here.type != "TEXT" or "TEXT" in s.expected:
        return None
    previous = s.before(1)
    if previous.type == "COMMA":
        return None
    if s.same_line(previous, s.here) and previous.type == "TEXT":
        error = ParseError(
            s.here_span,
            "unexpected second text",
            labels=((span_of(previous), "the first text"),),
            help=ESCAPING,
        )
        return Repair(error, drop=1)
    if "CLAIM" not in s.expected:
        return None
    error = ParseError(
        s.here_span,
        "missing keyword before a text",
        help="put claim, evidence, assumption or counterpoint before it",
    )
    return Repair(error, insert=(make_token("CLAIM", "claim", s.here.start_pos or 0),))
