"""The maps of this repository are valid, and agree with their sources."""

import re
from pathlib import Path

import pytest
from attrs import evolve

from argmap.diagnostics import Severity
from argmap.evaluation import evaluate
from argmap.evaluation.counterfactuals import Counterfactuals, flip_sets
from argmap.evaluation.strength import compute_strengths
from argmap.model import Concession, Counterpoint, Evidence, Fidelity, Status
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
    assert len(check_all([Path("maps")]).report.diagnostics) < 30


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
    of_each_map = [link for link in linked if not link.endswith((".overview.svg", ".pdf"))]
    assert len(of_each_map) == 3 * len(titled)


def test_every_expectation_of_the_paper_map_is_met(paper_map):
    """The map is its own regression test: it says what it expects of its main statements."""
    evaluation = evaluate(paper_map)
    expected = [s for s in paper_map.statements.values() if s.expect and s.expect.status]
    assert len(expected) > 25
    assert not [s.id for s in expected if evaluation.status(s.id) is not s.expect.status]
    assert evaluation.thesis.status.value == "accepted"


def test_the_paper_map_is_an_argument_and_not_a_summary(paper_map):
    """It has much evidence, many concessions, and one thesis."""
    kinds = [type(statement) for statement in paper_map.statements.values()]
    assert kinds.count(Evidence) >= 180
    assert kinds.count(Concession) >= 40
    assert paper_map.roots == ["unity"]


def test_the_paper_map_says_how_far_it_is_from_the_paper(paper_map):
    """Every statement has a fidelity, and one that cites nothing is implicit."""
    statements = paper_map.statements.values()
    assert not [s.id for s in statements if s.fidelity is None]
    assert not [s.id for s in statements if not s.citations and s.fidelity != Fidelity.IMPLICIT]


def test_the_paper_map_knocks_down_no_straw_men(paper_map):
    """It rejects a few counterpoints: objections that the paper voices, or that are our reading.

    What the paper grants is a concession, and no concession is rejected.
    """
    evaluation = evaluate(paper_map)
    statements = paper_map.statements
    rejected = [s for s in statements.values() if evaluation.status(s.id) is Status.REJECTED]
    assert 0 < len(rejected) <= 12
    our_reading = (Fidelity.IMPLICIT, Fidelity.INTERPRETATION)
    assert all(
        type(s) is Counterpoint and (s.held_by or s.fidelity in our_reading) for s in rejected
    )
    assert not [s.id for s in statements.values() if evaluation.status(s.id) is Status.UNDECIDED]


def test_no_single_ground_carries_the_thesis(paper_map):
    """No example, figure or half-sentence decides alone whether the thesis is accepted."""
    found = flip_sets(evaluate(paper_map), "unity", max_size=1)
    assert found.is_complete
    assert not found.sets


@pytest.mark.parametrize(
    ("chapter", "conclusion"),
    [
        ("history.echo", "chosen"),
        ("now.differs", "strain"),
        ("security.partners", "entangled"),
        ("energy.bond", "entangled"),
        ("leverage.upper", "needed"),
        ("politics.dialogue", "political"),
        ("defence.path", "industrial"),
        ("climate.dialogue", "green"),
        ("conclusion.provider", "mutual"),
    ],
)
def test_each_chapter_carries_weight(paper_map, chapter, conclusion):
    """Without the thesis of a chapter, a step of the main line falls, but not the whole."""
    changes = Counterfactuals(evaluate(paper_map)).status_changes({chapter: Status.REJECTED})
    assert changes[conclusion] is Status.REJECTED
    assert "unity" not in changes


def test_the_outlook_and_the_conclusion_weigh_on_the_strength(paper_map):
    """The chapters that are one of several reasons make what they support visibly stronger."""

    def strength(of: str, without: str = "") -> float:
        inferences = paper_map.inferences.items()
        kept = {id_: inf for id_, inf in inferences if without not in inf.premises}
        reduced = evolve(paper_map, inferences=kept)
        return compute_strengths(evaluate(reduced)).statements[of]

    assert strength("feasible") - strength("feasible", without="forward.offset") > 0.1
    assert strength("pivotal") - strength("pivotal", without="conclusion.asset") > 0.03


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
