"""The text of a map in VS Code: highlighting, diagnostics, completion, and other features."""

import re

import pytest

from tests.editors.vscode.window import retry

STREET = """\
claim calm "The street would be calmer" {
  assumption slow "Drivers would slow down"
}
"""
LANE = """\
map "Should we build the lane?" { thesis: lane }
source count "Traffic count" { year: 2023 }
import "street.argmap" as street

# What is seen.
claim lane "Build the lane" {
  supported-by: street.calm
  evidence crashes "There were 14 crashes" @count:4
  counterpoint shops "The shops would lose" {
    counterpoint garage "The garage has room"
  }
}
"""


@pytest.fixture
async def lane(window):
    """A window with a map of two files, one of which is open."""
    window.write("street.argmap", STREET)
    await window.write_and_open("map.argmap", LANE)
    return window


async def _problems(window) -> str:
    await window.command("Problems: Focus on Problems View")
    return await window.page.locator(".markers-panel").inner_text()


async def test_syntax_highlighting(lane):
    """Keywords, ids, texts, citations and comments have different colors."""
    colors = {}
    for line, tokens in {
        5: ["# What is seen."],
        6: ["claim", "lane", '"Build the lane"'],
        7: ["supported-by"],
        8: ["evidence", "count"],
    }.items():
        spans = lane.lines().nth(line - 1).locator("span:not(:has(span))")
        for token in tokens:
            pattern = re.compile(rf"^\s*{re.escape(token)}\s*$".replace(r"\ ", r"\s"))
            span = spans.filter(has_text=pattern).first
            colors[token] = await span.evaluate("e => getComputedStyle(e).color")
    assert colors["claim"] == colors["evidence"]
    del colors["evidence"]
    assert len(set(colors.values())) >= 5, colors


async def test_diagnostics_are_shown_while_typing(lane):
    """A diagnostic is underlined and listed with its code, until it is fixed."""
    await lane.open("map.argmap", after="@count:4")
    await lane.type(" @cuont:5")
    await lane.page.wait_for_selector(".squiggly-error")
    problems = await lane.wait_for(lambda: _problems(lane), "cuont")
    assert "REF106" in problems
    assert "unknown source `cuont`" in problems
    await lane.open("map.argmap")
    await lane.page.keyboard.press("Control+z")
    await lane.page.wait_for_selector(".squiggly-error", state="detached")


async def test_ids_are_completed_with_their_texts(lane):
    """Completion of statements shows their ids, their kinds and their texts."""
    await lane.open("map.argmap", after="supported-by: street.calm")
    await lane.type(", ")
    await lane.page.keyboard.press("Control+Space")
    widget = lane.page.locator(".suggest-widget.visible")
    items = await lane.wait_for(widget.inner_text, "The shops would lose")
    assert "counterpoint" in items
    await lane.type("garag")
    await lane.wait_for(widget.inner_text, "garage +counterpoint +The garage has room")
    await lane.page.keyboard.press("Enter")
    await lane.save()
    await lane.wait_for(_file(lane), "supported-by: street.calm, garage")


async def test_hover_shows_the_status_and_its_reasons(lane):
    """The hover of a statement has its text, its status and the reasons."""
    await lane.open("map.argmap", at="shops")
    await lane.command("Show or Focus Hover")
    hover = lane.page.locator(".monaco-hover:not(.hidden)").first
    text = await lane.wait_for(hover.inner_text, "rejected")
    assert "The shops would lose" in text
    assert "garage" in text


async def test_an_id_is_renamed_in_all_files(lane):
    """Renaming a statement changes the file with its declaration and those that refer to it."""
    await lane.open("street.argmap", at="calm")
    await lane.page.keyboard.press("F2")
    await lane.page.fill(".rename-box input", "quiet")
    await lane.page.keyboard.press("Enter")
    await lane.wait_for(lane.lines().first.inner_text, "claim quiet")
    await lane.command("File: Save All Files")
    await lane.wait_for(_file(lane), r"supported-by: street\.quiet")
    assert lane.read("street.argmap") == STREET.replace("calm ", "quiet ")


async def test_a_fix_is_applied(lane):
    """A diagnostic offers its fix as a code action."""
    await lane.open("map.argmap", after="@count:4")
    await lane.type(" @cuont:5")
    await lane.page.wait_for_selector(".squiggly-error")
    await lane.page.keyboard.press("Control+.")
    await lane.choose(".action-widget", "write `count`")
    await lane.page.wait_for_selector(".squiggly-error", state="detached")
    await lane.save()
    await lane.wait_for(_file(lane), "@count:4 @count:5")


async def test_a_map_is_formatted(lane):
    """“Format Document” formats the map."""
    untidy = 'claim   wet    "The street is wet"{evidence rain "It rains"}\n'
    await lane.write_and_open("untidy.argmap", untidy)

    async def attempt() -> None:
        await lane.command("Format Document")
        await lane.wait_for(lane.lines().nth(1).inner_text, "^  evidence rain", seconds=10)

    await retry(attempt)
    await lane.save()
    await lane.wait_for(
        _file(lane, "untidy.argmap"), 'claim wet "The street is wet" {   evidence rain "It rains" }'
    )


async def test_inlay_hints_and_code_lenses_are_shown(lane):
    """A rejected statement has a hint, and the numbers of reasons are shown above statements."""
    await lane.wait_for(lane.lines().filter(has_text="shops").inner_text, "rejected")
    lenses = lane.page.locator(".codelens-decoration")
    await lane.wait_for(lenses.first.inner_text, "2 for.*1 against")


async def test_an_exported_map_is_opened(lane):
    """“Export the Map…” asks for a format; an outline is opened as Markdown."""
    await lane.command("Argmap: Export the Map…")
    await lane.row(".quick-input-list", "Outline").click()
    await lane.wait_for(lane.page.locator(".tabs-container").inner_text, "Untitled-1")
    await lane.wait_for(
        lane.page.locator(".editor-instance .view-lines").inner_text, "Build the lane"
    )
    await lane.wait_for(lane.page.locator("#status\\.editor\\.mode").inner_text, "Markdown")


def _file(window, name="map.argmap"):
    """Return a function that reads a file of the project."""

    async def read() -> str:
        return window.read(name)

    return read
