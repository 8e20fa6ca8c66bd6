"""Properties of the formatter that hold for all texts."""

from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.formatting.strategies import damaged_texts, items_of, untidy_texts
from tests.strategies import map_texts

from argmap.exchange import dump
from argmap.formatting import format_edits, format_text
from argmap.formatting.elements import MAX_LINE_LENGTH
from argmap.syntax import parse, unquote
from argmap.syntax.literals import comments
from argmap.syntax.recovery.lexer import tokenize
from argmap.text import SourceText, Span, apply_edits

PATIENT = settings(deadline=None)
DAMAGED = settings(deadline=None, max_examples=200)


def words(text):
    """Return the tokens (texts by their meaning) and comments of a text, in order."""
    tokens = [
        (token.start_pos, unquote(token.value) if token.type == "TEXT" else token.value)
        for token in tokenize(text)[0]
    ]
    remarks = [(span.start, text[span.start : span.end].rstrip()) for span in comments(text)]
    return sorted(tokens + remarks)


def comment_neighbors(text):
    """Return, for each comment, the element before it, or on the line below it."""
    neighbors = {}
    comment_starts = {span.start for span in comments(text)}
    stream = [(-1, ""), *words(text), (len(text), "")]
    for (_, before), (start, word), (following, after) in zip(
        stream, stream[1:], stream[2:], strict=False
    ):
        if start not in comment_starts:  # a text may begin with the same sign
            continue
        line_start = max(text.rfind(mark, 0, start) for mark in "\r\n") + 1
        if text[line_start:start].strip():
            neighbors[word] = ("after", before)
        elif text[start:following].replace("\r", "").count("\n") == 1:
            neighbors[word] = ("above", after)
    return neighbors


@PATIENT
@given(untidy_texts())
def test_formatting_keeps_the_map(load, text):
    """The formatted text has the same meaning, in the same order."""
    original, formatted = load(text), load(format_text(text))
    assert original == formatted
    for kind in ("statements", "inferences", "sources", "sections"):
        assert list(getattr(original, kind)) == list(getattr(formatted, kind))


@PATIENT
@given(untidy_texts())
def test_formatting_twice_changes_nothing_more(text):
    """A formatted text is canonical."""
    formatted = format_text(text)
    assert format_text(formatted) == formatted


@PATIENT
@given(untidy_texts())
def test_formatting_keeps_all_words_and_comments(text):
    """Every word and every comment occurs as often as before."""
    expected_counts = Counter(word for _, word in words(text))
    assert Counter(word for _, word in words(format_text(text))) == expected_counts


@PATIENT
@given(untidy_texts())
def test_comments_stay_with_their_neighbors(text):
    """A comment stays after the same element, or directly above the same element."""
    before, after = comment_neighbors(text), comment_neighbors(format_text(text))
    assert {comment: after.get(comment) for comment in before} == before


@PATIENT
@given(map_texts())
def test_exported_maps_are_formatted(load, text):
    """The output of `argmap export argmap` is canonical.

    The only exception: citations are always on the line of their statement, however many they are.
    """
    written = dump(load(text), "argmap")
    assume(written.strip())
    assume(not any("@" in line and len(line) > MAX_LINE_LENGTH for line in written.splitlines()))
    assert format_text(written) == written


@PATIENT
@given(map_texts(), st.sampled_from(["\n", "\r\n"]), st.data())
def test_the_order_is_kept_if_attributes_come_first(text, end, data):
    """If all attributes come first, the order of words and comments is exactly the same."""
    lines = text.replace("\r\n", "\n").split("\n")
    inside = _lines_inside_texts(text.replace("\r\n", "\n"))
    for number in range(len(lines) - 1, -1, -1):
        if number not in inside and data.draw(st.integers(0, 3)) == 0:
            lines.insert(number, data.draw(st.sampled_from(["", "#", "  # why", "\n# so\n"])))
    text = end.join(lines)
    assert [word for _, word in words(format_text(text))] == [word for _, word in words(text)]


def _lines_inside_texts(text):
    """Return the numbers of the lines that begin inside a text in quotes."""
    numbers = set()
    for token in tokenize(text)[0]:
        first = text.count("\n", 0, token.start_pos)
        numbers.update(range(first + 1, first + 1 + token.value.count("\n")))
    return numbers


@PATIENT
@given(untidy_texts())
def test_the_layout_has_no_superfluous_white_space(text):
    """No trailing spaces, no consecutive blank lines, and exactly one newline at the end.

    Texts, and heads and lists that contain comments, are not changed.
    """
    text = "".join(line for line in text.splitlines(keepends=True) if "#" not in line)
    assume(not parse(SourceText("map", text)).errors)
    lines = format_text(text).replace("\r\n", "\n").split("\n")
    assert lines[-1] == ""
    assert not any(line != line.rstrip(" \t") for line in lines)
    assert ("", "") not in pairwise(lines[:-1])


@PATIENT
@given(untidy_texts(), st.data())
def test_each_edit_can_be_applied_alone(load, text, data):
    """Any subset of the edits keeps the map; all edits together give the formatted text."""
    edits = format_edits(SourceText("map", text))
    assert apply_edits(text, edits) == format_text(text)
    assume(edits)
    some = data.draw(st.lists(st.sampled_from(edits), unique=True))
    assert load(apply_edits(text, some)) == load(text)


def test_a_comment_that_moves_keeps_its_line_end(load):
    """An edit that moves a comment to the end of a line also ends that line."""
    text = (
        'claim "T"\n{ reason { evidence b "E" @g #50 \nscheme : sign } reason { premises : b } }\n'
        'source g "G"\n'
    )
    for edit in format_edits(SourceText("map", text)):
        assert load(apply_edits(text, [edit])) == load(text)


@PATIENT
@given(untidy_texts(), st.data())
def test_formatting_a_range_keeps_the_rest(text, data):
    """The edits within a span are those of the whole text that touch its lines."""
    source = SourceText("map", text)
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(text))] * 2)))
    some, every = format_edits(source, Span(start, end)), format_edits(source)
    assert set(some) <= set(every)
    for edit in set(every) - set(some):
        assert edit.span.end < start or edit.span.start > end


@DAMAGED
@given(damaged_texts(st.one_of(untidy_texts(5), untidy_texts(5).map(format_text))))
def test_syntax_errors_and_their_lines_are_kept(text):
    """In a text with errors, the lines with errors and all words are kept."""
    errors = parse(SourceText("map", text)).errors
    assume(errors)
    formatted = format_text(text)
    again = parse(SourceText("map", formatted)).errors
    assert [error.message for error in again] == [error.message for error in errors]
    assert Counter(word for _, word in words(formatted)) == Counter(w for _, w in words(text))
    source, kept = SourceText("map", text), SourceText("map", formatted)
    for error, same in zip(errors, again, strict=True):
        assert lines_at(kept, same.span) == lines_at(source, error.span)
    assert format_text(formatted) == formatted


def lines_at(source, span):
    first, last = source.position(span.start).line, source.position(span.end).line
    return source.slice(Span(source.line_span(first).start, source.line_span(last).end))


@DAMAGED
@given(untidy_texts(5), st.sampled_from("§;$“"), st.data())
def test_an_error_in_a_formatted_text_changes_nothing(text, damage, data):
    """If a text is formatted, an invalid character causes no edit anywhere."""
    canonical = format_text(text)
    position = data.draw(st.integers(0, len(canonical)))
    damaged = canonical[:position] + damage + canonical[position:]
    assume(parse(SourceText("map", damaged)).errors)
    assert format_text(damaged) == damaged


@PATIENT
@given(st.text())
def test_any_text_can_be_formatted(text):
    """The formatter returns a text for any input."""
    assert isinstance(format_text(text), str)


def test_a_deeply_nested_map_is_formatted():
    """Nesting is limited only by memory, and lines do not consist mostly of spaces."""
    deep = 'claim "x" {' * 10_000 + "}" * 10_000
    formatted = format_text(deep)
    assert formatted.count("\n") == 19_999
    assert max(map(len, formatted.split("\n"))) < 120
    assert items_of(formatted)


@pytest.mark.parametrize("text", ["", "\n", "  \r\n\t\n", "\ufeff"])
def test_an_empty_text_stays_empty(text):
    """The formatted text is empty, except for a byte-order mark."""
    assert format_text(text) == text.strip(" \r\n\t")


def test_a_statement_directly_before_an_error_is_not_formatted():
    """The error may be part of the statement, for example a broken citation."""
    text = 'source s "S"\n\nclaim a\n\n\n"A" # why\n\n@§s\n'
    assert format_text(text) == text


def test_a_byte_order_mark_is_kept():
    """A byte-order mark is not part of the layout."""
    assert format_text('\ufeffclaim  a   "A"\n') == '\ufeffclaim a "A"\n'
