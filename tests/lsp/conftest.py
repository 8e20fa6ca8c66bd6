"""Fixtures for the tests of the language server."""

import pytest
import pytest_asyncio

from tests.lsp.editor import Editor, capabilities, start, stop

PART = 'claim hub "Pipelines make a hub" {\n  assumption pipes "There are pipes"\n}\n'
MAP = """\
map "Rain" {
  thesis: wet
}

source diary "A diary" { year: 2024 }
import "part.argmap" as part

# What is seen.
claim wet "The street is wet" {
  confidence: likely
  evidence rain "It has rained" @diary:3 "rained"
  reason together {
    assumption sky "The sky was grey"
    assumption gutter "The gutters ran over"
    counterpoint dry "Grey skies are often dry"
  }
  counterpoint dust "There is dust" {
    counterpoint "It is wet dust"
  }
}

claim late "The bus is late" {
  supported-by: wet, part.hub
  undercuts: together
}
"""


@pytest_asyncio.fixture(scope="session")
async def _client(tmp_path_factory):
    """One server for all tests that do not start their own; each uses a separate folder."""
    folder = tmp_path_factory.mktemp("workspace")
    client = await start(folder, capabilities("visual-studio-code"))
    client.base = folder
    yield client
    await stop(client)


@pytest.fixture
def editor(_client):
    """An editor with an empty project; its documents are closed after the test."""
    folder = _client.base / f"project{len(list(_client.base.iterdir()))}"
    folder.mkdir()
    (folder / "argmap.toml").write_text("", encoding="utf-8")
    editor = Editor(_client, folder)
    yield editor
    for uri in list(editor.texts):
        editor.close(uri)


@pytest.fixture
def rainy(editor):
    """An editor with a map of two files, one of which is open."""
    editor.write("part.argmap", PART)
    editor.open("map.argmap", MAP)
    return editor


@pytest_asyncio.fixture
async def start_editor(tmp_path):
    """A function that starts another server, for an editor with other capabilities."""
    clients = []

    async def make(spec="visual-studio-code", encoding=None, options=None, *, change=None):
        client_capabilities = capabilities(spec, encoding)
        if change is not None:
            change(client_capabilities)
        client = await start(tmp_path, client_capabilities, options)
        clients.append(client)
        return Editor(client, tmp_path, encoding or "utf-16")

    yield make
    for client in clients:
        await stop(client)
