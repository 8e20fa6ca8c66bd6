"""Whatever is opened, every question is answered, and the server lives on."""

import pytest
from lsprotocol import types

HOSTILE = {
    "empty": "",
    "only a mark": "\ufeff",
    "no map at all": "\x00\x01{}[]<html>&&&;;;" * 50,
    "very deep": 'claim a "x" {\n' + 'claim "x" {\n' * 800 + "}\n" * 801,
    "one long line": 'claim a "' + "x" * 200_000 + '"',
    "half a character": 'claim a "\ud800" { assumption b "\udfff" }\n',
    "odd line ends": 'claim a "A" {\r  assumption b "B"\u2028\x0b\x0c}\r\n\n\rclaim c "C"',
    "open everything": 'claim a "A" { reason { claim b "B',
    "only braces": "}" * 500 + "{" * 500,
    "an import of itself": 'import "map.argmap" as me\nclaim a "A" { supports: me.a, me.me.a }\n',
    "paths out": 'import "../../../../etc/passwd"\nsource s "S" { text: "/etc/passwd" }\n',
    "a ring": 'claim a "A" { supports: b }\nclaim b "B" { supports: a contradicts: a, b }\n',
}


def questions(document, position):
    """Return a question of every kind, about a place."""
    everywhere = types.Range(types.Position(0, 0), types.Position(99_999, 0))
    place = {"text_document": document, "position": position}
    context = types.CodeActionContext(diagnostics=[])
    options = types.FormattingOptions(tab_size=2, insert_spaces=True)
    declared = types.ReferenceContext(include_declaration=True)
    return {
        "completion": types.CompletionParams(**place),
        "hover": types.HoverParams(**place),
        "definition": types.DefinitionParams(**place),
        "references": types.ReferenceParams(context=declared, **place),
        "document_highlight": types.DocumentHighlightParams(**place),
        "prepare_rename": types.PrepareRenameParams(**place),
        "prepare_call_hierarchy": types.CallHierarchyPrepareParams(**place),
        "document_symbol": types.DocumentSymbolParams(document),
        "folding_range": types.FoldingRangeParams(document),
        "selection_range": types.SelectionRangeParams(document, [position]),
        "semantic_tokens_full": types.SemanticTokensParams(document),
        "inlay_hint": types.InlayHintParams(document, everywhere),
        "code_lens": types.CodeLensParams(document),
        "document_link": types.DocumentLinkParams(document),
        "code_action": types.CodeActionParams(document, everywhere, context),
        "formatting": types.DocumentFormattingParams(document, options),
        "range_formatting": types.DocumentRangeFormattingParams(document, everywhere, options),
    }


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
async def test_every_question_is_answered(editor, text):
    """Features answer, if only with nothing, at the beginning, inside, and far behind the end."""
    editor.open("map.argmap", text)
    await editor.diagnostics("map.argmap")
    document = editor.whole("map.argmap")
    for position in ((0, 9), (1, 3), (99_999, 99_999)):
        for name, params in questions(document, types.Position(*position)).items():
            ask = getattr(editor.client, f"text_document_{name}_async")
            await ask(params)  # an error of the server is raised here
    editor.set("map.argmap", 'claim a "A" { assumption b "B" }\n')
    assert await editor.diagnostics("map.argmap") == []


async def test_nothing_outside_of_the_project_is_linked(editor):
    """A map cannot make an editor offer files elsewhere."""
    editor.open("map.argmap", HOSTILE["paths out"])
    params = types.DocumentLinkParams(editor.whole("map.argmap"))
    assert list(await editor.client.text_document_document_link_async(params)) == []


async def test_a_file_that_is_not_there_is_no_error(editor):
    """A client may ask about a file that has gone."""
    document = types.TextDocumentIdentifier(editor.uri("gone.argmap"))
    for name, params in questions(document, types.Position(0, 0)).items():
        answer = await getattr(editor.client, f"text_document_{name}_async")(params)
        assert not answer
