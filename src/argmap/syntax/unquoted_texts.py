"""Texts without quotes that hold more than words: ``claim a It's late``, ``note: the "big" one``.

A text of words alone is found by the parser (`argmap.syntax.repairs.texts.unquoted_text`), and
one in which a character begins no token, or in which some words are in quotes, is found here.
"""

from __future__ import annotations

import re

from lark import Token

from argmap.model.attributes import ATTRIBUTES, STATEMENT_WORDS, ValueKind
from argmap.syntax.crossing import Bridge
from argmap.syntax.faults import SyntaxFault
from argmap.syntax.inner_quotes import ESCAPING, may_follow
from argmap.syntax.synonyms import RELATION_VERBS, SYNONYMS
from argmap.text import Edit, Span, is_slip

_HEADS = frozenset({"MAP", "SECTION", "SOURCE", *(word.upper() for word in STATEMENT_WORDS)})
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


def unquoted_text(text: str, at: int, tokens: list[Token]) -> Bridge | None:
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
    is_sure = not _BRACKETED_CITATION.search(said) and (
        _is_prose(said, text[at]) if is_title else "COMMA" not in {word.type for word in words}
    )
    return _bridge(Span(start, start + len(said)), said, is_sure=is_sure)


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
    return is_tried or any(is_slip(word, meant) for meant in STATEMENT_WORDS)


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
    if not (name.startswith("x-") or (spec and spec.takes in (ValueKind.TEXT, ValueKind.WORDS))):
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


def _bridge(span: Span, said: str, *, is_sure: bool) -> Bridge:
    start, end = span
    escapes = [start + match.start() for match in _SPECIAL.finditer(said)]
    first = '"\\' if start in escapes else '"'
    edits = (
        Edit(Span(start, start), first),
        *(Edit(Span(at, at), "\\") for at in escapes if at != start),
        Edit(Span(end, end), '"'),
    )
    fault = SyntaxFault(
        span,
        "missing quotes around a text",
        help=ESCAPING if '"' in said else 'a text is written in quotes: "…"',
        fix="put it in quotes" if is_sure else "",
        edits=edits if is_sure else (),
    )
    value = '"' + _SPECIAL.sub(lambda found: "\\" + found[0], said) + '"'
    return Bridge(fault, start, end, "TEXT", value)
