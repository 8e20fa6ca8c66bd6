"""Accessibility: axe-core reports no violations, and screen readers find the statements."""

import pytest
from tests.browsing import violations

from argmap.rendering.html import to_html


@pytest.mark.parametrize("size", [(1280, 800), (390, 800)], ids=["desktop", "phone"])
async def test_axe_reports_nothing(open_page, axe, size):
    """The page has no violations: with the panel, a search, an isolated branch, and the help."""
    watched = await open_page(size=size)
    assert await violations(watched, axe) == []
    await watched.follow("lane")
    assert await violations(watched, axe) == []
    await watched.page.fill("#page-query", "safe")
    await watched.page.press("#page-query", "Enter")
    assert await violations(watched, axe) == []
    await watched.page.press("#page-query", "Escape")
    await watched.page.locator("text=Only this branch").click()
    assert await violations(watched, axe) == []
    await watched.page.click("#page-help")
    assert await violations(watched, axe) == []


async def test_axe_reports_nothing_in_the_paper(visit, axe, paper):
    """The page of a large map has no violations."""
    watched = await visit(to_html(paper), f"#{paper.thesis}")
    assert await violations(watched, axe) == []


async def test_the_tree(open_page):
    """Each statement is an item of a tree, with a label that describes it completely."""
    watched = await open_page(address="#garage")
    items = await watched.page.locator("svg[role=tree] [role=treeitem]").evaluate_all(
        "all => all.map((e) => [e.id.replace(/^.*-s-/, ''), e.getAttribute('aria-level')])"
    )
    levels = {"1": "lane other", "2": "crashes safe wanted dear shops", "3": "calm paid garage"}
    assert dict(items) == {id_: level for level, ids in levels.items() for id_ in ids.split()}
    label = await watched.statement("garage").get_attribute("aria-label")
    relation = "Counterpoint (rebuttal) against “The shops would lose”"
    assert label.startswith(f"{relation}: The garage has room.")
    assert await watched.statement("garage").get_attribute("aria-selected") == "true"
    assert await watched.page.locator("[aria-selected=true]").count() == 1


async def test_landmarks(open_page):
    """Screen readers find the banner, the search, the map and the panel."""
    watched = await open_page(address="#lane")
    for role, name in (
        ("banner", None),
        ("search", None),
        ("main", "Map"),
        ("complementary", "Build the lane"),
        ("status", None),
    ):
        by_role = watched.page.get_by_role
        elements = by_role(role, name=name) if name else by_role(role)
        assert await elements.count() >= 1, role
