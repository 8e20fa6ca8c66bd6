"""`argmap coverage`: list the cited and uncited passages of sources."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from argmap.cli.options.files import source_texts_option
from argmap.cli.options.output import output_format_option
from argmap.reporting._text import shorten
from argmap.workspace.lock import map_coverage

if TYPE_CHECKING:
    from argmap.sources.coverage import Coverage, PassageCoverage

VERSION = 1
"""The version of the JSON output. It changes if a key is removed or changes its meaning."""

_MAX_TEXT_LENGTH = 60


@click.command("coverage")
@click.argument("path", metavar="MAP", type=click.Path(path_type=Path))
@output_format_option("Output format: a table, or JSON.")
@source_texts_option
def command(path: Path, format_: str, texts: dict[str, Path]) -> None:
    """List the cited and uncited passages of a map's sources.

    MAP is a file. Headings are not counted, and neither are passages outside of a source's
    `passages:` attribute. Sources whose text is not available are skipped.
    """
    coverages = map_coverage(path, texts)
    if format_ == "json":
        click.echo(_json(coverages).encode(), nl=False)
    else:
        click.echo(
            "\n".join("\n".join(_table(coverage)) + "\n" for coverage in coverages), nl=False
        )


def _table(coverage: Coverage) -> Iterator[str]:
    title = f" “{shorten(coverage.source.title)}”" if coverage.source.title else ""
    yield f"{coverage.source.id}{title}" if coverage.source.is_named else title.strip()
    width = max(len(str(len(coverage.rows))), 2)
    for row in coverage.rows:
        yield f"{row.number:>{width + 2}}  {_row_text(row, coverage)}"
    if coverage.whole_source:
        yield f"{'all':>{width + 2}}  {_names(coverage, coverage.whole_source)}"
    yield _total(coverage)


def _names(coverage: Coverage, ids: Iterable[str]) -> str:
    """Return a list of statements: their ids or, without ids, the beginnings of their texts."""
    return ", ".join(
        f"“{shorten(coverage.texts[id_], _MAX_TEXT_LENGTH)}”"
        if id_ in coverage.texts
        else shorten(id_)
        for id_ in ids
    )


def _row_text(row: PassageCoverage, coverage: Coverage) -> str:
    if row.cited_by:
        return _names(coverage, row.cited_by)
    text = shorten(row.text, _MAX_TEXT_LENGTH)
    if not row.is_included:
        return f"(not the source's own: {text})"
    return f"({text})" if row.is_heading else f"not cited: {text}"


def _total(coverage: Coverage) -> str:
    count = len(coverage.citable_rows)
    noun = f"{coverage.unit.value}{'' if count == 1 else 's'}"
    headings = sum(row.is_included and row.is_heading for row in coverage.rows)
    foreign = sum(not row.is_included for row in coverage.rows)
    aside = [f"{headings} heading{'s' if headings > 1 else ''}"] if headings else []
    aside += [f"{foreign} not the source's own"] if foreign else []
    left_out = f" ({' and '.join(aside)} aside)" if aside else ""
    return f"{coverage.cited_count} of {count} {noun} cited{left_out}"


def _json(coverages: Iterable[Coverage]) -> str:
    data = {"version": VERSION, "sources": [_source(coverage) for coverage in coverages]}
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _source(coverage: Coverage) -> dict[str, Any]:
    return {
        "id": coverage.source.id,
        "title": coverage.source.title,
        "unit": coverage.unit.value,
        "count": len(coverage.citable_rows),
        "cited": coverage.cited_count,
        "uncited": [row.number for row in coverage.citable_rows if not row.cited_by],
        "whole": coverage.whole_source,
        "passages": [_passage(row) for row in coverage.rows],
    }


def _passage(row: PassageCoverage) -> dict[str, Any]:
    kind = "text" if row.is_citable else "heading" if row.is_included else "foreign"
    return {"number": row.number, "kind": kind, "cited_by": row.cited_by}
