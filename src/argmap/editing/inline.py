"""Inlining of an imported file: its content replaces the import, and the file is deleted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from argmap.editing.document_editor import DocumentEditor
from argmap.editing.move import declared_in, require_free_names
from argmap.editing.occurrences import Occurrences
from argmap.editing.refactoring import (
    EditCollector,
    Refactoring,
    RefusedEdit,
    require_valid_syntax,
)
from argmap.editing.relocation import relocation_edits
from argmap.formatting import line_end_of, normalize_line_ends
from argmap.model.attributes import ATTRIBUTES, FREE_PREFIX
from argmap.model.identifiers import normalize_id
from argmap.resolve.imports import Module
from argmap.syntax import Document, parse, unquote
from argmap.syntax.literals import comments
from argmap.syntax.tree import (
    Attribute,
    ImportDecl,
    Item,
    MapDecl,
    SourceDecl,
)
from argmap.text import Edit, SourceText, Span, apply_edits
from argmap.text.import_patterns import is_pattern

_FILE_DIRECTIVE = "ignore-file"


def inline(maps: Sequence[Occurrences], source: SourceText) -> Refactoring:
    """Replace the import of a file with its content, and delete the file.

    The header of the file becomes a section. The uses of its ids lose the name of the import.

    Args:
        maps: All maps that contain the file.
        source: The text of the file to inline.

    Raises:
        RefusedEdit: If the file is not imported exactly once, is a map by itself, or declares a
            name that the importing file also uses.
    """
    site = _import_site(maps, source)
    require_valid_syntax((site.importer, site.imported))
    edits = EditCollector()
    for occurrences in maps:
        _adapt_names(occurrences, site, edits)
    _require_no_file_directive(site.imported)
    content = _content(site)
    importer, declaration = site.importer, site.declaration
    assert site.imported.path is not None
    line_end = line_end_of(importer.document.source.text)
    result = EditCollector()
    for file in edits.files():
        module = next(filter(None, (m.module(file.document.source) for m in maps)))
        result.add(module, *file.edits)
    if site.is_one_of_several:
        editor = DocumentEditor(importer.document)
        editor.insert_after(declaration, None, content)
        result.add(importer, *editor.edits())
    else:
        text = content.replace("\n", line_end)
        result.add(importer, Edit(declaration.span, text))
    return Refactoring(result.files(), deleted_files=(site.imported.path,))


class _ImportSite(NamedTuple):
    """The only import of a file.

    Attributes:
        importer: The importing file.
        declaration: The import.
        imported: The file.
        is_one_of_several: Whether the import is a pattern that also matches other files.
    """

    importer: Module
    declaration: ImportDecl
    imported: Module
    is_one_of_several: bool

    @property
    def alias(self) -> str:
        """The name of the import; empty without one."""
        return normalize_id(self.declaration.id.text) if self.declaration.id else ""


def _import_site(maps: Sequence[Occurrences], source: SourceText) -> _ImportSite:
    """Return the import of a file.

    Raises:
        RefusedEdit: If there is none, or more than one.
    """
    sites: dict[tuple[str, int], _ImportSite] = {}
    for occurrences in maps:
        imported = occurrences.module(source)
        for importer in occurrences.resolution.modules:
            for item in importer.document.items:
                if not isinstance(item, ImportDecl):
                    continue
                files = importer.imports.get(item.keyword.span.start, ())
                if any(file is imported for file in files):
                    key = (importer.document.source.name, item.keyword.span.start)
                    sites[key] = _ImportSite(importer, item, imported, len(files) > 1)  # type: ignore[arg-type]
    if not sites:
        raise RefusedEdit(f"no map imports `{source.name}`")
    if len(sites) > 1:
        names = ", ".join(f"`{name}`" for name in dict.fromkeys(name for name, _ in sites))
        raise RefusedEdit(
            f"`{source.name}` is imported {len(sites):,} times, by {names}; only a file that is "
            "imported once can be inlined"
        )
    return next(iter(sites.values()))


def _require_no_file_directive(module: Module) -> None:
    """Check that no comment is about the whole file: it would then be about the importing file.

    Raises:
        RefusedEdit: If there is one.
    """
    source = module.document.source
    for span in comments(source.text) if _FILE_DIRECTIVE in source.text else ():
        if _FILE_DIRECTIVE in source.slice(span):
            raise RefusedEdit(
                f"`{source.name}` has a comment `argmap: {_FILE_DIRECTIVE}`, which would then be "
                "about the importing file; delete it first"
            )


# ---- Names --------------------------------------------------------------------------------------


def _adapt_names(occurrences: Occurrences, site: _ImportSite, edits: EditCollector) -> None:
    """Remove the alias of the import from all names in a map."""
    importer = occurrences.module(site.importer.document.source)
    imported = occurrences.module(site.imported.document.source)
    if importer is None or imported is None or not site.alias:
        return
    whole = Span(0, len(imported.document.source.text))
    require_free_names(
        occurrences, imported, importer, declared_in(occurrences, imported, (whole,))
    )
    assert site.declaration.id is not None
    target = occurrences.declared_at(importer.locate(site.declaration.id.span))
    for use in occurrences.of_target(target) if target else ():
        module = occurrences.module(use.location.source)
        if module is not None and not use.is_declaration:
            start, end = use.location.span
            edits.add(module, Edit(Span(start, end + 1), ""))


def _repeated_imports(site: _ImportSite) -> Iterator[ImportDecl]:
    """Yield the imports of the file that the importing file has, too.

    Raises:
        RefusedEdit: If one of them has another name there, or its name means another file.
    """
    importer, imported = site.importer, site.imported
    for item in imported.document.items:
        if not isinstance(item, ImportDecl):
            continue
        alias = normalize_id(item.id.text) if item.id else None
        other = importer.aliases.get(alias) if alias else None
        for file in imported.imports.get(item.keyword.span.start, ()):
            if other is not None and other is not file:
                raise RefusedEdit(
                    f"`{alias}` is the name of different imports in "
                    f"`{importer.document.source.name}` and `{imported.document.source.name}`; "
                    "rename one of them first"
                )
            repeated = _import_of(importer, file)
            if repeated is None or is_pattern(unquote(item.title.raw) if item.title else ""):
                continue
            if (normalize_id(repeated.id.text) if repeated.id else None) != alias:
                raise RefusedEdit(
                    f"`{importer.document.source.name}` and `{imported.document.source.name}` "
                    f"import `{file.document.source.name}` by different names; rename one first"
                )
            yield item


def _import_of(importer: Module, file: Module) -> ImportDecl | None:
    """Return the import of a file by its path, if there is one in another file."""
    for item in importer.document.items:
        if isinstance(item, ImportDecl) and item.title is not None:
            files = importer.imports.get(item.keyword.span.start, ())
            if any(other is file for other in files) and not is_pattern(unquote(item.title.raw)):
                return item
    return None


# ---- Content ------------------------------------------------------------------------------------


def _content(site: _ImportSite) -> str:
    r"""Return the text of the file as it is in the importing file, with ``\n`` line ends."""
    document = _prepared(site)
    header = next((item for item in document.items if isinstance(item, MapDecl)), None)
    if header is None:
        return normalize_line_ends(document.source.text).strip("\n")
    editor = DocumentEditor(document)
    outside = [item for item in document.items if isinstance(item, (ImportDecl, SourceDecl))]
    pieces = [editor.text_of(item, None) for item in outside]
    for item in (*outside, header):
        editor.remove(item, None)
    rest = normalize_line_ends(apply_edits(document.source.text, editor.edits())).strip("\n")
    section = DocumentEditor(document)
    keyword = f"section {site.alias}" if site.alias else "section"
    section.change(header.keyword.span, keyword)
    for attribute in header.block.items if header.block else ():
        if isinstance(attribute, Attribute):
            _convert(section, attribute)
    if rest:
        section.append(header, rest)
    return "\n\n".join((*pieces, section.text_of(header, None, section.edits())))


def _prepared(site: _ImportSite) -> Document:
    """Return the file without imports that the importing file has, and with relocated paths."""
    importer, imported = site.importer, site.imported
    assert importer.path is not None
    assert imported.path is not None
    editor = DocumentEditor(imported.document)
    repeated = list(_repeated_imports(site))
    for item in repeated:
        editor.remove(item, None)
    kept: list[Item] = [item for item in imported.document.items if item not in repeated]
    for edit in relocation_edits(imported.document, imported.path, importer.path, items=kept):
        editor.change(*edit)
    text = apply_edits(imported.document.source.text, editor.edits())
    return parse(SourceText(imported.document.source.name, text))


def _convert(editor: DocumentEditor, attribute: Attribute) -> None:
    """Make an attribute of a header one of a section: a custom one, if sections do not have it.

    Raises:
        RefusedEdit: If the attribute is a thesis, because the file is then a map by itself.
    """
    name, span = attribute.name
    if name == "thesis":
        raise RefusedEdit(
            "the file has a thesis, so it is a map by itself; delete its `thesis:` to inline it"
        )
    if name in ATTRIBUTES and "section" not in ATTRIBUTES[name].declarations:
        editor.change(span, FREE_PREFIX + name)
