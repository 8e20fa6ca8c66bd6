"""Definitions, references, highlights and renames."""

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from tests.lsp.conftest import MAP, PART
from tests.lsp.editor import apply, edits_of, text_in


async def definitions(editor, words, inside=0):
    params = types.DefinitionParams(**editor.at("map.argmap", words, inside))
    return await editor.client.text_document_definition_async(params)


@pytest.mark.parametrize(
    ("words", "inside", "id_"),
    [
        ("wet\n}\n\nsource", 1, "wet"),
        ("@diary", 2, "diary"),
        ("supported-by: wet", 15, "wet"),
        ("undercuts: together", 12, "together"),
        ("claim wet", 7, "wet"),
    ],
)
async def test_the_definition_of_an_id_is_its_declaration(rainy, words, inside, id_):
    """The definition of any use is the range of the id in its declaration."""
    (definition,) = await definitions(rainy, words, inside)
    assert definition.uri == rainy.uri("map.argmap")
    assert text_in(MAP, definition.range) == id_
    line = MAP.splitlines()[definition.range.start.line]
    assert line.split()[1] == id_


async def test_a_definition_may_be_in_another_file(rainy):
    """An imported id is defined in its file, saved or not; its qualifier in the import."""
    (definition,) = await definitions(rainy, "part.hub", 6)
    assert (definition.uri, text_in(PART, definition.range)) == (rainy.uri("part.argmap"), "hub")
    (definition,) = await definitions(rainy, "part.hub", 1)
    assert definition.range.start.line == MAP[: MAP.index("import")].count("\n")
    rainy.open("part.argmap", f"# moved\n{PART}")
    (definition,) = await definitions(rainy, "part.hub", 6)
    assert definition.range.start.line == 1


async def test_the_definition_of_an_import_path_is_the_file(rainy):
    """The definition of the path in quotes is the start of the file."""
    (definition,) = await definitions(rainy, '"part.argmap"', 3)
    assert definition.uri == rainy.uri("part.argmap")


async def test_a_comment_has_no_definition(rainy):
    """Without a name at the position, there is no result and no error."""
    assert await definitions(rainy, "# What") is None


async def references(editor, name, words, inside=0, *, include_declaration=True):
    context = types.ReferenceContext(include_declaration=include_declaration)
    params = types.ReferenceParams(context=context, **editor.at(name, words, inside))
    return await editor.client.text_document_references_async(params)


async def test_references_are_all_uses(rainy):
    """All uses of a name, and on request its declaration."""
    locations = await references(rainy, "map.argmap", "claim wet", 7)
    assert [text_in(MAP, location.range) for location in locations] == ["wet", "wet", "wet"]
    locations = await references(rainy, "map.argmap", "claim wet", 7, include_declaration=False)
    assert len(locations) == 2


async def test_references_include_other_files(rainy):
    """The references of an imported id include its uses in the importing maps."""
    rainy.open("part.argmap", PART)
    locations = await references(rainy, "part.argmap", "hub")
    assert {location.uri for location in locations} == {
        rainy.uri("map.argmap"),
        rainy.uri("part.argmap"),
    }


async def test_uses_in_a_file_are_highlighted(rainy):
    """The declaration has another kind than the uses."""
    params = types.DocumentHighlightParams(**rainy.at("map.argmap", "supported-by: wet", 14))
    highlights = await rainy.client.text_document_document_highlight_async(params)
    kinds = [highlight.kind for highlight in highlights]
    assert kinds.count(types.DocumentHighlightKind.Write) == 1
    assert len(kinds) == 3


async def rename(editor, name, words, inside, new_name):
    params = types.RenameParams(new_name=new_name, **editor.at(name, words, inside))
    edit = await editor.client.text_document_rename_async(params)
    return {
        uri: apply(editor.texts.get(uri) or PART, edits) for uri, edits in edits_of(edit).items()
    }


async def test_a_rename_changes_all_uses(rainy):
    """All uses of an id are renamed; the same letters in texts are not."""
    changed = await rename(rainy, "map.argmap", "claim wet", 7, "soaked")
    text = changed[rainy.uri("map.argmap")]
    assert text == (
        MAP.replace("thesis: wet", "thesis: soaked")
        .replace("claim wet", "claim soaked")
        .replace("supported-by: wet", "supported-by: soaked")
    )


async def test_a_rename_includes_other_files(rainy):
    """An imported id is renamed in both files."""
    changed = await rename(rainy, "map.argmap", "part.hub", 6, "node")
    assert changed == {
        rainy.uri("map.argmap"): MAP.replace("part.hub", "part.node"),
        rainy.uri("part.argmap"): PART.replace("hub", "node", 1),
    }


async def test_an_import_alias_can_be_renamed(rainy):
    """The name after `as` and all qualifiers are renamed."""
    changed = await rename(rainy, "map.argmap", "as part", 4, "pipes")
    text = changed[rainy.uri("map.argmap")]
    assert text == MAP.replace("as part", "as pipes").replace("part.hub", "pipes.hub")


async def test_a_source_is_renamed_with_its_citations(rainy):
    """Citations keep their `@` and their locator."""
    changed = await rename(rainy, "map.argmap", "@diary", 2, "journal")
    assert "@journal:3" in changed[rainy.uri("map.argmap")]
    assert "source journal" in changed[rainy.uri("map.argmap")]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("late", "already"),
        ("claim", "is a keyword"),
        ("2wet", "not a valid id"),
        ("part", "already"),
    ],
)
async def test_an_invalid_name_is_rejected(rainy, name, message):
    """A new name must be a valid id, not a keyword, and unused."""
    with pytest.raises(JsonRpcException, match=message):
        await rename(rainy, "map.argmap", "claim wet", 7, name)


async def test_only_ids_can_be_renamed(rainy):
    """The id at the cursor can be renamed; a text or a keyword cannot."""

    async def prepare(words, inside):
        params = types.PrepareRenameParams(**rainy.at("map.argmap", words, inside))
        return await rainy.client.text_document_prepare_rename_async(params)

    result = await prepare("part.hub", 6)
    assert (result.placeholder, text_in(MAP, result.range)) == ("hub", "hub")
    assert await prepare("claim wet", 2) is None
    assert await prepare("The street", 2) is None


async def test_unicode_forms_of_an_id_are_the_same_name(rainy):
    """Composed and decomposed forms are found and renamed together, in any script."""
    text = 'claim caf\u00e9 "A" { supports: बाज़ार }\nclaim बाज़ार "B" { opposed-by: cafe\u0301 }\n'
    rainy.open("forms.argmap", text)
    locations = await references(rainy, "forms.argmap", "cafe\u0301", 2)
    assert [text_in(text, location.range) for location in locations] == ["caf\u00e9", "cafe\u0301"]
    changed = await rename(rainy, "forms.argmap", "claim caf\u00e9", 7, "ตลาดน้ำ")
    assert changed[rainy.uri("forms.argmap")] == text.replace("caf\u00e9", "ตลาดน้ำ").replace(
        "cafe\u0301", "ตลาดน้ำ"
    )
    changed = await rename(rainy, "forms.argmap", "claim caf\u00e9", 7, "cafe\u0301")
    assert changed[rainy.uri("forms.argmap")] == text.replace("caf\u00e9", "cafe\u0301")
    with pytest.raises(JsonRpcException, match="already"):
        await rename(rainy, "forms.argmap", "claim caf\u00e9", 7, "बाज़ार")


# ---- Names of another file ---------------------------------------------------------------------


@pytest.mark.parametrize("name", ["wet", "diary", "late", "together", "part"])
async def test_an_imported_id_may_equal_an_id_of_the_importing_file(rainy, name):
    """Its uses there are qualified, so that they cannot refer to another element."""
    changed = await rename(rainy, "map.argmap", "part.hub", 6, name)
    assert changed == {
        rainy.uri("map.argmap"): MAP.replace("part.hub", f"part.{name}"),
        rainy.uri("part.argmap"): PART.replace("hub", name, 1),
    }
    rainy.set("map.argmap", changed[rainy.uri("map.argmap")])
    rainy.open("part.argmap", changed[rainy.uri("part.argmap")])
    (definition,) = await definitions(rainy, f"part.{name}", 6)
    assert definition.uri == rainy.uri("part.argmap")


async def test_an_imported_id_must_be_unused_in_its_file(rainy):
    """Otherwise two elements would have the same id."""
    with pytest.raises(JsonRpcException, match=r"`pipes` already exists in .*part\.argmap"):
        await rename(rainy, "map.argmap", "part.hub", 6, "pipes")


SOURCES = 'source diary "A diary"\n'
CITING = """\
import "sources.argmap"
source journal "A journal"
claim cited "So it says" @diary:3
"""


@pytest.fixture
def shared(editor):
    """A map that imports two files, of which one cites a source of the other unqualified."""
    editor.write("sources.argmap", SOURCES)
    editor.write("citing.argmap", CITING)
    editor.open(
        "map.argmap",
        'import "sources.argmap" as shelf\nimport "citing.argmap" as part\n'
        'claim a "A" @shelf.diary:2 { supported-by: part.cited }\n',
    )
    return editor


async def test_a_name_of_a_file_with_unqualified_uses_is_rejected(shared):
    """There, the new name would refer to another element."""
    with pytest.raises(JsonRpcException, match=r"`journal` already exists in .*citing\.argmap"):
        await rename(shared, "map.argmap", "shelf.diary", 7, "journal")
    params = types.RenameParams(new_name="log", **shared.at("map.argmap", "shelf.diary", 7))
    edit = await shared.client.text_document_rename_async(params)
    assert {uri.rpartition("/")[2] for uri in edits_of(edit)} == {
        "map.argmap",
        "sources.argmap",
        "citing.argmap",
    }


async def test_the_definition_of_a_pattern_is_all_files(editor):
    """They are those that match now: a new file is found at once, saved or not."""
    editor.write("parts/a.argmap", 'map "The *first*"\nclaim a "A"\n')
    editor.write("parts/b.argmap", 'claim b "B"\n')
    editor.open("map.argmap", 'import "parts/*.argmap"\nclaim m "M" { supported-by: a, b }\n')
    found = await definitions(editor, "parts/", 2)
    assert [item.uri for item in found] == [editor.uri(f"parts/{name}.argmap") for name in "ab"]
    params = types.HoverParams(**editor.at("map.argmap", "parts/", 2))
    hover = await editor.client.text_document_hover_async(params)
    for part in ("Imports 2 files", "parts/a.argmap`: The \\*first\\*", "parts/b.argmap`"):
        assert part in hover.contents.value
    links = await editor.client.text_document_document_link_async(
        types.DocumentLinkParams(editor.identifier("map.argmap"))
    )
    assert not links
    editor.write("parts/c.argmap", 'claim c "C"\n')
    editor.open("parts/d.argmap", 'claim d "D"\n')
    assert len(await definitions(editor, "parts/", 2)) == 4
