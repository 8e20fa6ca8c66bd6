"""The nodes of two outlines that are the same element, and the renames between them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping
from typing import Protocol

from argmap.comparison.matching import match_maps
from argmap.comparison.merge.outline import DocumentOutline, Node
from argmap.model import ArgumentMap
from argmap.model.attributes import NO_THESIS, OPEN_QUESTION
from argmap.model.identifiers import normalize_id
from argmap.syntax.grammar import keywords
from argmap.syntax.tree import Attribute, Declaration
from argmap.text import Edit, Location

Pairs = dict[int, int]
"""The indexes of paired nodes, from the first outline to the second."""


def pair_outlines(
    old: DocumentOutline, old_map: ArgumentMap, new: DocumentOutline, new_map: ArgumentMap
) -> Pairs:
    """Pair the nodes of two versions of a document.

    Declarations are paired as `match_maps` pairs their elements. Those that are not in a map, such
    as imports, are paired by what they say, and attributes by their names.
    """
    pairs = _Pairing(old, new)
    pairs.add_obvious()
    if pairs.is_complete():
        pairs.add_attributes()
        return pairs.new_by_old
    matching = match_maps(old_map, new_map)
    old_tables, new_tables = _locations(old_map), _locations(new_map)
    for position, matched in enumerate(
        (matching.sentences, matching.inferences, matching.sources, matching.sections)
    ):
        old_nodes = _nodes_by_id(old, old_tables[position])
        new_nodes = _nodes_by_id(new, new_tables[position])
        for old_id, new_id in matched.by_old.items():
            if old_id in old_nodes and new_id in new_nodes:
                first, second = old_nodes[old_id], new_nodes[new_id]
                if pairs.is_certain(first, second, new_map):
                    pairs.add(first, second)
    pairs.add_others()
    pairs.add_attributes()
    return pairs.new_by_old


def _locations(argument_map: ArgumentMap) -> tuple[dict[str, Location], ...]:
    """Return the locations of elements by their ids: sentences, inferences, sources, sections."""
    return (
        {sentence.id: sentence.location for sentence in argument_map.sentences},
        {id_: inference.location for id_, inference in argument_map.inferences.items()},
        {id_: source.location for id_, source in argument_map.sources.items()},
        {id_: section.location for id_, section in argument_map.sections.items()},
    )


def _nodes_by_id(outline: DocumentOutline, locations: Mapping[str, Location]) -> dict[str, Node]:
    """Return the declarations of elements by their ids, without those of imported files."""
    by_start = outline.by_start
    nodes: dict[str, Node] = {}
    for id_, (source, span) in locations.items():
        node = by_start.get(span.start)
        if source is outline.document.source and node is not None:
            nodes[id_] = node
    return nodes


class _Pairing:
    def __init__(self, old: DocumentOutline, new: DocumentOutline) -> None:
        self._old, self._new = old, new
        self.new_by_old: Pairs = {0: 0}
        self._paired_new = {0}

    def add(self, old: Node, new: Node) -> None:
        """Pair two nodes, unless one of them is paired or they are of different types."""
        if (
            type(old.item) is type(new.item)
            and old.index not in self.new_by_old
            and new.index not in self._paired_new
        ):
            self.new_by_old[old.index] = new.index
            self._paired_new.add(new.index)

    def add_obvious(self) -> None:
        """Pair declarations of the same id, and those of the same text under the same parent.

        The first are those that `match_maps` would pair first, too.
        """
        new_ids = self._new.declared_ids()
        for id_, node in self._old.declared_ids().items():
            if (other := new_ids.get(id_)) is not None:
                self.add(node, other)
        old_ids = self._old.declared_ids().keys()
        for old in self._old.nodes:  # in order, so that parents are first
            new_index = self.new_by_old.get(old.index)
            unnamed = [c for c in old.children if not (c.id or c.is_attribute)]
            if new_index is None or not unnamed:
                continue
            by_text: dict[str, list[Node]] = defaultdict(list)
            for child in self._new.nodes[new_index].children:
                if child.id not in old_ids and not child.is_attribute:
                    by_text[child.head_text].append(child)
            for child in unnamed:
                if candidates := by_text[child.head_text]:
                    self.add(child, candidates.pop(0))

    def is_certain(self, old: Node, new: Node, new_map: ArgumentMap) -> bool:
        """Return whether two declarations are the same one, and do not only have similar texts.

        A wrong pair would give the changes of one statement to another one. Without the pair, a
        change of one side and the removal by the other side are a conflict.
        """
        if old.head.title is None or old.id == new.id != "" or old.head.title == new.head.title:
            return True
        sentence = new_map.statements.get(new.id) or new_map.questions.get(new.id)
        if sentence is not None and old.id in sentence.was:
            return True
        assert old.parent is not None
        assert new.parent is not None
        is_same_parent = self.new_by_old.get(old.parent.index) == new.parent.index
        return is_same_parent and not (old.id and new.id)

    def is_complete(self) -> bool:
        """Return whether all declarations of one of the outlines are paired."""
        return all(
            node.is_attribute or node.index in self.new_by_old for node in self._old.nodes
        ) or all(node.is_attribute or node.index in self._paired_new for node in self._new.nodes)

    def add_others(self) -> None:
        """Pair declarations that are not in a map."""
        self._add_by(lambda node: (type(node.item), node.id) if node.id else None)
        self._add_by(lambda node: (type(node.item), node.head_text))

    def add_attributes(self) -> None:
        """Pair the attributes of paired declarations by their names, in order."""
        for old in self._old.nodes:
            new_index = self.new_by_old.get(old.index)
            if new_index is None:
                continue
            if not any(child.is_attribute for child in old.children):
                continue
            attributes = defaultdict(list)
            for child in self._new.nodes[new_index].children:
                if child.is_attribute:
                    attributes[child.name].append(child)
            for child in old.children:
                if child.is_attribute and attributes[child.name]:
                    self.add(child, attributes[child.name].pop(0))

    def _add_by(self, key: _Key) -> None:
        """Pair declarations with the same key, in order."""
        left: dict[Hashable, list[Node]] = defaultdict(list)
        for node in self._new.nodes:
            if isinstance(node.item, Declaration) and node.index not in self._paired_new:
                left[key(node)].append(node)
        left.pop(None, None)
        if not left:
            return
        for node in self._old.nodes:
            if isinstance(node.item, Declaration) and node.index not in self.new_by_old:
                candidates = left.get(key(node))
                if candidates:
                    self.add(node, candidates.pop(0))


class _Key(Protocol):
    def __call__(self, node: Node, /) -> Hashable: ...


# ---- Renames -----------------------------------------------------------------------------------


def renames(old: DocumentOutline, new: DocumentOutline, pairs: Pairs) -> dict[str, str]:
    """Return the ids that differ in paired declarations, old → new.

    An id that the old version has for another element, or that the new version still has, is not
    a rename but a new use of the id.
    """
    different: dict[str, str] = {}
    for old_index, new_index in pairs.items():
        first, second = old.nodes[old_index].id, new.nodes[new_index].id
        if first and second and first != second:
            different[first] = second
    if not different:
        return {}
    old_ids, new_ids = old.declared_ids(), new.declared_ids()
    return {
        first: second
        for first, second in different.items()
        if first not in new_ids and second not in old_ids
    }


def rename_edits(
    outline: DocumentOutline,
    names: Mapping[str, str],
    *,
    keeps_declarations: frozenset[str] = frozenset(),
) -> Iterator[Edit]:
    """Yield the edits that rename elements in their declarations and in all references.

    Args:
        outline: The document.
        names: The new ids by the present ones.
        keeps_declarations: The present ids whose declarations stay as they are.
    """
    if not names:
        return
    declared = names.keys() - keeps_declarations
    reserved = {NO_THESIS, OPEN_QUESTION, *keywords()}
    for node in outline.nodes:
        item = node.item
        if isinstance(item, Declaration) and item.id is not None and node.id in declared:
            yield Edit(item.id.span, names[node.id])
        for word in node.names():
            name = normalize_id(word.text)
            is_special = isinstance(item, Attribute) and name in reserved
            if name in names and not is_special:
                yield Edit(word.span, names[name])
