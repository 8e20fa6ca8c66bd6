"""The text of a source beside the map: what is embedded, and how it is read in a browser."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from tests.browsing import violations
from tests.rendering.html.parts_map import PARTS, REPORT, load_report, parts_map, with_report
from tests.rendering.vectors import VECTORS

from argmap.rendering.html import texts as texts_module
from argmap.rendering.html import to_html
from argmap.rendering.html.page import digest_in_page, digest_of_page
from argmap.rendering.html.texts import texts_data
from argmap.rendering.options import RenderOptions

NOT_IN_TEXTS = "[\0\ud800-\udfff]"
"""Characters that no text file has: those of binary files, and half surrogate pairs."""


@pytest.fixture
def open_text(visit, tmp_path):
    """Return a function that opens the page of the map with the text of its source."""

    async def open_page(address: str = "#/text", text: str = REPORT, **context):
        page = to_html(parts_map(), contents=with_report(tmp_path, text))
        return await visit(page, address, **context)

    return open_page


async def chosen(watched) -> list[str]:
    """Return the numbers of the marked passages."""
    return await watched.page.locator(".passage.chosen").evaluate_all(
        "all => all.map((e) => e.dataset.number)"
    )


@pytest.mark.parametrize("size", [(1280, 800), (390, 844)], ids=["desktop", "phone"])
async def test_reading(open_text, axe, size):
    """A passage shows the statements that cite it, and a statement the words that it quotes."""
    watched = await open_text("#/text/report/3", size=size)
    page = watched.page
    assert await chosen(watched) == ["3"]
    assert await violations(watched, axe) == []
    items = await page.locator(".passage.chosen .citing a").all_inner_texts()
    assert [item.split(":")[-1].strip(" \n✓✗") for item in items] == [
        "There were fourteen crashes",
        "Drivers may not look",
    ]
    assert await page.locator(".cite-mark").count() == 2
    await page.locator(".passage.chosen .citing a").first.click()
    assert await watched.address() == "/text/report/3;crashes"
    marks = page.locator(".passage.chosen mark.chosen")
    assert await marks.all_inner_texts() == ["14", "crashes"]
    assert await violations(watched, axe) == []
    await watched.statement("price").click()
    assert await chosen(watched) == ["4"]
    assert await page.locator("mark.chosen").all_inner_texts() == ["10 million"]
    assert await watched.address() == "/text/report/4;price"
    box = await page.locator("mark.chosen").bounding_box()
    pane = await page.locator("#page-reading").bounding_box()
    assert pane["y"] <= box["y"] <= pane["y"] + pane["height"]
    await page.go_back()
    assert await chosen(watched) == ["3"]
    await page.locator(".passage", has_text="The lane is safe for all").click()
    assert await chosen(watched) == ["2"]
    assert await watched.address() == "/text/report/2"
    await page.evaluate("location.hash = '/text;lane'")  # it cites a source without a text
    await page.wait_for_selector("#page-uncited:visible")
    header = await page.locator("header").bounding_box()
    assert header["y"] == 0
    assert await page.evaluate("document.documentElement.scrollWidth") <= size[0]


async def test_ways_into_the_text(open_text):
    """Citations in the panel and in the table lead to the passage."""
    watched = await open_text("#safe")
    await watched.page.locator("#page-said a", has_text="¶2").click()
    assert await watched.address() == "/text/report/2;safe"
    assert await watched.page.locator("mark.chosen").all_inner_texts() == ["is safe"]
    await watched.page.locator('.views [data-view="table"]').click()
    await watched.page.locator("#page-rows a", has_text="report ¶5").click()
    assert await chosen(watched) == ["5"]


async def test_the_text_is_read_with_the_keys(open_text):
    """The passages are reached with the Tab key, and opened with Enter."""
    watched = await open_text()
    await watched.page.focus("#page-source")
    for _ in range(3):
        await watched.page.keyboard.press("Tab")
    await watched.page.keyboard.press("Enter")
    assert await chosen(watched) == ["3"]


def render(folder: Path, name: str, *options: str) -> subprocess.CompletedProcess:
    """Draw a map as a page beside it, with the real command."""
    output = f"{Path(name).stem}.html"
    command = [sys.executable, "-m", "argmap", "render", name, "-o", output, *options]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_without_the_option_no_text_is_in_the_page(tmp_path):
    """Only `--embed-sources` writes the texts into the file; then the digest depends on them."""
    source = 'source report "Traffic report" { year: 2023  text: "report.txt" }'
    text = PARTS.replace('source report "Traffic report" { year: 2023 }', source)
    (tmp_path / "lane.argmap").write_text(text, encoding="utf-8")
    (tmp_path / "report.txt").write_text(REPORT, encoding="utf-8")
    (tmp_path / "other.txt").write_text("Secret words", encoding="utf-8")
    file = tmp_path / "lane.html"
    assert render(tmp_path, "lane.argmap").returncode == 0
    page = file.read_text(encoding="utf-8")
    assert 'id="page-texts"' not in page
    for words in ("for all", "fourteen!", "No statement cites", "10 million in total", "Secret"):
        assert words not in page
    assert render(tmp_path, "lane.argmap", "--embed-sources").returncode == 0
    page = file.read_text(encoding="utf-8")
    assert "No statement cites this paragraph." in page
    assert "Secret words" not in page
    assert "<b>" not in page
    assert render(tmp_path, "lane.argmap", "--embed-sources", "--check").returncode == 0
    (tmp_path / "report.txt").write_text(REPORT + "\n\nMore.\n", encoding="utf-8")
    assert render(tmp_path, "lane.argmap", "--embed-sources", "--check").returncode == 1
    wrong = render(tmp_path, "lane.argmap", "--embed-sources", "-o", "lane.svg")
    assert wrong.returncode == 2
    assert "--embed-sources supports only html" in wrong.stderr


def test_texts_outside_of_the_project_are_not_embedded(tmp_path):
    """A map cannot embed hidden files, or files of other folders; the command says why."""
    project = tmp_path / "project"
    project.mkdir()
    (project / "argmap.toml").touch()
    (tmp_path / "secret.txt").write_text("Secret words", encoding="utf-8")
    (project / ".secret.txt").write_text("Secret words", encoding="utf-8")
    reasons = {
        "../secret.txt": "is outside the project and is not read",
        ".secret.txt": "is a hidden file and is not read",
    }
    for name, reason in reasons.items():
        text = f'source s "S" {{ text: "{name}" }}\nclaim a "A" @s:1\n'
        (project / "a.argmap").write_text(text, encoding="utf-8")
        result = render(project, "a.argmap", "--embed-sources")
        assert result.returncode == 0, result.stderr
        assert reason in result.stderr
        page = (project / "a.html").read_text(encoding="utf-8")
        assert "Secret" not in page
        assert 'id="page-texts"' not in page
    (project / "a.argmap").write_text('claim a "A"\n', encoding="utf-8")
    assert "no source has a text" in render(project, "a.argmap", "--embed-sources").stderr


async def test_hostile_texts(open_text):
    """Every vector in a text is text, and nothing in it runs."""
    vectors = [re.sub(r"\s*\n\s*", " ", vector).strip() for vector in VECTORS]
    vectors = [vector for vector in vectors if vector and not re.search(NOT_IN_TEXTS, vector)]
    watched = await open_text(text="\n\n".join(vectors))
    shown = await watched.page.locator(".passage-text").all_text_contents()
    joined = " ".join(" ".join(shown).split())
    harmless = [vector for vector in vectors if vector.isprintable()]
    assert len(harmless) > 100
    for vector in harmless:
        assert " ".join(vector.split()) in joined
    assert await watched.page.locator("#page-passages :is(script, img, iframe, svg)").count() == 0


async def test_offsets_count_as_in_javascript(open_text):
    """Marks are at the right words after characters outside of the basic plane."""
    text = "Title\n\n\U0001f6b2 \U0001f6b2 é the lane is safe \U0001f6b2\n\nx\n\ny\n\nz"
    watched = await open_text("#/text/report/2", text)
    assert await watched.page.locator("mark").all_inner_texts() == ["is safe"]


def test_long_texts_are_cut(tmp_path, monkeypatch):
    """Of a text that is too long, only the cited passages and their neighbors are embedded."""
    monkeypatch.setattr(texts_module, "MAX_CHARACTERS", 3_000)
    text = REPORT + "\n\n".join(["", *(f"Paragraph {number}. " * 20 for number in range(50))])
    report = load_report(tmp_path, text)
    (source,) = texts_data(parts_map(), {"report": report})["sources"]
    assert [number for number, _ in source["passages"]] == [1, 2, 3, 4, 5, 6, 7]
    assert source["omitted"] == len(report) - 7
    monkeypatch.setattr(texts_module, "MAX_CHARACTERS", 40)
    (source,) = texts_data(parts_map(), {"report": report})["sources"]
    assert sum(len(passage) for _, passage in source["passages"]) <= 40


async def test_a_cut_text_says_so(visit, tmp_path, monkeypatch):
    """The page says how many paragraphs of a long text are not shown."""
    monkeypatch.setattr(texts_module, "MAX_CHARACTERS", 3_000)
    text = REPORT + "\n\n".join(["", *(f"Paragraph {number}. " * 20 for number in range(50))])
    page = to_html(parts_map(), contents=with_report(tmp_path, text))
    watched = await visit(page, "#/text")
    assert await watched.text("#page-omitted") == "49 paragraphs not shown"


def test_the_digest_depends_on_the_texts(tmp_path):
    """A page without the texts, or with others, is out of date."""
    argument_map, options = parts_map(), RenderOptions()
    contents = with_report(tmp_path)
    page = to_html(argument_map, options, contents=contents).encode()
    assert digest_in_page(page) == digest_of_page(argument_map, options, contents=contents)
    assert digest_in_page(page) != digest_of_page(argument_map, options)


def test_no_text_no_view(tmp_path):
    """Without texts there is no data for the view."""
    assert texts_data(parts_map(), {}) is None
    assert json.dumps(texts_data(parts_map(), {"report": load_report(tmp_path)}))
