"""What is shown in and around a text: colors, hints, counts, links, and who bears on whom."""

from lsprotocol import types

from tests.lsp.conftest import MAP
from tests.lsp.editor import shown


async def tokens(editor, text, name="map.argmap"):
    """Return words and what they are, as the protocol packs them."""
    params = types.SemanticTokensParams(editor.whole(name))
    found = await editor.client.text_document_semantic_tokens_full_async(params)
    legend = editor.client.result.capabilities.semantic_tokens_provider.legend.token_types
    line = start = 0
    for index in range(0, len(found.data), 5):
        down, right, length, kind, _ = found.data[index : index + 5]
        line, start = line + down, right if down else start + right
        range_ = types.Range(types.Position(line, start), types.Position(line, start + length))
        yield shown(text, range_, editor.encoding), legend[kind]


async def test_words_are_colored_by_what_they_are(rainy):
    """Keywords, ids, attributes, words, texts, numbers, citations and comments are told apart."""
    found = [each async for each in tokens(rainy, MAP)]
    for each in (
        ("claim", "keyword"),
        ("wet", "variable"),
        ("confidence", "property"),
        ("likely", "enumMember"),
        ('"It has rained"', "string"),
        ("2024", "number"),
        ("@diary:3", "decorator"),
        ("# What is seen.", "comment"),
        ("part", "namespace"),
        ("part.hub", "variable"),
    ):
        assert each in found


async def test_all_types_of_tokens_are_the_standard_ones(rainy):
    """Every editor has a color for them."""
    legend = rainy.client.result.capabilities.semantic_tokens_provider.legend
    assert set(legend.token_types) <= {each.value for each in types.SemanticTokenTypes}
    assert set(legend.token_modifiers) <= {each.value for each in types.SemanticTokenModifiers}


async def test_a_text_over_lines_is_colored_line_by_line(editor):
    """No token reaches over the end of a line; wide characters do not shift what follows."""
    text = 'claim a """\n  öne 🙂\n  two\n""" # end\n'
    editor.open("map.argmap", text)
    found = [word async for word, kind in tokens(editor, text) if kind in ("string", "comment")]
    assert found == ['"""', "  öne 🙂", "  two", '"""', "# end"]


async def hints(editor):
    range_ = types.Range(types.Position(0, 0), types.Position(99, 0))
    params = types.InlayHintParams(editor.whole("map.argmap"), range_)
    found = await editor.client.text_document_inlay_hint_async(params)
    return {each.position.line: each.label for each in found}


async def test_what_does_not_stand_is_marked(rainy):
    """Only statements that are not accepted get a hint, in their own line."""
    found = await hints(rainy)
    dust = MAP[: MAP.index("counterpoint dust")].count("\n")
    assert found[dust] == "rejected"
    assert MAP[: MAP.index("evidence rain")].count("\n") not in found


async def test_strengths_are_shown_on_request(another):
    """A setting adds the numbers; another takes the verdicts away."""
    editor = await another(options={"strengths": True, "hints": False})
    editor.open("map.argmap", 'claim a "A" {\n  assumption b "B"\n}\n')
    found = await hints(editor)
    assert set(found) == {0, 1}
    assert all(0 <= float(label) <= 1 for label in found.values())
    editor.client.workspace_did_change_configuration(
        types.DidChangeConfigurationParams({"argmap": {"strengths": False}})
    )
    assert await hints(editor) == {}


async def test_reasons_are_counted_above_statements(rainy):
    """How many steps speak for a statement and how many against, where there are any."""
    params = types.CodeLensParams(rainy.whole("map.argmap"))
    found = await rainy.client.text_document_code_lens_async(params)
    counted = {each.range.start.line: each.command.title for each in found}
    wet = MAP[: MAP.index("claim wet")].count("\n")
    assert counted[wet] == "2 for, 1 against"
    assert MAP[: MAP.index("evidence rain")].count("\n") not in counted


async def test_imports_and_addresses_are_links(rainy):
    """Files of the project and web addresses can be opened; what lies outside cannot."""
    rainy.write("paper.txt", "Text")
    text = MAP.replace(
        "{ year: 2024 }",
        '{ url: "https://example.org/x" text: "paper.txt" note: "no link" }\n'
        'source b "B" { text: "../../secret.txt" url: "relative/path" }',
    )
    (rainy.folder.parent.parent / "secret.txt").write_text("x", encoding="utf-8")
    rainy.set("map.argmap", text)
    params = types.DocumentLinkParams(rainy.whole("map.argmap"))
    found = await rainy.client.text_document_document_link_async(params)
    assert {shown(text, each.range): each.target for each in found} == {
        "part.argmap": rainy.uri("part.argmap"),
        "https://example.org/x": "https://example.org/x",
        "paper.txt": rainy.uri("paper.txt"),
    }


async def test_who_bears_on_a_statement_is_a_hierarchy(rainy):
    """Incoming is what supports and attacks it, outgoing what it bears on, over files."""
    client = rainy.client
    params = types.CallHierarchyPrepareParams(**rainy.at("map.argmap", "claim wet", 7))
    (wet,) = await client.text_document_prepare_call_hierarchy_async(params)
    incoming = await client.call_hierarchy_incoming_calls_async(
        types.CallHierarchyIncomingCallsParams(wet)
    )
    assert {(each.from_.name.partition(":")[0], each.from_.detail) for each in incoming} == {
        ("rain", "supports"),
        ("sky", "supports"),
        ("gutter", "supports"),
        ("dry", "denies an inference"),
        ("late", "denies an inference"),
        ("dust", "attacks"),
    }
    outgoing = await client.call_hierarchy_outgoing_calls_async(
        types.CallHierarchyOutgoingCallsParams(wet)
    )
    assert [(each.to.name, each.to.detail) for each in outgoing] == [
        ("late: The bus is late", "supported")
    ]
    params = types.CallHierarchyPrepareParams(**rainy.at("map.argmap", "part.hub", 6))
    (hub,) = await client.text_document_prepare_call_hierarchy_async(params)
    assert hub.uri == rainy.uri("part.argmap")
