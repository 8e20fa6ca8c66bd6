"""What is offered at the cursor."""

import pytest
from lsprotocol import types

from tests.lsp.conftest import MAP, PART
from tests.lsp.editor import CURSOR, apply


async def complete(editor, text, name="map.argmap"):
    """Return what is offered where the cursor stands in a text, by labels."""
    uri, position = editor.open(name, text)
    params = types.CompletionParams(types.TextDocumentIdentifier(uri), position)
    found = await editor.client.text_document_completion_async(params)
    return {item.label: item for item in found.items}


STATEMENTS = {"claim", "evidence", "assumption", "counterpoint"}


@pytest.mark.parametrize(
    ("text", "offered", "not_offered"),
    [
        ("‸\n", {"map", "source", "section", "claim"}, {"reason", "supports"}),
        ('map "M"\n‸\n', {"source", "claim"}, {"map"}),
        ('claim a "A" {\n  ‸\n}\n', {*STATEMENTS, "reason", "supports", "expect"}, {"thesis"}),
        ('claim a "A" {\n  con‸\n}\n', {"confidence", "contradicts"}, {"expect"}),
        ('claim a "A" {\n  note: "n"\n  ‸\n}\n', {"tags"}, {"note"}),
        ('claim a "A" {\n  reason {\n    ‸\n  }\n}\n', {*STATEMENTS, "scheme"}, {"reason"}),
        ('source s "S" {\n  ‸\n}\n', {"author", "year", "text"}, {"claim", "supports"}),
        ('section "S" {\n  ‸\n}\n', {"section", "claim", "tags"}, {"source", "map"}),
        ('claim a "A" { ‸ }\n', {"claim", "standard"}, {"burden"}),
        ('claim a "A" {\n  confidence: ‸\n}\n', {"likely", "almost-certain"}, {"accepted", "a"}),
        ('claim a "A" {\n  expect: ‸\n}\n', {"accepted", "undecided"}, {"likely"}),
        ('claim a "A" {\n  standard: prep‸\n}\n', {"preponderance"}, {"strict"}),
        ('map "M" {\n  burden: ‸\n}\n', {"strict", "asserted"}, set()),
        ('evidence a "A" {\n  credibility: ‸\n}\n', {"1", "6"}, set()),
        ('source a "A" {\n  reliability: ‸\n}\n', {"A", "F"}, set()),
        ('claim a "A" {\n  claim "B" { scheme: exp‸ }\n}\n', {"expert-opinion"}, {"likely"}),
        ('claim a "A ‸"\n', set(), {"claim", "supports"}),
        ('claim a "A" # note ‸\n', set(), {"claim"}),
        ('claim a "A" # argmap: ignore[EVI‸\n', {"EVI301"}, {"SYN001"}),
        ('import "x.argmap" ‸\n', {"as"}, {"claim"}),
    ],
)
async def test_what_may_stand_there_is_offered(editor, text, offered, not_offered):
    """Words, attributes and values that are legal at the cursor, and no others."""
    labels = set(await complete(editor, text))
    assert offered <= labels
    assert not labels & not_offered


async def test_statements_are_offered_with_their_sentences(editor):
    """Where ids belong, statements of all files are offered, but not the one that is edited."""
    editor.write("part.argmap", PART)
    text = MAP.replace("supported-by: wet, part.hub", f"supported-by: {CURSOR}")
    found = await complete(editor, text)
    assert found["wet"].detail == "The street is wet"
    assert "part.hub" in found
    assert not {"late", "diary", "likely"} & set(found)


async def test_a_debate_can_be_chosen_as_the_thesis(editor):
    """`thesis:` offers statements, and the word for a map that takes no side."""
    found = await complete(editor, 'map "M" {\n  thesis: ‸\n}\nclaim a "A"\n')
    assert {"a", "none"} <= set(found)
    assert "debate" in found["none"].detail


async def test_a_further_value_is_offered_on_the_next_line(editor):
    """A list goes on over lines, as long as a comma ends them."""
    editor.write("part.argmap", PART)
    text = MAP.replace("supported-by: wet, part.hub", f"supported-by: wet,\n    part.h{CURSOR}")
    found = await complete(editor, text)
    assert set(found) == {"part.hub"}


async def test_what_is_written_already_is_replaced(editor):
    """Accepting an offer leaves one name, dots and hyphens included."""
    editor.write("part.argmap", PART)
    text = MAP.replace("part.hub", f"part.h{CURSOR}")
    found = await complete(editor, text)
    edit = found["part.hub"].text_edit
    assert apply(text.replace(CURSOR, ""), [edit]) == MAP


async def test_sources_are_offered_behind_their_sign(editor):
    """`@` offers the sources, with their titles."""
    editor.write("part.argmap", PART)
    found = await complete(editor, MAP.replace("@diary:3", f"@{CURSOR}"))
    assert set(found) == {"diary"}
    assert found["diary"].detail == "A diary"


async def test_a_number_sign_in_a_text_begins_no_comment(editor):
    """Behind a text that holds one, what may come next is offered; behind a comment, nothing is."""
    editor.write("part.argmap", PART)
    text = MAP.replace('"It has rained" @diary:3', f'"It has rained # a lot" @{CURSOR}')
    assert set(await complete(editor, text)) == {"diary"}
    text = MAP.replace('"It has rained" @diary:3', f'"It has rained" # a lot @{CURSOR}\n')
    assert not await complete(editor, text)


async def test_inferences_are_offered_to_be_undercut(editor):
    """`undercuts:` offers named steps, and statements for an arrow."""
    editor.write("part.argmap", PART)
    found = await complete(editor, MAP.replace("undercuts: together", f"undercuts: {CURSOR}"))
    assert {"together", "rain"} <= set(found)


async def test_files_are_offered_to_import(editor):
    """Maps of the project, and folders; nothing outside of it, and not the file itself."""
    editor.write("part.argmap", PART)
    editor.write("deep/er.argmap", PART)
    editor.write("paper.txt", "Text")
    editor.write("map.argmap", "")
    assert set(await complete(editor, 'import "‸"')) == {"part.argmap", "deep/"}
    assert set(await complete(editor, 'import "deep/‸"')) == {"deep/er.argmap"}
    assert set(await complete(editor, 'import "../‸"')) == set()
    found = await complete(editor, 'source s "S" {\n  text: "pape‸"\n}')
    assert set(found) == {"paper.txt"}


async def test_snippets_are_for_editors_that_know_them(another):
    """An editor without snippets is given plain words."""
    for spec, is_snippet in (("visual-studio-code", True), ("emacs", False)):
        editor = await another(spec)
        found = await complete(editor, 'claim a "A" {\n  ‸\n}\n')
        has_snippet = found["claim"].insert_text_format is types.InsertTextFormat.Snippet
        assert has_snippet is is_snippet
        assert ("$" in found["claim"].text_edit.new_text) is is_snippet


async def test_an_open_text_or_block_does_not_stop_it(editor):
    """While a line is being written, the rest of the file is still known."""
    text = MAP.replace("supported-by: wet, part.hub", 'evidence new "Not closed\n  supports: ‸')
    editor.write("part.argmap", PART)
    assert {"wet", "rain"} <= set(await complete(editor, text))
