"""Three-way merges of what an element says: its head, its list of values, its comments."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import NamedTuple, TypeVar

from argmap.comparison.merge.outline import Comment, Node, reindent, value_text
from argmap.syntax.tree import Attribute, CitingDeclaration, Declaration, ImportDecl

_Key = TypeVar("_Key", bound=Hashable)


class HeadConflict(NamedTuple):
    """The texts of two versions of a head that differ, not indented."""

    ours: str
    theirs: str


class _ValueConflict(Exception):
    """Both sides replaced the same value."""


def merge_heads(
    base: Node | None, ours: Node | None, theirs: Node | None
) -> tuple[str, HeadConflict | None]:
    """Return the text of a merged head without indentation, and its conflict if there is one.

    If only one side changed the head, its text is copied. If both did, each part is taken from the
    side that changed it: the keyword, the id, the text, and each of the citations or values.
    """
    if ours is None or theirs is None:
        node = ours or theirs
        assert node is not None
        if base is not None and node.is_list:
            return _list_text(node, remaining_values(base, node)), None
        return node.head_text, None
    unchanged = _only_changed(base, ours, theirs)
    if unchanged is not None:
        return unchanged.head_text, None
    try:
        return _merge_parts(base, ours, theirs), None
    except _ValueConflict:
        return ours.head_text, HeadConflict(ours.head_text, theirs.head_text)


def _only_changed(base: Node | None, ours: Node, theirs: Node) -> Node | None:
    """Return the side whose head has the changes of both, or None.

    A change of the layout counts if the other side changed nothing.
    """
    if ours.head_text == theirs.head_text:
        return ours
    if base is not None and base.head_text in (ours.head_text, theirs.head_text):
        return theirs if ours.head_text == base.head_text else ours
    if base is not None and ours.head == base.head != theirs.head:
        return theirs
    if theirs.head == ours.head or (base is not None and theirs.head == base.head):
        return ours
    return None


def _merge_parts(base: Node | None, ours: Node, theirs: Node) -> str:
    """Return a head with the changes of both sides.

    Raises:
        _ValueConflict: If both sides changed the same part, or comments are among the parts.
    """
    if ours.has_comment_in_head or theirs.has_comment_in_head:
        raise _ValueConflict
    if isinstance(ours.item, Attribute):
        if not ours.is_list:
            raise _ValueConflict
        values = _merge_lists(
            base.head.values if base else (), ours.head.values, theirs.head.values
        )
        return _list_text(ours, values, theirs)
    if base is None or isinstance(ours.item, ImportDecl):
        raise _ValueConflict
    assert isinstance(ours.item, Declaration)
    keyword = _pick(base.head.keyword, ours.head.keyword, theirs.head.keyword)
    id_ = _pick(base.head.id, ours.head.id, theirs.head.id)
    title = _pick(base.head.title, ours.head.title, theirs.head.title)
    values = _merge_lists(base.head.values, ours.head.values, theirs.head.values)
    parts = [keyword]
    if id_:
        parts.append(_part_text("id", ours if ours.head.id == id_ else theirs))
    if title is not None:
        parts.append(_part_text("title", ours if ours.head.title == title else theirs))
    if values == ours.head.values:
        return " ".join(parts) + _after_title(ours)
    texts = {**_citation_texts(theirs), **_citation_texts(ours)}
    return " ".join((*parts, *(texts[value] for value in values)))


def _pick(base: _Key, ours: _Key, theirs: _Key) -> _Key:
    if theirs in (ours, base):
        return ours
    if ours == base:
        return theirs
    raise _ValueConflict


def _part_text(name: str, node: Node) -> str:
    part = getattr(node.item, name)
    text = node.outline.text[part.span.start : part.span.end]
    return reindent(text, node.indentation, "")


def _after_title(node: Node) -> str:
    item = node.item
    assert isinstance(item, Declaration)
    last = item.title or item.id or item.keyword
    text = node.outline.text[last.span.end : node.head_span.end]
    return reindent(text, node.indentation, "")


def _citation_texts(node: Node) -> dict[str, str]:
    item = node.item
    if not isinstance(item, CitingDeclaration):
        return {}
    text = node.outline.text
    return {
        value: text[
            citation.reference.span.start : (citation.quotation or citation.reference).span.end
        ]
        for value, citation in zip(node.head.values, item.citations, strict=True)
    }


# ---- Lists of values ---------------------------------------------------------------------------


def _merge_lists(
    base: tuple[str, ...], ours: tuple[str, ...], theirs: tuple[str, ...]
) -> tuple[str, ...]:
    """Return the values of ours, without those that theirs removed and with those that it added.

    Raises:
        _ValueConflict: If both sides replaced the same value with different ones.
    """
    removed = Counter(base) - Counter(theirs)
    removed_by_both = removed & (Counter(base) - Counter(ours))
    added_ours, added_theirs = Counter(ours) - Counter(base), Counter(theirs) - Counter(base)
    if removed_by_both and added_ours - added_theirs and added_theirs - added_ours:
        raise _ValueConflict
    return tuple(_merge_values(base, ours, theirs))


def _merge_values(
    base: tuple[str, ...], ours: tuple[str, ...], theirs: tuple[str, ...]
) -> list[str]:
    """Return the common values and the added ones, in an order that is the same in both directions.

    The order of the common values is that of the side that changed it. Added values follow the
    common value before them. If both sides add values there, the smaller ones are first. A value
    that both sides add in different places is added once, in the first of them.
    """
    kept = Counter(base) & Counter(ours) & Counter(theirs)
    groups: list[dict[str | None, tuple[str, ...]]] = []
    orders: list[list[str]] = []
    for values in (ours, theirs, base):
        left, anchor = Counter(kept), None
        group: dict[str | None, tuple[str, ...]] = {}
        order: list[str] = []
        for value in values:
            if left[value] > 0:
                left[value] -= 1
                order.append(value)
                anchor = value
            else:
                group[anchor] = (*group.get(anchor, ()), value)
        groups.append(group)
        orders.append(order)
    removed = [Counter(base) - Counter(theirs), Counter(base) - Counter(ours)]
    order = orders[1] if orders[0] == orders[2] else orders[0]
    counts = kept + (Counter(ours) - Counter(base) | Counter(theirs) - Counter(base))
    result: list[str] = []
    for anchor in (None, *order):
        result += [anchor] if anchor is not None else []
        added = [
            tuple(value for value in group.pop(anchor, ()) if not other[value])
            for group, other in zip(groups[:2], removed, strict=True)
        ]
        result += added[0] if added[0] == added[1] else _union(*sorted(added))
    return list(_limited(result, counts))


def _union(first: tuple[str, ...], second: tuple[str, ...]) -> Iterator[str]:
    yield from first
    yield from (value for value in second if value not in first)


def _limited(values: Iterable[_Key], counts: Counter[_Key]) -> Iterator[_Key]:
    """Yield the first occurrences of each value, at most the given numbers of them."""
    left = Counter(counts)
    for value in values:
        if left[value] > 0:
            left[value] -= 1
            yield value


def _merge_sequences(
    base: Sequence[_Key], ours: Sequence[_Key], theirs: Sequence[_Key]
) -> list[_Key]:
    """Return the values of ours, without those that theirs removed and with those that it added.

    An added value follows the value that precedes it in theirs.
    """
    removed = Counter(base) - Counter(theirs)
    added = Counter(theirs) - Counter(base) - (Counter(ours) - Counter(base))
    result: list[_Key] = []
    for value in ours:
        if removed[value] > 0:
            removed[value] -= 1
        else:
            result.append(value)
    # From the last one, because the last ones of equal values are those that were added.
    position = len(result)
    for index in range(len(theirs) - 1, -1, -1):
        value = theirs[index]
        if added[value] <= 0:
            continue
        added[value] -= 1
        previous = theirs[index - 1] if index else None
        if previous is None:
            position = 0
        elif previous in result:
            position = len(result) - result[::-1].index(previous)
        else:
            position = len(result)
        result.insert(position, value)
    return result


def remaining_values(base: Node, node: Node) -> tuple[str, ...]:
    """Return the values that a side added to a list that the other side removed."""
    added = Counter(node.head.values) - Counter(base.head.values)
    return tuple(value for value in node.head.values if added[value] > 0)


def _list_text(node: Node, values: Iterable[str], other: Node | None = None) -> str:
    """Return an attribute with some of the values of one or two nodes."""
    texts: dict[str, str] = {}
    for source in (other, node):
        if source is not None and isinstance(source.item, Attribute):
            for value in source.item.values:
                span = value.span
                texts[value_text(value)] = source.outline.text[span.start : span.end]
    return f"{node.name}: {', '.join(texts[value] for value in values)}"


# ---- Comments ----------------------------------------------------------------------------------


def merge_comments(
    base: tuple[Comment, ...], ours: tuple[Comment, ...], theirs: tuple[Comment, ...]
) -> tuple[Comment, ...]:
    """Return the comments of ours, without those that theirs removed and with those it added."""
    if theirs in (base, ours):
        return ours
    if base == ours:
        return theirs
    texts = _merge_sequences(
        [comment.text for comment in base],
        [comment.text for comment in ours],
        [comment.text for comment in theirs],
    )
    by_text = {comment.text: comment for comment in (*theirs, *ours)}
    return tuple(by_text[text] for text in texts)


def merge_value(base: str, ours: str | None, theirs: str | None, both: list[str]) -> str:
    """Return the merged comment at the end of a line; None if the element is not on a side.

    If both sides changed it, ours is returned and theirs is appended to ``both``.
    """
    if theirs is None or ours == theirs:
        return ours or ""
    if ours is None or ours == base:
        return theirs
    if theirs == base:
        return ours
    if theirs and ours:
        both.append(theirs)
    return ours or theirs
