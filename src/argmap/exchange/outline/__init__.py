"""The map as a Markdown outline, for a reader who never saw an argument map.

The thesis comes first, then every section that has something of its own, then the sources. What
bears on a statement stands under it, with its role in a word: **because**, **but**, **however**.

The nested lists of an outline.

Where in an outline each statement is printed in full; everywhere else it is referred to.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from attrs import Factory, define, frozen

from argmap.exchange.outline import markdown
from argmap.exchange.outline.markdown import (
    UNTOLD,
    OutlineAnnotations,
    escape,
    escape_lines,
    joined,
    shorten,
    source_line,
)
from argmap.model import ArgumentMap, Form, Inference, Polarity

_RANK = {Form.NESTED: 0, Form.GROUP: 1, Form.EDGE: 2}
_UNDERCUT = 3


@frozen
class ListPlacement:
    """``homes`` gives a statement's inference, under which it is printed; ``roots`` have none.

    A statement stands where it bears on something of its own section: as the author nested it,
    else in a group, else along an edge. What bears on nothing there opens its section, and the
    thesis opens the map.
    """

    homes: dict[str, Inference]
    roots: tuple[str, ...]

    @classmethod
    def of(cls, argument_map: ArgumentMap) -> ListPlacement:
        homes = _homes(argument_map)
        thesis = argument_map.thesis
        if thesis is not None:
            homes.pop(thesis, None)
        guests: dict[str, list[str]] = {}
        for statement, inference in homes.items():
            guests.setdefault(inference.conclusion, []).append(statement)
        order = {statement: index for index, statement in enumerate(argument_map.statements)}
        placed: set[str] = set()
        for statement in argument_map.statements:
            if statement not in homes:
                _place(statement, guests, placed)
        for statement in argument_map.statements:
            if statement not in placed:  # it hangs on a ring, which has no top
                top = min(_ring(statement, homes), key=order.__getitem__)
                del homes[top]
                _place(top, guests, placed)
        return cls(homes, tuple(each for each in argument_map.statements if each not in homes))


def _place(root: str, guests: dict[str, list[str]], placed: set[str]) -> None:
    """Add ``root`` and all that is printed somewhere under it."""
    waiting = [root]
    while waiting:
        statement = waiting.pop()
        if statement not in placed:
            placed.add(statement)
            waiting += guests.get(statement, ())


def _ring(statement: str, homes: dict[str, Inference]) -> list[str]:
    """Return the ring that a walk from home to home ends in."""
    path: dict[str, int] = {}
    while statement not in path:
        path[statement] = len(path)
        statement = homes[statement].conclusion
    return list(path)[path[statement] :]


def _homes(argument_map: ArgumentMap) -> dict[str, Inference]:
    best: dict[str, tuple[int, Inference]] = {}
    for inference in argument_map.inferences.values():
        section = argument_map.statements[inference.conclusion].section
        for statement, rank in _parts(inference):
            if argument_map.statements[statement].section == section and (
                statement not in best or rank < best[statement][0]
            ):
                best[statement] = (rank, inference)
    return {statement: inference for statement, (_, inference) in best.items()}


def _parts(inference: Inference) -> Iterator[tuple[str, int]]:
    for premise in inference.premises:
        yield premise, _RANK[inference.form]
    for undercutter in inference.undercutters:
        yield undercutter, _RANK[inference.form] if inference.form is Form.GROUP else _UNDERCUT


_DEEPEST = 20
"""Levels of indentation. What lies deeper goes on there, with the number of its level in front."""

_DEEPER = "*(deeper levels stand at this margin, each line with the number of its level)*"


@frozen
class _Item:
    """A line still to be printed: some words, and behind them a statement.

    ``inference`` is the inference on whose behalf the line stands there. With ``spells_out`` the
    rest of the inference comes under the line: its premises if the line has no statement, and its
    undercutters.
    """

    depth: int
    words: str
    statement: str | None = None
    inference: Inference | None = None
    spells_out: bool = False


@define
class Listing:
    """Prints each statement in full once, with all that stands under it; then refers to it."""

    argument_map: ArgumentMap
    placement: ListPlacement
    told: OutlineAnnotations
    _printed: set[str] = Factory(set)
    _said_deeper: bool = False

    def root(self, statement: str) -> Iterator[str]:
        """Yield the lines of a statement that opens something: a paragraph, then a list."""
        yield self._in_full(statement, "", mark="**")
        yield ""
        waiting = self._under(statement, 0)[::-1]
        has_list = bool(waiting)
        while waiting:
            item = waiting.pop()
            line, below = self._print(item)
            yield from self._indented(item.depth, line)
            waiting += below[::-1]
        if has_list:
            yield ""

    def _print(self, item: _Item) -> tuple[str, list[_Item]]:
        """Return an item's text and the items under it."""
        below = self._rest(item) if item.spells_out else []
        if item.statement is None:
            return item.words, below
        lead = f"{item.words} " if item.words else ""
        if item.statement in self._printed or (
            self.placement.homes.get(item.statement) is not item.inference
        ):
            return f"{lead}{self._reference(item.statement)}", below
        text = self._in_full(item.statement, "  " * (min(item.depth, _DEEPEST) + 1))
        return f"{lead}{text}", below + self._under(item.statement, item.depth + 1)

    def _indented(self, depth: int, line: str) -> Iterator[str]:
        if depth <= _DEEPEST:
            yield f"{'  ' * depth}- {line}"
            return
        margin = "  " * _DEEPEST
        if not self._said_deeper:
            self._said_deeper = True
            yield f"{margin}- {_DEEPER}"
        yield f"{margin}- (level {depth + 1}) {line}"

    def _in_full(self, statement: str, indent: str, mark: str = "") -> str:
        self._printed.add(statement)
        found = self.argument_map.statements[statement]
        text = escape_lines(found.text, indent) or "…"
        said = markdown.behind(
            found, self.argument_map.sources, has_own=bool(self.told.left_out(found))
        )
        return f"{mark}{text}{mark}{self.told.behind(found)}{said}"

    def _reference(self, statement: str) -> str:
        where = "above" if statement in self._printed else "below"
        return f"“{shorten(self.argument_map.statements[statement].text)}” ({where})"

    def _under(self, statement: str, depth: int) -> list[_Item]:
        """Return what stands under a statement: its note, its inferences, its other relations."""
        found = self.argument_map.statements[statement]
        items = [_Item(depth, f"*note: {escape(found.note)}*")] if found.note else []
        items += [
            self._inference(inference, depth)
            for inference in self.argument_map.inferences_to.get(statement, ())
        ]
        if left_out := self.told.left_out(found):
            items.append(_Item(depth, left_out))
        if others := list(self._others(statement)):
            items.append(_Item(depth, f"(see also: {'; '.join(others)})"))
        return items

    def _inference(self, inference: Inference, depth: int) -> _Item:
        premise = inference.premises[0] if len(inference.premises) == 1 else None
        words = markdown.lead(self.argument_map, inference, premise) + self.told.behind_inference(
            inference
        )
        return _Item(depth, words, premise, inference, spells_out=True)

    def _rest(self, item: _Item) -> list[_Item]:
        """Return the other parts of an item's inference; the item prints its premise itself."""
        inference, depth = item.inference, item.depth + 1
        if inference is None:
            return []
        items: list[_Item] = []
        if item.statement is None:
            statements = self.argument_map.statements
            items += [
                _Item(depth, markdown.kind_in_group(statements[premise]), premise, inference)
                for premise in inference.premises
            ]
        words = markdown.undercut_lead(inference)
        items += [
            _Item(depth, words, undercutter, inference) for undercutter in inference.undercutters
        ]
        return items

    def _others(self, statement: str) -> Iterator[str]:
        """Yield the relations of a statement to what it does not stand under."""
        home = self.placement.homes.get(statement)
        for inference in self.argument_map.inferences_from.get(statement, ()):
            if inference is not home:
                word = "for" if inference.polarity is Polarity.PRO else "against"
                yield f"this speaks {word} {self._reference(inference.conclusion)}"
        for inference in self.argument_map.undercuts_by.get(statement, ()):
            if inference is not home:
                yield f"this questions an inference to {self._reference(inference.conclusion)}"
        for other in self.argument_map.contradicted_by.get(statement, ()):
            yield f"this cannot stand together with {self._reference(other)}"


__all__ = ["SUFFIX", "OutlineAnnotations", "dump"]

SUFFIX = ".md"

_DEEPEST_HEADING = 6


def dump(argument_map: ArgumentMap, told: OutlineAnnotations = UNTOLD) -> str:
    """Return the outline; every statement stands in it in full once.

    ``told`` is what it says of them beyond what the map says.
    """
    lines = [*_head(argument_map, told), *_body(argument_map, told)]
    if argument_map.sources:
        lines += ["## Sources", "", *map(source_line, argument_map.sources.values())]
    return "\n".join(lines).rstrip("\n") + "\n"


def _head(argument_map: ArgumentMap, told: OutlineAnnotations) -> Iterator[str]:
    yield f"# {escape(argument_map.title) or 'Argument map'}"
    yield ""
    byline = ", ".join(filter(None, (joined(argument_map.author), argument_map.date or "")))
    if byline:
        yield f"*{escape(byline)}*"
        yield ""
    for line in told.head(argument_map):
        yield line
        yield ""
    if argument_map.note:
        yield escape_lines(argument_map.note, "")
        yield ""


def _body(argument_map: ArgumentMap, told: OutlineAnnotations) -> Iterator[str]:
    placement = ListPlacement.of(argument_map)
    listing = Listing(argument_map, placement, told)
    thesis = argument_map.thesis
    if thesis is not None:
        yield from listing.root(thesis)
    openings: dict[str | None, list[str]] = defaultdict(list)
    for statement in placement.roots:
        if statement != thesis:
            openings[argument_map.statements[statement].section].append(statement)
    for statement in openings.pop(None, ()):
        yield from listing.root(statement)
    for section, level in _headings(argument_map, openings):
        yield f"{'#' * level} {escape(argument_map.sections[section].title) or '…'}"
        yield ""
        for statement in openings[section]:
            yield from listing.root(statement)


def _headings(
    argument_map: ArgumentMap, openings: dict[str | None, list[str]]
) -> Iterator[tuple[str, int]]:
    """Yield the sections that something opens, and those around them, with their levels."""
    needed: set[str] = set()
    for opened in openings:
        around = opened
        while around is not None and around not in needed:
            needed.add(around)
            around = argument_map.sections[around].parent
    levels: dict[str | None, int] = {None: 1}
    for section in argument_map.sections.values():
        levels[section.id] = level = levels.get(section.parent, 1) + 1
        if section.id in needed:
            yield section.id, min(level, _DEEPEST_HEADING)
