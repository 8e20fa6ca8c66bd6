"""Unescaped quotes and apostrophes inside a text are one error with a correct fix.

Each example takes a valid map, chooses one of its texts (of a statement, a title, a snippet or the
value of an attribute), and inserts quotes or apostrophes into it.
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
    """Return the offsets of the texts of a map that contain only prose, without their quotes."""
    tokens = parser().lex(text)
    spans = [(token.start_pos + 1, token.end_pos - 1) for token in tokens if token.type == "TEXT"]
    return [(start, end) for start, end in spans if PROSE.fullmatch(text, start, end)]


@st.composite
def quoted_words(draw):
    """Return a map, and the offsets in one of its texts at which pairs of quotes begin and end."""
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


def insert_at_offsets(text, offsets, piece):
    """Return a text with a piece inserted at some offsets."""
    bounds = zip([0, *offsets], [*offsets, len(text)], strict=True)
    return piece.join(text[start:end] for start, end in bounds)


def raw_texts(document):
    """Return all texts of a document in their source form."""
    texts = []
    pending = list(document.items)
    while pending:
        item = pending.pop()
        if hasattr(item, "values"):
            texts.append((item.name.text, *(getattr(value, "text", None) for value in item.values)))
            continue
        snippets = [quotation and quotation.raw for _, quotation in getattr(item, "citations", ())]
        texts.append((item.keyword.text, item.title and item.title.raw, *snippets))
        pending += item.block.items if item.block else ()
    return texts


@settings(max_examples=200, deadline=None)
@given(quoted_words())
def test_quotes_around_words_are_one_error(example):
    """Quotes around words of any text are one error, and its fix escapes them."""
    text, pairs = example
    offsets = [offset for pair in pairs for offset in pair]
    broken = insert_at_offsets(text, offsets, '"')
    document = parse(SourceText("map", broken))
    (error,) = document.errors
    assert error.message == "unescaped quotes inside a text"
    assert error.span == (offsets[0], offsets[-1] + len(offsets))
    fixed = insert_at_offsets(text, offsets, '\\"')
    assert error.is_safe
    assert apply_edits(broken, error.edits) == fixed
    assert raw_texts(document) == raw_texts(parse(SourceText("map", fixed)))


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_apostrophes_do_not_end_a_text_in_single_quotes(data):
    """A text in single quotes ends at its last quote; a mark between letters is an apostrophe."""
    text = LAYOUTS[data.draw(st.sampled_from(sorted(LAYOUTS)))](data.draw(map_texts()))
    assume(not parse(SourceText("map", text)).errors)
    texts = [(start, end) for start, end in texts_of(text) if start < end]
    assume(texts)
    start, end = data.draw(st.sampled_from(texts))
    content = text[start:end]
    assume("’" not in content)
    between_letters = [m.start() + 1 for m in re.finditer(r"[^\W\d_](?=[^\W\d_])", content)]
    offsets = (
        sorted(data.draw(st.sets(st.sampled_from(between_letters)))) if between_letters else []
    )
    content = insert_at_offsets(content, offsets, "'")
    opening, closing = data.draw(st.sampled_from(["''", "‘’", "’’"]))
    broken = f"{text[: start - 1]}{opening}{content}{closing}{text[end + 1 :]}"
    document = parse(SourceText("map", broken))
    (error,) = document.errors
    assert error.message == f"wrong kind of quotes ({opening})"
    # The lines of a later text in three quotes may look like anything, so the fix is unsafe.
    assert error.is_safe or '"""' in text[end:]
    fixed = f"{text[:start]}{content}{text[end:]}"
    assert apply_edits(broken, error.edits) == fixed
    assert raw_texts(document) == raw_texts(parse(SourceText("map", fixed)))
