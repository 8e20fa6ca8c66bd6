"""Tests writing a map in a real Neovim, with the real server and the live page."""

import shutil

import pytest

from argmap import check, loads
from tests.e2e.author import Author, Entry, new_project
from tests.e2e.neovim import Neovim
from tests.e2e.page import LivePage
from tests.e2e.twenty import EDITORS, write
from tests.real import miss


@pytest.fixture(scope="module")
def author(tmp_path_factory) -> Author:
    """An author who has written the map of twenty statements."""
    program = shutil.which("nvim") or miss("Neovim is not installed")
    if not EDITORS.exists():
        pytest.skip("this is not a checkout")
    folder = tmp_path_factory.mktemp("author")
    path = new_project(folder)
    editor, page = Neovim(program, folder, EDITORS), LivePage(path, folder)
    author = Author(editor, page)
    try:
        editor.open(path)
        page.open()
        write(author)
        author.final_text = editor.state()["text"]
        yield author
    finally:
        editor.close()
        page.close()


def entry_for(author: Author, action: str) -> Entry:
    return next(entry for entry in author.entries if entry.action == action)


def test_the_finished_map_is_valid(author):
    """It has at least twenty statements, the right thesis, and no diagnostics."""
    argument_map = loads(author.final_text)
    assert len(argument_map.statements) >= 20
    assert argument_map.thesis == "nine"
    assert author.entries[-1].diagnostics == []
    assert check(author.page.path) == []


def test_each_action_is_answered(author):
    """Diagnostics match the text soon after every action."""
    assert all(entry.seconds < 20 for entry in author.entries)


def test_diagnostics_report_the_next_task(author):
    """Missing parts are reported with their line until they are written."""
    assert entry_for(author, "names the map").diagnostics == [
        "2: REF101 unknown id `later` (no statement has this id)"
    ]
    assert "7: EVI301 nothing supports the claim `later`" in entry_for(author, "saves").diagnostics
    assert entry_for(author, "a second premise").diagnostics == []
    objected = entry_for(author, "an objection").diagnostics
    assert any("SEM501" in diagnostic for diagnostic in objected)
    assert entry_for(author, "answers it").diagnostics == []


def test_completions_come_with_descriptions(author):
    """Ids and sources are completed with their texts and titles."""
    assert entry_for(author, "asks what can be cited").completions == ["sleep A study of sleep"]
    assert "later School should start at nine" in entry_for(author, "asks for ids").completions


def test_mistakes_are_fixed_on_request(author):
    """The first code action fixes a misspelled keyword and an unknown source."""
    assert entry_for(author, "applies a fix").messages == ["write `counterpoint`"]
    assert entry_for(author, "has the source declared").messages == ["declare the source `trial`"]
    assert not any("REF106" in diagnostic for diagnostic in author.entries[19].diagnostics)


def test_hovering_explains_the_verdict(author):
    """Hovering over a statement shows its status and the reason."""
    (message,) = entry_for(author, "asks for the verdict").messages
    assert "accepted" in message
    assert "✗ `buses`" in message


def test_the_page_follows_every_save(author):
    """It shows the saved text or its error, and is never reloaded."""
    pages = [entry.page for entry in author.entries if entry.action.startswith("saves")]
    assert len(pages) == 7
    assert all("statements after" in page for page in pages)
    assert [page for page in pages if "under" in page] == [
        entry_for(author, "saves it broken").page
    ]
    assert "countrpoint" in entry_for(author, "saves it broken").page
    assert author.page.errors == []
