"""The maps of this repository are valid, and agree with their sources."""

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
    """The paper's paragraphs, counted from 1; its text is copyrighted and not in the repository."""
    if not PAPER.exists():
        pytest.skip("the paper's text is not available")
    text = PAPER.read_text(encoding="utf-8")
    return ["", *(block.strip() for block in re.split(r"\n\s*\n", text) if block.strip())]


def _errors_and_warnings(path: Path) -> list[str]:
    diagnostics = check_all([path]).report.diagnostics
    return [f"{d.location} {d.message}" for d in diagnostics if d.severity > Severity.INFO]


def test_all_maps_check_clean(monkeypatch):
    """No map has an error or a warning."""
    monkeypatch.chdir(ROOT)
    assert _errors_and_warnings(Path("maps")) == []


def test_the_maps_have_few_diagnostics(monkeypatch):
    """The report of a large, well-made map fits on a few screens."""
    monkeypatch.chdir(ROOT)
    assert len(check_all([Path("maps")]).report.diagnostics) < 20


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_file_checks_clean_by_itself(path: Path, monkeypatch):
    """An imported file is a valid map, too."""
    monkeypatch.chdir(ROOT)
    assert _errors_and_warnings(path) == []


def test_the_index_links_to_every_rendered_file():
    """The README of output/ links to every file there, and to no other."""
    folder = ROOT / "output"
    linked = re.findall(r"\]\(([^.)][^)]*)\)", (folder / "README.md").read_text(encoding="utf-8"))
    rendered = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert sorted(linked) == sorted(rendered - {"README.md"})
    titled = [path for path in FILES if re.search("^map ", path.read_text("utf-8"), re.MULTILINE)]
    assert len(linked) == 3 * len(titled)


def test_every_expectation_of_the_paper_map_is_met(paper_map):
    """The map is its own regression test, with more than a hundred expectations."""
    evaluation = evaluate(paper_map)
    expected = [s for s in paper_map.statements.values() if s.expect and s.expect.status]
    assert len(expected) > 100
    assert not [s.id for s in expected if evaluation.status(s.id) is not s.expect.status]
    assert evaluation.thesis.status.value == "accepted"


def test_the_paper_map_is_an_argument_and_not_a_summary(paper_map):
    """It has much evidence, many counterpoints, and one thesis."""
    kinds = [type(statement) for statement in paper_map.statements.values()]
    assert kinds.count(Evidence) > 200
    assert kinds.count(Counterpoint) >= 25
    assert paper_map.roots == ["unity"]


def test_every_quotation_is_in_the_cited_passage(paper_map, passages):
    """A quotation is literal, and has at most five words."""
    for statement in paper_map.statements.values():
        for citation in statement.citations:
            if citation.quotation:
                cited = passages[citation.locator.first : citation.locator.last + 1]
                assert any(citation.quotation in passage for passage in cited), statement.id
                assert len(citation.quotation.split()) <= 5


def test_no_sentence_of_the_paper_is_in_the_map(paper_map, passages):
    """The map is in other words: it shares no sequence of eight words with the paper."""
    words = re.findall(r"\w+", " ".join(passages).casefold())
    sequences = {tuple(words[i : i + 8]) for i in range(len(words) - 7)}
    for statement in paper_map.statements.values():
        words = re.findall(r"\w+", statement.text.casefold())
        assert not sequences & {tuple(words[i : i + 8]) for i in range(len(words) - 7)}, (
            statement.id
        )
