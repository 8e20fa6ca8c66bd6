"""Which part of a map is wanted, and making it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from attrs import field, frozen
from attrs.validators import ge, optional

from argmap.model import ArgumentMap, Status
from argmap.render.views.collapse import collapse
from argmap.render.views.cutting import View, count_folded
from argmap.render.views.depth import depth
from argmap.render.views.focus import focus
from argmap.render.views.only import only
from argmap.render.views.section import section


@frozen(kw_only=True)
class Choice:
    """The part of a map that is wanted; what is chosen twice is what both leave.

    ``depth`` counts from the ``focus``, where there is one, else from what nothing stands above.

    Raises:
        ValueError: for a depth below 0.
    """

    focus: str | None = None
    depth: int | None = field(default=None, validator=optional(ge(0)))
    section: str | None = None
    only: Status | None = None
    collapse: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return self != WHOLE

    @property
    def words(self) -> tuple[str, ...]:
        """What is chosen, a word or two each: ``section-energy``, ``depth-2``."""
        return tuple(self._words())

    def _words(self) -> Iterator[str]:
        if self.section is not None:
            yield f"section-{self.section}"
        if self.focus is not None:
            yield f"focus-{self.focus}"
        if self.only is not None:
            yield f"only-{self.only.value}"
        if self.depth is not None:
            yield f"depth-{self.depth}"
        if self.collapse:
            yield f"collapse-{'-'.join(self.collapse)}"


WHOLE = Choice()


def make_view(argument: ArgumentMap, choice: Choice, statuses: Mapping[str, Status]) -> View:
    """Return the chosen part of a map; ``statuses`` are those of the whole, by id.

    Raises:
        UnknownName: when something chosen is not in the map, or not in the part that is left.
    """
    part = argument
    if choice.section is not None:
        part = section(part, choice.section)
    if choice.focus is not None:
        part = focus(part, choice.focus, choice.depth)
    if choice.only is not None:
        part = only(part, choice.only, statuses)
    if choice.depth is not None and choice.focus is None:
        part = depth(part, choice.depth)
    if choice.collapse:
        part = collapse(part, choice.collapse)
    return View(part, count_folded(argument, part.statements))


def tell(argument: ArgumentMap, choice: Choice) -> str:
    """Return what is chosen as a reader is told it; nothing, if it is the whole map."""
    parts = []
    if choice.section in argument.sections:
        parts.append(f"section “{argument.sections[choice.section or ''].title or choice.section}”")
    elif choice.section is not None:
        parts.append(f"section {choice.section}")
    if choice.focus is not None:
        parts.append(f"what bears on {choice.focus}, and its way to the thesis")
    if choice.only is not None:
        parts.append(f"what is {choice.only.value}, and its way to the thesis")
    if choice.depth is not None:
        parts.append("1 level" if choice.depth == 1 else f"{choice.depth:,} levels")
    if choice.collapse:
        parts.append(f"without what bears on {', '.join(choice.collapse)}")
    return "; ".join(parts)
