"""The merge of three versions of a text, and the check that nothing of them is lost."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Protocol, TypeVar

from attrs import frozen

from argmap.comparison.merge.elements import CannotMerge, ConflictReason, Merged
from argmap.comparison.merge.outline import DocumentOutline
from argmap.comparison.merge.pairs import Pairs, pair_outlines, rename_edits, renames
from argmap.comparison.merge.plan import Plan
from argmap.comparison.merge.printer import DEFAULT_MARKER_SIZE, print_plan
from argmap.formatting.elements import most_common_line_end
from argmap.model import ArgumentMap
from argmap.syntax import Document, parse
from argmap.text import SourceText, apply_edits

_LINE_END = re.compile(r"\r\n?")
_SPACE = re.compile(r"\s+")
_TEXT_OR_COMMENT = re.compile(
    r'"""(?:[^"\\]|\\[\s\S]|"(?!""))*"""|"(?:[^"\\\r\n]|\\[^\r\n])*"|#[^\n]*'
)
_T = TypeVar("_T")


class ResolvedDocument(Protocol):
    """A map and its files, such as `argmap.resolve.Resolution`."""

    @property
    def map(self) -> ArgumentMap: ...

    @property
    def documents(self) -> tuple[Document, ...]: ...


@frozen
class Conflict:
    """An element that cannot be merged.

    Attributes:
        line: The line of its first marker in the merged text, from 1.
        name: The keyword and the id, or the name of an attribute.
        reason: Why it cannot be merged.
    """

    line: int
    name: str
    reason: ConflictReason


@frozen(eq=False)
class Merge:
    """A merged text.

    Attributes:
        text: The text, with markers around conflicts.
        conflicts: The conflicts, in order.
        renamed: The ids that one side renamed, and the other side used.
    """

    text: str
    conflicts: tuple[Conflict, ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()


def merge_texts(
    base: str,
    ours: str,
    theirs: str,
    resolve: Callable[[str], ResolvedDocument],
    *,
    marker_size: int = DEFAULT_MARKER_SIZE,
) -> Merge | None:
    """Merge the changes from a common version to two others, element by element.

    The text of our version is kept where theirs changes nothing. The result has the line ends that
    one side changed to, or else those of both.

    Args:
        base: The common version.
        ours: Our version.
        theirs: Their version.
        resolve: Parses and resolves a text.
        marker_size: The length of the markers of conflicts.

    Returns:
        The merge; None if one of the texts has a syntax error, or if the changes are so entangled
        that only lines can be merged.
    """
    if theirs in (base, ours):
        return Merge(ours)
    if ours == base:
        return Merge(theirs)
    line_ends = tuple(most_common_line_end(text) for text in (base, ours, theirs))
    line_end = _three_way(*line_ends)
    texts = tuple(_LINE_END.sub("\n", text) for text in (base, ours, theirs))
    resolved = [resolve(text) for text in texts]
    documents = [one.documents[0] for one in resolved]
    if any(document.errors for document in documents):
        return None
    outlines = [DocumentOutline(document) for document in documents]
    maps = [one.map for one in resolved]
    our_pairs = pair_outlines(outlines[0], maps[0], outlines[1], maps[1])
    their_pairs = pair_outlines(outlines[0], maps[0], outlines[2], maps[2])
    renamed = _rename(outlines, our_pairs, their_pairs)
    try:
        plan = Plan(outlines, our_pairs, their_pairs)
    except CannotMerge:
        return None
    text = print_plan(plan, marker_size)
    if _loses_something(text, *outlines) or not _parses(text, marker_size, plan, resolve):
        return None
    conflicts = tuple(_conflicts(plan, text, marker_size))
    return Merge(text.replace("\n", line_end) if line_end != "\n" else text, conflicts, renamed)


def _three_way(base: _T, ours: _T, theirs: _T) -> _T:
    return theirs if ours == base else ours


# ---- Renames -----------------------------------------------------------------------------------


def _rename(
    outlines: list[DocumentOutline], our_pairs: Pairs, their_pairs: Pairs
) -> tuple[tuple[str, str], ...]:
    """Give the elements that one side renamed their new ids in the other versions.

    Then a rename is no change, and cannot conflict. If both sides renamed an element differently,
    its uses get the id of ours, and its declaration is a conflict.

    Returns:
        The renames of one side that changed a reference of the other side.
    """
    base, ours, theirs = outlines
    by_ours = renames(base, ours, our_pairs)
    by_theirs = renames(base, theirs, their_pairs)
    if not (by_ours or by_theirs):
        return ()
    our_ids, their_ids = ours.declared_ids().keys(), theirs.declared_ids().keys()
    both = {id_ for id_ in by_ours.keys() & by_theirs.keys() if by_ours[id_] != by_theirs[id_]}
    to_ours = {id_: new for id_, new in by_ours.items() if id_ in by_theirs or new not in their_ids}
    to_theirs = {
        id_: new for id_, new in by_theirs.items() if id_ not in by_ours and new not in our_ids
    }
    for_theirs = {id_: new for id_, new in to_ours.items() if id_ not in by_theirs}
    for_theirs |= {by_theirs[id_]: by_ours[id_] for id_ in both}
    conflicting = frozenset(by_theirs[id_] for id_ in both)
    edits = (
        tuple(rename_edits(base, to_ours | to_theirs, keeps_declarations=frozenset(both))),
        tuple(rename_edits(ours, to_theirs)),
        tuple(rename_edits(theirs, for_theirs, keeps_declarations=conflicting)),
    )
    for index, outline in enumerate(list(outlines)):
        if edits[index]:
            text = apply_edits(outline.text, edits[index])
            outlines[index] = DocumentOutline(parse(SourceText(outline.document.source.name, text)))
    return tuple((to_theirs | for_theirs).items())


# ---- Verification ------------------------------------------------------------------------------


def _loses_something(
    text: str, base: DocumentOutline, ours: DocumentOutline, theirs: DocumentOutline
) -> bool:
    """Return whether a text or comment of a side is missing that the other side did not remove."""
    merged = _texts_and_comments(text)
    in_base, in_ours, in_theirs = (
        _texts_and_comments(outline.text) for outline in (base, ours, theirs)
    )
    needed = (in_ours - in_base) | (in_theirs - in_base) | (in_base & in_ours & in_theirs)
    return not needed <= merged


def _texts_and_comments(text: str) -> set[str]:
    return {
        _SPACE.sub(" ", part) if "\n" in part else part.rstrip()
        for part in _TEXT_OR_COMMENT.findall(text)
    }


def _parses(
    text: str, marker_size: int, plan: Plan, resolve: Callable[[str], ResolvedDocument]
) -> bool:
    """Return whether the text is valid, whichever side is chosen in all conflicts."""
    if not plan.conflicts:
        return not resolve(text).documents[0].errors
    return not any(parse(SourceText("", side)).errors for side in choose_sides(text, marker_size))


def choose_sides(text: str, marker_size: int = DEFAULT_MARKER_SIZE) -> tuple[str, str]:
    """Return a text with conflicts as it is with all choices of ours, and with all of theirs."""
    start, middle, end = (
        f"{mark * marker_size}{label}"
        for mark, label in (("<", " ours"), ("=", ""), (">", " theirs"))
    )
    sides: tuple[list[str], list[str]] = ([], [])
    targets: Iterable[list[str]] = sides
    for line in text.split("\n"):
        content = line.removesuffix("\r")
        if content == start:
            targets = sides[:1]
        elif content == middle and targets != sides:
            targets = sides[1:]
        elif content == end:
            targets = sides
        else:
            for target in targets:
                target.append(line)
    return "\n".join(sides[0]), "\n".join(sides[1])


def _conflicts(plan: Plan, text: str, marker_size: int) -> Iterable[Conflict]:
    marker = "<" * marker_size + " ours"
    lines = (number for number, line in enumerate(text.split("\n"), start=1) if line == marker)
    for element, line in zip(plan.conflicts, lines, strict=False):
        assert element.reason is not None
        yield Conflict(line, _name(element), element.reason)


def _name(element: Merged) -> str:
    node = element.origin
    if node.is_attribute:
        owner = node.parent
        assert owner is not None
        return f"`{node.name}:` of {owner.name} `{owner.id}`" if owner.id else f"`{node.name}:`"
    if node.id:
        return f"{node.name} `{node.id}`"
    title = node.head.title
    return f"{node.name} “{title}”" if title else node.name
