"""What a single line is: part of a map, a sign of another notation, or plain words."""

from __future__ import annotations

import re
from enum import Enum, auto

from argmap.model.attributes import ATTRIBUTES, DECLARATION_KEYWORDS
from argmap.model.identifiers import LENIENT_PATH
from argmap.syntax.notations.notation import Notation
from argmap.text import closest_match

MAX_LINE_CHARACTERS = 400
"""Only the beginning of a line is looked at: a file may be one line of a million characters."""

_KEYWORD = r"(?:map|source|import|section|claim|evidence|assumption|counterpoint|reason|objection)"
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
_PLAIN_START = re.compile(r"[\w*\[(<'$€£%¡¿…~^\"“„«]")
_ENDED = re.compile(r"[.?!…。！？][\"”’»)]*$")
_SHORT_SENTENCE = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*(?:,? [\w'’-]+){0,3}[.!?]+")
_WIDE_SENTENCE = re.compile(r"[\u3040-\u9fff\uac00-\ud7af]{6,}")
_RELATION = re.compile(
    rf"{LENIENT_PATH}[ \t]+(?:supports?|backs|attacks?|opposes?|rebuts?|refutes?|undermines?"
    rf"|undercuts?|contradicts?|[-=]+>|→|⇒)[ \t]+{LENIENT_PATH}(?:[ \t]*,[ \t]*{LENIENT_PATH})*$"
)
"""``x supports t``: a slip within argmap."""
_ITEM = re.compile(r"(?P<mark>[-+*•‣–—]|\d{1,4}[.)]|\(?[a-z][.)])[ \t]+(?P<said>\S.*)")

_MIN_WORDS = 5
_MIN_WORDS_OF_SENTENCE = 3
_MIN_WORDS_BEFORE_QUOTE = 4


class LineKind(Enum):
    """What a line is, where it is not a sign of a notation."""

    EMPTY = auto()
    """Nothing, or only a comment."""
    DECLARATION = auto()
    """A declaration of a map, perhaps with a mistake."""
    DOUBTFUL = auto()
    """A keyword and words: a declaration without quotes, or a line in a paragraph of prose."""
    PLAIN = auto()
    """Words."""
    OTHER = auto()
    """Anything else that is part of a map: an attribute, a brace, a text."""


_SIGNS: tuple[tuple[Notation, re.Pattern[str]], ...] = tuple(
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
                r"\[[^\[\]]+\][ \t]*:(?![ \t]*(?:https?:)?/)|<[^<>]+>[ \t]*:"
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


def sign(body: str) -> Notation | None:
    """Return the notation that a line, without its indentation, is a sign of by itself."""
    if body[0].isalpha() and body[0].islower() and _KEYWORD_FIRST.match(body):
        return None
    for notation, pattern in _SIGNS:
        if pattern.match(body):
            return notation if _DECLARATION.match(body) is None else None
    item = _ITEM.match(body)
    if item is not None and is_item(item["said"]) and _DECLARATION.match(body) is None:
        return Notation.MARKDOWN
    if body.startswith("> ") and len(body.split()) > _MIN_WORDS_OF_SENTENCE and is_plain(body[2:]):
        return Notation.MARKDOWN
    if "\\" in body and _COMMAND.search(body) and is_plain(_COMMAND.sub("x", body)):
        return Notation.LATEX
    return None


def is_item(said: str) -> bool:
    """Whether the words after a bullet are an item of a list, not a piece of a map."""
    first, *others = said.split()
    if first in ATTRIBUTES and len(others) == 1:
        return False  # an attribute without its colon
    return is_plain(said) or said.startswith(("<", "[", "**", "http"))


def is_plus(body: str) -> bool:
    """Whether a line is an item whose bullet is a plus, which in Argdown means support."""
    return body.startswith("+ ")


def kind(body: str) -> LineKind:
    """Return what a line, without its indentation, is in a map."""
    if not body or body.startswith(("#", "<!--")):
        return LineKind.EMPTY
    if _DECLARATION.match(body):
        is_sentence = body[0].isupper() and not any(mark in body for mark in f"{_QUOTE}{{")
        return LineKind.PLAIN if is_sentence and is_sentence_like(body) else LineKind.DECLARATION
    if _KEYWORD_FIRST.match(body):
        return LineKind.DOUBTFUL if is_plain(body) else LineKind.OTHER
    name = _NAME.match(body)
    if name is not None and not name[2] and name[1] in ATTRIBUTES:
        return LineKind.DOUBTFUL if is_plain(body) else LineKind.OTHER
    return LineKind.PLAIN if is_plain(body) else LineKind.OTHER


def is_slip(body: str) -> bool:
    """Whether a line of words is a relation, or begins with what is probably a keyword."""
    if _KEYWORD_FIRST.match(body) or _RELATION.match(body):
        return True
    first = body.split(maxsplit=1)[0]
    return first.islower() and closest_match(first, DECLARATION_KEYWORDS, cutoff=0.75) is not None


def is_plain(body: str) -> bool:
    """Whether a line is words alone, without anything that only a map would hold."""
    if not _PLAIN_START.match(body) or "{" in body or "}" in body or _CITATION.search(body):
        return False
    first = body.split(maxsplit=1)[0]
    if first.islower() and (":" in first or first.strip(_PUNCTUATION) in ATTRIBUTES):
        return first in ATTRIBUTES  # an attribute, unless it is a word in a sentence
    quote = min((at for mark in _QUOTE if (at := body.find(mark)) >= 0), default=-1)
    if quote >= 0 and len(body[:quote].split()) < _MIN_WORDS_BEFORE_QUOTE:
        return False
    if body.count('"') % 2 or _KEYWORD_TEXT.search(body):
        return False
    if body[-1] in _QUOTE and sum(map(body.count, _QUOTE)) % 2:
        return False
    words = body.split()
    return len(words) == 1 or not all(word.endswith(",") for word in words[:-1][:3])


def quotes_words(body: str) -> bool:
    """Whether a line that follows prose is prose with words in quotes: it goes on after them."""
    before, quote, said = body.partition('"')
    if not quote or not is_plain(before or "x") or "{" in said or _CITATION.search(said):
        return False
    after = said.rpartition('"')[2]
    is_closed = body.count('"') % 2 == 0 and _KEYWORD_TEXT.search(body) is None
    return is_closed and any(map(str.isalpha, after))


def is_sentence_like(body: str) -> bool:
    """Whether there are enough plain words to be prose."""
    words = [word for word in body.split() if any(map(str.isalpha, word))]
    long_words = sum(len(word) > 1 for word in words)
    if (
        len(words) >= _MIN_WORDS and long_words >= _MIN_WORDS_OF_SENTENCE + 1
    ) or _WIDE_SENTENCE.search(body):
        return True
    if body[:1].isupper() and _SHORT_SENTENCE.fullmatch(body):
        return True
    return len(words) >= _MIN_WORDS_OF_SENTENCE and _ENDED.search(body) is not None
