"""The README keeps its word."""

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
ANSWERS = [text for language, text in BLOCKS if not language and not text.startswith("make")]


@pytest.mark.parametrize(
    ("text", "answer"), list(zip(MAPS, ANSWERS, strict=True)), ids=["the map", "the broken map"]
)
def test_check_says_of_a_map_what_the_readme_says_it_does(text: str, answer: str, monkeypatch):
    """Each map in the README is followed by what the tool really says of it, word for word."""
    monkeypatch.chdir(ROOT)
    checked = check_bytes(text.encode(), Path("bus.argmap")).report
    assert reporting.get_format("text").write(checked, color=False) == answer


def test_explain_says_what_the_readme_says_it_does():
    """The tree shown is the one that the map of ten lines has."""
    (shown,) = (text for language, text in BLOCKS if language == "console")
    evaluation = evaluate(load_bytes(MAPS[0].encode()).map)
    said = explanation_report.as_text(evaluation, "bus")
    assert shown == f"$ argmap explain bus.argmap\n{said}"


def test_the_map_of_ten_lines_has_ten():
    """Ten lines are ten lines."""
    assert len(MAPS[0].splitlines()) == 10


@pytest.mark.parametrize("target", re.findall(r"\]\(([^):]+)\)", README))
def test_what_the_readme_links_to_is_there(target: str):
    """No link leads nowhere."""
    assert (ROOT / target).exists()


@pytest.mark.parametrize("page", sorted((ROOT / "docs").glob("*.md")), ids=lambda path: path.name)
def test_maps_in_the_documentation_are_read_without_a_mistake(page: Path):
    """Examples of the language in docs/ are in the language."""
    text = page.read_text(encoding="utf-8")
    for example in re.findall(r"^```argmap\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL):
        found = check_bytes(example.encode()).report.diagnostics
        assert not [diagnostic for diagnostic in found if diagnostic.severity.name == "ERROR"]


def test_the_makefile_has_the_commands_the_readme_names():
    """`make maps` and `make test` are made by the Makefile."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert re.findall(r"^make (\w+)", README, flags=re.MULTILINE) == ["maps", "test"]
    assert "\nmaps:" in makefile
    assert "\ntest:" in makefile
