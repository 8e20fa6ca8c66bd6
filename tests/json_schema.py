"""The little of JSON Schema that our own schemas use, so that no test needs a package for it."""

import json
import re
from pathlib import Path

DOCS = Path(__file__).parent.parent / "docs"
_TYPES = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "null": type(None),
}
_KNOWN = {
    *("$schema", "title", "description", "$defs", "$ref", "allOf", "type", "enum", "const"),
    *("minimum", "maximum", "pattern", "items", "required", "properties", "additionalProperties"),
}


def load(name):
    return json.loads((DOCS / name).read_text(encoding="utf-8"))


def violations(data, schema, root=None, where="$"):
    """Yield what in ``data`` the schema forbids; keys it does not name, too."""
    root = root or schema
    yield from _value(data, schema, root, where)
    if isinstance(data, dict):
        described = _properties(schema, root)
        if described is not None:
            yield from (f"{where}.{key}: undescribed" for key in data if key not in described)


def _value(data, schema, root, where):
    assert set(schema) <= _KNOWN, f"{where}: the checker does not know {set(schema) - _KNOWN}"
    if "$ref" in schema:
        yield from _value(data, _resolve(schema["$ref"], root), root, where)
    for part in schema.get("allOf", ()):
        yield from _value(data, part, root, where)
    if "type" in schema and not _is(data, schema["type"]):
        yield f"{where}: {data!r} is no {schema['type']}"
        return
    if "const" in schema and data != schema["const"]:
        yield f"{where}: {data!r} is not {schema['const']!r}"
    if "enum" in schema and data not in schema["enum"]:
        yield f"{where}: {data!r} is none of {schema['enum']}"
    if "minimum" in schema and data < schema["minimum"]:
        yield f"{where}: {data!r} < {schema['minimum']}"
    if "maximum" in schema and data > schema["maximum"]:
        yield f"{where}: {data!r} > {schema['maximum']}"
    if "pattern" in schema and not re.search(schema["pattern"], data):
        yield f"{where}: {data!r} does not match {schema['pattern']}"
    yield from _inside(data, schema, root, where)


def _inside(data, schema, root, where):
    if isinstance(data, list) and "items" in schema:
        for index, item in enumerate(data):
            yield from violations(item, schema["items"], root, f"{where}[{index}]")
    if isinstance(data, dict):
        yield from (
            f"{where}.{key}: missing" for key in schema.get("required", ()) if key not in data
        )
        for key, value in data.items():
            if key in schema.get("properties", {}):
                yield from violations(value, schema["properties"][key], root, f"{where}.{key}")
            elif isinstance(schema.get("additionalProperties"), dict):
                inner = schema["additionalProperties"]
                yield from violations(value, inner, root, f"{where}.{key}")


def _properties(schema, root):
    """Return the keys a schema describes, or None where it allows any."""
    if "$ref" in schema:
        return _properties(_resolve(schema["$ref"], root), root)
    if "additionalProperties" in schema:
        return None
    keys = set(schema.get("properties", ()))
    for part in schema.get("allOf", ()):
        keys |= _properties(part, root) or set()
    return keys


def _is(data, names):
    names = [names] if isinstance(names, str) else names
    if isinstance(data, bool):
        return "boolean" in names
    return any(isinstance(data, _TYPES[name]) for name in names)


def _resolve(reference, root):
    found = root
    for key in reference.removeprefix("#/").split("/"):
        found = found[key]
    return found
