"""The command `argmap.places`, which links the elements of a picture to their declarations."""

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


async def _execute(client, command, path):
    params = types.ExecuteCommandParams(command, [path.as_uri()])
    return await client.workspace_execute_command_async(params)


def _ids(svg):
    """Return the ids of the elements that a picture shows, decoded as in the extension."""
    prefix = re.search(r'<svg [^>]*id="([^"]*)map"', svg)[1]
    ids = re.findall(rf'id="{prefix}(?:s|step|section)-([^"]*)"', svg)
    return {re.sub(r"_x([0-9A-F]+)_", lambda match: chr(int(match[1], 16)), id_) for id_ in ids}


@pytest.mark.parametrize("name", ["examples/tweety.argmap", "turkiye-russia/map.argmap"])
async def test_all_elements_of_a_picture_have_a_range(client, name):
    """All statements, inferences and sections of a picture have a declaration."""
    declarations = await _execute(client, "argmap.places", MAPS / name)
    ids = _ids(await _execute(client, "argmap.picture", MAPS / name))
    assert ids
    assert ids - {declaration["id"] for declaration in declarations} == set()


async def test_a_range_includes_the_block(client):
    """A range begins with the keyword and ends with the block."""
    path = MAPS / "examples/tweety.argmap"
    text = path.read_text(encoding="utf-8")
    declarations = await _execute(client, "argmap.places", path)
    for declaration in declarations:
        assert declaration["uri"] == path.as_uri()
        start, end = (
            offset_in(text, types.Position(position["line"], position["character"]))
            for position in (declaration["range"]["start"], declaration["range"]["end"])
        )
        declared = text[start:end]
        assert re.match(
            r"(claim|evidence|assumption|counterpoint|reason|source|section)\b", declared
        )
        assert declared.count("{") == declared.count("}")


async def test_a_missing_file_has_no_declarations(client):
    """The result for a file that does not exist is empty."""
    assert await _execute(client, "argmap.places", MAPS / "nothing.argmap") == []
