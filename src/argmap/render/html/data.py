"""The map as the page's script knows it: ids, sentences, and where everything hangs."""

from __future__ import annotations

from typing import Any

from argmap.evaluate import Evaluation, evaluate
from argmap.evaluate.reasons import why
from argmap.model import ArgumentMap
from argmap.render.escaping import clean
from argmap.render.html.reasons import because
from argmap.render.html.relations import relations
from argmap.render.html.structure import cards, lines, places, references
from argmap.render.html.telling import citations, facts, way_to
from argmap.render.options import RenderOptions
from argmap.render.scene.parts import Scene
from argmap.render.wording import left_out

Data = dict[str, Any]


def page_data(scene: Scene, prefix: str, options: RenderOptions, whole: ArgumentMap) -> Data:
    """Return all that the script needs; ``prefix`` begins every id of the picture.

    Sentences are made here, so that the script only shows them. ``elsewhere`` are statements of the
    ``whole`` map that are named, and not drawn.
    """
    evaluation = evaluate(whole) if options.verdicts and whole.statements else None
    strengths: dict[str, float | None] = {}
    if evaluation is not None:
        from argmap.evaluate.strength import strengths as work_out

        strengths = work_out(evaluation).statements
    where = places(scene)
    found = [
        _statement(scene, id_, evaluation, strengths) | {"place": place}
        for id_, place in where.items()
    ]
    named = {other: None for each in found for _, other in each.get("because", ())}
    missing = [id_ for id_ in named if id_ not in where and id_ in whole.statements]
    badge = scene.marks.findings.get("")
    return {
        "prefix": prefix,
        "lang": scene.argument.lang,
        "thesis": scene.argument.thesis,
        "notes": [clean(note) for note in (left_out(scene), *(badge.messages if badge else ()))],
        "statements": found,
        "cards": cards(scene),
        "lines": lines(scene),
        "references": references(scene),
        "elsewhere": [_elsewhere(whole, id_, evaluation) for id_ in missing],
    }


def _statement(
    scene: Scene,
    id_: str,
    evaluation: Evaluation | None,
    strengths: dict[str, float | None],
) -> Data:
    argument = scene.argument
    statement = argument.statements[id_]
    badge = scene.marks.findings.get(id_)
    data: Data = {
        "id": id_,
        "named": statement.is_named,
        "kind": statement.kind,
        "text": clean(" ".join(statement.text.split())),
        "cites": citations(argument, statement),
        "facts": facts(argument, statement),
        "url": way_to(statement),
        "relations": relations(argument, id_),
        "findings": [clean(message) for message in badge.messages] if badge else [],
    }
    if evaluation is not None and id_ in evaluation.statements:
        data["status"] = evaluation.status(id_).value
        data["why"] = why(evaluation, id_)
        data["because"] = because(evaluation, id_)
        strength = strengths.get(id_)
        data["strength"] = None if strength is None else round(strength, 2)
    return data


def _elsewhere(whole: ArgumentMap, id_: str, evaluation: Evaluation | None) -> Data:
    status = evaluation.status(id_).value if evaluation is not None else None
    text = clean(" ".join(whole.statements[id_].text.split()))
    return {"id": id_, "text": text, "status": status}
