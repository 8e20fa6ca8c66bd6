"""Positions in all encodings, with wide characters, line ends and byte-order marks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types

from argmap.lsp.documents import PositionConverter
from argmap.text import Edit, SourceText, Span, apply_edits
from tests.lsp.editor import apply, edits_of, position_in, text_in

ENCODINGS = ["utf-8", "utf-16", "utf-32"]
texts = st.text(st.sampled_from('ab ö€🙂\u0301\n\r"\u2028\x0b'), max_size=40)


@pytest.mark.parametrize("encoding", ENCODINGS)
@given(text=texts)
def test_positions_equal_those_of_a_simple_implementation(encoding, text):
    """Each offset has the expected position, and the position has the offset."""
    source = SourceText("x", text)
    positions = PositionConverter(encoding)
    for offset in range(len(text) + 1):
        if text[offset - 1 : offset + 1] == "\r\n":
            continue  # there is no position inside a line end
        position = positions.position(source, offset)
        assert position == position_in(text, offset, encoding)
        assert positions.offset(source, position) == offset


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_invalid_positions_are_moved_to_valid_ones(encoding):
    """To the end of the line, to the end of the text, or to the start of the character."""
    source = SourceText("x", "ab\r\n🙂c")
    positions = PositionConverter(encoding)
    assert positions.offset(source, types.Position(0, 99)) == 2
    assert positions.offset(source, types.Position(9, 0)) == 6
    inside = 0 if encoding == "utf-32" else 1
    assert positions.offset(source, types.Position(1, inside)) == 4


def test_a_byte_order_mark_counts_in_the_first_line():
    """The editor counts the byte-order mark; the source text does not contain it."""
    source = SourceText("x", "ab\ncd", has_bom=True)
    positions = PositionConverter("utf-16")
    assert positions.range(source, Span(0, 4)) == types.Range(
        types.Position(0, 1), types.Position(1, 1)
    )
    assert positions.offset(source, types.Position(0, 2)) == 1


TEXT = 'claim öl "Öl 🙂 ist teuer" {\r\n  assumption b "🙂" { supports: öl }\r\n}\r\n'


@pytest.mark.parametrize("encoding", ENCODINGS)
async def test_a_session_in_every_encoding(start_editor, encoding):
    """Changes, diagnostics and renames are at the right positions after wide characters."""
    editor = await start_editor("visual-studio-code", encoding)
    assert editor.client.result.capabilities.position_encoding == encoding
    editor.open("map.argmap", TEXT)
    editor.replace("map.argmap", '"🙂" {', '"🙂🙂" {')
    editor.replace("map.argmap", "supports: öl", "supports: ölö")
    text = editor.texts[editor.uri("map.argmap")]
    diagnostics = await editor.diagnostics("map.argmap")
    (undefined,) = [diagnostic for diagnostic in diagnostics if diagnostic.code == "REF101"]
    assert text_in(text, undefined.range, encoding) == "ölö"
    editor.replace("map.argmap", "supports: ölö", "supports: öl")
    text = editor.texts[editor.uri("map.argmap")]
    params = types.RenameParams(new_name="petrol", **editor.at("map.argmap", "öl }", 1))
    edit = await editor.client.text_document_rename_async(params)
    (edits,) = edits_of(edit).values()
    assert apply(text, edits, encoding) == text.replace(" öl", " petrol")


async def test_a_document_may_begin_with_a_byte_order_mark(start_editor):
    """Diagnostics and highlights are the same as without the mark."""
    editor = await start_editor()
    editor.open("map.argmap", '\ufeffclaim a "A" {\n  assumption b "B" { supports: x }\n}\n')
    assert await editor.codes("map.argmap") == ["REF101"]
    params = types.DocumentHighlightParams(**editor.at("map.argmap", "claim a", 6))
    (highlight,) = await editor.client.text_document_document_highlight_async(params)
    assert text_in(editor.texts[editor.uri("map.argmap")], highlight.range) == "a"


@given(
    text=st.text(st.sampled_from("a\r\n"), max_size=20),
    cuts=st.lists(st.integers(0, 20), max_size=8),
    new=st.text(st.sampled_from("b\r\n"), max_size=3),
)
def test_edits_inside_a_line_end_are_widened(text, cuts, new):
    """The converted edits produce the same text, whatever the offsets of the edits are."""
    offsets = sorted(min(cut, len(text)) for cut in cuts)
    spans = [Span(*pair) for pair in zip(offsets[::2], offsets[1::2], strict=False)]
    edits = [Edit(span, new) for span in dict.fromkeys(spans)]
    source = SourceText("x", text)
    text_edits = PositionConverter("utf-16").text_edits(source, edits)
    assert apply(text, text_edits) == apply_edits(text, edits)
