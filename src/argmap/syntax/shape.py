"""What a file says apart from how its statements are put: its shape.

Most of what is typed changes the words of one statement, or blanks and comments. What hangs on the
shape alone (names, edges, kinds, values, citations) is the same as before then.
"""

from __future__ import annotations

from argmap.syntax.tree import Arrow, Attribute, Bound, Declaration, Item, StatementDecl, Value


def same_shape(some: list[Item], others: list[Item]) -> bool:
    """Whether items differ in nothing but places, snippets, and the words of statements with an id.

    A statement without one goes by its words, so they count.
    """
    pending = [(some, others)]
    while pending:
        one, other = pending.pop()
        if len(one) != len(other):
            return False
        for item, its in zip(one, other, strict=True):
            if _outline(item) != _outline(its):
                return False
            if isinstance(item, Declaration) and item.block is not None:
                assert isinstance(its, Declaration)  # the outlines are the same
                assert its.block is not None
                pending.append((item.block.items, its.block.items))
    return True


def _outline(item: Item) -> tuple[object, ...]:
    if isinstance(item, Attribute):
        return (item.name.text, *map(_said, item.values))
    has_words = isinstance(item, StatementDecl) and item.id is not None
    raw = item.title.raw if item.title else ""
    words: str | bool = bool(raw.strip('"').strip()) if has_words else raw
    head = (type(item), item.keyword.text, item.id and item.id.text, words, item.block is None)
    if not isinstance(item, StatementDecl):
        return head
    return (*head, *((ref.text, snippet is None) for ref, snippet in item.citations))


def _said(value: Value | Arrow | Bound) -> tuple[str, ...]:
    if isinstance(value, Value):
        return (value.kind, value.text)
    if isinstance(value, Bound):
        return (value.comparison, value.number)
    return (value.premise.text, value.conclusion.text)
