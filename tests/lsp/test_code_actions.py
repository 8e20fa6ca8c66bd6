"""Code actions."""

import pytest
from lsprotocol import types

from argmap.syntax import parse
from argmap.text import SourceText
from tests.lsp.conftest import MAP
from tests.lsp.editor import apply, edits_of, position_in


async def actions(editor, text, first, last=None, only=None):
    """Return the actions at the start of ``first``, or from it to the end of ``last``, by title."""
    if editor.uri("map.argmap") not in editor.texts:
        editor.open("map.argmap", text)
    start = text.index(first)
    end = start if last is None else text.index(last) + len(last)
    params = types.CodeActionParams(
        editor.identifier("map.argmap"),
        types.Range(position_in(text, start), position_in(text, end)),
        types.CodeActionContext(diagnostics=[], only=only),
    )
    result = await editor.client.text_document_code_action_async(params)
    return {action.title: action for action in result}


def apply_action(editor, text, action):
    return apply(text, edits_of(action.edit)[editor.uri("map.argmap")])


async def test_the_fix_of_a_diagnostic_is_offered(editor):
    """A safe fix is preferred and refers to the diagnostic that it fixes."""
    text = 'clam a "A" { assumption b "B" }\n'
    available = await actions(editor, text, "clam")
    (action,) = [action for action in available.values() if action.is_preferred]
    assert action.kind == types.CodeActionKind.QuickFix
    assert [diagnostic.code for diagnostic in action.diagnostics] == ["SYN002"]
    assert apply_action(editor, text, action) == text.replace("clam", "claim")


async def test_all_safe_fixes_are_one_action(editor):
    """One action applies the safe fixes of all diagnostics."""
    text = 'clam a "A" { assumption b "B" }\nclam c "C" { asumption d "D" }\n'
    available = await actions(editor, text, "clam", only=[types.CodeActionKind.SourceFixAll])
    (action,) = available.values()
    fixed = text.replace("clam", "claim").replace("asum", "assum")
    assert apply_action(editor, text, action) == fixed


async def test_only_requested_kinds_are_offered(rainy):
    """A client that requests one kind gets no other."""
    only = [types.CodeActionKind.RefactorExtract]
    available = await actions(rainy, MAP, "claim late", only=only)
    assert {action.kind for action in available.values()} == {types.CodeActionKind.RefactorExtract}


async def test_an_id_can_be_added_to_a_statement(rainy):
    """The id is made from the content words of the text, and is unused."""
    available = await actions(rainy, MAP, 'counterpoint "It is wet dust"')
    (action,) = [available[title] for title in available if "the id" in title]
    assert 'counterpoint wet-dust "It is wet dust"' in apply_action(rainy, MAP, action)
    assert not [title for title in await actions(rainy, MAP, "claim late") if "the id" in title]


async def test_an_id_in_use_gets_a_number(editor):
    """If the words of the text are already an id, a number is appended."""
    text = 'claim dust "Dust" {\n  claim "Dust"\n}\n'
    available = await actions(editor, text, 'claim "Dust"')
    assert "add the id `dust-2` to this statement" in available


async def test_an_undefined_source_can_be_declared(rainy):
    """The citation of an undefined source offers its declaration, after the other sources."""
    text = MAP.replace("@diary:3", "@log:3")
    rainy.set("map.argmap", text)
    available = await actions(rainy, text, "@log")
    edited = apply_action(rainy, text, available["declare the source `log`"])
    assert 'source diary "A diary" { year: 2024 }\n' in edited
    assert 'source log "log"' in edited
    assert edited.index("source log") < edited.index("claim wet")
    rainy.set("map.argmap", edited)
    assert "REF106" not in await rainy.codes("map.argmap")


TWO_PREMISES = 'claim a "A" {\n  claim b "B" {\n    evidence c "C"\n  }\n  assumption d "D"\n}\n'


async def test_statements_can_be_linked_as_premises(editor):
    """The selected statements become the premises of one inference, indented by one level."""
    available = await actions(editor, TWO_PREMISES, "claim b", '"D"')
    edited = apply_action(editor, TWO_PREMISES, available["link as premises of a reason"])
    assert edited == (
        'claim a "A" {\n  reason {\n    claim b "B" {\n      evidence c "C"\n    }\n'
        '    assumption d "D"\n  }\n}\n'
    )


async def test_a_counterpoint_can_be_converted_to_an_objection(editor):
    """The objection has the same meaning, and can have more premises."""
    text = 'claim a "A" {\n  counterpoint b "B"\n}\n'
    available = await actions(editor, text, "counterpoint")
    edited = apply_action(editor, text, available["convert to an objection"])
    assert edited == 'claim a "A" {\n  objection {\n    claim b "B"\n  }\n}\n'


async def test_a_comment_after_a_premise_moves_with_it(editor):
    """The comment at the end of the line of the last premise is about the premise."""
    text = 'claim a "A" {\n  claim b "B" # so it seems\n}\n'
    available = await actions(editor, text, "claim b")
    edited = apply_action(editor, text, available["convert to a reason"])
    assert edited == 'claim a "A" {\n  reason {\n    claim b "B" # so it seems\n  }\n}\n'


async def test_claims_and_counterpoints_cannot_be_linked(editor):
    """Statements for and against a claim cannot be premises of one inference."""
    text = 'claim a "A" {\n  claim b "B"\n  counterpoint c "C"\n}\n'
    available = await actions(editor, text, "claim b", '"C"')
    assert not [title for title in available if "link" in title or "convert" in title]


async def test_a_section_can_be_extracted_to_a_file(editor):
    """The section moves to a new file, and an import replaces it."""
    text = 'section storm "Storms" {\n  claim a "A" { assumption b "B" }\n}\nclaim c "C"\n'
    available = await actions(editor, text, "section")
    create, insertion, removal = available["extract to storm.argmap"].edit.document_changes
    assert (create.kind, create.uri) == ("create", editor.uri("storm.argmap"))
    assert parse(SourceText("storm", insertion.edits[0].new_text)).errors == ()
    assert insertion.text_document.uri == create.uri
    assert apply(text, removal.edits) == 'import "storm.argmap"\nclaim c "C"\n'
    editor.write("storm.argmap", insertion.edits[0].new_text)
    assert "extract to storm-2.argmap" in await actions(editor, text, "section")


async def test_an_extracted_section_takes_its_comments_along(editor):
    """The comments above it and at its end belong to it."""
    text = '# About storms.\nsection storm "Storms" {\n  claim a "A"\n} # end\nclaim c "C"\n'
    available = await actions(editor, text, "section")
    _, insertion, removal = available["extract to storm.argmap"].edit.document_changes
    assert insertion.edits[0].new_text == text.replace('claim c "C"\n', "")
    assert apply(text, removal.edits) == 'import "storm.argmap"\nclaim c "C"\n'


async def test_an_import_can_be_inlined(editor):
    """The content replaces the import, names lose its name, and the file is deleted."""
    editor.write("part.argmap", '# A hub.\nclaim hub "Hub"\n')
    text = 'import "part.argmap" as p\nclaim a "A" { supported-by: p.hub }\n'
    available = await actions(editor, text, "import")
    change, deletion = available["inline part.argmap"].edit.document_changes
    assert apply(text, change.edits) == (
        '# A hub.\nclaim hub "Hub"\nclaim a "A" { supported-by: hub }\n'
    )
    assert (deletion.kind, deletion.uri) == ("delete", editor.uri("part.argmap"))
    editor.open("other.argmap", 'import "part.argmap"\n')
    assert "inline part.argmap" not in await actions(editor, text, "import")


@pytest.mark.parametrize("words", ["# What is seen", "thesis: wet"])
async def test_comments_and_map_attributes_have_no_refactorings(rainy, words):
    """A comment or an attribute of the map offers no refactoring."""
    only = [types.CodeActionKind.Refactor]
    assert await actions(rainy, MAP, words, only=only) == {}


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ('claim a "Se # A "B"" { date: 2024 }\n', '"Se'),  # the text would contain the block
        ('claim c "C"\nevidence a "A" { supports: c; c }\n', "c }"),  # leaves `c; }`
    ],
)
async def test_no_fix_is_preferred_that_alone_would_do_harm(editor, text, word):
    """An editor asks before it applies a fix that `check --fix` would leave out."""
    available = await actions(editor, text, word)
    assert [title for title, action in available.items() if action.is_preferred] == []


async def test_of_many_fixes_in_a_selection_the_first_are_verified(editor):
    """All fixes are offered, and the first are preferred."""
    text = "".join(f'clam c{number} "C {number}"\n' for number in range(15))
    available = await actions(editor, text, "clam", "14")
    assert {action.is_preferred for action in available.values()} >= {None, True}
