"""A table of the statements as comma-separated values (RFC 4180), for spreadsheets.

argmap does not read this format.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterator

from argmap.evaluation import evaluate
from argmap.exchange.foreign import KINDS, report_coverage
from argmap.model import ArgumentMap, Citation, Polarity, Statement
from argmap.model.losses import LossReport

TITLE = "CSV"
SUFFIX = ".csv"

_COLUMNS = (
    *("id", "kind", "text", "label", "section", "status", "thesis", "supports", "attacks"),
    *("undercuts", "contradicts", "citations", "confidence", "held-by", "standard", "expect"),
    *("date", "valid-until", "url", "tags", "note"),
)
_EXPRESSED = frozenset(
    {"statement", *KINDS, "thesis", "support", "attack", "linked premises", "undercut"}
    | {"contradiction", "citation", "section", *_COLUMNS}
)
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def dump(argument_map: ArgumentMap, losses: LossReport) -> str:
    """Return a table with one row per statement, in the author's order.

    A text that a spreadsheet would run as a formula begins with an apostrophe.
    """
    report_coverage(argument_map, losses, TITLE, _EXPRESSED)
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for row in _rows(argument_map):
        cells = [_guarded(cell) for cell in row]
        for cell, column in zip(row, _COLUMNS, strict=True):
            if _is_formula(cell):
                reason = "it begins with an apostrophe, so that no spreadsheet runs it as a formula"
                losses.change(f"cell of {column}", reason, row[0])
        writer.writerow(cells)
    return stream.getvalue()


def _rows(argument_map: ArgumentMap) -> Iterator[list[str]]:
    statuses = evaluate(argument_map).statements
    targets: dict[Polarity, dict[str, list[str]]] = {one: defaultdict(list) for one in Polarity}
    for inference in argument_map.inferences.values():
        for premise in inference.premises:
            others = [one for one in inference.premises if one != premise]
            together = f" (with {' '.join(others)})" if others else ""
            targets[inference.polarity][premise].append(f"{inference.conclusion}{together}")
    for statement in argument_map.statements.values():
        id_ = statement.id
        section = argument_map.section_path(statement.section)
        undercuts = [one.id for one in argument_map.undercuts_by.get(id_, ())]
        yield [
            *(id_, statement.kind, statement.text, statement.label or ""),
            " > ".join(argument_map.sections[one].title for one in section),
            *(statuses[id_].status.value, "yes" if id_ in argument_map.theses else ""),
            "; ".join(targets[Polarity.PRO][id_]),
            "; ".join(targets[Polarity.CON][id_]),
            "; ".join(undercuts),
            "; ".join(argument_map.contradicted_by.get(id_, ())),
            "; ".join(_citation(argument_map, one) for one in statement.citations),
            *_attributes(statement),
        ]


def _attributes(statement: Statement) -> Iterator[str]:
    yield str(statement.confidence or "")
    yield ", ".join(statement.held_by)
    yield statement.standard.value if statement.standard else ""
    yield str(statement.expect or "")
    yield from (statement.date or "", statement.valid_until or "", statement.url or "")
    yield ", ".join(statement.tags)
    yield statement.note or ""


def _citation(argument_map: ArgumentMap, citation: Citation) -> str:
    source = argument_map.sources[citation.source]
    parts = [source.title or source.id]
    if citation.locator:
        parts.append(citation.locator.label)
    if source.url:
        parts.append(source.url)
    return ", ".join(parts) + (f": “{citation.quotation}”" if citation.quotation else "")


def _is_formula(cell: str) -> bool:
    return cell.startswith(_FORMULA_STARTS)


def _guarded(cell: str) -> str:
    return f"'{cell}" if _is_formula(cell) else cell
