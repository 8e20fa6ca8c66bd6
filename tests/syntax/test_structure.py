"""The shape of a file: what is the same while only the words of its statements change."""

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
def test_words_blanks_and_comments_are_no_part_of_it(old, new):
    """Other words of a statement with an id, snippets, blanks and comments leave it as it is."""
    assert have_same_structure(items(MAP), items(MAP.replace(old, new)))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("claim", "evidence"),
        ("claim a", "claim b"),
        ("claim a", "claim"),
        ('"One"', '""'),
        ('"Two"', '"Three"'),  # which has no id, and goes by its words
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
def test_all_else_is(old, new):
    """Kinds, ids, edges, values, citations, titles, and texts that stand for ids are part of it."""
    assert not have_same_structure(items(MAP), items(MAP.replace(old, new, 1)))


def test_it_is_handed_on_from_version_to_version():
    """A letter in a sentence keeps the shape, even past a broken line; a new statement does not."""
    document = parse(SourceText("x", MAP))

    def typed(document, old, new):
        text = document.source.text
        at = text.index(old)
        source = SourceText("x", text.replace(old, new, 1))
        return reparse(document, Change(at, at + len(old), at + len(new)), source)

    worded = typed(document, "One", "Once")
    assert worded.structure is document.structure
    broken = typed(worded, "confidence", "cl\n  confidence")
    mended = typed(broken, "cl\n", "\n")
    assert broken.errors
    assert not mended.errors
    assert mended.structure is broken.structure is document.structure
    grown = typed(mended, 'section "S"', 'claim c "C" section "S"')
    assert grown.structure is not mended.structure
