"""The text of a merged document: that of our version, except where the merge differs from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeAlias, Union

from argmap.comparison.merge.elements import Merged, State
from argmap.comparison.merge.outline import Comment, Node, reindent
from argmap.comparison.merge.plan import Plan
from argmap.formatting import INDENT
from argmap.syntax.tree import InferenceDecl

OURS, THEIRS = "ours", "theirs"
DEFAULT_MARKER_SIZE = 7

_Pieces: TypeAlias = Iterator[Union[str, "_Pieces"]]


def print_plan(plan: Plan, marker_size: int = DEFAULT_MARKER_SIZE) -> str:
    """Return the text of a merged document.

    The elements that are as in our version are copied, with the white space around them. A conflict
    is between lines with markers, as in git.
    """
    printer = _Printer(plan, marker_size)
    written: list[str] = []
    pending: list[_Pieces] = [printer.document()]
    while pending:
        piece = next(pending[-1], None)
        if piece is None:
            pending.pop()
        elif isinstance(piece, str):
            written.append(piece)
        else:
            pending.append(piece)
    return "".join(written)


class _Printer:
    """Yields pieces of text; a nested element is an iterator, which avoids recursion."""

    def __init__(self, plan: Plan, marker_size: int) -> None:
        self._root = plan.root
        self._marker_size = marker_size
        self._same: set[int] = set()
        """The elements that are as in the version of their origin, with all that is in them."""
        self._inline: set[int] = set()
        """The elements that fit into a block on one line."""
        for element in reversed(plan.placed):
            self._describe(element)

    def _describe(self, element: Merged) -> None:
        if element.state.is_conflict or element.conflict is not None:
            return
        origin = element.origin
        is_same_list = len(element.children) == len(origin.children) and all(
            self._is_of(child, node)
            for child, node in zip(element.children, origin.children, strict=True)
        )
        is_same_here = (
            element.comments == origin.comments
            and element.trailing_comment == origin.trailing_comment
            and element.opening_comment == origin.opening_comment
            and element.closing_comments == origin.closing_comments
        )
        if (
            is_same_here
            and is_same_list
            and element.head_text == origin.head_text
            and all(id(child) in self._same for child in element.children)
        ):
            self._same.add(id(element))
        if (
            is_same_list
            and "\n" not in element.head_text
            and not origin.has_line_break(origin.span.start, origin.end)
            and not (element.comments or element.closing_comments)
            and not (element.trailing_comment or element.opening_comment)
            and all(id(child) in self._inline for child in element.children)
        ):
            self._inline.add(id(element))

    @staticmethod
    def _is_of(element: Merged, node: Node) -> bool:
        return not element.state.is_conflict and element.origin is node

    # ---- Elements -------------------------------------------------------------------------------

    def document(self) -> _Pieces:
        root = self._root
        if id(root) in self._same:
            yield root.origin.outline.text
            return
        yield from self._content(root, "")
        last = root.children[-1] if root.children else None
        tail = self._tail(root)
        if tail is not None:
            yield tail
            return
        yield from self._comments(root.closing_comments, "", is_first=not root.children)
        if last is not None or root.closing_comments:
            yield "\n"

    def _element(self, element: Merged, indentation: str) -> _Pieces:
        """Yield an element without the comments above it, after its indentation."""
        origin = element.origin
        old = origin.indentation
        text = origin.outline.text
        if element.state.is_conflict:
            yield self._whole_conflict(element, indentation)
            return
        if id(element) in self._same:
            yield reindent(text[origin.span.start : origin.end], old, indentation)
            return
        has_block = self._has_block(element)
        end_of_line = "" if not has_block else " {"
        comment = element.opening_comment if has_block else element.trailing_comment
        gap = self._gap(origin, is_opening=has_block)
        end_of_line += f"{gap}{comment}" if comment else ""
        if element.conflict is not None:
            yield self._markers(
                f"{indentation}{reindent(element.conflict.ours, '', indentation)}{end_of_line}\n",
                f"{indentation}{reindent(element.conflict.theirs, '', indentation)}{end_of_line}\n",
            )
            if not has_block:
                return
        else:
            yield reindent(element.head_text, "", indentation)
            if has_block and origin.inside is not None:
                opening = origin.inside.start
                yield reindent(text[origin.head_span.end : opening], old, indentation)
                yield f"{gap}{comment}" if comment else ""
            else:
                yield end_of_line
        if has_block:
            yield from self._block(element, indentation)
            if element.trailing_comment:
                yield f"{self._gap(origin, is_opening=False)}{element.trailing_comment}"

    def _block(self, element: Merged, indentation: str) -> _Pieces:
        """Yield the content of a block and its closing brace."""
        origin = element.origin
        if self._is_one_line(element):
            assert origin.inside is not None
            position = origin.inside_start
            text = origin.outline.text
            for child in element.children:
                node = child.origin
                yield text[position : node.span.start]
                yield self._element(child, indentation)
                position = node.end
            yield text[position : origin.inside.end] + "}"
            return
        yield from self._content(element, indentation)
        tail = self._tail(element)
        if tail is None:
            inner = self._child_indentation(element, indentation)
            yield from self._comments(element.closing_comments, inner, is_first=False)
            yield f"\n{indentation}}}"
        else:
            yield reindent(tail, origin.indentation, indentation) + "}"

    def _has_block(self, element: Merged) -> bool:
        origin = element.origin
        if element.children or element.opening_comment or element.closing_comments:
            return True
        if isinstance(origin.item, InferenceDecl):
            return True
        return origin.inside is not None and not origin.children

    def _is_one_line(self, element: Merged) -> bool:
        """Return whether the block stays on one line."""
        origin = element.origin
        return (
            origin.inside is not None
            and element.conflict is None
            and not origin.has_line_break(*origin.inside)
            and not element.opening_comment
            and not element.closing_comments
            and len(element.children) == len(origin.children)
            and all(
                self._is_of(child, node) and id(child) in self._inline
                for child, node in zip(element.children, origin.children, strict=True)
            )
        )

    # ---- Lines of a block -----------------------------------------------------------------------

    def _content(self, element: Merged, indentation: str) -> _Pieces:
        """Yield the children of an element, with the comments and the white space before them."""
        origin = element.origin
        inner = self._child_indentation(element, indentation)
        previous: Merged | None = None
        for child in element.children:
            between = self._between(element, child, previous)
            if between is not None:
                yield reindent(between, origin.indentation, indentation)
                child_indentation = _moved(
                    child.origin.indentation, origin.indentation, indentation
                )
            else:
                child_indentation = inner
                if self._keeps_indentation(element, child):
                    child_indentation = _moved(
                        child.origin.indentation, origin.indentation, indentation
                    )
                is_first = previous is None
                is_start = is_first and element is self._root
                comments = child.comments
                if child.state.is_conflict:
                    comments = ()  # they are between the markers
                yield from self._comments(comments, child_indentation, is_first=is_start)
                is_start = is_start and not comments
                if not is_start:
                    is_apart = not comments and self._is_apart(element, child, previous)
                    yield "\n\n" if is_apart else "\n"
                if not (child.state.is_conflict or child.conflict is not None):
                    yield child_indentation
            yield self._element(child, child_indentation)
            previous = child

    def _between(self, element: Merged, child: Merged, previous: Merged | None) -> str | None:
        """Return the text before a child if it is as in the version of the element's origin."""
        origin, node = element.origin, child.origin
        if (
            node.parent is not origin
            or child.state.is_conflict
            or child.conflict is not None
            or child.comments != node.comments
        ):
            return None
        text = origin.outline.text
        if previous is None:
            if node.before != origin.inside_start:
                return None
        elif (
            previous.state.is_conflict
            or previous.conflict is not None
            or previous.origin.parent is not origin
            or previous.origin.end != node.before
        ):
            return None
        between = text[node.before : node.span.start]
        if "\n" in between or (previous is None and element is self._root):
            return between
        return None

    def _tail(self, element: Merged) -> str | None:
        """Return the text after the last child if it is as in the version of the origin."""
        origin = element.origin
        if origin.inside is None or element.closing_comments != origin.closing_comments:
            return None
        position = origin.inside_start
        if element.children:
            last = element.children[-1]
            if (
                last.state.is_conflict
                or last.conflict is not None
                or not origin.children
                or last.origin is not origin.children[-1]
            ):
                return None
            position = last.origin.end
        elif origin.children:
            return None
        tail = origin.outline.text[position : origin.inside.end]
        return tail if "\n" in tail or origin.parent is None else None

    def _comments(
        self, comments: Iterable[Comment], inner: str, *, is_first: bool
    ) -> Iterator[str]:
        """Yield comments on lines of their own."""
        for comment in comments:
            separator = "" if is_first else "\n\n" if comment.has_blank_line else "\n"
            yield f"{separator}{inner}{comment.text}"
            is_first = False

    def _is_apart(self, element: Merged, child: Merged, previous: Merged | None) -> bool:
        """Return whether a blank line belongs before a child whose surroundings changed.

        One that was the first in its block gets one if blank lines separate the others.
        """
        node = child.origin
        if previous is None and element is not self._root:
            return False
        first = node.comments[0] if node.comments else node
        if first.has_blank_line:
            return True
        assert node.parent is not None
        if node.before != node.parent.inside_start or node.is_attribute:
            return False
        siblings = [other for other in element.origin.children[1:] if not other.is_attribute]
        apart = [
            (other.comments[0] if other.comments else other).has_blank_line
            for other in siblings[:_MAX_SAMPLE]
        ]
        return len(apart) > 1 and 2 * sum(apart) > len(apart)

    def _keeps_indentation(self, element: Merged, child: Merged) -> bool:
        return child.origin.parent is element.origin and child.origin.is_first_on_line

    def _child_indentation(self, element: Merged, indentation: str) -> str:
        """Return the indentation of children that are in a new place."""
        origin = element.origin
        if origin.parent is None:
            return ""
        for node in origin.children[:_MAX_SAMPLE]:
            if node.is_first_on_line:
                return _moved(node.indentation, origin.indentation, indentation)
        if len(indentation) >= _MAX_INDENTATION:
            return indentation
        return indentation + ("\t" if indentation.endswith("\t") else INDENT)

    def _gap(self, node: Node, *, is_opening: bool) -> str:
        """Return the spaces before a comment at the end of a line."""
        text = node.outline.text
        start = node.inside.start if is_opening and node.inside else node.span.end
        end = start
        while end < len(text) and text[end] in " \t":
            end += 1
        return text[start:end] if text[end : end + 1] == "#" and end > start else "  "

    # ---- Conflicts ------------------------------------------------------------------------------

    def _whole_conflict(self, element: Merged, indentation: str) -> str:
        node = element.origin
        text = node.outline.text[node.span.start : node.end]
        lines = "".join(f"{indentation}{comment.text}\n" for comment in node.comments)
        lines += f"{indentation}{reindent(text, node.indentation, indentation)}\n"
        if element.state is State.ONLY_OURS:
            return self._markers(lines, "")
        return self._markers("", lines)

    def _markers(self, ours: str, theirs: str) -> str:
        size = self._marker_size
        return f"{'<' * size} {OURS}\n{ours}{'=' * size}\n{theirs}{'>' * size} {THEIRS}"


_MAX_INDENTATION = 80
"""Deeper blocks that are broken into lines keep this indentation, as in the formatter."""
_MAX_SAMPLE = 20
"""The number of siblings that show the layout of a block."""


def _moved(indentation: str, old: str, new: str) -> str:
    """Return an indentation inside a block whose own indentation changed."""
    return new + indentation[len(old) :] if indentation.startswith(old) else new
