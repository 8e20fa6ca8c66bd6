"""The plugin for Neovim, with the real server."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.editors.conftest import miss

MAP = '''\
map "Rain" { thesis: wet }
source diary "A diary" { year: 2024 }
# What is seen.
claim wet "The street is \\u{77}et" {
  confidence: likely
    evidence rain "It has rained" @diary:3-4
  supports: nothing, part.map
  reason together { assumption "Grey {" assumption "Wide" }
  date: 2024-05-01
  x-mine: -0.5
  expect: >= 0.1
}
counterpoint """Prose
over "two" lines""" # argmap: ignore[EVI302] so
'''
HIGHLIGHTS = {
    "map": "argmapDeclaration",
    '"Rain"': "argmapText",
    "thesis": "argmapAttribute",
    "diary": "argmapId",
    "# What is seen.": "argmapComment",
    "claim": "argmapStatement",
    "\\u{77}": "argmapEscape",
    "confidence": "argmapAttribute",
    "likely": "argmapConfidence",
    "@diary:": "argmapCitation",
    "3-4": "argmapLocator",
    "part.map": "argmapPath",
    "reason": "argmapInference",
    "together": "argmapId",
    "Grey {": "argmapText",
    "2024-05-01": "argmapDate",
    "x-mine": "argmapFreeAttribute",
    "-0.5": "argmapNumber",
    ">=": "argmapOperator",
    "counterpoint": "argmapCounterpoint",
    'over "two" lines': "argmapProse",
    "argmap: ignore[EVI302]": "argmapPragma",
}


@pytest.fixture(scope="module")
def report(editors, tmp_path_factory):
    """The report of one run of Neovim that uses all features."""
    program = shutil.which("nvim")
    if program is None:
        miss("Neovim is not installed")
    folder = tmp_path_factory.mktemp("neovim")
    project = folder / "project" / "maps"
    project.mkdir(parents=True)
    (project.parent / "argmap.toml").write_text("", encoding="utf-8")
    (project / "rain.argmap").write_text(MAP, encoding="utf-8")
    (folder / "init.lua").write_text(
        f"""vim.opt.runtimepath:append({json.dumps(str(editors / "neovim"))})
vim.g.report = {json.dumps(str(folder / "report.json"))}
vim.cmd("filetype plugin indent on | syntax on")
require("argmap").setup({{ command = {{ {json.dumps(sys.executable)}, "-m", "argmap" }} }})
""",
        encoding="utf-8",
    )
    variables = (
        "HOME",
        "XDG_CONFIG_HOME",
        "XDG_DATA_HOME",
        "XDG_STATE_HOME",
        "XDG_CACHE_HOME",
    )
    process = subprocess.run(
        [
            *(program, "--headless", "-n", "-i", "NONE", "-u", folder / "init.lua"),
            *(project / "rain.argmap", "-c", f"luafile {Path(__file__).with_name('drive.lua')}"),
        ],
        env=os.environ | dict.fromkeys(variables, str(folder)),
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    path = folder / "report.json"
    assert path.exists(), process.stdout + process.stderr
    report = json.loads(path.read_text(encoding="utf-8"))
    assert "error" not in report, report["error"] + report["messages"]
    return report | {"project": project.parent}


def test_the_file_type_is_detected(report):
    """The file type and its settings come from the plugin for Vim."""
    assert report["filetype"] == "argmap"
    assert report["comment"].strip() == "# %s"


@pytest.mark.parametrize("words", HIGHLIGHTS)
def test_syntax_highlighting(report, words):
    """All characters of a token are in the expected highlight group."""
    lines = MAP.splitlines()
    line = next(index for index, text in enumerate(lines) if words in text)
    column = lines[line].index(words)
    groups = report["highlights"][line][column : column + len(words)]
    assert set(groups) == {HIGHLIGHTS[words]}


def test_the_root_of_the_server(report):
    """The root folder of the server is the one with `argmap.toml`."""
    assert Path(report["root"]).resolve() == report["project"].resolve()


def test_diagnostics(report):
    """A diagnostic of a check is shown on its line."""
    assert ["REF101", 6] in report["diagnostics"]


def test_renaming(report):
    """All uses of an id are renamed."""
    assert report["renamed"].startswith('map "Rain" { thesis: soaked }\n')
    assert 'claim soaked "The street' in report["renamed"]


def test_formatting(report):
    """The map is formatted like by `argmap fmt`."""
    process = subprocess.run(
        [sys.executable, "-m", "argmap", "fmt", "-"],
        input=report["renamed"],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert report["formatted"] != report["renamed"]
    assert report["formatted"] == process.stdout


def test_exporting(report):
    """`:ArgmapExport` opens the map in another format, with unsaved changes."""
    assert "The street is wet" in report["outline"]


def test_health(report):
    """`:checkhealth argmap` reports no errors or warnings."""
    assert "argmap" in report["health"]
    assert "ERROR" not in report["health"]
    assert "WARNING" not in report["health"]


def test_restarting(report):
    """`:ArgmapRestart` starts another server."""
    assert report["restarted"] is True
