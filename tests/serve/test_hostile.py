"""Tests that untrusted texts on a served page are shown as text and never run."""

import re
from pathlib import Path

from tests.rendering.vectors import VECTORS
from tests.serve.conftest import LANE
from tests.serve.test_following import wait_for_text

import argmap.serve

SOME = [
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "</style><script>alert(1)</script>",
    "{line} {column} {path} $data ${title}",
    "__proto__",
    "javascript:alert(1)",
    "\u202eabc\u2028d",
]


def quoted(text: str) -> str:
    """Return a text as a quoted string of the language."""
    return "".join(
        f"\\u{{{ord(c):x}}}" if c in '"\\\r\n' or not c.isprintable() else c for c in text
    )


def hostile_map(texts) -> str:
    """Return a map whose title and sentences are the given texts."""
    claims = "\n".join(
        f'  assumption a{number} "{quoted(text)}"' for number, text in enumerate(texts)
    )
    return f'map "{quoted(texts[0])}" {{ thesis: top }}\nclaim top "Top" {{\n{claims}\n}}\n'


async def test_titles_and_sentences_are_shown_as_text(serve_maps, open_page):
    """This covers the picture, the header, the list of maps and the panel."""
    maps = {f"bad{number}": hostile_map([text]) for number, text in enumerate(SOME)}
    server = serve_maps(paths=["."], **maps)
    for name, text in zip(maps, SOME, strict=True):
        watched = await open_page(server, f"map/{name}")
        await watched.card("a0").click()
        expected = " ".join(text.replace("\u202e", "\ufffd").split())
        assert (await watched.sentence() or "").replace("\u202e", "\ufffd") == expected
        await watched.page.click("#page-maps-button")
        assert await watched.page.locator("#page-maps-list a").count() == len(SOME)
        server.change(f"{name}.argmap", "Top", "Another top")
        await wait_for_text(watched, "Another top")


async def test_hostile_texts_can_replace_others(serve_maps, open_page):
    """A save that adds all of them changes the picture, and nothing runs."""
    usable = [text for text in VECTORS if text.strip() and "\ud800" not in text]
    server = serve_maps()
    watched = await open_page(server)
    server.write("lane.argmap", hostile_map([text[:200] for text in usable[:60]]))
    await wait_for_text(watched, "Top")
    assert await watched.page.locator(".statement").count() == 61


async def test_file_names_are_shown_as_text(serve_maps, open_page):
    """This covers the list, the diagnostics and the banner."""
    name = "<img src=x onerror=alert(1)>"
    server = serve_maps(paths=["."], **{name: LANE, "lane": LANE})
    (id_,) = [entry["id"] for entry in server.map_list() if entry["name"] == name]
    watched = await open_page(server, f"map/{id_}")
    server.write(f"{name}.argmap", "claim {")
    await watched.page.wait_for_selector("#page-trouble:visible")
    assert f"{name}.argmap:1:" in await watched.text("#page-trouble")
    await watched.page.click("#page-findings-button")
    assert name in await watched.text("#page-findings-list")
    await watched.page.click("#page-maps-button")
    assert name in await watched.text("#page-maps-list")


async def test_ids_named_like_object_properties_are_only_ids(serve_maps, open_page):
    """`constructor` or `__proto__` as an id opens its own location."""
    server = serve_maps(lane='map "M" claim constructor "C" { assumption toString "T" }\n')
    watched = await open_page(server)
    locations = server.wait_until_drawn()["places"]
    assert set(locations) == {"constructor", "toString"}
    await watched.card("toString").click()
    assert await watched.sentence() == "T"


def test_the_scripts_create_no_markup_from_text():
    """They create elements one by one, and send requests only to their own server."""
    files = sorted((Path(argmap.serve.__file__).parent / "page/script").iterdir())
    assert files
    for file in files:
        script = file.read_text(encoding="utf-8")
        assert not re.search(r"innerHTML|outerHTML|insertAdjacent|document\.write|eval\(", script)
        assert not re.search(r"import\(|https?://|localStorage|postMessage", script)
        assert "</script" not in script
