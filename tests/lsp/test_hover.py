"""What is said of the word under the cursor."""

import pytest
from lsprotocol import types

from tests.lsp.conftest import MAP
from tests.lsp.editor import shown


async def hover(editor, words, inside=0, name="map.argmap"):
    params = types.HoverParams(**editor.at(name, words, inside))
    return await editor.client.text_document_hover_async(params)


async def test_a_statement_says_its_sentence_and_its_verdict(rainy):
    """Sentence, verdict with the chain that decides it, strength, source, and what it bears on."""
    found = await hover(rainy, '"It has rained"', 4)
    said = found.contents.value
    assert found.contents.kind is types.MarkupKind.Markdown
    for part in ("It has rained", "accepted", "nothing attacks it", "strength", "A diary"):
        assert part in said
    assert "supports `wet`" in said
    assert shown(MAP, found.range) == '"It has rained"'


async def test_a_use_says_what_the_declaration_does(rainy):
    """A name shows what it stands for, also from another file."""
    assert "The street is wet" in (await hover(rainy, "thesis: wet", 9)).contents.value
    assert "Pipelines make a hub" in (await hover(rainy, "part.hub", 6)).contents.value


async def test_what_falls_says_why(rainy):
    """A rejected statement shows what brings it down."""
    said = (await hover(rainy, "counterpoint dust", 14)).contents.value
    assert "rejected" in said
    assert "It is wet dust" in said


@pytest.mark.parametrize(
    ("words", "inside", "part"),
    [
        ("@diary", 3, "2024"),
        ("claim wet", 1, "needs support"),
        ("evidence rain", 1, "based on a source"),
        ("confidence", 2, "how likely"),
        ("likely", 2, "0.55 to 0.8"),
        ("together {", 2, "Premises"),
        ("thesis", 1, "the map argues for"),
        ("import", 1, "file"),
    ],
)
async def test_words_of_the_language_are_explained(rainy, words, inside, part):
    """Keywords, attributes, their values and sources each have something to say."""
    assert part.lower() in (await hover(rainy, words, inside)).contents.value.lower()


async def test_a_scheme_shows_its_questions(editor):
    """The name of a scheme leads to its critical questions."""
    text = 'claim a "A" {\n  assumption b "B" { scheme: expert-opinion }\n}\n'
    editor.open("map.argmap", text)
    assert "Critical questions" in (await hover(editor, "expert-opinion", 2)).contents.value


async def test_markdown_in_a_text_is_shown_as_it_is(editor):
    """What an author wrote cannot become a link or a tag in a tooltip."""
    editor.open("map.argmap", 'claim a "[x](command:rm) <img src=y> `z`" { assumption b "B" }\n')
    said = (await hover(editor, "[x]", 1)).contents.value
    assert r"\[x\](" in said
    assert r"\<img" in said


async def test_nothing_is_said_of_blanks(rainy):
    """Where nothing stands there is no answer."""
    assert await hover(rainy, "\n\nsource", 1) is None
