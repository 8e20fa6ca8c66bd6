"""The data of a page for its script: the sentences of the map, and where each is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from argmap.model import ArgumentMap
from argmap.rendering.descriptions import describe_folded
from argmap.rendering.escaping import clean
from argmap.rendering.html.parts import PagePicture, PagePictures
from argmap.rendering.html.pictures import picture_data
from argmap.rendering.html.sentences import SentenceWriter, source_data
from argmap.rendering.options import RenderOptions
from argmap.rendering.scene.scene import Scene

Data = dict[str, Any]


def page_data(
    argument_map: ArgumentMap,
    whole: ArgumentMap,
    pictures: PagePictures,
    scenes: Sequence[Scene],
    prefix: str,
    options: RenderOptions,
) -> Data:
    """Return all data that the script needs.

    All sentences are made here; the script only shows them.

    Args:
        argument_map: The map that the page shows.
        whole: The map that is evaluated, which ``argument_map`` may be a part of. Statements that
            are reasons but are not drawn are listed under ``elsewhere``.
        pictures: The pictures of the page.
        scenes: The scene of each picture.
        prefix: The prefix of all ids in the pictures.
        options: The options of the pictures.
    """
    annotations = scenes[0].annotations
    writer = SentenceWriter(argument_map, whole, annotations, options.verdicts)
    sentences = writer.write()
    for sentence in sentences:
        sentence["home"] = pictures.homes.get(sentence["id"], -1)
    cited = {cite["source"] for sentence in sentences for cite in sentence["cites"]}
    return {
        "prefix": prefix,
        "lang": argument_map.lang,
        "title": " ".join(argument_map.title.split()),
        "statements": sentences,
        "elsewhere": writer.write_elsewhere(sentences),
        "sources": {
            id_: source_data(source) for id_, source in argument_map.sources.items() if id_ in cited
        },
        "hasOverview": pictures.overview is not None,
        "pictures": [
            {
                "part": picture.part,
                "title": clean(" ".join(picture.title.split())),
                "page": picture.page,
                "count": len(picture.members & argument_map.statements.keys()),
                "notes": _notes(picture, scene, has_parts=len(scenes) > 1),
                **picture_data(scene),
            }
            for picture, scene in zip(pictures.pictures, scenes, strict=True)
        ],
    }


def _notes(picture: PagePicture, scene: Scene, *, has_parts: bool) -> list[str]:
    """Return what is said above a picture: what it leaves out, and the findings about the map."""
    if not has_parts:
        folded = describe_folded(scene)
    elif picture.part is None and (count := sum(scene.annotations.folded.values())):
        folded = f"{count:,} statements are only in the parts; a card with a link opens its part"
    else:
        folded = ""
    badge = scene.annotations.diagnostics.get("") if picture.part is None else None
    return [clean(note) for note in (folded, *(badge.messages if badge else ())) if note]
