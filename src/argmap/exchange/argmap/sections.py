"""Where sections stand among the statements."""

from __future__ import annotations

from attrs import Factory, define

from argmap.model import ArgumentMap


@define
class Sections:
    """Puts sections between the statements: each before the first statement that comes after it."""

    argument_map: ArgumentMap
    chapters: dict[str | None, list[tuple[str, str]]]
    _opened: set[str] = Factory(set)
    _waiting: list[str] = Factory(list)

    def __attrs_post_init__(self) -> None:
        self._waiting = list(self.argument_map.sections)[::-1]

    def open_before(self, statement: str) -> None:
        """Open the statement's section, and those that were written before the statement."""
        found = self.argument_map.statements[statement]
        if found.section is not None and found.section not in self._opened:
            while self._waiting and found.section not in self._opened:
                self._open(self._waiting.pop())
        while self._waiting and self._is_before(self._waiting[-1], statement):
            self._open(self._waiting.pop())

    def open_rest(self) -> None:
        while self._waiting:
            self._open(self._waiting.pop())

    def _is_before(self, section: str, statement: str) -> bool:
        one = self.argument_map.sections[section].location
        two = self.argument_map.statements[statement].location
        return one.source is two.source and one.span.start < two.span.start

    def _open(self, section: str) -> None:
        if section not in self._opened:
            self._opened.add(section)
            parent = self.argument_map.sections[section].parent
            self.chapters.setdefault(parent, []).append(("section", section))
