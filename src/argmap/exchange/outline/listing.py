"""The nested lists of an outline."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import Factory, define, frozen

from argmap.exchange.outline import wording
from argmap.exchange.outline.markdown import escape, escape_lines, shorten
from argmap.exchange.outline.placement import Placement
from argmap.exchange.outline.told import Told
from argmap.model import ArgumentMap, Inference, Polarity

_DEEPEST = 20
"""Levels of indentation. What lies deeper goes on there, with the number of its level in front."""

_DEEPER = "*(deeper levels stand at this margin, each line with the number of its level)*"


@frozen
class _Item:
    """A line still to be printed: some words, and behind them a statement.

    ``step`` is the step on whose behalf the line stands there. With ``spells_out`` the rest of the
    step comes under the line: its premises if the line has no statement, and its undercutters.
    """

    depth: int
    words: str
    statement: str | None = None
    step: Inference | None = None
    spells_out: bool = False


@define
class Listing:
    """Prints each statement in full once, with all that stands under it; then refers to it."""

    argument_map: ArgumentMap
    placement: Placement
    told: Told
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
            self.placement.homes.get(item.statement) is not item.step
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
        said = wording.behind(
            found, self.argument_map.sources, has_own=bool(self.told.left_out(found))
        )
        return f"{mark}{text}{mark}{self.told.behind(found)}{said}"

    def _reference(self, statement: str) -> str:
        where = "above" if statement in self._printed else "below"
        return f"“{shorten(self.argument_map.statements[statement].text)}” ({where})"

    def _under(self, statement: str, depth: int) -> list[_Item]:
        """Return what stands under a statement: its note, its steps, its other relations."""
        found = self.argument_map.statements[statement]
        items = [_Item(depth, f"*note: {escape(found.note)}*")] if found.note else []
        items += [
            self._step(step, depth) for step in self.argument_map.steps_onto.get(statement, ())
        ]
        if left_out := self.told.left_out(found):
            items.append(_Item(depth, left_out))
        if others := list(self._others(statement)):
            items.append(_Item(depth, f"(see also: {'; '.join(others)})"))
        return items

    def _step(self, step: Inference, depth: int) -> _Item:
        premise = step.premises[0] if len(step.premises) == 1 else None
        words = wording.lead(self.argument_map, step, premise) + self.told.behind_step(step)
        return _Item(depth, words, premise, step, spells_out=True)

    def _rest(self, item: _Item) -> list[_Item]:
        """Return what belongs to an item's step, beside the premise that the item itself prints."""
        step, depth = item.step, item.depth + 1
        if step is None:
            return []
        items: list[_Item] = []
        if item.statement is None:
            statements = self.argument_map.statements
            items += [
                _Item(depth, wording.kind_in_group(statements[premise]), premise, step)
                for premise in step.premises
            ]
        words = wording.undercut_lead(step)
        items += [_Item(depth, words, undercutter, step) for undercutter in step.undercutters]
        return items

    def _others(self, statement: str) -> Iterator[str]:
        """Yield the relations of a statement to what it does not stand under."""
        home = self.placement.homes.get(statement)
        for step in self.argument_map.steps_from.get(statement, ()):
            if step is not home:
                word = "for" if step.polarity is Polarity.PRO else "against"
                yield f"this speaks {word} {self._reference(step.conclusion)}"
        for step in self.argument_map.undercuts_by.get(statement, ()):
            if step is not home:
                yield f"this questions a step to {self._reference(step.conclusion)}"
        for other in self.argument_map.contradicted_by.get(statement, ()):
            yield f"this cannot stand together with {self._reference(other)}"
