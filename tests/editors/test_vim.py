"""Vim's list of errors, filled from the concise report by the plugin's `errorformat`."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from argmap.diagnostics import Diagnostic, Severity
from argmap.reporting import Report, get_format
from argmap.text import Location, SourceText, Span
from tests.real import miss

PLUGIN = Path(__file__).parents[2] / "editors/vim/ftplugin/argmap.vim"


@pytest.mark.parametrize("program", ["vim", "nvim"])
def test_the_list_of_errors_shows_place_and_severity(tmp_path, program):
    """`:make` leads to the place, and marks errors, warnings and information as such."""
    path = shutil.which(program)
    if path is None:
        miss(f"{program} is not installed")
        return
    plugin = PLUGIN.read_text(encoding="utf-8")
    (errorformat,) = re.findall(r"^setlocal (errorformat=.*)$", plugin, re.MULTILINE)
    source = SourceText("a b.argmap", "one\ntwo three\n")
    found = [
        Diagnostic("STR999", "name", severity, f"it is {severity}", Location(source, Span(4, 7)))
        for severity in Severity
    ]
    (tmp_path / "said").write_text(
        get_format("concise").write(Report(found, 1, 1), color=False), encoding="utf-8"
    )
    fields = "[bufname(v:val.bufnr), v:val.lnum, v:val.col, v:val.type, v:val.text]"
    commands = [
        f"set {errorformat}",
        "cgetfile said",
        f"call writefile([json_encode(map(getqflist(), '{fields}'))], 'seen')",
        "qall!",
    ]
    words = [word for command in commands for word in ("-c", command)]
    quiet = ["-u", "NONE", "-es"] if program == "vim" else ["-u", "NONE", "--headless"]
    subprocess.run(
        [path, *quiet, *words],
        cwd=tmp_path,
        env={**os.environ, "HOME": os.fspath(tmp_path)},
        capture_output=True,
        check=False,
        timeout=60,
    )
    seen = json.loads((tmp_path / "seen").read_text(encoding="utf-8"))
    assert sorted((*row[:3], row[3].lower(), row[4]) for row in seen[: len(found)]) == [
        ("a b.argmap", 2, 1, str(severity)[0], f"[STR999] it is {severity}")
        for severity in sorted(Severity, key=str)
    ]
