"""A map of twenty statements, written from an empty file.

Run it alone (``python -m tests.e2e.twenty [PICTURES]``) to print the author's log and to save
screenshots of the page in a folder.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from tests.e2e.author import Author, Entry, format_log, new_project
from tests.e2e.neovim import Neovim
from tests.e2e.page import LivePage

EDITORS = Path(__file__).parents[2] / "editors"


def write(author: Author) -> list[Entry]:
    """Write the map; return the log."""
    _start_map(author)
    _add_first_reasons(author)
    _add_objections(author)
    _add_section(author)
    _finish_map(author)
    return author.entries


def _start_map(author: Author) -> None:
    author.types("names the map", 'imap "Should school start at nine?" {<CR>thesis: later<CR>}<CR>')
    author.types("declares a source", 'source sleep "A study of sleep" {<CR>year: 2023<CR>}<CR>')
    author.completes("asks for words", "cla", "claim")
    author.types("writes the thesis", ' later "School should start at nine" {<CR>}<Esc>')
    author.saves()


def _add_first_reasons(author: Author) -> None:
    author.types("opens a reason", "Oreason tired {<CR>}<Esc>O")
    author.types("a premise", 'claim rest "Teenagers need the morning to sleep" {<CR>')
    author.types("evidence", 'evidence clock "Their inner clock runs two hours late" @')
    author.completes("asks what can be cited", "", "sleep")
    author.types("says where", ':4 "two hours"<CR>}<CR>')
    author.types("a second premise", 'assumption learn "Who has slept learns better"<Esc>')
    author.saves()
    author.types("misspells a word", 'ocountrpoint phones "They would only stay up later"<Esc>')
    author.saves("saves it broken")
    author.asks("applies a fix", "vim.lsp.buf.code_action()", "countrpoint")
    author.types("opens its block", 'A {<CR>counterpoint slept "In the trial they slept more"')
    author.types("leaves a quote open", ' {<CR>evidence minutes "They slept forty minutes more')
    author.types("closes it", '" @trial:7<CR>}<CR>}<Esc>')


def _add_objections(author: Author) -> None:
    author.asks("has the source declared", "vim.lsp.buf.code_action()", "trial:7")
    author.saves()
    author.types(
        "an objection",
        '/^}<CR>GO<C-u>  counterpoint buses "The buses run for the early start"<Esc>',
    )
    author.types("answers it", 'A {<CR>counterpoint move "The company can move them"<CR>}<Esc>')
    author.types(
        "another",
        'ocounterpoint parents "Parents have to leave before nine" {<CR>'
        'counterpoint hall "The hall opens at half past seven" {<CR>'
        'evidence keys "The caretaker has the keys" @trial:9<CR>}<CR>}<Esc>',
    )
    author.saves()


def _add_section(author: Author) -> None:
    author.types("a section", 'Gosection marks "What it does for marks" {<CR>}<Esc>O')
    author.types("a claim", 'claim better "Marks get better" {<CR>supports: ')
    author.completes("asks for ids", "lat", "later")
    author.types(
        "evidence",
        '<CR>evidence trialmarks "Marks rose in the trial" @trial:12<CR>'
        'evidence abroad "They rose abroad, too" @sleep:9<CR>'
        'assumption cause "Nothing else had changed"<CR>'
        'counterpoint novelty "Anything new helps for a while" {<CR>'
        'counterpoint years "They were still better after three years" @trial:13<CR>}<CR>}<CR>',
    )
    author.types(
        "a claim beside it",
        'claim calm "Mornings are calmer" {<CR>supports: better<CR>'
        'evidence fewer "Fewer are late" @trial:15<CR>'
        'evidence quarrels "There are fewer quarrels at breakfast" @trial:16<CR>}<Esc>',
    )
    author.saves()


def _finish_map(author: Author) -> None:
    author.asks("asks for the verdict", "vim.lsp.buf.hover()", "later")
    author.asks("gives it another name", "vim.lsp.buf.rename('nine')", "claim \\\\zslater")
    author.types("has it laid out", ":lua vim.lsp.buf.formatting_sync()<CR>")
    author.saves()


def main(pictures: Path) -> None:
    """Write the map and print the log; screenshots of the page go to a folder."""
    pictures.mkdir(parents=True, exist_ok=True)
    program = shutil.which("nvim")
    assert program, "Neovim is not installed"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = new_project(folder)
        editor, page = Neovim(program, folder, EDITORS), LivePage(path, pictures)
        author = Author(editor, page)
        try:
            editor.open(path)
            page.open()
            write(author)
        finally:
            print(format_log(author.entries))
            print(author.text)
            editor.close()
            page.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if sys.argv[1:] else Path(tempfile.mkdtemp()))
