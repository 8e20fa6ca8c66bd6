"""What holds of the formatter whatever the text."""

from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.formatting.strategies import damaged_texts, items_of, untidy_texts
from tests.strategies import map_texts

from argmap.exchange import get
from argmap.formatting import format_edits, format_text
from argmap.formatting.elements import MAX_LINE_LENGTH
from argmap.syntax import parse, unquote
from argmap.syntax.literals import comments
from argmap.syntax.recovery.lexer import tokenize
from argmap.text import SourceText, Span, apply_edits

PATIENT = settings(deadline=None)
DAMAGED = settings(deadline=None, max_examples=200)


def words(text):
    """Return what a text consists of, in order: tokens by what they say, and comments."""
    tokens = [
        (token.start_pos, unquote(token.value) if token.type == "TEXT" else token.value)
        for token in tokenize(text)[0]
    ]
    remarks = [(span.start, text[span.start : span.end].rstrip()) for span in comments(text)]
    return sorted(tokens + remarks)


def neighbours(text):
    """Return for each comment what it stands behind, and what it stands right above."""
    found = {}
    comment_starts = {span.start for span in comments(text)}
    stream = [(-1, ""), *words(text), (len(text), "")]
    for (_, before), (start, word), (following, after) in zip(
        stream, stream[1:], stream[2:], strict=False
    ):
        if start not in comment_starts:  # a text may begin with the same sign
            continue
        line_start = max(text.rfind(mark, 0, start) for mark in "\r\n") + 1
        if text[line_start:start].strip():
            found[word] = ("behind", before)
        elif text[start:following].replace("\r", "").count("\n") == 1:
            found[word] = ("above", after)
    return found


@PATIENT
@given(untidy_texts())
def test_the_map_stays_the_same(load, text):
    """The formatted text says what the text said, in the same order."""
    one, other = load(text), load(format_text(text))
    assert one == other
    for kind in ("statements", "inferences", "sources", "sections"):
        assert list(getattr(one, kind)) == list(getattr(other, kind))


@PATIENT
@given(untidy_texts())
def test_twice_is_once(text):
    """A formatted text is canonical."""
    formatted = format_text(text)
    assert format_text(formatted) == formatted


@PATIENT
@given(untidy_texts())
def test_nothing_is_lost_and_nothing_is_made_up(text):
    """Every word and every comment is there as often as before."""
    said = Counter(word for _, word in words(text))
    assert Counter(word for _, word in words(format_text(text))) == said


@PATIENT
@given(untidy_texts())
def test_comments_stay_with_their_neighbours(text):
    """What a comment stands behind, or right above, it still does."""
    before, after = neighbours(text), neighbours(format_text(text))
    assert {comment: after.get(comment) for comment in before} == before


@PATIENT
@given(map_texts())
def test_what_is_exported_is_canonical(load, text):
    """A map that `argmap export argmap` writes looks as `fmt` would have it.

    Only that citations stand on the line of their sentence, however many they are.
    """
    written = get("argmap").dump(load(text))
    assume(written.strip())
    assume(not any("@" in line and len(line) > MAX_LINE_LENGTH for line in written.splitlines()))
    assert format_text(written) == written


@PATIENT
@given(map_texts(), st.sampled_from(["\n", "\r\n"]), st.data())
def test_the_order_stays_where_no_attribute_moves(text, end, data):
    """Where attributes come first already, words and comments keep their order to the last."""
    lines = text.replace("\r\n", "\n").split("\n")
    inside = _inside_texts(text.replace("\r\n", "\n"))
    for number in range(len(lines) - 1, -1, -1):
        if number not in inside and data.draw(st.integers(0, 3)) == 0:
            lines.insert(number, data.draw(st.sampled_from(["", "#", "  # why", "\n# so\n"])))
    text = end.join(lines)
    assert [word for _, word in words(format_text(text))] == [word for _, word in words(text)]


def _inside_texts(text):
    """Return the numbers of the lines that begin inside of a quoted text."""
    numbers = set()
    for token in tokenize(text)[0]:
        first = text.count("\n", 0, token.start_pos)
        numbers.update(range(first + 1, first + 1 + token.value.count("\n")))
    return numbers


@PATIENT
@given(untidy_texts())
def test_the_layout_is_canonical(text):
    """No blanks end a line, no two empty lines follow each other, and one line end ends the file.

    What stands in texts, and in heads and lists with comments inside, is the author's.
    """
    text = "".join(line for line in text.splitlines(keepends=True) if "#" not in line)
    assume(not parse(SourceText("map", text)).errors)
    lines = format_text(text).replace("\r\n", "\n").split("\n")
    assert lines[-1] == ""
    assert not any(line != line.rstrip(" \t") for line in lines)
    assert ("", "") not in pairwise(lines[:-1])


@PATIENT
@given(untidy_texts(), st.data())
def test_every_edit_is_good_by_itself(load, text, data):
    """Any of the edits alone leaves the map what it is; together they are the formatted text."""
    edits = format_edits(SourceText("map", text))
    assert apply_edits(text, edits) == format_text(text)
    assume(edits)
    some = data.draw(st.lists(st.sampled_from(edits), unique=True))
    assert load(apply_edits(text, some)) == load(text)


@PATIENT
@given(untidy_texts(), st.data())
def test_a_range_leaves_the_rest_alone(text, data):
    """Edits within a span are those of the whole that touch its lines."""
    source = SourceText("map", text)
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(text))] * 2)))
    some, every = format_edits(source, Span(start, end)), format_edits(source)
    assert set(some) <= set(every)
    for edit in set(every) - set(some):
        assert edit.span.end < start or edit.span.start > end


@DAMAGED
@given(damaged_texts(st.one_of(untidy_texts(5), untidy_texts(5).map(format_text))))
def test_a_damaged_text_keeps_its_mistakes(text):
    """In a text with mistakes the lines that they are on stay, and so does every word."""
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
def test_damage_to_a_canonical_text_changes_nothing(text, damage, data):
    """Where all was canonical, a character that means nothing brings no change anywhere."""
    canonical = format_text(text)
    position = data.draw(st.integers(0, len(canonical)))
    damaged = canonical[:position] + damage + canonical[position:]
    assume(parse(SourceText("map", damaged)).errors)
    assert format_text(damaged) == damaged


@PATIENT
@given(st.text())
def test_no_text_is_too_odd(text):
    """Whatever it is given, the formatter returns a text."""
    assert isinstance(format_text(text), str)


def test_a_deep_map_is_formatted():
    """Depth is bounded by memory alone, and no line is mostly blanks."""
    deep = 'claim "x" {' * 10_000 + "}" * 10_000
    formatted = format_text(deep)
    assert formatted.count("\n") == 19_999
    assert max(map(len, formatted.split("\n"))) < 120
    assert items_of(formatted)


@pytest.mark.parametrize("text", ["", "\n", "  \r\n\t\n", "\ufeff"])
def test_an_empty_text_is_empty(text):
    """Where nothing is said, nothing is left but a byte-order mark."""
    assert format_text(text) == text.strip(" \r\n\t")


def test_a_statement_right_before_a_mistake_is_left_alone():
    """What comes next may have been a part of it, such as a citation that is broken."""
    text = 'source s "S"\n\nclaim a\n\n\n"A" # why\n\n@§s\n'
    assert format_text(text) == text


def test_a_byte_order_mark_stays_where_it_is():
    """What an editor on Windows puts before the text is no part of the layout."""
    assert format_text('\ufeffclaim  a   "A"\n') == '\ufeffclaim a "A"\n'
