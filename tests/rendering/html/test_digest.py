"""The digest of a page: what it depends on, and how it is found in a page."""

from argmap.rendering import RenderOptions
from argmap.rendering.html import to_html
from argmap.rendering.html.page import digest_in_page, digest_of_page


def test_a_page_contains_the_digest_of_its_map(read, example):
    """A page contains the digest once; it has none if there are none or several."""
    argument_map = read(example)
    page = to_html(argument_map).encode()
    digest = digest_in_page(page)
    assert digest == digest_of_page(argument_map, RenderOptions(), argument_map)
    assert digest_in_page(page + page) is None
    assert digest_in_page(b"<html></html>") is None


def test_the_digest_depends_on_the_map_and_the_theme(read, example):
    """The digest changes with the map and the theme, even if only the page shows the change."""
    digests = {
        digest_of_page(read(text), RenderOptions(theme=theme), read(text))
        for text in (
            example,
            example.replace("14 crashes", "15 crashes"),
            example.replace("Ada", "Eve"),
        )
        for theme in ("classic", "contrast")
    }
    assert len(digests) == 6
