"""Quotes and apostrophes inside a text that are not escaped: one report, and a fix that keeps it.

Each example takes a map without mistakes, chooses one of its texts (a statement's, a title, a
snippet, an attribute's value), and puts quotes or apostrophes into it.
"""

import re

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.strategies import map_texts

from argmap.syntax import parse
from argmap.syntax.grammar import parser
from argmap.text import SourceText, apply_edits

PROSE = re.compile(r"[\w$%€.,:;!?’()\[\]/+–— -]+")
LAYOUTS = {
    "as written": lambda text: text,
    "CRLF": lambda text: re.sub(r"\r?\n", "\r\n", text),
    "CR": lambda text: re.sub(r"\r?\n", "\r", text),
    "on one line": lambda text: re.sub(r"\s+", " ", text),
}


def texts_of(text):
    """Return where the texts of a map are that hold nothing but prose, without their quotes."""
    tokens = parser().lex(text)
    spans = [(token.start_pos + 1, token.end_pos - 1) for token in tokens if token.type == "TEXT"]
    return [(start, end) for start, end in spans if PROSE.fullmatch(text, start, end)]


@st.composite
def quoted_words(draw):
    """A map, and the offsets in one of its texts at which pairs of quotes begin and end."""
    text = LAYOUTS[draw(st.sampled_from(sorted(LAYOUTS)))](draw(map_texts()))
    assume(not parse(SourceText("map", text)).errors)
    texts = [(start, end) for start, end in texts_of(text) if text[start:end].strip()]
    assume(texts)
    start, end = draw(st.sampled_from(texts))
    words = [match.span() for match in re.finditer(r"\S+", text[start:end])]
    first = draw(st.integers(0, len(words) - 1))
    pairs = []
    for _ in range(draw(st.integers(1, 3))):
        last = draw(st.integers(first, min(first + 3, len(words) - 1)))
        pairs.append((start + words[first][0], start + words[last][1]))
        first = last + 2
        if first >= len(words):
            break
    return text, pairs


def inserted(text, places, piece):
    """Return a text with a piece put in at some offsets."""
    pieces = [text[at:end] for at, end in zip([0, *places], [*places, len(text)], strict=True)]
    return piece.join(pieces)


def titles(document):
    """Return all texts of a document, as they are written."""
    found = []
    pending = list(document.items)
    while pending:
        item = pending.pop()
        if hasattr(item, "values"):
            found.append((item.name.text, *(getattr(value, "text", None) for value in item.values)))
            continue
        snippets = [quotation and quotation.raw for _, quotation in getattr(item, "citations", ())]
        found.append((item.keyword.text, item.title and item.title.raw, *snippets))
        pending += item.block.items if item.block else ()
    return found


@settings(max_examples=200, deadline=None)
@given(quoted_words())
def test_quotes_around_words_are_one_mistake(example):
    """Whatever the text and the words: one report on them, and a fix that escapes the quotes."""
    text, pairs = example
    places = [place for pair in pairs for place in pair]
    broken = inserted(text, places, '"')
    document = parse(SourceText("map", broken))
    (error,) = document.errors
    assert error.message == "unescaped quotes inside a text"
    assert error.span == (places[0], places[-1] + len(places))
    fixed = inserted(text, places, '\\"')
    assert error.is_safe
    assert apply_edits(broken, error.edits) == fixed
    assert titles(document) == titles(parse(SourceText("map", fixed)))


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_apostrophes_in_single_quotes_are_no_quotes(data):
    """A text in single quotes ends at the last one: what is between two letters is no quote."""
    text = LAYOUTS[data.draw(st.sampled_from(sorted(LAYOUTS)))](data.draw(map_texts()))
    assume(not parse(SourceText("map", text)).errors)
    texts = [(start, end) for start, end in texts_of(text) if start < end]
    assume(texts)
    start, end = data.draw(st.sampled_from(texts))
    said = text[start:end]
    assume("’" not in said)
    between = [match.start() + 1 for match in re.finditer(r"[^\W\d_](?=[^\W\d_])", said)]
    places = sorted(data.draw(st.sets(st.sampled_from(between)))) if between else []
    said = inserted(said, places, "'")
    mark = data.draw(st.sampled_from(["''", "‘’", "’’"]))
    broken = f"{text[: start - 1]}{mark[0]}{said}{mark[1]}{text[end + 1 :]}"
    document = parse(SourceText("map", broken))
    (error,) = document.errors
    assert error.message == f"quotes of the wrong kind ({mark[0]})"
    # Before a text in three quotes, whose lines may look like anything, the fix is only offered.
    assert error.is_safe or '"""' in text[end:]
    fixed = f"{text[:start]}{said}{text[end:]}"
    assert apply_edits(broken, error.edits) == fixed
    assert titles(document) == titles(parse(SourceText("map", fixed)))
