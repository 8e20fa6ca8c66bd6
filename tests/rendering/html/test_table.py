"""The table of all statements, and its CSV, in a browser."""

import csv
import io
import re
from pathlib import Path

import pytest
from tests.browsing import violations
from tests.rendering.html.parts_map import parts_map

import argmap.rendering.html
from argmap.rendering.html import to_html

CSV_SCRIPT = (Path(argmap.rendering.html.__file__).parent / "script/csv.js").read_text("utf-8")


@pytest.fixture
def open_table(visit):
    """Return a function that opens the table of the map with parts."""

    async def open_page(address: str = "#/table", argument_map=None, **context):
        return await visit(to_html(argument_map or parts_map()), address, **context)

    return open_page


def read_file(path: Path) -> bytes:
    """Return the content of a file."""
    return path.read_bytes()


async def column(watched, name: str) -> list[str]:
    """Return the cells of a column from top to bottom."""
    headings = await watched.page.locator("#page-columns th").all_inner_texts()
    number = [heading.split("\n")[0].strip(" ↑↓↕") for heading in headings].index(name)
    rows = watched.page.locator("#page-rows tr")
    return await rows.evaluate_all(
        "(rows, number) => rows.map((row) => row.children[number].innerText.trim())", number
    )


async def sort_of(watched) -> dict[str, str]:
    """Return the sorted columns with their directions."""
    headings = watched.page.locator("#page-columns th[aria-sort]")
    pairs = await headings.evaluate_all(
        "all => all.map((e) => [e.dataset.column, e.getAttribute('aria-sort')])"
    )
    return dict(pairs)


@pytest.mark.parametrize("size", [(1280, 800), (390, 844)], ids=["desktop", "phone"])
async def test_the_table(open_table, axe, size):
    """It lists all statements in the order of the map, with their attributes."""
    watched = await open_table(size=size)
    assert await violations(watched, axe) == []
    texts = [" ".join(s.text.split()) for s in parts_map().sentences]
    assert await column(watched, "Statement") == texts
    assert await sort_of(watched) == {"number": "ascending"}
    row = texts.index("The lane is safe")
    for name, value in {
        "No.": str(row + 1),
        "Paragraph": "report ¶2",
        "Kind": "claim",
        "Status": "✓ accepted",
        "Fidelity": "paraphrase",
    }.items():
        assert (await column(watched, name))[row] == value
    assert "✗ rejected" in await column(watched, "Status")
    assert "numbers, street" in await column(watched, "Tags")
    await watched.page.locator("#page-rows a", has_text="Mirrors help").click()
    assert await watched.sentence() == "Mirrors help"
    assert await watched.address() == "/table;mirrors"
    assert await violations(watched, axe) == []
    width = await watched.page.evaluate("document.documentElement.scrollWidth")
    assert width <= size[0]
    await watched.page.locator("#page-said a", has_text="Show in the map").click()
    assert await watched.statement("mirrors").is_visible()


@pytest.mark.parametrize(
    "name", ["No.", "Statement", "Paragraph", "Kind", "Status", "Fidelity", "Tags"]
)
async def test_sorting(open_table, name):
    """Each heading sorts its column in both directions; missing values are last."""
    watched = await open_table()
    before = await column(watched, name)
    button = watched.page.locator("#page-columns button", has_text=name)
    await button.focus()
    await watched.page.keyboard.press("Enter")
    if name == "No.":
        await watched.page.keyboard.press("Enter")
    (direction,) = (await sort_of(watched)).values()
    assert direction == "ascending"
    ascending = await column(watched, name)
    assert sorted(ascending) == sorted(before)
    await watched.page.keyboard.press("Space")
    (direction,) = (await sort_of(watched)).values()
    assert direction == "descending"
    descending = await column(watched, name)
    present = [value for value in ascending if value]
    assert [value for value in descending if value] == present[::-1] or name == "No."
    assert all(
        values[len(present) :] == [""] * (len(before) - len(present))
        for values in (
            ascending,
            descending,
        )
    )
    if name == "Status":
        assert present == sorted(present, key=["✓ accepted", "? undecided", "✗ rejected"].index)
    elif name == "Paragraph":
        numbers = [int(found[1]) for value in present if (found := re.search(r"¶(\d+)", value))]
        assert numbers == sorted(numbers)


async def test_the_sorting_has_an_address(open_table):
    """A table is opened with the order in its address; an unknown one is the map's order."""
    watched = await open_table("#/table/-kind")
    assert await sort_of(watched) == {"kind": "descending"}
    await watched.page.click("#page-columns button >> nth=1")
    assert await watched.address() == "/table/statement"
    watched = await open_table("#/table/constructor")
    assert await sort_of(watched) == {"number": "ascending"}


async def test_a_search_filters_the_table(open_table):
    """During a search, the table has the hits only."""
    watched = await open_table()
    await watched.page.fill("#page-query", "numbers")
    assert set(await column(watched, "Statement")) == {
        "There were fourteen crashes",
        "Mirrors help",
    }
    assert await watched.text("#page-rows-count") == "2 of 8 statements"
    await watched.page.press("#page-query", "Enter")
    assert await watched.page.locator("#page-rows tr.chosen").count() == 1


async def test_csv(open_table):
    """The CSV has all rows; no cell is a formula, and quotes and commas are quoted."""
    watched = await open_table("#/table/-statement")
    async with watched.page.expect_download() as download:
        await watched.page.click("#page-download")
    saved = await download.value
    assert saved.suggested_filename == "Should-we-build-the-lane.csv"
    data = read_file(await saved.path())
    assert data.startswith(b"\xef\xbb\xbf")
    text = data.decode("utf-8-sig")
    assert text.count("\r\n") == text.count("\n") == len(parts_map().statements) + 1
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    by_id = {row["Id"]: row for row in rows}
    assert by_id["funds"]["Statement"] == "'=SUM(A1) is in the budget"
    assert by_id["funds"]["Tags"] == "'@risk"
    assert by_id["price"]["Statement"] == "It costs 10 million, “all in”"
    assert by_id["crashes"]["Tags"] == "numbers, street"
    assert by_id["risk"]["Status"] == "rejected"
    shown = await column(watched, "Statement")
    assert [row["Statement"].lstrip("'") for row in rows] == shown


async def test_cells_follow_rfc_4180(open_table):
    """Cells with commas, quotes or line ends are quoted, and formulas get an apostrophe."""
    cells = ["a,b", 'say "hi"', "two\nlines", "=1+1", "+1", "-1", "@x", "\t=1", "plain", ""]
    watched = await open_table()
    text = await watched.page.evaluate(
        f"cells => {{ {CSV_SCRIPT}\nreturn formatCsv([cells]); }}", cells
    )
    (row,) = csv.reader(io.StringIO(text, newline=""))
    assert row == [f"'{cell}" if cell[:1] in tuple("=+-@\t") and cell else cell for cell in cells]
    assert text.startswith('"a,b","say ""hi""","two\nlines",\'=1+1,')
