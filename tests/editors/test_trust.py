"""What lies in a folder that an editor opens is read, and never run."""

import pytest

from argmap.lsp.preview import draw
from argmap.workspace.load import load_input


@pytest.mark.parametrize("name", ["argmap", "json"])
async def test_drawing_runs_no_module_of_the_folder(tmp_path, monkeypatch, name):
    """A file that is named as one of Python's own modules, beside a map, is not run to draw it."""
    trap = 'open("sprung", "w").close()\nraise SystemExit\n'
    (tmp_path / f"{name}.py").write_text(trap, encoding="utf-8")
    (tmp_path / "rain.argmap").write_text('claim wet "The street is wet"\n', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    picture = await draw(load_input(tmp_path / "rain.argmap"))
    assert picture.problem == ""
    assert picture.svg.startswith("<svg")
    assert not (tmp_path / "sprung").exists()
