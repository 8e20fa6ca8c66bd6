"""Text measured where it is read: in Chromium, with fonts for all scripts, it stays in its box."""

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
MEASURE = (HERE / "measuring.js").read_text(encoding="utf-8")
EDGE = 3
"""Points that stay free, at least, between a text and the edge of its box."""


@pytest.fixture(scope="session", autouse=True)
def fonts():
    """Fonts for all scripts that are measured, or the tests are skipped."""
    if shutil.which("fc-list") is None:
        miss("there is no fc-list, which tells what fonts there are: Debian’s fontconfig")
    for lang in ("he", "ar", "th", "hi", "zh-cn", "ko", "und-zsye"):
        asked = ["fc-list", f":lang={lang}"]
        if not subprocess.run(asked, capture_output=True, check=True).stdout:
            miss(f"no font for {lang}: Debian’s fonts-noto-core, -noto-color-emoji, -wqy-microhei")


def quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def speaking(text: str, attributes: str = "") -> str:
    """Return a map that says a text wherever a map says anything."""
    said = quoted(text)
    name = "x" + "".join(filter(str.isalpha, text))[:60]
    return f"""
map {said} {{ thesis: main  author: {said}  {attributes} }}
source s {said} {{ url: "https://example.org" }}
source t {said}
section one {said} {{
  claim main {said} {{
    confidence: likely
    held-by: {said}
    evidence a-rather-long-name-of-evidence {said} @s:3 {said} @t:p4 {said}
    evidence {said}
    reason a-named-step {{
      scheme: {said}
      claim linked {said} {{ evidence {said} @s:12 {said} }}
      assumption another-one-with-quite-a-long-name {said}
      counterpoint undercut {said}
    }}
    counterpoint against {said} @s:1 {said} {{ counterpoint rebuttal {said} }}
  }}
}}
section two {said} {{ claim aside {said} {{ contradicts: against }} }}
section three {said} {{ claim {said} }}
claim {name} {said} {{ evidence {name}-too {said} @s:1 {said} }}
"""


def drawn(argument_map: ArgumentMap, **options: object) -> str:
    """Draw a map with all the marks that there are."""
    badge = Badge(Severity.WARNING, ("EVI301", "STR204", "SEM501", "TXT701"))
    found = dict.fromkeys((*argument_map.statements, *argument_map.inferences, ""), badge)
    return to_svg(argument_map, RenderOptions(strengths=True, diagnostics=found, **options))


@pytest.mark.parametrize("script", WRITING)
async def test_every_text_stays_in_its_box(visit, script):
    """Sentences, ids, citations, headings and marks lie within their cards, beside each other."""
    argument_map = read_map(speaking(WRITING[script]))
    assert len(argument_map.statements) == 13
    seen = await visit(drawn(argument_map), suffix="svg")
    assert await seen.page.evaluate(MEASURE, EDGE) == []


@pytest.mark.parametrize("script", ["arabic", "chinese", "wide"])
async def test_it_does_where_premises_stand_side_by_side(visit, script):
    """Linked premises are set beside each other where the argument grows downwards, or below."""
    for direction in ("down", "right"):
        svg = drawn(read_map(speaking(WRITING[script])), direction=direction)
        seen = await visit(svg, suffix="svg")
        assert await seen.page.evaluate(MEASURE, EDGE) == []


@pytest.mark.parametrize("script", ["arabic", "hebrew", "english"])
async def test_it_does_on_a_page_that_runs_to_the_left(visit, script):
    """A picture in an Arabic or Hebrew page is not turned about by that page."""
    svg = drawn(read_map(speaking(WRITING[script], "lang: ar")))
    seen = await visit(f"<!DOCTYPE html><html dir=rtl lang=ar><title>x</title>{svg}</html>")
    assert await seen.page.evaluate(MEASURE, EDGE) == []


@pytest.mark.parametrize("seed", range(4))
async def test_whatever_the_letters(visit, seed):
    """Random words of letters that the tables know, a block a sentence, stay in their boxes."""
    chance = random.Random(seed)
    known = sorted({*font_metrics.widths(), *font_metrics._estimates()})
    blocks: dict[int, list[str]] = {}
    for char in known:
        blocks.setdefault(ord(char) >> 6, []).append(char)
    sentences = [
        " ".join("".join(chance.choices(block, k=chance.randint(1, 14))) for _ in range(12))
        for block in blocks.values()
    ]
    text = "\n".join(f"claim {quoted(each)}" for each in sentences)
    seen = await visit(to_svg(read_map(text), RenderOptions()), suffix="svg")
    assert await seen.page.evaluate(MEASURE, EDGE) == []
