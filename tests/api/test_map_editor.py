"""Edits of maps by programs lose nothing."""

from pathlib import Path
from unicodedata import normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.strategies import map_texts

import argmap

ROOT = Path(__file__).parents[2]
FILES = [
    *sorted((ROOT / "maps" / "examples").glob("*.argmap")),
    ROOT / "maps" / "turkiye-russia" / "history.argmap",
]

BUS = """\
# What this is about.
map "Should we take the bus?" { thesis: bus }   # a decision

claim bus "We should take the bus" { # why
  # Prices of 2024.
  evidence cheap  "A ticket costs two francs"  # odd spaces
  counterpoint slow "The bus is slow" { counterpoint lane "It has a lane" }
}
"""


def edited(text=BUS):
    return argmap.MapEditor(text)


# ---- Single changes ------------------------------------------------------------------------------


def test_a_text_is_replaced_and_nothing_else():
    """The new text is quoted."""
    document = edited()
    document["cheap"].text = 'A "cheap" ticket'
    assert document.text == BUS.replace("A ticket costs two francs", r"A \"cheap\" ticket")
    assert document["cheap"].text == 'A "cheap" ticket'


def test_the_same_text_changes_nothing():
    """A block text keeps its line breaks if the text is the same."""
    text = 'claim a """\n  A\n  long text\n"""\n'
    document = edited(text)
    document["a"].text = document["a"].text
    assert document.text == text


@pytest.mark.parametrize(
    ("attributes", "block"),
    [
        ({"confidence": 0.8}, "confidence: 0.8"),
        ({"confidence": "likely"}, "confidence: likely"),
        ({"held_by": ["the city", "x"]}, 'held-by: "the city", x'),
        ({"note": "Why?"}, 'note: "Why?"'),
        ({"url": "https://e.org"}, 'url: "https://e.org"'),
        ({"date": "2024-05"}, "date: 2024-05"),
        ({"supports": ["bus"]}, "supports: bus"),
        ({"x-color": "red"}, "x-color: red"),
        ({"expect": ">= 0.6"}, "expect: >= 0.6"),
        ({"critical_question": [1, 2]}, "critical-question: 1, 2"),
    ],
)
def test_attributes_are_set(attributes, block):
    """Values are written as the language has them: a word, a number, or a text in quotes."""
    (name,), (value,) = attributes, attributes.values()
    document = edited('claim bus "B"\nevidence e "E"\n')
    document["e"][name] = value
    assert document.text == f'claim bus "B"\nevidence e "E" {{\n  {block}\n}}\n'
    assert document["e"][name] == block.partition(": ")[2]
    del document["e"][name]
    assert document.text == 'claim bus "B"\nevidence e "E"\n'
    assert document["e"][name] is None


def test_an_attribute_is_replaced_in_its_place():
    """The comment of its line stays."""
    text = 'claim a "A" {\n  confidence: 0.5   # a guess\n  tags: x\n  tags: y, z\n}\n'
    document = edited(text)
    document["a"]["confidence"] = "likely"
    document["a"]["tags"] = ["p", "q"]
    assert document.text == ('claim a "A" {\n  confidence: likely   # a guess\n  tags: p, q\n}\n')


def test_a_comment_between_values_is_not_lost():
    """The attribute is then not replaced."""
    text = 'claim a "A" {\n  tags: x, # first\n    y\n}\n'
    document = edited(text)
    with pytest.raises(argmap.RefusedEdit, match="a comment is between the values of `tags`"):
        document["a"]["tags"] = "z"
    assert document.text == text


def test_statements_are_added_with_their_citations_and_attributes():
    """They are at the end of the block, or of the file."""
    document = edited('source s "S"\nclaim a "A"\n')
    assert document.add_evidence("a", "It is so", cites=("s:3", "so")) == "it-is-so"
    assert document.add_counterpoint("a", "No", id="no", note="Why", cites=["s:4", "s:5"]) == "no"
    document.add_claim(None, "B", id="b", supports="a")
    assert document.text == (
        'source s "S"\nclaim a "A" {\n  evidence it-is-so "It is so" @s:3 "so"\n'
        '  counterpoint no "No" @s:4 @s:5 {\n    note: "Why"\n  }\n}\n\n'
        'claim b "B" {\n  supports: a\n}\n'
    )


def test_an_id_is_renamed_everywhere():
    """In its declaration and in all references."""
    document = edited()
    document.rename("bus", "ride")
    assert document.text == BUS.replace("thesis: bus", "thesis: ride").replace(
        "claim bus", "claim ride"
    )


def test_an_element_is_removed_with_its_comments_and_its_block():
    """The comments of other elements stay."""
    document = edited()
    document.remove("cheap")
    document.remove("slow")
    assert document.text == BUS.partition(" { # why")[0] + " { # why\n}\n"


def test_an_element_is_moved():
    """It is at the end of the other block."""
    document = edited()
    document.move("cheap", under="lane")
    assert document.argument_map.inferences["cheap->lane"]


# ---- Refusals ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        (lambda document: document["bsu-x"], argmap.UnknownId, "no element `bsu-x`"),
        (lambda document: document["chaep"], argmap.UnknownId, "did you mean `cheap`"),
        (lambda document: document.remove("bus"), argmap.RefusedEdit, "`bus`"),
        (lambda document: document.rename("slow", "cheap"), argmap.RefusedEdit, "already exists"),
        (lambda document: document.rename("slow", "a b"), argmap.RefusedEdit, "not a valid id"),
        (lambda document: document.add_claim("bus", "X", id="slow"), argmap.RefusedEdit, "`slow`"),
        (lambda document: document.add_claim("bus", "X", id="a } b"), argmap.RefusedEdit, "error"),
        (
            lambda document: document.add_claim("bus", "X", supports="cheap }"),
            argmap.RefusedEdit,
            "error",
        ),
        (lambda document: document.add_claim("bus", "X", cites="p } x"), ValueError, "citation"),
        (lambda document: document.add_claim("bus", "X", suports="bus"), ValueError, "supports"),
        (
            lambda document: document["bus"].__setitem__("confidence", 7),
            argmap.RefusedEdit,
            "between 0 and 1",
        ),
        (lambda document: document["bus"]["colour"], ValueError, "no attribute `colour`"),
    ],
)
def test_what_would_damage_the_map_is_refused(change, error, message):
    """The text is unchanged, and the message says why."""
    document = edited()
    with pytest.raises(error, match=message):
        change(document)
    assert document.text == BUS


def test_a_text_with_syntax_errors_is_not_edited():
    """The places of its elements are not certain."""
    with pytest.raises(argmap.RefusedEdit, match="syntax errors"):
        edited('clam a "A"')


# ---- Files ---------------------------------------------------------------------------------------


def test_a_file_is_written_at_the_end_of_the_block(tmp_path):
    """It keeps its line ends and its byte order mark."""
    path = tmp_path / "bus.argmap"
    path.write_bytes(b"\xef\xbb\xbf" + BUS.replace("\n", "\r\n").encode())
    with argmap.edit(path) as document:
        document.add_evidence("bus", "It stops here", id="stop")
    expected = BUS.removesuffix("}\n") + '  evidence stop "It stops here"\n}\n'
    assert path.read_bytes() == b"\xef\xbb\xbf" + expected.replace("\n", "\r\n").encode()


def test_nothing_is_written_after_an_exception(tmp_path):
    """The exception is raised to the caller."""
    path = tmp_path / "bus.argmap"
    path.write_text(BUS, encoding="utf-8")

    def fail():
        with argmap.edit(path) as document:
            document.remove("slow")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert path.read_text(encoding="utf-8") == BUS


def test_a_change_by_another_program_is_not_overwritten(tmp_path):
    """Saving fails, and the other program's text stays."""
    path = tmp_path / "bus.argmap"
    path.write_text(BUS, encoding="utf-8")
    document = argmap.MapEditor.open(path)
    document.remove("slow")
    path.write_text("# other\n", encoding="utf-8")
    with pytest.raises(argmap.InputError, match="changed since"):
        document.save()
    assert path.read_text(encoding="utf-8") == "# other\n"


def test_a_rename_changes_imported_files(tmp_path):
    """Other changes of an imported element are refused: it belongs to its own file."""
    (tmp_path / "argmap.toml").touch()
    (tmp_path / "parts.argmap").write_text('claim a "A" { claim b "B" }\n', encoding="utf-8")
    main = tmp_path / "main.argmap"
    main.write_text('import "parts.argmap" as p\nclaim m "M" { supported-by: p.a }\n')
    with argmap.edit(main) as document:
        with pytest.raises(argmap.RefusedEdit, match=r"parts\.argmap; edit that file"):
            document["p.a"].text = "X"
        document.rename("m", "main")
    assert main.read_text() == 'import "parts.argmap" as p\nclaim main "M" { supported-by: p.a }\n'


def test_a_file_that_does_not_exist_cannot_be_edited(tmp_path):
    """The message names it."""
    with pytest.raises(argmap.InputError, match="nothing"), argmap.edit(tmp_path / "nothing"):
        pass


# ---- Nothing is lost -----------------------------------------------------------------------------


def statements_of(argument_map):
    return {statement.id: statement for statement in argument_map if statement.is_named}


def assert_only_text_changes(text, data):
    """Change the text of a statement: all else of the file and of the map is the same."""
    document = edited(text)
    before = statements_of(document.argument_map)
    if not before:
        return
    id_ = data.draw(st.sampled_from(sorted(before)))
    new = data.draw(st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1))
    new = f"Changed to {new}"
    old = document[id_].text
    document[id_].text = new
    after = statements_of(document.argument_map)
    assert list(after) == list(before)
    assert document[id_].text.split() == new.split()
    changed = [key for key in before if before[key] != after[key]]
    assert changed == [id_]
    document[id_].text = old
    assert statements_of(document.argument_map) == before


@settings(max_examples=60, deadline=None)
@given(map_texts(), st.data())
def test_a_text_of_a_random_map_is_changed_and_changed_back(text, data):
    """Whatever the file looks like."""
    assert_only_text_changes(text, data)


@settings(max_examples=20, deadline=None)
@given(st.sampled_from(FILES), st.data())
def test_a_text_of_a_real_map_is_changed(file, data):
    """The lines that are not part of the statement are the same, byte for byte."""
    text = file.read_text(encoding="utf-8")
    text = "\n".join(line for line in text.splitlines() if not line.startswith("import")) + "\n"
    try:
        document = edited(text)
    except argmap.RefusedEdit:
        return
    ids = sorted(statements_of(document.argument_map))
    id_ = data.draw(st.sampled_from(ids))
    old = document[id_].text
    document[id_].text = "Changed"
    count = sum(
        first != second
        for first, second in zip(text.splitlines(), document.text.splitlines(), strict=True)
    )
    assert count == 1
    added = document.add_evidence(id_, "Added")
    document.remove(added)
    document[id_].text = old
    assert document.text.split() == text.split()  # a block on one line has been broken


@settings(max_examples=40, deadline=None)
@given(map_texts(), st.data())
def test_what_is_added_can_be_removed(text, data):
    """The file is then as it was, except for an empty block that was there before."""
    document = edited(text)
    parent = data.draw(st.sampled_from([None, *sorted(statements_of(document.argument_map))]))
    added = document.add_claim(parent, "Added by a program")
    argument_map = document.argument_map
    assert argument_map.statements[added].text == "Added by a program"
    assert parent is None or any(
        added in inference.premises for inference in argument_map.inferences_to[parent]
    )
    document.remove(added)
    assert document.argument_map == edited(text).argument_map


@settings(max_examples=40, deadline=None)
@given(map_texts(), st.data())
def test_an_attribute_is_set_and_removed(text, data):
    """No other statement changes, and without the attribute the file is as it was."""
    document = edited(text)
    before = statements_of(document.argument_map)
    id_ = data.draw(st.sampled_from(sorted(before) or [""]))
    if not id_ or document[id_]["note"] is not None:
        return
    note = data.draw(st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1))
    document[id_]["note"] = f"Seen: {note}"
    after = statements_of(document.argument_map)
    assert [key for key in before if before[key] != after[key]] == [id_]
    assert str(after[id_].note).split() == f"Seen: {note}".split()
    document[id_]["note"] = None
    assert statements_of(document.argument_map) == before


@settings(max_examples=40, deadline=None)
@given(map_texts(), st.data())
def test_a_rename_and_back_restores_the_file(text, data):
    document = edited(text)
    ids = sorted(statements_of(document.argument_map))
    if not ids:
        return
    id_ = data.draw(st.sampled_from(ids))
    document.rename(id_, "renamed-by-a-test")
    assert "renamed-by-a-test" in document.argument_map.statements
    assert id_ not in document.argument_map.statements
    document.rename("renamed-by-a-test", id_)
    assert normalize("NFC", document.text) == normalize("NFC", text)  # as ids are compared
