"""Characters, line ends and marks: places are right in every way of counting them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types

from argmap.lsp.documents import Positions
from argmap.text import Edit, SourceText, Span, apply_edits
from tests.lsp.editor import apply, edits_of, position_in, shown

ENCODINGS = ["utf-8", "utf-16", "utf-32"]
texts = st.text(st.sampled_from('ab ö€🙂\u0301\n\r"\u2028\x0b'), max_size=40)


@pytest.mark.parametrize("encoding", ENCODINGS)
@given(text=texts)
def test_positions_are_what_counting_by_hand_says(encoding, text):
    """Every offset has the position that plain counting gives, and that leads back to it."""
    source = SourceText("x", text)
    positions = Positions(encoding)
    for offset in range(len(text) + 1):
        if text[offset - 1 : offset + 1] == "\r\n":
            continue  # between the two there is no place
        position = positions.position(source, offset)
        assert position == position_in(text, offset, encoding)
        assert positions.offset(source, position) == offset


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_position_beyond_is_taken_for_the_nearest(encoding):
    """Too far in a line is its end, too far down is the end of the text; a half is its whole."""
    source = SourceText("x", "ab\r\n🙂c")
    positions = Positions(encoding)
    assert positions.offset(source, types.Position(0, 99)) == 2
    assert positions.offset(source, types.Position(9, 0)) == 6
    half = 0 if encoding == "utf-32" else 1
    assert positions.offset(source, types.Position(1, half)) == 4


def test_a_mark_at_the_beginning_counts_in_the_first_line_only():
    """An editor that keeps a byte-order mark in its text counts it, and the reader does not."""
    source = SourceText("x", "ab\ncd", has_bom=True)
    positions = Positions("utf-16")
    assert positions.range(source, Span(0, 4)) == types.Range(
        types.Position(0, 1), types.Position(1, 1)
    )
    assert positions.offset(source, types.Position(0, 2)) == 1


TEXT = 'claim öl "Öl 🙂 ist teuer" {\r\n  assumption b "🙂" { supports: öl }\r\n}\r\n'


@pytest.mark.parametrize("encoding", ENCODINGS)
async def test_a_session_in_every_encoding(another, encoding):
    """What is typed, found, pointed at and renamed behind wide characters is in its place."""
    editor = await another("visual-studio-code", encoding)
    assert editor.client.result.capabilities.position_encoding == encoding
    editor.open("map.argmap", TEXT)
    editor.replace("map.argmap", '"🙂" {', '"🙂🙂" {')
    editor.replace("map.argmap", "supports: öl", "supports: ölö")
    text = editor.texts[editor.uri("map.argmap")]
    found = await editor.diagnostics("map.argmap")
    (wrong,) = [each for each in found if each.code == "REF101"]
    assert shown(text, wrong.range, encoding) == "ölö"
    editor.replace("map.argmap", "supports: ölö", "supports: öl")
    text = editor.texts[editor.uri("map.argmap")]
    params = types.RenameParams(new_name="petrol", **editor.at("map.argmap", "öl }", 1))
    edit = await editor.client.text_document_rename_async(params)
    (edits,) = edits_of(edit).values()
    assert apply(text, edits, encoding) == text.replace(" öl", " petrol")


async def test_a_mark_at_the_beginning_is_no_mistake(another):
    """A text that an editor opens with a byte-order mark is read like any other."""
    editor = await another()
    editor.open("map.argmap", '\ufeffclaim a "A" {\n  assumption b "B" { supports: x }\n}\n')
    assert await editor.codes("map.argmap") == ["REF101"]
    params = types.DocumentHighlightParams(**editor.at("map.argmap", "claim a", 6))
    (found,) = await editor.client.text_document_document_highlight_async(params)
    assert shown(editor.texts[editor.uri("map.argmap")], found.range) == "a"


@given(
    text=st.text(st.sampled_from("a\r\n"), max_size=20),
    cuts=st.lists(st.integers(0, 20), max_size=8),
    new=st.text(st.sampled_from("b\r\n"), max_size=3),
)
def test_edits_in_the_middle_of_a_line_end_are_widened(text, cuts, new):
    """Whatever the offsets of edits are, the edits that are sent make the same text."""
    offsets = sorted(min(cut, len(text)) for cut in cuts)
    spans = [Span(*pair) for pair in zip(offsets[::2], offsets[1::2], strict=False)]
    edits = [Edit(span, new) for span in dict.fromkeys(spans)]
    source = SourceText("x", text)
    sent = Positions("utf-16").edits(source, edits)
    assert apply(text, sent) == apply_edits(text, edits)
