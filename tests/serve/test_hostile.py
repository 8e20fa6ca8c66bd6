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


async def test_titles_and_sentences_are_shown_as_text(served, look):
    """This covers the picture, the header, the list of maps and the panel."""
    maps = {f"bad{number}": hostile_map([text]) for number, text in enumerate(SOME)}
    server = served(paths=["."], **maps)
    for name, text in zip(maps, SOME, strict=True):
        seen = await look(server, f"map/{name}")
        await seen.card("a0").click()
        shown = " ".join(text.replace("\u202e", "\ufffd").split())
        assert (await seen.sentence() or "").replace("\u202e", "\ufffd") == shown
        await seen.page.click("#page-maps-button")
        assert await seen.page.locator("#page-maps-list a").count() == len(SOME)
        server.change(f"{name}.argmap", "Top", "Another top")
        await wait_for_text(seen, "Another top")


async def test_hostile_texts_can_replace_others(served, look):
    """A save that adds all of them changes the picture, and nothing runs."""
    usable = [text for text in VECTORS if text.strip() and "\ud800" not in text]
    server = served()
    seen = await look(server)
    server.write("lane.argmap", hostile_map([text[:200] for text in usable[:60]]))
    await wait_for_text(seen, "Top")
    assert await seen.page.locator(".statement").count() == 61


async def test_file_names_are_shown_as_text(served, look):
    """This covers the list, the diagnostics and the banner."""
    name = "<img src=x onerror=alert(1)>"
    server = served(paths=["."], **{name: LANE, "lane": LANE})
    (id_,) = [each["id"] for each in server.live_list() if each["name"] == name]
    seen = await look(server, f"map/{id_}")
    server.write(f"{name}.argmap", "claim {")
    await seen.page.wait_for_selector("#page-trouble:visible")
    assert f"{name}.argmap:1:" in await seen.text("#page-trouble")
    await seen.page.click("#page-findings-button")
    assert name in await seen.text("#page-findings-list")
    await seen.page.click("#page-maps-button")
    assert name in await seen.text("#page-maps-list")


async def test_ids_named_like_object_properties_are_only_ids(served, look):
    """`constructor` or `__proto__` as an id opens its own location."""
    server = served(lane='map "M" claim constructor "C" { assumption toString "T" }\n')
    seen = await look(server)
    places = server.drawn()["places"]
    assert set(places) == {"constructor", "toString"}
    await seen.card("toString").click()
    assert await seen.sentence() == "T"


def test_the_scripts_create_no_markup_from_text():
    """They create elements one by one, and send requests only to their own server."""
    files = sorted((Path(argmap.serve.__file__).parent / "page/script").iterdir())
    assert files
    for file in files:
        script = file.read_text(encoding="utf-8")
        assert not re.search(r"innerHTML|outerHTML|insertAdjacent|document\.write|eval\(", script)
        assert not re.search(r"import\(|https?://|localStorage|postMessage", script)
        assert "</script" not in script
