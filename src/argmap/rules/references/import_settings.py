"""The proof standard of an imported file does not apply to the importing map.

What it does
    Reports an imported file whose `map` sets a proof standard, one of its numbers, or the burden of
    proof, if the importing map does not set the same. These settings are those of the map that is
    checked, so that all its statements are compared in one way.

Why it matters
    A statement can be accepted when the file is checked by itself, and rejected when another map
    imports it.

Example
    import "costs.argmap" as costs
    claim bus "We should take the bus" { supported-by: costs.cheap }
    # file: costs.argmap
    map "Costs" { standard: preponderance }
    claim cheap "The bus is cheap" { assumption "A ticket costs two euros" }

Instead
    map "The bus" { standard: preponderance }
    import "costs.argmap" as costs
    claim bus "We should take the bus" { supported-by: costs.cheap }
    # file: costs.argmap
    map "Costs" { standard: preponderance }
    claim cheap "The bus is cheap" { assumption "A ticket costs two euros" }

How to silence
    Write `# argmap: ignore[REF108] because …` before the import.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath

from argmap.diagnostics import Diagnostic, Severity
from argmap.rules._context import RuleContext
from argmap.rules._rule import rule
from argmap.syntax import Document
from argmap.syntax.tree import Attribute, ImportDecl, MapDecl

RULE = rule(__name__, "REF108", Severity.INFO)
_SETTINGS = frozenset({"standard", "burden", "strong-from", "margin", "doubt-from"})


def check(context: RuleContext) -> Iterator[Diagnostic]:
    modules = context.resolution.modules
    if len(modules) <= 1:
        return
    applied = _settings(modules[0].document)
    for module in modules:
        declarations = {
            item.keyword.span.start: item
            for item in module.document.items
            if isinstance(item, ImportDecl)
        }
        for offset, imported in module.imports.items():
            for file in imported:
                ignored = {
                    setting
                    for setting in _settings(file.document).items()
                    if setting not in applied.items()
                }
                if not ignored or offset not in declarations:
                    continue
                written = " and ".join(f"`{name}: {value}`" for name, value in sorted(ignored))
                verb = "do" if len(ignored) > 1 else "does"
                yield RULE.diagnostic(
                    module.locate(declarations[offset].span),
                    f"{written} in `{PurePath(file.document.source.name).name}` {verb} not apply "
                    "to a map that imports it",
                    help="set the same in this map, or write the standard in the claims and "
                    "questions that need it",
                )


def _settings(document: Document) -> dict[str, str]:
    """Return the settings for the evaluation in the header of a file, as written."""
    header = next((item for item in document.items if isinstance(item, MapDecl)), None)
    if header is None or header.block is None:
        return {}
    return {
        item.name.text: document.source.text[item.values[0].span.start : item.values[-1].span.end]
        for item in header.block.items
        if isinstance(item, Attribute) and item.name.text in _SETTINGS and item.values
    }
