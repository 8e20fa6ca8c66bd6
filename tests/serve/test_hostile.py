"""Strangers' texts on a page that is served: they are read, and nothing of them is run."""

import re
from pathlib import Path

from tests.rendering.vectors import VECTORS
from tests.serve.conftest import LANE
from tests.serve.test_following import says

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
    """Return a text as the language writes it."""
    return "".join(
        f"\\u{{{ord(c):x}}}" if c in '"\\\r\n' or not c.isprintable() else c for c in text
    )


def hostile_map(texts) -> str:
    """Return a map whose title and sentences are these texts."""
    claims = "\n".join(
        f'  assumption a{number} "{quoted(text)}"' for number, text in enumerate(texts)
    )
    return f'map "{quoted(texts[0])}" {{ thesis: top }}\nclaim top "Top" {{\n{claims}\n}}\n'


async def test_titles_and_sentences_are_shown_as_text(served, look):
    """In the picture, the header, the list of maps and the panel they are what they are."""
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
        await says(seen, "Another top")


async def test_all_vectors_can_come_in_the_place_of_others(served, look):
    """A save that brings all of them at once changes the picture, and nothing runs."""
    usable = [text for text in VECTORS if text.strip() and "\ud800" not in text]
    server = served()
    seen = await look(server)
    server.write("lane.argmap", hostile_map([text[:200] for text in usable[:60]]))
    await says(seen, "Top")
    assert await seen.page.locator(".statement").count() == 61


async def test_names_of_files_are_shown_as_text(served, look):
    """A file's name in the list, in a finding and in the ribbon is text."""
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


async def test_ids_like_the_parts_of_objects_are_only_ids(served, look):
    """`constructor` or `__proto__` as an id leads to its own place."""
    server = served(lane='map "M" claim constructor "C" { assumption toString "T" }\n')
    seen = await look(server)
    places = server.drawn()["places"]
    assert set(places) == {"constructor", "toString"}
    await seen.card("toString").click()
    assert await seen.sentence() == "T"


def test_the_scripts_make_no_markup_of_text():
    """They make elements one by one, and ask no server but their own."""
    files = sorted((Path(argmap.serve.__file__).parent / "page/script").iterdir())
    assert files
    for file in files:
        script = file.read_text(encoding="utf-8")
        assert not re.search(r"innerHTML|outerHTML|insertAdjacent|document\.write|eval\(", script)
        assert not re.search(r"import\(|https?://|localStorage|postMessage", script)
        assert "</script" not in script
