"""What an author sees of a map's text in VS Code, and what is done to it there."""

import re

import pytest

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
    """A window on a map of two files, of which one is open."""
    window.write("street.argmap", STREET)
    await window.shows("map.argmap", LANE)
    return window


async def _problems(window) -> str:
    await window.command("Problems: Focus on Problems View")
    return await window.page.locator(".markers-panel").inner_text()


async def test_a_map_is_coloured(lane):
    """Words of the language, ids, texts, citations and comments each have a colour of their own."""
    seen = {}
    for line, pieces in {
        5: ["# What is seen."],
        6: ["claim", "lane", '"Build the lane"'],
        7: ["supported-by"],
        8: ["evidence", "count"],
    }.items():
        spans = lane.lines().nth(line - 1).locator("span:not(:has(span))")
        for piece in pieces:
            exactly = re.compile(rf"^\s*{re.escape(piece)}\s*$".replace(r"\ ", r"\s"))
            span = spans.filter(has_text=exactly).first
            seen[piece] = await span.evaluate("e => getComputedStyle(e).color")
    assert seen["claim"] == seen["evidence"]
    del seen["evidence"]
    assert len(set(seen.values())) >= 5, seen


async def test_a_mistake_is_underlined_and_listed_as_one_types(lane):
    """What a rule finds is under the text and among the problems, with its code; and goes again."""
    await lane.open("map.argmap", after="@count:4")
    await lane.type(" @cuont:5")
    await lane.page.wait_for_selector(".squiggly-error")
    seen = await lane.sees(lambda: _problems(lane), "cuont")
    assert "REF106" in seen
    assert "unknown source `cuont`" in seen
    await lane.open("map.argmap")
    await lane.page.keyboard.press("Control+z")
    await lane.page.wait_for_selector(".squiggly-error", state="detached")


async def test_ids_are_offered_with_their_sentences(lane):
    """Where a statement may be named, VS Code offers the ids, each with what it says."""
    await lane.open("map.argmap", after="supported-by: street.calm")
    await lane.type(", ")
    await lane.page.keyboard.press("Control+Space")
    widget = lane.page.locator(".suggest-widget.visible")
    seen = await lane.sees(widget.inner_text, "The shops would lose")
    assert "counterpoint" in seen
    await lane.type("garag")
    await lane.sees(widget.inner_text, "garage +counterpoint +The garage has room")
    await lane.page.keyboard.press("Enter")
    await lane.save()
    await lane.sees(_file(lane), "supported-by: street.calm, garage")


async def test_pointing_at_a_statement_says_whether_it_stands_and_why(lane):
    """The hover has the sentence, the verdict and what it comes from."""
    await lane.open("map.argmap", at="shops")
    await lane.command("Show or Focus Hover")
    hover = lane.page.locator(".monaco-hover:not(.hidden)").first
    seen = await lane.sees(hover.inner_text, "rejected")
    assert "The shops would lose" in seen
    assert "garage" in seen


async def test_an_id_is_renamed_in_all_files(lane):
    """Renaming a statement changes the file that declares it and the one that names it."""
    await lane.open("street.argmap", at="calm")
    await lane.page.keyboard.press("F2")
    await lane.page.fill(".rename-box input", "quiet")
    await lane.page.keyboard.press("Enter")
    await lane.sees(lane.lines().first.inner_text, "claim quiet")
    await lane.command("File: Save All Files")
    await lane.sees(_file(lane), r"supported-by: street\.quiet")
    assert lane.read("street.argmap") == STREET.replace("calm ", "quiet ")


async def test_a_mistake_is_mended_by_its_fix(lane):
    """The fix of a finding is offered where it is found, and does what it says."""
    await lane.open("map.argmap", after="@count:4")
    await lane.type(" @cuont:5")
    await lane.page.wait_for_selector(".squiggly-error")
    await lane.page.keyboard.press("Control+.")
    await lane.sees(lane.row(".action-widget", "write").inner_text, "write `count`")
    await lane.page.keyboard.press("Enter")  # it is the first
    await lane.page.wait_for_selector(".squiggly-error", state="detached")
    await lane.save()
    await lane.sees(_file(lane), "@count:4 @count:5")


async def test_a_map_is_laid_out(lane):
    """“Format Document” gives the text its canonical layout."""
    lane.write("untidy.argmap", 'claim   wet    "The street is wet"{evidence rain "It rains"}\n')
    await lane.open("untidy.argmap")
    await lane.command("Format Document")
    await lane.sees(lane.lines().nth(1).inner_text, "^  evidence rain")
    await lane.save()
    await lane.sees(
        _file(lane, "untidy.argmap"), 'claim wet "The street is wet" {   evidence rain "It rains" }'
    )


async def test_what_does_not_stand_is_marked_behind_its_text(lane):
    """A statement that falls says so at its end, and reasons are counted above each."""
    await lane.sees(lane.lines().filter(has_text="shops").inner_text, "rejected")
    lenses = lane.page.locator(".codelens-decoration")
    await lane.sees(lenses.first.inner_text, "2 for.*1 against")


async def test_a_map_is_exported_into_an_editor_of_its_own(lane):
    """“Export the Map…” asks for a format; an outline opens as Markdown."""
    await lane.command("Argmap: Export the Map…")
    await lane.row(".quick-input-list", "Outline").click()
    await lane.sees(lane.page.locator(".tabs-container").inner_text, "Untitled-1")
    await lane.sees(lane.page.locator(".editor-instance .view-lines").inner_text, "Build the lane")
    await lane.sees(lane.page.locator("#status\\.editor\\.mode").inner_text, "Markdown")


def _file(window, name="map.argmap"):
    async def look() -> str:
        return window.read(name)

    return look
