"""Text measured in Chromium, with fonts for all scripts: it fits its card."""

import random
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
from tests.real import miss
from tests.rendering.conftest import read_map

from argmap.diagnostics import Severity
from argmap.model import ArgumentMap
from argmap.rendering import Badge, RenderOptions, to_svg
from argmap.rendering.cards import font_metrics

HERE = Path(__file__).parent
WRITING = tomllib.loads((HERE / "writing.toml").read_text(encoding="utf-8"))
FIND_OVERFLOWS = (HERE / "measuring.js").read_text(encoding="utf-8")
MIN_MARGIN = 3
"""The smallest distance between a text and the edge of its box, in points."""


@pytest.fixture(scope="session", autouse=True)
def fonts():
    """Require fonts for all scripts that are measured; skip the tests without them."""
    if shutil.which("fc-list") is None:
        miss("fc-list is not installed: install Debian’s fontconfig")
    for lang in ("he", "ar", "th", "hi", "zh-cn", "ko", "und-zsye"):
        command = ["fc-list", f":lang={lang}"]
        if not subprocess.run(command, capture_output=True, check=True).stdout:
            miss(f"no font for {lang}: Debian’s fonts-noto-core, -noto-color-emoji, -wqy-microhei")


def quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def map_with(text: str, attributes: str = "") -> str:
    """Return a map that contains a text everywhere a map may contain text."""
    value = quoted(text)
    name = "x" + "".join(filter(str.isalpha, text))[:60]
    return f"""
map {value} {{ thesis: main  author: {value}  {attributes} }}
source s {value} {{ url: "https://example.org" }}
source t {value}
section one {value} {{
  claim main {value} {{
    confidence: likely
    held-by: {value}
    evidence a-rather-long-name-of-evidence {value} @s:3 {value} @t:p4 {value}
    evidence {value}
    reason a-named-step {{
      scheme: {value}
      claim linked {value} {{ evidence {value} @s:12 {value} }}
      assumption another-one-with-quite-a-long-name {value}
      counterpoint undercut {value}
    }}
    counterpoint against {value} @s:1 {value} {{ counterpoint rebuttal {value} }}
  }}
}}
section two {value} {{ claim aside {value} {{ contradicts: against }} }}
section three {value} {{ claim {value} }}
claim {name} {value} {{ evidence {name}-too {value} @s:1 {value} }}
"""


def draw_annotated(argument_map: ArgumentMap, **options: object) -> str:
    """Draw a map with every kind of annotation."""
    badge = Badge(Severity.WARNING, ("EVI301", "STR204", "SEM501", "TXT701"))
    badges = dict.fromkeys((*argument_map.statements, *argument_map.inferences, ""), badge)
    return to_svg(argument_map, RenderOptions(strengths=True, diagnostics=badges, **options))


@pytest.mark.parametrize("script", WRITING)
async def test_every_text_fits(visit, script):
    """Texts, ids, citations, headings and badges are inside their cards and do not overlap."""
    argument_map = read_map(map_with(WRITING[script]))
    assert len(argument_map.statements) == 13
    seen = await visit(draw_annotated(argument_map), suffix="svg")
    assert await seen.page.evaluate(FIND_OVERFLOWS, MIN_MARGIN) == []


@pytest.mark.parametrize("script", ["arabic", "chinese", "wide"])
async def test_every_text_fits_with_premises_side_by_side(visit, script):
    """Linked premises are side by side if the argument grows down, else below each other."""
    for direction in ("down", "right"):
        svg = draw_annotated(read_map(map_with(WRITING[script])), direction=direction)
        seen = await visit(svg, suffix="svg")
        assert await seen.page.evaluate(FIND_OVERFLOWS, MIN_MARGIN) == []


@pytest.mark.parametrize("script", ["arabic", "hebrew", "english"])
async def test_every_text_fits_on_a_right_to_left_page(visit, script):
    """An Arabic or Hebrew page does not mirror the picture."""
    svg = draw_annotated(read_map(map_with(WRITING[script], "lang: ar")))
    seen = await visit(f"<!DOCTYPE html><html dir=rtl lang=ar><title>x</title>{svg}</html>")
    assert await seen.page.evaluate(FIND_OVERFLOWS, MIN_MARGIN) == []


@pytest.mark.parametrize("seed", range(4))
async def test_random_words_fit(visit, seed):
    """The words of a sentence have random characters of one Unicode block."""
    rng = random.Random(seed)
    known = sorted({*font_metrics.widths(), *font_metrics._estimates()})
    blocks: dict[int, list[str]] = {}
    for char in known:
        blocks.setdefault(ord(char) >> 6, []).append(char)
    sentences = [
        " ".join("".join(rng.choices(block, k=rng.randint(1, 14))) for _ in range(12))
        for block in blocks.values()
    ]
    text = "\n".join(f"claim {quoted(sentence)}" for sentence in sentences)
    seen = await visit(to_svg(read_map(text), RenderOptions()), suffix="svg")
    assert await seen.page.evaluate(FIND_OVERFLOWS, MIN_MARGIN) == []
