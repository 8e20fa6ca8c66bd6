"""Weights of arguments in Carneades: constants, preferences between schemes, shares of factors."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any


def scheme_weights(schemes: list[Any], functions: Mapping[str, Any]) -> dict[str, float]:
    """Return the weights of schemes by their ids.

    A weight is a constant, or the name of a weighing function. Of a function with a preference,
    only the order is meant: the schemes that use it get evenly spaced weights, the weakest first.
    """
    weights: dict[str, float] = {}
    ranked: dict[str, list[tuple[tuple[Any, ...], str]]] = defaultdict(list)
    for scheme in schemes:
        if not isinstance(scheme, dict) or not isinstance(scheme.get("id"), str):
            continue
        weight = scheme.get("weight")
        if isinstance(weight, dict):
            constant = _share(weight.get("constant"))
            if constant is not None:
                weights[scheme["id"]] = constant
        elif isinstance(weight, str) and isinstance(functions.get(weight), dict):
            key = _preference_key(functions[weight].get("preference"), scheme.get("meta"))
            if key is not None:
                ranked[weight].append((key, scheme["id"]))
    for pairs in ranked.values():
        order = sorted({key for key, _ in pairs})
        for key, id_ in pairs:
            weights[id_] = round((order.index(key) + 1) / (len(order) + 1), 3)
    return weights


def _share(text: Any) -> float | None:
    try:
        value = float(text)
    except (TypeError, ValueError):
        return None
    return value if 0 <= value <= 1 else None


def _preference_key(preference: Any, meta: Any) -> tuple[Any, ...] | None:
    """Return a key that sorts schemes from the weakest to the strongest."""
    if not isinstance(preference, list) or not isinstance(meta, dict):
        return None
    key: list[tuple[float, str]] = []
    for criterion in preference:
        if not isinstance(criterion, dict):
            return None
        name = criterion.get("property")
        value = meta.get(name) if isinstance(name, str) else None
        order = criterion.get("order")
        if isinstance(order, list):
            key.append((float(order.index(value)) if value in order else -1.0, ""))
        elif order == "descending":
            key.append((-_number(value), "".join(chr(0x10FFFF - ord(c)) for c in str(value))))
        else:
            key.append((_number(value), str(value)))
    return tuple(key)


def _number(value: Any) -> float:
    try:
        return float(value)
    except (TypeError, ValueError):
        return 0.0
