"""What joins a picture to the text: the server tells where the picture's elements are declared."""

import re
from pathlib import Path

import pytest
import pytest_asyncio
from lsprotocol import types

from tests.lsp.editor import capabilities, offset_in, start, stop

MAPS = Path(__file__).parents[2] / "maps"


@pytest_asyncio.fixture
async def client():
    client = await start(MAPS, capabilities("visual-studio-code"))
    yield client
    await stop(client)


async def _ask(client, command, path):
    params = types.ExecuteCommandParams(command, [path.as_uri()])
    return await client.workspace_execute_command_async(params)


def _ids(svg):
    """Return the ids of the elements that a picture shows, as the extension reads them."""
    prefix = re.search(r'<svg [^>]*id="([^"]*)map"', svg)[1]
    found = re.findall(rf'id="{prefix}(?:s|step|section)-([^"]*)"', svg)
    return {re.sub(r"_x([0-9A-F]+)_", lambda hexa: chr(int(hexa[1], 16)), id_) for id_ in found}


@pytest.mark.parametrize("name", ["examples/tweety.argmap", "turkiye-russia/map.argmap"])
async def test_all_that_a_picture_shows_has_a_place(client, name):
    """A click on any card, step or chapter of a picture finds where it is declared."""
    places = await _ask(client, "argmap.places", MAPS / name)
    ids = _ids(await _ask(client, "argmap.picture", MAPS / name))
    assert ids
    assert ids - {place["id"] for place in places} == set()


async def test_a_place_is_the_whole_declaration(client):
    """The cursor anywhere in a statement's block lights its card."""
    path = MAPS / "examples/tweety.argmap"
    text = path.read_text(encoding="utf-8")
    places = await _ask(client, "argmap.places", path)
    for place in places:
        assert place["uri"] == path.as_uri()
        begin, end = (
            offset_in(text, types.Position(at["line"], at["character"]))
            for at in (place["range"]["start"], place["range"]["end"])
        )
        declared = text[begin:end]
        assert re.match(
            r"(claim|evidence|assumption|counterpoint|reason|source|section)\b", declared
        )
        assert declared.count("{") == declared.count("}")


async def test_a_file_that_is_not_there_has_no_places(client):
    """An address that leads nowhere is answered with nothing."""
    assert await _ask(client, "argmap.places", MAPS / "nothing.argmap") == []
