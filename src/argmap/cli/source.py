"""`argmap source`: add documents and bibliographies as sources, and show their passages."""

from __future__ import annotations

import json
import shutil
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from argmap.cli.options.files import source_texts_option
from argmap.cli.options.output import output_format_option, print_line, print_path
from argmap.reporting._text import escape_unprintable, shorten

if TYPE_CHECKING:
    from argmap.model.losses import LossReport
    from argmap.workspace.source_documents import AddedDocument
    from argmap.workspace.source_passages import SourceExcerpt
    from argmap.workspace.source_updates import TextChange

VERSION = 1
"""The version of the JSON output. It changes if a key is removed or changes its meaning."""

_MAX_PLACES = 5
_MAX_WIDTH = 100
_MAX_CITATIONS = 20

_to_option = click.option(
    "--to",
    "map_path",
    metavar="MAP",
    type=click.Path(path_type=Path),
    help="Add the declarations to this map, instead of printing them.",
)


@click.group("source")
def command() -> None:
    """Add documents as sources, and show their passages.

    `argmap source add` converts a document to a numbered text. `argmap source show` prints its
    passages. `argmap source import` reads the entries of a bibliography.
    """


# ---- add -----------------------------------------------------------------------------------------


@command.command("add")
@click.argument("document", metavar="FILE", type=click.Path(path_type=Path))
@click.option(
    "--id", "id_", metavar="ID", help="Id of the source  [default: from the name of FILE]."
)
@_to_option
@click.option(
    "--bibliography",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="BibTeX or CSL-JSON file with the author, the year, the publisher and so on.",
)
@click.option("--key", metavar="KEY", help="Key of the entry in the bibliography.")
@click.option("--title", metavar="TEXT", help="Title of the source.")
@click.option(
    "--update", "--force", "is_update", is_flag=True, help="Replace a text that is different."
)
@click.option(
    "--renumber",
    "is_renumber",
    is_flag=True,
    help="With --update: change the numbers of citations whose paragraphs have moved.",
)
def _add(
    document: Path,
    id_: str | None,
    map_path: Path | None,
    bibliography: Path | None,
    key: str | None,
    title: str | None,
    is_update: bool,
    is_renumber: bool,
) -> None:
    """Convert a document to a numbered text, and declare it as a source.

    FILE is a PDF, an EPUB book, a Word document (.docx), an HTML page, a Markdown file or a plain
    text. Its paragraphs are written to sources/ID.txt in the project, in which blank lines separate
    them and headings are underlined. What a text cannot express is reported on standard error.

    The declaration of the source is printed, or added to the map that --to names. Its `text:` is
    relative to this map, or else to the current folder. A source that the map already declares gets
    the attributes that it does not have.

    If sources/ID.txt exists with another text, nothing is written without --update, because
    citations may depend on it. The differences are printed, with the citations whose paragraphs
    have moved. --renumber changes these citations in all maps of the project.

    Exit codes: 0 added, or up to date; 1 refused, because the text is different; 2 wrong usage, or
    a file that cannot be read, converted or written.
    """
    if key is not None and bibliography is None:
        raise click.UsageError("--key requires --bibliography")
    if is_renumber and not is_update:
        raise click.UsageError("--renumber requires --update")
    from argmap.workspace.files import display_path
    from argmap.workspace.source_documents import add_document

    added = add_document(
        document, id_, title=title, map_path=map_path, bibliography=bibliography, key=key
    )
    name = display_path(added.path)
    if added.change is not None:
        differences = _differences(added.change)
        if not is_update:
            print_line(
                f"`{name}` was not replaced, because it is different: {differences}; "
                "replace it with --update",
                err=True,
            )
            _print_moved(added.change, "would be")
            sys.exit(1)
        added.write(renumbers=is_renumber)
        print_line(f"updated {name}: {differences}", err=True)
        _print_moved(added.change, "is now" if is_renumber else "should be")
    else:
        added.write()
        done = "wrote" if added.is_new else "unchanged:"
        print_line(f"{done} {name}: {_counts(added)}", err=True)
    _print_losses(added.losses)
    if added.declared is None:
        click.echo(added.declaration.encode(), nl=False)
        return
    path = display_path(added.declared.path)
    verb = (
        "declared"
        if added.declared.added
        else "completed"
        if added.declared.completed
        else "nothing to add to"
    )
    print_path(f"{path}: {verb} the source `{added.source.id}`")


def _counts(added: AddedDocument) -> str:
    counts = [_plural(added.paragraph_count, "paragraph")]
    if added.heading_count:
        headings = _plural(added.heading_count, "heading")
        counts[0] += f" ({headings} among them)"
    if added.page_count:
        counts.append(_plural(added.page_count, "page"))
    return ", ".join(counts)


def _plural(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def _differences(change: TextChange) -> str:
    parts = [
        f"{_plural(count, 'paragraph')} {what}"
        for count, what in (
            (change.changed, "changed"),
            (change.added, "added"),
            (change.removed, "removed"),
        )
        if count
    ]
    return ", ".join(parts) or "only the layout differs"


def _print_moved(change: TextChange, verb: str) -> None:
    for citation in change.citations[:_MAX_CITATIONS]:
        cited = f"@{citation.source}:{citation.old}"
        if citation.new is not None:
            what = f"{verb} @{citation.source}:{citation.new}"
        else:
            what = "has other words, or is gone"
        print_line(f"  {citation.map}: {cited} {what}", err=True)
    more = len(change.citations) - _MAX_CITATIONS
    if more > 0:
        print_line(f"  and {more:,} more", err=True)


def _print_losses(losses: LossReport) -> None:
    for (action, element, reason), group in losses.grouped().items():
        count = sum(loss.count for loss in group)
        places = list(dict.fromkeys(loss.place for loss in group if loss.place))
        more = [f"{len(places) - _MAX_PLACES:,} more"] if len(places) > _MAX_PLACES else []
        listed = ", ".join([*places[:_MAX_PLACES], *more])
        where = f" ({listed})" if listed else ""
        print_line(f"{action.value}: {count:,} × {element}: {reason}{where}", err=True)


# ---- show ----------------------------------------------------------------------------------------


@command.command("show")
@click.argument("reference", metavar="ID[:PLACE]")
@output_format_option("Output format: a text, or JSON.")
@source_texts_option
def _show(reference: str, format_: str, texts: dict[str, Path]) -> None:
    """Print the numbered passages of a source.

    ID is the id of a source, or MAP#ID. PLACE is as in a citation: 31, 31-33, p12, l120 or a
    heading, #scope. Without it, the whole source is printed. The numbers are those that citations
    use.

    Without MAP, the maps in the current folder are searched, then those of the project, and then
    its folder sources.

    Exit codes: 0 printed; 2 wrong usage, an unknown source or place, or a text that is not
    available.
    """
    from argmap.workspace.source_passages import find_passages

    excerpt = find_passages(reference, texts)
    if format_ == "json":
        data = _json(excerpt)
        click.echo((json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode(), nl=False)
        return
    width = min(shutil.get_terminal_size().columns, _MAX_WIDTH)
    click.echo("\n".join(_lines(excerpt, width)))


def _lines(excerpt: SourceExcerpt, width: int) -> Iterator[str]:
    title = f" “{shorten(excerpt.title)}”" if excerpt.title else ""
    count = _plural(excerpt.length, excerpt.unit.value)
    yield escape_unprintable(f"{excerpt.id}{title} ({excerpt.name}, {count})")
    number_width = max((len(str(passage.number)) for passage in excerpt.passages), default=1) + 2
    page = None
    for passage in excerpt.passages:
        if passage.page is not None and passage.page != page:
            page = passage.page
            yield ""
            yield f"{' ' * number_width}  [p. {page}]"
        yield ""
        lead = f"{passage.number:>{number_width}}  "
        indent = " " * len(lead)
        for line in passage.text.split("\n"):
            text = escape_unprintable(" ".join(line.split()))
            yield textwrap.fill(
                text,
                width,
                initial_indent=lead,
                subsequent_indent=indent,
                break_long_words=False,
                break_on_hyphens=False,
            )
            lead = indent
        if passage.is_heading:
            yield indent + "-" * min(len(text), width - len(indent))


def _json(excerpt: SourceExcerpt) -> dict[str, Any]:
    return {
        "version": VERSION,
        "id": excerpt.id,
        "title": excerpt.title,
        "file": excerpt.name,
        "unit": excerpt.unit.value,
        "count": excerpt.length,
        "passages": [
            {
                "number": passage.number,
                "text": passage.text,
                "heading": passage.is_heading,
                "page": passage.page,
            }
            for passage in excerpt.passages
        ],
    }


# ---- import --------------------------------------------------------------------------------------


@command.command("import")
@click.argument("bibliography", metavar="FILE", type=click.Path(path_type=Path))
@_to_option
@click.option(
    "--key",
    "keys",
    metavar="KEY",
    multiple=True,
    help="Read only the entry with this key; repeatable.",
)
def _import(bibliography: Path, map_path: Path | None, keys: tuple[str, ...]) -> None:
    """Declare the entries of a bibliography as sources.

    FILE is a BibTeX or a CSL-JSON file. The declarations are printed, or added to the map that --to
    names. A source that the map already declares gets the attributes that it does not have.

    Exit codes: 0 printed or added; 2 wrong usage, or a file that cannot be read or written.
    """
    from argmap.workspace.bibliographies import read_bibliography
    from argmap.workspace.source_declarations import declaration_of, declare_sources

    entries = read_bibliography(bibliography)
    sources = [entries.entry(key) for key in keys] if keys else list(entries.sources)
    if map_path is None:
        click.echo(declaration_of(*sources).encode(), nl=False)
    else:
        from argmap.workspace.files import display_path

        declared = declare_sources(map_path, sources)
        declared.write()
        counts = (
            (len(declared.added), "declared"),
            (len(declared.completed), "completed"),
            (len(declared.kept), "unchanged"),
        )
        listed = ", ".join(f"{_plural(count, 'source')} {what}" for count, what in counts if count)
        print_path(f"{display_path(declared.path)}: {listed}")
    _print_losses(entries.losses)
