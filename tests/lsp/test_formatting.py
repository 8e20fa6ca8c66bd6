"""Formatting of documents and ranges."""

import pytest
from lsprotocol import types

from argmap.formatting import format_text
from tests.lsp.editor import apply, position_in

UNTIDY = 'claim a   "A"{\nassumption b "B"   # kept\n}\n\n\n\nclaim c "C"   {\nassumption d "D"}\n'
OPTIONS = types.FormattingOptions(tab_size=4, insert_spaces=True)


@pytest.mark.parametrize("text", [UNTIDY, UNTIDY.replace("\n", "\r\n"), UNTIDY + 'clam "x'])
async def test_formatting_equals_that_of_fmt(editor, text):
    """The edits have the same result as `argmap fmt`, with any line ends."""
    editor.open("map.argmap", text)
    params = types.DocumentFormattingParams(editor.identifier("map.argmap"), OPTIONS)
    edits = await editor.client.text_document_formatting_async(params)
    assert apply(text, edits) == format_text(text)


async def test_a_formatted_document_has_no_edits(editor):
    """Formatting a formatted document changes nothing."""
    editor.open("map.argmap", format_text(UNTIDY))
    params = types.DocumentFormattingParams(editor.identifier("map.argmap"), OPTIONS)
    assert list(await editor.client.text_document_formatting_async(params)) == []


async def test_a_range_is_formatted(editor):
    """Lines outside the range do not change."""
    editor.open("map.argmap", UNTIDY)
    second = UNTIDY.index("claim c")
    range_ = types.Range(position_in(UNTIDY, second), position_in(UNTIDY, len(UNTIDY)))
    params = types.DocumentRangeFormattingParams(editor.identifier("map.argmap"), range_, OPTIONS)
    edits = await editor.client.text_document_range_formatting_async(params)
    assert UNTIDY[: second - 4] in apply(UNTIDY, edits)
    assert 'claim c "C" {\n  assumption d "D"\n}\n' in apply(UNTIDY, edits)
