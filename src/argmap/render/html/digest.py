"""What decides a page, as a number: a page with another one is stale.

It hangs on the digest of the picture, on what the page knows of the map beyond that (reasons,
notes, tags), and on style and script, which are in the page: one of another argmap may be stale.
"""

from __future__ import annotations

import json
import re
from functools import cache
from hashlib import sha256
from pathlib import Path

from attrs import evolve

from argmap.model import ArgumentMap
from argmap.render.digest import digest_of
from argmap.render.html.data import Data, page_data
from argmap.render.options import RenderOptions

_LENGTH = 32  # hexadecimal digits
_ELEMENT = re.compile(rb'<meta name="argmap-digest" content="([0-9a-f]{%d})">' % _LENGTH)


def page_digest(picture: str | None, data: Data) -> str:
    """Return the digest of a page, from that of its picture and what else it knows."""
    return _hash(json.dumps([picture, data, _shell()]))


def digest_of_page(argument: ArgumentMap, options: RenderOptions, whole: ArgumentMap) -> str:
    """Return the digest that the page of a map would hold, were it drawn now.

    Raises:
        RenderError: when the theme is unknown.
    """
    from argmap.render.marks import make_marks
    from argmap.render.scene.staging import stage
    from argmap.render.svg.document import prefix_of

    scene = stage(argument, make_marks(argument, options))
    picture = digest_of(argument, evolve(options, caption=False))
    return page_digest(picture, page_data(scene, prefix_of(argument, options), options, whole))


def digest_in_page(page: bytes) -> str | None:
    """Return the digest that a page holds; None where it holds none, or more than one."""
    found = _ELEMENT.findall(page)
    return found[0].decode() if len(found) == 1 else None


@cache
def _shell() -> str:
    """Return a digest of what is the same on every page."""
    folder = Path(__file__).parent
    files = [folder / "page.html", folder / "page.css", *sorted(folder.glob("script/*.js"))]
    return _hash("\0".join(file.read_text(encoding="utf-8") for file in files))


def _hash(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_LENGTH]
