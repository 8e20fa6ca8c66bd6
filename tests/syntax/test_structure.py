"""The structure of a file stays the same while only the words of its statements change."""

import pytest

from argmap.syntax import parse
from argmap.syntax.incremental import reparse
from argmap.syntax.incremental_tree import Change, have_same_structure
from argmap.text import SourceText

MAP = """\
claim a "One" @s:3 "x" {
  confidence: 0.5
  evidence "Two"
  expect: >= 0.5
}
section "S" {}
"""


def items(text: str):
    document = parse(SourceText("x", text))
    assert not document.errors
    return document.items


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"One"', '"Another"'),
        ("\n  expect", "\n\n  # A comment.\n  expect"),
        ("claim a", "claim   a"),
        ('"x"', '"y"'),
    ],
)
def test_words_spaces_and_comments_are_not_part_of_the_structure(old, new):
    """Words of a statement with an id, snippets, spaces and comments do not change it."""
    assert have_same_structure(items(MAP), items(MAP.replace(old, new)))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("claim", "evidence"),
        ("claim a", "claim b"),
        ("claim a", "claim"),
        ('"One"', '""'),
        ('"Two"', '"Three"'),  # a statement without an id is identified by its words
        ('"S"', '"T"'),
        (":3", ":4"),
        (' "x"', ""),
        ('@s:3 "x"', ""),
        ("0.5\n  evidence", "0.6\n  evidence"),
        (">=", "<="),
        ("confidence: 0.5", ""),
        ('evidence "Two"', 'reason { evidence "Two" }'),
        ("{}", ""),
    ],
)
def test_everything_else_is_part_of_the_structure(old, new):
    """Kinds, ids, edges, values, citations, titles, and texts without an id are part of it."""
    assert not have_same_structure(items(MAP), items(MAP.replace(old, new, 1)))


def test_versions_share_the_structure_until_it_changes():
    """A letter in a text keeps the structure, even after an error; a new statement changes it."""
    document = parse(SourceText("x", MAP))

    def replace(document, old, new):
        text = document.source.text
        offset = text.index(old)
        source = SourceText("x", text.replace(old, new, 1))
        return reparse(document, Change(offset, offset + len(old), offset + len(new)), source)

    reworded = replace(document, "One", "Once")
    assert reworded.structure is document.structure
    broken = replace(reworded, "confidence", "cl\n  confidence")
    fixed = replace(broken, "cl\n", "\n")
    assert broken.errors
    assert not fixed.errors
    assert fixed.structure is broken.structure is document.structure
    extended = replace(fixed, 'section "S"', 'claim c "C" section "S"')
    assert extended.structure is not fixed.structure
