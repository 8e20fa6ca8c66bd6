"""Completion."""

import pytest
from lsprotocol import types

from tests.lsp.conftest import MAP, PART
from tests.lsp.editor import CURSOR, apply


async def complete(editor, text, name="map.argmap"):
    """Return the completion items at the cursor mark of a text, by label."""
    uri, position = editor.open(name, text)
    params = types.CompletionParams(types.TextDocumentIdentifier(uri), position)
    result = await editor.client.text_document_completion_async(params)
    return {item.label: item for item in result.items}


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
        ('evidence a "A" @s:‸\n', {"p", "l", "ch", "§", "fn", "fig", "tab", '""'}, {"claim", "a"}),
        ('evidence a "A" @s:f‸\n', {"fn", "fig"}, {"p", "ch"}),
        ('evidence a "A" @s:"art‸"\n', set(), {"p", "tags", "claim"}),
    ],
)
async def test_valid_words_are_offered(editor, text, offered, not_offered):
    """Keywords, attributes and values that are valid at the cursor are offered, and no others."""
    labels = set(await complete(editor, text))
    assert offered <= labels
    assert not labels & not_offered


async def test_statements_are_offered_with_their_texts(editor):
    """Attributes of ids offer the statements of all files, except the one being edited."""
    editor.write("part.argmap", PART)
    text = MAP.replace("supported-by: wet, part.hub", f"supported-by: {CURSOR}")
    items = await complete(editor, text)
    assert items["wet"].detail == "The street is wet"
    assert "part.hub" in items
    assert not {"late", "diary", "likely"} & set(items)


async def test_none_is_offered_as_the_thesis(editor):
    """`thesis:` offers statements, and `none` for a map that takes no side."""
    items = await complete(editor, 'map "M" {\n  thesis: ‸\n}\nclaim a "A"\n')
    assert {"a", "none"} <= set(items)
    assert "debate" in items["none"].detail


async def test_values_are_offered_on_the_next_line(editor):
    """A list of values continues on the next line after a comma."""
    editor.write("part.argmap", PART)
    text = MAP.replace("supported-by: wet, part.hub", f"supported-by: wet,\n    part.h{CURSOR}")
    items = await complete(editor, text)
    assert set(items) == {"part.hub"}


async def test_the_word_before_the_cursor_is_replaced(editor):
    """A completion replaces the whole name, with its dots and hyphens."""
    editor.write("part.argmap", PART)
    text = MAP.replace("part.hub", f"part.h{CURSOR}")
    items = await complete(editor, text)
    edit = items["part.hub"].text_edit
    assert apply(text.replace(CURSOR, ""), [edit]) == MAP


async def test_sources_are_offered_after_an_at_sign(editor):
    """`@` offers the sources, with their titles."""
    editor.write("part.argmap", PART)
    items = await complete(editor, MAP.replace("@diary:3", f"@{CURSOR}"))
    assert set(items) == {"diary"}
    assert items["diary"].detail == "A diary"


async def test_the_headings_of_a_source_are_offered(editor):
    """In a locator in quotes, the anchors of a Markdown text are offered, with their headings."""
    editor.write("paper.md", "# The Paper\n\nText.\n\n## Scope {#range}\n\nMore.\n")
    source = 'source p "P" { text: "paper.md" }\nsource q "Q" { text: "../../../etc/passwd" }\n'
    items = await complete(editor, f'{source}evidence a "A" @p:"#‸"\n')
    assert items["#range"].detail == "Scope"
    assert "#the-paper" in items
    items = await complete(editor, f'{source}evidence a "A" @p:"#ra‸\n')
    assert items["#range"].text_edit.new_text == "#range"
    assert items["#range"].text_edit.range.start.character == len('evidence a "A" @p:"')
    assert not await complete(editor, f'{source}evidence a "A" @q:"#‸"\n')
    assert not await complete(editor, f'{source}evidence a "A" @p "#‸"\n')


async def test_a_number_sign_in_a_string_does_not_begin_a_comment(editor):
    """Completion works after a string that contains `#`, but not in a comment."""
    editor.write("part.argmap", PART)
    text = MAP.replace('"It has rained" @diary:3', f'"It has rained # a lot" @{CURSOR}')
    assert set(await complete(editor, text)) == {"diary"}
    text = MAP.replace('"It has rained" @diary:3', f'"It has rained" # a lot @{CURSOR}\n')
    assert not await complete(editor, text)


async def test_inferences_are_offered_as_targets_of_an_undercut(editor):
    """`undercuts:` offers named inferences, and statements for an arrow."""
    editor.write("part.argmap", PART)
    items = await complete(editor, MAP.replace("undercuts: together", f"undercuts: {CURSOR}"))
    assert {"together", "rain"} <= set(items)


async def test_files_of_the_project_are_offered(editor):
    """Imports offer maps and folders of the project, except the file itself."""
    editor.write("part.argmap", PART)
    editor.write("deep/er.argmap", PART)
    editor.write("paper.txt", "Text")
    editor.write("map.argmap", "")
    assert set(await complete(editor, 'import "‸"')) == {"part.argmap", "deep/"}
    assert set(await complete(editor, 'import "deep/‸"')) == {"deep/er.argmap"}
    assert set(await complete(editor, 'import "../‸"')) == set()
    items = await complete(editor, 'source s "S" {\n  text: "pape‸"\n}')
    assert set(items) == {"paper.txt"}


async def test_snippets_need_the_capability(start_editor):
    """An editor that does not support snippets gets plain words."""
    for spec, is_snippet in (("visual-studio-code", True), ("emacs", False)):
        editor = await start_editor(spec)
        items = await complete(editor, 'claim a "A" {\n  ‸\n}\n')
        has_snippet = items["claim"].insert_text_format is types.InsertTextFormat.Snippet
        assert has_snippet is is_snippet
        assert ("$" in items["claim"].text_edit.new_text) is is_snippet


async def test_completion_works_after_a_syntax_error(editor):
    """While a string is not closed, the statements of the rest of the file are offered."""
    text = MAP.replace("supported-by: wet, part.hub", 'evidence new "Not closed\n  supports: ‸')
    editor.write("part.argmap", PART)
    assert {"wet", "rain"} <= set(await complete(editor, text))
