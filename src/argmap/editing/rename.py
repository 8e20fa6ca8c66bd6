"""Rename of an element or an import in all files of its maps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from argmap.editing.occurrences import Occurrence, Occurrences
from argmap.editing.refactoring import EditCollector, Refactoring, RefusedEdit
from argmap.model.attributes import NO_THESIS, OPEN_QUESTION
from argmap.model.identifiers import is_id, normalize_id
from argmap.resolve.imports import Module
from argmap.syntax.grammar import keywords
from argmap.text import Edit


def rename(maps: Sequence[Occurrences], declaration: Occurrence, name: str) -> Refactoring:
    """Rename what a name declares, in its declaration and in all uses.

    Args:
        maps: All maps that contain the file of the declaration.
        declaration: The name in the declaration of an element or an import.
        name: The new name.

    Raises:
        RefusedEdit: If the element cannot have the name.
    """
    _require_valid(maps, declaration, name)
    collector = EditCollector()
    for _, module, use in _uses(maps, declaration):
        collector.add(module, Edit(use.location.span, name))
    return Refactoring(collector.files())


def _uses(
    maps: Sequence[Occurrences], declaration: Occurrence
) -> Iterator[tuple[Occurrences, Module, Occurrence]]:
    """Yield the uses of a declaration, each with its map and its file."""
    for occurrences in maps:
        target = occurrences.declared_at(declaration.location)
        for use in occurrences.of_target(target) if target else ():
            module = occurrences.module(use.location.source)
            if module is not None:
                yield occurrences, module, use


def _require_valid(maps: Sequence[Occurrences], declaration: Occurrence, name: str) -> None:
    """Check that a new name is an id and not in use in any file that refers to the element.

    Qualified uses (``energy.hub``) are not checked: they can only refer to an element of the
    imported file, so the names in their own file do not matter.

    Raises:
        RefusedEdit: If the element cannot have the name.
    """
    require_id(name)
    if normalize_id(name) == normalize_id(declaration.location.text):
        return
    for occurrences in maps:
        target = occurrences.declared_at(declaration.location)
        if target is not None and _is_special(occurrences, target, name):
            raise RefusedEdit(f"`{name}` has another meaning in this map; choose another id")
    for occurrences, module, use in _uses(maps, declaration):
        if not use.is_qualified and is_taken(
            occurrences, module, name, is_declaration=use.is_declaration
        ):
            raise RefusedEdit(
                f"`{name}` already exists in {module.document.source.name}; choose another id"
            )


def require_id(name: str) -> None:
    """Check that a name can be an id.

    Raises:
        RefusedEdit: If the name has the wrong syntax, or is a keyword.
    """
    if not is_id(name):
        raise RefusedEdit(
            f"`{name}` is not a valid id; use a letter or `_`, then letters, digits, `_` and `-`"
        )
    if name in keywords():
        raise RefusedEdit(f"`{name}` is a keyword; choose another id")


def is_taken(
    occurrences: Occurrences, module: Module, name: str, *, is_declaration: bool = True
) -> bool:
    """Return whether a name already means something in a file, or would be declared twice."""
    scope = occurrences.resolution.scope
    return (
        (is_declaration and module.prefix + normalize_id(name) in scope.kinds)
        or scope.find(module, name) is not None
        or module.aliased_module(normalize_id(name)) is not None
    )


def _is_special(occurrences: Occurrences, target: str, name: str) -> bool:
    """Return whether a map has `thesis: none` or `expect: open`, and would refer to ``target``."""
    argument_map = occurrences.resolution.map
    if target not in argument_map.statements:
        return False
    questions = argument_map.questions_of.get(target, ())
    return (name == NO_THESIS and argument_map.is_neutral) or (
        name == OPEN_QUESTION and any(question.expects_open for question in questions)
    )
