"""Document and workspace symbols, folding ranges and selection ranges."""

from itertools import pairwise

import pytest
from lsprotocol import types

from tests.lsp.conftest import MAP, PART
from tests.lsp.editor import CURSOR, position_in, text_in


def walk(symbols, depth=0):
    """Yield all symbols of a tree, each with its depth."""
    for symbol in symbols:
        yield depth, symbol
        yield from walk(symbol.children or (), depth + 1)


async def document_symbols(editor, name="map.argmap"):
    params = types.DocumentSymbolParams(editor.identifier(name))
    return await editor.client.text_document_document_symbol_async(params)


async def test_each_declaration_is_a_symbol(rainy):
    """Symbols are nested like declarations, and named by their id or their text."""
    names = [(depth, symbol.name) for depth, symbol in walk(await document_symbols(rainy))]
    assert names == [
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


async def test_the_range_of_a_symbol_is_its_declaration(rainy):
    """The selection range is the id, which is inside the range."""
    symbols = {symbol.name: symbol for _, symbol in walk(await document_symbols(rainy))}
    assert text_in(MAP, symbols["dust"].range).endswith("}")
    assert text_in(MAP, symbols["dust"].selection_range) == "dust"
    assert symbols["wet"].detail == "The street is wet"
    assert text_in(MAP, symbols["part"].selection_range) == "part"  # the alias
    for name, symbol in symbols.items():
        range_, selection = symbol.range, symbol.selection_range
        assert range_.start <= selection.start <= selection.end <= range_.end, name


async def test_symbols_are_flat_without_the_capability(start_editor):
    """An editor that does not support nested symbols gets a list."""

    def disable_hierarchy(capabilities):
        symbols = capabilities.text_document.document_symbol
        symbols.hierarchical_document_symbol_support = False

    editor = await start_editor(change=disable_hierarchy)
    editor.open("map.argmap", MAP)
    symbols = await document_symbols(editor)
    assert all(isinstance(symbol, types.SymbolInformation) for symbol in symbols)
    assert "rain: It has rained" in [symbol.name for symbol in symbols]


async def test_the_depth_of_symbols_is_limited(editor):
    """Very deep nesting, which JSON parsers reject, is flattened; no symbol is lost."""
    text = 'claim "x" {\n' * 300 + "}\n" * 300
    editor.open("map.argmap", text)
    symbols = list(walk(await document_symbols(editor)))
    assert len(symbols) == 300
    assert max(depth for depth, _ in symbols) == 60


async def test_symbols_of_the_workspace_are_found_by_id_and_text(rainy):
    """All maps of the workspace are searched, open or not."""
    rainy.write("other.argmap", 'claim zebra "Zebras are striped"\n')
    params = types.DidChangeWatchedFilesParams([])
    rainy.client.workspace_did_change_watched_files(params)

    async def search(query):
        params = types.WorkspaceSymbolParams(query)
        symbols = await rainy.client.workspace_symbol_async(params)
        return {(symbol.name, symbol.location.uri) for symbol in symbols}

    assert ("zebra: Zebras are striped", rainy.uri("other.argmap")) in await search("stripe")
    assert ("hub: Pipelines make a hub", rainy.uri("part.argmap")) in await search("hub")
    assert await search("no such thing") == set()


async def test_blocks_texts_and_comments_fold(editor):
    """A block folds to its head and its brace, a text or a group of comments to one line."""
    text = '# one\n# two\nclaim a """\nlong\n""" {\n  assumption b "B"\n}\n'
    editor.open("map.argmap", text)
    params = types.FoldingRangeParams(editor.identifier("map.argmap"))
    ranges = await editor.client.text_document_folding_range_async(params)
    assert {(range_.start_line, range_.end_line) for range_ in ranges} == {(4, 5), (2, 4), (0, 1)}


@pytest.mark.parametrize(
    ("words", "inside", "selected"),
    [
        ('"It has rained"', 4, ["It has rained", '"It has rained"']),
        ("likely", 2, ["likely", "confidence: likely"]),
        ("@diary", 2, ['@diary:3 "rained"']),
    ],
)
async def test_selection_ranges_grow_outwards(rainy, words, inside, selected):
    """From a word to its string or attribute, its declaration, the block, and the file."""
    position = rainy.at("map.argmap", words, inside)
    params = types.SelectionRangeParams(position["text_document"], [position["position"]])
    (selection,) = await rainy.client.text_document_selection_range_async(params)
    texts = []
    while selection is not None:
        texts.append(text_in(MAP, selection.range))
        selection = selection.parent
    assert texts[: len(selected)] == selected
    assert texts[-1] == MAP
    assert all(inner in outer for inner, outer in pairwise(texts))


@pytest.mark.parametrize(
    ("text", "selected"),
    [
        ('claim a """\n  On‸e\n"""\n', ["\n  One\n", '"""\n  One\n"""']),
        ('claim a "On‸e\n', ['"One', 'claim a "One']),
        ('claim a """\n  One‸', ['"""\n  One', 'claim a """\n  One']),
        ('claim a "‸"\n', ["", '""', 'claim a ""']),
        ('claim a "A" @s‸:3\nsource s "S"\n', ["@s:3", 'claim a "A" @s:3']),
        ('claim a "A" @s:3 "O‸ne"\nsource s "S"\n', ['@s:3 "One"', 'claim a "A" @s:3 "One"']),
        ('claim a "A" {\n‸\n}\n', ["\n\n", "{\n\n}", 'claim a "A" {\n\n}']),
        ('claim a‸ "A" {\n}\n', ["a", 'claim a "A"', 'claim a "A" {\n}']),
    ],
    ids=[
        "block string",
        "unclosed",
        "unclosed block string",
        "empty",
        "citation",
        "quotation",
        "block",
        "head",
    ],
)
async def test_the_innermost_selections(editor, text, selected):
    """Strings are selected without and with quotes, citations with their quotations."""
    offset = text.index(CURSOR)
    text = text.replace(CURSOR, "")
    editor.open("map.argmap", text)
    document = editor.identifier("map.argmap")
    params = types.SelectionRangeParams(document, [position_in(text, offset)])
    (selection,) = await editor.client.text_document_selection_range_async(params)
    texts = []
    while selection is not None:
        texts.append(text_in(text, selection.range))
        selection = selection.parent
    assert texts[: len(selected)] == selected


async def test_a_file_that_is_not_open_has_symbols(rainy):
    """A client may request the symbols of a file that it has not opened."""
    rainy.texts[rainy.uri("part.argmap")] = PART
    symbols = await document_symbols(rainy, "part.argmap")
    del rainy.texts[rainy.uri("part.argmap")]
    assert [symbol.name for _, symbol in walk(symbols)] == ["hub", "pipes"]


async def test_a_long_text_is_truncated(editor):
    """The detail of a symbol has at most 120 characters."""
    editor.open("map.argmap", f'claim long "{"word " * 60}"\n')
    ((_, symbol),) = walk(await document_symbols(editor))
    assert symbol.detail.startswith("word word")
    assert len(symbol.detail) == 120


async def test_the_number_of_workspace_symbols_is_limited(editor):
    """The result has at most 500 symbols; a longer query finds the others."""
    claims = "".join(f'claim many{n} "Many {n}"\n' for n in range(600))
    editor.open("map.argmap", claims)
    for query, count in (("many", 500), ("many599", 1)):
        params = types.WorkspaceSymbolParams(query)
        assert len(await editor.client.workspace_symbol_async(params)) == count
