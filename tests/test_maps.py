"""The maps of this repository: they hold together, and say what their source says."""

import re
from pathlib import Path

import pytest

from argmap.diagnostics import Severity
from argmap.evaluation import evaluate
from argmap.model import Counterpoint, Evidence
from argmap.workspace.check import check_all
from argmap.workspace.files import FileCache
from argmap.workspace.load import load_resolution

ROOT = Path(__file__).parents[1]
PAPER_MAP = ROOT / "maps" / "turkiye-russia" / "map.argmap"
PAPER = ROOT.parent / "shared" / "seed" / "paper.txt"
FILES = sorted((ROOT / "maps").rglob("*.argmap"))


@pytest.fixture(scope="module")
def paper_map():
    return load_resolution(PAPER_MAP, FileCache()).map


@pytest.fixture(scope="module")
def passages() -> list[str]:
    """The paper's blocks, counted from 1; the text is other people's and not in here."""
    if not PAPER.exists():
        pytest.skip("the paper's text is not available")
    text = PAPER.read_text(encoding="utf-8")
    return ["", *(block.strip() for block in re.split(r"\n\s*\n", text) if block.strip())]


def _mistakes(path: Path) -> list[str]:
    """Return what is found in a map, but for remarks on what might be done as well."""
    found = check_all([path]).report.diagnostics
    return [f"{each.location} {each.message}" for each in found if each.severity > Severity.INFO]


def test_all_maps_check_clean(monkeypatch):
    """No map has a mistake: not even a warning."""
    monkeypatch.chdir(ROOT)
    assert _mistakes(Path("maps")) == []


def test_the_maps_are_not_drowned_in_remarks(monkeypatch):
    """A report of a large map that is well made fits on a few screens."""
    monkeypatch.chdir(ROOT)
    assert len(check_all([Path("maps")]).report.diagnostics) < 20


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_file_checks_clean_by_itself(path: Path, monkeypatch):
    """A part of a map is a map too."""
    monkeypatch.chdir(ROOT)
    assert _mistakes(path) == []


def test_what_is_drawn_is_found_from_one_page():
    """The index of output/ leads to every file that is drawn, and to no other."""
    folder = ROOT / "output"
    linked = re.findall(r"\]\(([^.)][^)]*)\)", (folder / "README.md").read_text(encoding="utf-8"))
    drawn = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert sorted(linked) == sorted(drawn - {"README.md"})
    titled = [path for path in FILES if re.search("^map ", path.read_text("utf-8"), re.MULTILINE)]
    assert len(linked) == 3 * len(titled)


def test_every_expectation_of_the_paper_s_map_is_met(paper_map):
    """The map is its own regression test, and there is something to test."""
    evaluation = evaluate(paper_map)
    expected = [s for s in paper_map.statements.values() if s.expect and s.expect.status]
    assert len(expected) > 100
    assert not [s.id for s in expected if evaluation.status(s.id) is not s.expect.status]
    assert evaluation.thesis.status.value == "accepted"


def test_the_paper_s_map_is_an_argument_and_not_a_summary(paper_map):
    """It has evidence, counterpoints and answers in numbers, and one thesis."""
    kinds = [type(statement) for statement in paper_map.statements.values()]
    assert kinds.count(Evidence) > 200
    assert kinds.count(Counterpoint) >= 25
    assert paper_map.roots == ["unity"]


def test_every_snippet_stands_in_the_passage_it_is_cited_from(paper_map, passages):
    """Word for word, and no more than a few words."""
    for statement in paper_map.statements.values():
        for citation in statement.citations:
            if citation.quotation:
                cited = passages[citation.locator.first : citation.locator.last + 1]
                assert any(citation.quotation in passage for passage in cited), statement.id
                assert len(citation.quotation.split()) <= 5


def test_no_sentence_of_the_paper_is_in_the_map(paper_map, passages):
    """The map speaks in its own words: no run of eight words is the paper's."""
    words = re.findall(r"\w+", " ".join(passages).casefold())
    runs = {tuple(words[i : i + 8]) for i in range(len(words) - 7)}
    for statement in paper_map.statements.values():
        own = re.findall(r"\w+", statement.text.casefold())
        assert not runs & {tuple(own[i : i + 8]) for i in range(len(own) - 7)}, statement.id
