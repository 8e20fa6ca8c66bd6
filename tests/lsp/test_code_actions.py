"""What can be done at a place."""

import pytest
from lsprotocol import types

from argmap.syntax import parse
from argmap.text import SourceText
from tests.lsp.conftest import MAP
from tests.lsp.editor import apply, edits_of, position_in


async def actions(editor, text, first, last=None, only=None):
    """Return what is proposed where ``first`` (to ``last``) stands in a text, by titles."""
    if editor.uri("map.argmap") not in editor.texts:
        editor.open("map.argmap", text)
    start = text.index(first)
    end = start if last is None else text.index(last) + len(last)
    params = types.CodeActionParams(
        editor.whole("map.argmap"),
        types.Range(position_in(text, start), position_in(text, end)),
        types.CodeActionContext(diagnostics=[], only=only),
    )
    found = await editor.client.text_document_code_action_async(params)
    return {action.title: action for action in found}


def changed(editor, text, action):
    return apply(text, edits_of(action.edit)[editor.uri("map.argmap")])


async def test_a_finding_brings_its_fix(editor):
    """A safe fix is preferred, and names the finding that it mends."""
    text = 'clam a "A" { assumption b "B" }\n'
    found = await actions(editor, text, "clam")
    (action,) = [each for each in found.values() if each.is_preferred]
    assert action.kind == types.CodeActionKind.QuickFix
    assert [each.code for each in action.diagnostics] == ["SYN002"]
    assert changed(editor, text, action) == text.replace("clam", "claim")


async def test_all_that_is_safe_is_fixed_at_once(editor):
    """One action mends every mistake that can be mended without asking."""
    text = 'clam a "A" { assumption b "B" }\nclam c "C" { asumption d "D" }\n'
    found = await actions(editor, text, "clam", only=[types.CodeActionKind.SourceFixAll])
    assert len(found) == 1
    (action,) = found.values()
    mended = text.replace("clam", "claim").replace("asum", "assum")
    assert changed(editor, text, action) == mended


async def test_only_what_is_asked_for_is_proposed(rainy):
    """A client that asks for one kind gets no other."""
    only = [types.CodeActionKind.RefactorExtract]
    found = await actions(rainy, MAP, "claim late", only=only)
    assert {each.kind for each in found.values()} == {types.CodeActionKind.RefactorExtract}


async def test_a_statement_is_given_an_id(rainy):
    """The id is made of telling words of the text, and is one that nobody has."""
    found = await actions(rainy, MAP, 'counterpoint "It is wet dust"')
    (action,) = [found[title] for title in found if "the id" in title]
    assert 'counterpoint wet-dust "It is wet dust"' in changed(rainy, MAP, action)
    assert not [title for title in await actions(rainy, MAP, "claim late") if "the id" in title]


async def test_an_id_that_is_taken_gets_a_number(editor):
    """What the words would make is counted on where it is there."""
    text = 'claim dust "Dust" {\n  claim "Dust"\n}\n'
    found = await actions(editor, text, 'claim "Dust"')
    assert "give this statement the id `dust-2`" in found


async def test_a_missing_source_is_declared(rainy):
    """A citation of nothing brings the declaration, beside the other sources."""
    text = MAP.replace("@diary:3", "@log:3")
    rainy.set("map.argmap", text)
    found = await actions(rainy, text, "@log")
    made = changed(rainy, text, found["declare the source `log`"])
    assert 'source diary "A diary" { year: 2024 }\n' in made
    assert 'source log "log"' in made
    assert made.index("source log") < made.index("claim wet")
    rainy.set("map.argmap", made)
    assert "REF106" not in await rainy.codes("map.argmap")


TWO = 'claim a "A" {\n  claim b "B" {\n    evidence c "C"\n  }\n  assumption d "D"\n}\n'


async def test_statements_are_joined_to_a_reason(editor):
    """What is selected becomes the premises of one step, a level further in."""
    found = await actions(editor, TWO, "claim b", '"D"')
    made = changed(editor, TWO, found["join as premises of a reason"])
    assert made == (
        'claim a "A" {\n  reason {\n    claim b "B" {\n      evidence c "C"\n    }\n'
        '    assumption d "D"\n  }\n}\n'
    )


async def test_a_counterpoint_becomes_an_objection(editor):
    """It says the same, and can take further premises."""
    text = 'claim a "A" {\n  counterpoint b "B"\n}\n'
    found = await actions(editor, text, "counterpoint")
    made = changed(editor, text, found["turn into an objection"])
    assert made == 'claim a "A" {\n  objection {\n    claim b "B"\n  }\n}\n'


async def test_what_is_mixed_is_not_joined(editor):
    """Statements for and against are no premises of one step."""
    text = 'claim a "A" {\n  claim b "B"\n  counterpoint c "C"\n}\n'
    found = await actions(editor, text, "claim b", '"C"')
    assert not [title for title in found if "join" in title or "turn" in title]


async def test_a_section_is_extracted_to_a_file(editor):
    """The section moves to a file of its own, and an import stands in its place."""
    text = 'section storm "Storms" {\n  claim a "A" { assumption b "B" }\n}\nclaim c "C"\n'
    found = await actions(editor, text, "section")
    create, filled, left = found["extract to storm.argmap"].edit.document_changes
    assert (create.kind, create.uri) == ("create", editor.uri("storm.argmap"))
    assert parse(SourceText("storm", filled.edits[0].new_text)).errors == ()
    assert filled.text_document.uri == create.uri
    made = apply(text, left.edits)
    assert made == 'import "storm.argmap"\nclaim c "C"\n'
    editor.write("storm.argmap", filled.edits[0].new_text)
    assert "extract to storm-2.argmap" in await actions(editor, text, "section")


@pytest.mark.parametrize("words", ["# What is seen", "thesis: wet"])
async def test_where_there_is_nothing_to_do_nothing_is_proposed(rainy, words):
    """A comment or an attribute of the map brings no change of form."""
    only = [types.CodeActionKind.Refactor]
    assert await actions(rainy, MAP, words, only=only) == {}
