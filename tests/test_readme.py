"""The examples in the README and the documentation are correct."""

import json
import re
from pathlib import Path

import pytest

from argmap import reporting
from argmap.evaluation import evaluate
from argmap.workspace import explanation_report
from argmap.workspace.checker import check_bytes
from argmap.workspace.load import load_bytes

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```$", README, flags=re.MULTILINE | re.DOTALL)
MAPS = [text for language, text in BLOCKS if language == "argmap"]
REPORTS = [text for language, text in BLOCKS if not language and not text.startswith("make")]


@pytest.mark.parametrize(
    ("text", "report"), list(zip(MAPS, REPORTS, strict=True)), ids=["the map", "the broken map"]
)
def test_the_reports_in_the_readme_are_those_of_check(text: str, report: str, monkeypatch):
    """Each map in the README is followed by its report, word for word."""
    monkeypatch.chdir(ROOT)
    checked = check_bytes(text.encode(), Path("bus.argmap")).report
    assert reporting.get_format("text").write(checked, color=False) == report


def test_the_explanation_in_the_readme_is_that_of_explain():
    """The README shows the dispute tree of its first map."""
    (shown,) = (text for language, text in BLOCKS if language == "console")
    evaluation = evaluate(load_bytes(MAPS[0].encode()).map)
    explanation = explanation_report.as_text(evaluation, "bus")
    assert shown == f"$ argmap explain bus.argmap\n{explanation}"


def test_the_explanation_in_the_documentation_is_that_of_explain():
    """The page on verdicts shows a map, its explanation, and the same as JSON."""
    page = (ROOT / "docs" / "semantics.md").read_text(encoding="utf-8")
    _, _, section = page.partition("\n## Explanations\n")
    blocks = re.findall(r"^```(\w+)\n(.*?)^```$", section, flags=re.MULTILINE | re.DOTALL)
    text = next(block for language, block in blocks if language == "argmap")
    shown = next(block for language, block in blocks if language == "console")
    data = [json.loads(block) for language, block in blocks if language == "json"]
    evaluation = evaluate(load_bytes(text.encode()).map)
    assert shown == f"$ argmap explain map.argmap\n{explanation_report.as_text(evaluation, 'harm')}"
    assert json.loads(explanation_report.as_json(evaluation, "harm")) in data


def test_the_map_of_ten_lines_has_ten():
    """The README calls its first map a map of ten lines."""
    assert len(MAPS[0].splitlines()) == 10


@pytest.mark.parametrize("target", re.findall(r"\]\(([^):]+)\)", README))
def test_the_links_in_the_readme_work(target: str):
    """Every relative link leads to an existing file."""
    assert (ROOT / target).exists()


@pytest.mark.parametrize("page", sorted((ROOT / "docs").glob("*.md")), ids=lambda path: path.name)
def test_the_maps_in_the_documentation_have_no_errors(page: Path):
    """Every code block marked `argmap` is checked."""
    text = page.read_text(encoding="utf-8")
    for example in re.findall(r"^```argmap\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL):
        diagnostics = check_bytes(example.encode()).report.diagnostics
        assert not [diagnostic for diagnostic in diagnostics if diagnostic.severity.name == "ERROR"]


def test_the_makefile_has_the_targets_in_the_readme():
    """The README mentions `make maps` and `make test`."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert re.findall(r"^make (\w+)", README, flags=re.MULTILINE) == ["maps", "test"]
    assert "\nmaps:" in makefile
    assert "\ntest:" in makefile
