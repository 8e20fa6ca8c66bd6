"""Extraction of a part of a map to a new file, which is imported in its place."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from argmap.editing.document_editor import DocumentEditor
from argmap.editing.move import declared_in, uses_to_adapt
from argmap.editing.names import import_text, imports_file, local_name
from argmap.editing.occurrences import Occurrence, Occurrences
from argmap.editing.refactoring import (
    EditCollector,
    NewFile,
    Refactoring,
    RefusedEdit,
    require_valid_syntax,
)
from argmap.editing.relocation import relocation_edits
from argmap.editing.rename import is_taken, require_id
from argmap.formatting import line_end_of, normalize_line_ends
from argmap.model.identifiers import normalize_id
from argmap.resolve.imports import Module
from argmap.syntax.tree import CitingDeclaration, Declaration, SectionDecl, SourceDecl
from argmap.text import Edit, SourceText, Span

_MAX_LISTED_NAMES = 5


def extract(
    maps: Sequence[Occurrences],
    source: SourceText,
    items: Sequence[Declaration],
    path: Path,
    alias: str | None = None,
) -> Refactoring:
    """Move declarations of the top level to a new file, and import it in their place.

    Without an alias, all ids stay the same. With one, the uses outside of the new file begin with
    it (``energy.hub``). The new file then also contains the sources that only it cites, and imports
    the files that it refers to.

    Args:
        maps: All maps that contain the file.
        source: The text of the file.
        items: Sections, statements, contexts and questions that follow each other.
        path: The path of the new file.
        alias: The name of the import.

    Raises:
        RefusedEdit: If the declarations are not at the top level, or refer to an element that the
            new file cannot see.
    """
    module = maps[0].module(source)
    if module is None or module.path is None:
        raise RefusedEdit(f"`{source.name}` is not a file, so it cannot import one")
    require_valid_syntax((module,))
    _require_top_level(module, items)
    editor = DocumentEditor(module.document)
    span = editor.extent(items[0], None).join(editor.extent(items[-1], None))
    part = _Part(module, span, path, alias)
    edits = EditCollector()
    header: list[str] = []
    if alias is not None:
        require_id(alias)
        sources = _own_sources(maps, part)
        for item in sources:
            relocated = relocation_edits(module.document, module.path, path, items=(item,))
            header.append(editor.text_of(item, None, relocated))
            editor.remove(item, None)
        imports: dict[str, None] = {}
        for occurrences in maps:
            _adapt_names(
                occurrences, part, [span, *(item.span for item in sources)], edits, imports
            )
        if imports:
            header.insert(0, "\n".join(imports))
    text = normalize_line_ends(module.document.source.slice(span))
    content = "\n\n".join((*header, text)) + "\n"
    line_end = line_end_of(module.document.source.text)
    statement = import_text(module.path.parent, path, alias)
    result = EditCollector()
    for file in edits.files():
        other = next((m for m in maps if m.module(file.document.source)), maps[0])
        file_module = other.module(file.document.source)
        if file_module is not None:
            result.add(file_module, *file.edits)
    result.add(module, Edit(span, statement), *editor.edits())
    return Refactoring(result.files(), (NewFile(path, content.replace("\n", line_end)),))


class _Part(NamedTuple):
    """The part of a file to extract."""

    module: Module
    span: Span
    path: Path
    alias: str | None


def _require_top_level(module: Module, items: Sequence[Declaration]) -> None:
    top_level = {id(item): index for index, item in enumerate(module.document.items)}
    for item in items:
        if id(item) not in top_level:
            name = item.id.text if item.id else item.keyword.text
            raise RefusedEdit(
                f"`{name}` is inside of another element, and a file can only be imported at "
                "the top level; move it there first, or extract the section around it"
            )
        if not isinstance(item, (SectionDecl, CitingDeclaration)):
            raise RefusedEdit(f"`{item.keyword.text}` cannot be extracted; name a section")
    first, last = top_level[id(items[0])], top_level[id(items[-1])]
    if last - first + 1 != len(items):
        raise RefusedEdit("only elements that follow each other can be extracted")


# ---- With an alias ------------------------------------------------------------------------------


def _own_sources(maps: Sequence[Occurrences], part: _Part) -> list[SourceDecl]:
    """Return the sources of the file that are only cited in the part."""
    sources = {
        id(item): item for item in part.module.document.items if isinstance(item, SourceDecl)
    }
    cited: set[int] = set()
    cited_elsewhere: set[int] = set()
    for occurrences in maps:
        module = occurrences.module(part.module.document.source)
        if module is None:
            continue
        for target, (declaring, item) in occurrences.declarations.items():
            if declaring is not module or not isinstance(item, SourceDecl):
                continue
            for use in occurrences.of_target(target):
                if use.is_declaration:
                    continue
                file = occurrences.module(use.location.source)
                is_inside = file is module and part.span.contains(use.location.span)
                (cited if is_inside else cited_elsewhere).add(id(item))
    return [item for key, item in sources.items() if key in cited - cited_elsewhere]


def _adapt_names(
    occurrences: Occurrences,
    part: _Part,
    spans: Sequence[Span],
    edits: EditCollector,
    imports: dict[str, None],
) -> None:
    """Add the edits of the names that change, and the imports that the new file needs.

    Raises:
        RefusedEdit: If the part refers to an element of the file that stays in it.
    """
    module = occurrences.module(part.module.document.source)
    if module is None or part.alias is None:
        return
    if is_taken(occurrences, module, part.alias):
        raise RefusedEdit(
            f"`{part.alias}` already exists in {module.document.source.name}; choose another name"
        )
    moved = declared_in(occurrences, module, spans)
    invisible: dict[str, None] = {}
    for user, use, is_inside in uses_to_adapt(occurrences, module, spans, moved):
        if is_inside and use.target not in moved:
            needed = _needed_import(occurrences, part, module, use)
            if needed is None:
                invisible[local_name(occurrences, use.target)] = None
            else:
                imports[needed] = None
        elif not is_inside:
            edits.add(
                user, Edit(Span(use.location.span.start, use.location.span.start), f"{part.alias}.")
            )
    if invisible:
        raise RefusedEdit(
            f"the section refers to {_listed(invisible)}, which stay in "
            f"`{module.document.source.name}` and would not be visible in the new file; extract it "
            "without --as"
        )


def _needed_import(
    occurrences: Occurrences, part: _Part, module: Module, use: Occurrence
) -> str | None:
    """Return the import that makes an element of another file visible; None if there is none."""
    declaring, _ = occurrences.declarations[use.target]
    folder = part.path.parent
    if use.is_qualified:
        alias = normalize_id(module.document.source.slice(use.path).partition(".")[0])
        imported = module.aliased_module(alias)
    else:
        alias, imported = "", declaring
    if imported is None or imported.path is None or imports_file(imported, module):
        return None
    return import_text(folder, imported.path, alias or None)


def _listed(names: dict[str, None]) -> str:
    listed = [f"`{name}`" for name in names]
    count = len(listed) - _MAX_LISTED_NAMES
    more = f" and {count:,} more" if count > 0 else ""
    return ", ".join(listed[:_MAX_LISTED_NAMES]) + more
