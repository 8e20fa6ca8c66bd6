"""The page for everybody: axe-core finds nothing, and the tree says what is where."""

import pytest
from tests.browsing import violations

from argmap.rendering.html import to_html


@pytest.mark.parametrize("size", [(1280, 800), (390, 800)], ids=["desktop", "phone"])
async def test_axe_finds_nothing(opened, axe, size):
    """At rest, with the panel, with a search, with a branch alone, with the help."""
    seen = await opened(size=size)
    assert await violations(seen, axe) == []
    await seen.follow("lane")
    assert await violations(seen, axe) == []
    await seen.page.fill("#page-query", "safe")
    await seen.page.press("#page-query", "Enter")
    assert await violations(seen, axe) == []
    await seen.page.press("#page-query", "Escape")
    await seen.page.locator("text=Only this branch").click()
    assert await violations(seen, axe) == []
    await seen.page.click("#page-help")
    assert await violations(seen, axe) == []


async def test_axe_finds_nothing_in_the_paper(visit, axe, paper):
    """Nor on a large map, with all that it has."""
    seen = await visit(to_html(paper), f"#{paper.thesis}")
    assert await violations(seen, axe) == []


async def test_the_tree(opened):
    """Each statement is an item of a tree, named by all that is to be said of it."""
    seen = await opened(address="#garage")
    items = await seen.page.locator("svg[role=tree] [role=treeitem]").evaluate_all(
        "all => all.map((e) => [e.id.replace(/^.*-s-/, ''), e.getAttribute('aria-level')])"
    )
    levels = {"1": "lane other", "2": "crashes safe wanted dear shops", "3": "calm paid garage"}
    assert dict(items) == {id_: level for level, ids in levels.items() for id_ in ids.split()}
    label = await seen.statement("garage").get_attribute("aria-label")
    assert label.startswith("Rebuttal of “The shops would lose”: The garage has room.")
    assert await seen.statement("garage").get_attribute("aria-selected") == "true"
    assert await seen.page.locator("[aria-selected=true]").count() == 1


async def test_landmarks(opened):
    """Banner, search, main and the panel are to be found by readers of the screen."""
    seen = await opened(address="#lane")
    for role, name in (
        ("banner", None),
        ("search", None),
        ("main", "Map"),
        ("complementary", "Build the lane"),
        ("status", None),
    ):
        found = seen.page.get_by_role(role, name=name) if name else seen.page.get_by_role(role)
        assert await found.count() >= 1, role
