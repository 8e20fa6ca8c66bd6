"""How well the compact layout uses the page: totals over the maps of a long paper."""

import json
import subprocess
import sys
from pathlib import Path
from statistics import median

import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests" / "benchmarks"))

from bench_pictures import FIGURES, area, measure  # noqa: E402

PAPER = "turkiye-russia"


@pytest.fixture(scope="module")
def figures(tmp_path_factory):
    """Return the figures of each map: now in compact, and in layers before there was compact."""
    folder = tmp_path_factory.mktemp("pictures")
    command = [sys.executable, "-m", "argmap", "render", f"maps/{PAPER}", "--layout", "compact"]
    subprocess.run([*command, "-o", str(folder)], cwd=ROOT, check=True, capture_output=True)
    before = json.loads(FIGURES.read_text("utf-8"))
    now = {path.stem: measure(path.read_text("utf-8")) for path in folder.rglob("*.svg")}
    old = {name: before[f"{PAPER}/{name}"] for name in now}
    assert len(now) == 11
    return now, old


def share(figures, key):
    """Return the total of a figure, as a share of the total before."""
    now, old = figures
    return sum(map(key, now.values())) / sum(map(key, old.values()))


def test_the_paper_takes_less_than_half_of_the_area(figures):
    """The area is 42 % of that of layers."""
    assert share(figures, area) < 0.43


def test_about_half_of_a_picture_is_white(figures):
    now, _ = figures
    white = {name: item["white"] for name, item in now.items()}
    total = sum(item["white"] * area(item) for item in now.values()) / sum(map(area, now.values()))
    assert total <= 53
    assert max(white.values()) <= 60, white


def test_lines_are_not_longer(figures):
    """Neither are the strokes that lines share, and there are fewer crossings."""
    now, _ = figures
    assert share(figures, lambda item: item["lines"]) <= 1
    assert share(figures, lambda item: item["ink"]) <= 0.87
    assert sum(item["crossings"] for item in now.values()) <= 50


def test_text_can_be_read_on_paper(figures):
    """On A4 its median size is 6.4 points, and three maps have 8 points or more."""
    sizes = [item["text"] for item in figures[0].values()]
    assert median(sizes) >= 6.4
    assert sum(size >= 8 for size in sizes) >= 3
