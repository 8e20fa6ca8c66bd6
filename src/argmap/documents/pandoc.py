"""The Pandoc filter: code blocks of the class ``argmap`` become pictures.

Pandoc starts it with ``pandoc --filter argmap-pandoc``. It reads a document as JSON from standard
input, and writes it to standard output. In HTML, a picture is an SVG element; in other formats, it
is an image with a data URL, so that no file is written.

The JSON format is defined by https://hackage.haskell.org/package/pandoc-types.
"""

from __future__ import annotations

import json
import sys
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from argmap.documents.document_maps import DocumentMap, map_of_text, picture_html
from argmap.errors import ArgmapError

_CLASS = "argmap"
_IGNORED = "ignore"
_HTML_FORMATS = ("html", "slidy", "slideous", "dzslides", "revealjs", "s5", "chunkedhtml")
_MAX_MAPS = 500

Block = dict[str, Any]
"""An element of a document: its type ``t``, and its content ``c``."""


def main() -> None:
    """Run the filter. The first argument is the output format, such as ``html``.

    A block that cannot be read as a map stays code; its errors are printed to standard error. If a
    picture cannot be drawn, or the input is not JSON, the exit code is 1, and Pandoc stops.
    """
    output_format = sys.argv[1] if len(sys.argv) > 1 else "html"
    try:
        document = json.loads(sys.stdin.buffer.read())
        replace_maps(document, output_format)
    except (ArgmapError, ValueError, RecursionError) as error:
        sys.exit(f"argmap-pandoc: {error}")
    sys.stdout.buffer.write(json.dumps(document).encode())


def replace_maps(document: Any, output_format: str) -> None:
    """Replace the maps in a document, in place.

    Raises:
        ArgmapError: If a map cannot be drawn, or there are too many maps.
    """
    for number, block in enumerate(_map_blocks(document), start=1):
        if number > _MAX_MAPS:
            raise ArgmapError(f"the document contains more than {_MAX_MAPS} maps")
        attributes, text = block["c"]
        map_ = map_of_text(text, Path(f"block {number}"))
        for error in map_.errors:
            print(f"{error.location}: {error.code} {error.message}", file=sys.stderr)  # noqa: T201
        if map_.load_errors.diagnostics:
            continue
        is_html = output_format.startswith(_HTML_FORMATS)
        picture = _html_block(map_) if is_html else _image(map_)
        block.update(t="Div", c=[attributes, [picture]])


def _html_block(map_: DocumentMap) -> Block:
    return {"t": "RawBlock", "c": ["html", picture_html(map_)]}


def _image(map_: DocumentMap) -> Block:
    url = f"data:image/svg+xml;base64,{b64encode(map_.picture().encode()).decode()}"
    alternative = [{"t": "Str", "c": map_.map.title or "Argument map"}]
    return {"t": "Para", "c": [{"t": "Image", "c": [["", [], []], alternative, [url, ""]]}]}


def _map_blocks(document: Any) -> Iterator[Block]:
    """Yield the code blocks with maps, in order; without recursion, as a document may be deep."""
    pending = [document]
    while pending:
        value = pending.pop()
        if isinstance(value, list):
            pending += reversed(value)
        elif isinstance(value, dict):
            if value.get("t") == "CodeBlock" and _is_map(value.get("c")):
                yield value
            else:
                pending += reversed(value.values())


def _is_map(content: Any) -> bool:
    match content:
        case [[_, [*classes], _], str()]:
            return _CLASS in classes and _IGNORED not in classes
    return False


if __name__ == "__main__":
    main()
