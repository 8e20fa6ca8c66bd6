"""Names: where they are declared, where they are used, and how they are changed everywhere."""

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from tests.lsp.conftest import MAP, PART
from tests.lsp.editor import apply, edits_of, shown


async def definitions(editor, words, inside=0):
    params = types.DefinitionParams(**editor.at("map.argmap", words, inside))
    return await editor.client.text_document_definition_async(params)


@pytest.mark.parametrize(
    ("pointed_at", "inside", "declared"),
    [
        ("wet\n}\n\nsource", 1, "wet"),
        ("@diary", 2, "diary"),
        ("supported-by: wet", 15, "wet"),
        ("undercuts: together", 12, "together"),
        ("claim wet", 7, "wet"),
    ],
)
async def test_a_name_leads_to_its_declaration(rainy, pointed_at, inside, declared):
    """From any use of an id, the way leads to the id in its declaration."""
    (found,) = await definitions(rainy, pointed_at, inside)
    assert found.uri == rainy.uri("map.argmap")
    assert shown(MAP, found.range) == declared
    line = MAP.splitlines()[found.range.start.line]
    assert line.split()[1] == declared


async def test_a_name_leads_into_another_file(rainy):
    """An id of an imported file leads there, saved or not; the dot's other side to the import."""
    (found,) = await definitions(rainy, "part.hub", 6)
    assert (found.uri, shown(PART, found.range)) == (rainy.uri("part.argmap"), "hub")
    (found,) = await definitions(rainy, "part.hub", 1)
    assert found.range.start.line == MAP[: MAP.index("import")].count("\n")
    rainy.open("part.argmap", f"# moved\n{PART}")
    (found,) = await definitions(rainy, "part.hub", 6)
    assert found.range.start.line == 1


async def test_an_import_leads_to_its_file(rainy):
    """The path in quotes leads to the file."""
    (found,) = await definitions(rainy, '"part.argmap"', 3)
    assert found.uri == rainy.uri("part.argmap")


async def test_nothing_leads_nowhere(rainy):
    """Where no name stands there is no answer, and no error either."""
    assert await definitions(rainy, "# What") is None


async def references(editor, name, words, inside=0, *, declared=True):
    context = types.ReferenceContext(include_declaration=declared)
    params = types.ReferenceParams(context=context, **editor.at(name, words, inside))
    return await editor.client.text_document_references_async(params)


async def test_references_are_all_uses(rainy):
    """All places of a name, the declaration with them where that is wanted."""
    found = await references(rainy, "map.argmap", "claim wet", 7)
    assert [shown(MAP, each.range) for each in found] == ["wet", "wet", "wet"]
    found = await references(rainy, "map.argmap", "claim wet", 7, declared=False)
    assert len(found) == 2


async def test_references_reach_into_other_files(rainy):
    """A part knows who uses it, in the maps that import it."""
    rainy.open("part.argmap", PART)
    found = await references(rainy, "part.argmap", "hub")
    assert {each.uri for each in found} == {rainy.uri("map.argmap"), rainy.uri("part.argmap")}


async def test_uses_in_a_file_are_highlighted(rainy):
    """The declaration is told from the uses."""
    params = types.DocumentHighlightParams(**rainy.at("map.argmap", "supported-by: wet", 14))
    found = await rainy.client.text_document_document_highlight_async(params)
    kinds = [each.kind for each in found]
    assert kinds.count(types.DocumentHighlightKind.Write) == 1
    assert len(kinds) == 3


async def rename(editor, name, words, inside, new_name):
    params = types.RenameParams(new_name=new_name, **editor.at(name, words, inside))
    edit = await editor.client.text_document_rename_async(params)
    return {
        uri: apply(editor.texts.get(uri) or PART, edits) for uri, edits in edits_of(edit).items()
    }


async def test_renaming_changes_every_use_and_nothing_else(rainy):
    """All uses of an id follow its declaration; the same letters in a text stay."""
    changed = await rename(rainy, "map.argmap", "claim wet", 7, "soaked")
    text = changed[rainy.uri("map.argmap")]
    assert text == (
        MAP.replace("thesis: wet", "thesis: soaked")
        .replace("claim wet", "claim soaked")
        .replace("supported-by: wet", "supported-by: soaked")
    )


async def test_renaming_reaches_into_other_files(rainy):
    """An id of a part is renamed from where it is used, in both files."""
    changed = await rename(rainy, "map.argmap", "part.hub", 6, "node")
    assert changed == {
        rainy.uri("map.argmap"): MAP.replace("part.hub", "part.node"),
        rainy.uri("part.argmap"): PART.replace("hub", "node", 1),
    }


async def test_the_name_of_an_import_can_be_changed(rainy):
    """The name behind `as` and what stands before the dots change together."""
    changed = await rename(rainy, "map.argmap", "as part", 4, "pipes")
    text = changed[rainy.uri("map.argmap")]
    assert text == MAP.replace("as part", "as pipes").replace("part.hub", "pipes.hub")


async def test_a_source_is_renamed_with_its_citations(rainy):
    """Citations keep their sign and their place."""
    changed = await rename(rainy, "map.argmap", "@diary", 2, "journal")
    assert "@journal:3" in changed[rainy.uri("map.argmap")]
    assert "source journal" in changed[rainy.uri("map.argmap")]


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("late", "already"),
        ("claim", "word of the language"),
        ("2wet", "no id"),
        ("part", "already"),
    ],
)
async def test_a_name_that_cannot_be_is_refused(rainy, name, why):
    """A name that is taken, is a word of the language or no id is refused in a sentence."""
    with pytest.raises(JsonRpcException, match=why):
        await rename(rainy, "map.argmap", "claim wet", 7, name)


async def test_what_can_be_renamed_is_told_before(rainy):
    """The id at the cursor is offered; a text or a keyword is not."""

    async def prepared(words, inside):
        params = types.PrepareRenameParams(**rainy.at("map.argmap", words, inside))
        return await rainy.client.text_document_prepare_rename_async(params)

    found = await prepared("part.hub", 6)
    assert (found.placeholder, shown(MAP, found.range)) == ("hub", "hub")
    assert await prepared("claim wet", 2) is None
    assert await prepared("The street", 2) is None


async def test_both_forms_of_an_id_are_found_and_renamed(rainy):
    """An id that is composed here and decomposed there is one name, in ids of any script too."""
    text = 'claim caf\u00e9 "A" { supports: बाज़ार }\nclaim बाज़ार "B" { opposed-by: cafe\u0301 }\n'
    rainy.open("forms.argmap", text)
    found = await references(rainy, "forms.argmap", "cafe\u0301", 2)
    assert [shown(text, each.range) for each in found] == ["caf\u00e9", "cafe\u0301"]
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
async def test_an_element_of_a_part_may_have_a_name_of_the_importing_file(rainy, name):
    """There it is written with the name of the import, so nothing else is meant by it."""
    changed = await rename(rainy, "map.argmap", "part.hub", 6, name)
    assert changed == {
        rainy.uri("map.argmap"): MAP.replace("part.hub", f"part.{name}"),
        rainy.uri("part.argmap"): PART.replace("hub", name, 1),
    }
    rainy.set("map.argmap", changed[rainy.uri("map.argmap")])
    rainy.open("part.argmap", changed[rainy.uri("part.argmap")])
    (found,) = await definitions(rainy, f"part.{name}", 6)
    assert found.uri == rainy.uri("part.argmap")


async def test_an_element_of_a_part_cannot_have_a_name_of_the_part(rainy):
    """Both would be called the same."""
    with pytest.raises(JsonRpcException, match=r"`pipes` already in .*part\.argmap"):
        await rename(rainy, "map.argmap", "part.hub", 6, "pipes")


SOURCES = 'source diary "A diary"\n'
CITING = """\
import "sources.argmap"
source journal "A journal"
claim cited "So it says" @diary:3
"""


@pytest.fixture
def shared(editor):
    """A map with two parts, of which one cites a source of the other without its name."""
    editor.write("sources.argmap", SOURCES)
    editor.write("citing.argmap", CITING)
    editor.open(
        "map.argmap",
        'import "sources.argmap" as shelf\nimport "citing.argmap" as part\n'
        'claim a "A" @shelf.diary:2 { supported-by: part.cited }\n',
    )
    return editor


async def test_a_name_that_would_mean_another_element_is_refused(shared):
    """A part that uses a source without a qualifier has that name already, for another source."""
    with pytest.raises(JsonRpcException, match=r"`journal` already in .*citing\.argmap"):
        await rename(shared, "map.argmap", "shelf.diary", 7, "journal")
    params = types.RenameParams(new_name="log", **shared.at("map.argmap", "shelf.diary", 7))
    edit = await shared.client.text_document_rename_async(params)
    assert {uri.rpartition("/")[2] for uri in edits_of(edit)} == {
        "map.argmap",
        "sources.argmap",
        "citing.argmap",
    }
