"""Vim's quickfix list, which the plugin's `errorformat` fills from the concise report."""

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
def test_the_quickfix_list_has_locations_and_severities(tmp_path, program):
    """The entries have the location and the severity of the diagnostics."""
    path = shutil.which(program)
    if path is None:
        miss(f"{program} is not installed")
        return
    plugin = PLUGIN.read_text(encoding="utf-8")
    (errorformat,) = re.findall(r"^setlocal (errorformat=.*)$", plugin, re.MULTILINE)
    source = SourceText("a b.argmap", "one\ntwo three\n")
    diagnostics = [
        Diagnostic("STR999", "name", severity, f"it is {severity}", Location(source, Span(4, 7)))
        for severity in Severity
    ]
    (tmp_path / "report").write_text(
        get_format("concise").write(Report(diagnostics, 1, 1), color=False), encoding="utf-8"
    )
    fields = "[bufname(v:val.bufnr), v:val.lnum, v:val.col, v:val.type, v:val.text]"
    commands = [
        f"set {errorformat}",
        "cgetfile report",
        f"call writefile([json_encode(map(getqflist(), '{fields}'))], 'entries')",
        "qall!",
    ]
    arguments = [word for command in commands for word in ("-c", command)]
    options = ["-u", "NONE", "-es"] if program == "vim" else ["-u", "NONE", "--headless"]
    subprocess.run(
        [path, *options, *arguments],
        cwd=tmp_path,
        env={**os.environ, "HOME": os.fspath(tmp_path)},
        capture_output=True,
        check=False,
        timeout=60,
    )
    entries = json.loads((tmp_path / "entries").read_text(encoding="utf-8"))
    assert sorted((*row[:3], row[3].lower(), row[4]) for row in entries[: len(diagnostics)]) == [
        ("a b.argmap", 2, 1, str(severity)[0], f"[STR999] it is {severity}")
        for severity in sorted(Severity, key=str)
    ]
