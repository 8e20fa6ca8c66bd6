"""All verdicts as data: ``docs/semantics.md`` describes the form."""

from __future__ import annotations

import json
from typing import Any

from argmap.evaluation import Evaluation, Verdict
from argmap.evaluation.extensions import Alternatives
from argmap.evaluation.strength import Strengths
from argmap.workspace.evaluating.expectations import expectations

VERSION = 1
"""Of the form. It changes when a key changes its meaning or goes, not when one is added."""


def as_json(
    evaluation: Evaluation,
    strengths: Strengths,
    alternatives: Alternatives | None = None,
    more: dict[str, Any] | None = None,
) -> str:
    """Return all verdicts; ids in the map's order. ``more`` are further keys."""
    data = _data(evaluation, strengths, alternatives) | (more or {})
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _data(
    evaluation: Evaluation, strengths: Strengths, alternatives: Alternatives | None
) -> dict[str, Any]:
    argument = evaluation.argument
    thesis = argument.thesis
    data: dict[str, Any] = {
        "version": VERSION,
        "semantics": alternatives.semantics if alternatives else "well-founded",
        "strength": strengths.model,
        "thesis": None
        if thesis is None
        else {
            "id": thesis,
            "status": evaluation.status(thesis).value,
            "strength": _rounded(strengths.statements[thesis]),
        },
        "nodes": {
            id_: _verdict(verdict, strengths.statements[id_])
            for id_, verdict in evaluation.statements.items()
        },
        "steps": {
            id_: _verdict(verdict, strengths.steps[id_])
            for id_, verdict in evaluation.steps.items()
        },
        "expectations": list(expectations(evaluation, strengths)),
    }
    if alternatives is not None:
        data["models"] = [list(model) for model in alternatives.models]
        data["models_are_all"] = alternatives.is_whole
        for id_, node in data["nodes"].items():
            node["in_some"] = id_ in alternatives.in_some
            node["in_all"] = id_ in alternatives.in_all
    return data


def _verdict(verdict: Verdict, strength: float | None) -> dict[str, Any]:
    return {
        "status": verdict.status.value,
        "reason": verdict.reason.value,
        "strength": _rounded(strength),
        "because": list(verdict.because),
    }


def _rounded(strength: float | None) -> float | None:
    """Return a strength with as many digits as two machines agree on."""
    return None if strength is None else round(strength, 9)
