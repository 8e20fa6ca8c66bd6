"""The page of the map of a whole paper: it works, and can be read."""

from argmap.rendering.html import to_html


async def test_the_whole_paper(visit, paper):
    """The map is shown at the thesis in a readable size, and every statement can be selected."""
    watched = await visit(to_html(paper), "#/map", size=(1440, 900))
    thesis = paper.thesis
    assert await watched.statement(thesis).is_visible()
    assert (await watched.view())[2] >= 0.6
    box = await watched.card(thesis).bounding_box()
    assert 0 <= box["x"] < 1440
    assert 0 <= box["y"] < 900
    sentences = await watched.page.evaluate(
        """ids => ids.map((id) => {
          history.replaceState(null, "", "#" + encodeURIComponent(id));
          window.dispatchEvent(new PopStateEvent("popstate"));
          return document.getElementById("page-sentence").textContent;
        })""",
        list(paper.statements),
    )
    expected = [" ".join(statement.text.split()) for statement in paper.statements.values()]
    assert sentences == expected


async def test_a_hit_is_scrolled_into_view(visit, paper):
    """The selected search hit is in view."""
    watched = await visit(to_html(paper))
    await watched.page.fill("#page-query", "unity")
    await watched.page.press("#page-query", "Enter")
    await watched.page.press("#page-query", "Enter")
    box = await watched.page.locator(".hit-mark.here").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 1280
    assert box["y"] >= 0
    assert box["y"] + box["height"] <= 800
