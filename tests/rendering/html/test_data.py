"""The file of a page: its data, its policy, and its script."""

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
    """Return a function that reads the data in a page."""

    def read_data(page: str) -> dict:
        (text,) = re.findall(r'<script type="application/json" id="page-data">(.*?)</script>', page)
        return json.loads(text)

    return read_data


@given(st.text(st.characters()))
def test_embedded_json_is_safe(text):
    """Embedded JSON contains the text, and cannot end its element or be markup."""
    written = embed_json({"text": text})
    assert json.loads(written) == {"text": text}
    assert not set(written) & set("<>&\u2028\u2029")
    assert written.encode("utf-8")


def test_the_same_map_gives_the_same_page(make_html):
    """Two pages of a map are the same, byte for byte."""
    assert make_html() == make_html()


def test_the_policy_allows_only_the_content_of_the_page(make_html):
    """The policy contains the hash of every style and script, and allows no requests."""
    page = make_html()
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', page)
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules["default-src"] == "'none'"
    styles = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    scripts = re.findall(r'<script(?: type="module")?>(.*?)</script>', page, re.DOTALL)
    for name, contents in (("style-src", styles), ("script-src", scripts)):
        assert rules[name].split() == [
            f"'sha256-{b64encode(sha256(content.encode()).digest()).decode()}'"
            for content in contents
        ]


def test_the_script_makes_no_markup_from_text():
    """The script creates elements one by one, sends no requests, and runs no text."""
    for file in (FOLDER / "script").iterdir():
        script = file.read_text(encoding="utf-8")
        assert not re.search(r"innerHTML|outerHTML|insertAdjacent|document\.write|eval\(", script)
        assert not re.search(r"fetch\(|XMLHttpRequest|WebSocket|import\(|https?://", script)
        assert "</script" not in script


def test_placeholders_in_a_map_are_text(make_html, data):
    """Placeholders of the template that occur in a map are not replaced."""
    page = make_html('map "$data $title ${script} $$" claim a "$style $5"')
    assert "<h1>$data $title ${script} $$</h1>" in page
    assert data(page)["statements"][0]["text"] == "$style $5"


def test_a_page_contains_statuses_and_reasons(make_html, data):
    """Each statement has its status and the reasons, those that rest on most first."""
    statements = {entry["id"]: entry for entry in data(make_html())["statements"]}
    assert statements["lane"]["status"] == "accepted"
    assert statements["lane"]["why"] == "every attack on it fails"
    assert statements["lane"]["because"] == [
        ["because", "safe"],
        ["and", "wanted"],
        ["because", "crashes"],
        ["against it would be", "shops"],
    ]
    assert statements["shops"]["status"] == "rejected"
    assert statements["shops"]["because"] == [
        ["against it", "garage"],
        ["it cannot stand together with", "other"],
    ]
    assert statements["garage"]["because"] == []


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
def test_the_reason_in_one_sentence(make_html, data, text, why):
    """The reason for a status is a sentence."""
    assert data(make_html(text))["statements"][0]["why"] == why


def test_relations_are_listed_at_both_ends(make_html, data):
    """Each relation between two statements is listed at both of them."""
    relations = {entry["id"]: dict(entry["relations"]) for entry in data(make_html())["statements"]}
    assert relations["lane"] == {
        "Supported by": [["crashes"], ["safe", "wanted"]],
        "Opposed by": [["shops"]],
        "An inference to it is undercut by": [["dear"]],
    }
    assert relations["safe"]["Linked with"] == [["wanted"]]
    assert relations["dear"]["Undercuts an inference to"] == [["lane"]]
    assert relations["other"]["Contradicts"] == [["shops"]]
    assert relations["shops"]["Contradicts"] == [["other"]]


def test_diagnostics_are_part_of_the_page(read, example, data):
    """Diagnostics are listed at their statement, or among the notes of the map."""
    badge = Badge(Severity.WARNING, ("EVI301",), ("warning EVI301: no ground",))
    options = RenderOptions(diagnostics={"lane": badge, "": badge})
    page_data = data(to_html(read(example), options))
    assert page_data["statements"][0]["findings"] == ["warning EVI301: no ground"]
    assert "warning EVI301: no ground" in page_data["pictures"][0]["notes"]


def test_a_part_has_the_statuses_of_the_whole_map(read, data):
    """A statement that is not drawn decides too, and is listed without a link."""
    whole = read('claim a "A" { counterpoint b "B" }')
    part = read('claim a "A"')
    page_data = data(to_html(part, RenderOptions(), whole))
    (statement,) = page_data["statements"]
    assert (statement["status"], statement["because"]) == ("rejected", [["against it", "b"]])
    assert page_data["elsewhere"] == [{"id": "b", "text": "B", "status": "accepted"}]


async def test_a_statement_that_is_not_drawn_is_no_link(visit, read):
    """The panel names a statement that is not drawn, without a link."""
    whole = read('claim a "A" { counterpoint b "B elsewhere" }')
    watched = await visit(to_html(read('claim a "A"'), RenderOptions(), whole), "#a")
    assert "against it ✓ accepted: B elsewhere" in await watched.text("#page-said")
    assert await watched.page.locator("#page-said a").count() == 0


def test_every_line_has_its_cards(make_html, data, paper):
    """Every line in the picture is listed with its cards, so that it can be hidden with them."""
    for page in (make_html(), to_html(paper)):
        page_data = data(page)
        prefix = page_data["prefix"]
        svgs = re.findall(rf'<svg [^>]*id="{prefix}map".*?</svg>', page, re.DOTALL)
        assert len(svgs) == len(page_data["pictures"])
        for svg, picture in zip(svgs, page_data["pictures"], strict=True):
            line_ids = {prefix + name for name, _ in picture["lines"]}
            drawn = re.findall(rf'<g id="({prefix}line-[^"]*)"', svg)
            assert drawn
            assert set(drawn) <= line_ids
            assert len(re.findall(r'<g [^>]*class="card ', svg)) == len(picture["cards"])


def test_pages_link_to_each_other(tmp_path, data):
    """A folded part links to its own page, and its status is that of the whole map."""
    maps = {
        "main": 'map "Main" { thesis: t }\nimport "part.argmap" as part\n'
        'claim t "T" { supported-by: part.p }',
        "part": 'map "Part"\nclaim p "P" { assumption q "Q" counterpoint r "R" }',
    }
    for name, text in maps.items():
        (tmp_path / f"{name}.argmap").write_text(text, encoding="utf-8")
    outputs = list(
        render_paths([tmp_path], RenderJob(destination=Destination(("html",), tmp_path / "out")))
    )
    assert sorted(result.output.name for result in outputs) == ["main.html", "part.html"]
    page_data = data((tmp_path / "out/main.html").read_text(encoding="utf-8"))
    part = {entry["id"]: entry for entry in page_data["statements"]}["part.p"]
    assert (part["url"], part["status"]) == ("part.html", "rejected")
    assert part["because"] == [["against it", "part.r"]]
    assert [entry["id"] for entry in page_data["elsewhere"]] == ["part.r"]
