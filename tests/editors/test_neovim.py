"""Neovim with our plugin, and the real server: what somebody at the keyboard gets."""

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
COLORS = {
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
    "reason": "argmapStep",
    "together": "argmapId",
    "Grey {": "argmapText",
    "2024-05-01": "argmapDate",
    "x-mine": "argmapFreeAttribute",
    "-0.5": "argmapNumber",
    ">=": "argmapOperator",
    "counterpoint": "argmapAgainst",
    'over "two" lines': "argmapProse",
    "argmap: ignore[EVI302]": "argmapPragma",
}


@pytest.fixture(scope="module")
def said(editors, tmp_path_factory):
    """What Neovim wrote down when it had been driven through everything once."""
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
vim.g.report = {json.dumps(str(folder / "said.json"))}
vim.cmd("filetype plugin indent on | syntax on")
require("argmap").setup({{ command = {{ {json.dumps(sys.executable)}, "-m", "argmap" }} }})
""",
        encoding="utf-8",
    )
    homes = ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME")
    done = subprocess.run(
        [
            *(program, "--headless", "-n", "-i", "NONE", "-u", folder / "init.lua"),
            *(project / "rain.argmap", "-c", f"luafile {Path(__file__).with_name('drive.lua')}"),
        ],
        env=os.environ | dict.fromkeys(homes, str(folder)),
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    report = folder / "said.json"
    assert report.exists(), done.stdout + done.stderr
    found = json.loads(report.read_text(encoding="utf-8"))
    assert "problem" not in found, found["problem"] + found["messages"]
    return found | {"project": project.parent}


def test_a_map_is_known_by_its_ending(said):
    """The type of the file and what goes with it come from the plugin for Vim."""
    assert said["filetype"] == "argmap"
    assert said["comment"].strip() == "# %s"


@pytest.mark.parametrize("words", COLORS)
def test_it_is_colored(said, words):
    """Each part of a map is in the group that is named for it, all of it."""
    line = next(number for number, each in enumerate(MAP.splitlines()) if words in each)
    column = MAP.splitlines()[line].index(words)
    groups = said["colors"][line][column : column + len(words)]
    assert set(groups) == {COLORS[words]}


def test_the_server_works_in_the_project(said):
    """The folder with `argmap.toml` is the one that the server works in."""
    assert Path(said["root"]).resolve() == said["project"].resolve()


def test_findings_are_shown(said):
    """What a check finds is there, on its line."""
    assert ["REF101", 6] in said["findings"]


def test_renaming(said):
    """A new name is written wherever the old one was."""
    assert said["renamed"].startswith('map "Rain" { thesis: soaked }\n')
    assert 'claim soaked "The street' in said["renamed"]


def test_formatting(said):
    """The map is laid out as `argmap fmt` does it."""
    done = subprocess.run(
        [sys.executable, "-m", "argmap", "fmt", "-"],
        input=said["renamed"],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert said["formatted"] != said["renamed"]
    assert said["formatted"] == done.stdout


def test_exporting(said):
    """The map opens in another format, as it is in the editor and not on the disk."""
    assert "The street is wet" in said["outline"]


def test_health(said):
    """`:checkhealth argmap` finds all that is needed."""
    assert "argmap" in said["health"]
    assert "ERROR" not in said["health"]
    assert "WARNING" not in said["health"]


def test_starting_anew(said):
    """`:ArgmapRestart` gives the map another server."""
    assert said["restarted"] is True
