"""Reading only what changed leads to what reading everything leads to."""

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
    """Return everything in a tree, in one list."""
    found = []
    pending = [(0, item) for item in reversed(items)]
    while pending:
        depth, item = pending.pop()
        if isinstance(item, Attribute):
            found.append((depth, item.name, tuple(item.values)))
            continue
        cited = tuple(item.citations) if isinstance(item, StatementDecl) else ()
        block = item.block.span if item.block else None
        found.append((depth, type(item), item.keyword, item.id, item.title, cited, block))
        if item.block:
            pending += ((depth + 1, inner) for inner in reversed(item.block.items))
    return found


@settings(max_examples=150, deadline=None)
@given(
    text=st.sampled_from(TEXTS),
    edits=st.lists(st.tuples(st.integers(0, 8_000), st.integers(0, 6), PIECES), max_size=6),
    is_back=st.booleans(),
)
def test_mistakes_in_several_places(text, edits, is_back):
    """Whatever is broken elsewhere, at first or later, tree and faults are those of the whole."""
    if is_back and edits:  # a mistake that the file is opened with, and comes back to
        at, cut, piece = edits[0]
        text = text[:at] + piece + text[at + cut :]
        edits.append((at, len(piece), "x"))
    document = parse(SourceText("x", text))
    for offset, cut, piece in edits[is_back:]:
        document = changed(document, offset, cut, piece)
        whole = parse(document.source)
        assert dump(document.items) == dump(whole.items)
        assert document.errors == whole.errors


def changed(document, offset, cut, piece):
    """Return a document in which a few characters have given way to others."""
    old = document.source.text
    at = min(max(offset, 0), len(old))
    end = min(at + cut, len(old))
    source = SourceText("x", old[:at] + piece + old[end:])
    return reparse(document, Change(at, end, at + len(piece)), source)


@settings(max_examples=150, deadline=None)
@given(
    text=st.sampled_from(TEXTS),
    start=st.integers(0, 8_000),
    length=st.one_of(st.integers(0, 6), st.integers(0, 300)),
    new=st.lists(PIECES, max_size=2).map("".join),
    later=st.lists(st.tuples(st.integers(-40, 40), st.integers(0, 3), PIECES), max_size=3),
)
def test_it_reads_what_parse_reads(text, start, length, new, later):
    """After any change, and after more where the first broke something, tree and faults agree."""
    document = parse(SourceText("x", text))
    edits = [(start, length, new), *((start + away, cut, piece) for away, cut, piece in later)]
    for offset, cut, piece in edits:
        document = changed(document, offset, cut, piece)
        whole = parse(document.source)
        assert dump(document.items) == dump(whole.items)
        assert document.errors == whole.errors


def test_changes_add_up():
    """Two changes in a row are one: from what the text was to what it has become."""
    assert Change(5, 7, 10).followed_by(Change(2, 3, 3)) == Change(2, 7, 10)
    assert Change(5, 7, 10).followed_by(Change(8, 14, 9)) == Change(5, 11, 9)
    assert Change(5, 5, 6).followed_by(Change(6, 6, 7)) == Change(5, 5, 7)


@pytest.mark.parametrize("text", TEXTS)
def test_a_letter_in_a_text_does_not_cost_the_whole_file(text, monkeypatch):
    """What is read again is a small part, wherever a letter is typed into a statement."""
    document = parse(SourceText("x", text))
    monkeypatch.setattr(incremental, "parse", None)  # which would be the whole text
    for start in [at for at in range(len(text)) if text.startswith(' "', at)]:
        source = SourceText("x", f"{text[: start + 2]}z{text[start + 2 :]}")
        if parse(source).errors:
            continue
        reparse(document, Change(start + 2, start + 2, start + 3), source)


def test_a_reference_without_a_colon_depends_on_what_is_declared_elsewhere():
    """``claim x`` in a block is a reference once `x` is declared, and a claim until then."""
    block = 'claim "A" {\n  claim x\n}\n'
    declared = 'claim x "X"\n'
    for old, new, change in (
        (block, declared + block, Change(0, 0, len(declared))),
        (declared + block, block, Change(0, len(declared), 0)),
    ):
        reread = reparse(parse(SourceText("map", old)), change, SourceText("map", new))
        whole = parse(SourceText("map", new))
        assert [error.message for error in reread.errors] == [f.message for f in whole.errors]
