"""The code action that converts another notation to argmap."""

import pytest

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


GSN = """\
G1:
  text: The lift is safe
  supportedBy: [Sn1]
Sn1:
  text: Test of the rope
"""

AIF = """\
{
  "nodes": [
    {"nodeID": "1", "text": "The lift is safe", "type": "I"},
    {"nodeID": "2", "text": "The rope holds", "type": "I"},
    {"nodeID": "3", "text": "Default Inference", "type": "RA"}
  ],
  "edges": [
    {"edgeID": "1", "fromID": "2", "toID": "3"},
    {"edgeID": "2", "fromID": "3", "toID": "1"}
  ],
  "locutions": []
}
"""

ARGGRAPH = """\
<?xml version="1.0" encoding="UTF-8"?>
<arggraph id="lift">
  <edu id="e1">The lift is safe</edu>
  <edu id="e2">because the rope holds</edu>
  <adu id="a1" type="pro"/><adu id="a2" type="pro"/>
  <edge id="s1" src="e1" trg="a1" type="seg"/><edge id="s2" src="e2" trg="a2" type="seg"/>
  <edge id="c1" src="a2" trg="a1" type="sup"/>
</arggraph>
"""

KIALO = """\
Discussion Title: The lift

1. The lift is safe.
1.1. Pro: The rope holds.
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


@pytest.mark.parametrize(
    ("text", "first", "statement"),
    [
        (GSN, "G1", 'claim G1 "The lift is safe"'),
        (AIF, "{", 'claim lift-safe "The lift is safe"'),
        (ARGGRAPH, "<arggraph", 'claim lift-safe "The lift is safe"'),
        (KIALO, "1.", 'claim lift-safe "The lift is safe."'),
    ],
)
async def test_files_in_other_formats_are_converted(editor, text, first, statement):
    """YAML, JSON, XML and text are converted if they are in a format that argmap reads."""
    assert statement in await converted(editor, text, first, THIS_FILE)


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
