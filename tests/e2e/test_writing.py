"""A map is written in a real Neovim, with the real server and the live page beside it."""

import shutil

import pytest

from argmap import check, loads
from tests.e2e.author import Author, Entry, new_project
from tests.e2e.neovim import Neovim
from tests.e2e.page import Beside
from tests.e2e.twenty import EDITORS, write
from tests.real import miss


@pytest.fixture(scope="module")
def author(tmp_path_factory) -> Author:
    """Somebody who has written the map of twenty statements."""
    program = shutil.which("nvim") or miss("Neovim is not installed")
    if not EDITORS.exists():
        pytest.skip("this is not a checkout")
    folder = tmp_path_factory.mktemp("author")
    path = new_project(folder)
    editor, page = Neovim(program, folder, EDITORS), Beside(path, folder)
    author = Author(editor, page)
    try:
        editor.open(path)
        page.open()
        write(author)
        author.written = editor.seen()["text"]
        yield author
    finally:
        editor.close()
        page.close()


def found(author: Author, did: str) -> Entry:
    return next(each for each in author.entries if each.did == did)


def test_the_map_is_what_was_meant(author):
    """Twenty statements and more, all of which bear on the thesis, and nothing to report."""
    argument_map = loads(author.written)
    assert len(argument_map.statements) >= 20
    assert argument_map.thesis == "nine"
    assert author.entries[-1].diagnostics == []
    assert check(author.page.path) == ()


def test_each_inference_is_answered(author):
    """Findings are those of the text after every step, and soon: the author is never left alone."""
    assert all(entry.wait < 20 for entry in author.entries)


def test_findings_lead_on(author):
    """What is missing is told as long as it is missing, and by its line."""
    assert found(author, "names the map").diagnostics == [
        "2: REF101 unknown id `later` (no statement has this id)"
    ]
    assert "7: EVI301 nothing supports the claim `later`" in found(author, "saves").diagnostics
    assert found(author, "a second premise").diagnostics == []
    objected = found(author, "an objection").diagnostics
    assert any("SEM501" in diagnostic for diagnostic in objected)
    assert found(author, "answers it").diagnostics == []


def test_offers_come_with_what_they_mean(author):
    """Ids and sources are offered with their sentences and titles."""
    assert found(author, "asks what can be cited").offered == ["sleep A study of sleep"]
    assert "later School should start at nine" in found(author, "asks for ids").offered


def test_mistakes_are_mended_on_request(author):
    """The first thing that is offered for a misspelt word, and an unknown source, mends it."""
    assert found(author, "has it mended").said == ["write `counterpoint`"]
    assert found(author, "has the source declared").said == ["declare the source `trial`"]
    assert not any("REF106" in diagnostic for diagnostic in author.entries[19].diagnostics)


def test_it_is_said_why_the_thesis_stands(author):
    """Pointing at a statement tells whether it stands, and why."""
    (said,) = found(author, "asks why the thesis stands").said
    assert "accepted" in said
    assert "`buses` is rejected" in said


def test_the_page_follows_every_save(author):
    """It shows what was saved, or says what is wrong with it, and is never loaded anew."""
    pages = [entry.page for entry in author.entries if entry.did.startswith("saves")]
    assert len(pages) == 7
    assert all("statements after" in page for page in pages)
    assert [page for page in pages if "under" in page] == [found(author, "saves it broken").page]
    assert "countrpoint" in found(author, "saves it broken").page
    assert author.page.errors == []
