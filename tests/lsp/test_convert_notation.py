"""The code action that converts another notation to argmap."""

from argmap.syntax import parse
from argmap.text import SourceText
from tests.lsp.test_code_actions import actions, apply_action

THIS_FILE = "convert this file to argmap"
THESE_LINES = "convert these lines to argmap"

ARGDOWN = """\
[Vote]: Voting should be compulsory.
  + <Turnout>: It raises turnout.
  - <Liberty>: It violates liberty.
"""


async def converted(editor, text, first, title):
    """Return a map after a conversion, which has no errors."""
    editor.open("map.argmap", text)
    edited = apply_action(editor, text, (await actions(editor, text, first))[title])
    assert parse(SourceText("map", edited)).errors == ()
    return edited


async def test_a_file_in_argdown_is_converted(editor):
    """The file becomes what `argmap import` makes of it."""
    edited = await converted(editor, ARGDOWN, "[Vote]", THIS_FILE)
    assert edited == (
        'map "map" {\n  thesis: vote\n}\n\n'
        'claim vote "Voting should be compulsory." {\n'
        '  label: "Vote"\n\n'
        '  assumption turnout "It raises turnout." {\n    label: "Turnout"\n  }\n\n'
        '  counterpoint liberty "It violates liberty." {\n    label: "Liberty"\n  }\n}\n'
    )


async def test_lines_between_declarations_are_converted(editor):
    """The declarations around the lines and their line ends stay."""
    text = f'claim a "A"\n\n{ARGDOWN}\nclaim b "B"\n'.replace("\n", "\r\n")
    edited = await converted(editor, text, "[Vote]", THESE_LINES)
    assert edited.startswith('claim a "A"\r\n')
    assert edited.endswith('claim b "B"\r\n')
    assert 'counterpoint liberty "It violates liberty."' in edited
    assert "map " not in edited


async def test_lines_whose_ids_are_taken_are_not_converted(editor):
    """The conversion would declare an id twice."""
    text = f'claim liberty "A"\n\n{ARGDOWN}'
    editor.open("map.argmap", text)
    assert THESE_LINES not in await actions(editor, text, "[Vote]")


async def test_lines_in_a_block_are_not_converted(editor):
    """The block says what they support, which the lines do not know."""
    text = f'claim a "A" {{\n{ARGDOWN}}}\n'
    editor.open("map.argmap", text)
    assert not {THIS_FILE, THESE_LINES} & (await actions(editor, text, "[Vote]")).keys()


async def test_a_markdown_list_is_not_converted(editor):
    """A list does not say what supports what."""
    text = "# Notes\n\n- Voting is good\n  - It raises turnout\n"
    editor.open("map.argmap", text)
    assert not {THIS_FILE, THESE_LINES} & (await actions(editor, text, "Voting")).keys()
