"""A validator for the subset of JSON Schema that our schemas use, without a dependency."""

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
_SUPPORTED_KEYWORDS = {
    *("$schema", "title", "description", "$defs", "$ref", "allOf", "type", "enum", "const"),
    *("minimum", "maximum", "pattern", "items", "required", "properties", "additionalProperties"),
}


def load(name):
    return json.loads((DOCS / name).read_text(encoding="utf-8"))


def violations(data, schema, root=None, where="$"):
    """Yield the violations of a schema in ``data``, including keys that it does not describe."""
    root = root or schema
    yield from _value(data, schema, root, where)
    if isinstance(data, dict):
        described = _properties(schema, root)
        if described is not None:
            yield from (f"{where}.{key}: undescribed" for key in data if key not in described)


def _value(data, schema, root, where):
    unsupported = set(schema) - _SUPPORTED_KEYWORDS
    assert not unsupported, f"{where}: unsupported keywords {unsupported}"
    if "$ref" in schema:
        yield from _value(data, _resolve(schema["$ref"], root), root, where)
    for part in schema.get("allOf", ()):
        yield from _value(data, part, root, where)
    if "type" in schema and not _has_type(data, schema["type"]):
        yield f"{where}: {data!r} is not of type {schema['type']}"
        return
    if "const" in schema and data != schema["const"]:
        yield f"{where}: {data!r} is not {schema['const']!r}"
    if "enum" in schema and data not in schema["enum"]:
        yield f"{where}: {data!r} is not one of {schema['enum']}"
    if "minimum" in schema and data is not None and data < schema["minimum"]:
        yield f"{where}: {data!r} < {schema['minimum']}"
    if "maximum" in schema and data is not None and data > schema["maximum"]:
        yield f"{where}: {data!r} > {schema['maximum']}"
    if "pattern" in schema and not re.search(schema["pattern"], data):
        yield f"{where}: {data!r} does not match {schema['pattern']}"
    yield from _items(data, schema, root, where)


def _items(data, schema, root, where):
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
    """Return the keys that a schema describes, or None if it allows any key."""
    if "$ref" in schema:
        return _properties(_resolve(schema["$ref"], root), root)
    if "additionalProperties" in schema:
        return None
    keys = set(schema.get("properties", ()))
    for part in schema.get("allOf", ()):
        keys |= _properties(part, root) or set()
    return keys


def _has_type(data, types):
    types = [types] if isinstance(types, str) else types
    if isinstance(data, bool):
        return "boolean" in types
    return any(isinstance(data, _TYPES[name]) for name in types)


def _resolve(reference, root):
    target = root
    for key in reference.removeprefix("#/").split("/"):
        target = target[key]
    return target
