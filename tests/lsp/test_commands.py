"""Commands that an editor calls by their names."""

import json
import os

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException


async def run(editor, command, *arguments):
    params = types.ExecuteCommandParams(command, list(arguments))
    return await editor.client.workspace_execute_command_async(params)


async def test_a_map_is_exported_as_it_is_in_the_editor(rainy):
    """What was typed and not saved is in what is exported."""
    rainy.replace("map.argmap", "The street is wet", "The road is wet")
    data = json.loads(await run(rainy, "argmap.export", rainy.uri("map.argmap"), "json"))
    assert "The road is wet" in json.dumps(data)


async def test_a_format_that_is_not_there_is_refused(rainy):
    """The answer is an error with the formats there are."""
    with pytest.raises(JsonRpcException, match="json"):
        await run(rainy, "argmap.export", rainy.uri("map.argmap"), "nonsense")


def has_engine() -> bool:
    try:
        import pygraphviz  # noqa: F401
    except ImportError:
        return False
    return True


async def test_a_map_is_drawn_as_it_is_in_the_editor(rainy):
    """The picture is an SVG with the words that were typed."""
    if not has_engine():
        if os.environ.get("ARGMAP_REQUIRE_REAL"):
            pytest.fail("no Graphviz to draw with")
        pytest.skip("no Graphviz to draw with")
    rainy.replace("map.argmap", "The bus is late", "The tram is late")
    picture = await run(rainy, "argmap.picture", rainy.uri("map.argmap"))
    assert picture.startswith(("<?xml", "<svg"))
    assert "tram" in picture


async def test_a_map_with_errors_is_not_drawn(rainy):
    """The answer says which error stands in the way, and in which line of which file."""
    rainy.replace("map.argmap", "supported-by: wet", "supported-by: wett")
    with pytest.raises(JsonRpcException, match=r"^map\.argmap, line \d+: .*wett"):
        await run(rainy, "argmap.picture", rainy.uri("map.argmap"))


async def test_a_verdict_is_explained(rainy):
    """The chain that decides a statement is shown, and returned."""
    said = await run(rainy, "argmap.explain", rainy.uri("map.argmap"), "dust")
    assert said.startswith("`dust` is rejected")
    assert rainy.client.messages[-1].message == said
