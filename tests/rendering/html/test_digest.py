"""The digest that a page holds: what decides it, and where it is looked for."""

from argmap.rendering import RenderOptions
from argmap.rendering.html import to_html
from argmap.rendering.html.page import digest_in_page, digest_of_page


def test_a_page_holds_the_digest_of_its_map(read, lane):
    """Once: a page that holds none, or two, says nothing of what it was made from."""
    argument_map = read(lane)
    page = to_html(argument_map).encode()
    digest = digest_in_page(page)
    assert digest == digest_of_page(argument_map, RenderOptions(), argument_map)
    assert digest_in_page(page + page) is None
    assert digest_in_page(b"<html></html>") is None


def test_another_map_or_another_look_has_another_digest(read, lane):
    """So does the same map with another note, which only the page knows."""
    digests = {
        digest_of_page(read(text), RenderOptions(theme=theme), read(text))
        for text in (lane, lane.replace("14 crashes", "15 crashes"), lane.replace("Ada", "Eve"))
        for theme in ("classic", "contrast")
    }
    assert len(digests) == 6
