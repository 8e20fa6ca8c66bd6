"""A validator for the part of JSON Schema that our schemas use, so that tests need no package."""

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
    """Yield the violations of a schema in ``data``, including keys that it does not name."""
    root = root or schema
    yield from _value(data, schema, root, where)
    if isinstance(data, dict):
        described = _properties(schema, root)
        if described is not None:
            yield from (f"{where}.{key}: not in the schema" for key in data if key not in described)


def _value(data, schema, root, where):
    assert set(schema) <= _KNOWN, f"{where}: the checker does not support {set(schema) - _KNOWN}"
    if "$ref" in schema:
        yield from _value(data, _resolve(schema["$ref"], root), root, where)
    for subschema in schema.get("allOf", ()):
        yield from _value(data, subschema, root, where)
    if "type" in schema and not _is(data, schema["type"]):
        yield f"{where}: {data!r} is not of type {schema['type']}"
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
                subschema = schema["additionalProperties"]
                yield from violations(value, subschema, root, f"{where}.{key}")


def _properties(schema, root):
    """Return the keys that a schema describes, or None if it allows any."""
    if "$ref" in schema:
        return _properties(_resolve(schema["$ref"], root), root)
    if "additionalProperties" in schema:
        return None
    keys = set(schema.get("properties", ()))
    for subschema in schema.get("allOf", ()):
        keys |= _properties(subschema, root) or set()
    return keys


def _is(data, names):
    names = [names] if isinstance(names, str) else names
    if isinstance(data, bool):
        return "boolean" in names
    return any(isinstance(data, _TYPES[name]) for name in names)


def _resolve(reference, root):
    schema = root
    for key in reference.removeprefix("#/").split("/"):
        schema = schema[key]
    return schema
