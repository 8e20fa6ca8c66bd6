"""Classification of single lines: part of a map, another notation, or plain words."""

from __future__ import annotations

import re
from enum import Enum, auto

from argmap.model.attributes import ATTRIBUTES, DECLARATION_KEYWORDS
from argmap.model.identifiers import LENIENT_PATH
from argmap.syntax.notations.notation import Notation
from argmap.text import closest_match

MAX_LINE_CHARACTERS = 400
"""Characters of a line that are classified: a file may be one line of a million characters."""

_KEYWORD = rf"(?:import|{'|'.join(DECLARATION_KEYWORDS)})"
_QUOTE = '"“„”«»「『＂'
_MARK = r"(?:[-+*•‣–—]|\(?\w{1,3}[.)]|[#(]?\d+(?:\.\d+)*[.)]?)"
_DECLARATION = re.compile(
    rf"(?:{_MARK}[ \t]+)?(?i:{_KEYWORD})(?![\w-])[ \t]*+:?[ \t]*+"
    rf"(?:(?:[\w.-]++[ \t]*+:?[ \t]*+){{0,3}}+[{_QUOTE}'`{{]|(?:[\w.-]++[ \t]*+:?)?$)"
)
"""A declaration with a text in some kind of quotes, with a block, or with nothing after its id."""
_KEYWORD_FIRST = re.compile(rf"{_KEYWORD}(?![\w-])")
_KEYWORD_TEXT = re.compile(rf"(?<![\w-]){_KEYWORD}[ \t]*:?[ \t]*(?:[\w-]+[ \t]+)?[{_QUOTE}{{]")
_NAME = re.compile(r"([^\W\d_A-Z][\w-]*)(:?)(?=\s|$)")
_PUNCTUATION = "[](){}<>+-*=.,;:@\\\"'"
_CITATION = re.compile(r"(?:^|\s)@\w")
_COMMAND = re.compile(
    r"\\(?:[a-z]*cite[a-z]*|emph|textbf|textit|footnote|ref|label|url)\*?(?:\[[^\[\]]*\])*\{[^{}]*\}"
)
_WORDS_START = re.compile(r"[\w*\[(<'$€£%¡¿…~^\"“„«]")
_SENTENCE_END = re.compile(r"[.?!…。！？][\"”’»)]*$")
_SHORT_SENTENCE = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*(?:,? [\w'’-]+){0,3}[.!?]+")
_WIDE_SENTENCE = re.compile(r"[\u3040-\u9fff\uac00-\ud7af]{6,}")
_RELATION = re.compile(
    rf"{LENIENT_PATH}[ \t]+(?:supports?|backs|attacks?|opposes?|rebuts?|refutes?|undermines?"
    rf"|undercuts?|contradicts?|[-=]+>|→|⇒)[ \t]+{LENIENT_PATH}(?:[ \t]*,[ \t]*{LENIENT_PATH})*$"
)
"""A relation in words, ``x supports t``, which is an error in a map and not another notation."""
_LIST_ITEM = re.compile(r"(?P<mark>[-+*•‣–—]|\d{1,4}[.)]|\(?[a-z][.)])[ \t]+(?P<content>\S.*)")

_MIN_WORDS = 5
_MIN_WORDS_OF_SENTENCE = 3
_MIN_WORDS_BEFORE_QUOTE = 4


class LineKind(Enum):
    """The kind of a line that does not belong to another notation by itself."""

    EMPTY = auto()
    """An empty line, or a comment."""
    DECLARATION = auto()
    """A declaration of a map, perhaps with an error."""
    AMBIGUOUS = auto()
    """A keyword and words: a declaration without quotes, or a line in a paragraph of prose."""
    WORDS = auto()
    """Plain words."""
    OTHER = auto()
    """Anything else that may be part of a map: an attribute, a brace, a text."""


_NOTATION_PATTERNS: tuple[tuple[Notation, re.Pattern[str]], ...] = tuple(
    (notation, re.compile(pattern))
    for notation, pattern in (
        (
            Notation.KIALO,
            (
                r"\d+(?:\.\d+)*\.?[ \t]+(?:Pro|Con|Thesis)[ \t]*:|\d+(?:\.\d+)+\.[ \t]+\w[^\"]*$"
                r"|(?:Pro|Con)s?:[ \t]+\w+[ \t]+[^\"]+$|Discussion (?:Title|Name|URL)?[ \t]*:"
            ),
        ),
        (
            Notation.ARGDOWN,
            (
                r"\[[^\[\]]+\][ \t]*:(?![ \t]*(?:https?:)?/)|<[^<>!/][^<>]*>[ \t]*:"
                r"|(?:[-+_]|->|<-|\+>|<\+|><|<_|_>)[ \t]*(?:<[^<>!/]+>|\[[^\[\]]{2,}\])(?!\()"
                r"|(?:\+>|<\+|><|<-|->|<_)[ \t]+[^\s\":]+[ \t]+[^\":>]+$"
                r"|-- ?[^\W\d][^\"]*[^\s-] ?--$|\(\d+\)[ \t]+[^\W\d_][^\"]*$"
            ),
        ),
        (
            Notation.MERMAID,
            (
                r"[\w-]+[ \t]*(?:\[[^\[\]]*\]|\([^()]*\)|\{[^{}]*\})+[ \t]*"
                r"(?:-->|---|-\.->|==>|--[ox])[ \t]*(?:\|[^|]*\|)?[ \t]*\w"
                r"|[\w-]+[ \t]*(?:-->|---|-\.->|==>|--[ox])[ \t]*"
                r"(?:\|[^|]*\|[ \t]*\w|[\w-]+(?:\[[^\[\]]*\]|\([^()]*\)|\{[^{}]*\}))"
            ),
        ),
        (
            Notation.DOT,
            (
                r"\"?[\w.-]+\"?[ \t]*-[->][ \t]*\"?[\w.-]+\"?[ \t]*"
                r"(?:;|\[[ \t]*\w+[ \t]*=[^\[\]]*\][ \t]*;?)[ \t]*$"
            ),
        ),
        (
            Notation.LATEX,
            (
                r"\\(?:documentclass|usepackage|begin|end|(?:sub)*section|chapter|paragraph|title"
                r"|author|date|\w*cite\w*|bibliography\w*|emph|textbf|textit|footnote|label)"
                r"\*?[\[{]|\\(?:item|maketitle)(?!\w)"
            ),
        ),
        (Notation.RST, r"\.\. (?:[\w-]+::|_[^:]+:|\[)"),
        (
            Notation.HTML,
            (
                r"<(?:\?xml|!DOCTYPE|/?(?:html|head|body|div|p|ul|ol|li|h[1-6]|table|tr|td|span|a"
                r"|b|i|em|strong|blockquote))(?:[ \t][^<>]*)?/?>"
            ),
        ),
        (
            Notation.MARKDOWN,
            r"\|.*\|$|\*\*[^*\s][^*]*\*\*|!?\[[^\[\]]+\](?:\([^()]*\)|:[ \t]*\S)",
        ),
    )
)


def find_notation(body: str) -> Notation | None:
    """Return the notation of a line, given without indentation; None if it has none by itself."""
    if body[0].isalpha() and body[0].islower() and _KEYWORD_FIRST.match(body):
        return None
    for notation, pattern in _NOTATION_PATTERNS:
        if pattern.match(body):
            return notation if _DECLARATION.match(body) is None else None
    item = _LIST_ITEM.match(body)
    if item is not None and is_list_item(item["content"]) and _DECLARATION.match(body) is None:
        return Notation.MARKDOWN
    if body.startswith("> ") and len(body.split()) > _MIN_WORDS_OF_SENTENCE and is_words(body[2:]):
        return Notation.MARKDOWN
    if "\\" in body and _COMMAND.search(body) and is_words(_COMMAND.sub("x", body)):
        return Notation.LATEX
    return None


def is_list_item(content: str) -> bool:
    """Return whether the text after a bullet is a list item, and not part of a map."""
    first, *rest = content.split()
    if first in ATTRIBUTES and len(rest) == 1:
        return False  # an attribute without a colon
    return is_words(content) or content.startswith(("<", "[", "**", "http"))


def has_plus_bullet(body: str) -> bool:
    """Return whether a line begins with a plus as its bullet, which means support in Argdown."""
    return body.startswith("+ ")


def classify_line(body: str) -> LineKind:
    """Return the kind of a line, given without indentation."""
    if not body or body.startswith(("#", "<!--")):
        return LineKind.EMPTY
    if _DECLARATION.match(body):
        is_sentence = body[0].isupper() and not any(mark in body for mark in f"{_QUOTE}{{")
        return LineKind.WORDS if is_sentence and is_sentence_like(body) else LineKind.DECLARATION
    if _KEYWORD_FIRST.match(body):
        return LineKind.AMBIGUOUS if is_words(body) else LineKind.OTHER
    name = _NAME.match(body)
    if name is not None and not name[2] and name[1] in ATTRIBUTES:
        return LineKind.AMBIGUOUS if is_words(body) else LineKind.OTHER
    return LineKind.WORDS if is_words(body) else LineKind.OTHER


def is_likely_declaration(body: str) -> bool:
    """Whether a line of words is a relation, or begins with a keyword or a misspelled one."""
    if _KEYWORD_FIRST.match(body) or _RELATION.match(body):
        return True
    first = body.split(maxsplit=1)[0]
    return first.islower() and closest_match(first, DECLARATION_KEYWORDS, cutoff=0.75) is not None


def is_words(body: str) -> bool:
    """Return whether a line consists of plain words, without anything that occurs only in maps."""
    if not _WORDS_START.match(body) or "{" in body or "}" in body or _CITATION.search(body):
        return False
    first = body.split(maxsplit=1)[0]
    if first.islower() and (":" in first or first.strip(_PUNCTUATION) in ATTRIBUTES):
        return first in ATTRIBUTES  # `tags:` is an attribute, `tags` may be a word
    quote = min((index for mark in _QUOTE if (index := body.find(mark)) >= 0), default=-1)
    if quote >= 0 and len(body[:quote].split()) < _MIN_WORDS_BEFORE_QUOTE:
        return False
    if body.count('"') % 2 or _KEYWORD_TEXT.search(body):
        return False
    if body[-1] in _QUOTE and sum(map(body.count, _QUOTE)) % 2:
        return False
    words = body.split()
    return len(words) == 1 or not all(word.endswith(",") for word in words[:-1][:3])


def is_prose_with_quotes(body: str) -> bool:
    """Whether a line that follows prose is prose, too, with words in quotes before other words."""
    before, quote, content = body.partition('"')
    if not quote or not is_words(before or "x") or "{" in content or _CITATION.search(content):
        return False
    after = content.rpartition('"')[2]
    is_closed = body.count('"') % 2 == 0 and _KEYWORD_TEXT.search(body) is None
    return is_closed and any(map(str.isalpha, after))


def is_sentence_like(body: str) -> bool:
    """Return whether a line has enough words, or ends like a sentence, to be prose."""
    words = [word for word in body.split() if any(map(str.isalpha, word))]
    long_words = sum(len(word) > 1 for word in words)
    if (
        len(words) >= _MIN_WORDS and long_words >= _MIN_WORDS_OF_SENTENCE + 1
    ) or _WIDE_SENTENCE.search(body):
        return True
    if body[:1].isupper() and _SHORT_SENTENCE.fullmatch(body):
        return True
    return len(words) >= _MIN_WORDS_OF_SENTENCE and _SENTENCE_END.search(body) is not None
