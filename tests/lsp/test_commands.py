"""Commands that an editor executes on the server."""

import json
import os

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException


async def run(editor, command, *arguments):
    params = types.ExecuteCommandParams(command, list(arguments))
    return await editor.client.workspace_execute_command_async(params)


async def test_an_unsaved_map_is_exported(rainy):
    """The export contains changes that are not saved."""
    rainy.replace("map.argmap", "The street is wet", "The road is wet")
    data = json.loads(await run(rainy, "argmap.export", rainy.uri("map.argmap"), "json"))
    assert "The road is wet" in json.dumps(data)


async def test_an_unknown_format_is_rejected(rainy):
    """The error lists the available formats."""
    with pytest.raises(JsonRpcException, match="json"):
        await run(rainy, "argmap.export", rainy.uri("map.argmap"), "nonsense")


def has_engine() -> bool:
    try:
        import pygraphviz  # noqa: F401
    except ImportError:
        return False
    return True


async def test_an_unsaved_map_is_drawn(rainy):
    """The picture is an SVG that contains changes that are not saved."""
    if not has_engine():
        if os.environ.get("ARGMAP_REQUIRE_REAL"):
            pytest.fail("Graphviz is not installed")
        pytest.skip("Graphviz is not installed")
    rainy.replace("map.argmap", "The bus is late", "The tram is late")
    picture = await run(rainy, "argmap.picture", rainy.uri("map.argmap"))
    assert picture.startswith(("<?xml", "<svg"))
    assert "tram" in picture


async def test_a_map_with_errors_is_not_drawn(rainy):
    """The error message contains the first error of the map, with its file and line."""
    rainy.replace("map.argmap", "supported-by: wet", "supported-by: wett")
    with pytest.raises(JsonRpcException, match=r"^map\.argmap, line \d+: .*wett"):
        await run(rainy, "argmap.picture", rainy.uri("map.argmap"))


async def test_the_status_of_a_statement_is_explained(rainy):
    """The reasons for the status are shown and returned."""
    reasons = await run(rainy, "argmap.explain", rainy.uri("map.argmap"), "dust")
    assert reasons.startswith("`dust` is rejected")
    assert rainy.client.messages[-1].message == reasons
