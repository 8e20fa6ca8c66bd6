"""Read the numbered paragraphs (of a PDF: the pages) of a source, to cite them as @source:number.

Pass the `path` of the text itself (.txt, .md, .html, .pdf), or of a map with the id of a `source`
that it declares. Long texts come in pages: pass the number after the last passage as `first`.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from argmap.config import MAP_SUFFIX
from argmap.errors import InputError
from argmap.mcp.context import ID_PROPERTY, Arguments, Schema, ToolContext
from argmap.model.identifiers import normalize_id
from argmap.reporting._text import escape_unprintable
from argmap.sources.loader import NumberedPassage, Passages, TextUnavailable, load_text
from argmap.text.safe import printable
from argmap.text.suggest import suggest
from argmap.workspace.load import load_resolution

PROPERTIES: Schema = {
    "path": {"type": "string", "description": "The path of a text, or of a map"},
    "source": {**ID_PROPERTY, "description": "The id of a source of the map"},
    "first": {"type": "integer", "minimum": 1, "description": "The first passage; 1 if missing"},
    "count": {
        "type": "integer",
        "minimum": 1,
        "maximum": 200,
        "description": "The number of passages; 40 if missing",
    },
}
REQUIRED = ("path",)
WRITES = False

_DEFAULT_COUNT = 40
_MAX_PASSAGE_LENGTH = 6_000
_MAX_LENGTH = 20_000
"""Number of characters of the passages of one result."""


def run(arguments: Arguments, context: ToolContext) -> str:
    """Return numbered passages, and how to get the next ones."""
    passages = _passages(arguments, context)
    first = arguments.get("first", 1)
    if first > len(passages):
        raise InputError(
            f"`{printable(passages.name)}` has {len(passages):,} {passages.unit.value}s; pass a "
            "smaller `first`"
        )
    shown = list(_within_length(passages, first, arguments.get("count", _DEFAULT_COUNT)))
    last = first + len(shown) - 1
    end = f"{passages.unit.value}s {first:,}-{last:,} of {len(passages):,}"
    more = f"; next: first={last + 1}" if last < len(passages) else ""
    return "\n\n".join([*shown, f"[{end}{more}]"])


def _passages(arguments: Arguments, context: ToolContext) -> Passages:
    written, source = arguments["path"], arguments.get("source")
    path = context.folders.find(written)
    if path.suffix != MAP_SUFFIX:
        if source is not None:
            raise InputError(f"`{printable(written)}` is not a map; pass only its path")
        return _available(load_text(path, printable(written), context.folders.read), written)
    resolution = load_resolution(path, context.files)
    sources = resolution.map.sources
    if source is None:
        known = ", ".join(f"`{id_}`" for id_ in islice(sources, 20)) or "none"
        raise InputError(f"missing `source`; the sources of the map are: {printable(known)}")
    id_ = normalize_id(source)
    if id_ not in sources:
        raise InputError(f"unknown source `{printable(source)}`{suggest(id_, sources)}")
    texts = context.checker.source_texts.open_texts(resolution)
    if id_ not in texts:
        raise InputError(f'`{printable(source)}` has no text; write `text: "paper.txt"` in it')
    return _available(texts[id_], sources[id_].text or source)


def _available(passages: Passages | TextUnavailable, name: str) -> Passages:
    if isinstance(passages, TextUnavailable):
        raise InputError(f"`{printable(name)}` {passages.detail}")
    return passages


def _within_length(passages: Passages, first: int, count: int) -> Iterator[str]:
    """Yield passages up to the length of a result, at least one."""
    length = 0
    page = None
    for passage in passages.numbered()[first - 1 : first - 1 + count]:
        line = _line(passage)
        if passage.page != page:
            page = passage.page
            line = f"[page {page}]\n\n{line}"
        length += len(line)
        if length > _MAX_LENGTH and passage.number > first:
            return
        yield line


def _line(passage: NumberedPassage) -> str:
    text = passage.text
    if len(text) > _MAX_PASSAGE_LENGTH:
        cut = len(text) - _MAX_PASSAGE_LENGTH
        text = f"{text[:_MAX_PASSAGE_LENGTH]}… [{cut:,} more characters]"
    heading = "# " if passage.is_heading else ""
    return escape_unprintable(f"{passage.number}  {heading}{' '.join(text.split())}")
