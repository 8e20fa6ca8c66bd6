"""Insertion, removal and change of elements in one document, as texts before and after."""

import pytest

from argmap.editing import DocumentEditor
from argmap.syntax import parse
from argmap.text import SourceText, apply_edits

TEXT = """\
# The claim.
claim a "A" { # a
  supports: c, d
  # b is
  claim b "B" # odd

  claim e "E"
}

claim c "C" { tags: x }
claim d "D"
"""


class Edited:
    """A document, an editor of it, and its declarations by id."""

    def __init__(self, text):
        self.source = SourceText("map.argmap", text)
        self.editor = DocumentEditor(parse(self.source))
        self.items = {}
        self.parents = {}
        for item, parent in self.editor.declarations():
            self.items[item.id.text] = item
            self.parents[item.id.text] = parent

    @property
    def text(self):
        return apply_edits(self.source.text, self.editor.edits())

    def remove(self, *names):
        for name in names:
            self.editor.remove(self.items[name], self.parents[name])
        return self.text


def test_the_text_of_an_element_includes_its_comments():
    """It has no indentation and no Windows line ends."""
    for text in (TEXT, TEXT.replace("\n", "\r\n")):
        edited = Edited(text)
        assert edited.editor.text_of(edited.items["b"], edited.items["a"]) == (
            '# b is\nclaim b "B" # odd'
        )


@pytest.mark.parametrize(
    ("names", "removed"),
    [
        (["b"], '  # b is\n  claim b "B" # odd\n'),
        (["e"], '\n  claim e "E"\n'),
        (["d"], 'claim d "D"\n'),
        (["b", "e"], '  # b is\n  claim b "B" # odd\n\n  claim e "E"\n'),
        (["a"], TEXT[: TEXT.index("claim c")]),
    ],
)
def test_a_removed_element_leaves_no_empty_lines(names, removed):
    """Its comments are removed, too; the rest of the text is the same."""
    assert Edited(TEXT).remove(*names) == TEXT.replace(removed, "")


def test_a_block_without_content_is_removed():
    """The block of an inference stays, because it needs one."""
    assert Edited('claim a "A" { claim b "B" }').remove("b") == 'claim a "A"'
    assert Edited('claim a "A" {\n  claim b "B"\n} # a\n').remove("b") == 'claim a "A" # a\n'
    text = 'claim a "A" { # why\n  claim b "B"\n}\n'
    assert Edited(text).remove("b") == 'claim a "A" { # why\n}\n'


def test_an_appended_element_is_indented():
    """A declaration without a block gets one; a comment stays at the end of the line."""
    edited = Edited(TEXT)
    for parent in ("a", "b", "c", "d"):
        edited.editor.append(edited.items[parent], '# new\nclaim n "N"')
    edited.editor.append(None, 'claim z "Z"')
    assert (
        edited.text
        == """\
# The claim.
claim a "A" { # a
  supports: c, d
  # b is
  claim b "B" { # odd
    # new
    claim n "N"
  }

  claim e "E"

  # new
  claim n "N"
}

claim c "C" {
  tags: x
  # new
  claim n "N"
}
claim d "D" {
  # new
  claim n "N"
}

claim z "Z"
"""
    )


def test_values_are_added_to_lists_and_removed_from_them():
    """An attribute is added if there is none, and removed without values."""
    edited = Edited(TEXT)
    edited.editor.add_value(edited.items["a"], "supports", "z")
    edited.editor.add_value(edited.items["b"], "opposes", "z")
    edited.editor.remove_value(edited.items["c"], edited.items["c"].block.items[0], 0)
    assert edited.text == TEXT.replace("c, d\n", "c, d, z\n").replace(
        'claim b "B" # odd\n', 'claim b "B" { # odd\n    opposes: z\n  }\n'
    ).replace(" { tags: x }", "")


@pytest.mark.parametrize(("index", "rest"), [(0, "d"), (1, "c")])
def test_one_value_of_several_is_removed(index, rest):
    """The comma goes with it."""
    edited = Edited(TEXT)
    edited.editor.remove_value(edited.items["a"], edited.items["a"].block.items[0], index)
    assert edited.text == TEXT.replace("c, d", rest)


def test_comments_of_a_removed_attribute_stay():
    """They may say why, and nothing else does."""
    edited = Edited('claim a "A" {\n  # why\n  supports: b # so\n  claim c "C"\n}\nclaim b "B"\n')
    edited.editor.remove_value(edited.items["a"], edited.items["a"].block.items[0], 0)
    assert edited.text == ('claim a "A" {\n  # why\n  # so\n  claim c "C"\n}\nclaim b "B"\n')


def test_elements_can_be_replaced_and_inserted():
    """Before the first element, after another one, or in its place."""
    edited = Edited(TEXT)
    edited.editor.prepend('source s "S"')
    edited.editor.replace(edited.items["b"], edited.items["a"], "claim x {\n}")
    edited.editor.insert_after(edited.items["c"], None, 'claim y "Y"', has_blank_line=False)
    assert edited.text == 'source s "S"\n\n' + TEXT.replace(
        '  # b is\n  claim b "B" # odd\n', "  claim x {\n  }\n"
    ).replace("x }\n", 'x }\nclaim y "Y"\n')
