"""Files in a folder that an editor opens are never run."""

import pytest

from argmap.lsp.preview import draw
from argmap.workspace.load import load_input


@pytest.mark.parametrize("name", ["argmap", "json"])
async def test_drawing_does_not_import_from_the_folder(tmp_path, monkeypatch, name):
    """A file next to a map with the name of a Python module is not imported to draw the map."""
    module = 'open("imported", "w").close()\nraise SystemExit\n'
    (tmp_path / f"{name}.py").write_text(module, encoding="utf-8")
    (tmp_path / "rain.argmap").write_text('claim wet "The street is wet"\n', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    picture = await draw(load_input(tmp_path / "rain.argmap"))
    assert picture.error == ""
    assert picture.svg.startswith("<svg")
    assert not (tmp_path / "imported").exists()
