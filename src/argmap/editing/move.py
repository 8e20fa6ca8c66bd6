"""Move of a declaration to another place in its map, with its block and its comments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from argmap.editing.document_editor import DocumentEditor
from argmap.editing.names import MovedNames, add_import, local_name, name_in
from argmap.editing.occurrences import Occurrence, Occurrences
from argmap.editing.refactoring import (
    EditCollector,
    Refactoring,
    RefusedEdit,
    require_valid_syntax,
)
from argmap.editing.relocation import relocation_edits
from argmap.editing.rename import is_taken
from argmap.model.attributes import AGAINST_KEYWORDS
from argmap.model.identifiers import normalize_id
from argmap.resolve.imports import Module
from argmap.syntax.tree import (
    Attribute,
    ContextDecl,
    Declaration,
    InferenceDecl,
    QuestionDecl,
    SectionDecl,
    SourceDecl,
    StatementDecl,
    Value,
)
from argmap.text import Edit, SourceText, Span

_SENTENCES = (StatementDecl, ContextDecl)
_CONTENT: dict[type[Declaration] | None, tuple[type[Declaration], ...]] = {
    None: (SectionDecl, QuestionDecl, *_SENTENCES, SourceDecl),
    SectionDecl: (SectionDecl, QuestionDecl, *_SENTENCES),
    QuestionDecl: _SENTENCES,
    StatementDecl: (InferenceDecl, *_SENTENCES),
    InferenceDecl: _SENTENCES,
}
"""The declarations that can be nested in each kind of declaration; None is the top level."""

_SUPPORT = ("supports", "supported-by")
_OPPOSITION = ("opposes", "opposed-by")
"""The attributes of a premise and of a conclusion that say so."""


class MoveTarget(NamedTuple):
    """The place that a declaration moves to.

    Attributes:
        parent: The name in the declaration that it is then nested in; None for the top level.
        source: The file, if ``parent`` is None. By default, the declaration stays in its file.
    """

    parent: Occurrence | None = None
    source: SourceText | None = None


def move(
    maps: Sequence[Occurrences], declaration: Occurrence, destination: MoveTarget
) -> Refactoring:
    """Move a declaration to the end of another block, or of a file.

    A statement that moves out of a statement, an inference or a question to the top level or to a
    section keeps its relation: `supports:`, `opposes:`, `undercuts:`, `premises:` or `options:` is
    added. In turn, such an attribute is removed if the nesting then says the same.

    Names are adapted in all files if the declaration moves to a file with other names.

    Args:
        maps: All maps that contain the file of the declaration.
        declaration: The name in the declaration to move.
        destination: The place that it moves to.

    Raises:
        RefusedEdit: If the declaration cannot be in this place, or a name would be undefined or
            declared twice.
    """
    place = _Place.find(maps, declaration, destination)
    require_valid_syntax((place.old, place.new))
    if place.is_same:
        return Refactoring()
    place.require_valid()
    names = EditCollector()
    imports: dict[str, Module] = {}
    if place.new is not place.old:
        for occurrences in maps:
            _adapt_names(occurrences, place, names, imports)
    return _edits(place, names, imports)


class _Place(NamedTuple):
    """A declaration to move, and its new place, in one map that contains both.

    Attributes:
        occurrences: The map.
        target: The id of the declaration.
        item: The declaration.
        old: The file of the declaration.
        old_parent: The declaration that it is nested in.
        new: The file of its new place.
        parent: The declaration that it will be nested in.
        parent_target: The id of this declaration.
    """

    occurrences: Occurrences
    target: str
    item: Declaration
    old: Module
    old_parent: Declaration | None
    new: Module
    parent: Declaration | None
    parent_target: str | None

    @classmethod
    def find(
        cls, maps: Sequence[Occurrences], declaration: Occurrence, destination: MoveTarget
    ) -> _Place:
        """Return the place in the first map that contains both files.

        Raises:
            RefusedEdit: If there is no such map, or the name is not that of an element.
        """
        name = declaration.location.text
        for one in (declaration, destination.parent):
            if one is not None and one.is_alias:
                alias = one.location.text
                raise RefusedEdit(f"`{alias}` is the name of an import; name an element")
        for occurrences in maps:
            target = occurrences.declared_at(declaration.location)
            if target is None or target not in occurrences.declarations:
                continue
            old, item = occurrences.declarations[target]
            old_parent = DocumentEditor(old.document).parent_of(item)
            if destination.parent is None:
                new = occurrences.module(destination.source) if destination.source else old
                if new is not None:
                    return cls(occurrences, target, item, old, old_parent, new, None, None)
                continue
            parent_target = occurrences.declared_at(destination.parent.location)
            if parent_target is not None and parent_target in occurrences.declarations:
                new, parent = occurrences.declarations[parent_target]
                return cls(occurrences, target, item, old, old_parent, new, parent, parent_target)
        raise RefusedEdit(f"no map contains both `{name}` and its new place")

    @property
    def is_same(self) -> bool:
        """Whether the declaration is there already."""
        return self.new is self.old and self.parent is self.old_parent

    @property
    def name(self) -> str:
        """The id of the declaration in its file."""
        return local_name(self.occurrences, self.target)

    @property
    def is_against(self) -> bool:
        """Whether the declaration is a statement that attacks what it is nested in."""
        return self.item.keyword.text in AGAINST_KEYWORDS

    def require_valid(self) -> None:
        """Check that the declaration can be nested in its new parent.

        Raises:
            RefusedEdit: If it cannot.
        """
        kind = type(self.parent) if self.parent is not None else None
        noun = self.item.keyword.text
        if not isinstance(self.item, _CONTENT.get(kind, ())):
            where = f"in `{self.parent.keyword.text}`" if self.parent else "at the top level"
            raise RefusedEdit(f"`{noun}` cannot be {where}; choose another place")
        if kind is QuestionDecl and isinstance(self.item, StatementDecl) and noun != "claim":
            raise RefusedEdit(f"`{noun}` cannot be in a question; only claims are its options")
        inner = self.parent.span if self.parent is not None else None
        if self.new is self.old and inner is not None and self.item.span.contains(inner):
            raise RefusedEdit(f"`{self.name}` cannot be moved into itself")

    def find_name(self, module: Module, name: str) -> str | None:
        """Return the id that a name in a file means."""
        return self.occurrences.resolution.scope.find(module, name)


# ---- Names --------------------------------------------------------------------------------------


def _adapt_names(
    occurrences: Occurrences, place: _Place, edits: EditCollector, imports: dict[str, Module]
) -> None:
    """Add the edits of the names in a map that change because the declaration changes its file."""
    old = occurrences.module(place.old.document.source)
    new = occurrences.module(place.new.document.source)
    if old is None or new is None:
        return
    span = place.item.span
    moved = declared_in(occurrences, old, (span,))
    names = MovedNames(occurrences, old, new, moved)
    require_free_names(occurrences, old, new, moved)
    for module, use, is_inside in uses_to_adapt(occurrences, old, (span,), moved):
        written = names.inside(use) if is_inside else names.outside(use)
        if normalize_id(module.document.source.slice(use.path)) != written:
            edits.add(module, Edit(use.path, written))
    imports.update(names.imports)
    if isinstance(place.item, SourceDecl) and old.path is not None and new.path is not None:
        edits.add(old, *relocation_edits(old.document, old.path, new.path, items=(place.item,)))


def declared_in(occurrences: Occurrences, module: Module, spans: Sequence[Span]) -> frozenset[str]:
    """Return the targets that are declared within spans of a file."""
    return frozenset(
        use.target
        for use in occurrences.in_source(module.document.source)
        if use.is_declaration
        and not use.is_alias
        and any(span.contains(use.location.span) for span in spans)
    )


def require_free_names(
    occurrences: Occurrences, old: Module, new: Module, moved: frozenset[str]
) -> None:
    """Check that elements can be declared in another file.

    Raises:
        RefusedEdit: If a name is already in use there.
    """
    if old.prefix == new.prefix:
        return
    for target in sorted(moved):
        name = local_name(occurrences, target)
        if is_taken(occurrences, new, name):
            raise RefusedEdit(
                f"`{name}` already exists in `{new.document.source.name}`; rename one of them first"
            )


def uses_to_adapt(
    occurrences: Occurrences, old: Module, spans: Sequence[Span], moved: frozenset[str]
) -> Iterator[tuple[Module, Occurrence, bool]]:
    """Yield the uses whose names may change if parts of a file move to another file.

    Each is yielded with its file, and whether it is in one of the parts.
    """
    for module in occurrences.resolution.modules:
        for use in occurrences.in_source(module.document.source):
            is_inside = module is old and any(span.contains(use.location.span) for span in spans)
            if use.is_declaration or use.is_alias or not (is_inside or use.target in moved):
                continue
            if use.target in occurrences.declarations:
                yield module, use, is_inside


# ---- Edits --------------------------------------------------------------------------------------


def _edits(place: _Place, names: EditCollector, imports: dict[str, Module]) -> Refactoring:
    old_editor = DocumentEditor(place.old.document)
    is_same_file = place.new is place.old
    new_editor = old_editor if is_same_file else DocumentEditor(place.new.document)
    own_editor = DocumentEditor(place.old.document)
    """The attributes of the declaration, which are changed in the text that moves."""
    if isinstance(place.item, StatementDecl):
        if place.parent is None or isinstance(place.parent, SectionDecl):
            _keep_relation(place, own_editor, old_editor)
        else:
            _drop_relation(place, own_editor, new_editor)
    extent = old_editor.extent(place.item, place.old_parent)
    collected = names.of_module(place.old)
    own_edits = [edit for edit in collected if extent.contains(edit.span)]
    own_edits = _without_removed(own_edits, own_editor.edits())
    text = old_editor.text_of(place.item, place.old_parent, own_edits)
    old_editor.remove(place.item, place.old_parent)
    new_editor.append(place.parent, text)
    for imported in imports.values():
        add_import(new_editor, place.new, imported)
    result = EditCollector()
    for file in names.files():
        module = place.occurrences.module(file.document.source)
        if module is None:
            continue
        kept = file.edits
        if module is place.old:
            kept = tuple(edit for edit in kept if not extent.contains(edit.span))
        result.add(module, *kept)
    result.add(place.old, *old_editor.edits())
    if not is_same_file:
        result.add(place.new, *new_editor.edits())
    return Refactoring(result.files())


def _without_removed(names: list[Edit], own: Sequence[Edit]) -> list[Edit]:
    """Return the edits of names that are not in a removed attribute, and the other edits."""
    kept = [name for name in names if not any(edit.span.contains(name.span) for edit in own)]
    return [*kept, *own]


def _keep_relation(place: _Place, own: DocumentEditor, old: DocumentEditor) -> None:
    """Write the relation of a statement to what it is nested in as an attribute."""
    parent = place.old_parent
    if parent is None or isinstance(parent, SectionDecl):
        return
    if isinstance(parent, QuestionDecl):
        old.add_value(parent, "options", _required_name(place.old, place.new, place.name))
        return
    if isinstance(parent, InferenceDecl) and not place.is_against:
        old.add_value(parent, "premises", _required_name(place.old, place.new, place.name))
        return
    if parent.id is None:
        raise RefusedEdit(
            f"the `{parent.keyword.text}` around `{place.name}` has no id, so nothing can refer to "
            "it; give it one first"
        )
    name = _required_name(place.new, place.old, normalize_id(parent.id.text))
    attribute = "opposes" if place.is_against else "supports"
    own.add_value(place.item, "undercuts" if isinstance(parent, InferenceDecl) else attribute, name)


def _required_name(module: Module, other: Module, name: str) -> str:
    """Return the name of an element of one file in another file.

    Raises:
        RefusedEdit: If it has none.
    """
    written = name_in(module, other, name)
    if written is None:
        raise RefusedEdit(
            f"`{module.document.source.name}` does not import `{other.document.source.name}`, so "
            f"it cannot refer to `{name}`; add an import there first"
        )
    return written


def _drop_relation(place: _Place, own: DocumentEditor, new: DocumentEditor) -> None:
    """Remove the attributes that say the same as the new nesting."""
    parent, target = place.parent, place.parent_target
    assert parent is not None
    against = place.is_against
    if isinstance(parent, StatementDecl):
        _require_same_side(place, parent)
        active, passive = _OPPOSITION if against else _SUPPORT
        _remove_values(place, own, place.old, place.item, active, target)
        _remove_values(place, new, place.new, parent, passive, place.target)
    elif isinstance(parent, InferenceDecl):
        if against:
            _remove_values(place, own, place.old, place.item, "undercuts", target)
        else:
            _remove_values(place, new, place.new, parent, "premises", place.target)
    elif isinstance(parent, QuestionDecl):
        _remove_values(place, new, place.new, parent, "options", place.target)


def _require_same_side(place: _Place, parent: Declaration) -> None:
    """Check that the nesting does not contradict the present relation to the new parent.

    Raises:
        RefusedEdit: If a statement that opposes the parent would support it, or the reverse.
    """
    active, passive = _SUPPORT if place.is_against else _OPPOSITION
    if _values(place, place.old, place.item, active, place.parent_target) or _values(
        place, place.new, parent, passive, place.target
    ):
        was, is_now = ("supports", "oppose") if place.is_against else ("opposes", "support")
        keyword = "claim" if place.is_against else "counterpoint"
        raise RefusedEdit(
            f"`{place.name}` {was} `{place.parent_target}`, and would {is_now} it there; make it a "
            f"`{keyword}` first"
        )


def _remove_values(
    place: _Place,
    editor: DocumentEditor,
    module: Module,
    declaration: Declaration,
    name: str,
    target: str | None,
) -> None:
    """Remove a target from an attribute of a declaration."""
    for item, index in _values(place, module, declaration, name, target):
        editor.remove_value(declaration, item, index)


def _values(
    place: _Place, module: Module, declaration: Declaration, name: str, target: str | None
) -> list[tuple[Attribute, int]]:
    """Return where attributes of a declaration name a target: the first place in each."""
    places: list[tuple[Attribute, int]] = []
    for item in declaration.block.items if declaration.block else ():
        if not isinstance(item, Attribute) or item.name.text != name:
            continue
        for index, value in enumerate(item.values):
            if isinstance(value, Value) and place.find_name(module, value.text) == target:
                places.append((item, index))
                break
    return places
