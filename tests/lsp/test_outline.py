"""The outline: symbols, folding, and selections that grow."""

from itertools import pairwise

import pytest
from lsprotocol import types

from tests.lsp.conftest import MAP, PART
from tests.lsp.editor import shown


def walk(symbols, depth=0):
    for symbol in symbols:
        yield depth, symbol
        yield from walk(symbol.children or (), depth + 1)


async def outline(editor, name="map.argmap"):
    params = types.DocumentSymbolParams(editor.whole(name))
    return await editor.client.text_document_document_symbol_async(params)


async def test_the_outline_is_that_of_the_map(rainy):
    """Every declaration is a symbol where it stands, called by its id or its text."""
    found = [(depth, each.name) for depth, each in walk(await outline(rainy))]
    assert found == [
        (0, "Rain"),
        (0, "diary"),
        (0, "part"),
        (0, "wet"),
        (1, "rain"),
        (1, "together"),
        (2, "sky"),
        (2, "gutter"),
        (2, "dry"),
        (1, "dust"),
        (2, "It is wet dust"),
        (0, "late"),
    ]


async def test_a_symbol_covers_its_declaration(rainy):
    """Its range is the whole of it, what is selected is the id, and that lies inside."""
    symbols = {each.name: each for _, each in walk(await outline(rainy))}
    assert shown(MAP, symbols["dust"].range).endswith("}")
    assert shown(MAP, symbols["dust"].selection_range) == "dust"
    assert symbols["wet"].detail == "The street is wet"
    assert shown(MAP, symbols["part"].selection_range) == "part"  # the name behind `as`
    for name, symbol in symbols.items():
        whole, chosen = symbol.range, symbol.selection_range
        assert whole.start <= chosen.start <= chosen.end <= whole.end, name


async def test_an_editor_without_trees_gets_a_list(another):
    """Symbols are flat where the editor knows no others."""

    def forget(its_capabilities):
        symbols = its_capabilities.text_document.document_symbol
        symbols.hierarchical_document_symbol_support = False

    editor = await another(change=forget)
    editor.open("map.argmap", MAP)
    found = await outline(editor)
    assert all(isinstance(each, types.SymbolInformation) for each in found)
    assert "rain: It has rained" in [each.name for each in found]


async def test_a_very_deep_map_has_an_outline(editor):
    """Nesting that would break a reader of JSON is cut off, and every symbol is still there."""
    text = 'claim "x" {\n' * 300 + "}\n" * 300
    editor.open("map.argmap", text)
    found = list(walk(await outline(editor)))
    assert len(found) == 300
    assert max(depth for depth, _ in found) < 100


async def test_symbols_of_the_workspace_are_found_by_id_and_text(rainy):
    """Open or not, every map of the workspace is looked through."""
    rainy.write("other.argmap", 'claim zebra "Zebras are striped"\n')
    params = types.DidChangeWatchedFilesParams([])
    rainy.client.workspace_did_change_watched_files(params)

    async def search(query):
        params = types.WorkspaceSymbolParams(query)
        found = await rainy.client.workspace_symbol_async(params)
        return {(each.name, each.location.uri) for each in found}

    assert ("zebra: Zebras are striped", rainy.uri("other.argmap")) in await search("stripe")
    assert ("hub: Pipelines make a hub", rainy.uri("part.argmap")) in await search("hub")
    assert await search("no such thing") == set()


async def test_blocks_texts_and_comments_fold(editor):
    """A block folds to its head and its brace, a text and a run of comments to a line."""
    text = '# one\n# two\nclaim a """\nlong\n""" {\n  assumption b "B"\n}\n'
    editor.open("map.argmap", text)
    params = types.FoldingRangeParams(editor.whole("map.argmap"))
    found = await editor.client.text_document_folding_range_async(params)
    assert {(each.start_line, each.end_line) for each in found} == {(4, 5), (2, 4), (0, 1)}


@pytest.mark.parametrize(
    ("words", "inside", "selected"),
    [
        ('"It has rained"', 4, ["It has rained", '"It has rained"']),
        ("likely", 2, ["likely", "confidence: likely"]),
        ("@diary", 2, ['@diary:3 "rained"']),
    ],
)
async def test_selections_grow_outwards(rainy, words, inside, selected):
    """From a word to its text or attribute, to its statement, its block, and the file."""
    place = rainy.at("map.argmap", words, inside)
    params = types.SelectionRangeParams(place["text_document"], [place["position"]])
    (found,) = await rainy.client.text_document_selection_range_async(params)
    texts = []
    while found is not None:
        texts.append(shown(MAP, found.range))
        found = found.parent
    assert texts[: len(selected)] == selected
    assert texts[-1] == MAP
    assert all(inner in outer for inner, outer in pairwise(texts))


async def test_a_part_that_is_not_open_has_an_outline(rainy):
    """A client may ask for a file that it has not opened."""
    rainy.texts[rainy.uri("part.argmap")] = PART
    found = await outline(rainy, "part.argmap")
    del rainy.texts[rainy.uri("part.argmap")]
    assert [each.name for _, each in walk(found)] == ["hub", "pipes"]


async def test_a_long_text_is_cut_in_the_outline(editor):
    """A symbol says 120 characters of it."""
    editor.open("map.argmap", f'claim long "{"word " * 60}"\n')
    ((_, symbol),) = walk(await outline(editor))
    assert symbol.detail.startswith("word word")
    assert len(symbol.detail) == 120


async def test_symbols_of_a_large_project_are_bounded(editor):
    """The answer has at most 500 symbols; a longer query finds the others."""
    claims = "".join(f'claim many{n} "Many {n}"\n' for n in range(600))
    editor.open("map.argmap", claims)
    for query, count in (("many", 500), ("many599", 1)):
        params = types.WorkspaceSymbolParams(query)
        assert len(await editor.client.workspace_symbol_async(params)) == count
