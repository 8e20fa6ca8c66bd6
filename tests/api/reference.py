"""The reference of the Python API, made from its docstrings.

``python -m tests.api.reference`` writes it to docs/python-reference.md.
"""

import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import argmap

PAGE = Path(__file__).parents[2] / "docs" / "python-reference.md"

GROUPS = {
    "Read and write": ("load", "loads", "dump", "dumps", "format_text"),
    "Analyze": ("check", "evaluate", "MapEvaluation", "StatementResult", "diff", "MapDifference"),
    "Show": ("render", "View", "to_networkx", "to_pandas"),
    "Build and edit": ("MapBuilder", "edit", "MapEditor", "EditedElement"),
    "The map": ("ArgumentMap", "Statement", "Inference", "Source", "Status"),
    "Diagnostics": ("Diagnostic", "Severity"),
    "Exceptions": (
        *("ArgmapError", "InvalidMap", "InputError", "ConfigError", "UnknownId", "RefusedEdit"),
        *("MissingExtra", "RenderError", "EngineMissing"),
    ),
}
"""All public names, by what a reader looks for."""

MAX_WIDTH = 88
"""Columns of a signature on one line."""

_SECTION = re.compile(r"^(Args|Attributes|Raises|Returns|Yields):$")
_ENTRY = re.compile(r"(\*{0,2}\w+(?:\.\w+)*):\s*(.*)")


def page() -> str:
    """Return the reference as Markdown."""
    lines = [
        "# Reference of the Python API",
        "",
        "Made from the docstrings; see [the Python API](python.md) for examples.",
        "",
    ]
    for title, names in GROUPS.items():
        lines += [f"## {title}", ""]
        for name in names:
            lines += _entry(name, getattr(argmap, name))
    return "\n".join(lines).rstrip() + "\n"


def _entry(name: str, value: object) -> Iterator[str]:
    yield from (f"### `{name}`", "")
    if inspect.isclass(value):
        yield from _text(value)
        yield from _members(name, value)
    else:
        yield from _signature(name, value)
        yield from _text(value)


def _members(name: str, value: type) -> Iterator[str]:
    """Yield the public methods and properties that a class defines itself."""
    for member, attribute in vars(value).items():
        if member.startswith("_") or not getattr(attribute, "__doc__", None):
            continue
        if isinstance(attribute, property) or type(attribute).__name__ == "cached_property":
            documentation = inspect.getdoc(attribute) or ""
            yield from (f"- `{member}`: {_inline(documentation.partition(chr(10) * 2)[0])}", "")
        elif inspect.isfunction(attribute) or isinstance(attribute, classmethod):
            yield from (f"#### `{name}.{member}`", "")
            yield from _signature(member, getattr(value, member))
            yield from _text(attribute)


def _signature(name: str, value: object) -> Iterator[str]:
    """Yield a signature as code, on several lines if it is long."""
    signature = inspect.signature(value)
    parameters = list(_parameters(signature))
    end = f" -> {_annotation(signature.return_annotation)}"
    text = f"{name}({', '.join(parameters)}){end}"
    lines = [text]
    if len(text) > MAX_WIDTH:
        lines = [f"{name}(", *(f"    {parameter}," for parameter in parameters), f"){end}"]
    yield from ("```python", *lines, "```", "")


def _parameters(signature: inspect.Signature) -> Iterator[str]:
    has_star = False
    for parameter in signature.parameters.values():
        if parameter.name in ("self", "cls"):
            continue
        if parameter.kind is parameter.KEYWORD_ONLY and not has_star:
            has_star = True
            yield "*"
        has_star = has_star or parameter.kind is parameter.VAR_POSITIONAL
        prefix = {parameter.VAR_POSITIONAL: "*", parameter.VAR_KEYWORD: "**"}.get(
            parameter.kind, ""
        )
        default = "" if parameter.default is parameter.empty else f" = {parameter.default!r}"
        yield f"{prefix}{parameter.name}: {_annotation(parameter.annotation)}{default}"


def _annotation(annotation: object) -> str:
    return annotation if isinstance(annotation, str) else getattr(annotation, "__name__", "Any")


def _text(value: object) -> Iterator[str]:
    """Yield a Google-style docstring as Markdown."""
    documentation = re.sub(
        r"\n\n(?=(?:Args|Attributes|Raises|Returns):\n)", "\n", inspect.getdoc(value)
    )
    is_code = has_blank_line = False
    entries: list[str] = []
    for line in documentation.splitlines():
        section = _SECTION.match(line)
        if section:
            yield from entries
            entries = ["", f"{section[1]}:" if section[1] != "Args" else "Arguments:", ""]
        elif entries:
            entry = _ENTRY.match(line.strip()) if line.startswith("    ") else None
            is_new = entry is not None and not line.startswith("     ")
            if is_new:
                entries.append(f"- `{entry[1]}`: {_inline(entry[2])}")
            elif line.strip():
                entries[-1] = f"{entries[-1]} {_inline(line.strip())}".strip()
        elif line.endswith("::"):
            is_code = has_blank_line = True
            yield from ([_inline(line[:-1]), ""] if line != "::" else [])
            yield "```python"
        elif is_code and not line:
            yield from ([] if has_blank_line else [""])
            has_blank_line = False
        elif is_code and not line.startswith("    "):
            is_code = False
            yield from ("```", "", _inline(line))
        else:
            yield line.removeprefix("    ") if is_code else _inline(line)
    yield from (["```"] if is_code else [])
    yield from entries
    yield ""


def _inline(text: str) -> str:
    """Return a line of a docstring as Markdown: ``code`` in single quotes."""
    return text.replace("``", "`").replace("\n", " ")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
