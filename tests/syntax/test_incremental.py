"""Incremental parsing has the same result as parsing the whole text."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from argmap.syntax import incremental, parse
from argmap.syntax.incremental import reparse
from argmap.syntax.incremental_tree import Change
from argmap.syntax.tree import Attribute, StatementDecl
from argmap.text import SourceText

ROOT = Path(__file__).parents[2]
TEXTS = [
    path.read_text(encoding="utf-8")
    for path in (
        ROOT / "maps/examples/tweety.argmap",
        ROOT / "maps/turkiye-russia/map.argmap",
        ROOT / "maps/turkiye-russia/history.argmap",
    )
]
PIECES = st.sampled_from(
    [
        *('"', "{", "}", "#", ":", " ", "\n", "a", "\\", '"""', "@paper:3", "->", ",", "as"),
        *('claim x "y"', 'evidence "z" {}', "tags: a, b", 'reason { claim "a" }', "\r\n", "; "),
        *('" evidence', '"b" ', "it's ", '5" ', '@s" b', '#1" b', "\r", '\\"'),
        *("\n- an item of a list\n", "\nIt is late, and nobody knows why.\n", "\n```\n"),
        *('section "x" { }', 'source s "S"\n', "clam", ": likely", "} :", 'claim x "'),
        *(
            "｛",
            "｝",
            "：",
            "，",
            "＂",
            "＃",
            "　",
            "＂＂＂",
            "ａ",
            "\u200b",
            "ा",
            "\u200d",
            "ｃｌａｉｍ",
        ),
    ]
)


def dump(items):
    """Return the content of a syntax tree as a flat list."""
    nodes = []
    pending = [(0, item) for item in reversed(items)]
    while pending:
        depth, item = pending.pop()
        if isinstance(item, Attribute):
            nodes.append((depth, item.name, tuple(item.values)))
            continue
        citations = tuple(item.citations) if isinstance(item, StatementDecl) else ()
        block = item.block.span if item.block else None
        nodes.append((depth, type(item), item.keyword, item.id, item.title, citations, block))
        if item.block:
            pending += ((depth + 1, child) for child in reversed(item.block.items))
    return nodes


@settings(max_examples=150, deadline=None)
@given(
    text=st.sampled_from(TEXTS),
    edits=st.lists(st.tuples(st.integers(0, 8_000), st.integers(0, 6), PIECES), max_size=6),
    is_initial=st.booleans(),
)
def test_changes_in_several_places(text, edits, is_initial):
    """With errors elsewhere, before or after the change, tree and errors are the same."""
    if is_initial and edits:  # an error that is in the file at first, and edited again at the end
        offset, length, piece = edits[0]
        text = text[:offset] + piece + text[offset + length :]
        edits.append((offset, len(piece), "x"))
    document = parse(SourceText("x", text))
    for offset, length, piece in edits[is_initial:]:
        document = replace(document, offset, length, piece)
        expected = parse(document.source)
        assert dump(document.items) == dump(expected.items)
        assert document.errors == expected.errors


def replace(document, offset, length, piece):
    """Return a document after the replacement of a few characters, parsed incrementally."""
    old = document.source.text
    start = min(max(offset, 0), len(old))
    end = min(start + length, len(old))
    source = SourceText("x", old[:start] + piece + old[end:])
    return reparse(document, Change(start, end, start + len(piece)), source)


@settings(max_examples=150, deadline=None)
@given(
    text=st.sampled_from(TEXTS),
    start=st.integers(0, 8_000),
    length=st.one_of(st.integers(0, 6), st.integers(0, 300)),
    new=st.lists(PIECES, max_size=2).map("".join),
    later=st.lists(st.tuples(st.integers(-40, 40), st.integers(0, 3), PIECES), max_size=3),
)
def test_reparse_returns_what_parse_returns(text, start, length, new, later):
    """After any change, and after further changes nearby, tree and errors are the same."""
    document = parse(SourceText("x", text))
    later_edits = [(start + distance, length, piece) for distance, length, piece in later]
    for offset, edit_length, piece in [(start, length, new), *later_edits]:
        document = replace(document, offset, edit_length, piece)
        expected = parse(document.source)
        assert dump(document.items) == dump(expected.items)
        assert document.errors == expected.errors


@pytest.mark.parametrize("before", ['claim "A" {}\ne', "}\ne", "{\ne", "e", ""])
@pytest.mark.parametrize("symbol", [":", ">", "<"])
def test_a_symbol_before_a_declaration_is_judged_by_its_line(before, symbol):
    """Whether it can be deleted does not depend on a bracket in an earlier line."""
    text = f"{before}:assumption\n"
    document = replace(parse(SourceText("x", text)), len(before) + 1, 0, symbol)
    assert document.errors == parse(document.source).errors


@pytest.mark.parametrize(
    "item", ['evidence "E" {\n    note: "N"\n  }', "reason {\n  }", 'claim "B"']
)
def test_an_error_may_depend_on_the_keyword_after_it(item):
    """``and`` joins statements only before another statement, however that one ends."""
    text = f'claim a "A" {{\n  evidence "D"\n  {item}\n}}\n'
    document = replace(parse(SourceText("x", text)), text.index("D") + 2, 0, " and# x")
    assert document.errors == parse(document.source).errors
    assert len(document.errors) == 1


def test_a_colon_at_the_end_of_a_line_does_not_depend_on_the_next_line():
    """It is a colon after a text, and not a symbol before the declaration on the next line."""
    document = replace(parse(SourceText("x", '""\r\nevidence""{}')), 2, 1, ":")
    assert document.errors == parse(document.source).errors
    assert "unexpected colon after" in document.errors[0].message + document.errors[1].message


def test_consecutive_changes_are_merged():
    """Two consecutive changes are merged into one with the same effect."""
    assert Change(5, 7, 10).followed_by(Change(2, 3, 3)) == Change(2, 7, 10)
    assert Change(5, 7, 10).followed_by(Change(8, 14, 9)) == Change(5, 11, 9)
    assert Change(5, 5, 6).followed_by(Change(6, 6, 7)) == Change(5, 5, 7)


@pytest.mark.parametrize("text", TEXTS)
def test_a_letter_typed_into_a_text_does_not_reparse_the_file(text, monkeypatch):
    """A letter typed into any statement is parsed incrementally."""
    document = parse(SourceText("x", text))
    monkeypatch.setattr(incremental, "parse", None)  # would parse the whole text
    for start in [offset for offset in range(len(text)) if text.startswith(' "', offset)]:
        source = SourceText("x", f"{text[: start + 2]}z{text[start + 2 :]}")
        if parse(source).errors:
            continue
        reparse(document, Change(start + 2, start + 2, start + 3), source)


def test_a_reference_without_a_colon_depends_on_declarations_elsewhere():
    """``claim x`` in a block is read as a reference if `x` is declared, and as a claim if not."""
    block = 'claim "A" {\n  claim x\n}\n'
    declared = 'claim x "X"\n'
    for old, new, change in (
        (block, declared + block, Change(0, 0, len(declared))),
        (declared + block, block, Change(0, len(declared), 0)),
    ):
        document = reparse(parse(SourceText("map", old)), change, SourceText("map", new))
        expected = parse(SourceText("map", new))
        messages = [error.message for error in document.errors]
        assert messages == [error.message for error in expected.errors]
