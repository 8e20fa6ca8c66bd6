"""The cell magic and the example notebook."""

import json
from pathlib import Path

import pytest
from tests.real import require_module

import argmap

NOTEBOOK = Path(__file__).parents[2] / "docs" / "notebook.ipynb"


class Shell:
    """The part of IPython that an extension uses."""

    def __init__(self):
        self.user_ns = {}
        self.magics = {}

    def register_magic_function(self, function, kind, name):
        self.magics[kind, name] = function


@pytest.fixture
def magic():
    """The magic, and the variables of the notebook."""
    shell = Shell()
    argmap.load_ipython_extension(shell)
    return shell.magics["cell", "argmap"], shell.user_ns


def test_a_cell_is_evaluated_and_stored(magic, capsys):
    """The line names the variable."""
    run, variables = magic
    evaluation = run(" bus ", 'claim a "A" { assumption b "B" }')
    assert repr(evaluation) == "<MapEvaluation: 2 accepted; thesis accepted>"
    assert list(variables["bus"].statements) == ["a", "b"]
    assert capsys.readouterr().out == ""


def test_a_cell_with_errors_is_reported(magic, capsys):
    """As `argmap check` does, and nothing is stored."""
    run, variables = magic
    assert run("bus", 'clam a "A"') is None
    assert "error SYN002 unknown keyword `clam`" in capsys.readouterr().out
    assert variables == {}


def test_the_notebook_of_the_documentation_runs(tmp_path):
    """All cells, in Jupyter's own kernel, from a folder of its own."""
    nbclient, nbformat = require_module("nbclient"), require_module("nbformat")
    for name in ("ipykernel", "matplotlib", "pandas"):
        require_module(name)
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    nbformat.validate(notebook)
    resources = {"metadata": {"path": str(tmp_path)}}
    nbclient.NotebookClient(notebook, timeout=120, resources=resources).execute()
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", ())]
    kinds = {kind for output in outputs for kind in output.get("data", ())}
    assert {"image/svg+xml", "text/html", "image/png"} <= kinds
    assert not [output for output in outputs if output.output_type == "error"]


def test_the_notebook_has_no_outputs():
    """They would be out of date, and are made by running it."""
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    assert not any(cell.get("outputs") for cell in cells)
