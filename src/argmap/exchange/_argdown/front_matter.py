"""The front matter of an Argdown document: the attributes of the map."""

from __future__ import annotations

from typing import Any

from argmap.exchange._argdown.annotations import (
    Annotator,
    as_text,
    as_texts,
    clean,
    extra_name,
    read_date,
)
from argmap.exchange.foreign import Draft
from argmap.model import Burden, Standard

_SETTINGS = frozenset(
    {
        *("argvu", "color", "colors", "data", "dot", "explodeArguments", "export", "graphml"),
        *("group", "html", "images", "include", "json", "logLevel", "map", "model", "parser"),
        *("saveAs", "selection", "sourceHighlighter", "style", "svg", "vizjs", "vizJs"),
        *("webComponent", "webcomponent"),
    }
)
"""Keys of front matter that configure Argdown."""

_SUBTITLES = frozenset({"abstract", "description", "note", "subtitle", "subTitle", "summary"})


def read_front_matter(front_matter: dict[str, Any], draft: Draft, annotator: Annotator) -> None:
    """Add what the front matter says to a draft; ``defaults`` and ``thesis`` are read elsewhere."""
    notes: list[str] = []
    for key, value in front_matter.items():
        if key in _SETTINGS:
            draft.losses.drop("front matter", f"`{key}` configures Argdown")
            continue
        draft.losses.keep("front matter")
        if key == "title":
            draft.title = clean(as_text(value))
        elif key in ("author", "authors"):
            draft.attributes["author"] = tuple(filter(None, as_texts(value)))
        elif key == "tags":
            draft.attributes["tags"] = tuple(dict.fromkeys(filter(None, as_texts(value))))
        elif key in _SUBTITLES and as_text(value).strip():
            notes.append(clean(as_text(value)))
        elif key not in ("defaults", "sources", "thesis"):
            _read_attribute(key, value, draft)
    if notes:
        draft.attributes["note"] = " ".join(notes)
    annotator.add_sources(front_matter.get("sources"))


def _read_attribute(key: str, value: Any, draft: Draft) -> None:
    text = as_text(value).strip()
    typed: Any = None
    name = key.replace("-", "_")
    match key:
        case "date":
            typed = read_date(text)
        case "standard":
            typed = next((one for one in Standard if one.value == text), None)
        case "burden":
            typed = next((one for one in Burden if one.value == text), None)
        case "strong-from" | "margin" | "doubt-from":
            typed = _share(text)
        case "lang" | "language":
            name, typed = "lang", text if text.replace("-", "").isalnum() else None
    if typed is not None:
        draft.attributes[name] = typed
    elif isinstance(value, dict):
        for inner, one in value.items():
            draft.extra[extra_name(f"{key}-{inner}")] = tuple(as_texts(one))
    elif text:
        draft.extra[extra_name(key)] = tuple(as_texts(value))


def _share(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if 0 <= value <= 1 else None
