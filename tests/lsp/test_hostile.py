"""Hostile documents: every request is answered, and the server keeps running."""

import pytest
from lsprotocol import types

HOSTILE = {
    "empty": "",
    "only a byte-order mark": "\ufeff",
    "not a map": "\x00\x01{}[]<html>&&&;;;" * 50,
    "deep nesting": 'claim a "x" {\n' + 'claim "x" {\n' * 800 + "}\n" * 801,
    "one long line": 'claim a "' + "x" * 200_000 + '"',
    "lone surrogates": 'claim a "\ud800" { assumption b "\udfff" }\n',
    "unusual line ends": 'claim a "A" {\r  assumption b "B"\u2028\x0b\x0c}\r\n\n\rclaim c "C"',
    "unclosed blocks and strings": 'claim a "A" { reason { claim b "B',
    "only braces": "}" * 200 + "{" * 200,
    "imports itself": 'import "map.argmap" as me\nclaim a "A" { supports: me.a, me.me.a }\n',
    "outside paths": 'import "../../../../etc/passwd"\nsource s "S" { text: "/etc/passwd" }\n',
    "questions in each other": 'question a "A" { question b "B" { claim c "C" { options: a } } '
    "expect: a, open, c options: a, b, c, nothing outweighs: a -> }\n",
    "preferences over everything": 'claim a "A" { outweighs: a, a -> a, b, q, c -> }\n'
    'question q "Q" { options: a, a }\ncontext c "C" { outweighs: c claim "D" }\n',
    "a cycle": 'claim a "A" { supports: b }\nclaim b "B" { supports: a contradicts: a, b }\n',
}


def requests(document, position):
    """Return the parameters of a request of every kind."""
    full_range = types.Range(types.Position(0, 0), types.Position(99_999, 0))
    at_position = {"text_document": document, "position": position}
    context = types.CodeActionContext(diagnostics=[])
    options = types.FormattingOptions(tab_size=2, insert_spaces=True)
    reference_context = types.ReferenceContext(include_declaration=True)
    return {
        "completion": types.CompletionParams(**at_position),
        "hover": types.HoverParams(**at_position),
        "definition": types.DefinitionParams(**at_position),
        "references": types.ReferenceParams(context=reference_context, **at_position),
        "document_highlight": types.DocumentHighlightParams(**at_position),
        "prepare_rename": types.PrepareRenameParams(**at_position),
        "prepare_call_hierarchy": types.CallHierarchyPrepareParams(**at_position),
        "document_symbol": types.DocumentSymbolParams(document),
        "folding_range": types.FoldingRangeParams(document),
        "selection_range": types.SelectionRangeParams(document, [position]),
        "semantic_tokens_full": types.SemanticTokensParams(document),
        "inlay_hint": types.InlayHintParams(document, full_range),
        "code_lens": types.CodeLensParams(document),
        "document_link": types.DocumentLinkParams(document),
        "code_action": types.CodeActionParams(document, full_range, context),
        "formatting": types.DocumentFormattingParams(document, options),
        "range_formatting": types.DocumentRangeFormattingParams(document, full_range, options),
    }


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
async def test_every_request_is_answered(editor, text):
    """At the start, inside and far after the end, no request fails."""
    editor.open("map.argmap", text)
    await editor.diagnostics("map.argmap")
    document = editor.identifier("map.argmap")
    for position in ((0, 9), (1, 3), (99_999, 99_999)):
        for name, params in requests(document, types.Position(*position)).items():
            send = getattr(editor.client, f"text_document_{name}_async")
            await send(params)  # raises an error of the server
    editor.set("map.argmap", 'claim a "A" { assumption b "B" }\n')
    assert await editor.diagnostics("map.argmap") == []


async def test_files_outside_the_project_are_not_linked(editor):
    """A map cannot make the editor open files elsewhere."""
    editor.open("map.argmap", HOSTILE["outside paths"])
    params = types.DocumentLinkParams(editor.identifier("map.argmap"))
    assert list(await editor.client.text_document_document_link_async(params)) == []


async def test_a_missing_file_is_not_an_error(editor):
    """Requests about a deleted file have empty results."""
    document = types.TextDocumentIdentifier(editor.uri("gone.argmap"))
    for name, params in requests(document, types.Position(0, 0)).items():
        result = await getattr(editor.client, f"text_document_{name}_async")(params)
        assert not result
