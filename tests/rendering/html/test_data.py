"""The page as a file: what is put into it, and how."""

import json
import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import argmap.rendering.html
from argmap.diagnostics import Severity
from argmap.rendering import Badge, RenderOptions
from argmap.rendering.html import to_html
from argmap.rendering.html.page import embed_json
from argmap.workspace.outputs import Destination
from argmap.workspace.render import RenderJob, render_paths

FOLDER = Path(argmap.rendering.html.__file__).parent


@pytest.fixture
def data():
    """Read the data in a page."""

    def read_it(page: str) -> dict:
        (text,) = re.findall(r'<script type="application/json" id="page-data">(.*?)</script>', page)
        return json.loads(text)

    return read_it


@given(st.text(st.characters()))
def test_embedded_text_comes_back(text):
    """Nothing in it ends the element that it stands in, or is markup there."""
    written = embed_json({"text": text})
    assert json.loads(written) == {"text": text}
    assert not set(written) & set("<>&\u2028\u2029")
    assert written.encode("utf-8")


def test_the_same_map_gives_the_same_page(made):
    """Byte for byte."""
    assert made() == made()


def test_the_policy_names_what_is_in_the_page(made):
    """Every style and both scripts have their hash in it, and nothing may be fetched."""
    page = made()
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', page)
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules["default-src"] == "'none'"
    styles = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    scripts = re.findall(r'<script(?: type="module")?>(.*?)</script>', page, re.DOTALL)
    for name, contents in (("style-src", styles), ("script-src", scripts)):
        assert rules[name].split() == [
            f"'sha256-{b64encode(sha256(each.encode()).digest()).decode()}'" for each in contents
        ]


def test_the_script_makes_no_markup_of_text():
    """It makes elements one by one; text becomes text."""
    for file in (FOLDER / "script").iterdir():
        script = file.read_text(encoding="utf-8")
        assert not re.search(r"innerHTML|outerHTML|insertAdjacent|document\.write|eval\(", script)
        assert not re.search(r"fetch\(|XMLHttpRequest|WebSocket|import\(|https?://", script)
        assert "</script" not in script


def test_placeholders_in_a_map_are_text(made, data):
    """What looks like the template's own placeholders is not filled in."""
    page = made('map "$data $title ${script} $$" claim a "$style $5"')
    assert "<h1>$data $title ${script} $$</h1>" in page
    assert data(page)["statements"][0]["text"] == "$style $5"


def test_reasons_are_told(made, data):
    """Each statement has its verdict, why, and what decides; a step's premises count together."""
    found = {each["id"]: each for each in data(made())["statements"]}
    assert found["lane"]["status"] == "accepted"
    assert found["lane"]["why"] == "every attack on it fails"
    assert found["lane"]["because"] == [
        ["because", "crashes"],
        ["because", "safe"],
        ["and", "wanted"],
        ["against it would be", "shops"],
    ]
    assert found["shops"]["status"] == "rejected"
    assert found["shops"]["because"] == [
        ["against it", "garage"],
        ["it cannot stand together with", "other"],
    ]
    assert found["garage"]["because"] == []


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('claim a "A"', "nothing attacks it"),
        ('claim a "A" { claim b "B" }', "its support holds, and nothing attacks it"),
        ('claim a "A" { counterpoint b "B" }', "an attack on it succeeds"),
        ('claim a "A" { claim b "B" { counterpoint c "C" } }', "it has lost its support"),
        (
            'claim a "A" { opposed-by: b } claim b "B" { opposed-by: a }',
            "it depends on an unresolved cycle of attacks",
        ),
        (
            'map "M" { burden: strict } claim a "A"',
            "nothing supports it, and the map's burden of proof is strict",
        ),
    ],
)
def test_why(made, data, text, why):
    """The reason of a status is a sentence."""
    assert data(made(text))["statements"][0]["why"] == why


def test_relations_are_told_both_ways(made, data):
    """What speaks for and against, what denies a step, what cannot stand together."""
    found = {each["id"]: dict(each["relations"]) for each in data(made())["statements"]}
    assert found["lane"] == {
        "Speaks for it": [["crashes"], ["safe", "wanted"]],
        "Speaks against it": [["shops"]],
        "Denies an inference to it": [["dear"]],
    }
    assert found["safe"]["Together with"] == [["wanted"]]
    assert found["dear"]["It denies an inference to"] == [["lane"]]
    assert found["other"]["Cannot stand together with"] == [["shops"]]
    assert found["shops"]["Cannot stand together with"] == [["other"]]


def test_findings_are_told(read, lane, data):
    """Those of a statement with it, those of the map on top."""
    badge = Badge(Severity.WARNING, ("EVI301",), ("warning EVI301: no ground",))
    options = RenderOptions(diagnostics={"lane": badge, "": badge})
    found = data(to_html(read(lane), options))
    assert found["statements"][0]["findings"] == ["warning EVI301: no ground"]
    assert "warning EVI301: no ground" in found["notes"]


def test_a_part_has_the_verdicts_of_the_whole(read, data):
    """What is not drawn here decides all the same, and is named without a link."""
    whole = read('claim a "A" { counterpoint b "B" }')
    part = read('claim a "A"')
    found = data(to_html(part, RenderOptions(), whole))
    (only,) = found["statements"]
    assert (only["status"], only["because"]) == ("rejected", [["against it", "b"]])
    assert found["elsewhere"] == [{"id": "b", "text": "B", "status": "accepted"}]


async def test_what_is_elsewhere_is_no_link(visit, read):
    """It is named all the same."""
    whole = read('claim a "A" { counterpoint b "B elsewhere" }')
    seen = await visit(to_html(read('claim a "A"'), RenderOptions(), whole), "#a")
    assert "against it ✓ accepted: B elsewhere" in await seen.text("#page-said")
    assert await seen.page.locator("#page-said a").count() == 0


def test_every_line_of_the_picture_has_its_cards(made, data, paper):
    """So that none is left hanging where its cards are folded."""
    for page in (made(), to_html(paper)):
        found = data(page)
        known = {found["prefix"] + name for name, _ in found["lines"]}
        drawn = re.findall(rf'<g id="({found["prefix"]}line-[^"]*)"', page)
        assert drawn
        assert set(drawn) <= known
        assert len(re.findall(r'<g [^>]*class="card ', page)) == len(found["cards"])


def test_pages_lead_to_each_other(tmp_path, data):
    """A folded part's card leads to the part's own page, and its verdict is that of the whole."""
    maps = {
        "main": 'map "Main" { thesis: t }\nimport "part.argmap" as part\n'
        'claim t "T" { supported-by: part.p }',
        "part": 'map "Part"\nclaim p "P" { assumption q "Q" counterpoint r "R" }',
    }
    for name, text in maps.items():
        (tmp_path / f"{name}.argmap").write_text(text, encoding="utf-8")
    drawn = list(
        render_paths([tmp_path], RenderJob(destination=Destination(("html",), tmp_path / "out")))
    )
    assert sorted(each.output.name for each in drawn) == ["main.html", "part.html"]
    found = data((tmp_path / "out/main.html").read_text(encoding="utf-8"))
    part = {each["id"]: each for each in found["statements"]}["part.p"]
    assert (part["url"], part["status"]) == ("part.html", "rejected")
    assert part["because"] == [["against it", "part.r"]]
    assert [each["id"] for each in found["elsewhere"]] == ["part.r"]
