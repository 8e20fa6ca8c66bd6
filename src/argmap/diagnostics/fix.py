"""A change that would mend what a finding tells of."""

from __future__ import annotations

from enum import Enum

from attrs import frozen

from argmap.text import Edit, SourceText


class Applicability(Enum):
    """Whether a tool may make the change by itself.

    ``SAFE`` keeps what the author meant; ``UNSAFE`` may change the argument and is only made when
    asked for by name; ``DISPLAY`` is shown and never made.
    """

    SAFE = "safe"
    UNSAFE = "unsafe"
    DISPLAY = "display"


@frozen
class Fix:
    """Edits to one file, with a title in the imperative: ``replace `clam` by `claim```."""

    title: str
    source: SourceText
    edits: tuple[Edit, ...]
    applicability: Applicability = Applicability.SAFE
