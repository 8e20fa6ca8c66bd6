"""Insertion, removal and change of the elements of one document, with their comments."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from argmap.formatting import (
    INDENT,
    Comments,
    FormattedItem,
    attach_comments,
    line_end_of,
    normalize_line_ends,
)
from argmap.syntax import Document
from argmap.syntax.tree import Attribute, Declaration, InferenceDecl, Item
from argmap.text import Edit, Span, apply_edits

_SPACES = " \t"


class _Siblings(NamedTuple):
    """The items of a block or a file, with their comments.

    Attributes:
        parent: The declaration of the block; None for a file.
        inside: The span of the block without its braces.
        opening_comment: The comment after the opening brace.
        entries: The items, each with its comments.
    """

    parent: Declaration | None
    inside: Span
    opening_comment: Span | None
    entries: tuple[FormattedItem, ...]


class DocumentEditor:
    r"""Collects edits of a document without syntax errors, and returns them as `edits`.

    All methods refer to the document before the edits, so the order of the calls does not matter,
    except that elements that are inserted in the same place keep the order of their insertion.

    An element owns the comments on the lines directly above it, the comments above it that are
    directives (``# argmap: ignore``), and the comment at the end of its last line. `text_of`,
    `remove` and `replace` include them. An inserted text has ``\n`` line ends and no indentation;
    it gets those of the document.
    """

    def __init__(self, document: Document) -> None:
        self._document = document
        self._text = document.source.text
        self._line_end = line_end_of(self._text)
        self._comments = Comments(self._text)
        self._blocks: dict[int, _Siblings] = {}
        self._edits: list[Edit] = []
        self._removals: list[tuple[Item, Declaration | None]] = []
        self._insertions: dict[int, tuple[Declaration, list[str], list[str]]] = {}
        """Attributes and declarations to append to blocks, by the identity of the declaration."""
        self._appended: list[str] = []

    # ---- Elements -------------------------------------------------------------------------------

    def declarations(self) -> Iterator[tuple[Declaration, Declaration | None]]:
        """Yield all declarations in order, each with the one that it is nested in."""
        pending: list[tuple[Item, Declaration | None]]
        pending = [(item, None) for item in reversed(self._document.items)]
        while pending:
            item, parent = pending.pop()
            if isinstance(item, Declaration):
                yield item, parent
                if item.block is not None:
                    pending += ((child, item) for child in reversed(item.block.items))

    def parent_of(self, declaration: Declaration) -> Declaration | None:
        """Return the declaration that another one is nested in; None at the top level."""
        return next(parent for item, parent in self.declarations() if item is declaration)

    def extent(self, item: Item, parent: Declaration | None) -> Span:
        """Return the span of an item of a block (or of the file, for None) and its comments."""
        return _extent(self._entry(item, parent))

    def text_of(self, item: Item, parent: Declaration | None, edits: Iterable[Edit] = ()) -> str:
        """Return the text of an item with its comments, without indentation.

        Args:
            item: The item.
            parent: The declaration that the item is nested in; None at the top level.
            edits: Edits of the document. Those in the item are applied to the text.
        """
        extent = self.extent(item, parent)
        start = extent.start
        inside = (
            Edit(edit.span.shifted(-start), edit.replacement)
            for edit in edits
            if extent.contains(edit.span)
        )
        text = apply_edits(self._document.source.slice(extent), inside)
        return _dedented(normalize_line_ends(text), self._indentation(start))

    # ---- Changes --------------------------------------------------------------------------------

    def change(self, span: Span, replacement: str) -> None:
        """Replace a part of the document, such as a name."""
        self._edits.append(Edit(span, replacement))

    def replace(self, item: Item, parent: Declaration | None, text: str) -> None:
        """Replace an item and its comments with other elements."""
        extent = self.extent(item, parent)
        indentation = self._indentation(extent.start)
        self._edits.append(Edit(extent, self._indented(text, indentation).lstrip(_SPACES)))

    def remove(self, item: Item, parent: Declaration | None) -> None:
        """Remove an item, its comments, and the lines and blank lines that this leaves empty.

        A block that nothing remains in is removed, too, except that of an inference.
        """
        self._removals.append((item, parent))

    def append(self, parent: Declaration | None, text: str) -> None:
        """Add a declaration at the end of a block, or of the file for None."""
        if parent is None:
            self._appended.append(text)
        else:
            self._insertion(parent)[2].append(text)

    def prepend(self, text: str) -> None:
        """Add a declaration before the first one of the file, and before its comments."""
        first = self._siblings(None).entries[0]
        if first.item is None:
            self.append(None, text)
            return
        start = self._line_start(_extent(first).start)
        self._edits.append(Edit(Span(start, start), self._indented(text, "") + self._line_end * 2))

    def insert_after(
        self,
        item: Item,
        parent: Declaration | None,
        text: str,
        *,
        has_blank_line: bool | None = None,
    ) -> None:
        """Add elements after an item of a block, or of the file for None.

        Args:
            item: The item.
            parent: The declaration that the item is nested in; None at the top level.
            text: The elements.
            has_blank_line: Whether a blank line precedes them; by default, if blank lines separate
                the other elements.
        """
        entry = self._entry(item, parent)
        start, end = _extent(entry)
        if has_blank_line is None:
            has_blank_line = _is_separated(self._siblings(parent))
        separator = self._line_end * (2 if has_blank_line else 1)
        indented = self._indented(text, self._indentation(start))
        self._edits.append(Edit(Span(end, end), separator + indented))

    def add_value(self, declaration: Declaration, name: str, value: str) -> None:
        """Add a value to an attribute that takes a list; add the attribute if there is none."""
        attribute = _attribute(declaration, name)
        if attribute is None or not attribute.values:
            self._insertion(declaration)[1].append(f"{name}: {value}")
            return
        end = attribute.values[-1].span.end
        self._edits.append(Edit(Span(end, end), f", {value}"))

    def remove_value(self, declaration: Declaration, attribute: Attribute, index: int) -> None:
        """Remove one value of an attribute, or the attribute if it has no other value.

        The comments of the attribute stay.
        """
        spans = [value.span for value in attribute.values]
        if len(spans) == 1:
            self._remove_attribute(attribute, declaration)
        elif index:
            self._edits.append(Edit(Span(spans[index - 1].end, spans[index].end), ""))
        else:
            self._edits.append(Edit(Span(spans[0].start, spans[1].start), ""))

    def _remove_attribute(self, attribute: Attribute, declaration: Declaration) -> None:
        """Remove an attribute; a comment at the end of its line gets a line of its own."""
        entry = self._entry(attribute, declaration)
        if entry.trailing_comment is not None:
            self._edits.append(Edit(Span(entry.span.start, entry.trailing_comment.start), ""))
        elif entry.comments:
            bare = entry._replace(comments=())
            self._edits.append(Edit(self._lines_of(bare, declaration), ""))
        else:
            self.remove(attribute, declaration)

    def edits(self) -> tuple[Edit, ...]:
        """Return all edits, in order."""
        edits = list(self._edits)
        edits += (Edit(span, "") for span in _joined(list(self._removed_spans())))
        for declaration, attributes, children in self._insertions.values():
            if declaration.block is None:
                edits += self._new_block(declaration, [*attributes, *children])
            else:
                edits += self._additions(declaration, attributes, children)
        if self._appended:
            edits.append(self._addition_to_file())
        return tuple(sorted(edits, key=lambda edit: edit.span))

    # ---- Removals -------------------------------------------------------------------------------

    def _removed_spans(self) -> Iterator[Span]:
        removed = {id(item) for item, _ in self._removals}
        for item, parent in self._removals:
            if parent is None or not self._becomes_empty(parent, removed):
                yield self._lines_of(self._entry(item, parent), parent)
                continue
            assert parent.block is not None
            start, end = parent.block.span
            while self._text[start - 1] in _SPACES:
                start -= 1
            yield Span(start, end)

    def _becomes_empty(self, parent: Declaration, removed: Collection[int]) -> bool:
        """Return whether the block of a declaration is empty and unnecessary without some items."""
        siblings = self._siblings(parent)
        *entries, rest = siblings.entries
        return (
            not isinstance(parent, InferenceDecl)
            and id(parent) not in self._insertions
            and siblings.opening_comment is None
            and not rest.comments
            and all(id(entry.item) in removed for entry in entries)
            and not any(entry.staying_comment_count for entry in entries)
        )

    # ---- Insertions -----------------------------------------------------------------------------

    def _insertion(self, declaration: Declaration) -> tuple[Declaration, list[str], list[str]]:
        return self._insertions.setdefault(id(declaration), (declaration, [], []))

    def _new_block(self, declaration: Declaration, texts: list[str]) -> Iterator[Edit]:
        """Yield the edits that add a block to a declaration without one.

        A comment at the end of its line stays after the opening brace.
        """
        parent = self.parent_of(declaration)
        entry = self._entry(declaration, parent)
        indentation = self._indentation(declaration.keyword.span.start)
        lines = "".join(
            f"{self._line_end}{self._indented(text, indentation + INDENT)}" for text in texts
        )
        lines += f"{self._line_end}{indentation}}}"
        end = entry.span.end
        comment = entry.trailing_comment
        if comment is None:
            yield Edit(Span(end, end), f" {{{lines}")
        else:
            yield Edit(Span(end, end), " {")
            yield Edit(Span(comment.end, comment.end), lines)

    def _additions(
        self, declaration: Declaration, attributes: list[str], children: list[str]
    ) -> Iterator[Edit]:
        """Yield the edits that add attributes and declarations to a block."""
        siblings = self._siblings(declaration)
        indentation = self._item_indentation(siblings)
        start, end = siblings.inside
        first_end = siblings.opening_comment.end if siblings.opening_comment else start
        items = [entry for entry in siblings.entries if entry.item is not None]
        last_attribute = next(
            (entry for entry in reversed(items) if isinstance(entry.item, Attribute)), None
        )
        after_attributes = _extent(last_attribute).end if last_attribute else first_end
        after_items = _extent(items[-1]).end if items else first_end
        if not items and siblings.entries[-1].comments:
            after_items = siblings.entries[-1].comments[-1].span.end
        before = [f"{self._line_end}{self._indented(text, indentation)}" for text in attributes]
        separator = self._line_end * (2 if items and _is_separated(siblings) else 1)
        after = [f"{separator}{self._indented(text, indentation)}" for text in children]
        if self._text.find("\n", start, end) < 0 and "\r" not in self._text[start:end]:
            # The block is on one line, which is broken.
            outer = self._indentation(declaration.keyword.span.start)
            if items:
                first = items[0].span.start
                yield Edit(Span(start, first), f"{self._line_end}{indentation}")
            if before and after_attributes != after_items:
                yield Edit(Span(after_attributes, after_attributes), "".join(before))
                before = []
            after = [*before, *after, f"{self._line_end}{outer}"]
            yield Edit(Span(after_items, end), "".join(after))
            return
        if before:
            yield Edit(Span(after_attributes, after_attributes), "".join(before))
        if after:
            yield Edit(Span(after_items, after_items), "".join(after))

    def _addition_to_file(self) -> Edit:
        end = len(self._text.rstrip(" \t\r\n"))
        blank_line = self._line_end * 2
        text = blank_line.join(self._indented(text, "") for text in self._appended)
        separator = blank_line if end else ""
        return Edit(Span(end, len(self._text)), f"{separator}{text}{self._line_end}")

    def _indented(self, text: str, indentation: str) -> str:
        lines = text.split("\n")
        return self._line_end.join(indentation + line if line else "" for line in lines)

    # ---- Places ---------------------------------------------------------------------------------

    def _siblings(self, parent: Declaration | None) -> _Siblings:
        if id(parent) not in self._blocks:
            if parent is None:
                items, inside = self._document.items, Span(0, len(self._text))
            else:
                assert parent.block is not None
                start, end = parent.block.span
                items, inside = parent.block.items, Span(start + 1, end - 1)
            opening_comment, entries = attach_comments(self._text, items, self._comments, inside)
            self._blocks[id(parent)] = _Siblings(parent, inside, opening_comment, tuple(entries))
        return self._blocks[id(parent)]

    def _entry(self, item: Item, parent: Declaration | None) -> FormattedItem:
        return next(entry for entry in self._siblings(parent).entries if entry.item is item)

    def _line_start(self, offset: int) -> int:
        return max(self._text.rfind("\n", 0, offset), self._text.rfind("\r", 0, offset)) + 1

    def _indentation(self, offset: int) -> str:
        """Return the spaces and tabs at the beginning of the line of an offset."""
        start = self._line_start(offset)
        line = self._text[start:offset]
        return line[: len(line) - len(line.lstrip(_SPACES))]

    def _item_indentation(self, siblings: _Siblings) -> str:
        """Return the indentation of the items of a block, or the usual one in an empty block."""
        if siblings.parent is None:
            return ""
        for entry in siblings.entries:
            start = entry.span.start
            is_first = not self._text[self._line_start(start) : start].strip(_SPACES)
            if entry.item is not None and is_first:
                return self._indentation(start)
        return self._indentation(siblings.parent.keyword.span.start) + INDENT

    def _lines_of(self, entry: FormattedItem, parent: Declaration | None) -> Span:
        """Return the span to remove with an item.

        That is all of its lines if it shares them with nothing else. If blank lines are on both
        sides of the item, or if it is the first or the last one, those on one side are included.
        """
        start, end = _extent(entry)
        inside = self._siblings(parent).inside
        line_start = self._line_start(start)
        line_stop = end
        while line_stop < inside.end and self._text[line_stop] in _SPACES:
            line_stop += 1
        is_last_line = line_stop >= inside.end and parent is None
        shares_lines = self._text[line_start:start].strip(_SPACES) or not (
            is_last_line or self._text[line_stop : line_stop + 1] in ("\n", "\r")
        )
        if shares_lines:
            while start > inside.start and self._text[start - 1] in _SPACES:
                start -= 1
            return Span(start, end)
        after = line_stop + (2 if self._text.startswith("\r\n", line_stop) else 1)
        after = min(after, len(self._text))
        blank_start, blank_end = self._blank_before(line_start), self._blank_after(after)
        is_first = not self._text[inside.start : blank_start].strip()
        is_last = not self._text[blank_end : inside.end].strip()
        if is_first or is_last:
            return Span(blank_start, blank_end)
        return Span(blank_start if blank_end > after else line_start, after)

    def _blank_before(self, line_start: int) -> int:
        """Return the start of the blank lines before a line."""
        text = self._text[:line_start].rstrip()
        if not text:
            return 0
        end = len(text)
        stop = min(n for n in (self._text.find("\n", end), line_start) if n >= 0)
        return min(stop + 1, line_start)

    def _blank_after(self, offset: int) -> int:
        """Return the end of the blank lines from the start of a line."""
        while offset < len(self._text):
            stop = self._text.find("\n", offset)
            if stop < 0 or self._text[offset:stop].strip():
                break
            offset = stop + 1
        return offset


def _extent(entry: FormattedItem) -> Span:
    """Return the span of an item and its comments."""
    comments = entry.comments[entry.staying_comment_count :]
    start = comments[0].span.start if comments else entry.span.start
    end = entry.trailing_comment.end if entry.trailing_comment else entry.span.end
    return Span(start, end)


def _is_separated(siblings: _Siblings) -> bool:
    """Return whether blank lines separate the declarations of a block."""
    declarations = [entry for entry in siblings.entries if isinstance(entry.item, Declaration)]
    if siblings.parent is None:
        return True
    return len(declarations) > 1 and any(
        (entry.comments[0].has_blank_line if entry.comments else entry.has_blank_line)
        for entry in declarations[1:]
    )


def _attribute(declaration: Declaration, name: str) -> Attribute | None:
    """Return the last attribute with a name in the block of a declaration."""
    items = declaration.block.items if declaration.block else ()
    attributes = [item for item in items if isinstance(item, Attribute) and item.name.text == name]
    return attributes[-1] if attributes else None


def _dedented(text: str, indentation: str) -> str:
    """Return a text whose lines after the first have up to ``indentation`` less."""
    first, *others = text.split("\n")
    return "\n".join([first, *(_without_indentation(line, indentation) for line in others)])


def _without_indentation(line: str, indentation: str) -> str:
    count = 0
    while count < min(len(indentation), len(line)) and line[count] in _SPACES:
        count += 1
    return line[count:]


def _joined(spans: list[Span]) -> Iterator[Span]:
    """Yield the spans in order, those that overlap as one."""
    current: Span | None = None
    for span in sorted(spans):
        if current is not None and span.start <= current.end:
            current = current.join(span)
        else:
            if current is not None:
                yield current
            current = span
    if current is not None:
        yield current
