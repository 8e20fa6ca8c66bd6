"""Semantic tokens, inlay hints, code lenses, document links and the call hierarchy."""

import pytest
from lsprotocol import types

from tests.lsp.conftest import MAP
from tests.lsp.editor import text_in


async def tokens(editor, text, name="map.argmap"):
    """Yield the words of a text with their token types, decoded from the protocol's format."""
    params = types.SemanticTokensParams(editor.identifier(name))
    tokens_ = await editor.client.text_document_semantic_tokens_full_async(params)
    legend = editor.client.result.capabilities.semantic_tokens_provider.legend.token_types
    line = start = 0
    for index in range(0, len(tokens_.data), 5):
        delta_line, delta_start, length, kind, _ = tokens_.data[index : index + 5]
        line, start = line + delta_line, delta_start if delta_line else start + delta_start
        range_ = types.Range(types.Position(line, start), types.Position(line, start + length))
        yield text_in(text, range_, editor.encoding), legend[kind]


async def test_tokens_have_the_types_of_the_language(rainy):
    """Keywords, ids, attributes, values, texts, numbers, citations and comments differ."""
    found = [token async for token in tokens(rainy, MAP)]
    for token in (
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
        assert token in found


async def test_token_types_are_standard(rainy):
    """All types and modifiers are in the specification, so that every theme has a color."""
    legend = rainy.client.result.capabilities.semantic_tokens_provider.legend
    assert set(legend.token_types) <= {type_.value for type_ in types.SemanticTokenTypes}
    assert set(legend.token_modifiers) <= {
        modifier.value for modifier in types.SemanticTokenModifiers
    }


async def test_a_multiline_text_has_one_token_per_line(editor):
    """No token spans several lines, and wide characters do not shift the next tokens."""
    text = 'claim a """\n  öne 🙂\n  two\n""" # end\n'
    editor.open("map.argmap", text)
    found = [word async for word, kind in tokens(editor, text) if kind in ("string", "comment")]
    assert found == ['"""', "  öne 🙂", "  two", '"""', "# end"]


async def hints(editor):
    """Return the labels of all inlay hints, by line."""
    range_ = types.Range(types.Position(0, 0), types.Position(99, 0))
    params = types.InlayHintParams(editor.identifier("map.argmap"), range_)
    result = await editor.client.text_document_inlay_hint_async(params)
    return {hint.position.line: hint.label for hint in result}


async def test_statements_that_are_not_accepted_have_a_hint(rainy):
    """The hint on the line of the statement is its status."""
    labels = await hints(rainy)
    dust = MAP[: MAP.index("counterpoint dust")].count("\n")
    assert labels[dust] == "rejected"
    assert MAP[: MAP.index("evidence rain")].count("\n") not in labels


async def test_strengths_are_shown_on_request(start_editor):
    """One setting adds strengths, another removes statuses."""
    editor = await start_editor(options={"strengths": True, "hints": False})
    editor.open("map.argmap", 'claim a "A" {\n  assumption b "B"\n}\n')
    labels = await hints(editor)
    assert set(labels) == {0, 1}
    assert all(0 <= float(label) <= 1 for label in labels.values())
    editor.client.workspace_did_change_configuration(
        types.DidChangeConfigurationParams({"argmap": {"strengths": False}})
    )
    assert await hints(editor) == {}


@pytest.mark.parametrize("is_supported", [True, False])
async def test_hints_are_requested_again_if_the_editor_supports_that(start_editor, is_supported):
    """After a change of the settings, the hints of all documents may be different."""

    def support(client_capabilities):
        hint_capabilities = types.InlayHintWorkspaceClientCapabilities(is_supported)
        client_capabilities.workspace.inlay_hint = hint_capabilities

    editor = await start_editor(change=support)
    requests = []

    @editor.client.feature(types.WORKSPACE_INLAY_HINT_REFRESH)
    def record(*_):
        requests.append(types.WORKSPACE_INLAY_HINT_REFRESH)

    editor.open("map.argmap", 'claim a "A"\n')
    editor.client.workspace_did_change_configuration(
        types.DidChangeConfigurationParams({"argmap": {"strengths": True}})
    )
    await hints(editor)  # the server answers in order
    assert len(requests) == is_supported


async def test_code_lenses_count_inferences(rainy):
    """The number of inferences for and against a statement, if it has any."""
    params = types.CodeLensParams(rainy.identifier("map.argmap"))
    lenses = await rainy.client.text_document_code_lens_async(params)
    titles = {lens.range.start.line: lens.command.title for lens in lenses}
    wet = MAP[: MAP.index("claim wet")].count("\n")
    assert titles[wet] == "2 for, 1 against"
    assert MAP[: MAP.index("evidence rain")].count("\n") not in titles


async def test_imports_and_addresses_are_links(rainy):
    """Files of the project and web addresses are links; files outside the project are not."""
    rainy.write("paper.txt", "Text")
    text = MAP.replace(
        "{ year: 2024 }",
        '{ url: "https://example.org/x" text: "paper.txt" note: "no link" }\n'
        'source b "B" { text: "../../secret.txt" url: "relative/path" }',
    )
    (rainy.folder.parent.parent / "secret.txt").write_text("x", encoding="utf-8")
    rainy.set("map.argmap", text)
    params = types.DocumentLinkParams(rainy.identifier("map.argmap"))
    links = await rainy.client.text_document_document_link_async(params)
    assert {text_in(text, link.range): link.target for link in links} == {
        "part.argmap": rainy.uri("part.argmap"),
        "https://example.org/x": "https://example.org/x",
        "paper.txt": rainy.uri("paper.txt"),
    }


async def test_the_call_hierarchy_contains_relations(rainy):
    """Incoming calls support or attack a statement; outgoing calls are its effects in all files."""
    client = rainy.client
    params = types.CallHierarchyPrepareParams(**rainy.at("map.argmap", "claim wet", 7))
    (wet,) = await client.text_document_prepare_call_hierarchy_async(params)
    incoming = await client.call_hierarchy_incoming_calls_async(
        types.CallHierarchyIncomingCallsParams(wet)
    )
    assert {(call.from_.name.partition(":")[0], call.from_.detail) for call in incoming} == {
        ("rain", "supports"),
        ("sky", "supports"),
        ("gutter", "supports"),
        ("dry", "undercuts an inference"),
        ("late", "undercuts an inference"),
        ("dust", "attacks"),
    }
    outgoing = await client.call_hierarchy_outgoing_calls_async(
        types.CallHierarchyOutgoingCallsParams(wet)
    )
    assert [(call.to.name, call.to.detail) for call in outgoing] == [
        ("late: The bus is late", "supported")
    ]
    params = types.CallHierarchyPrepareParams(**rainy.at("map.argmap", "part.hub", 6))
    (hub,) = await client.text_document_prepare_call_hierarchy_async(params)
    assert hub.uri == rainy.uri("part.argmap")
