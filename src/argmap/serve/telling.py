"""What the page's script is told, as data."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from argmap.rendering.escaping import clean
from argmap.serve.editors import Editor
from argmap.serve.gallery import Exhibit, Finding, Gallery, Place, Trouble
from argmap.text.safe import harmless

Data = dict[str, Any]


class Session(NamedTuple):
    """One run of the server: a name of its own, the secret of its pages, and its editor."""

    run: str
    token: str
    editor: Editor


def list_data(gallery: Gallery, session: Session) -> Data:
    """Return all maps, each with its state and how often it has changed."""
    return {
        "run": session.run,
        "maps": [
            {
                "id": each.id,
                "name": clean(each.name),
                "title": clean(each.title),
                "state": each.state,
                "count": len(each.findings),
                "isDue": each.id in gallery.due,
                "revision": each.revision,
            }
            for each in gallery.exhibits.values()
        ],
    }


def event(gallery: Gallery, session: Session) -> str:
    """Return the same in one line."""
    return harmless(json.dumps(list_data(gallery, session)))


def live_data(exhibit: Exhibit, gallery: Gallery, session: Session) -> Data:
    """Return what is known of a map beside its picture."""
    files: dict[int, Data] = {}
    places = [*exhibit.places.values(), *(finding.place for finding in exhibit.findings)]
    if exhibit.trouble and exhibit.trouble.place:
        places.append(exhibit.trouble.place)
    for place in places:
        path = gallery.file(place.file)
        if path is not None and place.file not in files:
            link = session.editor.address(path)
            files[place.file] = {"name": clean(place.name), "link": link}
    return {
        **list_data(gallery, session),
        "token": session.token,
        "map": exhibit.id,
        "revision": exhibit.revision,
        "drawn": exhibit.drawn,
        "editor": {"kind": session.editor.kind, "label": clean(session.editor.label)},
        "files": files,
        "places": {
            id_: [place.file, place.line, place.column] for id_, place in exhibit.places.items()
        },
        "trouble": _trouble(exhibit.trouble),
        "findings": [_finding(each) for each in exhibit.findings],
    }


def _trouble(trouble: Trouble | None) -> Data | None:
    if trouble is None:
        return None
    place = _place(trouble.place) if trouble.place else None
    return {
        "what": clean(trouble.what),
        "place": place,
        "more": trouble.more,
        "isShown": trouble.is_shown,
    }


def _finding(finding: Finding) -> Data:
    return {
        "severity": finding.severity,
        "code": finding.code,
        "name": finding.name,
        "message": clean(finding.message),
        "help": clean(finding.help),
        "place": _place(finding.place),
        "statement": finding.statement,
    }


def _place(place: Place) -> list[Any]:
    return [place.file, place.line, place.column, clean(place.name)]
