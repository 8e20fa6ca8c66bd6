"""The plan of a merge: for each element of three versions, what becomes of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence

from argmap.comparison.merge.content import (
    merge_comments,
    merge_heads,
    merge_value,
    remaining_values,
)
from argmap.comparison.merge.elements import CannotMerge, ConflictReason, Merged, State
from argmap.comparison.merge.order import common_order, interleave
from argmap.comparison.merge.outline import Comment, DocumentOutline, Node
from argmap.comparison.merge.pairs import Pairs
from argmap.model.identifiers import normalize_id


class Plan:
    """Decides what becomes of each element of three versions of a document.

    Attributes:
        root: The merged document.
        placed: All elements in it, each after the one that it is nested in. The elements in one
            with a conflict are not listed.
        conflicts: The elements with a conflict.

    Raises:
        CannotMerge: If elements were moved into each other.
    """

    def __init__(
        self, outlines: Sequence[DocumentOutline], our_pairs: Pairs, their_pairs: Pairs
    ) -> None:
        base, ours, theirs = outlines
        self._outlines = (base, ours, theirs)
        self._of_base: list[Merged] = [Merged(base=node) for node in base.nodes]
        self._of_ours = self._elements(ours, our_pairs, is_ours=True)
        self._of_theirs = self._elements(theirs, their_pairs, is_ours=False)
        self._elements_in_order = self._in_order()
        self.root = self._of_base[0]
        self._copies: list[Merged] = []
        self._set_parents()
        self._check_cycles()
        self._classify_removals()
        self._require_unique_ids()
        self._split_moves_into_conflicts()
        self._check_cycles()
        self._moved_comments: Counter[str] = Counter()
        """The comments that both sides moved away from elements, and ours to another one."""
        self._order_children()
        self.placed = list(self._place())
        self._merge_content()
        self.conflicts = [
            element
            for element in self.placed
            if element.state.is_conflict or element.conflict is not None
        ]

    # ---- Elements -------------------------------------------------------------------------------

    def _elements(self, outline: DocumentOutline, pairs: Pairs, *, is_ours: bool) -> list[Merged]:
        """Return the element of each node of one side."""
        base_of = {index: old for old, index in pairs.items()}
        elements: list[Merged] = []
        added = {} if is_ours else self._added_by_ours()
        for node in outline.nodes:
            base_index = base_of.get(node.index)
            element = None
            if base_index is not None:
                element = self._of_base[base_index]
            elif not is_ours and node.parent is not None:
                candidates = added.get(_added_key(node, elements[node.parent.index]), [])
                element = candidates.pop(0) if candidates else None
            if element is None:
                element = Merged()
            if is_ours:
                element.ours = node
            else:
                element.theirs = node
            elements.append(element)
        return elements

    def _added_by_ours(self) -> dict[Hashable, list[Merged]]:
        """Return the elements that are in neither other version, to find them in both."""
        added: dict[Hashable, list[Merged]] = defaultdict(list)
        for element in self._of_ours:
            node = element.ours
            assert node is not None
            if node.parent is not None and element.base is None:
                added[_added_key(node, self._of_ours[node.parent.index])].append(element)
        return added

    def _in_order(self) -> list[Merged]:
        """Return all elements: those of our version in its order, then those of theirs."""
        elements = list(self._of_ours)
        elements += (element for element in self._of_theirs if element.ours is None)
        return elements

    # ---- Places ---------------------------------------------------------------------------------

    def _set_parents(self) -> None:
        for element in self._elements_in_order:
            ours = self._parent_of(element.ours, self._of_ours)
            theirs = self._parent_of(element.theirs, self._of_theirs)
            base = self._parent_of(element.base, self._of_base)
            if ours is None or theirs is None or ours is theirs:
                element.parent = ours or theirs
            elif base is ours:
                element.parent = theirs
            elif base is theirs:
                element.parent = ours
            else:
                element.parent = ours
                element.state, element.reason = State.ONLY_OURS, ConflictReason.MOVED
                copy = Merged(theirs=element.theirs, parent=theirs)
                copy.state, copy.reason = State.ONLY_THEIRS, ConflictReason.MOVED
                self._copies.append(copy)

    def _parent_of(self, node: Node | None, elements: Sequence[Merged]) -> Merged | None:
        return None if node is None or node.parent is None else elements[node.parent.index]

    def _check_cycles(self) -> None:
        checked = {id(self.root)}
        for element in self._elements_in_order:
            path: set[int] = set()
            current: Merged | None = element
            while current is not None and id(current) not in checked:
                if id(current) in path:
                    raise CannotMerge
                path.add(id(current))
                current = current.parent
            checked |= path

    # ---- Removals -------------------------------------------------------------------------------

    def _classify_removals(self) -> None:
        _, ours, theirs = self._outlines
        changed_ours = self._changed(ours, self._of_ours, is_ours=True)
        changed_theirs = self._changed(theirs, self._of_theirs, is_ours=False)
        for element in self._elements_in_order:
            if element.base is None or (element.ours and element.theirs):
                continue
            node = element.ours or element.theirs
            assert node is not None
            is_ours = element.ours is not None
            if node.index not in (changed_ours if is_ours else changed_theirs):
                element.state = State.REMOVED
            elif is_ours:
                element.state, element.reason = State.ONLY_OURS, ConflictReason.REMOVED_BY_THEIRS
            else:
                element.state, element.reason = State.ONLY_THEIRS, ConflictReason.REMOVED_BY_OURS
            if element.state is not State.REMOVED and node.is_list:
                if remaining_values(element.base, node):
                    element.state, element.reason = State.KEPT, None
                elif not _has_new_comment(node, element.base):
                    element.state, element.reason = State.REMOVED, None

    def _changed(
        self, outline: DocumentOutline, elements: Sequence[Merged], *, is_ours: bool
    ) -> set[int]:
        """Return the nodes of one side that it changed, and those around them.

        A node that the other side removed and this side newly refers to counts as changed.
        """
        new_uses: Counter[str] = Counter()
        changed: set[int] = set()
        for node in outline.nodes[1:]:
            element = elements[node.index]
            base = element.base
            if base is None or self._is_changed(node, base, elements):
                changed.add(node.index)
                old_names = {normalize_id(word.text) for word in base.names()} if base else set()
                for word in node.names():
                    if (name := normalize_id(word.text)) not in old_names:
                        new_uses[name] += 1
        for node in reversed(outline.nodes[1:]):
            element = elements[node.index]
            other = element.theirs if is_ours else element.ours
            if other is None and node.id and new_uses[node.id]:
                changed.add(node.index)
            assert node.parent is not None
            if node.index in changed:
                changed.add(node.parent.index)
        return changed

    def _is_changed(self, node: Node, base: Node, elements: Sequence[Merged]) -> bool:
        if node.head_text != base.head_text and node.head != base.head:
            return True
        if node.has_comments and _has_new_comment(node, base):
            return True
        assert node.parent is not None
        assert base.parent is not None
        return elements[node.parent.index] is not self._of_base[base.parent.index]

    def _require_unique_ids(self) -> None:
        """Make a conflict of elements of both sides that have the same id."""
        _, ours, theirs = self._outlines
        by_id: dict[str, list[Merged]] = defaultdict(list)
        counts = [Counter(node.id for node in outline.nodes) for outline in (ours, theirs)]
        for element in self._elements_in_order:
            if element.is_kept and (id_ := _merged_id(element)):
                by_id[id_].append(element)
        for id_, elements in by_id.items():
            if len(elements) <= max(count[id_] for count in counts):
                continue
            for element in elements:
                if element.state is State.KEPT and element.theirs is None:
                    element.state, element.reason = State.ONLY_OURS, ConflictReason.SAME_ID
                elif element.state is State.KEPT and element.ours is None:
                    element.state, element.reason = State.ONLY_THEIRS, ConflictReason.SAME_ID

    def _split_moves_into_conflicts(self) -> None:
        """Leave an element that one side moved into an element with a conflict at both places.

        Then the choice of one side in all conflicts is the version of that side.
        """
        children: dict[int, list[Merged]] = defaultdict(list)
        for element in self._elements_in_order:
            if element.parent is not None:
                children[id(element.parent)].append(element)
        pending = [element for element in self._elements_in_order if element.state.is_conflict]
        while pending:
            parent = pending.pop()
            for element in children.pop(id(parent), ()):
                if element.state is not State.KEPT:
                    continue
                pending.append(element)
                ours = self._parent_of(element.ours, self._of_ours)
                theirs = self._parent_of(element.theirs, self._of_theirs)
                if ours is None or theirs is None or ours is theirs:
                    continue
                element.reason = ConflictReason.MOVED
                if theirs is parent:
                    element.parent, element.state = ours, State.ONLY_OURS
                else:
                    element.parent, element.state = theirs, State.ONLY_THEIRS

    # ---- Order ----------------------------------------------------------------------------------

    def _order_children(self) -> None:
        children: dict[int, list[Merged]] = defaultdict(list)
        for element in (*self._elements_in_order, *self._copies):
            if element.is_kept and element.parent is not None:
                children[id(element.parent)].append(element)
        copies = {id(copy.theirs): copy for copy in self._copies}
        for element in self._elements_in_order:
            if id(element) in children:
                element.children = self._ordered(element, children[id(element)], copies)

    def _ordered(
        self, parent: Merged, children: list[Merged], copies: dict[int, Merged]
    ) -> list[Merged]:
        """Return the children of an element in the order of one side, with those of the other.

        That side is ours, unless only theirs changed the order.
        """
        members = {id(child) for child in children}

        def side(nodes: Iterable[Node], elements: Sequence[Merged]) -> list[Merged]:
            ordered = []
            for node in nodes:
                copy = copies.get(id(node))
                pair = (copy, elements[node.index])
                ordered += [one for one in pair if one is not None and id(one) in members]
            return ordered

        ours = side(parent.ours.children if parent.ours else (), self._of_ours)
        theirs = side(parent.theirs.children if parent.theirs else (), self._of_theirs)
        if parent.ours is None:
            return interleave(theirs, ours)
        if parent.theirs is not None and parent.base is not None:
            base = side(parent.base.children, self._of_base)
            if common_order(ours, base) == common_order(base, ours) and common_order(
                theirs, base
            ) != common_order(base, theirs):
                return interleave(theirs, ours)
        return interleave(ours, theirs)

    def _place(self) -> Iterator[Merged]:
        """Yield the elements of the merged document in order.

        Raises:
            CannotMerge: If an element that is kept is in one that is removed.
        """
        pending = [self.root]
        while pending:
            element = pending.pop()
            yield element
            if not element.state.is_conflict:
                pending += reversed(element.children)
        for element in self._elements_in_order:
            parent = element.parent
            if element.state is not State.REMOVED and parent is not None and not parent.is_kept:
                raise CannotMerge

    # ---- Content --------------------------------------------------------------------------------

    def _merge_content(self) -> None:
        base, ours, _ = (
            Counter(
                outline.text[slice(*span)].rstrip()
                for span in outline.comments.between(0, len(outline.text))
            )
            for outline in self._outlines
        )
        self._kept_by_ours = {text for text, count in base.items() if ours[text] >= count}
        for element in self.placed:
            if not element.state.is_conflict:
                self._merge_element(element)
        for element in self.placed:
            if not element.state.is_conflict and element.ours is None:
                element.comments = tuple(self._without_moved(element.comments))

    def _merge_element(self, element: Merged) -> None:
        base, ours, theirs = element.base, element.ours, element.theirs
        if base is not None and base.has_comments and ours is not None and theirs is not None:
            kept_texts = set(_comment_texts(ours)) | set(_comment_texts(theirs))
            self._moved_comments.update(
                text
                for text in _comment_texts(base)
                if text not in kept_texts and text in self._kept_by_ours
            )
        if element is not self.root:
            element.head_text, element.conflict = merge_heads(base, ours, theirs)
            if element.conflict is not None:
                element.reason = ConflictReason.VALUES
        if any(node is not None and node.has_comments for node in (base, ours, theirs)):
            self._merge_comments(element)

    def _merge_comments(self, element: Merged) -> None:
        base, ours, theirs = element.base, element.ours, element.theirs
        base_comments = base.comments if base else ()
        ours_comments = ours.comments if ours else base_comments
        theirs_comments = theirs.comments if theirs else base_comments
        element.comments = merge_comments(base_comments, ours_comments, theirs_comments)
        extra: list[str] = []
        element.trailing_comment = merge_value(
            base.trailing_comment if base else "",
            ours.trailing_comment if ours else None,
            theirs.trailing_comment if theirs else None,
            extra,
        )
        element.opening_comment = merge_value(
            base.opening_comment if base else "",
            ours.opening_comment if ours else None,
            theirs.opening_comment if theirs else None,
            extra,
        )
        element.comments += tuple(Comment(text, has_blank_line=False) for text in extra)
        base_closing = base.closing_comments if base else ()
        element.closing_comments = merge_comments(
            base_closing,
            ours.closing_comments if ours else base_closing,
            theirs.closing_comments if theirs else base_closing,
        )

    def _without_moved(self, comments: tuple[Comment, ...]) -> Iterator[Comment]:
        """Yield the comments that only one side moved to an element that only theirs has."""
        for comment in comments:
            if self._moved_comments[comment.text] > 0:
                self._moved_comments[comment.text] -= 1
            else:
                yield comment


def _has_new_comment(node: Node, base: Node) -> bool:
    return bool(Counter(_comment_texts(node)) - Counter(_comment_texts(base)))


def _comment_texts(node: Node) -> Iterator[str]:
    yield from (comment.text for comment in (*node.comments, *node.closing_comments))
    yield from (text for text in (node.trailing_comment, node.opening_comment) if text)


def _added_key(node: Node, parent: Merged) -> Hashable:
    """Return what makes an added node of one side the same as one of the other side."""
    if node.is_attribute:
        return id(parent), node.name
    if node.id:
        return type(node.item), node.id
    return id(parent), type(node.item), node.head_text


def _merged_id(element: Merged) -> str:
    """Return the id that an element has in the merged document."""
    ours, theirs, base = element.ours, element.theirs, element.base
    if ours is None or theirs is None:
        return element.origin.id
    if base is not None and ours.id == base.id:
        return theirs.id
    return ours.id
