"""Highlighting in Vim and Emacs, as these programs show it."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.real import miss

EDITORS = Path(__file__).parents[2] / "editors"
if not EDITORS.exists():
    pytest.skip("the tests do not run in a checkout", allow_module_level=True)

MAP = r"""
map "M" { thesis: none }
question lane "Where?" @law:"art. 6 #1" "so" {
  expect: open
  exclusive: false
  options: mill-road, park
  claim mill-road "Mill Road" { fidelity: implicit }
}
claim a "A" {
  standard: accrual
  outweighs: k -> s
  concession c "C" @laws:"C:\" "snippet" @book:ch4-6
  context ctx "Context"
  claim question-2 "say @law:12 now" { critical-question: 2 }
}
"""
WORDS = {
    "question": ("Declaration", "keyword"),
    "lane": ("Id", "variable-name"),
    "@law": ("Citation", "builtin"),
    '"art. 6 #1"': ("Locator", "constant"),
    '"so"': ("Text", "string"),
    "expect": ("Attribute", "type"),
    "open": ("Expectation", "constant"),
    "none": ("Thesis", "constant"),
    "exclusive": ("Attribute", "type"),
    "false": ("Boolean", "constant"),
    "options": ("Attribute", "type"),
    "mill-road,": ("", ""),  # the comma is not part of it
    "implicit": ("Fidelity", "constant"),
    "accrual": ("Standard", "constant"),
    "outweighs": ("Attribute", "type"),
    "concession": ("Counterpoint", "keyword"),
    r'"C:\"': ("Locator", "constant"),
    '"snippet"': ("Text", "string"),
    "ch4-6": ("Locator", "constant"),
    "context": ("Declaration", "keyword"),
    "ctx": ("Id", "variable-name"),
    "question-2": ("Id", "variable-name"),
    "say @law:12 now": ("Text", "string"),
    "critical-question": ("Attribute", "type"),
}
"""Words in the map, with their highlight groups in Vim and their faces in Emacs."""

_VIM = """
set nocompatible
execute 'set rtp^=' . fnameescape($PLUGIN)
filetype plugin on
syntax on
edit map.argmap
setfiletype argmap
let groups = []
for line in range(1, line('$'))
  for column in range(1, col([line, '$']))  " with the line break
    call add(groups, synIDattr(synID(line, column, 1), 'name'))
  endfor
endfor
call writefile([json_encode(groups)], 'groups')
qall!
"""
_EMACS = """
(require 'json)
(load (expand-file-name "emacs/argmap-mode.el" (getenv "PLUGIN")))
(with-temp-buffer
  (insert-file-contents "map.argmap")
  (argmap-mode)
  (font-lock-ensure)
  (let (faces)
    (dotimes (index (buffer-size))
      (let ((face (get-text-property (1+ index) 'face)))
        (push (format "%s" (if (consp face) (car face) (or face ""))) faces)))
    (with-temp-file "faces"
      (insert (json-encode (vconcat (nreverse faces)))))))
"""


def _run(program, arguments, folder, plugin):
    path = shutil.which(program)
    if path is None:
        miss(f"{program} is not installed")
    (folder / "map.argmap").write_text(MAP, encoding="utf-8")
    environment = {**os.environ, "HOME": os.fspath(folder), "PLUGIN": os.fspath(plugin)}
    subprocess.run(
        [path, *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        check=False,
        timeout=60,
    )


def _shown(names, word):
    """Return the name that all characters of the first such word have."""
    start = MAP.index(word)
    end = start + len(word.rstrip(",") or word)
    (name,) = set(names[start:end])
    return name


@pytest.mark.parametrize("program", ["vim", "nvim"])
def test_vim_highlights_the_words_of_the_language(tmp_path, program):
    """Each word has the highlight group of its kind, and quoted locators are locators."""
    (tmp_path / "script.vim").write_text(_VIM, encoding="utf-8")
    options = ["-u", "NONE", "-es"] if program == "vim" else ["-u", "NONE", "--headless"]
    _run(program, [*options, "-S", "script.vim"], tmp_path, EDITORS / "vim")
    groups = json.loads((tmp_path / "groups").read_text(encoding="utf-8"))
    assert len(groups) == len(MAP)
    assert {word: _shown(groups, word) for word in WORDS} == {
        word: f"argmap{group}" if group else "" for word, (group, _) in WORDS.items()
    }


def test_emacs_highlights_the_words_of_the_language(tmp_path):
    """Each word has the face of its kind; a quote after a backslash ends a locator."""
    (tmp_path / "script.el").write_text(_EMACS, encoding="utf-8")
    _run("emacs", ["-Q", "--batch", "-l", "script.el"], tmp_path, EDITORS)
    faces = json.loads((tmp_path / "faces").read_text(encoding="utf-8"))
    assert len(faces) == len(MAP)
    assert {word: _shown(faces, word) for word in WORDS} == {
        word: f"font-lock-{face}-face" if face else "" for word, (_, face) in WORDS.items()
    }
