"""The paper's map, as a page: it works, and can be read."""

from argmap.rendering.html import to_html


async def test_the_whole_paper(visit, paper):
    """It opens at the thesis, at a size for reading, and every statement can be gone to."""
    seen = await visit(to_html(paper), size=(1440, 900))
    thesis = paper.thesis
    assert await seen.statement(thesis).is_visible()
    assert (await seen.view())[2] >= 0.6
    box = await seen.card(thesis).bounding_box()
    assert 0 <= box["x"] < 1440
    assert 0 <= box["y"] < 900
    assert await seen.page.locator("svg .statement").count() == len(paper.statements)
    found = await seen.page.evaluate(
        """ids => ids.map((id) => {
          history.replaceState(null, "", "#" + encodeURIComponent(id));
          window.dispatchEvent(new PopStateEvent("popstate"));
          return document.getElementById("page-sentence").textContent;
        })""",
        list(paper.statements),
    )
    assert found == [" ".join(each.text.split()) for each in paper.statements.values()]


async def test_searching_the_paper(visit, paper):
    """What is found comes into view."""
    seen = await visit(to_html(paper))
    await seen.page.fill("#page-query", "unity")
    await seen.page.press("#page-query", "Enter")
    await seen.page.press("#page-query", "Enter")
    box = await seen.page.locator(".hit-mark.here").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 1280
    assert box["y"] >= 0
    assert box["y"] + box["height"] <= 800
